//! Page templates: `.md.j2` files are expanded with the partials beside them.

use super::file::SourceFile;
use crate::diagnostic::{Diagnostic, code};
use crate::limits;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The templates of a run. Partials are read and parsed once per folder.
#[derive(Debug, Default)]
pub struct Templates(Mutex<BTreeMap<PathBuf, Arc<Environment<'static>>>>);

impl Templates {
    /// Expands the template `file` with the given text. Includes are looked up in the same folder only.
    pub(super) fn expand(&self, file: &Path, text: &str) -> Result<String, Error> {
        self.beside(file)?.render_str(text, ())
    }

    fn beside(&self, file: &Path) -> Result<Arc<Environment<'static>>, Error> {
        let folder = file.parent().unwrap_or(Path::new(""));
        // The map is consistent at any time, so a panic of another thread leaves it usable.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(environment) = known.get(folder) {
            return Ok(Arc::clone(environment));
        }
        let environment = Arc::new(environment(folder.to_owned())?);
        known.insert(folder.to_owned(), Arc::clone(&environment));
        Ok(environment)
    }
}

fn environment(folder: PathBuf) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build()?);
    environment.set_fuel(Some(limits::TEMPLATE_FUEL));
    environment.set_loader(move |name| partial(&folder, name));
    Ok(environment)
}

/// A partial by name; names that leave the folder do not exist.
fn partial(folder: &Path, name: &str) -> Result<Option<String>, Error> {
    let path = Path::new(name.trim_start_matches("./"));
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Ok(None);
    }
    let path = folder.join(path);
    let size = match std::fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_file() => meta.len(),
        _ => return Ok(None),
    };
    if size > limits::FILE_BYTES {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("`{name}` is too large")));
    }
    let fail = |error: std::io::Error| {
        Error::new(ErrorKind::InvalidOperation, format!("cannot read `{name}`: {error}"))
    };
    std::fs::read_to_string(path).map(Some).map_err(fail)
}

/// The finding for an error, at the line of the template.
pub(super) fn diagnostic(page: &SourceFile, error: &Error) -> Diagnostic {
    let line = error.line().unwrap_or(1).saturating_sub(1);
    let start: usize = page.text.split_inclusive('\n').take(line).map(str::len).sum();
    let length = page.text[start..].lines().next().map_or(0, str::len);
    let why = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let message = format!("the template cannot be expanded: {why}");
    Diagnostic::new(&code::TEMPLATE, message)
        .label(page.origin(start, start + length), error.kind().to_string())
        .note("the page is read without expansion")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, &str>) {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("_part.md.j2"), "| a | b |\n").unwrap();
        let got = Templates::default().expand(&root.path().join("x.md.j2"), text);
        match expect {
            Ok(text) => assert_eq!(got.unwrap(), text),
            Err(part) => {
                let error = got.unwrap_err();
                let found = diagnostic(&SourceFile::new(0, "x.md.j2", text), &error);
                assert!(found.message.contains(part), "{}", found.message);
            }
        }
    }

    #[test]
    fn partials_and_limits() {
        check("# x\n{% include '_part.md.j2' %}\n{{ unknown.name }}\n", Ok("# x\n| a | b |\n\n\n"));
        check("{% include '../_part.md.j2' %}", Err("_part.md.j2"));
        check("{% include '/etc/hostname' %}", Err("hostname"));
        check("a\n{% if %}", Err("unexpected"));
        check("{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}", Err("fuel"));
    }

    #[test]
    fn every_page_has_the_partials_of_its_folder_and_fuel_of_its_own() {
        let root = tempfile::tempdir().unwrap();
        let templates = Templates::default();
        for (folder, part) in [("a", "{% for i in range(30000) %}{% endfor %}"), ("b", "b")] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
            std::fs::write(root.path().join(folder).join("_part"), part).unwrap();
        }
        let expand = |page: &str| templates.expand(&root.path().join(page), "{% include '_part' %}");
        for (page, text) in [("a/x.md.j2", ""), ("b/x.md.j2", "b"), ("a/y.md.j2", ""), ("b/y.md.j2", "b")] {
            assert_eq!(expand(page).unwrap(), text, "{page}");
        }
        let spent = "{% for i in range(1000) %}{% include '_part' %}{% endfor %}";
        assert!(templates.expand(&root.path().join("a/z.md.j2"), spent).is_err());
        assert_eq!(expand("a/x.md.j2").unwrap(), "");
    }
}
