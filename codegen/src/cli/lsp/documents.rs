//! Documents: what is open in the editor, in the words of the editor.

use super::positions::{Encoding, Lines};
use lsp_types::{TextDocumentContentChangeEvent, Uri};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One open document.
#[derive(Debug)]
pub(super) struct Document {
    /// As the client writes it.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
}

/// The open documents by their paths.
pub(super) type Documents = BTreeMap<PathBuf, Document>;

impl Document {
    /// Applies changes, each to what those before it left.
    pub(super) fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for TextDocumentContentChangeEvent { range, text, .. } in changes {
            let Some(range) = range else {
                self.text = text;
                continue;
            };
            let lines = Lines::new(&self.text, encoding);
            let (start, end) = (lines.offset(range.start), lines.offset(range.end));
            self.text.replace_range(start..end.max(start), &text);
        }
    }
}

/// Whether the file is a page by its name.
pub(super) fn is_page(path: &Path) -> bool {
    path.file_name().is_some_and(|name| docwright::source::is_page(&name.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};

    #[test]
    fn changes_are_applied_one_after_another() {
        let uri = "file:///a.md".parse().unwrap();
        let mut document = Document { uri, version: 1, text: "| 😀a |\n| b |\n".to_owned() };
        let change = |start: (u32, u32), end: (u32, u32), text: &str| TextDocumentContentChangeEvent {
            range: Some(Range {
                start: Position { line: start.0, character: start.1 },
                end: Position { line: end.0, character: end.1 },
            }),
            range_length: None,
            text: text.to_owned(),
        };
        document.change(
            vec![
                change((0, 4), (0, 5), "世界"),
                change((0, 6), (1, 2), "!\n"),
                change((9, 0), (9, 0), "end"),
            ],
            Encoding::Utf16,
        );
        assert_eq!(document.text, "| 😀世界!\nb |\nend");
    }
}
