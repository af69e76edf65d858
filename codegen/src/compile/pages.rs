//! Stages 2 and 4 to 6: from the text of every page to decided endpoints.

use super::balance::{self, Claims, Listed, Outcome};
use super::work::{self, Work};
use super::{Counts, Set, guard, without};
use crate::account::{self, Account, Ledger, Reason};
use crate::assemble::{self, generalize, languages};
use crate::config::Without;
use crate::diagnostic::{Diagnostic, code};
use crate::infer::{self, Decided};
use crate::lower::description::Memo;
use crate::lower::draft::DefinitionId;
use crate::lower::shared::Shared;
use crate::lower::{self, Context, beside, error_codes, route, table_context};
use crate::model::{ErrorCode, add_error_codes};
use crate::page::{self, Page, Section};
use crate::resolve;
use crate::source::SourceFile;
use crate::syntax::markdown::{self, Document};
use foldhash::HashMap;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

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

    /// The pages, each with its document where that was read.
    pub(super) fn into_pages(self) -> impl Iterator<Item = (&'a SourceFile, Option<Document<'a>>)> {
        self.files.iter().zip(self.read).map(|(file, document)| (file, document.into_inner()))
    }

    /// The document of a page.
    pub(super) fn get(&self, at: usize) -> &Document<'a> {
        self.read[at].get_or_init(|| markdown::read(&self.files[at].text))
    }
}

/// Calls of a page for which a thread is worth its while.
const AT_ONCE: usize = 8;

/// What pages of one name gave.
#[derive(Clone, Default)]
pub(super) struct Read {
    /// The endpoints; where pages describe the same, joined.
    pub endpoints: Vec<Decided>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The ledger.
    pub counts: Counts,
    /// How everything on each page ended, by file.
    pub ledgers: Vec<(u32, Ledger)>,
    /// Error codes that stand outside of the calls, and how many rows of each page they are.
    pub error_codes: Vec<ErrorCode>,
    pub rows_of_codes: BTreeMap<u32, usize>,
    /// Routes in tables, until the operations of all pages are known.
    listed: Vec<Listed>,
}

impl Read {
    fn add(&mut self, other: Self) {
        self.counts += other.counts;
        self.diagnostics.extend(other.diagnostics);
        add_error_codes(&mut self.error_codes, other.error_codes);
        self.rows_of_codes.extend(other.rows_of_codes);
        self.listed.extend(other.listed);
        self.endpoints.extend(other.endpoints);
        self.ledgers.extend(other.ledgers);
    }
}

/// What a page gave, before it is known what others take of it.
pub(super) struct Pending<'a> {
    file: &'a SourceFile,
    text: Account,
    claims: Claims,
    whole: Option<Reason>,
    /// Whether everything on it is accounted for.
    is_settled: bool,
    read: Read,
}

/// What all pages of a doc set are read with.
#[derive(Clone, Copy)]
pub(super) struct Common<'t> {
    pub set: &'t Set,
    pub files: &'t [SourceFile],
    pub meanings: &'t Memo,
    pub shared: &'t Shared,
}

/// Settles what route tables list, now that the operations of all pages are known.
pub(super) fn listed(read: &mut [Read]) {
    if read.iter().all(|read| read.listed.is_empty()) {
        return;
    }
    let lists: Vec<Vec<Listed>> = read.iter_mut().map(|read| std::mem::take(&mut read.listed)).collect();
    let mut settled = Vec::with_capacity(lists.len());
    let mut operations: HashMap<String, Vec<(&str, &str)>> = HashMap::default();
    for endpoint in read.iter().flat_map(|read| &read.endpoints).map(|decided| &decided.endpoint) {
        let path = endpoint.path.as_str();
        operations.entry(balance::key(path)).or_default().push((endpoint.method.as_str(), path));
    }
    for list in lists {
        let (mut ledgers, mut found) = (BTreeMap::new(), Vec::new());
        balance::settle(list, &operations, &mut ledgers, &mut found);
        settled.push((ledgers, found));
    }
    for (read, (ledgers, found)) in read.iter_mut().zip(settled) {
        for (file, ledger) in ledgers {
            read.counts.ledger += ledger;
            read.ledgers.iter_mut().filter(|(of, _)| *of == file).for_each(|(_, whole)| *whole += ledger);
        }
        read.diagnostics.extend(found);
    }
}

