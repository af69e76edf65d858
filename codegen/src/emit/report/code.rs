//! The Rust code of an endpoint, its fields linked with those of the model.

use super::fields;
use super::html::Html;
use crate::emit::rust::excerpts::Excerpt;
use std::collections::{BTreeMap, HashMap};

/// Which lines of the code stand for which fields.
#[derive(Default)]
pub(super) struct Lines {
    of_field: BTreeMap<(String, String), usize>,
}

impl Lines {
    pub(super) fn new(excerpt: &Excerpt) -> Self {
        let mut numbers: HashMap<(&str, &str), usize> = HashMap::new();
        let mut of_struct = "";
        for (at, line) in excerpt.text.lines().enumerate() {
            if let Some(rest) = line.strip_prefix("pub struct ") {
                of_struct = rest.split([' ', '<', '{', ';']).next().unwrap_or_default();
            } else if let Some((name, _)) = line.strip_prefix("    pub ").and_then(|rest| rest.split_once(": ")) {
                numbers.entry((of_struct, name)).or_insert(at + 1);
            }
        }
        let fields = excerpt.fields.iter();
        let of_field =
            fields.filter_map(|(key, (of, name))| Some((key.clone(), *numbers.get(&(of.as_str(), name.as_str()))?)));
        Self { of_field: of_field.collect() }
    }

    /// Line of a field, by the id of its object and its name on the wire.
    pub(super) fn of(&self, object: &str, name: &str) -> Option<usize> {
        self.of_field.get(&(object.to_owned(), name.to_owned())).copied()
    }

    /// The field that each line stands for; of several objects of one type, the first.
    pub(super) fn fields(&self) -> BTreeMap<usize, (&str, &str)> {
        let fields = self.of_field.iter().rev();
        fields.map(|((object, name), line)| (*line, (object.as_str(), name.as_str()))).collect()
    }
}

/// The code, at most so many bytes of it, and whether that is not all.
pub(super) fn html(text: &str, lines: &Lines, bytes: usize) -> (Html, bool) {
    let mut html = Html::default();
    html.raw("<pre class=code translate=no><code>");
    let fields = lines.fields();
    for (at, line) in text.lines().enumerate() {
        if html.len() + 6 * line.len() > bytes {
            html.raw("</code></pre>");
            return (html, true);
        }
        let class = match line.trim_start() {
            it if it.starts_with("///") || it.starts_with("//") => "d",
            it if it.starts_with('#') => "at",
            _ => "",
        };
        match (fields.get(&(at + 1)), class) {
            (Some((object, name)), _) => {
                html.raw("<a class=fl id=r").number(at + 1).raw(" href=\"#");
                fields::anchor(&mut html, &format!("{object}.{name}"));
                html.raw("\">").text(line).raw("</a>");
            }
            (None, "") => _ = html.text(line),
            (None, class) => _ = html.raw("<i class=").raw(class).raw(">").text(line).raw("</i>"),
        }
        html.raw("\n");
    }
    html.raw("</code></pre>");
    (html, false)
}
