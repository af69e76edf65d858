//! Anchors of labelled lists: a value, and the mark between it and its label.

use super::chars::{ends_sentence, is_close_bracket, is_comma, is_separator, is_wide_letter};
use super::cursor::Cursor;
use super::literal::{self, Token};
use super::patterns::Role;
use super::text::Text;
use super::units;
use super::words::Words;

/// How a list is introduced, which decides what evidence it needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// A word announces it.
    Introduced,
    /// No word announces it; the field is a number.
    Numbers,
    /// No word announces it; the field is a text.
    Words,
}

/// The mark between a value and its label, by its group in the vocabulary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Strong(usize),
    /// A mark that also numbers plain text.
    Weak(usize),
    /// `0，x；1，y`: a comma, where semicolons stand between the values.
    Comma,
    /// `0 x 1 y`: no mark, between a number and a letter.
    Nothing,
    /// `为1时`: a word behind a number that a condition is about.
    When,
}

/// A value with the mark behind it; its label begins at `label`.
pub(super) struct Anchor<'t> {
    pub(super) token: Token<'t>,
    pub(super) mark: Mark,
    pub(super) label: usize,
    /// Whether a word in brackets between the two marks the default: `0(default): off`.
    pub(super) default: bool,
}

/// Reads the anchor at the cursor, behind a bullet if there is one.
pub(super) fn anchor<'t>(text: &'t Text<'_>, mut cursor: Cursor<'t>, trust: Trust) -> Option<Anchor<'t>> {
    if let Some(anchor) = when(text, cursor) {
        return Some(anchor);
    }
    let listed = bullet(&mut cursor);
    let token = match trust {
        // `1-Waiting` is a number, a mark and a label.
        Trust::Numbers => cursor
            .number()
            .map(|text| Token { text, quoted: false })
            .or_else(|| literal::token(&mut cursor))?,
        // `1.LINUX 2.WINDOWS`
        _ if numbers_constant(cursor) => {
            Token { text: cursor.take_while(|it| it.is_ascii_digit()), quoted: false }
        }
        _ if listed => literal::joined(&mut cursor, '/')?,
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
    let default = default_flag(text, &mut cursor);
    cursor.skip_space();
    let before = cursor.at;
    let mark = mark(text, &mut cursor, &token, trust)?;
    let tight = !cursor.peek().is_some_and(char::is_whitespace);
    cursor.skip_space();
    let next = cursor.peek()?;
    let joined = mark == DASH && tight && before == cursor.at - 1 && !number && next.is_ascii();
    let ratio =
        tight && next.is_ascii_digit() && !is_address(cursor) && (number || !is_wide(text, cursor.at));
    if ratio || joined || is_separator(next) {
        return None;
    }
    Some(Anchor { token, mark, label: cursor.at, default })
}

/// A number that a condition is about: `为1时打开`.
fn when<'t>(text: &'t Text<'_>, mut cursor: Cursor<'t>) -> Option<Anchor<'t>> {
    let labels = &text.patterns.vocabulary.labels;
    cursor.skip_space();
    cursor.eat_word(&labels.if_lead).then_some(())?;
    cursor.skip_space();
    let token = Token { text: cursor.number()?, quoted: false };
    cursor.skip_space();
    cursor.eat_word(&labels.when).then_some(())?;
    cursor.skip_space();
    let label = cursor.at;
    cursor.peek().filter(|it| is_wide_letter(*it))?;
    Some(Anchor { token, mark: Mark::When, label, default: false })
}

/// Whether the part at the offset has a letter of another script: `small：1核2G`.
fn is_wide(text: &Text<'_>, at: usize) -> bool {
    let part = text.raw[at..].split(is_separator).next().unwrap_or_default();
    part.chars().take(LABEL).any(is_wide_letter)
}

/// Characters of a label that are looked at.
const LABEL: usize = 16;

/// Takes a word for a default that stands in brackets.
fn default_flag(text: &Text<'_>, cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.skip_space();
    let Some(close) = text.open_bracket(&mut ahead) else { return false };
    let inside = text.raw[ahead.at..close].trim();
    let flag = text.within(Role::Default, ahead.at..close).any(|hit| text.raw[hit.start..hit.end] == *inside);
    if flag {
        ahead.at = close;
        ahead.eat(|_| true);
        *cursor = ahead;
    }
    flag
}

/// Takes spaces and the bullet of a list behind them.
pub(super) fn bullet(cursor: &mut Cursor<'_>) -> bool {
    cursor.skip_space();
    let spaced = matches!(cursor.rest().as_bytes(), [b'-' | b'>' | b'*', b' ', ..]);
    let stands = spaced || cursor.rest().starts_with(['•', '·', '●', '▪', '‣']);
    if stands {
        cursor.eat(|_| true);
        cursor.skip_space();
    }
    stands
}

