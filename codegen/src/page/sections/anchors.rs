//! Anchors: the names that lead to the blocks of a page.

use crate::syntax::markdown::{Anchor, Block, Kind};

/// The names of a page that links lead to, each for the block that it names.
pub(super) struct Anchors<'a> {
    pub(super) rest: std::iter::Peekable<std::vec::IntoIter<Anchor<'a>>>,
    /// Names of the lines since the last other block.
    pub(super) held: Vec<&'a str>,
}

impl<'a> Anchors<'a> {
    /// The names that lead to a block. Those of lines lead to the table right below.
    pub(super) fn of(&mut self, Block { kind, span }: &Block<'_>) -> Vec<&'a str> {
        if !matches!(kind, Kind::Lines { .. } | Kind::Table(_)) {
            self.held.clear();
        }
        while let Some(anchor) = self.rest.next_if(|anchor| anchor.target.start <= span.start) {
            self.held.push(anchor.name);
        }
        if matches!(kind, Kind::Lines { .. }) { Vec::new() } else { std::mem::take(&mut self.held) }
    }
}
