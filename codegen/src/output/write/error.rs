//! Reasons for which a tree is not written.

use crate::emit::MARKER;
use std::io;
use std::path::PathBuf;

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
    /// A file that was not emitted occupies the path of an emitted one.
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
