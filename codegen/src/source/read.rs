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
    /// The path is neither a file nor a folder: a pipe, a socket, a device.
    #[error("cannot read `{path}`: it is not a regular file")]
    NotAFile {
        /// The path.
        path: String,
    },
    /// A folder without a page.
    #[error("`{path}` holds no page; pages are files that end in `.md`, `.markdown`, `.mdx` or `.md.j2`")]
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
        let bytes = read_bytes(file, name)?;
        let (text, bad) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let bad = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(bad))
            }
        };
        if !is_template(file) {
            let page = Self::new(id, name, text);
            let found = bad.map(|at| not_utf8(&page, at, at + '\u{fffd}'.len_utf8()));
            return Ok((page, found.into_iter().collect()));
        }
        let (page, failed) = Self::expanded(id, file, name, text, templates);
        // Offsets of the template mean nothing in the expanded text.
        let found = bad.map(|_| not_utf8(&page, 0, 0));
        Ok((page, found.into_iter().chain(failed).collect()))
    }

    /// As [`read`](Self::read), with a text that is not on disk yet.
    pub fn of_text(
        id: u32,
        file: &Path,
        name: &str,
        text: String,
        templates: &Templates,
    ) -> (Self, Vec<Diagnostic>) {
        if !is_template(file) {
            return (Self::new(id, name, text), Vec::new());
        }
        let (page, failed) = Self::expanded(id, file, name, text, templates);
        (page, failed.into_iter().collect())
    }

    /// The page that a template makes; the template itself where it makes none.
    fn expanded(
        id: u32,
        file: &Path,
        name: &str,
        text: String,
        templates: &Templates,
    ) -> (Self, Option<Diagnostic>) {
        match templates.expand(file, &text) {
            Ok(text) => (Self::new(id, name, text), None),
            Err(error) => {
                let page = Self::new(id, name, text);
                let found = template::diagnostic(&page, &error);
                (page, Some(found))
            }
        }
    }
}

fn is_template(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "j2")
}

/// The label is at the place of the first byte that is not UTF-8, or at the start of the page.
fn not_utf8(page: &SourceFile, start: usize, end: usize) -> Diagnostic {
    let (message, label) = match end {
        0 => ("the template of this page is not UTF-8".to_owned(), "this page"),
        _ => (format!("the page is not UTF-8 (first at byte {start})"), "invalid UTF-8 here"),
    };
    Diagnostic::new(&code::NOT_UTF8, message)
        .label(page.origin(start, end), label)
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

/// The text with control characters and marks of text direction written out, for terminals and reports.
pub fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    let hidden = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    // Most texts have no byte that such a character begins with, and bytes are faster to look at.
    let may_begin = |byte: u8| matches!(byte, 0..=8 | 0x0b..=0x1f | 0x7f | 0xc2 | 0xe2);
    if !text.bytes().any(may_begin) || !text.contains(hidden) {
        return text.into();
    }
    let shown = |c: char| if hidden(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(shown).collect::<String>().into()
}

/// The bytes of any input file.
pub fn bytes(file: &Path) -> Result<Vec<u8>, Error> {
    read_bytes(file, &file.display().to_string())
}

/// `name` is the path to print.
fn read_bytes(file: &Path, name: &str) -> Result<Vec<u8>, Error> {
    let fail = |source| Error::Io { path: name.to_owned(), source };
    // Before it is opened: opening a pipe waits for its writer.
    let about = std::fs::metadata(file).map_err(fail)?;
    if !about.is_file() && !about.is_dir() {
        return Err(Error::NotAFile { path: name.to_owned() });
    }
    let mut content = Vec::new();
    let open = std::fs::File::open(file).map_err(fail)?;
    open.take(FILE_BYTES + 1).read_to_end(&mut content).map_err(fail)?;
    if content.len() as u64 > FILE_BYTES {
        return Err(Error::TooLarge { path: name.to_owned(), bytes: about.len() });
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &Path) -> Result<(SourceFile, Vec<Diagnostic>), Error> {
        SourceFile::read(0, file, "x", &Templates::default())
    }

    #[test]
    fn labels_stay_inside_of_an_expanded_page() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("x.md.j2");
        std::fs::write(&file, b"{# a long comment #}\xff").unwrap();
        let (page, found) = read(&file).unwrap();
        assert_eq!((page.text.as_str(), found.len()), ("\u{fffd}", 1));
        assert!(found[0].labels.iter().all(|label| label.origin.end as usize <= page.text.len()));
    }

    #[test]
    fn large_files_are_refused() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("x.md");
        std::fs::File::create(&file).unwrap().set_len(FILE_BYTES + 1).unwrap();
        assert!(matches!(read(&file), Err(Error::TooLarge { .. })));
        std::fs::File::create(&file).unwrap().set_len(FILE_BYTES).unwrap();
        assert!(read(&file).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_devices_are_refused() {
        let root = tempfile::tempdir().unwrap();
        let socket = root.path().join("x.md");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for path in [socket.as_path(), Path::new("/dev/zero")] {
            let error = read(path).unwrap_err();
            assert_eq!(error.to_string(), "cannot read `x`: it is not a regular file");
            assert!(text(path).is_err() && bytes(path).is_err());
        }
    }
}
