//! Defaults: the value that holds when the field is not sent.

use super::cursor::Cursor;
use super::enums::Enumeration;
use super::literal;
use super::patterns::{Hit, Role};
use super::text::Text;
use super::units;
use crate::model::Type;

/// The default as a literal of the type; none when the text states several of them, or none in a known form.
pub(super) fn read(text: &Text<'_>, ty: &Type, list: &Enumeration, unit: Option<&str>) -> Option<String> {
    if !matches!(ty, Type::String | Type::Integer { .. } | Type::Number | Type::Boolean) {
        return None;
    }
    let mut stated = text.with(Role::Default).filter_map(|hit| behind(text, hit, ty, list, unit));
    let first = stated.next().or_else(|| list.default.clone())?;
    stated.all(|other| other == first).then_some(first)
}

/// The default that stands behind the word.
fn behind(text: &Text<'_>, hit: &Hit, ty: &Type, list: &Enumeration, unit: Option<&str>) -> Option<String> {
    let lead = &text.patterns.vocabulary.lead;
    let before = text.raw[..hit.start].trim_end();
    if lead.not_defaulted.iter().any(|word| before.ends_with(word.as_str())) {
        return None;
    }
    let mut cursor = text.cursor(hit.end);
    text.skip_filler(&mut cursor);
    let leads = text.raw[text.phrase(hit.start).start..hit.start].trim().is_empty();
    let adjacent = leads && cursor.at == hit.end && !text.raw[hit.start..hit.end].is_ascii();
    let announced = adjacent || text.raw[hit.end..cursor.at].trim() != "";
    let close =
        cursor.peek().filter(|it| matches!(*it, '(' | '（' | '[')).and_then(|_| cursor.open_bracket());
    let start = cursor.at;
    if matches!(ty, Type::String) && cursor.empty_quotes() {
        return (!text.is_conditional(start..cursor.at)).then(|| "\"\"".to_owned());
    }
    if matches!(ty, Type::String) && cursor.rest() == "*" {
        return Some("\"*\"".to_owned());
    }
    let token = literal::token(&mut cursor)?;
    let literal = literal::one(token, ty)?;
    let listed = list.values.iter().any(|value| value.literal == literal);
    let constant = token.text.len() > 1 && token.text.chars().all(|it| it.is_ascii_uppercase());
    let other = || !constant && lead.not_a_default.iter().any(|word| word.eq_ignore_ascii_case(token.text));
    if !token.quoted && !listed && other() {
        return None;
    }
    let text_type = matches!(ty, Type::String);
    let evident = !text_type || token.quoted || token.is_number() || announced || listed;
    let ends = match close {
        Some(close) => cursor.at == close,
        None if token.quoted && text_type => !is_one_of_several(cursor),
        None => ends(text, cursor.at, token.is_number() && !text_type, unit),
    };
    (evident && ends && !text.is_conditional(start..cursor.at)).then_some(literal)
}

/// Whether another value in quotes stands behind, as in `"a" or "b"`.
fn is_one_of_several(mut cursor: Cursor<'_>) -> bool {
    let between = cursor
        .take_while(|it| !matches!(it, '"' | '\'' | '“' | '‘' | '`' | ',' | '，' | '。' | ';' | '；' | '\n'));
    between.len() < 8 && cursor.quoted().is_some()
}

/// Whether no word behind the value changes it: its phrase ends, or it is a count of things.
fn ends(text: &Text<'_>, at: usize, number: bool, unit: Option<&str>) -> bool {
    let mut cursor = text.cursor(at);
    cursor.skip_space();
    if cursor.peek().is_none() || text.list_may_end(at) || text.starts(Role::Condition, cursor.at) {
        return true;
    }
    if !number {
        return false;
    }
    match units::take(text, &mut cursor) {
        Some(found) => Some(found) == unit,
        None => cursor.eat_word(&text.patterns.vocabulary.lead.counted),
    }
}
