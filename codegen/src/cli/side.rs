//! One side of a comparison: a folder of pages, a configuration, a git revision of either, or a saved model.

use super::git::Repository;
use super::{Failure, input};
use docwright::compile;
use docwright::config::{self, Config};
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
}

/// Compiles what a word names: `git:REV:PATH`, a JSON file of a model, `docwright.toml`, or pages.
pub(super) fn compile(word: &str, reading: &Reading) -> Result<Compiled, Failure> {
    if let Some(rest) = word.strip_prefix("git:") {
        let (revision, path) =
            rest.split_once(':').ok_or_else(|| format!("`{word}` is not `git:REV:PATH`"))?;
        return at_revision(Path::new(""), revision, path, reading);
    }
    let path = Path::new(word);
    if path.extension().is_some_and(|extension| extension == "json") {
        return saved(path);
    }
    on_disk(path, Path::new(""), reading)
}

/// A model that `docwright model` or `docwright export model` printed.
pub(super) fn saved(path: &Path) -> Result<Compiled, Failure> {
    let fail = |error: String| {
        format!("`{}` is no saved model: {error}\nhelp: `docwright model > FILE` saves one", path.display())
    };
    let api: Api = serde_json::from_str(&text(path)?).map_err(|error| fail(error.to_string()))?;
    if api.schema != SCHEMA_VERSION {
        return Err(fail(format!(
            "its form has version {}, and this program reads {SCHEMA_VERSION}",
            api.schema
        ))
        .into());
    }
    Ok(Compiled { api, files: Vec::new(), named_by_folder: false })
}

/// Pages, a configuration, or a folder with a configuration; paths in messages count from `base`.
fn on_disk(path: &Path, base: &Path, reading: &Reading) -> Result<Compiled, Failure> {
    let whole = base.join(path);
    let beside = whole.join(config::FILE);
    let configuration = match whole.extension() {
        Some(extension) if extension == "toml" => Some(whole.clone()),
        _ => beside.is_file().then_some(beside),
    };
    let (config, folder, named_by_folder) = match configuration {
        Some(file) => (Config::read(&file)?, file.parent().unwrap_or(Path::new("")).to_owned(), false),
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
            (Config { docs, ..Config::default() }, base.to_owned(), reading.service.is_none())
        }
    };
    let run = input::in_pool(reading.threads, || Ok(compile::run(&config, &folder)?))?;
    Ok(Compiled { api: run.api, files: run.files, named_by_folder })
}

/// What a folder of a repository holds at a revision. Pages are named `REV:PATH`.
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
    repository.write(&commit, &path, scratch.path())?;
    let mut compiled = on_disk(Path::new(&path), scratch.path(), reading)?;
    for file in &mut compiled.files {
        file.path = format!("{revision}:{}", file.path);
    }
    for file in &mut compiled.api.files {
        file.path = format!("{revision}:{}", file.path);
    }
    Ok(compiled)
}

/// A path from where the user stands as one from the root of the repository.
fn rooted(prefix: &str, path: &str) -> String {
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
