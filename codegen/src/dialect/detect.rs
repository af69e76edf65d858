//! Which dialect a page speaks: one point per sign, headings and text.
//!
//! Headings such as `Request Example` are common property, so one or two of them are no sign.

use super::built_in::{BUILT_IN, BuiltIn};
use super::{Detect, Dialect, normalize};
use crate::syntax::markdown::{Document, Kind};
use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// Headings that a page without a sign in its text must have.
const HEADINGS: usize = 3;

/// What built-in dialects look for in the text of pages, found in one pass.
static SIGNS: LazyLock<(AhoCorasick, Vec<&str>)> = LazyLock::new(|| {
    let signs =
        BUILT_IN.iter().flat_map(|BuiltIn { file, .. }| file.detect.absent.iter().chain(&file.detect.text));
    let signs: Vec<&str> = signs.map(String::as_str).collect();
    // Only an automaton beyond 2^31 states is refused.
    (AhoCorasick::new(&signs).expect("a word list builds an automaton"), signs)
});

/// The signs of a page.
pub struct Signs<'a> {
    /// Those of [`SIGNS`] that its text has.
    text: BTreeSet<&'static str>,
    /// Normalised.
    headings: BTreeSet<std::borrow::Cow<'a, str>>,
}

impl<'a> Signs<'a> {
    /// What one page shows to the built-in dialects.
    pub fn new(text: &str, document: &'a Document<'_>) -> Self {
        let headings = document.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Heading { text, .. } => Some(normalize(text)),
            _ => None,
        });
        Self { text: signs_of(text), headings: headings.collect() }
    }

    /// Points of one built-in dialect.
    fn score(&self, detect: &Detect) -> usize {
        let says = |signs: &[String]| signs.iter().filter(|sign| self.text.contains(sign.as_str())).count();
        if says(&detect.absent) > 0 {
            return 0;
        }
        let by_text = says(&detect.text);
        let by_heading =
            detect.headings.iter().filter(|sign| self.headings.contains(&normalize(sign))).count();
        if by_text == 0 && by_heading < HEADINGS { 0 } else { by_heading + by_text }
    }
}

/// The signs that a text has.
fn signs_of(text: &str) -> BTreeSet<&'static str> {
    let (automaton, signs) = &*SIGNS;
    automaton.find_overlapping_iter(text).map(|found| signs[found.pattern()]).collect()
}

/// The points of the built-in dialects for pages, the highest first.
pub fn ranked(pages: &[Signs<'_>]) -> Vec<(usize, &'static Arc<Dialect>)> {
    let score = |built_in: &'static BuiltIn| {
        let points = pages.iter().map(|page| page.score(&built_in.file.detect)).sum::<usize>();
        (points, built_in)
    };
    let mut scores: Vec<(usize, &BuiltIn)> = BUILT_IN.iter().map(score).collect();
    scores.sort_by_key(|(points, built_in)| (std::cmp::Reverse(*points), &built_in.file.name));
    scores.into_iter().map(|(points, built_in)| (points, built_in.dialect())).collect()
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
