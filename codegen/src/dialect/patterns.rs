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
    /// Of phrases with a `{}` each; others are none.
    pub fn new(phrases: &[String]) -> Self {
        let parts = phrases.iter().filter_map(|phrase| phrase.split_once(NAME));
        let parts = parts.map(|(before, behind)| (before.to_ascii_lowercase(), behind.to_ascii_lowercase()));
        Self { parts: parts.collect(), search: OnceLock::new() }
    }

    /// What stands before and behind the name in each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.iter().map(|(before, behind)| (before.as_str(), behind.as_str()))
    }

    /// Where a text may have one of them, as their longest fixed parts have it.
    pub fn hits<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        self.search().find_iter(text).map(|hit| hit.start())
    }

    /// Whether a text may have one of them.
    pub fn may_be_in(&self, text: &str) -> bool {
        self.search().is_match(text)
    }

    fn search(&self) -> &AhoCorasick {
        self.search.get_or_init(|| {
            let longest = |(before, behind): &(String, String)| {
                let (before, behind) = (before.trim(), behind.trim());
                if before.len() >= behind.len() { before.to_owned() } else { behind.to_owned() }
            };
            let parts = self.parts.iter().map(longest).filter(|part| !part.is_empty());
            finder(parts)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, hits: &[usize]) {
        let patterns = Patterns::new(&["All rows of {} plus".into(), "{} 的行".into(), "no name".into()]);
        assert_eq!(patterns.hits(text).collect::<Vec<_>>(), hits, "{text}");
        assert_eq!(patterns.may_be_in(text), !hits.is_empty(), "{text}");
    }

    #[test]
    fn texts_that_may_have_one() {
        check("It takes ALL rows of trees plus one", &[9]);
        check("all rows of trees, 树的行", &[0, 22]);
        check("no name", &[]);
    }
}
