//! Doc sets from bare paths: a folder that holds pages, a route table or language folders is one doc set; a
//! folder of nothing but folders, or of folders and a readme about them, is several.

use super::DocSet;
use crate::source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The doc sets at and below the given paths.
pub fn doc_sets(paths: &[PathBuf]) -> Result<Vec<DocSet>, source::Error> {
    doc_sets_of(paths, &[])
}

/// The doc sets at and below the given paths, where names of pages may end in other ways too.
pub fn doc_sets_of(paths: &[PathBuf], extensions: &[String]) -> Result<Vec<DocSet>, source::Error> {
    let mut sets = Vec::new();
    for path in paths {
        let before = sets.len();
        descend(path, extensions, &mut sets, 0)?;
        if sets.len() == before {
            return Err(source::Error::NoPages { path: path.display().to_string() });
        }
    }
    Ok(sets)
}

/// Deepest folder that is looked into for doc sets.
const DEPTH: usize = 12;

fn descend(
    path: &Path,
    extensions: &[String],
    sets: &mut Vec<DocSet>,
    depth: usize,
) -> Result<(), source::Error> {
    if path.is_file() {
        sets.push(DocSet { path: path.to_owned(), ..DocSet::default() });
        return Ok(());
    }
    let source::Entries { files, folders } = source::entries(path)?;
    let name =
        |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_set = folders.iter().any(|folder| source::is_language(&name(folder)))
        || files.iter().any(|file| is_page_of_set(&name(file), extensions))
        || files.iter().any(|file| crate::routes::is_table(file));
    if is_set || folders.is_empty() {
        if !source::find(path, &|name| source::is_page_of(name, extensions))?.is_empty() {
            sets.push(DocSet { path: path.to_owned(), ..DocSet::default() });
        }
        return Ok(());
    }
    let deeper = folders.iter().filter(|_| depth < DEPTH);
    deeper.into_iter().try_for_each(|folder| descend(folder, extensions, sets, depth + 1))
}

/// Whether a file is a page, and more than a word on the folders beside it.
fn is_page_of_set(name: &str, extensions: &[String]) -> bool {
    let is_readme = name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("readme"));
    source::is_page_of(name, extensions) && !is_readme
}

/// The last folder of a path that is no language, as a module name.
pub fn service_of_folder(path: &Path) -> String {
    service(path, 1)
}

/// One name per path; where two paths end alike, folders further up tell them apart.
pub fn services_of_folders(paths: &[&Path]) -> Vec<String> {
    let mut names: Vec<String> = paths.iter().map(|path| service(path, 1)).collect();
    for take in 2..=DEPTH {
        let mut holders: BTreeMap<&str, BTreeSet<PathBuf>> = BTreeMap::new();
        for (name, path) in names.iter().zip(paths) {
            holders.entry(name).or_default().insert(folder(path));
        }
        let twins: Vec<usize> =
            (0..names.len()).filter(|at| holders[names[*at].as_str()].len() > 1).collect();
        twins.iter().for_each(|&at| names[at] = service(paths[at], take));
    }
    names
}

/// The folder, or that of a file.
fn folder(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if path.is_file() { absolute.parent().unwrap_or(&absolute).to_owned() } else { absolute }
}

/// The last `take` folders of a path that are no languages, as one name.
fn service(path: &Path, take: usize) -> String {
    let folder = folder(path);
    let parts = folder.components().rev().filter_map(|part| match part {
        std::path::Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
        _ => None,
    });
    let generic = |name: &String| {
        source::is_language(name) || ["docs", "doc", "apidocs", "apidoc"].contains(&name.as_str())
    };
    let mut parts: Vec<String> = parts.filter(|name| !generic(name)).take(take).collect();
    parts.reverse();
    let name = parts.join("_");
    let word: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let word = word.trim_matches('_');
    if word.starts_with(|c: char| c.is_ascii_lowercase()) {
        word.to_owned()
    } else {
        format!("api_{word}").trim_matches('_').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_folders_are_several_sets() {
        let root = tempfile::tempdir().unwrap();
        for file in ["README.md", "a/zh/x.md", "a/en/x.md", "b/c/y.md", "b/d/z.md", "b/empty/none.txt"] {
            let file = root.path().join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "# x\n").unwrap();
        }
        let sets = doc_sets(&[root.path().to_owned()]).unwrap();
        let names: Vec<String> = sets.iter().map(|set| service_of_folder(&set.path)).collect();
        assert_eq!(names, ["a", "c", "d"]);
        let paths = ["p/b/c", "q/b/c/zh", "q/d"].map(Path::new);
        assert_eq!(services_of_folders(&paths), ["p_b_c", "q_b_c", "d"]);
        // Pages of one folder are of one service.
        let page = root.path().join("a/zh/x.md");
        assert_eq!(services_of_folders(&[&page, &page]), ["a", "a"]);
        let error = doc_sets(&[root.path().join("b/empty")]).unwrap_err().to_string();
        assert!(error.contains("no page"), "{error}");
    }
}
