//! The pipeline in one screen: doc sets in, decided model and diagnostics out.

mod balance;
mod faults;
mod guard;
mod inputs;
mod missing;
mod pages;
mod readings;
mod services;
mod session;
mod shared;
mod sources;
mod versions;
mod without;
mod work;

use crate::account::Ledger;
use crate::config::{Config, DocSet};
use crate::diagnostic::{self, Diagnostic, code};
use crate::dialect::{Dialect, built_in};
use crate::lower::description::Memo;
use crate::model::{Api, SCHEMA_VERSION};
use crate::routes::RouteTable;
use crate::source::SourceFile;
use crate::{lint, overrides, source};
use pages::Documents;
use serde::{Deserialize, Serialize};
use sources::Sources;
use std::path::Path;
use std::sync::Arc;

pub use inputs::inputs;
pub use session::Session;
pub use sources::{Detected, Set};
pub use versions::{Version, Versions, versions};

/// Findings of pages of which nothing is in the model.
const UNREAD: [&str; 2] = [code::UNREADABLE.id, code::PAGE_FAULT.id];

/// Runs stages 1 to 7. Paths count from `base`.
pub fn run(config: &Config, base: &Path) -> Result<Run, Error> {
    run_with(config, base, None)
}

/// Stage 1 alone: the pages of all doc sets, and the routes that stand beside them.
pub fn pages(config: &Config, base: &Path) -> Result<(Vec<SourceFile>, RouteTable), Error> {
    Ok(sources::read(&config.docs, base)?.into_pages())
}

/// How everything on some pages ends under a dialect. They are taken for one doc set, with a route table beside them.
pub fn count(pages: Vec<SourceFile>, table: &RouteTable, dialect: &Arc<Dialect>) -> Result<Counts, Error> {
    let sources = Sources::of_pages(pages, table);
    Ok(of_sources(sources, &Config::default(), Path::new(""), Some(dialect))?.counts())
}

/// As [`run`], doc sets that name no dialect in the given one.
pub fn run_with(config: &Config, base: &Path, dialect: Option<&Arc<Dialect>>) -> Result<Run, Error> {
    of_sources(sources::read(&config.docs, base)?, config, base, dialect)
}

fn of_sources(
    sources: Sources,
    config: &Config,
    base: &Path,
    dialect: Option<&Arc<Dialect>>,
) -> Result<Run, Error> {
    let overrides = sources::overrides(config, base, &sources)?;
    let meanings = Memo::default();
    let read = sources::dialects(&sources, &overrides, config, base, dialect, |set, documents, files| {
        readings::read(set, documents, files, &meanings).into_read()
    })?;
    let (sets, read): (Vec<Set>, Vec<_>) = read.into_iter().unzip();
    let sets: Vec<&Set> = sets.iter().collect();
    let mut part = services::assemble(&sources.files, &sets, read);
    services::finish(&mut part, &overrides, &sets);
    let Sources { mut files, mut diagnostics, .. } = sources;
    files.extend(overrides.files);
    let services::Part { services, diagnostics: mut found, reports, ledgers: by_file, reasons } = part;
    let mut ledgers = vec![Ledger::default(); files.len()];
    by_file.into_iter().for_each(|(file, ledger)| ledgers[file] = ledger);
    let files_of_model = services::source_names(&files);
    let api = Api { schema: SCHEMA_VERSION, files: files_of_model, services, overrides: reasons };
    diagnostics.append(&mut found);
    diagnostics.extend(lint::between_services(&api));
    diagnostic::sort(&mut diagnostics);
    Ok(Run { api, files, diagnostics, sets: reports, ledgers })
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
    /// How everything on each file ended, by id.
    pub ledgers: Vec<Ledger>,
}

impl Run {
    /// Paths of the pages that could not be read, so that nothing of them is in the model.
    pub fn unread(&self) -> Vec<String> {
        let found = versions::unread(self.diagnostics.iter()).map(|found| found.subject.clone());
        found.filter(|page| !page.is_empty()).collect()
    }
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

/// What pages gave, and how everything on them ended.
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
    pub read: usize,
    /// How every row, sample and route ended, those that no section has included.
    pub ledger: Ledger,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let Self { pages, others, endpoints, tables, read, ledger } = other;
        self.pages += pages;
        self.others += others;
        self.endpoints += endpoints;
        self.tables += tables;
        self.read += read;
        self.ledger += ledger;
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
    Dialect(#[from] built_in::Error),
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
}

impl Run {
    /// The sum over all doc sets.
    pub fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        self.sets.iter().for_each(|report| sum += report.counts);
        sum
    }
}
