//! The difference between the tree on disk and the emitted files.

use super::checks::ExistingFile;
use super::error::Error;
use super::summary::{Change, Summary};
use crate::output::cache::Key;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// What the new tree is made of; paths from the root.
#[derive(Default)]
pub(super) struct TreeUpdate<'a> {
    /// Paths of the old tree that the new one shares.
    pub(super) kept: BTreeSet<&'a OsStr>,
    /// Paths of the old tree that end with it.
    pub(super) dropped: BTreeSet<&'a OsStr>,
    /// Paths and texts that are new.
    pub(super) fresh: BTreeMap<&'a OsStr, &'a str>,
    /// The smallest folder that holds all changes and is there before and after them.
    pub(super) at: PathBuf,
    unchanged: usize,
}

impl<'a> TreeUpdate<'a> {
    pub(super) fn new(
        root: &Path,
        wanted: &BTreeMap<&'a str, Option<&'a str>>,
        existing: &'a BTreeMap<OsString, ExistingFile>,
    ) -> Result<Self, Error> {
        let mut update = Self::default();
        for (path, old) in existing {
            let text = path.to_str().and_then(|path| wanted.get(path));
            match text {
                Some(_) if !old.emitted => return Err(Error::InTheWay { path: root.join(path) }),
                Some(text) if text.is_none_or(|text| Key::of(&[text.as_bytes()]) == old.text) => {
                    update.unchanged += 1;
                    update.kept.insert(path);
                }
                None if !old.emitted => _ = update.kept.insert(path),
                _ => _ = update.dropped.insert(path),
            }
        }
        let paths = wanted.iter().filter_map(|(path, text)| Some((OsStr::new(*path), (*text)?)));
        update.fresh = paths.filter(|(path, _)| !update.kept.contains(path)).collect();
        update.check_ways(root)?;
        update.at = update.smallest_folder();
        Ok(update)
    }

    /// Whether nothing changes.
    pub(super) fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.dropped.is_empty()
    }

    /// No kept file may stand where a folder is needed, nor below what becomes a file.
    fn check_ways(&self, root: &Path) -> Result<(), Error> {
        let above = |path: &'a OsStr| Path::new(path).ancestors().skip(1).map(Path::as_os_str);
        let folders: BTreeSet<&OsStr> = self.fresh.keys().copied().flat_map(above).collect();
        let conflict = |kept: &&'a OsStr| {
            folders.contains(kept) || above(kept).any(|folder| self.fresh.contains_key(folder))
        };
        match self.kept.iter().copied().find(conflict).filter(|_| !self.fresh.is_empty()) {
            Some(path) => Err(Error::InTheWay { path: root.join(path) }),
            None => Ok(()),
        }
    }

    fn smallest_folder(&self) -> PathBuf {
        let mut changed = self.fresh.keys().chain(&self.dropped).map(Path::new);
        let Some(first) = changed.next() else { return PathBuf::new() };
        let others: Vec<&Path> = changed.collect();
        let stays = |folder: &&Path| {
            let holds = |path: &&OsStr| Path::new(path).starts_with(folder);
            others.iter().all(|path| path.starts_with(folder))
                && self.kept.iter().chain(&self.dropped).any(holds)
                && self.kept.iter().chain(self.fresh.keys()).any(holds)
        };
        first.ancestors().skip(1).find(stays).unwrap_or(Path::new("")).to_owned()
    }

    /// For people and reports, before anything changes: `root` still holds the old texts.
    pub(super) fn summary(&self, root: &Path) -> Summary {
        let mut summary = Summary { unchanged: self.unchanged, ..Summary::default() };
        for path in &self.dropped {
            // A file that can no longer be read has no old text to compare with.
            let before = fs::read(root.join(path)).unwrap_or_default();
            let before = String::from_utf8_lossy(&before).into_owned();
            let after = self.fresh.get(path).copied();
            let list = if after.is_some() { &mut summary.changed } else { &mut summary.removed };
            let path = path.to_string_lossy().into_owned();
            list.push(Change { path, before, after: after.unwrap_or_default().to_owned() });
        }
        for (path, after) in self.fresh.iter().filter(|(path, _)| !self.dropped.contains(*path)) {
            let path = path.to_string_lossy().into_owned();
            summary.added.push(Change { path, before: String::new(), after: (*after).to_owned() });
        }
        summary
    }
}
