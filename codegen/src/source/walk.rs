//! Folder listings.

use super::read::Error;
use std::path::{Path, PathBuf};

/// The entries of a folder, sorted, without hidden ones.
#[derive(Debug, Default)]
pub struct Entries {
    /// Files.
    pub files: Vec<PathBuf>,
    /// Folders.
    pub folders: Vec<PathBuf>,
}

/// Lists a folder; links are not followed.
pub fn entries(folder: &Path) -> Result<Entries, Error> {
    let mut entries = unsorted(folder)?;
    entries.files.sort();
    entries.folders.sort();
    Ok(entries)
}

fn unsorted(folder: &Path) -> Result<Entries, Error> {
    let fail = |source| Error::Io { path: folder.display().to_string(), source };
    let mut entries = Entries::default();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let kind = entry.file_type().map_err(fail)?;
        match entry.file_name().as_encoded_bytes().starts_with(b".") {
            true => {}
            false if kind.is_dir() => entries.folders.push(entry.path()),
            false if kind.is_file() => entries.files.push(entry.path()),
            false => {}
        }
    }
    Ok(entries)
}

/// Ends of the names of pages. `.html.md` is one of `.md`.
const EXTENSIONS: &[&str] = &[".md", ".markdown", ".mdx", ".md.j2"];

/// Whether a file is a page by its name; partials of templates begin with `_`.
pub fn is_page(path: &str) -> bool {
    is_page_of(path, &[])
}

/// Whether a file is a page where names of pages may end in other ways too.
pub fn is_page_of(path: &str, extensions: &[String]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut ends = EXTENSIONS.iter().copied().chain(extensions.iter().map(String::as_str));
    !name.starts_with('_') && ends.any(|end| name.ends_with(end))
}

/// The files below `root` (or `root` itself) that `accept` takes, sorted by path, hidden files left out.
pub fn find(root: &Path, accept: &dyn Fn(&str) -> bool) -> Result<Vec<(PathBuf, String)>, Error> {
    let fail = |source| Error::Io { path: root.display().to_string(), source };
    let about = std::fs::metadata(root).map_err(fail)?;
    if about.is_file() {
        return Ok(vec![(root.to_owned(), name(root))]);
    }
    if !about.is_dir() {
        return Err(Error::NotAFile { path: root.display().to_string() });
    }
    let mut files = Vec::new();
    walk(root, "", accept, &mut files)?;
    files.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(files)
}

/// Adds the files below a folder, whose names begin with `above`.
fn walk(
    folder: &Path,
    above: &str,
    accept: &dyn Fn(&str) -> bool,
    found: &mut Vec<(PathBuf, String)>,
) -> Result<(), Error> {
    let Entries { files, folders } = unsorted(folder)?;
    let files = files.into_iter().map(|path| (above.to_owned() + &name(&path), path));
    found.extend(files.filter(|(name, _)| accept(name)).map(|(name, path)| (path, name)));
    folders.iter().try_for_each(|folder| walk(folder, &format!("{above}{}/", name(folder)), accept, found))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known_by_their_names() {
        for name in ["a.md", "b/a.markdown", "a.mdx", "a.html.md", "a.md.j2"] {
            assert!(is_page(name), "{name}");
        }
        assert!(is_page_of("a.api.txt", &[".txt".to_owned()]));
        for name in ["_a.md.j2", "a.html", "a.md.bak", "md", "a.j2"] {
            assert!(!is_page(name), "{name}");
        }
    }

    #[test]
    fn files_are_found_in_the_order_of_their_paths() {
        let root = tempfile::tempdir().unwrap();
        let all = ["b.md", "a/x.md", "a/b/y.md", "a.md", "a/.z.md", ".c/d.md", "a/b/z.txt"];
        for path in all.map(|path| root.path().join(path)) {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found = find(root.path(), &|name| name.ends_with(".md")).unwrap();
        let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["a.md", "a/b/y.md", "a/x.md", "b.md"]);
        assert!(found.iter().all(|(path, name)| *path == root.path().join(name)));
        let one = find(&root.path().join("a/b/z.txt"), &|_| false).unwrap();
        assert_eq!(one, [(root.path().join("a/b/z.txt"), "z.txt".to_owned())]);
    }
}
