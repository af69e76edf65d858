//! Defaults: the value that holds when the field is not sent.

use super::chars::{
    is_close_bracket, is_colon, is_comma, is_open_bracket, is_quote, is_space, is_wide_letter,
};
use super::context::Context;
use super::cursor::Cursor;
use super::enums::Enumeration;
use super::flags;
use super::literal::{self, Token};
use super::patterns::{Hit, Role};
use super::place::{Place, is_conditional};
use super::text::Text;
use super::units;
use crate::model::Type;

/// The default as a literal of the type; none when the text states several of them, or none in a known form.
pub(super) fn read(
    text: &Text<'_>,
    context: &Context<'_>,
    list: &Enumeration,
    unit: Option<&str>,
) -> Option<String> {
    let ty = context.ty;
    let place =
        |hit: &Hit| Place { start: hit.start, word: hit.end, value: value_at(text, hit, context.name).at };
    let stated = text.with(Role::Default).filter(|hit| !is_about_other(text, hit));
    let stated = stated.filter_map(|hit| match ty {
        Type::String => scalar(text, &place(hit), ty, list, unit).or_else(|| spelled(text, &place(hit))),
        Type::Integer { .. } | Type::Number | Type::Any => scalar(text, &place(hit), ty, list, unit),
        Type::Boolean => flags::in_words(text, hit)
            .or_else(|| scalar(text, &place(hit), ty, list, unit))
            .or_else(|| flags::asked(text, hit))
            .or_else(|| flags::set(text, hit)),
        Type::Array(item) => array(text, &place(hit), item),
        Type::AnyObject | Type::Map(_) | Type::Object(_) => empty_object(text, &place(hit)),
        _ => None,
    });
    let mut stated = stated.chain(before(text, ty, list));
    let first = stated.next().or_else(|| list.default.clone())?;
    stated.all(|other| other == first).then_some(first)
}

/// Whether the word does not introduce a default: `恢复默认`, `是否默认`. `optional, 3` does in brackets.
fn is_about_other(text: &Text<'_>, hit: &Hit) -> bool {
    let before = text.raw[..hit.start].trim_end();
    let word = &text.raw[hit.start..hit.end];
    if word.ends_with(',') && !word.contains(' ') {
        return !before.ends_with(is_open_bracket);
    }
    // `0为默认 1为自定义`: the word is the label of a value.
    let number = before.strip_suffix(['为', '是', ':', '：', '-', '=']);
    let labels = number.is_some_and(|it| it.trim_end().ends_with(|it: char| it.is_ascii_digit()));
    labels || text.patterns.vocabulary.lead.not_defaulted.iter().any(|word| before.ends_with(word.as_str()))
}

/// The position of the value behind the word, and behind the field's name if that stands first: `the default page size
/// is 10`.
fn value_at<'t>(text: &'t Text<'_>, hit: &Hit, name: &str) -> Cursor<'t> {
    let mut cursor = text.cursor(hit.end);
    skip_name(&mut cursor, name);
    text.skip_filler(&mut cursor);
    cursor
}

/// Words of a name that may stand before a default.
const NAME_WORDS: usize = 3;

/// Takes words that are the name, or its end, and that a verb follows.
fn skip_name(cursor: &mut Cursor<'_>, name: &str) {
    let plain = |text: &str| text.replace(['_', '-'], "").to_ascii_lowercase();
    let (name, mut ahead, mut words) = (plain(name), *cursor, String::new());
    for _ in 0..NAME_WORDS {
        ahead.skip_space();
        let word = ahead.take_while(|it| it.is_ascii_alphanumeric() || it == '_');
        words.push_str(&plain(word));
        if word.is_empty() || !name.contains(&words) {
            return;
        }
        let mut verb = ahead;
        verb.skip_space();
        if name.ends_with(&words) && verb.rest().starts_with("is ") {
            *cursor = verb;
            return;
        }
    }
}

