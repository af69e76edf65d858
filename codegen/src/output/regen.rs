//! Regeneration: from the configuration to the emitted trees on disk; steps that the cache knows are skipped.

mod changes;
mod groups;
mod progress;
mod recall;
mod report;

use crate::compile::{self, Counts};
use crate::config::{Config, Rust, VENDORED};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::diff;
use crate::emit::{Memory, Output, Tree, rust};
use crate::model::{Service, SourceName};
use crate::output::cache::{Cache, Key};
use crate::output::former::{Former, Group};
use crate::output::manifest::{self, Manifest};
use crate::output::vendored;
use crate::output::write::{self, Summary, Target};
use groups::DocSetGroup;
use rayon::prelude::*;
use recall::{Recall, Trees};
use std::path::{Path, PathBuf};

pub use changes::Change;
pub use progress::Progress;
pub use report::report;

/// Whether files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Make the trees what they should be.
    Write,
    /// Only say what would change.
    Check,
}

/// What a regeneration did, or would do.
#[derive(Debug)]
pub struct Regeneration {
    /// The files, by id.
    pub files: Vec<SourceName>,
    /// The findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The ledger of all doc sets.
    pub counts: Counts,
    /// Number of object types.
    pub types: usize,
    /// Each emitted tree and its changes.
    pub trees: Vec<(PathBuf, Summary)>,
    /// What changed in the docs since the tree was written, where the cache still has the models of that run.
    pub docs: Option<diff::Report>,
    /// What the changes mean to callers of the emitted code.
    pub changes: Vec<Change>,
}

impl Regeneration {
    /// Whether every tree was as it should be.
    pub fn is_fresh(&self) -> bool {
        self.trees.iter().all(|(_, summary)| summary.is_empty())
    }

    /// Findings that leave something of the pages out of the model.
    pub fn errors(&self, config: &Config) -> usize {
        let severities = self.diagnostics.iter().map(|found| config.severity(found.code));
        severities.filter(|severity| *severity == Some(Severity::Error)).count()
    }
}

