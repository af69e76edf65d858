//! The pipeline in one screen: doc sets in, decided model and diagnostics out.

mod inputs;
mod services;
mod sources;
mod without;

use crate::config::{Config, DocSet};
use crate::diagnostic::{self, Diagnostic};
use crate::dialect::book;
use crate::lower::meaning::Memo;
use crate::lower::samples::Shown;
use crate::lower::{Context, groups, route};
use crate::markdown::Document;
use crate::model::Api;
use crate::reconcile::{Decided, languages};
use crate::source::SourceFile;
use crate::{lint, lower, markdown, overrides, page, reconcile, source};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::OnceLock;

pub use inputs::inputs;
pub use sources::{Detected, Set};

/// Runs stages 1 to 7. Paths count from `base`.
pub fn run(config: &Config, base: &Path) -> Result<Run, Error> {
    let sources = sources::read(&config.docs, base)?;
    let overrides = sources::overrides(config, base, &sources)?;
    let documents = Documents::new(&sources.files);
    let sets = sources::dialects(&sources, &documents, &overrides, config, base)?;
    let meanings = Memo::default();
    let mut work = work(&sources.files, &sets, documents);
    let read: Vec<Read> = work
        .par_chunk_by_mut(|a, b| a.is_of_one_name(b))
        .map(|pages| together(pages, &sources.files, &meanings))
        .collect();
    let mut run = services::assemble(sources, &sets, read);
    services::correct(&mut run, overrides, &sets);
    run.diagnostics.extend(lint::run(&run.api));
    diagnostic::sort(&mut run.diagnostics);
    run.check_rows()?;
    Ok(run)
}

/// Stage 2, where somebody asks for it: a document lives no longer than its page takes, unless a dialect is detected by it.
struct Documents<'a> {
    files: &'a [SourceFile],
    read: Vec<OnceLock<Document<'a>>>,
}

impl<'a> Documents<'a> {
    fn new(files: &'a [SourceFile]) -> Self {
        Self { files, read: files.iter().map(|_| OnceLock::new()).collect() }
    }

    fn get(&self, at: usize) -> &Document<'a> {
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
struct Read {
    /// Index of the doc set.
    set: usize,
    endpoints: Vec<Decided>,
    diagnostics: Vec<Diagnostic>,
    counts: Counts,
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

/// The outcome of a run.
#[derive(Debug)]
pub struct Run {
    /// The decided model.
    pub api: Api,
    /// The files, by id.
    pub files: Vec<SourceFile>,
    /// The findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// What each doc set gave.
    pub sets: Vec<Report>,
}

/// What one doc set gave.
#[derive(Clone, Debug)]
pub struct Report {
    /// The doc set.
    pub set: DocSet,
    /// Names of the services that its endpoints belong to, in order.
    pub services: std::collections::BTreeSet<String>,
    /// Name of its dialect.
    pub dialect: String,
    /// How the dialect was found, when nobody named it.
    pub detected: Option<Detected>,
    /// Routes that its route table has.
    pub routes: usize,
    /// Ids of its files.
    pub files: std::ops::Range<usize>,
    /// The ledger.
    pub counts: Counts,
}

/// The ledger: every row is a model item or is named by a diagnostic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Files read.
    pub pages: usize,
    /// Files that describe no endpoint.
    pub others: usize,
    /// Endpoints in the model.
    pub endpoints: usize,
    /// Tables of request, response and type sections.
    pub tables: usize,
    /// Their rows.
    pub rows: usize,
    /// Rows that are model items.
    pub modelled: usize,
    /// Rows that a diagnostic accounts for.
    pub diagnosed: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let Self { pages, others, endpoints, tables, rows, modelled, diagnosed } = other;
        self.pages += pages;
        self.others += others;
        self.endpoints += endpoints;
        self.tables += tables;
        self.rows += rows;
        self.modelled += modelled;
        self.diagnosed += diagnosed;
    }
}

/// What ends a run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder or route table cannot be read.
    #[error(transparent)]
    Source(#[from] source::Error),
    /// A dialect cannot be used.
    #[error(transparent)]
    Dialect(#[from] book::Error),
    /// Overrides cannot be read.
    #[error(transparent)]
    Overrides(#[from] overrides::Error),
    /// A route table says nothing.
    #[error(
        "`{path}` is no route table; it has to be a YAML list of `path`, `name`, `method`, or OpenAPI `paths` with an `operationId` per method"
    )]
    Routes {
        /// The file.
        path: String,
    },
    /// An exclude pattern is wrong.
    #[error("`exclude` of doc set `{service}`: {message}")]
    Glob {
        /// The doc set.
        service: String,
        /// The parser's words.
        message: String,
    },
    /// The ledger does not balance: a defect of this program.
    #[error(
        "internal error: doc set `{service}` has {rows} table rows, but {modelled} are in the model and {diagnosed} are diagnosed; please report this with the pages"
    )]
    Rows {
        /// The doc set.
        service: String,
        /// All rows.
        rows: usize,
        /// Rows in the model.
        modelled: usize,
        /// Rows in diagnostics.
        diagnosed: usize,
    },
}

impl Run {
    /// Row conservation.
    fn check_rows(&self) -> Result<(), Error> {
        for Report { set, counts, .. } in &self.sets {
            let Counts { rows, modelled, diagnosed, .. } = *counts;
            if rows != modelled + diagnosed {
                return Err(Error::Rows { service: set.service.clone(), rows, modelled, diagnosed });
            }
        }
        Ok(())
    }

    /// The sum over all doc sets.
    pub fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        self.sets.iter().for_each(|report| sum += report.counts);
        sum
    }
}
