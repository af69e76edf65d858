//! What may be written, and what is there already.

use super::Error;
use crate::emit::{File, MARKER};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Names that some system does not take for files, whatever their ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// A file of the old tree.
pub(super) struct Found {
    pub(super) bytes: Vec<u8>,
    /// Whether an earlier run wrote it.
    pub(super) emitted: bool,
}

/// The emitted files by path, all of them sound.
pub(super) fn wanted(files: &[File]) -> Result<BTreeMap<&str, &str>, Error> {
    let (mut wanted, mut folded, mut folders) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for File { tree: _, path, text } in files {
        let refuse = |why| Err(Error::Path { path: path.clone(), why });
        if let Some(why) = fault(path) {
            return refuse(why);
        }
        if !is_emitted(text.as_bytes()) {
            return Err(Error::Unmarked { path: path.clone() });
        }
        if !folded.insert(path.to_lowercase()) {
            return refuse("another emitted file has the same path, letter case aside");
        }
        folders.extend(path.match_indices('/').map(|(at, _)| path[..at].to_lowercase()));
        wanted.insert(path.as_str(), text.as_str());
    }
    match wanted.keys().find(|path| folders.contains(&path.to_lowercase())) {
        Some(path) => Err(Error::Path { path: (*path).to_owned(), why: "it is a folder of another file" }),
        None => Ok(wanted),
    }
}

/// What is wrong with a path.
fn fault(path: &str) -> Option<&'static str> {
    if path.contains('\\') || path.contains(':') {
        return Some("`\\` and `:` mean something else on other systems");
    }
    if path.starts_with('/') {
        return Some("it is absolute");
    }
    if path.chars().any(|c| c.is_control()) {
        return Some("it holds a control character");
    }
    path.split('/').find_map(|part| match part {
        "" => Some("a part of it is empty"),
        "." | ".." => Some("it steps out of the tree"),
        part if part.ends_with(['.', ' ']) => Some("a part of it ends with a dot or space"),
        part if is_device(part) => Some("a part of it is a device name on other systems"),
        _ => None,
    })
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    DEVICES.contains(&stem.as_str()) || port.is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']))
}

/// Whether the first line says that a file was emitted.
fn is_emitted(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    line.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
}

/// The files below `root`, by path from there.
pub(super) fn found(root: &Path) -> Result<BTreeMap<PathBuf, Found>, Error> {
    let read = |path: PathBuf| {
        let file = root.join(&path);
        let bytes = fs::read(&file).map_err(|source| Error::Io { action: "read", path: file, source })?;
        Ok((path, Found { emitted: is_emitted(&bytes), bytes }))
    };
    list(root)?.into_par_iter().map(read).collect()
}

/// The paths of the files below `root`; none where it is not there.
pub(super) fn list(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    match fs::symlink_metadata(root) {
        Ok(about) if about.is_dir() => walk(root, Path::new(""), &mut paths)?,
        Ok(_) => return Err(Error::Special { path: root.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(source) => return Err(Error::Io { action: "look at", path: root.to_owned(), source }),
    }
    Ok(paths)
}

fn walk(root: &Path, below: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Error> {
    let folder = root.join(below);
    let failed = |source| Error::Io { action: "list", path: folder.clone(), source };
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (path, kind) = (below.join(entry.file_name()), entry.file_type().map_err(failed)?);
        if kind.is_dir() {
            walk(root, &path, paths)?;
        } else if kind.is_file() {
            paths.push(path);
        } else {
            return Err(Error::Special { path: entry.path() });
        }
    }
    Ok(())
}

/// A path with `/` separators, for people.
pub(super) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
