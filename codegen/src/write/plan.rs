//! What becomes of each file of the old tree, and what is new.

use super::checks::{Found, slashed};
use super::{Change, Error, Summary};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the new tree is made of; paths from the root.
#[derive(Default)]
pub(super) struct Plan<'a> {
    /// Paths of the old tree that the new one shares.
    pub(super) kept: BTreeSet<&'a Path>,
    /// Paths of the old tree that end with it, and their bytes.
    pub(super) dropped: BTreeMap<&'a Path, &'a [u8]>,
    /// Paths and texts that are new.
    pub(super) fresh: BTreeMap<&'a Path, &'a str>,
    /// The smallest folder that holds all changes and is there before and after them.
    pub(super) at: PathBuf,
    unchanged: usize,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        root: &Path,
        wanted: &BTreeMap<&'a str, &'a str>,
        found: &'a BTreeMap<PathBuf, Found>,
    ) -> Result<Self, Error> {
        let mut plan = Self::default();
        for (path, old) in found {
            let text = path.to_str().and_then(|path| wanted.get(path));
            match text {
                Some(_) if !old.emitted => return Err(Error::InTheWay { path: root.join(path) }),
                Some(text) if text.as_bytes() == old.bytes => {
                    plan.unchanged += 1;
                    plan.kept.insert(path);
                }
                None if !old.emitted => _ = plan.kept.insert(path),
                _ => _ = plan.dropped.insert(path, &old.bytes),
            }
        }
        let paths = wanted.iter().map(|(path, text)| (Path::new(*path), *text));
        plan.fresh = paths.filter(|(path, _)| !plan.kept.contains(path)).collect();
        plan.check_ways(root)?;
        plan.at = plan.smallest_folder();
        Ok(plan)
    }

    /// Whether nothing changes.
    pub(super) fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.dropped.is_empty()
    }

    /// No kept file may stand where a folder is needed, nor below what becomes a file.
    fn check_ways(&self, root: &Path) -> Result<(), Error> {
        let folders: BTreeSet<&Path> = self.fresh.keys().flat_map(|path| path.ancestors().skip(1)).collect();
        let conflict = |kept: &&Path| {
            folders.contains(kept) || kept.ancestors().skip(1).any(|folder| self.fresh.contains_key(folder))
        };
        match self.kept.iter().copied().find(conflict) {
            Some(path) => Err(Error::InTheWay { path: root.join(path) }),
            None => Ok(()),
        }
    }

    fn smallest_folder(&self) -> PathBuf {
        let mut changed = self.fresh.keys().chain(self.dropped.keys()).copied();
        let Some(first) = changed.next() else { return PathBuf::new() };
        let others: Vec<&Path> = changed.collect();
        let stays = |folder: &&Path| {
            let holds = |path: &&Path| path.starts_with(folder);
            others.iter().all(holds)
                && self.kept.iter().chain(self.dropped.keys()).any(holds)
                && self.kept.iter().chain(self.fresh.keys()).any(holds)
        };
        first.ancestors().skip(1).find(stays).unwrap_or(Path::new("")).to_owned()
    }

    /// For people and reports.
    pub(super) fn summary(&self) -> Summary {
        let mut summary = Summary { unchanged: self.unchanged, ..Summary::default() };
        for (path, before) in &self.dropped {
            let before = String::from_utf8_lossy(before).into_owned();
            let after = self.fresh.get(path).copied();
            let list = if after.is_some() { &mut summary.changed } else { &mut summary.removed };
            list.push(Change { path: slashed(path), before, after: after.unwrap_or_default().to_owned() });
        }
        for (path, after) in self.fresh.iter().filter(|(path, _)| !self.dropped.contains_key(*path)) {
            let (before, after) = (String::new(), (*after).to_owned());
            summary.added.push(Change { path: slashed(path), before, after });
        }
        summary
    }
}
