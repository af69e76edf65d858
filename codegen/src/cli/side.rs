//! One side of a comparison: a folder of pages, a configuration, a lock file, a git revision of either, or a saved model.

use super::git::Repository;
use super::interrupt::Temporary;
use super::locked::{self, Locked};
use super::{Failure, input, output};
use docwright::compile::{self, Version, Versions};
use docwright::config::{self, Config};
use docwright::diff::{self, Report};
use docwright::model::{Api, SCHEMA_VERSION};
use docwright::source::{self, SourceFile, text};
use std::path::{Path, PathBuf};

/// How pages are read that no configuration describes.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Reading {
    /// Dialect of pages without a configuration: a built-in one or a TOML file; detected without it.
    #[arg(long)]
    pub(super) dialect: Option<String>,
    /// Route table of pages without a configuration.
    #[arg(long)]
    pub(super) routes: Option<PathBuf>,
    /// Service name of pages without a configuration.
    #[arg(long)]
    pub(super) service: Option<String>,
    /// Threads to use; all cores without it.
    #[arg(long)]
    pub(super) threads: Option<usize>,
}

/// A compiled side.
pub(super) struct Compiled {
    pub(super) api: Api,
    pub(super) files: Vec<SourceFile>,
    /// The names of its services were made from folders.
    pub(super) named_by_folder: bool,
    /// Pages that could not be read.
    pub(super) unread: Vec<String>,
}

impl Compiled {
    pub(super) fn of(version: impl Into<Version>, named_by_folder: bool) -> Self {
        let Version { api, files, unread } = version.into();
        Self { api, files, named_by_folder, unread }
    }

    /// What is compared of it.
    pub(super) fn known(&self) -> Known<'_> {
        Known { api: &self.api, files: &self.files, unread: &self.unread }
    }
}

/// A model, the texts of its pages where they are at hand, and the pages that could not be read.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) api: &'a Api,
    pub(super) files: &'a [SourceFile],
    pub(super) unread: &'a [String],
}

/// Compares two sides; what is missing because a page could not be read is not called gone.
pub(super) fn compare(old: Known<'_>, new: Known<'_>) -> Report {
    for page in old.unread.iter().chain(new.unread) {
        output::note(&format!("note: `{page}` could not be read; `docwright check` says why"));
    }
    let report = diff::compare(old.api, new.api).with_untold(old.files, new.files);
    report.with_unread((&old.api.files, old.unread), (&new.api.files, new.unread))
}

/// What a word names: docs that are still to be compiled, or a model.
enum Side {
    Docs(Box<Docs>),
    Saved(Box<Compiled>),
}

/// How docs on disk are read, and what their pages are called.
pub(super) struct Docs {
    config: Config,
    /// The folder that the paths of the configuration count from.
    folder: PathBuf,
    /// The names of its services are made from folders.
    named_by_folder: bool,
    /// What goes before the paths of pages.
    own: String,
    /// Pages that a lock file pins, which have names of their own.
    locked: Option<Locked>,
    /// Holds what was written out of a repository.
    _scratch: Option<Temporary>,
}

impl Docs {
    fn new(config: Config, folder: PathBuf, named_by_folder: bool) -> Self {
        Self { config, folder, named_by_folder, own: String::new(), locked: None, _scratch: None }
    }

    /// Compiles the docs.
    fn compile(self, reading: &Reading) -> Result<Compiled, Failure> {
        let run = input::in_pool(reading.threads, || Ok(compile::run(&self.config, &self.folder)?))?;
        Ok(self.named(run))
    }

    /// Compiles the docs as the next version of those that were compiled before.
    pub(super) fn compile_next(
        self,
        versions: &mut Versions,
        reading: &Reading,
    ) -> Result<Compiled, Failure> {
        let version = input::in_pool(reading.threads, || Ok(versions.read(&self.config, &self.folder)?))?;
        Ok(self.named(version))
    }

    /// A version with the names of its pages.
    fn named(self, version: impl Into<Version>) -> Compiled {
        let mut compiled = Compiled::of(version, self.named_by_folder);
        let Compiled { api, files, .. } = &mut compiled;
        match &self.locked {
            Some(locked) => locked.rename(&self.own, files, &mut api.files),
            None => {
                files.iter_mut().for_each(|file| file.path.insert_str(0, &self.own));
                api.files.iter_mut().for_each(|file| file.path.insert_str(0, &self.own));
            }
        }
        compiled
    }
}

/// What a word names: `git:REV:PATH`, a JSON file of a model, `docwright.toml`, `docwright.lock`, or pages.
fn side(word: &str, reading: &Reading) -> Result<Side, Failure> {
    if let Some(rest) = word.strip_prefix("git:") {
        let (revision, path) =
            rest.split_once(':').ok_or_else(|| format!("`{word}` is not `git:REV:PATH`"))?;
        return Ok(Side::Docs(Box::new(at_revision(Path::new(""), revision, path, reading)?)));
    }
    let path = Path::new(word);
    if path.extension().is_some_and(|extension| extension == "json") {
        return Ok(Side::Saved(Box::new(saved(path, MODEL)?)));
    }
    let docs = match is_lock(path) {
        true => at_lock(path, path.parent().unwrap_or(Path::new("")), String::new())?,
        false => docs(path, Path::new(""), reading)?,
    };
    Ok(Side::Docs(Box::new(docs)))
}

