//! One side of a comparison: a folder of pages, a configuration, a lock file, a git revision of either, or a saved model.

use super::git::Repository;
use super::{Failure, input, locked, output};
use docwright::compile::{self, Version};
use docwright::config::{self, Config};
use docwright::diff::{self, Report};
use docwright::model::{Api, SCHEMA_VERSION};
use docwright::source::{SourceFile, text};
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

    /// The model, and the pages that are not in it because they could not be read.
    pub(super) fn known(&self) -> Known<'_> {
        (&self.api, &self.unread)
    }
}

/// A model, and the pages that are not in it because they could not be read.
pub(super) type Known<'a> = (&'a Api, &'a [String]);

/// Compares two sides; what is missing because a page could not be read is not called gone.
pub(super) fn compare(old: Known<'_>, new: Known<'_>) -> Report {
    for page in old.1.iter().chain(new.1) {
        output::note(&format!("note: `{page}` could not be read; `docwright check` says why"));
    }
    diff::compare(old.0, new.0).with_unread(old.1, new.1)
}

/// Compiles what a word names: `git:REV:PATH`, a JSON file of a model, `docwright.toml`, `docwright.lock`, or pages.
pub(super) fn compile(word: &str, reading: &Reading) -> Result<Compiled, Failure> {
    if let Some(rest) = word.strip_prefix("git:") {
        let (revision, path) =
            rest.split_once(':').ok_or_else(|| format!("`{word}` is not `git:REV:PATH`"))?;
        return at_revision(Path::new(""), revision, path, reading);
    }
    let path = Path::new(word);
    if path.extension().is_some_and(|extension| extension == "json") {
        return saved(path, MODEL);
    }
    if is_lock(path) {
        return at_lock(path, path.parent().unwrap_or(Path::new("")), "", reading);
    }
    on_disk(path, Path::new(""), reading)
}

fn is_lock(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "lock")
}

/// The doc sets of the configuration beside a lock file, in the versions that it pins.
fn at_lock(lock: &Path, synced: &Path, own: &str, reading: &Reading) -> Result<Compiled, Failure> {
    let locked = locked::read(lock, synced)?;
    let base = lock.parent().unwrap_or(Path::new(""));
    let run = input::in_pool(reading.threads, || Ok(compile::run(&locked.config, base)?))?;
    let mut compiled = Compiled::of(run, false);
    locked.rename(own, &mut compiled.files, &mut compiled.api.files);
    Ok(compiled)
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

/// [`compile`] of two words. Of pages on disk those are read once that are the same on both sides.
pub(super) fn both(words: [&str; 2], reading: &Reading) -> Result<(Compiled, Compiled), Failure> {
    input::in_pool(reading.threads, || {
        let reading = Reading { threads: None, ..reading.clone() };
        let is_on_disk = |word: &str| {
            let kind = Path::new(word).extension().unwrap_or_default();
            !word.starts_with("git:") && kind != "json" && kind != "lock"
        };
        if words.into_iter().all(is_on_disk) {
            let docs = |word| docs(Path::new(word), Path::new(""), &reading);
            let (old, new) = (docs(words[0])?, docs(words[1])?);
            let (before, after) = compile::versions((&old.config, &old.folder), (&new.config, &new.folder))?;
            let sides = (Compiled::of(before, old.named_by_folder), Compiled::of(after, new.named_by_folder));
            return Ok(sides);
        }
        let (old, new) = rayon::join(|| compile(words[0], &reading), || compile(words[1], &reading));
        Ok((old?, new?))
    })
}

/// Pages, a configuration, or a folder with a configuration; paths in messages count from `base`.
fn on_disk(path: &Path, base: &Path, reading: &Reading) -> Result<Compiled, Failure> {
    let Docs { config, folder, named_by_folder } = docs(path, base, reading)?;
    let run = input::in_pool(reading.threads, || Ok(compile::run(&config, &folder)?))?;
    Ok(Compiled::of(run, named_by_folder))
}

/// How docs on disk are read.
struct Docs {
    config: Config,
    /// The folder that the paths of the configuration count from.
    folder: PathBuf,
    /// The names of its services are made from folders.
    named_by_folder: bool,
}

fn docs(path: &Path, base: &Path, reading: &Reading) -> Result<Docs, Failure> {
    let whole = base.join(path);
    let beside = whole.join(config::FILE);
    let configuration = match whole.extension() {
        Some(extension) if extension == "toml" => Some(whole.clone()),
        _ => beside.is_file().then_some(beside),
    };
    Ok(match configuration {
        Some(file) => Docs {
            config: Config::read(&file)?,
            folder: file.parent().unwrap_or(Path::new("")).to_owned(),
            named_by_folder: false,
        },
        None => {
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
            Docs {
                config: Config { docs, ..Config::default() },
                folder: base.to_owned(),
                named_by_folder: reading.service.is_none(),
            }
        }
    })
}

/// What a folder of a repository holds at a revision. Pages are named `REV:PATH`. Doc sets of other repositories are those
/// that the lock file of that revision pins.
pub(super) fn at_revision(
    repository: &Path,
    revision: &str,
    path: &str,
    reading: &Reading,
) -> Result<Compiled, Failure> {
    let repository = Repository::at(repository);
    let commit = repository.commit(revision)?;
    let prefix = repository.ask(&["rev-parse", "--show-prefix"])?;
    let path = rooted(prefix.trim(), path);
    let scratch = tempfile::tempdir()?;
    let is_file = is_lock(Path::new(&path));
    let folder = if is_file { Path::new(&path).parent() } else { Some(Path::new(&path)) };
    let folder = folder.unwrap_or(Path::new("")).to_owned();
    repository.write(&commit, &folder.to_string_lossy(), scratch.path())?;
    let lock = if is_file { PathBuf::from(&path) } else { folder.join(config::LOCK) };
    let lock = scratch.path().join(lock);
    let own = format!("{revision}:");
    if is_file || lock.is_file() && lock.with_file_name(config::FILE).is_file() {
        let root = repository.ask(&["rev-parse", "--show-toplevel"])?;
        return at_lock(&lock, &Path::new(root.trim()).join(&folder), &own, reading);
    }
    let mut compiled = on_disk(Path::new(&path), scratch.path(), reading)?;
    compiled.files.iter_mut().for_each(|file| file.path.insert_str(0, &own));
    compiled.api.files.iter_mut().for_each(|file| file.path.insert_str(0, &own));
    Ok(compiled)
}

/// [`at_revision`]; `None` where the repository does not have the path then.
pub(super) fn at_revision_if_there(
    revision: &str,
    path: &str,
    reading: &Reading,
) -> Result<Option<Compiled>, Failure> {
    let here = Path::new("");
    match Repository::at(here).has(revision, path)? {
        true => at_revision(here, revision, path, reading).map(Some),
        false => Ok(None),
    }
}

/// [`empty`], which is said of a path.
pub(super) fn nothing(path: &str, revision: &str) -> Compiled {
    output::note(&format!("note: `{path}` is not there at `{revision}`"));
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
