//! Pages whose texts differ although no entry stands on them: what differs is nothing that the model holds.

use super::report::Report;
use super::roots;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};

impl Report {
    /// Pages of the new docs that have another text in the old ones, and of which no entry speaks. Pages are paired by
    /// their paths below the folder that all of their side are in.
    pub fn untold<'f>(&self, old: &[SourceFile], new: &'f [SourceFile]) -> Vec<&'f str> {
        let places = self.entries.iter().flat_map(|entry| [&entry.old, &entry.new]);
        let told: BTreeSet<&str> = places.flatten().map(|place| place.file.as_str()).collect();
        let [above, others] = [old, new].map(|files| roots::of(files.iter().map(|file| file.path.as_str())));
        let before: BTreeMap<&str, &SourceFile> =
            old.iter().map(|file| (&file.path[above..], file)).collect();
        let is_untold = |file: &&SourceFile| {
            let twin = before.get(&file.path[others..]);
            twin.is_some_and(|twin| twin.text != file.text && !told.contains(twin.path.as_str()))
                && !told.contains(file.path.as_str())
        };
        new.iter().filter(is_untold).map(|file| file.path.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Vec<SourceFile> {
        list.iter().zip(0..).map(|((path, text), id)| SourceFile::new(id, *path, *text)).collect()
    }

    #[test]
    fn pages_without_an_entry() {
        let old = files(&[
            ("HEAD:docs/a.md", "1"),
            ("HEAD:docs/b/c.md", "2"),
            ("HEAD:docs/说/d.md", "3"),
            ("HEAD:docs/语.md", ""),
        ]);
        let new = files(&[
            ("new/a.md", "1"),
            ("new/b/c.md", "other"),
            ("new/说/d.md", "3"),
            ("new/语.md", ""),
            ("new/e.md", "4"),
        ]);
        let report = Report::new(Vec::new());
        assert_eq!(report.untold(&old, &new), ["new/b/c.md"]);
        assert!(report.untold(&new, &new).is_empty() && report.untold(&[], &new).is_empty());
        assert_eq!(report.untold(&files(&[("x.md", "1")]), &files(&[("d/x.md", "2")])), ["d/x.md"]);
    }
}
