//! Names of files, made of names that pages give: safe on every system, without two that differ in letter case alone, and
//! the same whatever else is there, so that links to them last.

use std::collections::{BTreeMap, BTreeSet};

/// Longest name without what keeps it apart from others.
const LONGEST: usize = 80;

/// One name per pair of a name and of what tells it from others of that name.
pub(super) fn unique<'a>(names: impl IntoIterator<Item = (&'a str, String)>) -> Vec<String> {
    let plain: Vec<(String, bool, String)> = names
        .into_iter()
        .map(|(name, whole)| {
            let (plain, is_exact) = plain(name);
            (plain, is_exact, whole)
        })
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    plain.iter().for_each(|(name, _, _)| *counts.entry(name).or_default() += 1);
    let mut taken = BTreeSet::new();
    let name = |(name, is_exact, whole): &(String, bool, String)| {
        let mut own = name.clone();
        if !is_exact || counts[name.as_str()] > 1 {
            let digest = blake3::hash(whole.as_bytes()).to_hex();
            own = format!("{name}-{}", &digest[..8]);
        }
        let mut free = own.clone();
        let mut more = 2;
        while !taken.insert(free.clone()) {
            free = format!("{own}-{more}");
            more += 1;
        }
        free
    };
    plain.iter().map(name).collect()
}

/// A name of lower-case letters, digits, `_` and `-`, and whether it says all that the given one says.
fn plain(name: &str) -> (String, bool) {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ');
    let mut plain = String::new();
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        match c {
            'a'..='z' | '0'..='9' | '_' => plain.push(c),
            _ if plain.ends_with('-') || plain.is_empty() => {}
            _ => plain.push('-'),
        }
    }
    let plain = plain.trim_end_matches('-');
    // The end of a path tells more than its beginning.
    let end = plain.len().saturating_sub(LONGEST);
    let is_device = ["con", "prn", "aux", "nul"].contains(&plain)
        || plain.len() == 4 && (plain.starts_with("com") || plain.starts_with("lpt"));
    let is_exact = name.chars().all(known) && end == 0 && !plain.is_empty() && !is_device;
    (plain[end..].to_owned(), is_exact)
}

/// Paths as the report shows them: what all absolute ones begin with is of this machine and left out.
pub(super) fn shown(paths: &[&str]) -> Vec<String> {
    let absolute = || paths.iter().filter(|path| path.starts_with('/'));
    let folder = |path: &'_ str| path.rfind('/').map_or(0, |at| at + 1);
    let mut common = absolute().next().map_or("", |path| &path[..folder(path)]);
    for path in absolute() {
        while !path.starts_with(common) {
            common = &common[..folder(&common[..common.len() - 1])];
        }
    }
    let above = match common.trim_end_matches('/').rfind('/') {
        // The folder that is common to all stays.
        Some(at) if common.len() > 1 => at + 1,
        _ => common.len(),
    };
    let show =
        |path: &&str| if path.starts_with('/') { path[above..].to_owned() } else { (*path).to_owned() };
    paths.iter().map(show).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], expect: &[&str]) {
        let made = unique(names.iter().map(|name| (*name, (*name).to_owned())));
        let of_hash = |name: &String| match name.rsplit_once('-') {
            Some((name, hash)) if hash.len() == 8 && hash.bytes().all(|it| it.is_ascii_hexdigit()) => {
                format!("{name}-#")
            }
            _ => name.clone(),
        };
        assert_eq!(made.iter().map(of_hash).collect::<Vec<_>>(), expect);
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn names_are_safe_and_apart() {
        check(&["create_inst", "zh/a.md"], &["create_inst", "zh-a-md"]);
        check(&["getThing", "getthing", "a.b", "a-b"], &["getthing-#", "getthing-#", "a-b-#", "a-b-#"]);
        check(&["con", "com1", "../../etc", ""], &["con-#", "com1-#", "etc", "-#"]);
        check(&["类型", "a\"><script>", "a\u{202e}"], &["-#", "a-script-#", "a-#"]);
    }

    #[test]
    fn a_name_does_not_depend_on_its_neighbours_order() {
        let make = |names: [&str; 2]| unique(names.map(|name| (name, name.to_owned())));
        let (mut one, mut other) = (make(["A", "a"]), make(["a", "A"]));
        one.sort();
        other.sort();
        assert_eq!(one, other);
    }

    #[test]
    fn absolute_paths_lose_what_they_share() {
        assert_eq!(shown(&["/a/b/c/x.md", "/a/b/d/y.md", "z.md"]), ["b/c/x.md", "b/d/y.md", "z.md"]);
        assert_eq!(shown(&["/x.md", "/a/y.md"]), ["x.md", "a/y.md"]);
        assert_eq!(shown(&["/home/me/docs/x.md"]), ["docs/x.md"]);
    }
}
