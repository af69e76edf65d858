//! Names the build, lists the built-in dialects, and lists the source of the runtime for copies.
//!
//! The name is a hash over all sources, so that nothing made by another build is ever taken for its own.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// What decides how pages are read and what is emitted; the last ones are the versions of dependencies and the runtime.
const SOURCES: [&str; 9] = [
    "src",
    "dialects",
    "scaffold",
    "Cargo.toml",
    "../Cargo.lock",
    "../Cargo.toml",
    "../runtime/Cargo.toml",
    "../runtime/src",
    "build.rs",
];

/// What a copy of the runtime is made of, below its folder.
const RUNTIME: [&str; 4] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "src"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES.map(Path::new).into_iter().filter(|source| source.exists()) {
        println!("cargo::rerun-if-changed={}", source.display());
        for file in files(source) {
            (file.to_string_lossy(), std::fs::read(&file).unwrap_or_default()).hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=DOCWRIGHT_BUILD={}-{:016x}", env!("CARGO_PKG_VERSION"), hasher.finish());
    for (name, list) in [("dialects.rs", dialects()), ("runtime.rs", runtime())] {
        let path = Path::new(&std::env::var("OUT_DIR").unwrap_or_default()).join(name);
        if let Err(error) = std::fs::write(&path, list) {
            println!("cargo::error=cannot write the list `{}`: {error}", path.display());
        }
    }
}

/// `&[(path, text), ...]` as Rust, for every file of the runtime, and the manifest of its workspace as `workspace`. Empty
/// where the program is built without its repository.
fn runtime() -> String {
    let own = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let (folder, workspace) = (own.join("../runtime"), own.join("../Cargo.toml"));
    if !folder.join("src").is_dir() || !workspace.is_file() {
        return String::from("&[]\n");
    }
    let paths = RUNTIME.iter().flat_map(|path| files(&folder.join(path)));
    let mut list = String::from("&[\n");
    for path in paths {
        let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        list += &format!("    ({name:?}, include_str!({:?})),\n", path.to_string_lossy());
    }
    list += &format!("    (\"workspace\", include_str!({:?})),\n", workspace.to_string_lossy());
    list + "]\n"
}

/// Files of `dialects/` that are no dialects: the words that all share, the wordings of descriptions, and the words that
/// two versions of a description are held against.
const SHARED: [&str; 3] = ["words", "meaning", "contrasts"];

/// `&[(name, text), ...]` as Rust, for every dialect in the order of their names.
fn dialects() -> String {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut list = String::from("&[\n");
    for file in files(&root.join("dialects")) {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        if file.extension().is_some_and(|extension| extension == "toml") && !SHARED.contains(&&*stem) {
            list += &format!("    ({stem:?}, include_str!({:?})),\n", file.to_string_lossy());
        }
    }
    list + "]\n"
}

/// The files at or below a path, in order.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| files(path)).collect()
}
