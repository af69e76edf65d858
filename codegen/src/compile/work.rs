//! Work: a page on its way through the stages.

use crate::diagnostic::Diagnostic;
use crate::page::Page;
use crate::source::SourceFile;
use crate::syntax::markdown::Document;

/// One page that is to be read; its document may have been read to detect the dialect, and the page for what others
/// refer to on it.
pub(super) struct Work<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// Its document.
    pub document: Option<Document<'a>>,
    /// The page and the faults of its text.
    pub page: Option<(Page<'a>, Vec<Diagnostic>)>,
}

impl Work<'_> {
    /// Whether the next page has the same name in another language.
    pub(super) fn is_of_one_name(&self, next: &Self) -> bool {
        self.file.page_language() != next.file.page_language() && self.file.stem() == next.file.stem()
    }
}
