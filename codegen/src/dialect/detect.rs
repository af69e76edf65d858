//! Which dialect a page speaks: one point per sign, headings and text.
//!
//! Headings such as `Request Example` are common property, so one or two of them are no sign.

use super::{Dialect, normalize};
use crate::markdown::{Document, Kind};
use std::borrow::Cow;

/// Headings that a page without a sign in its text must have.
const HEADINGS: usize = 3;

/// Points of one dialect for one page.
pub fn score(dialect: &Dialect, text: &str, document: &Document<'_>) -> u32 {
    if dialect.detect.absent.iter().any(|sign| text.contains(sign.as_str())) {
        return 0;
    }
    let headings: Vec<Cow<'_, str>> = document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            Kind::Heading { text, .. } => Some(normalize(text)),
            _ => None,
        })
        .collect();
    let by_heading =
        dialect.detect.headings.iter().filter(|sign| headings.contains(&normalize(sign))).count();
    let by_text = dialect.detect.text.iter().filter(|sign| text.contains(sign.as_str())).count();
    if by_text == 0 && by_heading < HEADINGS { 0 } else { (by_heading + by_text) as u32 }
}