/// How far pages of one name are.
pub(super) enum Stage<'a> {
    /// Read, with the definitions that they use.
    Done(Box<Read>, BTreeSet<DefinitionId>),
    /// Others may use their definitions.
    Waits(Vec<Pending<'a>>),
}

impl Stage<'_> {
    /// The definitions that the endpoints use.
    pub(super) fn definitions(&self) -> impl Iterator<Item = &DefinitionId> {
        let (done, waits) = match self {
            Self::Done(_, used) => (Some(used), None),
            Self::Waits(pages) => (None, Some(pages)),
        };
        let endpoints = waits.into_iter().flatten().flat_map(|page| &page.read.endpoints);
        done.into_iter().flatten().chain(endpoints.flat_map(|decided| &decided.definitions))
    }
}

/// Pages of one name in several languages. Where nobody else uses what stands on them, they are joined while they are at
/// hand, so that only one is kept of most endpoints.
pub(super) fn decide<'t>(pages: &mut [Work<'t>], common: Common<'t>) -> Stage<'t> {
    let pending: Vec<Pending<'t>> = pages.iter_mut().map(|work| page(work, common)).collect();
    if pending.iter().any(|page| common.shared.is_offered_by(page.file.id)) {
        return Stage::Waits(pending);
    }
    let endpoints = pending.iter().flat_map(|page| &page.read.endpoints);
    let used = endpoints.flat_map(|decided| &decided.definitions).copied().collect();
    let pages = pending.into_iter().map(|page| settled(page, &BTreeSet::new(), common)).collect();
    Stage::Done(Box::new(join(pages, common)), used)
}

/// What the pages gave, now that it is known which definitions are used.
pub(super) fn settle(stage: Stage<'_>, used: &BTreeSet<DefinitionId>, common: Common<'_>) -> Read {
    match stage {
        Stage::Done(read, _) => *read,
        Stage::Waits(pages) => {
            join(pages.into_iter().map(|page| settled(page, used, common)).collect(), common)
        }
    }
}

/// Joins what pages of one name gave, and makes their samples fit.
fn join(pages: Vec<Read>, common: Common<'_>) -> Read {
    let several = pages.len() > 1;
    let mut read = Read::default();
    pages.into_iter().for_each(|page| read.add(page));
    if several {
        let languages = &common.set.dialect.pages.languages;
        read.endpoints = languages::join_pages(read.endpoints, common.files, languages);
    }
    for decided in &mut read.endpoints {
        decided.diagnostics.extend(generalize::run(&mut decided.endpoint));
    }
    read
}

/// What is found in a definition is told once, though every call that uses it comes upon it.
pub(super) fn once(read: &mut [Read], used: &BTreeSet<DefinitionId>) {
    if used.is_empty() {
        return;
    }
    let mut told = BTreeSet::new();
    for decided in read.iter_mut().flat_map(|read| &mut read.endpoints) {
        if decided.definitions.is_empty() {
            continue;
        }
        decided.diagnostics.retain(|found| {
            let places = found.labels.iter().map(|label| (label.origin.file, label.origin.start));
            found.rows > 0 || told.insert((found.code.id, found.message.clone(), places.collect::<Vec<_>>()))
        });
    }
}