/// The text, number or flag behind the word.
fn scalar(
    text: &Text<'_>,
    place: &Place,
    ty: &Type,
    list: &Enumeration,
    unit: Option<&str>,
) -> Option<String> {
    let mut cursor = text.cursor(place.value);
    let text_type = matches!(ty, Type::String | Type::Any);
    // `By default, 10`
    if !text_type && text.raw[text.sentence(place.start).start..place.start].trim().is_empty() {
        cursor.eat(is_comma);
        cursor.skip_space();
    }
    let close = cursor
        .peek()
        .filter(|it| matches!(*it, '(' | '（' | '['))
        .and_then(|_| text.open_bracket(&mut cursor));
    let start = cursor.at;
    if text_type && (cursor.empty_quotes() || cursor.eat_word(&text.patterns.vocabulary.lead.empty_text)) {
        return (!is_conditional(text, place, start, cursor.at)).then(|| "\"\"".to_owned());
    }
    if text_type && cursor.rest() == "*" {
        return Some("\"*\"".to_owned());
    }
    let token = token(text, &mut cursor, (ty, list))?;
    let joined = (!token.quoted && !text_type).then(|| token.text.replace(',', ""));
    let token = Token { text: joined.as_deref().unwrap_or(token.text), ..token };
    let literal = literal::one(token, ty)?;
    let listed = list.values.iter().any(|value| value.literal == literal);
    // `the default is the value of "name"`
    let refers = text.raw.get(place.word..place.value).is_some_and(|between| between.contains("value of"));
    if text_type && refers {
        return None;
    }
    if !token.quoted && !listed && is_prose(text, place, &token) {
        return None;
    }
    let bracketed = || {
        let opens = text.raw[..place.start].trim_end().ends_with(is_open_bracket);
        opens && text.raw[cursor.at..].trim_start().starts_with(is_close_bracket) && token.is_code()
    };
    let evident = !text_type
        || token.quoted
        || token.is_number()
        || listed
        || announces(text, place, &token)
        || bracketed();
    let ends = match close {
        Some(close) => cursor.at == close,
        None if token.quoted && text_type => !is_one_of_several(cursor),
        None if *ty == Type::Boolean => !is_followed(cursor),
        // `默认取值：A：a label`
        None if listed && cursor.peek().is_some_and(is_colon) => true,
        None => ends(text, cursor.at, token.is_number() && !text_type, unit),
    };
    (evident && ends && !is_conditional(text, place, start, cursor.at)).then_some(literal)
}

/// A text in quotes behind the words that call it something: `the default is a static address "static"`. Nothing that is
/// only of, or like, what stands in quotes.
fn spelled(text: &Text<'_>, place: &Place) -> Option<String> {
    let phrase = place.value..text.phrase(place.value).end;
    let said = text.raw[phrase.clone()].trim_end();
    let (at, _) =
        said.char_indices().take(SPELLED).find(|(_, it)| is_quote(*it)).filter(|(at, _)| *at > 0)?;
    let words = said[..at].trim_end();
    let names = words.bytes().all(|it| it.is_ascii_alphabetic() || it == b' ')
        && !words.split(' ').any(|word| ["of", "as", "by", "from", "when", "if", "to"].contains(&word));
    let mut cursor = text.cursor(place.value + at);
    let token = literal::token(&mut cursor).filter(|_| cursor.at == place.value + said.len())?;
    let certain = names && !is_conditional(text, place, place.value, cursor.at);
    certain.then(|| literal::one(token, &Type::String))?
}

/// Whether another value stands behind: `true/false`, `true or false`.
fn is_followed(mut cursor: Cursor<'_>) -> bool {
    cursor.skip_space();
    cursor.peek().is_some_and(|it| matches!(it, '/' | '|' | '或' | '、')) || cursor.rest().starts_with("or ")
}

/// Defaults that stand before their words: `10 by default`, `if omitted, 10 is used`.
fn before<'t>(text: &'t Text<'_>, ty: &'t Type, list: &'t Enumeration) -> impl Iterator<Item = String> + 't {
    let stated = text.with(Role::DefaultBehind).chain(text.with(Role::Used).filter(|hit| {
        // Without the field, not in general.
        text.has(Role::Harmless, text.sentence(hit.start).start..hit.start)
    }));
    stated.filter_map(|hit| {
        let head = text.raw[..hit.start].trim_end();
        let inside = head.char_indices().next_back().filter(|(_, it)| is_quote(*it) || *it == '’');
        let quoted = inside.and_then(|(at, _)| head[..at].rfind(is_quote));
        let word = || {
            let apart = |it: char| it.is_whitespace() || it == '(' || is_comma(it) || is_wide_letter(it);
            head.char_indices().rfind(|(_, it)| apart(*it)).map_or(0, |(at, it)| at + it.len_utf8())
        };
        let start = quoted.unwrap_or_else(word);
        let mut cursor = text.cursor(start);
        let token = literal::token(&mut cursor).filter(|_| cursor.at == head.len())?;
        let literal = literal::one(token, ty).or_else(|| flags::switched(text, (start, token.text), ty))?;
        let listed = list.values.iter().any(|value| value.literal == literal);
        // `uses main by default`
        let is_used = || {
            let said = head[..start].trim_end();
            let verb = said.rsplit(|it: char| !it.is_ascii_alphabetic()).next().unwrap_or_default();
            let is = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(verb));
            is(&text.patterns.vocabulary.lead.uses)
        };
        let is_prose = || {
            let lead = &text.patterns.vocabulary.lead;
            lead.no_value.iter().chain(&lead.not_a_default).any(|word| word.eq_ignore_ascii_case(token.text))
        };
        // `UTF-8 by default`
        let alone = || token.is_constant() && text.phrase(start).start == start - blanks_before(text, start);
        let evident = !matches!(ty, Type::String | Type::Any)
            || token.quoted
            || listed
            || is_used() && !is_prose()
            || alone();
        (evident && !text.is_conditional(start..hit.end)).then_some(literal)
    })
}

