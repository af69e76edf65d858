//! Two trees trading places: the folder `root`, and one that is built beside it.
//!
//! Beside `root` lie `.<name>.docwright-new` (the tree under construction, or the old one after the trade),
//! `.<name>.docwright-old` (the old one, where the system cannot trade in one step) and
//! `.<name>.docwright-lock`. Their names are fixed, so the next run knows them and repairs.

use super::{Error, Plan};
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
    pub(super) fn lock(&self) -> Result<fs::File, Error> {
        let path = self.beside("lock");
        attempt("create", &self.parent, fs::create_dir_all(&self.parent))?;
        let file = fs::File::options().create(true).truncate(false).write(true).open(&path);
        let file = attempt("open", &path, file)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(Error::Busy { root: self.root.clone() }),
            Err(fs::TryLockError::Error(source)) => Err(Error::Io { action: "lock", path, source }),
        }
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

    /// Builds the new tree beside the old one.
    pub(super) fn build(&mut self, plan: &Plan<'_>) -> Result<(), Error> {
        let new = self.beside("new");
        self.step(|_| attempt("create", &new, fs::create_dir_all(&new)))?;
        for path in &plan.kept {
            self.step(|root| link(&root.join(path), &new.join(path)))?;
        }
        for (path, text) in &plan.fresh {
            let path = new.join(path);
            self.step(|_| create_folder_of(&path))?;
            self.step(|_| attempt("write", &path, fs::write(&path, text)))?;
        }
        Ok(())
    }

    /// Puts the new tree in the place of the old one, and clears the old one away.
    pub(super) fn trade(&mut self, plan: &Plan<'_>) -> Result<(), Error> {
        let (new, old) = (self.beside("new"), self.beside("old"));
        if !exists(&self.root)? {
            return self.step(|root| attempt("rename", root, fs::rename(&new, root)));
        }
        if self.exchange(&new)? {
            return self.clear(&new, plan);
        }
        self.step(|root| attempt("rename", root, fs::rename(root, &old)))?;
        self.step(|root| attempt("rename", root, fs::rename(&new, root)))?;
        self.clear(&old, plan)
    }

    /// Trades in one step, where the system can.
    fn exchange(&mut self, new: &Path) -> Result<bool, Error> {
        #[cfg(test)]
        if self.in_two_steps {
            return Ok(false);
        }
        self.step(|root| Ok(exchange(root, new)))
    }

    /// Removes the old tree. What somebody put there since it was read moves to the new one.
    fn clear(&mut self, old: &Path, plan: &Plan<'_>) -> Result<(), Error> {
        for path in super::checks::found(old)?.into_keys() {
            if !plan.kept.contains(&path) && !plan.dropped.contains(&path) {
                let target = self.root.join(&path);
                self.step(|_| create_folder_of(&target))?;
                self.step(|_| attempt("move", &target, fs::rename(old.join(&path), &target)))?;
            }
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
    create_folder_of(to)?;
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

fn create_folder_of(path: &Path) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    attempt("create", folder, fs::create_dir_all(folder))
}

fn exists(path: &Path) -> Result<bool, Error> {
    attempt("look at", path, fs::exists(path))
}

fn attempt<T>(action: &'static str, path: &Path, result: io::Result<T>) -> Result<T, Error> {
    result.map_err(|source| Error::Io { action, path: path.to_owned(), source })
}
