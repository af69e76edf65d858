//! Page templates: `.md.j2` files are expanded with the partials beside them.

mod bounds;

use super::file::SourceFile;
use crate::diagnostic::{Diagnostic, code};
use crate::limits;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The templates of a run. Partials are read and parsed once per folder.
#[derive(Debug, Default)]
pub struct Templates(Mutex<BTreeMap<PathBuf, Arc<Environment<'static>>>>);

impl Templates {
    /// Expands the template `file` with the given text. Includes are looked up in the same folder only.
    pub(super) fn expand(&self, file: &Path, text: &str) -> Result<String, Error> {
        bounds::check(text).map_err(invalid)?;
        let mut page = Page(Vec::new());
        self.beside(file)?.template_from_str(text)?.render_captured_to((), &mut page)?;
        String::from_utf8(page.0).map_err(|error| invalid(error.to_string()))
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

/// An expanded page; writing fails beyond the limit.
struct Page(Vec<u8>);

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > limits::TEMPLATE_OUTPUT {
            let limit = limits::TEMPLATE_OUTPUT;
            return Err(io::Error::other(format!("the expanded page has more than {limit} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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

/// A partial by name; names that leave the folder, also through a link, do not exist.
fn partial(folder: &Path, name: &str) -> Result<Option<String>, Error> {
    let relative = Path::new(name.trim_start_matches("./"));
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Ok(None);
    }
    let path = folder.join(relative);
    let is_file = std::fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_file());
    if !is_file || !is_inside(folder, &path) {
        return Ok(None);
    }
    let fail = |error: io::Error| invalid(format!("cannot read `{name}`: {error}"));
    let mut text = String::new();
    let open = std::fs::File::open(&path).map_err(fail)?;
    open.take(limits::FILE_BYTES + 1).read_to_string(&mut text).map_err(fail)?;
    if text.len() as u64 > limits::FILE_BYTES {
        return Err(invalid(format!("`{name}` is larger than {} bytes", limits::FILE_BYTES)));
    }
    bounds::check(&text).map_err(|why| invalid(format!("`{name}`: {why}")))?;
    Ok(Some(text))
}

/// Whether a path is below a folder when all links are resolved.
fn is_inside(folder: &Path, path: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let resolved = |path: &Path| std::fs::canonicalize(path).ok();
    resolved(folder).zip(resolved(path)).is_some_and(|(folder, path)| path.starts_with(folder))
}

fn invalid(why: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, why)
}

/// The finding for an error. It points to the line of the page, unless the error is in a partial.
pub(super) fn diagnostic(page: &SourceFile, error: &Error) -> Diagnostic {
    let (error, why) = cause(error);
    let partial = error.name().filter(|name| *name != PAGE);
    let place = match (partial, error.line()) {
        (Some(name), Some(line)) => format!(" (in `{name}`, line {line})"),
        (Some(name), None) => format!(" (in `{name}`)"),
        (None, _) => String::new(),
    };
    let line = error.line().filter(|_| partial.is_none()).unwrap_or(1).saturating_sub(1);
    let start: usize = page.text.split_inclusive('\n').take(line).map(str::len).sum();
    let length = page.text[start..].lines().next().map_or(0, str::len);
    Diagnostic::new(&code::TEMPLATE, format!("the template cannot be expanded: {why}{place}"))
        .label(page.origin(start, start + length), error.kind().to_string())
        .note("the page is read without expansion")
}

/// The innermost error of the template engine, and its text.
fn cause(error: &Error) -> (&Error, String) {
    let inner = std::error::Error::source(error);
    if let Some(inner) = inner.and_then(|inner| inner.downcast_ref()) {
        return cause(inner);
    }
    let detail = error.detail().filter(|_| error.kind() != ErrorKind::WriteFailure).map(str::to_owned);
    let why = detail.or_else(|| inner.map(ToString::to_string));
    (error, why.unwrap_or_else(|| error.kind().to_string()))
}

/// The name that the template engine gives to a page, which has no name of its own.
const PAGE: &str = "<string>";

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
    fn sources_and_outputs_are_bounded() {
        check(&format!("{{{{ 1{} }}}}", " + 1".repeat(limits::TEMPLATE_TOKENS)), Err("line 1 has more than"));
        check(&"{% if a %}".repeat(limits::TEMPLATE_BLOCKS + 1), Err("blocks are nested"));
        let line = "x".repeat(10_000);
        let large = format!("{{% for a in range(9999) %}}{line}{{% endfor %}}");
        check(&large, Err("the expanded page has more than"));
    }

    #[test]
    fn an_error_in_a_partial_names_it() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("_part"), "\n\n{{ 1 / 0 }}").unwrap();
        let page = "# a\n{% include '_part' %}";
        let error = Templates::default().expand(&root.path().join("x.md.j2"), page).unwrap_err();
        let found = diagnostic(&SourceFile::new(0, "x.md.j2", page), &error);
        assert!(found.message.ends_with("(in `_part`, line 3)"), "{}", found.message);
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        let root = tempfile::tempdir().unwrap();
        let (pages, outside) = (root.path().join("pages"), root.path().join("outside"));
        for folder in [&pages, &outside, &pages.join("own")] {
            std::fs::create_dir(folder).unwrap();
        }
        std::fs::write(outside.join("part"), "outside").unwrap();
        std::fs::write(pages.join("own/part"), "own").unwrap();
        std::os::unix::fs::symlink(&outside, pages.join("linked")).unwrap();
        let expand = |page: &str| Templates::default().expand(&pages.join("x.md.j2"), page);
        assert_eq!(expand("{% include 'own/part' %}").unwrap(), "own");
        assert!(expand("{% include 'linked/part' %}").is_err());
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
