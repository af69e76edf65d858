//! Writing: the only module that changes emitted trees. In: files in memory. Out: a folder on disk that holds the old
//! tree or the new one at every moment.
//!
//! What changes is built beside the tree, out of links to what stays and of what is new, and trades places with
//! the old in one step. Only files that carry [`MARKER`](crate::emit::MARKER) in their first line are ever replaced or removed.

mod checks;
mod error;
mod lock;
mod summary;
mod swap;
mod update;

use crate::emit::{File, Output};
use crate::output::cache::Key;
use checks::ExistingFile;
use lock::Lock;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use swap::Swap;
use update::TreeUpdate;

pub use error::Error;
pub use summary::{Change, Summary};

/// An emitted tree as it is on disk.
pub struct Target {
    swap: Swap,
    existing: BTreeMap<OsString, ExistingFile>,
    /// Holds other runs off; absent when nothing is to be written.
    lock: Option<Lock>,
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
        let existing = checks::existing(&swap.root)?;
        Ok(Self { swap, existing, lock: Some(lock) })
    }

    /// Opens a tree to look at it; nothing on disk changes.
    pub fn look(root: &Path) -> Result<Self, Error> {
        Ok(Self { swap: Swap::new(root)?, existing: checks::existing(root)?, lock: None })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.swap.root
    }

    /// Names the text of an emitted file.
    pub fn emitted(&self, path: &str) -> Option<&Key> {
        self.existing.get(OsStr::new(path)).filter(|file| file.emitted).map(|file| &file.text)
    }

    /// Names what the tree holds of emitted files.
    pub fn holds(&self) -> Key {
        let emitted = self.existing.iter().filter(|(_, file)| file.emitted);
        content(emitted.map(|(path, file)| (path.as_encoded_bytes(), file.text.clone())).collect())
    }

    /// Names what the tree will hold once these files are written.
    pub fn will_hold(&self, files: &[Output]) -> Key {
        let text = |file: &Output| match &file.text {
            Some(text) => Key::of(&[text.as_bytes()]),
            None => self.emitted(&file.path).cloned().unwrap_or_else(|| Key::of(&[])),
        };
        content(files.iter().map(|file| (file.path.as_bytes(), text(file))).collect())
    }

    /// Makes the tree hold exactly `files` and what was not emitted; opened to look, only says what would change.
    ///
    /// Files that stay keep their time stamps; when all stay, nothing is touched. A crash of the program leaves
    /// the old tree or the new one; a loss of power is not covered.
    pub fn write(mut self, files: &[Output]) -> Result<Summary, Error> {
        let update = TreeUpdate::new(&self.swap.root, &checks::wanted(files)?, &self.existing)?;
        let summary = update.summary(&self.swap.root);
        if self.lock.is_some() && !update.is_empty() {
            self.swap.apply(&update)?;
        }
        Ok(summary)
    }
}

/// Names files, whatever their order.
fn content(mut files: Vec<(&[u8], Key)>) -> Key {
    files.sort_unstable();
    let pieces = files.iter().flat_map(|(path, text)| [*path, text.as_bytes()]);
    Key::of(&pieces.collect::<Vec<_>>())
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

#[cfg(test)]
mod tests;