fn is_lock(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "lock")
}

/// The doc sets of the configuration beside a lock file, in the versions that it pins; `own` goes before the paths of all
/// other pages.
fn at_lock(lock: &Path, synced: &Path, own: String) -> Result<Docs, Failure> {
    let mut locked = locked::read(lock, synced)?;
    let config = std::mem::take(&mut locked.config);
    let base = lock.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Docs { own, locked: Some(locked), ..Docs::new(config, base, false) })
}

/// What to do about a file that is no saved model.
pub(super) const MODEL: &str = "`docwright model > FILE` saves one";

/// A model that `docwright model` or `docwright export model` printed.
pub(super) fn saved(path: &Path, help: &str) -> Result<Compiled, Failure> {
    let fail = |error: String| format!("`{}` is no saved model: {error}\nhelp: {help}", path.display());
    let api: Api = serde_json::from_str(&text(path)?).map_err(|error| fail(error.to_string()))?;
    if api.schema != SCHEMA_VERSION {
        return Err(fail(format!(
            "its form has version {}, and this program reads {SCHEMA_VERSION}",
            api.schema
        ))
        .into());
    }
    Ok(Compiled { api, files: Vec::new(), named_by_folder: false, unread: Vec::new() })
}

/// Compiles what two words name. Of two versions of the same docs those pages are read once that are the same.
pub(super) fn both(words: [&str; 2], reading: &Reading) -> Result<(Compiled, Compiled), Failure> {
    let (old, new) = (side(words[0], reading)?, side(words[1], reading)?);
    compile_both(old, new, reading)
}

fn compile_both(old: Side, new: Side, reading: &Reading) -> Result<(Compiled, Compiled), Failure> {
    input::in_pool(reading.threads, || {
        let reading = Reading { threads: None, ..reading.clone() };
        let compile = |side| match side {
            Side::Docs(docs) => docs.compile(&reading),
            Side::Saved(compiled) => Ok(*compiled),
        };
        match (old, new) {
            (Side::Docs(old), Side::Docs(new)) => {
                let (before, after) =
                    compile::versions((&old.config, &old.folder), (&new.config, &new.folder))?;
                Ok((old.named(before), new.named(after)))
            }
            (old, new) => Ok((compile(old)?, compile(new)?)),
        }
    })
}

/// Compiles a path at two revisions, `A..B`; without `B` it is what is on disk. Docs that one of them does not have yet, or
/// no longer, are no failure of whoever compares them.
pub(super) fn at_revisions(
    range: &str,
    path: &str,
    reading: &Reading,
) -> Result<(Compiled, Compiled), Failure> {
    let (old, new) = ends(range)?;
    let at = |revision| -> Result<Option<Side>, Failure> {
        let here = Path::new("");
        let is_there = Repository::at(here).has(revision, path)?;
        is_there.then(|| Ok(Side::Docs(Box::new(at_revision(here, revision, path, reading)?)))).transpose()
    };
    let before = at(old)?;
    let after = match new.is_empty() {
        true if before.is_some() && !Path::new(path).exists() => None,
        true => Some(side(path, reading)?),
        false => at(new)?,
    };
    if before.is_none() && after.is_none() {
        return Err(format!("neither `{old}` nor `{new}` has `{path}`").into());
    }
    let or_nothing =
        |side: Option<Side>, revision| side.unwrap_or_else(|| Side::Saved(Box::new(nothing(path, revision))));
    compile_both(or_nothing(before, old), or_nothing(after, new), reading)
}

/// Both ends of `A..B`; the second one is empty for what is on disk.
fn ends(range: &str) -> Result<(&str, &str), Failure> {
    let (old, new) = range.split_once("..").unwrap_or((range, ""));
    let help = match () {
        () if old.is_empty() => "write the old revision before the dots: `A..B`".to_owned(),
        () if new.starts_with('.') => {
            let new = new.trim_start_matches('.');
            format!(
                "`A..B` compares two revisions; for what `{new}` adds since it left `{old}`, write `$(git merge-base {old} {new})..{new}`"
            )
        }
        () => return Ok((old, new)),
    };
    Err(format!("`{range}` names no two revisions\nhelp: {help}").into())
}