/// Bytes of white space before the offset.
fn blanks_before(text: &Text<'_>, at: usize) -> usize {
    at - text.raw[..at].trim_end().len()
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

/// The value of a type that stands at the cursor.
fn token<'t>(
    text: &Text<'_>,
    cursor: &mut Cursor<'t>,
    (ty, list): (&Type, &Enumeration),
) -> Option<Token<'t>> {
    match ty {
        Type::String => name(text, cursor, list),
        Type::Boolean | Type::Any => literal::token(cursor),
        _ => number(cursor),
    }
}

/// A number, which a unit may follow at once, or one in quotes.
fn number<'t>(cursor: &mut Cursor<'t>) -> Option<Token<'t>> {
    match cursor.thousands().or_else(|| cursor.number()) {
        Some(text) => Some(Token { text, quoted: false }),
        None => literal::token(cursor),
    }
}

/// Whether the word is no value: `none`, or part of an English sentence.
fn is_prose(text: &Text<'_>, place: &Place, token: &Token<'_>) -> bool {
    let lead = &text.patterns.vocabulary.lead;
    let is = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(token.text));
    let constant = token.text.len() > 1 && token.text.chars().all(|it| it.is_ascii_uppercase());
    let english = text.raw[place.start..place.word].is_ascii();
    !constant && (is(&lead.no_value) || (english && is(&lead.not_a_default)))
}

/// Whether the words before the value leave no doubt that it is one: a mark or a verb, or nothing but the word for the
/// default.
fn announces(text: &Text<'_>, place: &Place, token: &Token<'_>) -> bool {
    let leads = text.raw[text.phrase(place.start).start..place.start].trim().is_empty();
    let between = text.raw[place.word..place.value].trim();
    let english = text.raw[place.start..place.word].is_ascii();
    !between.is_empty() || (leads && (!english || token.is_constant()))
}

/// Characters between the word for a default and a list in brackets, or a value in quotes, that spells it out.
const SPELLED: usize = 48;

/// A list in JSON notation, `[]` or one of values of the item type; words may say the same before it: `all of them [0,1]`.
fn array(text: &Text<'_>, place: &Place, item: &Type) -> Option<String> {
    let words =
        |it: char| it.is_ascii_alphanumeric() || it == '_' || is_space(it) || is_colon(it) || it == '(';
    let mut cursor = text.cursor(place.value);
    if cursor.eat_word(&text.patterns.vocabulary.lead.empty_list) {
        let is_all = text.list_may_end(cursor.at) && !is_conditional(text, place, place.value, cursor.at);
        return is_all.then(|| "[]".to_owned());
    }
    let rest = &text.raw[place.value..];
    let (at, _) = rest.char_indices().take(SPELLED).find(|(_, it)| !words(*it))?;
    let start = place.value + at;
    let mut cursor = text.cursor(start);
    let close = cursor.peek().filter(|it| *it == '[').and_then(|_| text.open_bracket(&mut cursor))?;
    let list: Vec<serde_json::Value> = serde_json::from_str(&text.raw[start..=close]).ok()?;
    let fits = |value: &serde_json::Value| match item {
        Type::String => value.is_string(),
        Type::Integer { .. } => value.is_i64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Any => !value.is_object() && !value.is_array(),
        _ => false,
    };
    let fits = list.iter().all(fits) && !is_conditional(text, place, start, close + 1);
    fits.then(|| serde_json::Value::from(list).to_string())
}

/// `{}`.
fn empty_object(text: &Text<'_>, place: &Place) -> Option<String> {
    let at = place.value;
    let empty = text.raw[at..].starts_with("{}") && !is_conditional(text, place, at, at + 2);
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
    let says = [Role::Condition, Role::Used, Role::Max, Role::Min, Role::Range]
        .iter()
        .any(|role| text.starts(*role, cursor.at));
    if cursor.peek().is_none() || text.list_may_end(at) || says {
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
