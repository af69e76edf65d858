//! Templates of the pages. Every value is escaped but [`Html`], which is escaped already.

use super::html::Html;
use crate::emit::{File, MARKER};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, context};

/// The templates, ready to be filled.
pub(super) struct Templates(Environment<'static>);

const TEMPLATES: &[(&str, &str)] = &[
    ("layout.html", include_str!("../../report/layout.html.j2")),
    ("index.html", include_str!("../../report/index.html.j2")),
    ("service.html", include_str!("../../report/service.html.j2")),
    ("endpoint.html", include_str!("../../report/endpoint.html.j2")),
    ("more.html", include_str!("../../report/more.html.j2")),
    ("source.html", include_str!("../../report/source.html.j2")),
    ("pages.html", include_str!("../../report/pages.html.j2")),
    ("changes.html", include_str!("../../report/changes.html.j2")),
    ("findings.html", include_str!("../../report/findings.html.j2")),
];

impl Templates {
    pub(super) fn new() -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.add_function("word", |key: &str| of_key(key, |html| _ = html.word(key)));
        environment.add_function("label", |key: &str| of_key(key, |html| _ = html.label(key)));
        for (name, text) in TEMPLATES {
            environment.add_template(name, text)?;
        }
        Ok(Self(environment))
    }

    /// Fills a template. `root` leads to the root of the site.
    pub(super) fn file(
        &self,
        template: &str,
        path: String,
        root: &'static str,
        title: &str,
        values: Value,
    ) -> Result<File, Error> {
        let mut way = Html::default();
        way.raw(root);
        let values = context! { marker => MARKER, root => way, title => text(title), version => env!("CARGO_PKG_VERSION"), ..values };
        let text = self.0.get_template(template)?.render(values)?;
        Ok(File { path, text, ..File::default() })
    }
}

/// A word of the interface in a template.
fn of_key(key: &str, write: impl FnOnce(&mut Html)) -> Result<Value, Error> {
    if super::words::english(key).is_none() {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("`{key}` is not in words.toml")));
    }
    let mut html = Html::default();
    write(&mut html);
    Ok(html.into())
}

/// Text of a page as a value, which the template escapes.
pub(super) fn text(text: &str) -> Value {
    Value::from(crate::source::visible(text).into_owned())
}
