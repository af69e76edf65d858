//! Pages that could not be read on one side: what is missing there because of them is not known to be gone.

use super::entry::{Entry, Side};
use super::report::Report;
use super::rules;
use crate::model::SourceName;

/// The files of a side, and the paths of those that could not be read.
pub(super) type Known<'a> = (&'a [SourceName], &'a [String]);

impl Report {
    /// The report where some pages of the old or the new docs could not be read.
    #[must_use]
    pub fn with_unread(self, old: Known<'_>, new: Known<'_>) -> Self {
        if old.1.is_empty() && new.1.is_empty() {
            return self;
        }
        let mut entries = self.entries;
        let pages = old.1.iter().map(|page| (page, new.0, true));
        let pages = pages.chain(new.1.iter().map(|page| (page, old.0, false)));
        let own: Vec<Entry> = pages
            .map(|(page, others, in_old)| {
                let twins = twins(page, others);
                unread(&mut entries, page, &twins, in_old)
            })
            .collect();
        entries.extend(own);
        Self::new(entries)
    }

    /// How many pages could not be read, so that the verdict is not about them.
    pub fn unread(&self) -> usize {
        self.entries.iter().filter(|entry| entry.code == rules::PAGE_UNREAD.code.id).count()
    }
}

/// The entry on a page; it takes the place of those that say that what the page describes is gone, or new.
fn unread(entries: &mut Vec<Entry>, page: &str, twins: &[&str], in_old: bool) -> Entry {
    let rules = match in_old {
        true => [&rules::ENDPOINT_ADDED, &rules::SERVICE_ADDED, &rules::ERROR_CODE_ADDED],
        false => [&rules::ENDPOINT_REMOVED, &rules::SERVICE_REMOVED, &rules::ERROR_CODE_REMOVED],
    };
    let is_of_page = |entry: &Entry| {
        let place = if in_old { &entry.new } else { &entry.old };
        rules.iter().any(|rule| rule.code.id == entry.code)
            && place.as_ref().is_some_and(|place| twins.contains(&place.file.as_str()))
    };
    let (gone, rest): (Vec<Entry>, Vec<Entry>) = entries.drain(..).partition(is_of_page);
    *entries = rest;
    let facts: Vec<String> = gone.iter().map(|entry| format!("`{}`", entry.fact)).collect();
    let of = if facts.is_empty() { "what it describes".to_owned() } else { facts.join(", ") };
    let side = if in_old { "old" } else { "new" };
    let message =
        format!("`{page}` of the {side} docs could not be read, so what became of {of} is not known");
    let fact = gone.first().map_or_else(|| page.to_owned(), |entry| entry.fact.clone());
    let mut entry = Entry::new(&rules::PAGE_UNREAD, Side::Request, fact, message);
    for gone in gone {
        gone.rust.reasons.iter().for_each(|reason| entry.rust(gone.rust.level, reason));
        entry.before = entry.before.or(gone.before);
        entry.after = entry.after.or(gone.after);
        entry.old = entry.old.or(gone.old.filter(|_| !in_old));
        entry.new = entry.new.or(gone.new.filter(|_| in_old));
    }
    entry
}

/// The files of the other side that a page may be there: those with which it has most of the end of its path in common,
/// because folders and revisions at the beginning differ between the sides.
fn twins<'f>(page: &str, files: &'f [SourceName]) -> Vec<&'f str> {
    let parts = |path: &'f str| path.rsplit(['/', ':']);
    let common = |path: &'f str| {
        parts(path).zip(page.rsplit(['/', ':'])).take_while(|(own, other)| own == other).count()
    };
    let found: Vec<(usize, &str)> =
        files.iter().map(|file| (common(&file.path), file.path.as_str())).collect();
    let most = found.iter().map(|(common, _)| *common).max().unwrap_or_default();
    found.into_iter().filter(|(common, _)| *common == most && most > 0).map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_matched_by_the_end_of_their_paths() {
        let of = |path: &str| SourceName { path: path.to_owned(), ..SourceName::default() };
        let files = ["new/a/x.md", "new/b/x.md", "new/b/y.md"].map(of);
        assert_eq!(twins("old/b/x.md", &files), ["new/b/x.md"]);
        assert_eq!(twins("HEAD~1:a/x.md", &files), ["new/a/x.md"]);
        assert_eq!(twins("old/c/x.md", &files), ["new/a/x.md", "new/b/x.md"]);
        assert!(twins("old/z.md", &files).is_empty());
    }
}
