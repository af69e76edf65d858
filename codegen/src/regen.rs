//! Regeneration: the whole way from the configuration to the emitted trees on disk.

use crate::compile::{self, Run};
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::emit::{File, Tree, rust};
use crate::write::{self, Summary};
use std::path::{Path, PathBuf};

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
pub struct Outcome {
    /// The model and the findings.
    pub run: Run,
    /// Each emitted tree and its changes.
    pub trees: Vec<(PathBuf, Summary)>,
}

impl Outcome {
    /// Whether every tree was as it should be.
    pub fn is_fresh(&self) -> bool {
        self.trees.iter().all(|(_, summary)| summary.is_empty())
    }

    /// Findings that leave something of the pages out of the model.
    pub fn errors(&self, config: &Config) -> usize {
        let severities = self.run.diagnostics.iter().map(|found| config.severity(found.code));
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
    /// Nothing is configured to be emitted.
    #[error("the configuration emits nothing; add `[emit.rust]` with a `path`")]
    Nothing,
}

/// Compiles the doc sets and makes every configured tree what it should be. Paths count from `base`.
pub fn run(config: &Config, base: &Path, mode: Mode) -> Result<Outcome, Error> {
    let target = config.emit.rust.as_ref().ok_or(Error::Nothing)?;
    let run = compile::run(config, base)?;
    let files = rust::emit(
        &run.api,
        &rust::Options { source_url: target.source_url.clone(), ..rust::Options::default() },
    );
    let (sources, tests): (Vec<File>, Vec<File>) =
        files.into_iter().partition(|file| file.tree == Tree::Source);
    let mut trees = vec![tree(&base.join(&target.path), &sources, mode)?];
    if let Some(path) = &target.tests {
        trees.push(tree(&base.join(path), &tests, mode)?);
    }
    Ok(Outcome { run, trees })
}

fn tree(root: &Path, files: &[File], mode: Mode) -> Result<(PathBuf, Summary), write::Error> {
    let summary = match mode {
        Mode::Write => write::write(root, files)?,
        Mode::Check => write::stale(root, files)?,
    };
    Ok((root.to_owned(), summary))
}
