//! Pairs of square brackets and the targets behind them.

use std::ops::Range;

/// Where the parts of a link stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) text: Range<usize>,
    /// The text in parentheses; the closing one follows.
    pub(super) target: Range<usize>,
}

/// The pairs of square brackets of a text and the targets behind them, found in one pass.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    /// Opening and closing bracket, and the end of the target, by the opening one.
    links: Vec<(usize, usize, usize)>,
}

impl Brackets {
    pub(super) fn new(text: &str) -> Self {
        let (mut open, mut links) = (Vec::new(), Vec::new());
        // The end of a line or of a target, whichever comes next, seen from the right.
        let ends: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| matches!(c, ')' | '\n')).collect();
        for (at, c) in text.char_indices() {
            match c {
                '[' => open.push(at),
                ']' => {
                    let Some(start) = open.pop() else { continue };
                    let next = ends.partition_point(|(end, _)| *end < at);
                    let end = ends.get(next).filter(|(_, c)| *c == ')' && text[at + 1..].starts_with('('));
                    links.extend(end.map(|(end, _)| (start, at, *end)));
                }
                _ => {}
            }
        }
        links.sort_unstable();
        Self { links }
    }

    /// The link whose text begins at `at`.
    pub(super) fn link(&self, at: usize) -> Option<Place> {
        let index = self.links.binary_search_by_key(&at, |link| link.0).ok()?;
        let (start, close, end) = self.links[index];
        Some(Place { text: start + 1..close, target: close + 2..end })
    }
}
