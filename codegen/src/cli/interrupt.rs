//! An interrupt of the user (Ctrl-C): temporary folders go, and what is being exchanged is finished first.

use super::{Failure, output};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use tempfile::TempDir;

/// Folders that go when the user interrupts the program.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Held by what must not end halfway.
static BUSY: Mutex<()> = Mutex::new(());

/// Exit code of programs that an interrupt ended, as shells expect it.
const INTERRUPTED: i32 = 130;

/// A folder that is removed when it is dropped, and when the user interrupts the program.
pub(super) struct Temporary(TempDir);

impl Temporary {
    /// Makes a folder inside of another one, with a name that begins in some way, or where the system keeps such folders.
    pub(super) fn new(inside: Option<(&Path, &str)>) -> Result<Self, Failure> {
        static SET: Once = Once::new();
        // Where the system refuses, an interrupt ends the program as before.
        SET.call_once(|| _ = ctrlc::set_handler(end));
        let builder = |prefix| tempfile::Builder::new().prefix(prefix).to_owned();
        let folder = match inside {
            Some((above, prefix)) => builder(prefix).tempdir_in(above)?,
            None => builder("docwright-").tempdir()?,
        };
        lock(&TEMPORARY).push(folder.path().to_owned());
        Ok(Self(folder))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        lock(&TEMPORARY).retain(|path| path != self.0.path());
    }
}

/// An interrupt waits until the value is dropped.
pub(super) fn hold() -> MutexGuard<'static, ()> {
    lock(&BUSY)
}

fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs on a thread of its own.
fn end() {
    let _busy = hold();
    for folder in &*lock(&TEMPORARY) {
        let _ = std::fs::remove_dir_all(folder);
    }
    output::note("interrupted");
    std::process::exit(INTERRUPTED);
}
