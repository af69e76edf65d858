//! Stage 1 for all doc sets: which files there are, which of them are route tables, and which dialect each set speaks.

use super::{Documents, Error, guard};
use crate::config::{self, Config, DocSet, Without};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::detect::{self, Points, Signs};
use crate::dialect::{Dialect, built_in};
use crate::overrides::{self, Overrides};
use crate::routes::{self, RouteTable};
use crate::source::{self, SourceFile, Templates};
use crate::syntax::markdown::Document;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// All files of a run.
#[derive(Default)]
pub(super) struct Sources {
    /// Every file; its id is its index.
    pub files: Vec<SourceFile>,
    /// What was found while reading.
    pub diagnostics: Vec<Diagnostic>,
    pub(super) sets: Vec<Found>,
}

/// One doc set: its route table and the indices of its files.
pub(super) struct Found {
    pub(super) spec: DocSet,
    table: Arc<RouteTable>,
    files: Range<usize>,
    pub(super) pages: Range<usize>,
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
    pub table: Arc<RouteTable>,
    /// Indices of all its files, route tables first.
    pub files: Range<usize>,
    /// Indices of its pages.
    pub pages: Range<usize>,
    /// Witnesses that are turned off.
    pub without: Vec<Without>,
}

/// A dialect found by its signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The dialect with most signs and its points; it is taken unless the next one has as many.
    pub best: Option<(String, usize)>,
    /// The next best dialect and its points.
    pub next: Option<(String, usize)>,
    /// Whether the lead is thin, or there is none.
    pub unsure: bool,
    /// What the pages that were asked show, by the ids of their files.
    pub(super) points: PointsByPage,
}

/// What pages show of the dialects; nothing of those that cannot be read.
pub(super) type PointsByPage = BTreeMap<u32, Option<Points>>;

/// Reads every file of every doc set. The order of the sets is that of their services and paths.
pub(super) fn read(specs: &[DocSet], base: &Path) -> Result<Sources, Error> {
    let mut specs: Vec<&DocSet> = specs.iter().collect();
    specs.sort_by(|a, b| (&a.service, &a.path).cmp(&(&b.service, &b.path)));
    let read: Vec<Result<Sources, Error>> = specs.par_iter().map(|spec| set(spec, base)).collect();
    let mut all = Sources::default();
    read.into_iter().try_for_each(|set| set.map(|set| all.extend(set)))?;
    Ok(all)
}

impl Sources {
    /// One doc set of pages in memory.
    pub(super) fn of_pages(mut files: Vec<SourceFile>, table: &RouteTable) -> Self {
        files.iter_mut().enumerate().for_each(|(at, file)| file.id = at as u32);
        let (spec, table, count) = (DocSet::default(), Arc::new(table.clone()), files.len());
        let sets = vec![Found { spec, table, files: 0..count, pages: 0..count }];
        Self { files, diagnostics: Vec::new(), sets }
    }

    /// The pages, counted from 0, and all routes.
    pub(super) fn into_pages(self) -> (Vec<SourceFile>, RouteTable) {
        let mut table = RouteTable::default();
        let mut is_page = vec![false; self.files.len()];
        for set in self.sets {
            table.extend(RouteTable::clone(&set.table));
            is_page[set.pages].fill(true);
        }
        let pages = self.files.into_iter().zip(is_page).filter(|(_, is_page)| *is_page);
        let counted = pages.enumerate().map(|(id, (mut page, _))| {
            page.id = id as u32;
            page
        });
        (counted.collect(), table)
    }

    /// Whether another version has the same files, so that one of its pages stands for each page here: doc sets that are
    /// configured alike, without dialect files of their own, and the same route tables. `files` are those here.
    pub(super) fn is_alike(&self, files: &[SourceFile], other: &Self) -> bool {
        let both = || self.sets.iter().zip(&other.sets);
        let is_own = |dialect: &Option<String>| dialect.as_ref().is_some_and(|name| name.ends_with(".toml"));
        // What cannot be read has no text to tell it by.
        let is_read = |found: &Diagnostic| found.code.id != code::UNREADABLE.id;
        self.sets.len() == other.sets.len()
            && files.len() == other.files.len()
            && self.diagnostics.iter().chain(&other.diagnostics).all(is_read)
            && both().all(|(a, b)| {
                let (one, theirs) = (DocSet { path: b.spec.path.clone(), ..a.spec.clone() }, &b.spec);
                one == *theirs && !is_own(&one.dialect) && a.files == b.files && a.pages == b.pages
            })
            && both().all(|(a, b)| {
                a.files.clone().all(|at| {
                    let (one, other) = (&files[at], &other.files[at]);
                    let (path, others) = (below_set(one, &a.spec), below_set(other, &b.spec));
                    // Calls may be named by files, also where a doc set is a single one.
                    path == others
                        && one.name() == other.name()
                        && one.language == other.language
                        && (a.pages.contains(&at) || one.text == other.text)
                })
            })
    }

