//! Notes that stay text: deprecation, the first version, and when the field is required.

use super::cursor::is_close_bracket;
use super::patterns::{Hit, Role};
use super::text::Text;
use std::ops::Range;

/// Marks around a note that are no part of its words.
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
    let sentence = text.sentence(hit.start);
    Some(text.raw[sentence].trim_matches(FRAME).to_owned())
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
    let mut found = versions(&text.raw).filter(|range| is_first(text, range)).map(|range| &text.raw[range]);
    let first = found.next()?;
    found.all(|other| other == first).then(|| first.to_owned())
}

fn is_first(text: &Text<'_>, version: &Range<usize>) -> bool {
    let mut behind = text.cursor(version.end);
    behind.skip_space();
    let spaced = behind.at > version.end;
    let plus = behind.peek() == Some('+');
    let after = behind.eat_word(&text.patterns.book.since.after) && !(plus && spaced);
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
            let apart =
                lettered || !before.is_some_and(|it| it.is_ascii_alphanumeric() || "-_.".contains(it));
            if apart && (2..=4).contains(&number.split('.').count()) && !number.contains("..") {
                return Some(start - usize::from(lettered)..start + number.len());
            }
        }
    })
}

/// The phrase that makes the field required only sometimes.
pub(super) fn condition(text: &Text<'_>) -> Option<String> {
    text.with(Role::Conditional).find_map(|hit| {
        let phrase = text.phrase(hit.start);
        let words = text.raw[phrase.clone()].trim_matches(FRAME);
        // A bare word says no more than the table's mark, unless the phrase before it is the condition.
        let bare = text.raw[phrase.start..hit.start].trim_matches(FRAME).chars().count() < 2
            && text.raw[hit.end..phrase.end].trim_matches(FRAME).chars().count() < 2;
        if !bare {
            return Some(words.to_owned());
        }
        let sentence = text.sentence(hit.start);
        let asks = text.has(Role::Condition, sentence.start..hit.start);
        asks.then(|| {
            text.raw[sentence].trim_matches(|it| FRAME.contains(&it) || is_close_bracket(it)).to_owned()
        })
    })
}
