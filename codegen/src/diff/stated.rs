//! What a description states: units and formats by any word for them, limits and duties.

use super::contrasts::{self, Group, Piece, Sense, pieces};
use crate::model::Text;

/// The meaning that a field must be sent, and those of limits, as `contrasts.toml` calls them.
const DUTY: &str = "required";
const LIMITS: [&str; 2] = ["at most", "at least"];

pub(super) fn of_group<'p>(piece: &'p Piece<'_>, group: Group) -> impl Iterator<Item = Sense<'static>> + 'p {
    piece.senses.iter().copied().filter(move |sense| sense.group == group)
}

/// Whether a text names a unit or a format by any word for it.
pub(super) fn names(texts: &[Text], group: Group, it: &str) -> bool {
    let names = |text: &Text| {
        pieces(&text.text).iter().any(|piece| of_group(piece, group).any(|sense| sense.name == it))
    };
    texts.iter().any(names)
}

/// The first word for another unit or format than the one that is known of the other side.
pub(super) fn other<'t>(texts: &'t [Text], group: Group, it: &str) -> Option<&'t str> {
    let of_text = |text: &'t Text| {
        let pieces = pieces(&text.text);
        let is_other = |at: &usize| {
            let mut senses = of_group(&pieces[*at], group).peekable();
            let is_sure = senses.peek().is_some() && senses.all(|sense| sense.name != it);
            is_sure && (group != Group::Unit || is_stated(&text.text, &pieces, *at))
        };
        (0..pieces.len()).find(is_other).map(|at| pieces[at].text)
    };
    let behind = match group {
        Group::Unit => contrasts::behind_unit,
        _ => contrasts::behind_format,
    };
    let unread = || texts.iter().find_map(|text| behind(&text.text)).filter(|word| *word != it);
    texts.iter().find_map(of_text).or_else(unread)
}

/// That a field must be sent, where the new text alone says so.
pub(super) fn duty<'t>(old: &[Piece<'_>], new: &[Piece<'t>]) -> Option<&'t str> {
    newly(old, new, &[DUTY])
}

/// A limit in a text that had no amount before.
pub(super) fn limit<'t>(
    old: (&str, &[Piece<'_>]),
    new: (&'t str, &[Piece<'t>]),
) -> Option<(&'t str, &'t str)> {
    let word = newly(old.1, new.1, &LIMITS)?;
    let amount = contrasts::amount(new.0).filter(|_| contrasts::amount(old.0).is_none())?;
    Some((word, amount))
}

/// A word of some meanings that the new text has and the old one has not.
fn newly<'t>(old: &[Piece<'_>], new: &[Piece<'t>], names: &[&str]) -> Option<&'t str> {
    let is_one = |piece: &&Piece<'_>| piece.senses.iter().any(|sense| names.contains(&sense.name));
    let found = new.iter().find(is_one)?;
    (!old.iter().any(|piece| is_one(&piece))).then_some(found.text)
}

/// Whether a word for a unit is one, and not of an amount (`5 days`) or of another word.
pub(super) fn is_stated(text: &str, pieces: &[Piece<'_>], at: usize) -> bool {
    let piece = &pieces[at];
    let before = at.checked_sub(1).map(|at| pieces[at].text);
    let is_amount = before.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    let is_apart = before.is_some_and(|it| it == "in" || it.chars().all(|c| "(（[【:：".contains(c)));
    let is_alone = !text[piece.start + piece.text.len()..].starts_with(char::is_alphanumeric);
    !is_amount && (is_long(piece.text) || is_apart && is_alone)
}

/// Whether a word is long enough to be no part of another one.
pub(super) fn is_long(word: &str) -> bool {
    word.chars().count() >= if word.is_ascii() { 4 } else { 2 }
}
