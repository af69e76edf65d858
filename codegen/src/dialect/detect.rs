//! Which dialect a page speaks: one point per sign, headings and text.
//!
//! Headings such as `Request Example` are common property, so one or two of them are no sign.

use super::{Dialect, normalize};
use crate::markdown::{Document, Kind};
use std::borrow::Cow;

/// Headings that a page without a sign in its text must have.
const HEADINGS: usize = 3;

/// Where a page may show signs.
pub struct Shown<'a> {
    text: &'a str,
    /// Normalised.
    headings: Vec<Cow<'a, str>>,
}

impl<'a> Shown<'a> {
    /// What one page shows to every dialect.
    pub fn new(text: &'a str, document: &'a Document<'_>) -> Self {
        let headings = document.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Heading { text, .. } => Some(normalize(text)),
            _ => None,
        });
        Self { text, headings: headings.collect() }
    }

    fn says(&self, sign: &str) -> bool {
        memchr::memmem::find(self.text.as_bytes(), sign.as_bytes()).is_some()
    }
}

/// Points of one dialect for one page.
pub fn score(dialect: &Dialect, page: &Shown<'_>) -> u32 {
    if dialect.detect.absent.iter().any(|sign| page.says(sign)) {
        return 0;
    }
    let is_heading = |sign: &&String| page.headings.iter().any(|heading| heading == *sign);
    let by_heading = dialect.detect.headings.iter().filter(is_heading).count();
    let by_text = dialect.detect.text.iter().filter(|sign| page.says(sign)).count();
    if by_text == 0 && by_heading < HEADINGS { 0 } else { (by_heading + by_text) as u32 }
}
