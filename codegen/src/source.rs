//! Stage 1 of 9: source. In: paths of a doc set. Out: [`SourceFile`]s with text, language and line table.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Origin;
use std::io::Read;
use std::path::Path;

mod lines;
mod template;
mod walk;

use lines::Lines;

pub use template::Templates;
pub use walk::{Entries, entries, find};

/// Largest page that is read; beyond it a page is no page.
pub const MAX_BYTES: u64 = 16 << 20;

/// One source file, read whole.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Index into the run's list of files.
    pub id: u32,
    /// Path with `/`, as diagnostics and docs print it.
    pub path: String,
    /// The text; bytes that are no UTF-8 stand as U+FFFD.
    pub text: String,
    /// `zh`, `en` or empty.
    pub language: &'static str,
    lines: Lines,
    /// Language that the text looks like; empty when the folder names it.
    guess: &'static str,
}

/// What cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("cannot read `{path}`: {source}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is larger than [`MAX_BYTES`].
    #[error("`{path}` has {bytes} bytes; a page of more than {MAX_BYTES} bytes is not read")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// A folder without a page.
    #[error("`{path}` holds no page; pages are files that end in `.md`, `.markdown` or `.md.j2`")]
    NoPages {
        /// The folder.
        path: String,
    },
}

impl SourceFile {
    /// A file from text that is at hand.
    pub fn new(id: u32, path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let lines = Lines::new(&text);
        let language = language_of_path(&path).unwrap_or_default();
        let guess = if language.is_empty() { language_of_text(&text) } else { "" };
        Self { id, path, text, language, lines, guess }
    }

    /// Reads a file. `name` is the path to print.
    pub fn read(
        id: u32,
        file: &Path,
        name: &str,
        templates: &Templates,
    ) -> Result<(Self, Vec<Diagnostic>), Error> {
        let bytes = read_bytes(file, &|| name.to_owned())?;
        let mut diagnostics = Vec::new();
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let bad = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let origin = Self::new(id, name, text.as_str()).origin(bad, bad + '\u{fffd}'.len_utf8());
                diagnostics.push(
                    Diagnostic::new(&code::NOT_UTF8, format!("the page is not UTF-8 (first at byte {bad})"))
                        .label(origin, "this byte is no UTF-8")
                        .help(
                            "save the page as UTF-8; the text is read with `\u{fffd}` in place of the bytes",
                        ),
                );
                text
            }
        };
        if file.extension().is_none_or(|extension| extension != "j2") {
            return Ok((Self::new(id, name, text), diagnostics));
        }
        match templates.expand(file, &text) {
            Ok(text) => Ok((Self::new(id, name, text), diagnostics)),
            Err(error) => {
                let page = Self::new(id, name, text);
                diagnostics.push(template::diagnostic(&page, &error));
                Ok((page, diagnostics))
            }
        }
    }

    /// The language of the page: that of its folder, else that of its text.
    pub fn page_language(&self) -> &'static str {
        if self.language.is_empty() { self.guess } else { self.language }
    }

    /// The language of a piece of the page: a word without Chinese characters on a Chinese page is Chinese text.
    pub fn language_of(&self, text: &str) -> &'static str {
        match self.language {
            "" if text.chars().any(is_han) => "zh",
            _ => self.page_language(),
        }
    }

    /// The origin of a byte range of this file.
    pub fn origin(&self, start: usize, end: usize) -> Origin {
        Origin { file: self.id, start: start as u32, end: end as u32, line: self.line(start) }
    }

    /// The origin of a byte range that most likely begins on the line of another one, as the cells of a row do.
    pub fn origin_beside(&self, start: usize, end: usize, other: Origin) -> Origin {
        let gap = self.text.as_bytes().get(other.start as usize..start);
        let line = match gap.is_some_and(|gap| memchr::memchr(b'\n', gap).is_none()) {
            true => other.line,
            false => self.line(start),
        };
        Origin { file: self.id, start: start as u32, end: end as u32, line }
    }

    /// Line of a byte offset, counted from 1.
    pub fn line(&self, offset: usize) -> u32 {
        self.lines.of(&self.text, offset)
    }

    /// File name without folders and without any of its extensions: `a/b.md.j2` gives `b`.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }
}

/// The language a folder of the path names.
fn language_of_path(path: &str) -> Option<&'static str> {
    path.rsplit('/').skip(1).find_map(language_of_folder)
}

/// Names of folders, with `-` for `_`, and the languages that they mean.
const LANGUAGES: &[(&str, &str)] = &[
    ("zh", "zh"),
    ("zh-hans", "zh"),
    ("zh-cn", "zh"),
    ("cn", "zh"),
    ("en", "en"),
    ("en-us", "en"),
    ("en-gb", "en"),
];

fn language_of_folder(name: &str) -> Option<&'static str> {
    let is_same =
        |(known, byte): (u8, u8)| known == if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    let is_name = |known: &str| known.len() == name.len() && known.bytes().zip(name.bytes()).all(is_same);
    LANGUAGES.iter().find(|(known, _)| is_name(known)).map(|(_, language)| *language)
}

/// Whether a folder's name is that of a language.
pub fn is_language(name: &str) -> bool {
    language_of_folder(name).is_some()
}

/// Whether a file is a page by its name; partials of templates begin with `_`.
pub fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.starts_with('_') && [".md", ".markdown", ".md.j2"].iter().any(|end| name.ends_with(end))
}

/// Guesses the language of a text: any share of Han characters worth the name means Chinese.
pub fn language_of_text(text: &str) -> &'static str {
    // The first two bytes of a character tell: this walks over whole pages.
    let is_han = |pair: &&[u8]| matches!(pair, [0xe4, 0xb8..=0xbf] | [0xe5..=0xe9, _]);
    let han = text.as_bytes().windows(2).filter(is_han).take(8).count();
    if han >= 8 { "zh" } else { "en" }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The text of a file that is no page: a configuration, a dialect, a route table.
pub fn text(file: &Path) -> Result<String, Error> {
    let path = || file.display().to_string();
    let fail = |source| Error::Io { path: path(), source };
    let bytes = std::fs::metadata(file).map_err(fail)?.len();
    if bytes > MAX_BYTES {
        return Err(Error::TooLarge { path: path(), bytes });
    }
    std::fs::read_to_string(file).map_err(fail)
}

/// The bytes of any file that a run may read.
pub fn bytes(file: &Path) -> Result<Vec<u8>, Error> {
    read_bytes(file, &|| file.display().to_string())
}

/// Asks the system as little as can be: there are thousands of pages. `name` is the path to print.
fn read_bytes(file: &Path, name: &dyn Fn() -> String) -> Result<Vec<u8>, Error> {
    let fail = |source| Error::Io { path: name(), source };
    let open = std::fs::File::open(file).map_err(fail)?;
    let bytes = open.metadata().map_err(fail)?.len();
    if bytes > MAX_BYTES {
        return Err(Error::TooLarge { path: name(), bytes });
    }
    // The length is what the system promises; the end is where the file says so.
    let mut content = Vec::with_capacity(bytes as usize + 1);
    open.take(MAX_BYTES).read_to_end(&mut content).map_err(fail)?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let file = SourceFile::new(0, "zh/a.md.j2", "ab\nc\n");
        assert_eq!([file.line(0), file.line(2), file.line(3), file.line(5)], [1, 1, 2, 3]);
        assert_eq!((file.stem(), file.language), ("a", "zh"));
    }
}
