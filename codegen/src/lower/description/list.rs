//! Lists of values as they stand in a description.

use super::literal::{self, Token};
use super::patterns::Role;
use super::text::Text;
use std::ops::Range;

/// A list of values.
pub(super) struct List<'a> {
    pub(super) items: Vec<Item<'a>>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether its values may be no more than numbers of a list.
    pub(super) numbering: bool,
}

/// One value of a list.
pub(super) struct Item<'a> {
    pub(super) token: Token<'a>,
    /// Where its label stands, an empty range when it has none.
    pub(super) label: Range<usize>,
    /// Whether it is marked as the default outside of its label.
    pub(super) default: bool,
}

/// The result of reading a list at an offset.
pub(super) enum Reading<'a> {
    /// No list begins there.
    Absent,
    /// A list begins there, and part of it is in doubt.
    Doubtful,
    /// A list.
    List(List<'a>),
}

impl List<'_> {
    /// Whether the list has the value, written alike.
    pub(super) fn has(&self, token: &Token<'_>) -> bool {
        has(&self.items, token)
    }
}

/// Whether one of the items is the value, written alike.
pub(super) fn has(items: &[Item<'_>], token: &Token<'_>) -> bool {
    items.iter().any(|item| item.token.text == token.text)
}

/// Whether the text states a default that is one of the items.
pub(super) fn has_default(text: &Text<'_>, items: &[Item<'_>]) -> bool {
    text.with(Role::Default).any(|hit| {
        let mut cursor = text.cursor(hit.end);
        text.skip_filler(&mut cursor);
        literal::token(&mut cursor).is_some_and(|token| has(items, &token))
    })
}
