//! Bounds: smallest and largest value of a number, length of a text or list.

use super::chars::{ends_phrase, is_comma, is_wide_letter};
use super::cursor::Cursor;
use super::patterns::{Hit, Role};
use super::text::Text;
use super::units;
use crate::model::Type;
use std::ops::Range;

/// The bounds of a field.
#[derive(Default)]
pub(super) struct Bounds {
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
}

/// What is bounded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Value,
    Text,
    Count,
}

/// An interval that the text states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Interval {
    min: Option<i64>,
    max: Option<i64>,
}

/// Reads the bounds. A number with a unit is one only where the unit is the field's.
pub(super) fn read(text: &Text<'_>, ty: &Type, unit: Option<&str>) -> Bounds {
    let subject = match ty {
        Type::Integer { .. } | Type::Number => Subject::Value,
        Type::String => Subject::Text,
        Type::Array(_) => Subject::Count,
        _ => return Bounds::default(),
    };
    let mut stated: Vec<Interval> = Vec::new();
    let announced = text.with(Role::Range).chain(text.with(Role::Length));
    stated.extend(announced.filter_map(|hit| interval_behind(text, hit, subject, unit)));
    stated.extend(loose(text, subject, unit));
    if subject == Subject::Value {
        stated.extend(alone(text));
    }
    let exact = |hit: &&Hit| !matches!(ty, Type::Number) || !(hit.is(Role::Above) || hit.is(Role::Below));
    stated.extend(text.with(Role::AtMost).filter_map(|hit| limit_before(text, hit, subject)));
    if subject == Subject::Value {
        stated.extend(text.with(Role::Max).filter_map(|hit| chained(text, hit)));
    }
    stated.extend(text.hits.iter().filter(exact).filter_map(|hit| limit(text, hit, subject, unit)));
    let Some(Interval { min, max }) = agree(&stated) else { return Bounds::default() };
    let length = |it: Option<i64>| it.and_then(|it| u64::try_from(it).ok());
    match subject {
        Subject::Value => Bounds { min, max, ..Bounds::default() },
        _ => Bounds { min_length: length(min), max_length: length(max), ..Bounds::default() },
    }
}

/// All statements as one, unless two of them differ.
fn agree(stated: &[Interval]) -> Option<Interval> {
    let single = |side: fn(&Interval) -> Option<i64>| {
        let mut found = stated.iter().filter_map(side);
        let first = found.next();
        if found.all(|other| Some(other) == first) { Ok(first) } else { Err(()) }
    };
    let min = single(|it| it.min).ok()?;
    let max = single(|it| it.max).ok()?;
    let ordered = !matches!((min, max), (Some(min), Some(max)) if min > max);
    ordered.then_some(Interval { min, max })
}

/// `取值范围 [1,200]`, `长度为1-64`: an interval behind a word for ranges or lengths.
fn interval_behind(text: &Text<'_>, hit: &Hit, subject: Subject, unit: Option<&str>) -> Option<Interval> {
    let fits = match subject {
        Subject::Value => hit.is(Role::Range) || !hit.is(Role::Length),
        // `length between 5 and 10`
        Subject::Text => hit.is(Role::Length) || speaks_of_length(text, hit),
        Subject::Count => speaks_of_length(text, hit) || hit.is(Role::Range),
    };
    if !fits {
        return None;
    }
    let mut cursor = text.cursor(hit.end);
    text.skip_filler(&mut cursor);
    let start = cursor.at;
    let found = bracketed(text, &mut cursor).or_else(|| open(text, &mut cursor))?;
    if subject == Subject::Count && !speaks_of_length(text, hit) && !is_count(text, cursor) {
        return None;
    }
    let fits = subject == Subject::Text
        || subject == Subject::Count && is_count(text, cursor)
        || is_value(text, start, cursor, unit);
    (fits && !text.is_conditional(start..cursor.at)).then_some(found)
}

