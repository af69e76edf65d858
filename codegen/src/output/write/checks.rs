//! Checks of the paths of emitted files, and the existing files of a tree.

use super::error::Error;
use crate::emit::{MARKER, Output};
use crate::output::cache::Key;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Names that some system does not take for files, whatever their ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// A file of the old tree.
pub(super) struct ExistingFile {
    /// Names its text.
    pub(super) text: Key,
    /// Whether an earlier run wrote it.
    pub(super) emitted: bool,
}

/// The emitted files by path, all of them sound.
pub(super) fn wanted(files: &[Output]) -> Result<BTreeMap<&str, Option<&str>>, Error> {
    let (mut wanted, mut folded, mut folders) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for Output { tree: _, path, text } in files {
        let refuse = |why| Err(Error::Path { path: path.clone(), why });
        if let Some(why) = fault(path) {
            return refuse(why);
        }
        if text.as_ref().is_some_and(|text| !is_emitted(text.as_bytes())) {
            return Err(Error::Unmarked { path: path.clone() });
        }
        if !folded.insert(path.to_lowercase()) {
            return refuse("another emitted file has the same path, letter case aside");
        }
        folders.extend(path.match_indices('/').map(|(at, _)| path[..at].to_lowercase()));
        wanted.insert(path.as_str(), text.as_deref());
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
pub(super) fn existing(root: &Path) -> Result<BTreeMap<OsString, ExistingFile>, Error> {
    // The bytes go into one buffer per thread; only what is known of them stays.
    let look = |buffer: &mut Vec<u8>, path: OsString| {
        let file = root.join(&path);
        buffer.clear();
        let read = fs::File::open(&file).and_then(|mut open| open.read_to_end(buffer));
        read.map_err(|source| Error::Io { action: "read", path: file, source })?;
        Ok((path, ExistingFile { text: Key::of(&[buffer]), emitted: is_emitted(buffer) }))
    };
    list(root)?.into_par_iter().map_init(Vec::new, look).collect()
}

/// The paths of the files below `root`, with `/` on every system; none where it is not there.
pub(super) fn list(root: &Path) -> Result<Vec<OsString>, Error> {
    let mut paths = Vec::new();
    match fs::symlink_metadata(root) {
        Ok(about) if about.is_dir() => walk(root, OsStr::new(""), &mut paths)?,
        Ok(_) => return Err(Error::Special { path: root.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(source) => return Err(Error::Io { action: "look at", path: root.to_owned(), source }),
    }
    Ok(paths)
}

fn walk(root: &Path, below: &OsStr, paths: &mut Vec<OsString>) -> Result<(), Error> {
    let folder = root.join(below);
    let failed = |source| Error::Io { action: "list", path: folder.clone(), source };
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let mut path = below.to_owned();
        if !path.is_empty() {
            path.push("/");
        }
        path.push(entry.file_name());
        let kind = entry.file_type().map_err(failed)?;
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
