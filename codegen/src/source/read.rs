//! Reading of files: pages with their templates expanded, and the other inputs of a run.

use super::file::SourceFile;
use super::template::{self, Templates};
use crate::diagnostic::{Diagnostic, code};
use crate::limits::FILE_BYTES;
use std::io::Read;
use std::path::Path;

/// An input that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("cannot read `{path}`: {source}")]
    Io {
        /// The file or folder.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The file is larger than [`FILE_BYTES`].
    #[error("`{path}` has {bytes} bytes; files of more than {FILE_BYTES} bytes are not read")]
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
    /// Reads a file. `name` is the path to print.
    pub fn read(
        id: u32,
        file: &Path,
        name: &str,
        templates: &Templates,
    ) -> Result<(Self, Vec<Diagnostic>), Error> {
        let mut diagnostics = Vec::new();
        let text = match String::from_utf8(read_bytes(file, name)?) {
            Ok(text) => text,
            Err(error) => {
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                diagnostics.push(not_utf8(&Self::new(id, name, &*text), error.utf8_error().valid_up_to()));
                text
            }
        };
        if file.extension().is_none_or(|extension| extension != "j2") {
            return Ok((Self::new(id, name, text), diagnostics));
        }
        let page = match templates.expand(file, &text) {
            Ok(text) => Self::new(id, name, text),
            Err(error) => {
                let page = Self::new(id, name, text);
                diagnostics.push(template::diagnostic(&page, &error));
                page
            }
        };
        Ok((page, diagnostics))
    }
}

/// `at` is the first byte that is not UTF-8.
fn not_utf8(page: &SourceFile, at: usize) -> Diagnostic {
    Diagnostic::new(&code::NOT_UTF8, format!("the page is not UTF-8 (first at byte {at})"))
        .label(page.origin(at, at + '\u{fffd}'.len_utf8()), "invalid UTF-8 here")
        .help("save the page as UTF-8; the text is read with `\u{fffd}` in place of the bytes")
}

/// The text of a file that is not a page: a configuration, a dialect, a route table.
pub fn text(file: &Path) -> Result<String, Error> {
    let path = file.display().to_string();
    String::from_utf8(read_bytes(file, &path)?).map_err(|error| Error::Io {
        path,
        source: std::io::Error::new(std::io::ErrorKind::InvalidData, error.utf8_error()),
    })
}

/// The bytes of any input file.
pub fn bytes(file: &Path) -> Result<Vec<u8>, Error> {
    read_bytes(file, &file.display().to_string())
}

/// `name` is the path to print.
fn read_bytes(file: &Path, name: &str) -> Result<Vec<u8>, Error> {
    let fail = |source| Error::Io { path: name.to_owned(), source };
    let open = std::fs::File::open(file).map_err(fail)?;
    let bytes = open.metadata().map_err(fail)?.len();
    if bytes > FILE_BYTES {
        return Err(Error::TooLarge { path: name.to_owned(), bytes });
    }
    let mut content = Vec::with_capacity(bytes as usize + 1);
    open.take(FILE_BYTES).read_to_end(&mut content).map_err(fail)?;
    Ok(content)
}
