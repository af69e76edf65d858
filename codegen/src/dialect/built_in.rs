//! The built-in dialects, embedded, and the loading of a user's own.
//!
//! Every file of `dialects/` is one but `words.toml`, `meaning.toml` and `contrasts.toml`; the build script lists them.

use super::file::DialectFile;
use super::{Dialect, checks};
use crate::source;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

/// Name and text of every built-in dialect, in the order of their names.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/dialects.rs"));

const WORDS: &str = include_str!("../../dialects/words.toml");

/// The dialect of pages that show no signs of another one: the shared words alone.
pub const GENERIC: &str = "generic";

/// A dialect that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No built-in dialect has this name, and no file either.
    #[error("unknown dialect `{name}`; built in are {known}; your own is a path that ends in `.toml`")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The built-in names.
        known: String,
    },
    /// The file cannot be read.
    #[error("the dialect: {0}")]
    Source(#[from] source::Error),
    /// The TOML is wrong.
    #[error("dialect `{name}` is not valid:\n{message}")]
    Toml {
        /// Name or path.
        name: String,
        /// The parser's words, with line and column.
        message: String,
    },
    /// The TOML is right and says something impossible.
    #[error("dialect `{name}`, {message}")]
    Content {
        /// Name or path.
        name: String,
        /// The line and what is wrong there.
        message: String,
    },
}

/// A built-in dialect; most are loaded only to be told apart, which takes their file alone.
pub(super) struct BuiltIn {
    pub(super) file: DialectFile,
    dialect: OnceLock<Arc<Dialect>>,
}

impl BuiltIn {
    /// The dialect, with the shared words.
    pub(super) fn dialect(&self) -> &Arc<Dialect> {
        // That every built-in dialect extends one that exists is tested.
        self.dialect.get_or_init(|| {
            let chain = chain(self.file.clone(), Path::new(""));
            Arc::new(compile(&chain.unwrap_or_else(|_| vec![self.file.clone()])))
        })
    }
}

/// Every built-in dialect, read once. That each of them is valid is tested, so none is missing here.
pub(super) static BUILT_IN: LazyLock<Vec<BuiltIn>> = LazyLock::new(|| {
    let files = FILES.iter().filter_map(|(name, text)| parsed(name, text).ok());
    files.map(|file| BuiltIn { file, dialect: OnceLock::new() }).collect()
});

/// The words that all dialects share, read once.
static SHARED: LazyLock<DialectFile> =
    // Every test that loads a dialect reads them.
    LazyLock::new(|| parsed("words", WORDS).expect("the shared words are valid"));

/// The words that all dialects share.
pub fn shared() -> &'static DialectFile {
    &SHARED
}

/// The names of the built-in dialects.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// Every built-in dialect.
pub fn all() -> impl Iterator<Item = &'static Arc<Dialect>> {
    BUILT_IN.iter().map(BuiltIn::dialect)
}

/// A built-in dialect by name.
pub fn builtin(name: &str) -> Result<Arc<Dialect>, Error> {
    let found = BUILT_IN.iter().find(|built_in| built_in.file.name == name);
    found.map(|built_in| Arc::clone(built_in.dialect())).ok_or_else(|| unknown(name))
}

/// A built-in dialect by name, or the user's own by path (below `base`).
pub fn load(name: &str, base: &Path) -> Result<Arc<Dialect>, Error> {
    if !name.ends_with(".toml") {
        return builtin(name);
    }
    let file = read(name, &source::text(&base.join(name))?)?;
    let dialect = compile(&chain(file, base)?);
    let files = std::iter::once(&*SHARED).chain(BUILT_IN.iter().map(|built_in| &built_in.file));
    let mut runtimes: Vec<&str> =
        files.map(|file| file.client.runtime.as_str()).filter(|name| !name.is_empty()).collect();
    runtimes.sort_unstable();
    runtimes.dedup();
    if !runtimes.contains(&dialect.client.runtime.as_str()) {
        let message = format!(
            "unknown runtime `client.runtime = \"{}\"`; write one of {}",
            dialect.client.runtime,
            runtimes.join(", ")
        );
        return Err(Error::Content { name: name.to_owned(), message });
    }
    Ok(Arc::new(dialect))
}

/// Whether a text is a file of a dialect, and extends one that can be read. Paths are below `base`.
pub fn check(name: &str, text: &str, base: &Path) -> Result<(), Error> {
    chain(read(name, text)?, base).map(drop)
}

/// The files of a dialect, the most general first: the shared words, what it extends, and its own.
pub fn chain_of(name: &str, base: &Path) -> Result<Vec<DialectFile>, Error> {
    let file = match BUILT_IN.iter().find(|built_in| built_in.file.name == name) {
        Some(built_in) => built_in.file.clone(),
        None if name.ends_with(".toml") => read(name, &source::text(&base.join(name))?)?,
        None => return Err(unknown(name)),
    };
    Ok(std::iter::once(SHARED.clone()).chain(chain(file, base)?).collect())
}

