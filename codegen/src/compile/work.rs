//! Work: a page on its way through the stages.

use super::{Set, faults, guard, without};
use crate::diagnostic::Diagnostic;
use crate::page::{self, Page};
use crate::source::SourceFile;
use crate::syntax::markdown::{self, Document};

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

impl<'a> Work<'a> {
    /// Reads the page, where that was not done yet. A fault comes again, and is told, where it is read for its calls.
    pub(super) fn read(&mut self, set: &Set) {
        if self.page.is_none() && !without::is_silent(self.file, &set.without) {
            let document = self.document.take();
            self.page = guard::run(|| read(self.file, document, set)).ok();
        }
    }

    /// Whether the next page has the same name in another language.
    pub(super) fn is_of_one_name(&self, next: &Self) -> bool {
        self.file.page_language() != next.file.page_language() && self.file.stem() == next.file.stem()
    }
}

/// A page and the faults of its text.
pub(super) fn read<'a>(
    file: &'a SourceFile,
    document: Option<Document<'a>>,
    set: &Set,
) -> (Page<'a>, Vec<Diagnostic>) {
    let document = document.unwrap_or_else(|| markdown::read(&file.text));
    let faults = faults::report(&document, file);
    let mut page = page::read(&file.text, document, &file.path, &set.dialect);
    without::silence(&mut page, &set.without);
    (page, faults)
}
