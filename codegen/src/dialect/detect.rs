//! Which dialect a page speaks: one point per sign, headings and text.
//!
//! Headings such as `Request Example` are common property, so one or two of them are no sign.

use super::{Dialect, built_in, normalize};
use crate::syntax::markdown::{Document, Kind};
use aho_corasick::{AhoCorasick, Input, MatchKind};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Headings that a page without a sign in its text must have.
const HEADINGS: usize = 3;

/// What built-in dialects look for in the text of pages, found in one pass: at each place the longest one.
static SIGNS: LazyLock<(AhoCorasick, Vec<&str>)> = LazyLock::new(|| {
    let detects = built_in::all().iter().map(|dialect| &dialect.detect);
    let signs = detects.flat_map(|detect| detect.absent.iter().chain(&detect.text));
    let signs: Vec<&str> = signs.map(String::as_str).collect();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&signs);
    // Only an automaton beyond 2^31 states is refused.
    (automaton.expect("a word list builds an automaton"), signs)
});

/// The signs of a page.
pub struct Shown<'a> {
    /// Those of [`SIGNS`] that its text has.
    text: Vec<&'static str>,
    /// Normalised.
    headings: Vec<Cow<'a, str>>,
}

impl<'a> Shown<'a> {
    /// What one page shows to the built-in dialects.
    pub fn new(text: &str, document: &'a Document<'_>) -> Self {
        let headings = document.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Heading { text, .. } => Some(normalize(text)),
            _ => None,
        });
        Self { text: signs_of(text), headings: headings.collect() }
    }

    fn says(&self, sign: &str) -> bool {
        self.text.contains(&sign)
    }
}

/// The signs that a text has. Signs may lie over each other, so the search goes on right after where one begins.
fn signs_of(text: &str) -> Vec<&'static str> {
    let (automaton, signs) = &*SIGNS;
    let mut found: Vec<&str> = Vec::new();
    let mut from = 0;
    while let Some(at) = automaton.find(Input::new(text).range(from..)) {
        from = at.start() + 1;
        let longest = signs[at.pattern()];
        if !found.contains(&longest) {
            found.extend(signs.iter().filter(|sign| longest.starts_with(**sign)));
        }
    }
    found
}

/// Points of one built-in dialect for one page.
pub fn score(dialect: &Dialect, page: &Shown<'_>) -> u32 {
    if dialect.detect.absent.iter().any(|sign| page.says(sign)) {
        return 0;
    }
    let is_heading = |sign: &&String| page.headings.iter().any(|heading| heading == *sign);
    let by_heading = dialect.detect.headings.iter().filter(is_heading).count();
    let by_text = dialect.detect.text.iter().filter(|sign| page.says(sign)).count();
    if by_text == 0 && by_heading < HEADINGS { 0 } else { (by_heading + by_text) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_signs_that_it_contains() {
        let (_, signs) = &*SIGNS;
        let chained = signs.concat() + &signs.iter().rev().copied().collect::<String>();
        let pairs = signs.iter().zip(signs.iter().cycle().skip(3)).map(|(a, b)| {
            let half = a.char_indices().nth(a.chars().count() / 2).map_or(0, |(at, _)| at);
            format!("{}{b} {a}", &a[..half])
        });
        for text in pairs.chain([chained, String::new()]) {
            let found = signs_of(&text);
            for sign in signs {
                assert_eq!(found.contains(sign), text.contains(sign), "{sign} in {text}");
            }
        }
    }
}
