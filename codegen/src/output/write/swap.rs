//! Two folders trading places: `root` or the one below it that holds all changes, and one that is built beside.
//!
//! Beside `root` lie `.<name>.docwright-new` (the folder under construction, or the old one after the trade),
//! `.<name>.docwright-old` (the old root, where the system cannot trade in one step) and
//! `.<name>.docwright-lock`. Their names are fixed, so the next run knows them and repairs.

use super::error::Error;
use super::lock::Lock;
use super::update::TreeUpdate;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where a tree is written.
pub(super) struct Swap {
    pub(super) root: PathBuf,
    parent: PathBuf,
    name: String,
    /// Makes the system's one-step trade unavailable.
    #[cfg(test)]
    pub(super) in_two_steps: bool,
    /// Steps left before the run ends as if it crashed.
    #[cfg(test)]
    pub(super) steps: Option<usize>,
}

impl Swap {
    pub(super) fn new(root: &Path) -> Result<Self, Error> {
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
        let path = root.display().to_string();
        let name = name.ok_or(Error::Path { path, why: "the root of the output needs a name" })?;
        let parent = root.parent().filter(|parent| !parent.as_os_str().is_empty());
        Ok(Self {
            root: root.to_owned(),
            parent: parent.unwrap_or(Path::new(".")).to_owned(),
            name,
            #[cfg(test)]
            in_two_steps: false,
            #[cfg(test)]
            steps: None,
        })
    }

    fn beside(&self, what: &str) -> PathBuf {
        self.parent.join(format!(".{}.docwright-{what}", self.name))
    }

    /// Holds other runs off until the value is dropped, however the program ends.
    pub(super) fn lock(&self) -> Result<Lock, Error> {
        let path = self.beside("lock");
        attempt("create", &self.parent, fs::create_dir_all(&self.parent))?;
        Lock::take(path, &self.root)
    }

    /// Cleans up after a run that was interrupted.
    pub(super) fn repair(&mut self) -> Result<(), Error> {
        let (new, old) = (self.beside("new"), self.beside("old"));
        if exists(&old)? && !exists(&self.root)? {
            self.step(|root| attempt("put back", root, fs::rename(&old, root)))?;
        }
        for leftover in [new, old] {
            if exists(&leftover)? {
                self.step(|_| attempt("remove", &leftover, fs::remove_dir_all(&leftover)))?;
            }
        }
        Ok(())
    }

    /// Applies all changes of an update at once.
    pub(super) fn apply(&mut self, update: &TreeUpdate<'_>) -> Result<(), Error> {
        let (new, old) = (self.beside("new"), self.beside("old"));
        let inside = !update.at.as_os_str().is_empty();
        if inside && self.apply_in_one_step(&new, update, &update.at)? {
            return Ok(());
        }
        let all = Path::new("");
        if !exists(&self.root)? {
            self.build(&new, update, all)?;
            return self.step(|root| attempt("rename", root, fs::rename(&new, root)));
        }
        if self.apply_in_one_step(&new, update, all)? {
            return Ok(());
        }
        self.build(&new, update, all)?;
        self.step(|root| attempt("rename", root, fs::rename(root, &old)))?;
        self.step(|root| attempt("rename", root, fs::rename(&new, root)))?;
        self.clear(&old, update, all)
    }

    /// Rebuilds the folder `at`, where the system can trade folders in one step.
    fn apply_in_one_step(&mut self, new: &Path, update: &TreeUpdate<'_>, at: &Path) -> Result<bool, Error> {
        self.build(new, update, at)?;
        let traded = self.exchange(new, at)?;
        match traded {
            true => self.clear(new, update, at)?,
            false => self.step(|_| attempt("remove", new, fs::remove_dir_all(new)))?,
        }
        Ok(traded)
    }

    /// Builds what the folder `at` is to hold.
    fn build(&mut self, new: &Path, update: &TreeUpdate<'_>, at: &Path) -> Result<(), Error> {
        self.step(|_| attempt("create", new, fs::create_dir_all(new)))?;
        let mut folders = BTreeSet::new();
        let below = |path: &OsStr| Path::new(path).strip_prefix(at).map(|path| new.join(path)).ok();
        let mut folder_of = |path: &Path| match path.parent() {
            Some(folder) if folders.insert(folder.to_owned()) => create(folder),
            _ => Ok(()),
        };
        for (path, target) in update.kept.iter().filter_map(|path| Some((path, below(path)?))) {
            self.step(|root| folder_of(&target).and_then(|()| link(&root.join(path), &target)))?;
        }
        for (text, target) in update.fresh.iter().filter_map(|(path, text)| Some((text, below(path)?))) {
            self.step(|_| folder_of(&target))?;
            self.step(|_| attempt("write", &target, fs::write(&target, text)))?;
        }
        Ok(())
    }

    /// Trades in one step, where the system can.
    fn exchange(&mut self, new: &Path, at: &Path) -> Result<bool, Error> {
        #[cfg(test)]
        if self.in_two_steps {
            return Ok(false);
        }
        self.step(|root| Ok(exchange(&root.join(at), new)))
    }

    /// Removes the old folder `at`. What somebody put there since it was read moves to the new one.
    fn clear(&mut self, old: &Path, update: &TreeUpdate<'_>, at: &Path) -> Result<(), Error> {
        let start = if at.as_os_str().is_empty() { OsString::new() } else { at.join("").into_os_string() };
        for below in super::checks::list(old)? {
            let mut path = start.clone();
            path.push(&below);
            let (from, to) = (old.join(below), self.root.join(&path));
            let known = update.dropped.contains(path.as_os_str());
            if known || update.kept.contains(path.as_os_str()) && is_same(&from, &to) {
                continue;
            }
            self.step(|_| create(to.parent().unwrap_or(&to)))?;
            self.step(|_| attempt("move", &to, fs::rename(from, &to)))?;
        }
        self.step(|_| attempt("remove", old, fs::remove_dir_all(old)))
    }

    /// One change on disk; tests can end the run before it.
    fn step<T>(&mut self, change: impl FnOnce(&Path) -> Result<T, Error>) -> Result<T, Error> {
        #[cfg(test)]
        if let Some(steps) = &mut self.steps {
            *steps = steps.checked_sub(1).ok_or(Error::Stopped)?;
        }
        change(&self.root)
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(root: &Path, new: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, root, CWD, new, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_root: &Path, _new: &Path) -> bool {
    false
}

/// The same file in both trees; a copy with its times, where the file system has no links.
fn link(from: &Path, to: &Path) -> Result<(), Error> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let copy = || -> io::Result<()> {
        fs::copy(from, to)?;
        let modified = fs::metadata(from)?.modified()?;
        fs::File::options().write(true).open(to)?.set_modified(modified)
    };
    attempt("copy", from, copy())
}

/// Whether two files look alike from outside; somebody who replaced one of them gave it another time.
fn is_same(one: &Path, other: &Path) -> bool {
    let about = |path: &Path| fs::metadata(path).and_then(|about| Ok((about.len(), about.modified()?)));
    matches!((about(one), about(other)), (Ok(one), Ok(other)) if one == other)
}

fn create(folder: &Path) -> Result<(), Error> {
    attempt("create", folder, fs::create_dir_all(folder))
}

fn exists(path: &Path) -> Result<bool, Error> {
    attempt("look at", path, fs::exists(path))
}

pub(super) fn attempt<T>(action: &'static str, path: &Path, result: io::Result<T>) -> Result<T, Error> {
    result.map_err(|source| Error::Io { action, path: path.to_owned(), source })
}
