//! Units of numbers: `单位：GB`, `(ms)`, `in seconds`.

use super::chars::ends_phrase;
use super::cursor::Cursor;
use super::patterns::Role;
use super::text::Text;
use super::words::is_whole_word;
use crate::model::Type;
use std::ops::Bound;

/// The unit, if the text states exactly one.
pub(super) fn read(text: &Text<'_>, ty: &Type) -> Option<String> {
    let number = matches!(ty.leaf(), Type::Integer { .. } | Type::Number);
    if !number && !matches!(ty.leaf(), Type::String) {
        return None;
    }
    let mut stated: Vec<&str> = text.with(Role::Unit).filter_map(|hit| behind(text, hit.end)).collect();
    if number {
        stated.extend(text.with(Role::UnitPhrase).filter_map(|hit| text.patterns.means(hit)));
        let ends = |it| ends_phrase(it) || matches!(it, '。' | ';' | '；' | '\n');
        let phrases = text.raw.split(ends).filter_map(|phrase| text.patterns.units.get(phrase.trim()));
        stated.extend(phrases.map(String::as_str));
    }
    let first = stated.first()?;
    stated.iter().all(|it| it == first).then(|| (*first).to_owned())
}

fn behind<'t>(text: &'t Text<'_>, at: usize) -> Option<&'t str> {
    let mut cursor = text.cursor(at);
    text.skip_filler(&mut cursor);
    cursor.eat(|it| matches!(it, '(' | '（' | '['));
    take(text, &mut cursor).filter(|_| ends(&cursor))
}

fn ends(cursor: &Cursor<'_>) -> bool {
    !cursor.peek().is_some_and(|it| it.is_alphanumeric() || it == '/')
}

/// Takes the longest unit that stands here.
pub(super) fn take<'t>(text: &'t Text<'_>, cursor: &mut Cursor<'_>) -> Option<&'t str> {
    let rest = cursor.rest();
    let first = &rest[..cursor.peek()?.len_utf8()];
    let alike = text
        .patterns
        .units
        .range::<str, _>((Bound::Included(first), Bound::Unbounded))
        .take_while(|(word, _)| word.starts_with(first));
    let (word, unit) = alike
        .filter(|(word, _)| rest.starts_with(word.as_str()) && is_whole_word(rest, word))
        .max_by_key(|(word, _)| word.len())?;
    cursor.at += word.len();
    Some(unit)
}
