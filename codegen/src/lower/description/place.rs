//! Places of defaults, and whether what is stated there holds under a condition only.

use super::patterns::Role;
use super::text::Text;

/// Where a default is stated.
pub(super) struct Place {
    /// Where its word stands.
    pub(super) start: usize,
    /// Behind its word.
    pub(super) word: usize,
    /// Where its value begins.
    pub(super) value: usize,
}

/// Whether the default between the offsets holds only under a condition. A condition before a question belongs to the
/// question: `如果不存在，是否返回空，默认False`.
pub(super) fn is_conditional(text: &Text<'_>, place: &Place, start: usize, end: usize) -> bool {
    let phrase = text.phrase(place.start);
    let leads = text.raw[phrase.start..place.start].trim().is_empty();
    let sentence = text.sentence(place.start);
    let asks = leads && text.has(Role::Question, sentence.start..phrase.start);
    let behind = || text.has(Role::Condition, end..text.phrase(end).end);
    if asks { behind() && text.is_conditional(end..end) } else { text.is_conditional(start..end) }
}
