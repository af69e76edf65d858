//! The lock of a tree: a file beside it that one run holds at a time.

use super::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The lock of a tree; its file goes with it where the system can tell whether a file still stands at its path, and stays
/// after a crash, when the next run takes it.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: fs::File,
}

impl Lock {
    /// Takes the lock at a path, unless another run writes the tree.
    pub(super) fn take(path: PathBuf, root: &Path) -> Result<Self, Error> {
        let fail = |action, source| Error::Io { action, path: path.clone(), source };
        loop {
            let file = fs::File::options().create(true).truncate(false).write(true).open(&path);
            let file = file.map_err(|source| fail("open", source))?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok(Self { path, _file: file }),
                // The run that held it removed it in between.
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => return Err(Error::Busy { root: root.to_owned() }),
                Err(fs::TryLockError::Error(source)) => return Err(fail("lock", source)),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if cfg!(unix) {
            // It is still held, so no other run uses it; one that stays does no harm.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether an open file is the one that stands at a path.
#[cfg(unix)]
fn is_at(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().ok().zip(fs::metadata(path).ok()).is_some_and(|(own, there)| same(own, there))
}

/// Where nothing tells, locks are not removed.
#[cfg(not(unix))]
fn is_at(_: &fs::File, _: &Path) -> bool {
    true
}