    /// Puts the files of others behind its own; what counts files from 0 counts from there.
    fn extend(&mut self, other: Self) {
        let before = self.files.len();
        let Self { files, diagnostics, sets } = other;
        self.files.extend(files.into_iter().map(|mut file| {
            file.id += before as u32;
            file
        }));
        self.diagnostics.extend(diagnostics.into_iter().map(|found| found.shifted(before as u32)));
        self.sets.extend(sets.into_iter().map(|mut set| {
            Arc::make_mut(&mut set.table).shift(before as u32);
            for range in [&mut set.files, &mut set.pages] {
                *range = range.start + before..range.end + before;
            }
            set
        }));
    }
}

/// One doc set, its files counted from 0.
fn set(spec: &DocSet, base: &Path) -> Result<Sources, Error> {
    let mut sources = Sources::default();
    let table = Arc::new(tables(&mut sources, spec, base)?);
    let pages = sources.files.len();
    let excluded = excluded(spec)?;
    let root = base.join(&spec.path);
    let extensions = extensions(spec, base)?;
    let is_read = |path: &str| {
        source::is_page_of(path, &extensions) && !excluded.iter().any(|pattern| pattern.matches(path))
    };
    let files = source::find(&root, &is_read)?;
    if files.is_empty() {
        let path = root.display().to_string();
        return Err(source::Error::NoPages { path }.into());
    }
    let (above, is_file, templates) = (printed(&spec.path), root.is_file(), Templates::default());
    let name = |relative: &str| if is_file { above.clone() } else { below(&above, relative) };
    let read: Vec<(SourceFile, Vec<Diagnostic>)> = files
        .par_iter()
        .enumerate()
        .map(|(at, (path, relative))| page((pages + at) as u32, path, &name(relative), &templates))
        .collect();
    for (file, found) in read {
        sources.files.push(file);
        sources.diagnostics.extend(found);
    }
    let end = sources.files.len();
    sources.sets.push(Found { spec: spec.clone(), table, files: 0..end, pages: pages..end });
    Ok(sources)
}

/// Further ends of the names of pages that the dialect of a doc set knows.
pub(super) fn extensions(spec: &DocSet, base: &Path) -> Result<Vec<String>, built_in::Error> {
    let dialect = spec.dialect.as_ref().map(|name| built_in::load(name, base)).transpose()?;
    Ok(dialect.map(|dialect| dialect.pages.extensions.clone()).unwrap_or_default())
}

/// The path of a file from the folder of its doc set; that of a route table elsewhere is whole.
fn below_set<'f>(file: &'f SourceFile, spec: &DocSet) -> &'f str {
    let root = printed(&spec.path);
    file.path.strip_prefix(root.as_str()).unwrap_or(&file.path)
}

/// A path as diagnostics print it: `/` everywhere, no `./`.
fn printed(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir | Component::RootDir));
    let start = if path.is_absolute() { "/" } else { "" };
    parts.fold(start.to_owned(), |above, part| below(&above, &part.as_os_str().to_string_lossy()))
}

/// What is below a folder, both as they are printed.
fn below(folder: &str, relative: &str) -> String {
    let between = if folder.is_empty() || folder == "/" { "" } else { "/" };
    format!("{folder}{between}{relative}")
}

fn page(id: u32, path: &Path, name: &str, templates: &Templates) -> (SourceFile, Vec<Diagnostic>) {
    SourceFile::read(id, path, name, templates).unwrap_or_else(|error| {
        let found = Diagnostic::new(&code::UNREADABLE, error.to_string()).subject(name);
        (SourceFile::new(id, name, ""), vec![found])
    })
}

/// The named route table, or the ones at the top of the doc set.
fn tables(sources: &mut Sources, spec: &DocSet, base: &Path) -> Result<RouteTable, Error> {
    let Some(path) = &spec.routes else { return beside(sources, spec, base) };
    let name = printed(path);
    let id = sources.files.len() as u32;
    let (file, found) = SourceFile::read(id, &base.join(path), &name, &Templates::default())?;
    let table = RouteTable::read(&file).ok_or(Error::Routes { path: name })?;
    sources.files.push(file);
    sources.diagnostics.extend(found);
    Ok(table)
}

/// The route tables at the top of the doc set; files of their names that hold something else are none.
fn beside(sources: &mut Sources, spec: &DocSet, base: &Path) -> Result<RouteTable, Error> {
    let mut table = RouteTable::default();
    for path in source::entries(&folder(spec, base))?.files.iter().filter(|path| routes::is_named_table(path))
    {
        let Ok(text) = source::text(path) else { continue };
        let name = printed(path.strip_prefix(base).unwrap_or(path));
        let file = SourceFile::new(sources.files.len() as u32, name, text);
        let Some(rows) = RouteTable::read(&file) else {
            if let Some(origin) = routes::broken_at(&file) {
                let message =
                    format!("`{}` is neither YAML nor JSON, so none of its routes is known", file.path);
                let found = Diagnostic::new(&code::ROUTE_TABLE_BROKEN, message);
                sources.diagnostics.push(found.label(origin, "the syntax is wrong here"));
                sources.files.push(file);
            }
            continue;
        };
        table.extend(rows);
        sources.files.push(file);
    }
    Ok(table)
}

