//! Pages that could not be read on one side: what is missing there because of them is not known to be gone.

use super::entry::{Entry, Side};
use super::report::Report;
use super::rules;

impl Report {
    /// The report where some pages of the old or the new docs could not be read, by their paths.
    #[must_use]
    pub fn with_unread(self, old: &[String], new: &[String]) -> Self {
        if old.is_empty() && new.is_empty() {
            return self;
        }
        let mut entries = self.entries;
        let pages = old.iter().map(|page| (page, true)).chain(new.iter().map(|page| (page, false)));
        let own: Vec<Entry> = pages.map(|(page, in_old)| unread(&mut entries, page, in_old)).collect();
        entries.extend(own);
        Self::new(entries)
    }

    /// How many pages could not be read, so that the verdict is not about them.
    pub fn unread(&self) -> usize {
        self.entries.iter().filter(|entry| entry.code == rules::PAGE_UNREAD.code.id).count()
    }
}

/// The entry on a page; it takes the place of those that say that what the page describes is gone, or new.
fn unread(entries: &mut Vec<Entry>, page: &str, in_old: bool) -> Entry {
    let rules = match in_old {
        true => [&rules::ENDPOINT_ADDED, &rules::SERVICE_ADDED, &rules::ERROR_CODE_ADDED],
        false => [&rules::ENDPOINT_REMOVED, &rules::SERVICE_REMOVED, &rules::ERROR_CODE_REMOVED],
    };
    let is_of_page = |entry: &Entry| {
        let place = if in_old { &entry.new } else { &entry.old };
        rules.iter().any(|rule| rule.code.id == entry.code)
            && place.as_ref().is_some_and(|place| name(&place.file) == name(page))
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

/// The name of a page, without folders and revisions, which differ between the sides.
fn name(path: &str) -> &str {
    path.rsplit(['/', ':']).next().unwrap_or(path)
}
