//! What a description states: units and formats by any word for them, limits and duties.

use super::amounts;
use super::contrasts::{self, Group, Piece, Sense, pieces};
use super::reworded::Reworded;
use super::rules;
use crate::model::Text;

/// The meaning that a field must be sent, and those of limits, as `contrasts.toml` calls them.
const DUTY: &str = "required";
const LIMITS: [&str; 2] = ["at most", "at least"];

/// The meaning of words that forbid.
const CANNOT: &str = "cannot";

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

/// The number that counting begins with, where one side alone says it.
pub(super) fn first_number(old: &[Piece<'_>], new: &[Piece<'_>]) -> Option<Reworded> {
    let said = |pieces: &[Piece<'_>]| {
        let found = pieces.iter().find(|piece| of_group(piece, Group::First).next().is_some());
        found.map(|piece| piece.text.to_owned())
    };
    let says = [said(old), said(new)];
    let what = match &says {
        [None, Some(new)] => format!("states what counting begins with: `{new}`"),
        [Some(old), None] => format!("no longer states what counting begins with: `{old}`"),
        _ => return None,
    };
    Some(Reworded { rule: &rules::FIRST_NUMBER, what, says })
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
    let amount = amounts::amount(new.0).filter(|_| amounts::amount(old.0).is_none())?;
    Some((word, amount))
}

/// Which end of a range a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    AtMost,
    AtLeast,
}

impl Limit {
    /// Whether fewer values are allowed where the number became another one.
    pub(super) fn is_narrowed(self, old: f64, new: f64) -> bool {
        match self {
            Self::AtMost => new < old,
            Self::AtLeast => new > old,
        }
    }
}

/// Words between one for a limit and its number: `at most the first 10`.
const BETWEEN: usize = 3;

/// The limit that the words before a number of a text say it is.
pub(super) fn limit_before(text: &str, number: &Piece<'_>) -> Option<Limit> {
    let before = pieces(&text[..number.start]);
    let is_end = |piece: &Piece<'_>| ".。；;\n".contains(piece.text);
    let limit = |piece: &Piece<'_>| piece.senses.iter().find(|sense| LIMITS.contains(&sense.name)).copied();
    let near =
        before.iter().rposition(is_end).map_or(0, |at| at + 1).max(before.len().saturating_sub(BETWEEN + 1));
    let (at, sense) = (near..before.len()).rev().find_map(|at| Some((at, limit(&before[at])?)))?;
    // `cannot be greater than 10`
    let negates = |piece: &Piece<'_>| {
        contrasts::negates(piece.text) || piece.senses.iter().any(|sense| sense.name == CANNOT)
    };
    let is_negated =
        before[at.saturating_sub(BETWEEN)..at].iter().rev().take_while(|it| !is_end(it)).any(negates);
    Some(if (sense.name == LIMITS[0]) != is_negated { Limit::AtMost } else { Limit::AtLeast })
}

/// The first word for a unit right behind a number.
pub(super) fn unit_of_number(texts: &[Text]) -> Option<(&str, Vec<&'static str>)> {
    texts.iter().find_map(|text| {
        let pieces = pieces(&text.text);
        let is_number = |piece: &Piece<'_>| piece.text.bytes().all(|byte| byte.is_ascii_digit());
        let found = pieces
            .windows(2)
            .find(|two| is_number(&two[0]) && of_group(&two[1], Group::Unit).next().is_some())?;
        Some((found[1].text, of_group(&found[1], Group::Unit).map(|sense| sense.name).collect()))
    })
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