/// Stages 2 and 4 to 6 for one page, and the account of its text. A fault inside of it ends in a finding.
fn page<'t>(work: &mut Work<'t>, common: Common<'t>) -> Pending<'t> {
    let file = work.file;
    let settled = |text, read| {
        let claims = Claims::default();
        Pending { file, text, claims, whole: None, is_settled: true, read }
    };
    if without::is_silent(file, &common.set.without) {
        let text = account::read(&file.text);
        let ledger = balance::aside(&text, Reason::TurnedOff);
        return settled(text, Read { counts: Counts { ledger, ..Counts::default() }, ..Read::default() });
    }
    let (document, page) = (work.document.take(), work.page.take());
    let read = || {
        let page = page.unwrap_or_else(|| work::read(file, document, common.set));
        stages(file, page, common)
    };
    // Neither knows of the other, and an editor waits for both.
    let (text, done) = rayon::join(|| account::read(&file.text), || guard::run(read));
    match done.flatten() {
        Ok((claims, whole, read)) => Pending { file, text, claims, whole, is_settled: false, read },
        Err(said) => {
            let read = failed(file, &text, &said);
            settled(text, read)
        }
    }
}

/// A page that could not be read to the end.
fn failed(file: &SourceFile, text: &Account, said: &str) -> Read {
    let counts = Counts { pages: 1, others: 1, ledger: balance::diagnosed(text), ..Counts::default() };
    let diagnostics = vec![guard::finding(file, said, text.rows.len())];
    Read { counts, diagnostics, ..Read::default() }
}

/// The stages of [`page`].
fn stages<'t>(
    file: &'t SourceFile,
    (mut page, faults): (Page<'t>, Vec<Diagnostic>),
    common: Common<'t>,
) -> Result<(Claims, Option<Reason>, Read), String> {
    let Common { set, meanings, shared, .. } = common;
    let context = Context { file, dialect: &set.dialect, meanings, shared };
    let mut into = Read { diagnostics: faults, ..Read::default() };
    let mut claims = Claims::default();
    into.counts.pages += 1;
    into.counts.others += usize::from(page.endpoints.is_empty());
    into.diagnostics.extend(page::findings::of(&page, file));
    let row = set.table.get(file.stem()).filter(|_| page.endpoints.is_empty());
    into.diagnostics.extend(row.map(|row| page::findings::unread_call(&page, file, row.origin)));
    let calls = page.endpoints.par_iter_mut().with_min_len(AT_ONCE);
    let read = calls.map(|call| guard::run(|| endpoint(call, set, context)));
    for read in read.collect::<Vec<_>>() {
        let (of_call, read) = read?;
        claims.add(of_call);
        into.add(read);
    }
    if !set.dialect.skips(&file.path) && !set.without.contains(&Without::Table) {
        outside_codes(file, &page.outside, &mut claims, context, &mut into);
    }
    claims.set_aside(&page.set_aside);
    let whole = balance::whole(&page, set.dialect.skips(&file.path), !set.without.is_empty());
    Ok((claims, whole, into))
}

/// The error codes that a page lists outside of its calls.
fn outside_codes<'t>(
    file: &SourceFile,
    sections: &[Section<'t>],
    claims: &mut Claims,
    context: Context<'t>,
    into: &mut Read,
) {
    let listed = error_codes::read(sections, context);
    claims.error_codes(&listed);
    let rows = listed.rows.iter().filter(|(_, end)| *end == error_codes::End::Code).count();
    if rows > 0 {
        into.rows_of_codes.insert(file.id, rows);
    }
    into.error_codes = listed.codes;
    into.diagnostics.extend(listed.found);
}

/// A page with its ledger, now that it is known which of its definitions are used.
fn settled(pending: Pending<'_>, used: &BTreeSet<DefinitionId>, common: Common<'_>) -> Read {
    let file = pending.file.id;
    let mut read = balanced(pending, used, common);
    let mut ledger = read.counts.ledger;
    let inside = read.endpoints.iter().flat_map(|decided| &decided.diagnostics);
    ledger.rows.diagnosed +=
        read.diagnostics.iter().chain(inside).map(|found| found.rows as usize).sum::<usize>();
    ledger.rows.modelled += read.endpoints.iter().flat_map(|decided| &decided.modelled).sum::<usize>();
    read.ledgers.push((file, ledger));
    read
}

