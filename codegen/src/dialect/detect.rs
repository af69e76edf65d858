//! Which dialect a page speaks: one point per sign, headings and text.
//!
//! Headings such as `Request Example` are common property, so one or two of them are no sign.

use super::{Dialect, book, normalize};
use crate::markdown::{Document, Kind};
use aho_corasick::AhoCorasick;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Headings that a page without a sign in its text must have.
const HEADINGS: usize = 3;

/// What built-in dialects look for in the text of pages, found in one pass.
static SIGNS: LazyLock<(AhoCorasick, Vec<&str>)> = LazyLock::new(|| {
    let detects = book::all().iter().map(|dialect| &dialect.detect);
    let signs = detects.flat_map(|detect| detect.absent.iter().chain(&detect.text));
    let signs: Vec<&str> = signs.map(String::as_str).collect();
    // Only an automaton beyond 2^31 states is refused.
    (AhoCorasick::new(&signs).expect("a word list builds an automaton"), signs)
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
        let (automaton, signs) = &*SIGNS;
        let mut found: Vec<&str> = Vec::new();
        for sign in automaton.find_overlapping_iter(text).map(|at| signs[at.pattern()]) {
            if !found.contains(&sign) {
                found.push(sign);
            }
        }
        let headings = document.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Heading { text, .. } => Some(normalize(text)),
            _ => None,
        });
        Self { text: found, headings: headings.collect() }
    }

    fn says(&self, sign: &str) -> bool {
        self.text.contains(&sign)
    }
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
