//! Defaults: what holds when the field is not sent.

use super::cursor::Cursor;
use super::literal;
use super::patterns::{Hit, Role};
use super::text::Text;
use super::units;
use super::values::Found;
use crate::model::Type;

/// The default as a literal of the type; nothing when the text states several or says it in words.
pub(super) fn read(text: &Text<'_>, ty: &Type, list: &Found, unit: Option<&str>) -> Option<String> {
    if !matches!(ty, Type::String | Type::Integer { .. } | Type::Number | Type::Boolean) {
        return None;
    }
    let mut stated = text.with(Role::Default).filter_map(|hit| one(text, hit, ty, list, unit));
    let first = stated.next().or_else(|| list.default.clone())?;
    stated.all(|other| other == first).then_some(first)
}

/// The values that stand behind words for a default.
pub(super) fn tokens<'t>(text: &'t Text<'_>) -> impl Iterator<Item = literal::Token<'t>> {
    text.with(Role::Default).filter_map(|hit| {
        let mut cursor = text.cursor(hit.end);
        text.skip_filler(&mut cursor);
        literal::token(&mut cursor)
    })
}

fn one(text: &Text<'_>, hit: &Hit, ty: &Type, list: &Found, unit: Option<&str>) -> Option<String> {
    let lead = &text.patterns.book.lead;
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
    let shouts = token.text.len() > 1 && token.text.chars().all(|it| it.is_ascii_uppercase());
    let other = || !shouts && lead.not_a_default.iter().any(|word| word.eq_ignore_ascii_case(token.text));
    if !token.quoted && !listed && other() {
        return None;
    }
    let text_type = matches!(ty, Type::String);
    let believed = !text_type || token.quoted || token.is_number() || announced || listed;
    let ends = match close {
        Some(close) => cursor.at == close,
        None if token.quoted && text_type => !is_one_of_several(cursor),
        None => ends(text, cursor.at, token.is_number() && !text_type, unit),
    };
    (believed && ends && !text.is_conditional(start..cursor.at)).then_some(literal)
}

/// Whether another value in quotes stands behind, as in `"a" or "b"`.
fn is_one_of_several(mut cursor: Cursor<'_>) -> bool {
    let between = cursor
        .take_while(|it| !matches!(it, '"' | '\'' | '“' | '‘' | '`' | ',' | '，' | '。' | ';' | '；' | '\n'));
    between.len() < 8 && cursor.quoted().is_some()
}

/// Whether nothing that changes the value stands behind it: its phrase ends, or a number counts things.
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
        None => cursor.eat_word(&text.patterns.book.lead.counted),
    }
}