/// Folder of the pages.
pub(super) fn folder(spec: &DocSet, base: &Path) -> PathBuf {
    let root = base.join(&spec.path);
    let folder = if root.is_file() { root.parent().unwrap_or(base).to_owned() } else { root };
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}

/// The patterns of files that are left out.
fn excluded(spec: &DocSet) -> Result<Vec<glob::Pattern>, Error> {
    let pattern = |text: &String| {
        if text.contains('{') {
            return Err("braces are not supported: write one pattern per alternative".to_owned());
        }
        glob::Pattern::new(text).map_err(|error| error.to_string())
    };
    let patterns = spec.exclude.iter().map(pattern).collect::<Result<_, _>>();
    patterns.map_err(|message| Error::Glob { service: spec.service.clone(), message })
}

/// The overrides of a run; their files come after those of the doc sets.
pub(super) fn overrides(config: &Config, base: &Path, sources: &Sources) -> Result<Overrides, Error> {
    let on = config.overrides.as_ref().filter(|_| !config.without.contains(&Without::Overrides));
    let Some(folder) = on else { return Ok(Overrides::default()) };
    Ok(overrides::read(&base.join(folder), &printed(folder), sources.files.len())?)
}

/// Stage 3: each set with the dialect that it names, or with the one whose signs its pages show most, goes to `next` with
/// the documents that were read for that. A set is read to the end while its documents are at hand.
pub(super) fn dialects<T: Send>(
    sources: &Sources,
    overrides: &Overrides,
    config: &Config,
    base: &Path,
    given: Option<&Arc<Dialect>>,
    next: impl for<'a> Fn(&Set, Documents<'a>, &'a [SourceFile]) -> T + Sync,
) -> Result<Vec<(Set, T)>, Error> {
    let folders = folders(&sources.sets);
    let choose = |(found, of_folder): (&Found, String)| {
        let Found { spec, table, files, pages } = found;
        let documents = Documents::new(&sources.files[pages.clone()]);
        let (dialect, detected) = match (&spec.dialect, given) {
            (Some(name), _) => (built_in::load(name, base)?, None),
            (None, Some(given)) => (Arc::clone(given), None),
            (None, None) => detect(&documents)?,
        };
        let spec = named(spec, &dialect, of_folder);
        let without = config.without.clone();
        let off = without.contains(&Without::Routes);
        let mut table = if off { Arc::default() } else { Arc::clone(table) };
        overrides.routes(&spec.service).for_each(|row| Arc::make_mut(&mut table).correct(row));
        let set = Set { spec, dialect, detected, table, files: files.clone(), pages: pages.clone(), without };
        let then = next(&set, documents, &sources.files);
        Ok((set, then))
    };
    sources.sets.par_iter().zip(folders).map(choose).collect()
}

/// Names of services by the folders of doc sets.
pub(super) fn folders(sets: &[Found]) -> Vec<String> {
    config::services_of_folders(&sets.iter().map(|found| found.spec.path.as_path()).collect::<Vec<_>>())
}

/// A doc set with a name for its service: its own, that of its dialect, or that of its folder.
pub(super) fn named(spec: &DocSet, dialect: &Dialect, of_folder: String) -> DocSet {
    let mut spec = spec.clone();
    if spec.service.is_empty() {
        let of_dialect = Some(&dialect.client.service).filter(|name| !name.is_empty());
        spec.service = of_dialect.cloned().unwrap_or(of_folder);
    }
    spec
}

/// Pages of a doc set that are asked for the signs of dialects; they lie evenly among all.
const ASKED: usize = 24;

/// The pages that are asked, of so many.
fn asked(pages: usize) -> impl Iterator<Item = usize> {
    (0..pages).step_by(pages.div_ceil(ASKED).max(1))
}

fn detect(documents: &Documents<'_>) -> Result<(Arc<Dialect>, Option<Detected>), Error> {
    let asked: Vec<usize> = asked(documents.files.len()).collect();
    let points = |at: &usize| {
        let page = &documents.files[*at];
        (page.id, points(page, || documents.get(*at)))
    };
    detected(asked.par_iter().map(points).collect())
}

/// What a page shows of the dialects. One that cannot be read shows nothing; the finding comes where it is read.
pub(super) fn points<'d, 't: 'd>(
    page: &SourceFile,
    document: impl FnOnce() -> &'d Document<'t> + Send,
) -> Option<Points> {
    guard::run(|| Signs::new(&page.text, document).points()).ok()
}

/// What the points of the pages that are asked say.
pub(super) fn detected(points: PointsByPage) -> Result<(Arc<Dialect>, Option<Detected>), Error> {
    let found = detect::find(points.values().flatten())?;
    let unsure = found.is_unsure();
    Ok((found.dialect, Some(Detected { best: found.best, next: found.next, unsure, points })))
}