/// Reads a dialect from TOML, on top of the shared words.
pub fn parse(name: &str, text: &str) -> Result<Dialect, Error> {
    Ok(compile(&chain(read(name, text)?, Path::new(""))?))
}

/// The dialect of a chain of files, on top of the shared words.
fn compile(chain: &[DialectFile]) -> Dialect {
    let files: Vec<&DialectFile> = std::iter::once(&*SHARED).chain(chain).collect();
    Dialect::new(&files)
}

/// A file and those that it extends, the most general first. Paths are below `base`.
fn chain(file: DialectFile, base: &Path) -> Result<Vec<DialectFile>, Error> {
    let mut chain = vec![file];
    let mut names: Vec<String> = Vec::new();
    while let Some(name) = chain.last().map(|file| file.extends.clone()).filter(|name| !name.is_empty()) {
        if names.contains(&name) {
            let message =
                format!("`extends = \"{name}\"` leads back to itself; delete it in one of the files");
            return Err(Error::Content { name: chain[0].name.clone(), message });
        }
        let file = match BUILT_IN.iter().find(|built_in| built_in.file.name == name) {
            Some(built_in) => built_in.file.clone(),
            None if name.ends_with(".toml") => read(&name, &source::text(&base.join(&name))?)?,
            None => return Err(unknown(&name)),
        };
        chain.push(file);
        names.push(name);
    }
    chain.reverse();
    Ok(chain)
}

fn unknown(name: &str) -> Error {
    Error::Unknown { name: name.to_owned(), known: names().collect::<Vec<_>>().join(", ") }
}

/// Reads one file and checks what it says.
fn read(name: &str, text: &str) -> Result<DialectFile, Error> {
    let file = parsed(name, text)?;
    if let Some(message) = checks::complaint(text) {
        return Err(Error::Content { name: name.to_owned(), message });
    }
    let rule = file.envelope.success.as_ref();
    if let Some(message) = rule.and_then(|rule| rule.complaint(&file.client.runtime)) {
        return Err(Error::Content { name: name.to_owned(), message });
    }
    Ok(file)
}

/// One file as it is written, which is enough where a test has checked it; without a name of its own it is called as the
/// file is.
fn parsed(name: &str, text: &str) -> Result<DialectFile, Error> {
    let mut file: DialectFile = toml::from_str(text)
        .map_err(|error| Error::Toml { name: name.to_owned(), message: checks::with_hint(&error) })?;
    if file.name.is_empty() {
        file.name = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_dialect_loads_under_its_own_name() {
        for (name, text) in FILES {
            let file = read(name, text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(file.name, *name);
            assert!(chain(file, Path::new("")).is_ok(), "{name}");
            assert_eq!(builtin(name).unwrap().name, *name);
        }
        read("words", WORDS).unwrap_or_else(|error| panic!("{error}"));
        assert!(FILES.len() > 8 && names().any(|name| name == GENERIC));
    }

    #[test]
    fn a_typing_error_names_line_and_key() {
        let error = parse("mine.toml", "name = \"mine\"\n[pages]\ninclude_ = []\n").unwrap_err().to_string();
        assert!(
            error.contains("mine.toml") && error.contains("line 3") && error.contains("include_"),
            "{error}"
        );
    }

    #[test]
    fn a_dialect_adds_to_the_one_it_extends() {
        let text = "extends = \"kook\"\n[client]\nname = \"Mine\"\n[types]\nstring = [\"code\"]\n";
        let mine = parse("mine.toml", text).unwrap();
        let kook = builtin("kook").unwrap();
        assert_eq!((&*mine.name, &*mine.client.name), ("mine", "Mine"));
        assert_eq!(mine.envelope.payload, kook.envelope.payload);
        assert_eq!(mine.types.get("code"), Some(crate::dialect::TypeWord::String));
        assert_eq!(mine.sections.get("传参示例"), kook.sections.get("传参示例"));
        let error = parse("mine.toml", "extends = \"nobody\"\n").unwrap_err().to_string();
        assert!(error.contains("unknown dialect `nobody`"), "{error}");
    }

    #[test]
    fn a_circle_of_files_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for (name, other) in [("a.toml", "b.toml"), ("b.toml", "a.toml")] {
            std::fs::write(folder.path().join(name), format!("extends = \"{other}\"\n")).unwrap();
        }
        let error = load("a.toml", folder.path()).unwrap_err().to_string();
        assert!(error.contains("leads back to itself"), "{error}");
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let error = builtin("nope").unwrap_err().to_string();
        assert!(error.contains("blueking-esb") && error.contains("nope"), "{error}");
    }
}
