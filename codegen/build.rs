//! Names the build: a hash over all sources, so that nothing made by another build is ever taken for its own.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// What decides how pages are read and what is emitted; the last two are the versions of dependencies.
const SOURCES: [&str; 4] = ["src", "dialects", "Cargo.toml", "../Cargo.lock"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES.map(Path::new).into_iter().filter(|source| source.exists()) {
        println!("cargo::rerun-if-changed={}", source.display());
        for file in files(source) {
            (file.to_string_lossy(), std::fs::read(&file).unwrap_or_default()).hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=DOCWRIGHT_BUILD={}-{:016x}", env!("CARGO_PKG_VERSION"), hasher.finish());
}

/// The files at or below a path, in order.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| files(path)).collect()
}
