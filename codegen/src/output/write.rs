//! Stage 9: writing, the one place that changes emitted trees. In: files in memory. Out: a folder on disk that
//! is the old tree or the new one at every moment.
//!
//! What changes is built beside the tree, out of links to what stays and of what is new, and trades places with
//! the old in one step. Only files that carry [`MARKER`] in their first line are ever replaced or removed.

mod checks;
mod plan;
mod swap;

use crate::emit::{File, MARKER, Output};
use crate::output::cache::Key;
use checks::Found;
use plan::Plan;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use swap::Swap;

/// What a run changed, or would change; in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New files.
    pub added: Vec<Change>,
    /// Files with another text.
    pub changed: Vec<Change>,
    /// Emitted files that are no longer emitted.
    pub removed: Vec<Change>,
    /// Number of files that stay as they are.
    pub unchanged: usize,
}

/// One file that a run changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Path below the root, with `/` separators.
    pub path: String,
    /// The old text, bytes that are no UTF-8 replaced; empty for a new file.
    pub before: String,
    /// The new text; empty for a removed file.
    pub after: String,
}

/// Why a tree cannot be written; the old one is still there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refuses.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The path of an emitted file could leave the root or means different files on different systems.
    #[error("`{path}` cannot be the path of an emitted file: {why}")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An emitted file would not be recognised as one by the next run.
    #[error("`{path}` lacks `{MARKER}` in its first line")]
    Unmarked {
        /// The path.
        path: String,
    },
    /// A file that nobody emitted stands where an emitted one belongs.
    #[error("`{}` was not emitted and is in the way; move it, or point the output elsewhere", path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// A link or device inside the tree.
    #[error("`{}` is neither a file nor a folder; an emitted tree holds nothing else", path.display())]
    Special {
        /// The entry.
        path: PathBuf,
    },
    /// Another run holds the lock.
    #[error("another run is writing `{}`; wait for it to end", root.display())]
    Busy {
        /// The root.
        root: PathBuf,
    },
    /// A test ended the run here, as a crash would.
    #[cfg(test)]
    #[error("stopped")]
    Stopped,
}

/// An emitted tree as it is on disk.
pub struct Target {
    swap: Swap,
    found: BTreeMap<OsString, Found>,
    /// Holds other runs off; absent when nothing is to be written.
    lock: Option<std::fs::File>,
}

impl Target {
    /// Opens a tree to write it: keeps other runs off until the value is dropped, and repairs what an interrupted
    /// run left behind.
    pub fn open(root: &Path) -> Result<Self, Error> {
        Self::open_with(Swap::new(root)?)
    }

    fn open_with(mut swap: Swap) -> Result<Self, Error> {
        let lock = swap.lock()?;
        swap.repair()?;
        let found = checks::found(&swap.root)?;
        Ok(Self { swap, found, lock: Some(lock) })
    }

    /// Opens a tree to look at it; nothing on disk changes.
    pub fn look(root: &Path) -> Result<Self, Error> {
        Ok(Self { swap: Swap::new(root)?, found: checks::found(root)?, lock: None })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.swap.root
    }

    /// Names the text of an emitted file.
    pub fn emitted(&self, path: &str) -> Option<&Key> {
        self.found.get(OsStr::new(path)).filter(|found| found.emitted).map(|found| &found.text)
    }

    /// Makes the tree hold exactly `files` and what was not emitted; opened to look, only says what would change.
    ///
    /// Files that stay keep their time stamps; when all stay, nothing is touched. A crash of the program leaves
    /// the old tree or the new one; a loss of power is not covered.
    pub fn write(mut self, files: &[Output]) -> Result<Summary, Error> {
        let plan = Plan::new(&self.swap.root, &checks::wanted(files)?, &self.found)?;
        let summary = plan.summary(&self.swap.root);
        if self.lock.is_some() && !plan.is_empty() {
            self.swap.apply(&plan)?;
        }
        Ok(summary)
    }
}

/// Opens and writes a tree.
pub fn write(root: &Path, files: &[File]) -> Result<Summary, Error> {
    Target::open(root)?.write(&outputs(files))
}

/// What [`write()`] would change.
pub fn stale(root: &Path, files: &[File]) -> Result<Summary, Error> {
    Target::look(root)?.write(&outputs(files))
}

fn outputs(files: &[File]) -> Vec<Output> {
    files.iter().cloned().map(Output::from).collect()
}

impl Summary {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.touched() == 0
    }

    /// Number of files added, changed and removed.
    pub fn touched(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }
}

#[cfg(test)]
mod tests;