/// The group of dashes in the vocabulary, which also join words.
const DASH: Mark = Mark::Strong(2);

/// The group of `for` in the vocabulary, a mark behind numbers alone.
const FOR: Mark = Mark::Strong(5);

fn mark(text: &Text<'_>, cursor: &mut Cursor<'_>, token: &Token<'_>, trust: Trust) -> Option<Mark> {
    let labels = &text.patterns.vocabulary.labels;
    let number = token.is_number();
    let start = *cursor;
    let weak = number && (trust != Trust::Words || numbers_code(start))
        || token.quoted && !number && !text.starts(Role::Harmless, start.at);
    let mut group = |groups: &[Words]| groups.iter().position(|words| cursor.eat_word(words));
    if let Some(group) = group(&labels.strong) {
        // `1 for daily`, but not `used for backups`.
        return (Mark::Strong(group) != FOR || number || token.quoted).then_some(Mark::Strong(group));
    }
    if weak
        && let Some(group) = group(&labels.weak)
        && !ends_item(text, *cursor)
        && !says_flag(text, start)
        && (number || cursor.peek().is_some_and(is_wide_letter))
    {
        return Some(Mark::Weak(group));
    }
    // In `0否 1是` the verb is the label.
    *cursor = start;
    let mut ahead = *cursor;
    if ahead.eat(is_comma).is_some() {
        ahead.skip_space();
        let label = ahead.rest().split(is_separator).next().unwrap_or_default();
        let labelled = label.contains(is_wide_letter) && (token.quoted || !text.starts(Role::Tail, ahead.at));
        *cursor = ahead;
        return labelled.then_some(Mark::Comma);
    }
    let bare = !token.quoted || trust == Trust::Numbers;
    (number && bare && names_number(text, *cursor)).then_some(Mark::Nothing)
}

/// Whether the mark behind a number and a word in ASCII stand here, as in a numbered list: `1、linux 2、windows`.
fn numbers_code(mut cursor: Cursor<'_>) -> bool {
    let mark = cursor.eat(|it| matches!(it, '.' | '、')).is_some();
    cursor.skip_space();
    mark && cursor.peek().is_some_and(|it| it.is_ascii_alphabetic())
}

/// Whether a number, a full stop and a word in capitals stand here without blanks.
fn numbers_constant(mut cursor: Cursor<'_>) -> bool {
    let number = cursor.take_while(|it| it.is_ascii_digit());
    let mark = cursor.eat(|it| it == '.').is_some();
    let word = cursor.take_while(|it| it.is_ascii_uppercase() || it == '_');
    !number.is_empty() && mark && word.len() > 1 && !cursor.peek().is_some_and(|it| it.is_ascii_lowercase())
}

/// Whether yes or no stands here, and another number behind it: `1是0否`.
fn says_flag(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    let lead = &text.patterns.vocabulary.lead;
    let flag = cursor.eat_word(&lead.yes) || cursor.eat_word(&lead.no);
    cursor.skip_space();
    flag && cursor.peek().is_some_and(|it| it.is_ascii_digit())
}

/// Whether nothing but the end of a list item follows.
fn ends_item(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    cursor.skip_space();
    let Some(next) = cursor.peek() else { return true };
    is_separator(next) || is_close_bracket(next) || ends_sentence(&text.raw, cursor.at, next)
}

/// Whether the word behind a number may be its label: it neither counts things nor is a unit.
fn names_number(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    let lead = &text.patterns.vocabulary.lead;
    let word = cursor.peek().is_some_and(char::is_alphabetic);
    let joins = cursor.peek().is_some_and(|it| matches!(it, '或' | '和' | '与' | '及'))
        || text.starts(Role::Condition, cursor.at);
    word && !joins
        && !counts_units(text, cursor)
        && !cursor.clone().eat_word(&lead.counted)
        && !cursor.eat_word(&lead.sign)
}

/// Whether a unit stands here; in `1 byte shell` it is part of the label.
fn counts_units(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    let stands = units::take(text, &mut cursor).is_some();
    let word =
        cursor.rest().strip_prefix(' ').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()));
    stands && !word
}

/// Whether the label is an address, so that the mark before its digits makes no ratio and no time.
fn is_address(mut cursor: Cursor<'_>) -> bool {
    cursor.take_while(|it| it.is_ascii_digit() || it == '.').matches('.').count() > 1
}

/// Whether both are numbered, and the second number is the greater one.
pub(super) fn ascends(first: &Anchor<'_>, second: &Anchor<'_>) -> bool {
    let numbers = |mark: Mark| matches!(mark, Mark::Strong(_) | Mark::Weak(_));
    let value = |anchor: &Anchor<'_>| anchor.token.text.parse::<i64>().ok();
    let greater = value(first).zip(value(second)).is_some_and(|(first, second)| first < second);
    greater && numbers(first.mark) && numbers(second.mark)
}
