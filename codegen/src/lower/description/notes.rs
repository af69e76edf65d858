//! Notes: deprecation, the first version, and the condition under which the field is required.

use super::chars::{is_close_bracket, is_open_bracket, is_quote};
use super::literal::{self, Token};
use super::patterns::{Hit, Patterns, Role};
use super::text::Text;
use crate::model::Value;
use std::ops::Range;

/// Characters around a note that do not belong to it.
const FRAME: &[char] =
    &['*', '_', '【', '】', '[', ']', '(', ')', '（', '）', '"', ' ', '>', ',', '，', '.', ':', '：'];

/// The words that deprecate the field.
pub(super) fn deprecated(text: &Text<'_>) -> Option<String> {
    let hit = text.with(Role::Deprecated).find(|hit| {
        let phrase = text.phrase(hit.start);
        let labels =
            text.raw[phrase.start..hit.start].contains([':', '：', '-', '=']) || names_value(text, hit);
        !labels && !text.has(Role::Question, phrase.clone()) && !text.has(Role::Condition, phrase)
    })?;
    let sentence = text.sentence(hit.start).end;
    let bracket = text.raw[hit.end..].find(is_close_bracket).map_or(sentence, |index| hit.end + index);
    let words = text.phrase(hit.start).start..sentence.min(bracket);
    Some(text.verbatim(words).trim_matches(FRAME).to_owned())
}

/// Whether words are a note on one of some values: `3: quiet (deprecated)`.
pub(super) fn is_of_value(text: &Text<'_>, words: &str, values: &[Value]) -> bool {
    let is_behind = |label: &str| {
        let behind = text.raw.match_indices(label).map(|(at, _)| text.raw[at + label.len()..].trim_start());
        let mut noted = behind.filter_map(|rest| rest.strip_prefix(is_open_bracket));
        noted.any(|rest| rest.starts_with(words))
    };
    let labels = values.iter().map(|value| value.label.as_str()).filter(|label| !label.is_empty());
    labels.into_iter().any(|label| label.contains(words) || is_behind(label))
}

/// Whether a line of text about a call deprecates the call itself: the words begin the line, or follow what it is called.
pub fn deprecates_call(patterns: &Patterns, line: &str) -> bool {
    let Some(text) = Text::having(patterns, line, Role::Deprecated) else { return false };
    let lead = &patterns.vocabulary.lead;
    let is_said = |hit: &Hit| {
        let before = text.raw[..hit.start].trim_matches(FRAME).to_lowercase();
        let is_call = |words: &str| lead.calls.iter().any(|call| call == words.trim_matches(FRAME));
        let is_linked =
            || lead.linking.iter().any(|word| before.strip_suffix(word.as_str()).is_some_and(is_call));
        let ends = || text.raw[hit.end..].chars().next().is_none_or(|it| !it.is_alphanumeric() && it != ' ');
        if before.is_empty() { ends() } else { is_call(&before) || is_linked() }
    };
    let is_asked = |hit: &Hit| {
        let phrase = text.phrase(hit.start);
        text.has(Role::Question, phrase.clone()) || text.has(Role::Condition, phrase)
    };
    text.with(Role::Deprecated).any(|hit| is_said(hit) && !is_asked(hit))
}

/// Whether the word is the label of a value: `disabled(已弃用)`, `2 已废弃`.
fn names_value(text: &Text<'_>, hit: &Hit) -> bool {
    let before = text.raw[..hit.start].trim_end();
    let digit = before.ends_with(|it: char| it.is_ascii_digit());
    let bracket = before.ends_with(['(', '（', '['])
        && before
            .trim_end_matches(['(', '（', '['])
            .ends_with(|it: char| it.is_ascii_alphanumeric() || it == '"');
    digit || bracket
}

/// The first version that has the field.
pub(super) fn since(text: &Text<'_>) -> Option<String> {
    // `Deprecated since 2.0` says when it ends.
    let is_end = |range: &Range<usize>| text.has(Role::Deprecated, text.phrase(range.start));
    let first = versions(&text.raw).filter(|range| is_first(text, range) && !is_end(range));
    let mut found = first.map(|range| &text.raw[range]);
    let first = found.next()?;
    found.all(|other| other == first).then(|| first.to_owned())
}

fn is_first(text: &Text<'_>, version: &Range<usize>) -> bool {
    let mut behind = text.cursor(version.end);
    behind.skip_space();
    let spaced = behind.at > version.end;
    let plus = behind.peek() == Some('+');
    let after = behind.eat_word(&text.patterns.vocabulary.since.after) && !(plus && spaced);
    let before = text.raw[..version.start].trim_end().trim_end_matches("version").trim_end().len();
    after || text.with(Role::Since).any(|hit| hit.end == before)
}