/// Why trees are not regenerated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The pages cannot be compiled.
    #[error(transparent)]
    Compile(#[from] compile::Error),
    /// A tree cannot be written.
    #[error(transparent)]
    Write(#[from] write::Error),
    /// The manifest of the crate cannot be kept.
    #[error(transparent)]
    Manifest(#[from] manifest::Error),
    /// The runtime is to be copied, and there is no copy.
    #[error(transparent)]
    Vendored(#[from] vendored::Missing),
    /// The pages describe no endpoint; writing that would delete the client.
    #[error(
        "the doc sets describe no endpoint, so nothing is written; check each `path` in the configuration (`docwright check` shows what was read)"
    )]
    NoEndpoints,
    /// Nothing is configured to be emitted.
    #[error("the configuration emits nothing; add `[emit.rust]` with a `path`")]
    Nothing,
}

/// Compiles the doc sets and makes every configured tree what it should be. Paths count from `base`.
///
/// What comes out does not depend on the cache, which only saves time.
pub fn run(
    config: &Config,
    base: &Path,
    mode: Mode,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Regeneration, Error> {
    let target = config.emit.rust.as_ref().ok_or(Error::Nothing)?;
    let manifest = target.manifest.as_ref().map(|path| Manifest::read(&base.join(path))).transpose()?;
    let trees = open(target, base, mode)?;
    let mut groups = read(config, base, cache, progress)?;
    if groups.iter().all(|group| group.facts.counts.endpoints == 0) {
        return Err(Error::NoEndpoints);
    }
    let options = options(target, manifest.as_ref());
    let mut files = emit(&mut groups, &options, &Memories { trees: &trees, cache, progress })?;
    if target.runtime.is_some() {
        files.extend(vendored::files()?);
    }
    // Before anything is written: a manifest without a place for the features is for people to mend.
    let features = rust::features(groups.iter().flat_map(|group| &group.facts.services));
    let kept = manifest.map(|it| it.with_features(&features).map(|text| (it, text))).transpose()?;
    let mut regeneration = gathered(&groups);
    let source = trees.iter().find(|(tree, _)| *tree == Tree::Source);
    let former = source.and_then(|(_, target)| Former::open(cache, &target.holds()));
    regeneration.docs = since(former.as_ref(), &mut groups)?;
    for (tree, target) in trees {
        let (root, own) =
            (target.root().to_owned(), files.extract_if(.., |file| file.tree == tree).collect::<Vec<_>>());
        let held = target.will_hold(&own);
        let summary = target.write(&own)?;
        if tree == Tree::Source {
            regeneration.changes = changes::of(&summary);
            if mode == Mode::Write {
                remember(former.as_ref(), held, &groups, cache);
            }
        }
        regeneration.trees.push((root, summary));
    }
    if let Some((manifest, text)) = kept {
        regeneration.trees.push(keep(&manifest, text, mode)?);
    }
    Ok(regeneration)
}

/// What changed in the docs since the tree was written; nothing is known without the models of that run.
fn since(
    former: Option<&Former>,
    groups: &mut [DocSetGroup],
) -> Result<Option<diff::Report>, compile::Error> {
    let all: Option<Vec<Group>> = groups.iter().map(DocSetGroup::group).collect();
    let (Some(former), Some(all)) = (former, all) else { return Ok(None) };
    let mut changed = Vec::new();
    for (own, group) in groups.iter_mut().zip(&all).filter(|(_, group)| !former.has(&group.key)) {
        own.need_model()?;
        changed.extend(own.model().map(|model| (group, model)));
    }
    Ok(former.changes(&all.iter().map(|group| &group.key).collect(), &changed))
}

/// Keeps the models for the next run. Without them it says less, and does the same; so a failure is none of this run.
fn remember(former: Option<&Former>, tree: Key, groups: &[DocSetGroup], cache: &Cache) {
    let all: Option<Vec<Group>> = groups.iter().map(DocSetGroup::group).collect();
    let Some(all) = all else { return };
    if former.is_some_and(|former| former.is_of(&tree, &all)) {
        return;
    }
    let models: Vec<_> =
        all.iter().zip(groups).filter_map(|(group, own)| Some((group, own.model()?))).collect();
    _ = Former::keep(cache, tree, &all, &models);
}

/// Makes the manifest hold this text; its folder, and what is different.
fn keep(manifest: &Manifest, text: String, mode: Mode) -> Result<(PathBuf, Summary), manifest::Error> {
    let folder = manifest.path.parent().unwrap_or(Path::new("")).to_owned();
    if text == manifest.text {
        return Ok((folder, Summary { unchanged: 1, ..Summary::default() }));
    }
    if mode == Mode::Write {
        manifest.write(&text)?;
    }
    let path = manifest.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let change = write::Change { path, before: manifest.text.clone(), after: text };
    Ok((folder, Summary { changed: vec![change], ..Summary::default() }))
}

/// What the configuration and the manifest say about the emitted code.
fn options(target: &Rust, manifest: Option<&Manifest>) -> rust::Options {
    let defaults = rust::Options::default();
    let of_manifest = manifest.map(|manifest| manifest.crate_name.clone());
    rust::Options {
        crate_name: target.crate_name.clone().or(of_manifest).unwrap_or(defaults.crate_name),
        source_url: target.source_url.clone(),
        samples: target.tests.is_some(),
        command: target.command.clone(),
    }
}

/// The trees as they are; to be written, they are locked and repaired.
fn open(target: &Rust, base: &Path, mode: Mode) -> Result<Trees, write::Error> {
    let open = |path: PathBuf| match mode {
        Mode::Write => Target::open(&path),
        Mode::Check => Target::look(&path),
    };
    let mut trees = vec![(Tree::Source, open(base.join(&target.path))?)];
    if let Some(path) = &target.tests {
        trees.push((Tree::Tests, open(base.join(path))?));
    }
    if let (Some(_), Some(manifest)) = (target.runtime, &target.manifest) {
        trees.push((Tree::Runtime, open(base.join(manifest).with_file_name(VENDORED))?));
    }
    Ok(trees)
}

/// Stages 1 to 7 for every group.
fn read(
    config: &Config,
    base: &Path,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Vec<DocSetGroup>, compile::Error> {
    let groups = groups::split(config);
    progress.begin("reading", config.docs.len());
    let read = |config: Config| {
        let sets = config.docs.len();
        let group = DocSetGroup::read(config, base, cache);
        progress.advance(sets);
        group
    };
    groups.into_par_iter().map(read).collect()
}

/// Where parts of the output may be found.
struct Memories<'a> {
    trees: &'a Trees,
    cache: &'a Cache,
    progress: &'a dyn Progress,
}

/// Stage 8 for every group, and for what is above them.
fn emit(
    groups: &mut [DocSetGroup],
    options: &rust::Options,
    memories: &Memories<'_>,
) -> Result<Vec<Output>, compile::Error> {
    let mut heads: Vec<Service> = groups.iter().flat_map(|group| group.facts.services.clone()).collect();
    heads.sort_by(|a, b| a.name.cmp(&b.name));
    let heads_key = serde_json::to_vec(&heads).expect("every model has a JSON form");
    memories.progress.begin("emitting", groups.iter().map(|group| group.facts.counts.endpoints).sum());
    let recall = || Recall::new(memories.trees, memories.cache, memories.progress);
    let of_group = |group: &mut DocSetGroup| {
        let (recall, key) = (recall(), group.output_key(&heads_key, options));
        if let Some(files) = key.as_ref().and_then(|key| recall.output(key)) {
            return Ok(files);
        }
        let files = group.emit(&heads, options, &recall)?;
        if let Some(key) = group.output_key(&heads_key, options) {
            recall.keep_output(key);
        }
        Ok(files)
    };
    let files: Result<Vec<Vec<Output>>, compile::Error> = groups.par_iter_mut().map(of_group).collect();
    let shown = format!("{options:?}");
    let roots = recall().recall(&[b"roots", &heads_key, shown.as_bytes()], &|| rust::roots(&heads, options));
    Ok(files?.into_iter().flatten().chain(roots).collect())
}

/// What all groups found, as if they had been read as one.
fn gathered(groups: &[DocSetGroup]) -> Regeneration {
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    let (mut counts, mut types) = (Counts::default(), 0);
    for facts in groups.iter().map(|group| &group.facts) {
        let shift = files.len() as u32;
        diagnostics.extend(facts.diagnostics.iter().map(|found| found.clone().shifted(shift)));
        files.extend(facts.files.iter().cloned());
        counts += facts.counts;
        types += facts.types;
    }
    diagnostic::sort(&mut diagnostics);
    Regeneration { files, diagnostics, counts, types, trees: Vec::new(), docs: None, changes: Vec::new() }
}