/// Pages, a configuration, or a folder with a configuration; paths in messages count from `base`.
fn docs(path: &Path, base: &Path, reading: &Reading) -> Result<Docs, Failure> {
    let whole = base.join(path);
    let beside = whole.join(config::FILE);
    let configuration = match whole.extension() {
        Some(extension) if extension == "toml" => Some(whole.clone()),
        _ => beside.is_file().then_some(beside),
    };
    Ok(match configuration {
        Some(file) => {
            Docs::new(Config::read(&file)?, file.parent().unwrap_or(Path::new("")).to_owned(), false)
        }
        None => {
            let name = whole.file_name().unwrap_or_default().to_string_lossy();
            if whole.is_file() && reading.dialect.is_none() && !source::is_page(&name) {
                return Err(format!("`{}` is no page\nhelp: name a page (`.md`, `.markdown`, `.mdx`, `.md.j2`), a folder of pages, `docwright.toml`, `docwright.lock`, or the JSON of a model", path.display()).into());
            }
            let mut docs = input::doc_sets(&[whole], reading.dialect.as_deref())?;
            for set in &mut docs {
                set.dialect.clone_from(&reading.dialect);
                set.routes = reading.routes.as_ref().map(std::path::absolute).transpose()?;
                if let Some(service) = &reading.service {
                    if let Some(complaint) = config::service_complaint(service) {
                        return Err(complaint.into());
                    }
                    set.service.clone_from(service);
                }
                if let Ok(inner) = set.path.strip_prefix(base) {
                    set.path = inner.to_owned();
                }
            }
            let config = Config { docs, ..Config::default() };
            Docs::new(config, base.to_owned(), reading.service.is_none())
        }
    })
}

/// Compiles what a folder of a repository holds at a revision.
pub(super) fn compile_at(repository: &Path, revision: &str, path: &str) -> Result<Compiled, Failure> {
    let reading = Reading::default();
    at_revision(repository, revision, path, &reading)?.compile(&reading)
}

/// What a folder of a repository holds at a revision. Pages are named `REV:PATH`. Doc sets of other repositories are those
/// that the lock file of that revision pins.
pub(super) fn at_revision(
    repository: &Path,
    revision: &str,
    path: &str,
    reading: &Reading,
) -> Result<Docs, Failure> {
    let repository = Repository::at(repository);
    let commit = repository.commit(revision)?;
    let prefix = repository.ask(&["rev-parse", "--show-prefix"])?;
    let path = rooted(prefix.trim(), path);
    let scratch = Temporary::new(None)?;
    let is_file = is_lock(Path::new(&path));
    let folder = if is_file { Path::new(&path).parent() } else { Some(Path::new(&path)) };
    let folder = folder.unwrap_or(Path::new("")).to_owned();
    repository.write(&commit, &folder.to_string_lossy(), scratch.path())?;
    let is_folder = scratch.path().join(&folder).is_dir();
    let above = if is_folder { folder.as_path() } else { folder.parent().unwrap_or(Path::new("")) };
    for outside in outside(&scratch.path().join(&folder)) {
        let path = rooted(&above.to_string_lossy(), &outside.to_string_lossy());
        if repository.has_at(&commit, &path)? {
            repository.write(&commit, &path, scratch.path())?;
        }
    }
    let lock = if is_file { PathBuf::from(&path) } else { folder.join(config::LOCK) };
    let lock = scratch.path().join(lock);
    let own = format!("{revision}:");
    let docs = if is_file || lock.is_file() && lock.with_file_name(config::FILE).is_file() {
        let root = repository.ask(&["rev-parse", "--show-toplevel"])?;
        at_lock(&lock, &Path::new(root.trim()).join(&folder), own)?
    } else {
        Docs { own, ..docs(Path::new(&path), scratch.path(), reading)? }
    };
    Ok(Docs { _scratch: Some(scratch), ..docs })
}

/// What the configuration of a folder reads outside of it.
fn outside(folder: &Path) -> Vec<PathBuf> {
    let file = if folder.is_file() { folder.to_owned() } else { folder.join(config::FILE) };
    let Ok(config) = Config::read(&file) else { return Vec::new() };
    let sets = config
        .docs
        .into_iter()
        .flat_map(|set| [Some(set.path), set.routes, set.dialect.map(PathBuf::from)].into_iter().flatten());
    let paths = sets.chain(config.overrides);
    paths.filter(|path| path.components().any(|part| part == std::path::Component::ParentDir)).collect()
}

/// [`empty`], which is said of a path.
fn nothing(path: &str, revision: &str) -> Compiled {
    let place = if revision.is_empty() { "on disk".to_owned() } else { format!("at `{revision}`") };
    output::note(&format!("note: `{path}` is not there {place}"));
    empty()
}

/// A side without pages, of which all of the other is new or gone.
pub(super) fn empty() -> Compiled {
    let api = Api { schema: SCHEMA_VERSION, ..Api::default() };
    Compiled { api, files: Vec::new(), named_by_folder: false, unread: Vec::new() }
}

/// A path from where the user stands as one from the root of the repository.
pub(super) fn rooted(prefix: &str, path: &str) -> String {
    let mut parts: Vec<&str> = prefix.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Names of services that were made from folders are those of the new side, where both have one service each: `v1` and
/// `v2` are two generations of one service.
pub(super) fn align(old: &mut Compiled, new: &Compiled) {
    if let ([before], [after], true) = (
        old.api.services.as_mut_slice(),
        new.api.services.as_slice(),
        old.named_by_folder && new.named_by_folder,
    ) {
        before.name.clone_from(&after.name);
    }
}
