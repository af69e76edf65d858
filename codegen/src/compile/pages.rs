//! Stages 2 and 4 to 6: from the text of every page to decided endpoints.

use super::balance::{self, Claims, Outcome};
use super::{Counts, Set, guard, without};
use crate::account::{self, Account, Reason};
use crate::assemble::{self, languages};
use crate::diagnostic::{Diagnostic, code};
use crate::infer::{self, Decided};
use crate::lower::description::Memo;
use crate::lower::{self, Context, route, table_context};
use crate::page;
use crate::resolve;
use crate::source::SourceFile;
use crate::syntax::markdown::{self, Document};
use rayon::prelude::*;
use std::sync::OnceLock;

/// Stage 2 for the pages of a doc set, where somebody asks for it: a document lives no longer than its page takes,
/// unless a dialect is detected by it.
pub(super) struct Documents<'a> {
    /// The pages.
    pub files: &'a [SourceFile],
    read: Vec<OnceLock<Document<'a>>>,
}

impl<'a> Documents<'a> {
    /// Documents of pages of which none is read yet.
    pub(super) fn new(files: &'a [SourceFile]) -> Self {
        Self { files, read: files.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The document of a page.
    pub(super) fn get(&self, at: usize) -> &Document<'a> {
        self.read[at].get_or_init(|| markdown::read(&self.files[at].text))
    }
}

/// One page that is to be read; its document may have been read to detect the dialect.
struct Work<'a> {
    file: &'a SourceFile,
    document: Option<Document<'a>>,
}

impl Work<'_> {
    /// Whether the next page has the same name in another language.
    fn is_of_one_name(&self, next: &Self) -> bool {
        self.file.page_language() != next.file.page_language() && self.file.stem() == next.file.stem()
    }
}

/// What pages of one name gave.
#[derive(Default)]
pub(super) struct Read {
    /// The endpoints; where pages describe the same, joined.
    pub endpoints: Vec<Decided>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The ledger.
    pub counts: Counts,
}

/// Reads the pages of a doc set. `files` are those of the run.
pub(super) fn read(set: &Set, documents: Documents<'_>, files: &[SourceFile], meanings: &Memo) -> Vec<Read> {
    let pages = documents.files.iter().zip(documents.read);
    let mut work: Vec<Work<'_>> =
        pages.map(|(file, document)| Work { file, document: document.into_inner() }).collect();
    work.sort_by_cached_key(|work| work.file.stem());
    let of_one_name = work.par_chunk_by_mut(|a, b| a.is_of_one_name(b));
    of_one_name.map(|pages| together(pages, set, files, meanings)).collect()
}

/// Pages of one name in several languages: joined while they are at hand, so that only one is kept of most endpoints.
fn together<'t>(pages: &mut [Work<'t>], set: &'t Set, files: &[SourceFile], meanings: &'t Memo) -> Read {
    let mut read = Read::default();
    for work in &mut *pages {
        page(work, set, meanings, &mut read);
    }
    if pages.len() > 1 {
        read.endpoints = languages::join_pages(read.endpoints, files, &set.dialect.pages.languages);
    }
    read
}

/// Stages 2 and 4 to 6 for one page, and the account of its text. A fault inside of it ends in a finding.
fn page<'t>(work: &mut Work<'t>, set: &'t Set, meanings: &'t Memo, into: &mut Read) {
    let file = work.file;
    let text = account::read(&file.text);
    if without::is_silent(file, &set.without) {
        into.counts.ledger += balance::aside(&text, Reason::TurnedOff);
        return;
    }
    let document = work.document.take();
    let done = guard::run(|| {
        let mut read = Read::default();
        stages(file, document, &text, set, meanings, &mut read);
        read
    });
    let read = done.unwrap_or_else(|said| {
        let ledger = balance::diagnosed(&text);
        let counts = Counts { pages: 1, others: 1, ledger, ..Counts::default() };
        let diagnostics = vec![guard::finding(file, &said, text.rows.len())];
        Read { counts, diagnostics, endpoints: Vec::new() }
    });
    into.counts += read.counts;
    into.diagnostics.extend(read.diagnostics);
    into.endpoints.extend(read.endpoints);
}

/// The stages of [`page`].
fn stages<'t>(
    file: &'t SourceFile,
    document: Option<Document<'t>>,
    text: &Account,
    set: &'t Set,
    meanings: &'t Memo,
    into: &mut Read,
) {
    let context = Context { file, dialect: &set.dialect, meanings };
    let document = document.unwrap_or_else(|| markdown::read(&file.text));
    let mut page = page::read(&file.text, document, file.stem(), &set.dialect);
    let mut claims = Claims::default();
    without::silence(&mut page, &set.without);
    into.counts.pages += 1;
    into.counts.others += usize::from(page.endpoints.is_empty());
    into.diagnostics.extend(page::findings::of(&page, file));
    let row = set.table.get(file.stem()).filter(|_| page.endpoints.is_empty());
    into.diagnostics.extend(row.map(|row| page::findings::unread_call(&page, file, row.origin)));
    for endpoint in &mut page.endpoints {
        self::endpoint(endpoint, set, &mut claims, context, into);
    }
    claims.set_aside(&page.set_aside);
    claims.sort();
    let whole = balance::whole(&page, set.dialect.skips(file.stem()), !set.without.is_empty());
    let outcome = Outcome { file, text, dialect: &set.dialect, claims, endpoints: &into.endpoints, whole };
    balance::page(&outcome, &mut into.counts, &mut into.diagnostics);
}

/// Stages 5 and 6 for one call, and once more for each of its alternate routes.
fn endpoint<'t>(
    endpoint: &mut page::Endpoint<'t>,
    set: &'t Set,
    claims: &mut Claims,
    context: Context<'t>,
    into: &mut Read,
) {
    if !route::is_known(endpoint, &set.table, context) {
        endpoint.take_prose();
    }
    let tables = table_context::read(endpoint, context.dialect);
    let rows = table_context::rows(&tables);
    into.counts.tables += tables.len();
    into.counts.read += rows;
    claims.tables(&tables);
    let (route, found) = route::decide(endpoint, rows, &set.table, context);
    into.diagnostics.extend(found);
    let Some(route) = route else { return claims.left_out(endpoint) };
    let (alternates, found) = route::alternates(endpoint, &route, context);
    into.diagnostics.extend(found);
    let decide = |route| {
        let draft = lower::endpoint(endpoint, &tables, route, context);
        let tree = resolve::endpoint(draft, context);
        let mut decided = infer::endpoint(tree, context);
        assemble::conventions(&mut decided.endpoint, context.dialect);
        decided
    };
    into.endpoints.push(decide(route));
    for route in alternates {
        let mut decided = decide(route);
        // The rows and what they gave are those of the first route.
        decided.modelled.fill(0);
        decided.diagnostics.retain(|found| *found.code == code::PATH_PARAM_MISSING);
        into.endpoints.push(decided);
    }
}
