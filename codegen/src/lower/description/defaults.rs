//! Defaults: the value that holds when the field is not sent.

use super::cursor::Cursor;
use super::enums::Enumeration;
use super::literal::{self, Token};
use super::patterns::{Hit, Role};
use super::text::Text;
use super::units;
use crate::model::Type;

/// The default as a literal of the type; none when the text states several of them, or none in a known form.
pub(super) fn read(text: &Text<'_>, ty: &Type, list: &Enumeration, unit: Option<&str>) -> Option<String> {
    let stated = text.with(Role::Default).filter(|hit| !is_about_other(text, hit));
    let mut stated = stated.filter_map(|hit| match ty {
        Type::String | Type::Integer { .. } | Type::Number => scalar(text, hit, ty, list, unit),
        Type::Boolean => flag(text, hit).or_else(|| scalar(text, hit, ty, list, unit)),
        Type::Array(item) => array(text, hit, item),
        Type::AnyObject | Type::Map(_) | Type::Object(_) => empty_object(text, hit),
        _ => None,
    });
    let first = stated.next().or_else(|| list.default.clone())?;
    stated.all(|other| other == first).then_some(first)
}

/// Whether the word does not introduce a default: `恢复默认`, `是否默认`.
fn is_about_other(text: &Text<'_>, hit: &Hit) -> bool {
    let before = text.raw[..hit.start].trim_end();
    // `0为默认 1为自定义`: the word is the label of a value.
    let number = before.strip_suffix(['为', '是', ':', '：', '-', '=']);
    let labels = number.is_some_and(|it| it.trim_end().ends_with(|it: char| it.is_ascii_digit()));
    labels || text.patterns.vocabulary.lead.not_defaulted.iter().any(|word| before.ends_with(word.as_str()))
}

/// The position of the value behind the word.
fn value_at<'t>(text: &'t Text<'_>, hit: &Hit) -> Cursor<'t> {
    let mut cursor = text.cursor(hit.end);
    text.skip_filler(&mut cursor);
    cursor
}

/// The text, number or flag behind the word.
fn scalar(text: &Text<'_>, hit: &Hit, ty: &Type, list: &Enumeration, unit: Option<&str>) -> Option<String> {
    let mut cursor = value_at(text, hit);
    let value = cursor.at;
    let text_type = matches!(ty, Type::String);
    let close = cursor
        .peek()
        .filter(|it| matches!(*it, '(' | '（' | '['))
        .and_then(|_| text.open_bracket(&mut cursor));
    let start = cursor.at;
    if text_type && cursor.empty_quotes() {
        return (!is_conditional(text, hit, start, cursor.at)).then(|| "\"\"".to_owned());
    }
    if text_type && cursor.rest() == "*" {
        return Some("\"*\"".to_owned());
    }
    let token = match ty {
        Type::String => name(text, &mut cursor, list),
        Type::Boolean => literal::token(&mut cursor),
        _ => number(&mut cursor),
    }?;
    let literal = literal::one(token, ty)?;
    let listed = list.values.iter().any(|value| value.literal == literal);
    if !token.quoted && !listed && is_prose(text, hit, &token) {
        return None;
    }
    let evident =
        !text_type || token.quoted || token.is_number() || listed || announces(text, hit, value, &token);
    let ends = match close {
        Some(close) => cursor.at == close,
        None if token.quoted && text_type => !is_one_of_several(cursor),
        None => ends(text, cursor.at, token.is_number() && !text_type, unit),
    };
    (evident && ends && !is_conditional(text, hit, start, cursor.at)).then_some(literal)
}

/// A value in quotes, a word, a sort key such as `-update_time`, or a name of parts such as `Asia/Shanghai`.
fn name<'t>(text: &Text<'_>, cursor: &mut Cursor<'t>, list: &Enumeration) -> Option<Token<'t>> {
    let start = *cursor;
    let dash = cursor.peek() == Some('-') && cursor.eat(|it| it == '-').is_some();
    let Some(first) = literal::token(cursor) else {
        *cursor = start;
        return literal::token(cursor);
    };
    if first.quoted {
        return (!dash).then_some(first);
    }
    let capital = |word: &str| word.starts_with(|it: char| it.is_ascii_uppercase());
    while list.values.is_empty() && cursor.peek() == Some('/') && capital(first.text) {
        let mut part = text.cursor(cursor.at + 1);
        match literal::token(&mut part).filter(|it| !it.quoted && capital(it.text)) {
            Some(_) => cursor.at = part.at,
            None => break,
        }
    }
    Some(Token { text: &start.text[start.at..cursor.at], quoted: false })
}

