//! Bounds: smallest and largest value of a number, length of a text or list.

use super::Context;
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

/// A statement of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Interval {
    min: Option<i64>,
    max: Option<i64>,
}

pub(super) fn read(text: &Text<'_>, context: &Context<'_>) -> Bounds {
    let subject = match context.ty {
        Type::Integer { .. } | Type::Number => Subject::Value,
        Type::String => Subject::Text,
        Type::Array(_) => Subject::Count,
        _ => return Bounds::default(),
    };
    let mut stated: Vec<Interval> = Vec::new();
    if subject != Subject::Count {
        stated.extend(
            text.with(Role::Range)
                .chain(text.with(Role::Length))
                .filter_map(|hit| interval_behind(text, hit, subject)),
        );
        stated.extend(loose(text, subject));
    }
    if subject == Subject::Value {
        stated.extend(alone(text));
    }
    stated.extend(text.hits.iter().filter_map(|hit| limit(text, hit, subject)));
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
fn interval_behind(text: &Text<'_>, hit: &Hit, subject: Subject) -> Option<Interval> {
    if hit.is(Role::Length) != (subject == Subject::Text)
        && !(hit.is(Role::Range) && subject == Subject::Value)
    {
        return None;
    }
    let mut cursor = text.cursor(hit.end);
    text.skip_filler(&mut cursor);
    let start = cursor.at;
    let found = bracketed(text, &mut cursor).or_else(|| open(text, &mut cursor))?;
    let fits = subject == Subject::Text || is_value(text, start, cursor);
    (fits && !text.is_conditional(start..cursor.at)).then_some(found)
}

/// `1-10`: an interval that is all the text says.
fn alone(text: &Text<'_>) -> Option<Interval> {
    let mut cursor = text.cursor(0);
    open(text, &mut cursor).filter(|_| cursor.rest().is_empty())
}

/// Intervals without announcement: `[10, 100]` for numbers, `1-32个字符` for texts.
fn loose<'t>(text: &'t Text<'_>, subject: Subject) -> impl Iterator<Item = Interval> + 't {
    let digit = |(index, it): (usize, char)| {
        let before = text.raw[..index].chars().next_back();
        let inside = before.is_some_and(|it| it.is_ascii_alphanumeric() || "-._~～".contains(it));
        ((it.is_ascii_digit() && !inside) || "[(".contains(it)).then_some(index)
    };
    text.raw.char_indices().filter_map(digit).filter_map(move |start| {
        let mut cursor = text.cursor(start);
        match subject {
            Subject::Value => {
                let found = bracketed(text, &mut cursor).filter(is_wide)?;
                let square = text.raw[start..].starts_with('[');
                (square && is_value(text, start, cursor) && !text.is_conditional(start..cursor.at))
                    .then_some(found)
            }
            _ => {
                let found = open(text, &mut cursor)?;
                (counts_characters(text, cursor) && !text.is_conditional(start..cursor.at)).then_some(found)
            }
        }
    })
}

/// Two numbers in brackets that nothing announces are bounds only when they could not be all values.
fn is_wide(interval: &Interval) -> bool {
    matches!((interval.min, interval.max), (Some(min), Some(max)) if max.abs_diff(min) > 1)
}

/// `[1,200]`, `[1~9]`, `(0,100]`, `[1,∞)`.
fn bracketed(text: &Text<'_>, cursor: &mut Cursor<'_>) -> Option<Interval> {
    let mut ahead = *cursor;
    let opens = ahead.eat(|it| "[(（【".contains(it))?;
    ahead.skip_space();
    let first = integer(&mut ahead)?;
    ahead.skip_space();
    let sign = ahead.eat_word(&text.patterns.book.lead.sign);
    ahead.skip_space();
    let last = if ahead.eat(|it| it == '∞').is_some() { None } else { Some(integer(&mut ahead)?) };
    ahead.skip_space();
    let closes = ahead.eat(|it| "])）】".contains(it))?;
    let exclusive = |it: char| "()".contains(it) && opens != closes;
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
    let comma = ahead.peek().is_some_and(|it| ",，".contains(it));
    if comma || !ahead.eat_word(&text.patterns.book.lead.sign) {
        return None;
    }
    ahead.skip_space();
    let max = integer(&mut ahead)?;
    *cursor = ahead;
    (min < max).then_some(Interval { min: Some(min), max: Some(max) })
}

/// `最大值为200`, `up to 500`, `at least 1`.
fn limit(text: &Text<'_>, hit: &Hit, subject: Subject) -> Option<Interval> {
    let (max, min) = (hit.is(Role::Max), hit.is(Role::Min));
    if !max && !min {
        return None;
    }
    let mut cursor = text.cursor(hit.end);
    text.skip_filler(&mut cursor);
    let start = cursor.at;
    let number = integer(&mut cursor)?;
    let fits = match subject {
        Subject::Value => is_value(text, start, cursor) && !counts_things(text, hit.start..cursor.at),
        Subject::Text => {
            counts_characters(text, cursor) || (speaks_of_length(text, hit) && is_value(text, start, cursor))
        }
        Subject::Count => is_value(text, start, cursor),
    };
    let interval = if max {
        Interval { min: None, max: Some(number) }
    } else {
        Interval { min: Some(number), max: None }
    };
    let example = text.has(Role::Open, text.sentence(hit.start).start..hit.start);
    (fits && !example && !text.is_conditional(hit.start..cursor.at)).then_some(interval)
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
fn is_value(text: &Text<'_>, start: usize, mut cursor: Cursor<'_>) -> bool {
    if text.raw[..start].ends_with(|it: char| it.is_ascii_alphanumeric()) {
        return false;
    }
    cursor.skip_space();
    let Some(next) = cursor.peek() else { return true };
    let stated = cursor;
    if units::take(text, &mut cursor.clone()).is_some() {
        return false;
    }
    text.list_may_end(stated.at)
        || cursor.eat_word(&text.patterns.book.lead.counted)
        || "]）】、~".contains(next)
}

/// Whether the phrase bounds how many things there are, under a number type by mistake.
fn counts_things(text: &Text<'_>, range: Range<usize>) -> bool {
    let sentence = &text.raw[text.sentence(range.start).start..range.start].to_ascii_lowercase();
    let words = sentence.split(|it: char| !it.is_ascii_alphanumeric());
    let things = &text.patterns.book.lead.counts_things;
    words.into_iter().any(|word| things.iter().any(|it| it == word))
        || things.iter().any(|it| !it.is_ascii() && sentence.contains(it.as_str()))
}

fn integer(cursor: &mut Cursor<'_>) -> Option<i64> {
    let mut ahead = *cursor;
    let number = ahead.number()?.parse().ok()?;
    if ahead
        .peek()
        .is_some_and(|it| it == '.' && ahead.rest()[1..].starts_with(|it: char| it.is_ascii_digit()))
    {
        return None;
    }
    *cursor = ahead;
    Some(number)
}
