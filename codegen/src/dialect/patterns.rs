//! Patterns: phrases around a name, as `all parameters of {} plus`.

use super::words::finder;
use aho_corasick::AhoCorasick;
use std::sync::OnceLock;

/// What may stand for a name in a phrase.
const NAME: &str = "{}";

/// Phrases around a name, in small letters.
#[derive(Debug)]
pub struct Patterns {
    parts: Vec<(String, String)>,
    /// Finds the longest fixed part of each. Made when it is first asked for, and once, because that takes longer than
    /// reading a page.
    search: OnceLock<AhoCorasick>,
}

impl Patterns {
    /// Of phrases with a `{}` and a word each; others are none.
    pub fn new<P: AsRef<str>>(phrases: impl IntoIterator<Item = P>) -> Self {
        let parts = phrases.into_iter().filter_map(|phrase| {
            let (before, behind) = phrase.as_ref().split_once(NAME)?;
            let has_words = !before.trim().is_empty() || !behind.trim().is_empty();
            has_words.then(|| (before.to_ascii_lowercase(), behind.to_ascii_lowercase()))
        });
        Self { parts: parts.collect(), search: OnceLock::new() }
    }

    /// What stands before and behind the name in each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.iter().map(|(before, behind)| (before.as_str(), behind.as_str()))
    }

    /// Those that a text may have, in their order.
    pub fn likely_in(&self, text: &str) -> impl Iterator<Item = (&str, &str)> {
        let hits = self.search().find_overlapping_iter(text);
        let mut found: Vec<usize> = hits.map(|hit| hit.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| (self.parts[at].0.as_str(), self.parts[at].1.as_str()))
    }

    /// Whether a text may have one of them.
    pub fn may_be_in(&self, text: &str) -> bool {
        self.search().is_match(text)
    }

    fn search(&self) -> &AhoCorasick {
        self.search.get_or_init(|| finder(self.longest()))
    }

    /// The longest fixed part of each.
    fn longest(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(before, behind)| {
            let (before, behind) = (before.trim(), behind.trim());
            if before.len() >= behind.len() { before } else { behind }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, likely: &[&str]) {
        let patterns = Patterns::new(["All rows of {} plus", "{} 的行", "rows of {}", "no name"]);
        assert_eq!(patterns.likely_in(text).map(|(before, _)| before).collect::<Vec<_>>(), likely, "{text}");
        assert_eq!(patterns.may_be_in(text), !likely.is_empty(), "{text}");
    }

    #[test]
    fn texts_that_may_have_one() {
        check("It takes\nALL rows of trees plus one", &["all rows of ", "rows of "]);
        check("rows of trees\n\n树的行", &["", "rows of "]);
        check("no name", &[]);
    }
}
