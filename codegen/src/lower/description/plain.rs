//! Lists of values between separators: `a、b、c`, `[a, b]`, `"a"(x)、"b"(y)`, `0(x)或1(y)`.

use super::anchors;
use super::chars::is_close_bracket;
use super::cursor::Cursor;
use super::list::{Item, List};
use super::literal::{self, Token};
use super::patterns::Role;
use super::text::Text;
use crate::limits::ENUM_VALUES;
use std::ops::Range;

/// What separates two values; a list has one separator, and a word may stand before its last value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Pause,
    Comma,
    Semicolon,
    Slash,
    Word,
    /// A space, before a quoted value or one such as `$in`.
    Space,
    /// The end of a line.
    Line,
}

/// Reads the list at the offset.
///
/// ```text
/// list := [ "(" ] item { separator item } [ ")" ]
/// item := value [ "(" label ")" ]
/// ```
pub(super) fn read<'t>(text: &'t Text<'_>, at: usize) -> Option<List<'t>> {
    let mut cursor = text.cursor(at);
    cursor.skip_space();
    let start = cursor.at;
    let close = text.open_bracket(&mut cursor);
    let ratios = close.is_some() && text.raw[start..].starts_with('[');
    let first = item(text, &mut cursor, ratios)?;
    let mut items = vec![first];
    let mut kind = None;
    let mut end = cursor.at;
    while let Some(next) = separator(&mut cursor) {
        if kind.is_some_and(|kind| kind != next && next != Separator::Word) {
            break;
        }
        // `either "a" or "b"`: a word before a value in quotes is none.
        if next == Separator::Space && items.last().is_some_and(|item| is_word(&item.token)) {
            return None;
        }
        kind = kind.or(Some(next));
        let behind = cursor;
        let Some(more) = item(text, &mut cursor, ratios) else {
            return (close.is_none()
                && !matches!(next, Separator::Pause | Separator::Word)
                && text.is_tail(behind.at))
            .then_some(List { items, start, end, numbering: false });
        };
        items.push(more);
        end = cursor.at;
        if items.len() > ENUM_VALUES {
            return None;
        }
        if next == Separator::Word {
            break;
        }
    }
    let mut cursor = text.cursor(end);
    cursor.skip_space();
    let ends = match close {
        Some(close) => cursor.at == close,
        None => text.list_may_end(end),
    };
    let describes = items.iter().any(|item| is_about_form(text, &item.token));
    (ends && items.len() > 1 && !describes).then_some(List {
        items,
        start,
        end: close.unwrap_or(end),
        numbering: false,
    })
}

/// Whether the value is a word that only a separator parts from a value in quotes.
fn is_word(token: &Token<'_>) -> bool {
    !token.quoted && !token.text.starts_with('$')
}

/// A value with the label in brackets behind it, provided that the list can go on or end there. In square brackets it may
/// be a ratio: `[1:1, 1:n]`.
fn item<'t>(text: &'t Text<'_>, cursor: &mut Cursor<'t>, ratios: bool) -> Option<Item<'t>> {
    cursor.skip_space();
    let start = *cursor;
    let token = match empty_text(text, cursor) {
        Some(token) => token,
        None if ratios => literal::joined(cursor, ':')?,
        None => literal::token(cursor)?,
    };
    let label = label(text, cursor);
    let mut after = *cursor;
    after.skip_space();
    let listed = separator(&mut cursor.clone()).is_some() || after.peek().is_some_and(is_close_bracket);
    // In `default, custom` the first word is a value; alone it would begin another statement.
    if listed || (text.list_may_end(cursor.at) && !text.starts(Role::Tail, start.at)) {
        return Some(Item { token, label, default: false });
    }
    *cursor = start;
    None
}

/// Whether the word says what values look like: `must be unique, lower-case`.
fn is_about_form(text: &Text<'_>, token: &Token<'_>) -> bool {
    let words = &text.patterns.vocabulary.lead.not_values;
    !token.quoted && words.iter().any(|word| word.eq_ignore_ascii_case(token.text))
}

/// A text of no characters, in quotes or in words: `"a", "b" or ""`.
fn empty_text<'t>(text: &Text<'_>, cursor: &mut Cursor<'t>) -> Option<Token<'t>> {
    let stands = cursor.empty_quotes() || cursor.eat_word(&text.patterns.vocabulary.lead.empty_text);
    stands.then_some(Token { text: "", quoted: true })
}

fn label(text: &Text<'_>, cursor: &mut Cursor<'_>) -> Range<usize> {
    let none = cursor.at..cursor.at;
    let mut ahead = *cursor;
    ahead.skip_space();
    let Some(close) = text.open_bracket(&mut ahead) else { return none };
    let label = ahead.at..close;
    ahead.at = close;
    ahead.eat(is_close_bracket);
    *cursor = ahead;
    label
}

fn separator(cursor: &mut Cursor<'_>) -> Option<Separator> {
    cursor.skip_space();
    let found = match cursor.peek()? {
        '、' => Separator::Pause,
        ',' | '，' => Separator::Comma,
        ';' | '；' => Separator::Semicolon,
        '/' | '|' => Separator::Slash,
        '或' | '和' | '与' => Separator::Word,
        '\n' => Separator::Line,
        '"' | '“' | '$' if cursor.text[..cursor.at].ends_with(' ') => return Some(Separator::Space),
        _ => return word(cursor),
    };
    cursor.eat(|_| true);
    if found == Separator::Word {
        cursor.eat(|it| it == '者');
    } else if found == Separator::Line {
        anchors::bullet(cursor);
    } else {
        word(cursor);
    }
    Some(found)
}

fn word(cursor: &mut Cursor<'_>) -> Option<Separator> {
    let mut ahead = *cursor;
    ahead.skip_space();
    let rest = ahead.rest();
    let len = ["or ", "and ", "OR "].iter().find(|word| rest.starts_with(**word))?.len();
    ahead.at += len;
    *cursor = ahead;
    Some(Separator::Word)
}