/// `1-10`, `weight, 0-100`: the only interval that is all of its phrase, and counts from the start.
fn alone(text: &Text<'_>) -> Option<Interval> {
    let phrase = |start: usize| {
        let mut cursor = text.cursor(start);
        cursor.skip_space();
        let found = open(text, &mut cursor).filter(|it| it.min <= Some(1) && is_wide(it))?;
        cursor.skip_space();
        cursor.eat_word(&text.patterns.vocabulary.lead.counted);
        let whole = text.raw[cursor.at..text.phrase(cursor.at).end.max(cursor.at)].trim().is_empty();
        (whole && !text.is_conditional(start..cursor.at)).then_some(found)
    };
    let mut found = text.phrase_starts().filter_map(phrase);
    let first = found.next()?;
    (found.next().is_none() && text.with(Role::Open).next().is_none()).then_some(first)
}

/// Intervals that no word announces: `[10, 100]` for numbers, `1-32个字符` for texts.
fn loose<'t>(
    text: &'t Text<'_>,
    subject: Subject,
    unit: Option<&'t str>,
) -> impl Iterator<Item = Interval> + 't {
    let begins = |(index, it): (usize, char)| {
        let before = text.raw[..index].chars().next_back();
        let inside =
            before.is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '.' | '_' | '~' | '～'));
        (matches!(it, '[' | '(') || (it.is_ascii_digit() && !inside)).then_some(index)
    };
    text.raw.char_indices().filter_map(begins).filter_map(move |start| {
        let mut cursor = text.cursor(start);
        match subject {
            Subject::Value => {
                let found = bracketed(text, &mut cursor).filter(is_wide)?;
                let square = text.raw[start..].starts_with('[') || text.raw[..cursor.at].ends_with(']');
                (square && is_value(text, start, cursor, unit) && !text.is_conditional(start..cursor.at))
                    .then_some(found)
            }
            Subject::Count => {
                let found = open(text, &mut cursor).filter(|it| it.min <= Some(1))?;
                (counts_elements(text, cursor) && !text.is_conditional(start..cursor.at)).then_some(found)
            }
            Subject::Text => {
                let found = open(text, &mut cursor)?;
                let before = text.raw[..start].trim_end().to_ascii_lowercase();
                let may_be_empty =
                    text.patterns.vocabulary.lead.empty_or.iter().any(|it| before.ends_with(it.as_str()));
                let found = if may_be_empty { Interval { min: None, ..found } } else { found };
                (counts_characters(text, cursor) && !text.is_conditional(start..cursor.at)).then_some(found)
            }
        }
    })
}

/// Two numbers in brackets that no word announces are bounds only when they cannot be all the values.
fn is_wide(interval: &Interval) -> bool {
    matches!((interval.min, interval.max), (Some(min), Some(max)) if max.abs_diff(min) > 1)
}

/// `[1,200]`, `[1~9]`, `(0,100]`, `[1,∞)`.
fn bracketed(text: &Text<'_>, cursor: &mut Cursor<'_>) -> Option<Interval> {
    let mut ahead = *cursor;
    let opens = ahead.eat(|it| matches!(it, '[' | '(' | '（' | '【'))?;
    ahead.skip_space();
    let first = integer(&mut ahead)?;
    ahead.skip_space();
    let sign = ahead.eat_word(&text.patterns.vocabulary.lead.sign);
    ahead.skip_space();
    let last = if ahead.eat(|it| it == '∞').is_some() { None } else { Some(integer(&mut ahead)?) };
    ahead.skip_space();
    let closes = ahead.eat(|it| matches!(it, ']' | ')' | '）' | '】'))?;
    let exclusive = |it: char| matches!(it, '(' | ')') && opens != closes;
    let min =
        if exclusive(opens) && (closes == ']' || last.is_none()) { first.checked_add(1)? } else { first };
    let max = if exclusive(closes) && opens == '[' { last.map(|it| it - 1) } else { last };
    *cursor = ahead;
    (sign && last.is_none_or(|last| first < last)).then_some(Interval { min: Some(min), max })
}

