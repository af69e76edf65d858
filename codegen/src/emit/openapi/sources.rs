//! Where pages stand, without the folders of the machine that read them.

use crate::model::{Api, Origin};

/// The files of a model by names that are the same on every machine.
pub(in crate::emit) struct Sources<'m> {
    api: &'m Api,
    /// Bytes that absolute paths share in front, up to a `/`.
    shared: usize,
}

impl<'m> Sources<'m> {
    pub(in crate::emit) fn of(api: &'m Api) -> Self {
        let mut absolute =
            api.files.iter().map(|file| file.path.as_str()).filter(|path| path.starts_with('/'));
        let first = absolute.next().unwrap_or_default();
        let folder = first.rfind('/').map_or("", |at| &first[..=at]);
        let shared = absolute.fold(folder, common_folder).len();
        Self { api, shared }
    }

    /// `cc/zh/create_set.md#L12`
    pub(in crate::emit) fn place(&self, origin: &Origin) -> Option<String> {
        let path = &self.api.files.get(origin.file as usize)?.path;
        let path = if path.starts_with('/') { &path[self.shared..] } else { path };
        Some(format!("{path}#L{}", origin.line))
    }
}

/// The folders that both begin with.
fn common_folder<'p>(folder: &'p str, path: &str) -> &'p str {
    let same = folder.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    folder.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or("", |at| &folder[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceName;

    #[track_caller]
    fn check(paths: &[&str], expect: &[&str]) {
        let file = |path: &&str| SourceName { path: (*path).to_owned(), ..SourceName::default() };
        let api = Api { files: paths.iter().map(file).collect(), ..Api::default() };
        let sources = Sources::of(&api);
        let places: Vec<String> = (0..paths.len() as u32)
            .filter_map(|file| sources.place(&Origin { file, line: 1, ..Origin::default() }))
            .collect();
        assert_eq!(places, expect);
    }

    #[test]
    fn absolute_paths_lose_what_they_share() {
        check(&["/home/me/docs/a/x.md", "/home/me/docs/ab/y.md"], &["a/x.md#L1", "ab/y.md#L1"]);
        check(&["/home/me/docs/x.md"], &["x.md#L1"]);
        check(&["docs/x.md", "/docs/y.md"], &["docs/x.md#L1", "y.md#L1"]);
    }
}
