//! Page templates: `.md.j2` files are expanded with the partials beside them.

use super::{MAX_BYTES, SourceFile};
use crate::diagnostic::{Diagnostic, code};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use std::path::{Component, Path};

/// Steps a template may take; a page needs a few hundred.
const FUEL: u64 = 1_000_000;

/// Expands the template in `file`, whose text is at hand. Includes are looked up in the same folder only.
pub(super) fn expand(file: &Path, text: &str) -> Result<String, Error> {
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    let syntax = SyntaxConfig::builder().keep_trailing_newline(true).build()?;
    environment.set_syntax(syntax);
    environment.set_fuel(Some(FUEL));
    environment.set_loader(move |name| partial(&folder, name));
    environment.render_str(text, ())
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
    if size > MAX_BYTES {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("`{name}` is too large")));
    }
    let fail = |error: std::io::Error| {
        Error::new(ErrorKind::InvalidOperation, format!("cannot read `{name}`: {error}"))
    };
    std::fs::read_to_string(path).map(Some).map_err(fail)
}

/// What went wrong, at the line of the template.
pub(super) fn diagnostic(page: &SourceFile, error: &Error) -> Diagnostic {
    let line = error.line().unwrap_or(1).saturating_sub(1);
    let start: usize = page.text.split_inclusive('\n').take(line).map(str::len).sum();
    let length = page.text[start..].lines().next().map_or(0, str::len);
    let why = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let message = format!("the template cannot be expanded: {why}");
    Diagnostic::new(&code::TEMPLATE, message)
        .label(page.origin(start, start + length), error.kind().to_string())
        .note("the page is read as it stands")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, &str>) {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("_part.md.j2"), "| a | b |\n").unwrap();
        let got = expand(&root.path().join("x.md.j2"), text);
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
}