/// `1-65535`, `1~9`, `1 to 5`, `1到5`.
fn open(text: &Text<'_>, cursor: &mut Cursor<'_>) -> Option<Interval> {
    let mut ahead = *cursor;
    let min = integer(&mut ahead)?;
    ahead.skip_space();
    let comma = ahead.peek().is_some_and(is_comma);
    if comma || !ahead.eat_word(&text.patterns.vocabulary.lead.sign) {
        return None;
    }
    ahead.skip_space();
    let max = integer(&mut ahead)?;
    *cursor = ahead;
    (min < max).then_some(Interval { min: Some(min), max: Some(max) })
}

/// `最大值为200`, `up to 500`, `at least 1`.
fn limit(text: &Text<'_>, hit: &Hit, subject: Subject, unit: Option<&str>) -> Option<Interval> {
    let exact = hit.is(Role::Exact);
    let max = hit.is(Role::Max) || hit.is(Role::Below);
    let exclusive = hit.is(Role::Above) || hit.is(Role::Below);
    // A number that is exactly so is a value and no bound.
    if exact && subject == Subject::Value || !exact && !max && !hit.is(Role::Min) && !hit.is(Role::Above) {
        return None;
    }
    // `k>=2` bounds another quantity.
    let symbol = text.raw[hit.start..].starts_with(['<', '>', '≤', '≥']);
    if symbol && text.raw[..hit.start].ends_with(|it: char| it.is_ascii_alphanumeric() || it == '_') {
        return None;
    }
    let mut cursor = text.cursor(hit.end);
    text.skip_filler(&mut cursor);
    let start = cursor.at;
    let number = integer(&mut cursor)?;
    let number = match (exclusive, max) {
        (true, true) => number.checked_sub(1)?,
        (true, false) => number.checked_add(1)?,
        (false, _) => number,
    };
    let fits = match subject {
        Subject::Value => {
            let counts = || counts_things(text, hit.start..cursor.at);
            // Nothing is a count of things that is only said to be more than none.
            is_value(text, start, cursor, unit) && ((!max && exclusive) || !counts())
        }
        Subject::Text => {
            counts_characters(text, cursor)
                || (speaks_of_length(text, hit) && is_value(text, start, cursor, unit))
        }
        Subject::Count => is_value(text, start, cursor, unit) || is_count(text, cursor),
    };
    let (min, max) = (Some(number).filter(|_| exact || !max), Some(number).filter(|_| exact || max));
    let interval = Interval { min, max };
    let example = text.has(Role::Open, text.sentence(hit.start).start..hit.start);
    (fits && !example && !text.is_conditional(hit.start..cursor.at)).then_some(interval)
}

/// Whether the number before the cursor counts things that an English word names: `up to 200 relations`.
fn is_count(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    cursor.skip_space();
    let word = cursor.rest().starts_with(|it: char| it.is_ascii_alphabetic());
    word && units::take(text, &mut cursor.clone()).is_none() && !counts_characters(text, cursor)
}

/// Whether the number before the cursor counts elements: `1-10 items`.
fn counts_elements(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    cursor.skip_space();
    let start = cursor.at;
    let is_counted = cursor.eat_word(&text.patterns.vocabulary.lead.counted);
    is_counted && text.raw[start..cursor.at].chars().any(|it| it.is_ascii_alphabetic() || is_wide_letter(it))
}

/// `200 at most`, `64个字符以内`, `100 items or fewer`.
fn limit_before(text: &Text<'_>, hit: &Hit, subject: Subject) -> Option<Interval> {
    let before = text.raw[..hit.start].trim_end();
    let before = match subject {
        Subject::Value => before,
        Subject::Text => {
            let characters =
                text.within(Role::Characters, text.phrase(hit.start)).find(|it| it.end == before.len());
            text.raw[..characters?.start].trim_end()
        }
        Subject::Count => {
            let counted = text.patterns.vocabulary.lead.counted.iter();
            let thing = counted.filter(|it| before.ends_with(it)).map(str::len).max();
            before[..before.len() - thing?].trim_end()
        }
    };
    let digits = before.len() - before.trim_end_matches(|it: char| it.is_ascii_digit()).len();
    let number = before.len() - digits;
    let wide = subject != Subject::Value && before[..number].ends_with(is_wide_letter);
    let apart = number == 0 || wide || before[..number].ends_with([' ', '：', ':', '，', ',', '(', '（']);
    let max = before[number..].parse().ok().filter(|_| apart)?;
    (!text.is_conditional(number..hit.end)).then_some(Interval { min: None, max: Some(max) })
}

