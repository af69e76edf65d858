//! Stages 2 and 4 to 6: from the text of every page to decided endpoints.

use super::{Counts, Set, without};
use crate::diagnostic::Diagnostic;
use crate::lower::meaning::Memo;
use crate::lower::samples::Shown;
use crate::lower::{self, Context, groups, route};
use crate::markdown::{self, Document};
use crate::page;
use crate::reconcile::{self, Decided, languages};
use crate::source::SourceFile;
use rayon::prelude::*;
use std::sync::OnceLock;

/// Stage 2, where somebody asks for it: a document lives no longer than its page takes, unless a dialect is detected by it.
pub(super) struct Documents<'a> {
    files: &'a [SourceFile],
    read: Vec<OnceLock<Document<'a>>>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(files: &'a [SourceFile]) -> Self {
        Self { files, read: files.iter().map(|_| OnceLock::new()).collect() }
    }

    pub(super) fn get(&self, at: usize) -> &Document<'a> {
        self.read[at].get_or_init(|| markdown::read(&self.files[at].text))
    }

    /// The documents of all pages that have been read, in the order of the sets.
    fn of_pages(mut self, sets: &[Set]) -> Vec<Option<Document<'a>>> {
        let pages = sets.iter().flat_map(|set| set.pages.clone());
        pages.map(|at| self.read[at].take()).collect()
    }
}

/// One page that is to be read; its document may have been read to detect the dialect.
struct Work<'a> {
    file: &'a SourceFile,
    /// Index of the doc set.
    at: usize,
    set: &'a Set,
    document: Option<Document<'a>>,
}

impl Work<'_> {
    /// Whether the next page has the same name in another language.
    fn is_of_one_name(&self, next: &Self) -> bool {
        self.at == next.at
            && self.file.page_language() != next.file.page_language()
            && self.file.stem() == next.file.stem()
    }
}

/// The pages of all sets; those of one name stand together.
fn work<'a>(files: &'a [SourceFile], sets: &'a [Set], documents: Documents<'a>) -> Vec<Work<'a>> {
    let pages =
        sets.iter().enumerate().flat_map(|(at, set)| set.pages.clone().map(move |page| (at, set, page)));
    let pages = pages.zip(documents.of_pages(sets));
    let mut work: Vec<Work<'a>> =
        pages.map(|((at, set, page), document)| Work { file: &files[page], at, set, document }).collect();
    work.sort_by_cached_key(|work| (work.at, work.file.stem()));
    work
}

/// What pages of one doc set gave.
#[derive(Default)]
pub(super) struct Read {
    /// Index of the doc set.
    pub set: usize,
    /// The endpoints, where pages of one name describe the same, joined.
    pub endpoints: Vec<Decided>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The ledger.
    pub counts: Counts,
}

/// Reads the pages of all sets.
pub(super) fn read<'a>(files: &'a [SourceFile], sets: &'a [Set], documents: Documents<'a>) -> Vec<Read> {
    let meanings = Memo::default();
    let mut work = work(files, sets, documents);
    let of_one_name = work.par_chunk_by_mut(|a, b| a.is_of_one_name(b));
    of_one_name.map(|pages| together(pages, files, &meanings)).collect()
}

/// Pages of one name in several languages: joined while they are at hand, so that only one is kept of most endpoints.
fn together<'t>(pages: &mut [Work<'t>], files: &[SourceFile], meanings: &'t Memo) -> Read {
    let (mut read, mut shown) = (Read::default(), Shown::default());
    for work in &mut *pages {
        read.set = work.at;
        page(work, meanings, &mut shown, &mut read);
    }
    if let [Work { set, .. }, _, ..] = pages {
        read.endpoints = languages::join_pages(read.endpoints, files, &set.dialect.pages.languages);
    }
    read
}

/// Stages 2 and 4 to 6 for one page.
fn page<'t>(work: &mut Work<'t>, meanings: &'t Memo, shown: &mut Shown<'t>, into: &mut Read) {
    let Work { file, set, ref mut document, .. } = *work;
    if without::is_silent(file, &set.without) {
        return;
    }
    let context = Context { file, dialect: &set.dialect, meanings };
    let document = document.take().unwrap_or_else(|| markdown::read(&file.text));
    let mut page = page::read(&file.text, document, file.stem(), &set.dialect);
    without::silence(&mut page, &set.without);
    into.counts.pages += 1;
    into.counts.others += usize::from(page.endpoints.is_empty());
    for endpoint in &page.endpoints {
        let tables = groups::read(endpoint, context.dialect);
        let rows = groups::rows(&tables);
        into.counts.tables += tables.len();
        into.counts.rows += rows;
        let (route, found) = route::decide(endpoint, rows, &set.table, context);
        into.diagnostics.extend(found);
        let Some(route) = route else { continue };
        let (draft, samples) = lower::endpoint(endpoint, &tables, route, shown, context);
        into.endpoints.push(reconcile::endpoint(draft, &samples, context));
    }
}
