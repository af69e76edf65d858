//! Stage 9: writing, the one place that changes emitted trees. In: files in memory. Out: a folder on disk that
//! is the old tree or the new one at every moment.
//!
//! The new tree is built beside the old one, out of links to what stays and of what is new, and the two trade
//! places in one step. Only files that carry [`MARKER`] in their first line are ever replaced or removed.

mod checks;
mod swap;

use crate::emit::{File, MARKER};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use swap::Swap;

/// What a run changed, or would change; paths below the root, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New files.
    pub added: Vec<String>,
    /// Files with another text.
    pub changed: Vec<String>,
    /// Emitted files that are no longer emitted.
    pub removed: Vec<String>,
    /// Number of files that stay as they are.
    pub unchanged: usize,
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

/// Makes the tree below `root` hold exactly `files` and what was not emitted.
///
/// Repairs what an interrupted run left behind. Files that stay keep their time stamps; when all stay, nothing
/// is touched. A crash of the program leaves the old tree or the new one; a loss of power is not covered.
pub fn write(root: &Path, files: &[File]) -> Result<Summary, Error> {
    write_with(&mut Swap::new(root)?, files)
}

/// What [`write()`] would change.
pub fn stale(root: &Path, files: &[File]) -> Result<Summary, Error> {
    plan(root, files).map(|plan| plan.summary)
}

fn write_with(swap: &mut Swap, files: &[File]) -> Result<Summary, Error> {
    let wanted = checks::wanted(files)?;
    let _lock = swap.lock()?;
    swap.repair()?;
    let plan = plan_wanted(&swap.root, &wanted)?;
    if !plan.summary.is_empty() {
        swap.build(&plan)?;
        swap.trade(&plan)?;
    }
    Ok(plan.summary)
}

impl Summary {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// What the new tree is made of.
struct Plan<'a> {
    summary: Summary,
    /// Paths of the old tree that the new one shares.
    kept: Vec<PathBuf>,
    /// Paths of the old tree that end with it.
    dropped: Vec<PathBuf>,
    /// Paths and texts that are new.
    fresh: Vec<(&'a str, &'a str)>,
}

fn plan<'a>(root: &Path, files: &'a [File]) -> Result<Plan<'a>, Error> {
    plan_wanted(root, &checks::wanted(files)?)
}

fn plan_wanted<'a>(root: &Path, wanted: &BTreeMap<&'a str, &'a str>) -> Result<Plan<'a>, Error> {
    let found = checks::found(root)?;
    let mut plan =
        Plan { summary: Summary::default(), kept: Vec::new(), dropped: Vec::new(), fresh: Vec::new() };
    for (path, text) in wanted {
        match found.get(Path::new(path)) {
            Some(old) if !old.emitted => return Err(Error::InTheWay { path: root.join(path) }),
            Some(old) if old.bytes == text.as_bytes() => plan.summary.unchanged += 1,
            Some(_) => plan.change(path, text),
            None => plan.add(path, text),
        }
    }
    for (path, old) in found {
        let text = path.to_str().and_then(|path| wanted.get(path));
        let stays = !old.emitted || text.is_some_and(|text| text.as_bytes() == old.bytes);
        match (stays, text) {
            (true, _) => plan.kept.push(path),
            (false, Some(_)) => plan.dropped.push(path),
            (false, None) => {
                plan.summary.removed.push(checks::slashed(&path));
                plan.dropped.push(path);
            }
        }
    }
    plan.check_ways(root)?;
    Ok(plan)
}

impl<'a> Plan<'a> {
    fn change(&mut self, path: &'a str, text: &'a str) {
        self.summary.changed.push(path.to_owned());
        self.fresh.push((path, text));
    }

    fn add(&mut self, path: &'a str, text: &'a str) {
        self.summary.added.push(path.to_owned());
        self.fresh.push((path, text));
    }

    /// No kept file may stand where a folder is needed, nor below what becomes a file.
    fn check_ways(&self, root: &Path) -> Result<(), Error> {
        let fresh = || self.fresh.iter().map(|(path, _)| Path::new(path));
        let files: BTreeSet<&Path> = fresh().collect();
        let folders: BTreeSet<&Path> = fresh().flat_map(|path| path.ancestors().skip(1)).collect();
        let conflict = |kept: &&PathBuf| {
            folders.contains(kept.as_path()) || kept.ancestors().skip(1).any(|folder| files.contains(folder))
        };
        match self.kept.iter().find(conflict) {
            Some(path) => Err(Error::InTheWay { path: root.join(path) }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
