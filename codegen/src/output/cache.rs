//! The cache of the last run. In: keys, which are digests of content. Out: what the same build made from that content.
//!
//! It holds no text of emitted files, only their hashes; the texts are in the emitted trees. So a part is taken over
//! when its key is known *and* its files are on disk as they were made. The cache is one file; it can be deleted
//! at any time, and nothing changes but time. A file of another build, or one that is not whole, counts as none.

use crate::emit::{File, Tree};
use crate::model::{Service, SourceName};
use crate::{compile::Counts, diagnostic::Diagnostic};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Name of the file in the cache's folder.
const FILE: &str = "regen.cache";

/// The first word of a cache file: the form, and the build that wrote it.
const HEAD: &str = concat!("docwright-cache/1 ", env!("DOCWRIGHT_BUILD"));

/// Largest cache file that is read.
const MAX_BYTES: u64 = 1 << 30;

/// Names content: equal keys mean equal content.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

/// What the pages of some doc sets gave, short of the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The files; the diagnostics count in them.
    pub files: Vec<SourceName>,
    /// The services, without endpoints and types.
    pub services: Vec<Service>,
    /// Number of object types.
    pub types: usize,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The ledger.
    pub counts: Counts,
    /// Paths of the pages that could not be read.
    pub unread: Vec<String>,
}

/// An emitted file: where it is, and the key of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its tree.
    pub tree: Tree,
    /// Its path in the tree.
    pub path: String,
    /// Names its text.
    pub text: Key,
}

/// Everything that is known of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Known {
    /// What was read, by the key of the inputs.
    facts: BTreeMap<Key, Arc<Facts>>,
    /// The parts that make up a group's output, by the key of all it is made from.
    outputs: BTreeMap<Key, Arc<Vec<Key>>>,
    /// The files of a part, by its cache key.
    parts: BTreeMap<Key, Arc<Vec<Product>>>,
}

/// The cache of one run: what the last one knew, and what this one uses.
#[derive(Debug, Default)]
pub struct Cache {
    /// Where it is kept; nowhere without a folder.
    path: Option<PathBuf>,
    known: Known,
    used: Mutex<Known>,
}

impl Key {
    /// Names a list of pieces: other borders between them give another key.
    pub fn of(pieces: &[&[u8]]) -> Self {
        // Piece by piece, so that every piece is hashed from its own start: blocks then need no shifting.
        let mut whole = blake3::Hasher::new();
        for piece in pieces {
            whole.update(blake3::hash(piece).as_bytes());
        }
        Self(whole.finalize().to_hex().as_str().to_owned())
    }

    /// For names of files.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// For use as a piece of another key.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Product {
    /// What there is to know of an emitted file.
    pub fn of(file: &File) -> Self {
        Self { tree: file.tree, path: file.path.clone(), text: Key::of(&[file.text.as_bytes()]) }
    }
}

impl Cache {
    /// Reads what the last run left in a folder; whatever is not whole and of this build counts as nothing.
    pub fn open(folder: &Path) -> Self {
        let path = folder.join(FILE);
        let known = read(&path).and_then(|bytes| decode(&bytes)).unwrap_or_default();
        Self { path: Some(path), known, used: Mutex::default() }
    }

    /// A cache that knows nothing and keeps nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// What was read from inputs with this key.
    pub fn facts(&self, key: &Key) -> Option<Arc<Facts>> {
        self.known.facts.get(key).cloned()
    }

    /// The parts of an output.
    pub fn output(&self, key: &Key) -> Option<Arc<Vec<Key>>> {
        self.known.outputs.get(key).cloned()
    }

    /// The files of a part.
    pub fn part(&self, key: &Key) -> Option<Arc<Vec<Product>>> {
        self.known.parts.get(key).cloned()
    }

    /// Keeps facts for the next run.
    pub fn keep_facts(&self, key: Key, facts: Arc<Facts>) {
        self.with_used(|used| used.facts.insert(key, facts));
    }

    /// Keeps an output for the next run.
    pub fn keep_output(&self, key: Key, parts: Arc<Vec<Key>>) {
        self.with_used(|used| used.outputs.insert(key, parts));
    }

    /// Keeps a part for the next run.
    pub fn keep_part(&self, key: Key, files: Arc<Vec<Product>>) {
        self.with_used(|used| used.parts.insert(key, files));
    }

    fn with_used<T>(&self, change: impl FnOnce(&mut Known) -> T) -> T {
        // Every change is one insertion, so a panic elsewhere leaves nothing half done.
        change(&mut self.used.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces what is in the folder by what this run kept, at once; the rest is forgotten.
    pub fn save(&self) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let same = |used: &mut Known| used.is_like(&self.known);
        if self.with_used(same) {
            return Ok(());
        }
        let bytes = self.with_used(|used| encode(used))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        replace(folder, FILE, &bytes)
    }

    /// Where it is kept.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }
}

impl Known {
    /// Whether the keys are the same; equal keys have equal content.
    fn is_like(&self, other: &Self) -> bool {
        self.facts.keys().eq(other.facts.keys())
            && self.outputs.keys().eq(other.outputs.keys())
            && self.parts.keys().eq(other.parts.keys())
    }
}

/// The bytes of a file that is one and not too large.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    let whole = fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() <= MAX_BYTES);
    whole.then(|| fs::read(path).ok()).flatten()
}

/// Writes a file so that it is there as a whole or not at all.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(folder.join(name)).map(|_| ()).map_err(|error| error.error)
}

/// Head, the key of the body, the body as JSON.
fn encode(known: &Known) -> io::Result<Vec<u8>> {
    let body = serde_json::to_vec(known)?;
    let head = format!("{HEAD} {}\n", Key::of(&[&body]).0);
    Ok([head.into_bytes(), body].concat())
}

fn decode(bytes: &[u8]) -> Option<Known> {
    let (sum, body) = bytes.strip_prefix(HEAD.as_bytes())?.strip_prefix(b" ")?.split_at_checked(65)?;
    let sum = sum.strip_suffix(b"\n")?;
    if sum != Key::of(&[body]).as_bytes() {
        return None;
    }
    serde_json::from_slice(body).ok()
}

#[cfg(test)]
mod tests;
