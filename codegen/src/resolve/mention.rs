//! Descriptions that refer to a table by its title.

use crate::dialect::words::half_widths;
use crate::lower::draft::Field;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::BTreeSet;

/// What may stand around a title and between its words.
const MARKS: &[char] = &['`', ' ', '「', '」', '《', '》'];

/// The phrases by which descriptions refer to a table.
pub struct Mention(Vec<String>);

impl Mention {
    /// By its title, which stands for the `{}` of each phrase.
    pub fn new(title: &str, phrases: &[String]) -> Self {
        Self(phrases.iter().map(|phrase| Self::fold(&phrase.replace("{}", title))).collect())
    }

    /// Whether the description of a field holds one of them.
    pub fn is_in(&self, field: &Field) -> bool {
        field.docs.iter().any(|text| {
            let text = Self::fold(&text.text);
            self.0.iter().any(|phrase| text.contains(phrase))
        })
    }

    fn fold(text: &str) -> String {
        half_widths(text).to_lowercase().replace(MARKS, "")
    }
}

/// The phrases for several titles, found in one pass.
pub struct Mentions {
    phrases: AhoCorasick,
    /// Phrases of each title.
    each: usize,
}

impl Mentions {
    /// By titles; none where the dialect has no phrase.
    pub fn new(titles: &[&str], phrases: &[String]) -> Option<Self> {
        let all = titles.iter().flat_map(|title| Mention::new(title, phrases).0);
        let each = phrases.len();
        // The kind that is built at once: it is asked for the descriptions of one call.
        let mut builder = AhoCorasick::builder();
        let built = || builder.kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(all).ok();
        (each > 0).then(built).flatten().map(|phrases| Self { phrases, each })
    }

    /// Which titles the description of a field refers to, in the order of their places.
    pub fn of(&self, field: &Field) -> impl Iterator<Item = usize> {
        let mut found = BTreeSet::new();
        for text in &field.docs {
            let text = Mention::fold(&text.text);
            found.extend(
                self.phrases
                    .find_overlapping_iter(&text)
                    .map(|phrase| phrase.pattern().as_usize() / self.each),
            );
        }
        found.into_iter()
    }
}
