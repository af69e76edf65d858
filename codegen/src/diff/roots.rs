//! The folder that all pages of a side are in. Two sides are called by different folders or revisions, and pages are the same
//! by their paths below them.

/// How much of the paths is the folder that all files are in; it ends with its mark.
pub(super) fn of<'p>(mut paths: impl Iterator<Item = &'p str>) -> usize {
    let folder = |path: &str| path.rfind(['/', ':']).map_or(0, |at| at + 1);
    let Some(first) = paths.next() else { return 0 };
    let whole = &first[..folder(first)];
    paths
        .fold(whole, |above, path| {
            let same = above.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
            &above[..folder(&above[..above.floor_char_boundary(same)])]
        })
        .len()
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(paths: &[&str], expect: &str) {
        assert_eq!(super::of(paths.iter().copied()), expect.len());
    }

    #[test]
    fn the_folder_of_all() {
        check(&[], "");
        check(&["a.md"], "");
        check(&["docs/a.md", "docs/b/c.md"], "docs/");
        check(&["HEAD:docs/说/a.md", "HEAD:docs/语/b.md"], "HEAD:docs/");
        check(&["HEAD:a.md", "HEAD:b/c.md"], "HEAD:");
    }
}
