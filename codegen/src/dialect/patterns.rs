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
    pub fn new<P: AsRef<str>>(phrases: impl IntoIterator<Item = P>) -> Self {
        let parts = phrases.into_iter().filter_map(|phrase| {
            let (before, behind) = phrase.as_ref().split_once(NAME)?;
            Some((before.to_ascii_lowercase(), behind.to_ascii_lowercase()))
        });
        Self { parts: parts.collect(), search: OnceLock::new() }
    }

    /// What stands before and behind the name in each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.iter().map(|(before, behind)| (before.as_str(), behind.as_str()))
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
        let longest = self.iter().map(|(before, behind)| {
            let (before, behind) = (before.trim(), behind.trim());
            if before.len() >= behind.len() { before } else { behind }
        });
        longest.filter(|part| !part.is_empty())
    }
}

/// Finds the phrases of several lists in one pass over a text.
#[derive(Debug)]
pub struct Finder {
    /// The longest fixed part of each phrase, and the number of its list.
    parts: Vec<(String, usize)>,
    search: OnceLock<AhoCorasick>,
}

impl Finder {
    /// Of lists that are numbered as they come.
    pub fn new<'p>(lists: impl IntoIterator<Item = &'p Patterns>) -> Self {
        let of_list = |(at, list): (usize, &'p Patterns)| {
            list.longest().map(move |part| (part.to_owned(), at)).collect::<Vec<_>>()
        };
        let parts = lists.into_iter().enumerate().flat_map(of_list).collect();
        Self { parts, search: OnceLock::new() }
    }

    /// The lines of a text that may have a phrase: where each begins, and the lists of its phrases as a set of bits.
    pub fn lines<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'t str, u8)> {
        let search = self.search.get_or_init(|| finder(self.parts.iter().map(|(part, _)| part)));
        let hits = search.find_overlapping_iter(text);
        let mut hits = hits.map(|hit| (hit.start(), 1 << self.parts[hit.pattern().as_usize()].1)).peekable();
        std::iter::from_fn(move || {
            let (hit, mut lists) = hits.next()?;
            let start = text[..hit].rfind('\n').map_or(0, |at| at + 1);
            let end = text[hit..].find('\n').map_or(text.len(), |at| hit + at);
            while let Some((_, list)) = hits.next_if(|(at, _)| *at < end) {
                lists |= list;
            }
            Some((start, &text[start..end], lists))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lines: &[(usize, &str, u8)]) {
        let rows = Patterns::new(["All rows of {} plus", "{} 的行", "no name"]);
        let finder = Finder::new([&rows, &Patterns::new(["rows of {}"])]);
        assert_eq!(finder.lines(text).collect::<Vec<_>>(), lines, "{text}");
        assert_eq!(rows.may_be_in(text), lines.iter().any(|(_, _, lists)| lists & 1 > 0), "{text}");
    }

    #[test]
    fn texts_that_may_have_one() {
        check("It takes\nALL rows of trees plus one", &[(9, "ALL rows of trees plus one", 3)]);
        check("rows of trees\n\n树的行", &[(0, "rows of trees", 2), (15, "树的行", 1)]);
        check("no name", &[]);
    }
}
