//! The pages of a new crate: copies of what a run reads.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Where files of doc sets go in a new crate.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// Path in the crate by the file that is copied.
    files: BTreeMap<PathBuf, PathBuf>,
}

impl Copies {
    /// Takes in a file from below `root`; it will lie as deep below `to`.
    pub fn below(&mut self, root: &Path, file: &Path, to: &Path) {
        let relative = file.strip_prefix(root).ok().filter(|relative| !relative.as_os_str().is_empty());
        let name = file.file_name().unwrap_or_default();
        let is_plain = |path: &&Path| path.components().all(|part| matches!(part, Component::Normal(_)));
        let relative = relative.filter(is_plain).unwrap_or(Path::new(name));
        self.files.entry(file.to_owned()).or_insert_with(|| to.join(relative));
    }

    /// Path in the crate of a file that was taken in.
    pub fn target(&self, file: &Path) -> Option<&Path> {
        self.files.get(file).map(PathBuf::as_path)
    }

    /// Two files that would be one.
    pub fn clash(&self) -> Option<(&Path, &Path)> {
        let mut seen: BTreeMap<&Path, &Path> = BTreeMap::new();
        self.files.iter().find_map(|(from, to)| seen.insert(to, from).map(|other| (other, from.as_path())))
    }
}

/// Copies the files into the folder of the crate.
///
/// # Errors
/// When a file cannot be read or written; the error names it.
pub fn copy(copies: &Copies, crate_folder: &Path) -> io::Result<()> {
    for (from, to) in &copies.files {
        let target = crate_folder.join(to);
        let named = |error: io::Error| {
            io::Error::new(
                error.kind(),
                format!("cannot copy `{}` to `{}`: {error}", from.display(), to.display()),
            )
        };
        fs::create_dir_all(target.parent().unwrap_or(crate_folder)).map_err(named)?;
        fs::copy(from, &target).map_err(named)?;
    }
    Ok(())
}