fn balanced(pending: Pending<'_>, used: &BTreeSet<DefinitionId>, common: Common<'_>) -> Read {
    let Pending { file, text, mut claims, whole, is_settled, mut read } = pending;
    if is_settled {
        return read;
    }
    let done = guard::run(|| {
        let rows = definitions(file, used, &mut claims, &mut read, common.shared);
        claims.sort();
        let dialect = &common.set.dialect;
        let outcome = Outcome { file, text: &text, dialect, claims, endpoints: &read.endpoints, rows, whole };
        balance::page(&outcome, &mut read.counts, &mut read.diagnostics, &mut read.listed);
        read
    });
    done.unwrap_or_else(|said| failed(file, &text, &said))
}

/// Counts the definitions of a page that calls use; returns their rows that are in the model.
fn definitions(
    file: &SourceFile,
    used: &BTreeSet<DefinitionId>,
    claims: &mut Claims,
    read: &mut Read,
    shared: &Shared,
) -> usize {
    let mut modelled = 0;
    for definition in shared.used(file.id, used) {
        let rows: usize =
            definition.places.iter().flat_map(|place| &place.rows).map(|(_, count)| count).sum();
        let found: usize = definition.diagnostics.iter().map(|found| found.rows as usize).sum();
        claims.definition(definition);
        read.counts.tables += definition.places.len();
        read.counts.read += rows;
        read.diagnostics.extend(definition.diagnostics.iter().cloned());
        modelled += rows.saturating_sub(found);
    }
    read.counts.ledger.rows.modelled += modelled;
    modelled
}

/// Stages 5 and 6 for one call, and once more for each of its alternate routes.
fn endpoint<'t>(endpoint: &mut page::Endpoint<'t>, set: &'t Set, context: Context<'t>) -> (Claims, Read) {
    let (mut claims, mut into) = (Claims::default(), Read::default());
    if !route::is_known(endpoint, &set.table, context) {
        endpoint.take_prose();
    }
    let tables = table_context::read(endpoint, context);
    let rows = table_context::rows(&tables);
    into.counts.tables += tables.len();
    into.counts.read += rows;
    claims.tables(&tables);
    let (route, found) = route::decide(endpoint, rows, &set.table, context);
    into.diagnostics.extend(found);
    let Some(route) = route else {
        claims.left_out(endpoint);
        return (claims, into);
    };
    let codes = error_codes::read(&endpoint.sections, context);
    claims.error_codes(&codes);
    into.diagnostics.extend(codes.found);
    let (alternates, found) = route::alternates(endpoint, &route, context);
    into.diagnostics.extend(found);
    let lower = |route| {
        let mut draft = lower::endpoint(endpoint, &tables, route, context);
        draft.endpoint.error_codes.clone_from(&codes.codes);
        let elsewhere = beside::leave_out(&mut draft, endpoint);
        (draft, elsewhere)
    };
    let drafts: Vec<_> = std::iter::once(route).chain(alternates).map(lower).collect();
    // What the drafts have is not needed as the page has it any more, and a page may be large.
    drop(tables);
    endpoint.sections = Vec::new();
    for (at, (draft, elsewhere)) in drafts.into_iter().enumerate() {
        let mut decided = infer::endpoint(resolve::endpoint(draft, context), context);
        assemble::conventions(Arc::make_mut(&mut decided.endpoint), context.dialect);
        if at == 0 {
            decided.modelled.iter_mut().for_each(|rows| *rows += elsewhere);
        } else {
            // The rows and what they gave are those of the first route.
            decided.modelled.fill(0);
            decided.diagnostics.retain(|found| *found.code == code::PATH_PARAM_MISSING);
        }
        into.endpoints.push(decided);
    }
    (claims, into)
}
