//! The pages of a doc set by their paths, for links between them.

use crate::source::SourceFile;
use foldhash::{HashMap, HashMapExt};
use std::borrow::Cow;

/// Extensions that links leave out, or have in place of another.
const EXTENSIONS: &[&str] = &[".md", ".mdx", ".markdown", ".html", ".htm"];

/// Pages by path, the extension left out.
#[derive(Debug, Default)]
pub struct Pages {
    ids: HashMap<String, u32>,
    /// Folder that all of them are in; links that begin with a slash count from there.
    root: String,
}

impl Pages {
    /// Of these files; of two with one path the first counts.
    pub fn new(files: &[SourceFile]) -> Self {
        let mut ids = HashMap::with_capacity(files.len());
        for file in files {
            ids.entry(plain(&file.path)).or_insert(file.id);
        }
        let mut root: Option<&str> = None;
        for folder in files.iter().map(|file| folder(&file.path)) {
            root = Some(root.map_or(folder, |root| common(root, folder)));
        }
        Self { ids, root: root.unwrap_or_default().to_owned() }
    }

    /// The page that a link on `from` leads to, and the anchor there; none for a link that leads out of the doc set.
    pub fn target<'l>(&self, from: &SourceFile, link: &'l str) -> Option<(u32, Cow<'l, str>)> {
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let anchor = decoded(anchor);
        if path.is_empty() {
            return Some((from.id, anchor));
        }
        let path = path.split('?').next().unwrap_or(path);
        if self.ids.is_empty()
            || path.contains("://")
            || path.starts_with("//")
            || path.starts_with("mailto:")
        {
            return None;
        }
        let path = decoded(path);
        let base = if path.starts_with('/') { &self.root } else { folder(&from.path) };
        self.at(base, &path).map(|page| (page, anchor))
    }

    /// The page at a path below a folder, or the index of the folder there.
    fn at(&self, base: &str, path: &str) -> Option<u32> {
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        let start = if base.starts_with('/') { "/" } else { "" };
        let whole = format!("{start}{}", parts.join("/"));
        let page = |path: &str| self.ids.get(&plain(path)).copied();
        page(&whole).or_else(|| ["index", "README"].iter().find_map(|name| page(&format!("{whole}/{name}"))))
    }
}

/// A path without its extension.
fn plain(path: &str) -> String {
    let path = path.strip_suffix(".j2").unwrap_or(path);
    let bare = EXTENSIONS.iter().find_map(|extension| path.strip_suffix(extension)).unwrap_or(path);
    EXTENSIONS.iter().find_map(|extension| bare.strip_suffix(extension)).unwrap_or(bare).to_owned()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder that two folders are both in.
fn common<'p>(one: &'p str, other: &str) -> &'p str {
    let mut end = 0;
    for part in one.split_inclusive('/').chain([""]) {
        let to = end + part.len();
        let whole = one[..to].trim_end_matches('/');
        let is_above = other.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if !is_above {
            break;
        }
        end = to;
    }
    one[..end].trim_end_matches('/')
}

/// A text with its `%E8%A1%A8` as characters; one that is no UTF-8 then stays as it is.
fn decoded(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(link: &str, expect: Option<(u32, &str)>) {
        let paths = ["docs/a/make.md", "docs/enum.md", "docs/a/objects/leaf.mdx", "docs/b/index.md"];
        let files: Vec<SourceFile> =
            paths.iter().zip(0..).map(|(path, id)| SourceFile::new(id, *path, "")).collect();
        let target = Pages::new(&files).target(&files[0], link);
        assert_eq!(target, expect.map(|(page, anchor)| (page, Cow::Borrowed(anchor))), "{link}");
    }

    #[test]
    fn links_lead_to_pages_of_the_set() {
        check("#t2", Some((0, "t2")));
        check("objects/leaf.mdx#leaf", Some((2, "leaf")));
        check("./objects/leaf", Some((2, "")));
        check("../enum#season", Some((1, "season")));
        check("../enum.html?x=1#%E8%A1%A8", Some((1, "表")));
        check("/enum.md", Some((1, "")));
        check("../b/", Some((3, "")));
        check("../../../etc/passwd", None);
        check("https://example.org/enum.md#season", None);
        check("../other.md#season", None);
    }
}
