//! Stage 1 for all doc sets: which files there are, which of them are route tables, and which dialect each set speaks.

use super::Error;
use crate::config::{self, DocSet};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Dialect, book, detect};
use crate::markdown::Document;
use crate::routes::RouteTable;
use crate::source::{self, SourceFile};
use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All files of a run.
pub(super) struct Sources {
    /// Every file; its id is its index.
    pub files: Vec<SourceFile>,
    /// What was found while reading.
    pub diagnostics: Vec<Diagnostic>,
    sets: Vec<Found>,
}

/// One doc set: its route table and the indices of its files.
struct Found {
    spec: DocSet,
    table: RouteTable,
    files: Range<usize>,
    pages: Range<usize>,
}

/// One doc set, ready for its pages.
pub struct Set {
    /// What the configuration says.
    pub spec: DocSet,
    /// Its words.
    pub dialect: Arc<Dialect>,
    /// How the dialect was found.
    pub detected: Option<Detected>,
    /// Its routes.
    pub table: RouteTable,
    /// Indices of all its files, route tables first.
    pub files: Range<usize>,
    /// Indices of its pages.
    pub pages: Range<usize>,
}

/// A dialect found by its signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected {
    /// Points of the dialect that was taken.
    pub score: u32,
    /// The next best dialect and its points.
    pub next: Option<(String, u32)>,
}

/// Reads every file of every doc set. The order of the sets is that of their services and paths.
pub(super) fn read(specs: &[DocSet], base: &Path) -> Result<Sources, Error> {
    let mut specs: Vec<&DocSet> = specs.iter().collect();
    specs.sort_by(|a, b| (&a.service, &a.path).cmp(&(&b.service, &b.path)));
    let mut sources = Sources { files: Vec::new(), diagnostics: Vec::new(), sets: Vec::new() };
    for spec in specs {
        set(&mut sources, spec, base)?;
    }
    Ok(sources)
}

fn set(sources: &mut Sources, spec: &DocSet, base: &Path) -> Result<(), Error> {
    let first = sources.files.len();
    let table = tables(sources, spec, base)?;
    let pages = sources.files.len();
    let exclude = globs(spec)?;
    let root = base.join(&spec.path);
    let files = source::find(&root, &|path| source::is_page(path) && !exclude.is_match(path))?;
    let is_file = root.is_file();
    let name = |relative: &str| printed(&if is_file { spec.path.clone() } else { spec.path.join(relative) });
    let read: Vec<(SourceFile, Vec<Diagnostic>)> = files
        .par_iter()
        .enumerate()
        .map(|(at, (path, relative))| page((pages + at) as u32, path, &name(relative)))
        .collect();
    for (file, found) in read {
        sources.files.push(file);
        sources.diagnostics.extend(found);
    }
    let end = sources.files.len();
    sources.sets.push(Found { spec: spec.clone(), table, files: first..end, pages: pages..end });
    Ok(())
}

/// A path as diagnostics print it: `/` everywhere, no `./`.
fn printed(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, std::path::Component::CurDir));
    let text =
        parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/");
    if path.is_absolute() { format!("/{}", text.trim_start_matches('/')) } else { text }
}

fn page(id: u32, path: &Path, name: &str) -> (SourceFile, Vec<Diagnostic>) {
    SourceFile::read(id, path, name).unwrap_or_else(|error| {
        let found = Diagnostic::new(&code::UNREADABLE, error.to_string());
        (SourceFile::new(id, name, ""), vec![found])
    })
}

/// The named route table, or the ones at the top of the doc set.
fn tables(sources: &mut Sources, spec: &DocSet, base: &Path) -> Result<RouteTable, Error> {
    let mut table = RouteTable::default();
    let paths = match &spec.routes {
        Some(path) => vec![path.clone()],
        None => beside(spec, base)?,
    };
    for path in paths {
        let name = printed(&path);
        let (file, found) = SourceFile::read(sources.files.len() as u32, &base.join(&path), &name)?;
        let rows = RouteTable::read(&file).ok_or(Error::Routes { path: name })?;
        table.extend(rows);
        sources.files.push(file);
        sources.diagnostics.extend(found);
    }
    Ok(table)
}

/// Folder of the pages.
pub(super) fn folder(spec: &DocSet, base: &Path) -> PathBuf {
    let root = base.join(&spec.path);
    let folder = if root.is_file() { root.parent().unwrap_or(base).to_owned() } else { root };
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}

fn beside(spec: &DocSet, base: &Path) -> Result<Vec<PathBuf>, Error> {
    let tables =
        source::entries(&folder(spec, base))?.files.into_iter().filter(|path| crate::routes::is_table(path));
    Ok(tables.map(|path| path.strip_prefix(base).map(Path::to_owned).unwrap_or(path)).collect())
}

fn globs(spec: &DocSet) -> Result<GlobSet, Error> {
    let fail =
        |error: globset::Error| Error::Glob { service: spec.service.clone(), message: error.to_string() };
    let mut set = GlobSetBuilder::new();
    for pattern in &spec.exclude {
        set.add(Glob::new(pattern).map_err(fail)?);
    }
    set.build().map_err(fail)
}

/// Stage 3: the named dialect of each set, or the one whose signs its pages show most.
pub(super) fn dialects(
    sources: &Sources,
    documents: &[Document<'_>],
    base: &Path,
) -> Result<Vec<Set>, Error> {
    let paths: Vec<&Path> = sources.sets.iter().map(|found| found.spec.path.as_path()).collect();
    let folders = config::services_of_folders(&paths);
    let choose = |(found, of_folder): (&Found, String)| {
        let (dialect, detected) = match &found.spec.dialect {
            Some(name) => (book::load(name, base)?, None),
            None => detect(sources, documents, found.pages.clone()),
        };
        let Found { spec, table, files, pages } = found;
        let mut spec = spec.clone();
        if spec.service.is_empty() {
            spec.service =
                Some(&dialect.client.service).filter(|name| !name.is_empty()).cloned().unwrap_or(of_folder);
        }
        Ok(Set { spec, dialect, detected, table: table.clone(), files: files.clone(), pages: pages.clone() })
    };
    sources.sets.iter().zip(folders).map(choose).collect()
}

/// Pages of a doc set that are asked for the signs of dialects; they lie evenly among all.
const ASKED: usize = 24;

fn detect(
    sources: &Sources,
    documents: &[Document<'_>],
    pages: Range<usize>,
) -> (Arc<Dialect>, Option<Detected>) {
    let step = pages.len().div_ceil(ASKED).max(1);
    let asked: Vec<usize> = pages.step_by(step).collect();
    let score = |dialect: &'static Arc<Dialect>| {
        let points = asked.iter().map(|&at| detect::score(dialect, &sources.files[at].text, &documents[at]));
        (points.sum::<u32>(), dialect)
    };
    let mut scores: Vec<(u32, &Arc<Dialect>)> = book::all().par_iter().map(score).collect();
    scores.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let next = scores.get(1).filter(|(score, _)| *score > 0).map(|(score, next)| (next.name.clone(), *score));
    let (score, best) = scores[0];
    (Arc::clone(best), Some(Detected { score, next }))
}
