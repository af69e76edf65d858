//! Anchors of labelled lists: a value and the mark behind it, which its label follows.

use super::cursor::Cursor;
use super::literal::{self, Token};
use super::patterns::Role;
use super::sets::Words;
use super::text::Text;
use super::units;

/// How much a list at a place is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// A word announces it.
    Introduced,
    /// It stands without announcement in the description of a number.
    Numbers,
    /// It stands without announcement in the description of a text.
    Words,
}

/// The mark between value and label, by its group in the book.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Strong(usize),
    /// Also numbers plain text.
    Weak(usize),
    /// `0，x；1，y`: a comma, where semicolons stand between the values.
    Comma,
    /// `0 x 1 y`: nothing, between a number and a wide letter.
    Nothing,
}

/// A value with the mark behind it; the label begins at `label`.
pub(super) struct Anchor<'t> {
    pub(super) token: Token<'t>,
    pub(super) mark: Mark,
    pub(super) label: usize,
}

/// The anchor at the cursor, behind a bullet where one stands.
pub(super) fn anchor<'t>(text: &'t Text<'_>, mut cursor: Cursor<'t>, trust: Trust) -> Option<Anchor<'t>> {
    bullet(&mut cursor);
    let token = match trust {
        // `1-Waiting` is a number, a mark and a label.
        Trust::Numbers => cursor
            .number()
            .map(|text| Token { text, quoted: false })
            .or_else(|| literal::token(&mut cursor))?,
        _ => literal::token(&mut cursor)?,
    };
    let number = token.is_number();
    if !number
        && !token.quoted
        && !token.text.starts_with(|it: char| it.is_ascii_alphabetic() || matches!(it, '_' | '$'))
    {
        return None;
    }
    if !number && trust == Trust::Numbers {
        return None;
    }
    cursor.skip_space();
    let before = cursor.at;
    let mark = mark(text, &mut cursor, &token, trust)?;
    let tight = !cursor.peek().is_some_and(char::is_whitespace);
    cursor.skip_space();
    let next = cursor.peek()?;
    let joined = mark == DASH && tight && before == cursor.at - 1 && !number && next.is_ascii();
    if (tight && next.is_ascii_digit() && !is_address(cursor)) || joined || is_separator(next) {
        return None;
    }
    Some(Anchor { token, mark, label: cursor.at })
}

/// Takes spaces and the bullet of a list behind them.
pub(super) fn bullet(cursor: &mut Cursor<'_>) -> bool {
    cursor.skip_space();
    let stands = matches!(cursor.rest().as_bytes(), [b'-' | b'>', b' ', ..]);
    if stands {
        cursor.eat(|_| true);
        cursor.skip_space();
    }
    stands
}

/// The group of dashes in the book, which also join words.
const DASH: Mark = Mark::Strong(2);

fn mark(text: &Text<'_>, cursor: &mut Cursor<'_>, token: &Token<'_>, trust: Trust) -> Option<Mark> {
    let labels = &text.patterns.book.labels;
    let number = token.is_number();
    let mut group = |groups: &[Words]| groups.iter().position(|words| cursor.eat_word(words));
    if let Some(group) = group(&labels.strong) {
        return Some(Mark::Strong(group));
    }
    if number
        && trust != Trust::Words
        && let Some(group) = group(&labels.weak)
    {
        return Some(Mark::Weak(group));
    }
    let wide = |it: char| it.is_alphabetic() && !it.is_ascii();
    let mut ahead = *cursor;
    if ahead.eat(|it| matches!(it, ',' | '，')).is_some() {
        ahead.skip_space();
        let label = ahead.rest().split(is_separator).next().unwrap_or_default();
        let labelled = label.contains(wide) && !text.starts(Role::Tail, ahead.at);
        *cursor = ahead;
        return labelled.then_some(Mark::Comma);
    }
    (number && !token.quoted && names_number(text, *cursor)).then_some(Mark::Nothing)
}

/// Whether a word stands right behind a number that it can be the label of: it neither counts nor measures.
fn names_number(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    let lead = &text.patterns.book.lead;
    let word = cursor.peek().is_some_and(char::is_alphabetic);
    let joins = cursor.peek().is_some_and(|it| matches!(it, '或' | '和' | '与' | '及'))
        || text.starts(Role::Condition, cursor.at);
    word && !joins
        && units::take(text, &mut cursor.clone()).is_none()
        && !cursor.clone().eat_word(&lead.counted)
        && !cursor.eat_word(&lead.sign)
}

/// Whether the label is an address, so that the mark before its digits makes no ratio and no time.
fn is_address(mut cursor: Cursor<'_>) -> bool {
    cursor.take_while(|it| it.is_ascii_digit() || it == '.').matches('.').count() > 1
}

/// Whether the second value counts on from the first, each with one of the marks that number things.
pub(super) fn counts_on(first: &Anchor<'_>, second: &Anchor<'_>) -> bool {
    let numbers = |mark: Mark| matches!(mark, Mark::Strong(_) | Mark::Weak(_));
    let value = |anchor: &Anchor<'_>| anchor.token.text.parse::<i64>().ok();
    let ascends = value(first).zip(value(second)).is_some_and(|(first, second)| first < second);
    ascends && numbers(first.mark) && numbers(second.mark)
}

/// Whether the mark stands between the values of a list.
pub(super) fn is_separator(it: char) -> bool {
    matches!(it, ',' | '，' | ';' | '；' | '、' | '\n' | '。' | '/' | '|')
}