/// Version numbers: digits in two to four groups between dots, perhaps behind a `v`.
fn versions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|it: char| it.is_ascii_digit())?;
            let len = text[start..]
                .find(|it: char| !it.is_ascii_digit() && it != '.')
                .unwrap_or(text.len() - start);
            at = start + len;
            let number = text[start..at].trim_end_matches('.');
            let before = text[..start].chars().next_back();
            let lettered = text[..start].ends_with(['v', 'V']);
            let apart = lettered
                || !before.is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'));
            if apart && (2..=4).contains(&number.split('.').count()) && !number.contains("..") {
                return Some(start - usize::from(lettered)..start + number.len());
            }
        }
    })
}

/// The phrase that makes the field required only sometimes.
pub(super) fn condition(text: &Text<'_>, name: &str, is_listed: bool) -> Option<String> {
    text.hits.iter().find_map(|hit| {
        let weak = hit.is(Role::ConditionalInCompany);
        // `a/b 二选一` may speak of values.
        let chosen = is_listed && hit.is(Role::Chosen);
        if !weak && !hit.is(Role::Conditional) || chosen {
            return None;
        }
        let range = reach(text, hit, weak);
        let company = text.has(Role::Condition, range.clone()) || text.has(Role::Choice, range.clone());
        // A single word says no more than the table does.
        let short = |range: Range<usize>| text.raw[range].trim_matches(FRAME).chars().count() < 2;
        let bare = short(range.start..hit.start) && short(hit.end..range.end);
        let label = text.raw[..hit.start].trim_end().ends_with([':', '：', '-', '=']);
        let kind = text.starts(Role::Kind, hit.end) && !text.has(Role::Condition, range.start..hit.start);
        let other = label
            || kind
            || is_of_other(text, hit, name)
            || (text.raw[hit.start..hit.end].ends_with("需要") && !text.list_may_end(hit.end))
            || demands_value(text, hit, range.clone())
            || text.has(Role::Question, range.clone());
        (!other && !bare && (company || !weak)).then(|| text.verbatim(range).trim_matches(FRAME).to_owned())
    })
}

/// Whether the words are about fields of other names: `if given, other_id is required`, `you must set either a_b or c_d`.
fn is_of_other(text: &Text<'_>, hit: &Hit, name: &str) -> bool {
    let is_field = |token: &Token<'_>| {
        let camel = token.text.chars().skip(1).any(|it| it.is_ascii_uppercase());
        let small = token.text.starts_with(|it: char| it.is_ascii_lowercase());
        !token.quoted && token.is_code() && small && (camel || token.text.contains('_'))
    };
    let other = |token: Token<'_>| is_field(&token) && token.text != name;
    let phrase = text.phrase(hit.start);
    // The only word before a verb is its subject.
    let mut before = text.cursor(hit.start - text.raw[phrase.start..hit.start].trim_start().len());
    let alone = literal::token(&mut before)
        .filter(|_| text.raw.get(before.at..hit.start).is_some_and(|verb| verb.trim().len() < 4));
    if alone.is_some_and(other) {
        return true;
    }
    let mut object = text.cursor(hit.end);
    text.skip_filler(&mut object);
    object.eat_word(&text.patterns.vocabulary.lead.either);
    object.skip_space();
    let verb = text.raw[hit.start..hit.end].to_ascii_lowercase();
    let is_active = verb.starts_with("must ") && !verb.starts_with("must be");
    is_active && !text.raw[phrase].contains(name) && literal::token(&mut object).is_some_and(other)
}

/// Whether the words demand a value and not the field: `必须填true`.
fn demands_value(text: &Text<'_>, hit: &Hit, range: Range<usize>) -> bool {
    let value = |it: char| it.is_ascii_alphanumeric() || is_quote(it);
    text.raw[hit.start..hit.end].ends_with(['填', '传'])
        && text.raw[hit.end..].trim_start().starts_with(value)
        && !text.has(Role::Condition, range)
}

/// The phrase around the word, with the one before it when that holds the condition or the choice.
fn reach(text: &Text<'_>, hit: &Hit, weak: bool) -> Range<usize> {
    let phrase = text.phrase(hit.start);
    // `target (type=1)时必填`: the condition stands before the bracket.
    let bracket = text.raw[..phrase.start].char_indices().next_back().filter(|(_, it)| is_close_bracket(*it));
    if let Some(open) = bracket.and_then(|(at, _)| text.brackets.opening(at))
        && text.starts(Role::Condition, phrase.start)
    {
        return text.clause(open).start..phrase.end;
    }
    let before = text.raw[..phrase.start].trim_end_matches([',', '，']);
    if text.has(Role::Condition, phrase.clone()) || before.len() == phrase.start || before.is_empty() {
        return phrase;
    }
    let clause = text.clause(before.len());
    let holds = text.has(Role::Condition, clause.clone()) || (weak && text.has(Role::Choice, clause.clone()));
    if !holds {
        return phrase;
    }
    // A clause in brackets does not include what stands before them.
    let open = text.raw[clause.start..phrase.start].char_indices().rev().find(|(at, it)| {
        let closed = text.brackets.closing(clause.start + at);
        is_open_bracket(*it) && closed.is_none_or(|close| close >= phrase.start)
    });
    open.map_or(clause.start, |(at, it)| clause.start + at + it.len_utf8())..phrase.end
}