/// A number, which a unit may follow at once, or one in quotes.
fn number<'t>(cursor: &mut Cursor<'t>) -> Option<Token<'t>> {
    match cursor.number() {
        Some(text) => Some(Token { text, quoted: false }),
        None => literal::token(cursor),
    }
}

/// Whether the word is no value: `none`, or part of an English sentence.
fn is_prose(text: &Text<'_>, hit: &Hit, token: &Token<'_>) -> bool {
    let lead = &text.patterns.vocabulary.lead;
    let is = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(token.text));
    let constant = token.text.len() > 1 && token.text.chars().all(|it| it.is_ascii_uppercase());
    let english = text.raw[hit.start..hit.end].is_ascii();
    !constant && (is(&lead.no_value) || (english && is(&lead.not_a_default)))
}

/// Whether the words before the value at the offset leave no doubt that it is one: a mark or a verb, or nothing but
/// the word for the default.
fn announces(text: &Text<'_>, hit: &Hit, value: usize, token: &Token<'_>) -> bool {
    let leads = text.raw[text.phrase(hit.start).start..hit.start].trim().is_empty();
    let between = text.raw[hit.end..value].trim();
    let english = text.raw[hit.start..hit.end].is_ascii();
    !between.is_empty() || (leads && (!english || token.is_constant()))
}

/// Whether the default between the offsets holds only under a condition. A condition before a question belongs to the
/// question: `如果不存在，是否返回空，默认False`.
fn is_conditional(text: &Text<'_>, hit: &Hit, start: usize, end: usize) -> bool {
    let phrase = text.phrase(hit.start);
    let leads = text.raw[phrase.start..hit.start].trim().is_empty();
    let sentence = text.sentence(hit.start);
    let asks = leads && text.has(Role::Question, sentence.start..phrase.start);
    let behind = || text.has(Role::Condition, end..text.phrase(end).end);
    if asks { behind() && text.is_conditional(end..end) } else { text.is_conditional(start..end) }
}

/// A flag in words: `默认为否`, `default: yes`.
fn flag(text: &Text<'_>, hit: &Hit) -> Option<String> {
    let lead = &text.patterns.vocabulary.lead;
    let mut cursor = text.cursor(hit.end);
    cursor.take_while(|it| it.is_whitespace() || matches!(it, ':' | '：' | '=' | '为' | '"' | '“'));
    // `默认是否` has the verb, `默认是` the value.
    let mut verb = cursor;
    let verbal = verb.eat(|it| it == '是').is_some() && lead.no.longest_at(verb.rest()).is_some();
    let mut cursor = if verbal { verb } else { cursor };
    cursor.eat_word(&lead.marks);
    let start = cursor.at;
    let value =
        [(&lead.yes, "true"), (&lead.no, "false")].into_iter().find(|(words, _)| cursor.eat_word(words));
    cursor.eat(|it| matches!(it, '"' | '”'));
    let (_, value) = value.filter(|_| text.list_may_end(cursor.at))?;
    (!is_conditional(text, hit, start, cursor.at)).then(|| value.to_owned())
}

/// A list in JSON notation, `[]` or one of values of the item type.
fn array(text: &Text<'_>, hit: &Hit, item: &Type) -> Option<String> {
    let mut cursor = value_at(text, hit);
    let start = cursor.at;
    let close = cursor.peek().filter(|it| *it == '[').and_then(|_| text.open_bracket(&mut cursor))?;
    let list: Vec<serde_json::Value> = serde_json::from_str(&text.raw[start..=close]).ok()?;
    let fits = |value: &serde_json::Value| match item {
        Type::String => value.is_string(),
        Type::Integer { .. } => value.is_i64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        _ => false,
    };
    let fits = list.iter().all(fits) && !is_conditional(text, hit, start, close + 1);
    fits.then(|| serde_json::Value::from(list).to_string())
}

/// `{}`.
fn empty_object(text: &Text<'_>, hit: &Hit) -> Option<String> {
    let cursor = value_at(text, hit);
    let empty = cursor.rest().starts_with("{}") && !is_conditional(text, hit, cursor.at, cursor.at + 2);
    empty.then(|| "{}".to_owned())
}

/// Whether another value in quotes stands behind, as in `"a" or "b"`.
fn is_one_of_several(mut cursor: Cursor<'_>) -> bool {
    let between = cursor
        .take_while(|it| !matches!(it, '"' | '\'' | '“' | '‘' | '`' | ',' | '，' | '。' | ';' | '；' | '\n'));
    between.len() < 8 && cursor.quoted().is_some()
}

/// Whether no word behind the value changes it: its phrase ends, or it is a count of things. A number without a stated
/// unit may have one there.
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
        Some(found) => unit.is_none_or(|unit| unit == found),
        None => cursor.eat_word(&text.patterns.vocabulary.lead.counted),
    }
}