/// `1 <= x <= 100`: the second sign, with a name and the lower bound before it.
fn chained(text: &Text<'_>, hit: &Hit) -> Option<Interval> {
    let signs = ["<=", "≤"];
    if !signs.contains(&&text.raw[hit.start..hit.end]) {
        return None;
    }
    let of_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let name = text.raw[..hit.start].trim_end();
    let before = name.trim_end_matches(of_name);
    let low = signs.iter().find_map(|sign| before.trim_end().strip_suffix(sign))?.trim_end();
    let digits = low.trim_end_matches(|it: char| it.is_ascii_digit()).len();
    let min = low[digits..].parse().ok()?;
    let mut cursor = text.cursor(hit.end);
    cursor.skip_space();
    let max = integer(&mut cursor)?;
    (before.len() < name.len() && min < max).then_some(Interval { min: Some(min), max: Some(max) })
}

fn speaks_of_length(text: &Text<'_>, hit: &Hit) -> bool {
    text.has(Role::Length, text.phrase(hit.start).start..hit.end)
}

/// Whether the number before the cursor counts characters.
fn counts_characters(text: &Text<'_>, mut cursor: Cursor<'_>) -> bool {
    cursor.skip_space();
    text.with(Role::Characters).any(|hit| hit.start == cursor.at)
}

/// Whether the numbers up to the cursor are values as they stand: nothing scales them.
fn is_value(text: &Text<'_>, start: usize, mut cursor: Cursor<'_>, unit: Option<&str>) -> bool {
    if text.raw[..start].ends_with(|it: char| it.is_ascii_alphanumeric()) {
        return false;
    }
    cursor.skip_space();
    let Some(next) = cursor.peek() else { return true };
    let stated = cursor;
    if let Some(found) = units::take(text, &mut cursor.clone()) {
        return unit == Some(found);
    }
    let bounded = [Role::Max, Role::Min, Role::Above, Role::Below];
    text.list_may_end(stated.at)
        || stated.rest().starts_with("and ")
        || bounded.iter().any(|role| text.starts(*role, stated.at))
        || cursor.eat_word(&text.patterns.vocabulary.lead.counted)
        || matches!(next, ']' | '）' | '】' | '、' | '~')
}

/// Characters before a bound in which a word for a list counts.
const NEAR: usize = 100;

/// Whether the phrase bounds how many things there are, under a number type by mistake.
fn counts_things(text: &Text<'_>, range: Range<usize>) -> bool {
    let before = &text.raw[text.sentence(range.start).start..range.start];
    let near = before.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let sentence = before[near..].to_ascii_lowercase();
    let things = &text.patterns.vocabulary.lead.counts_things;
    // The head of a phrase counts: `list of hosts`, `host ids`, not `number of the list's entries`.
    let heads = |phrase: &str, thing: &str| {
        let phrase = phrase.trim();
        let (first, last) = (phrase.split(' ').next(), phrase.rsplit(' ').next());
        if thing.is_ascii() { first == Some(thing) || last == Some(thing) } else { phrase.ends_with(thing) }
    };
    sentence.split(ends_phrase).any(|phrase| things.iter().any(|thing| heads(phrase, thing)))
}

fn integer(cursor: &mut Cursor<'_>) -> Option<i64> {
    let mut ahead = *cursor;
    let number = match ahead.thousands() {
        Some(number) => number.replace(',', "").parse().ok()?,
        // `0.0` is a whole number.
        None => {
            let number = ahead.number()?;
            let whole = number.split_once('.').filter(|(_, rest)| rest.bytes().all(|byte| byte == b'0'));
            whole.map_or(number, |(whole, _)| whole).parse().ok()?
        }
    };
    if ahead
        .peek()
        .is_some_and(|it| it == '.' && ahead.rest()[1..].starts_with(|it: char| it.is_ascii_digit()))
    {
        return None;
    }
    *cursor = ahead;
    Some(number)
}
