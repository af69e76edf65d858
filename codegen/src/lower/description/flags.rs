//! Defaults of flags: yes and no in words, on and off, the verb of the question.

use super::chars::{is_colon, is_wide_letter};
use super::patterns::{Hit, Role};
use super::place::{Place, is_conditional};
use super::text::Text;
use super::words::Words;
use crate::model::Type;
use std::ops::Range;

/// A flag in words: `默认为否`, `default: yes`.
pub(super) fn in_words(text: &Text<'_>, hit: &Hit) -> Option<String> {
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
    let place = Place { start: hit.start, word: hit.end, value: start };
    (!is_conditional(text, &place, start, cursor.at)).then(|| value.to_owned())
}

/// A flag by the verb of the question: `是否启用，默认不启用`.
pub(super) fn asked(text: &Text<'_>, hit: &Hit) -> Option<String> {
    let question = text.with(Role::Question).find(|it| it.end < hit.start)?;
    let mut cursor = text.cursor(hit.end);
    cursor.take_while(|it| it == ' ' || is_colon(it) || matches!(it, '为' | '是'));
    let is_negated = cursor.eat(|it| matches!(it, '不' | '未')).is_some();
    let mut verb = cursor.rest().char_indices().take_while(|(_, it)| is_wide_letter(*it));
    let (_, (second, it)) = (verb.next()?, verb.next()?);
    let verb = &cursor.rest()[..second + it.len_utf8()];
    let asked = text.raw[question.end..].trim_start().starts_with(verb);
    (asked && !text.is_conditional(hit.start..cursor.at)).then(|| (!is_negated).to_string())
}

/// A flag that is on or off behind the word: `默认关闭`.
pub(super) fn set(text: &Text<'_>, hit: &Hit) -> Option<String> {
    let lead = &text.patterns.vocabulary.lead;
    let mut cursor = text.cursor(hit.end);
    cursor.take_while(|it| it.is_whitespace() || is_colon(it) || matches!(it, '为' | '是'));
    let start = cursor.at;
    let is_on = cursor.eat_word(&lead.on);
    let is_said = is_on || cursor.eat_word(&lead.off);
    let place = Place { start: hit.start, word: hit.end, value: start };
    let is_sure = is_said
        && text.list_may_end(cursor.at)
        && is_said_once(text, start..cursor.at)
        && !is_conditional(text, &place, start, cursor.at);
    is_sure.then(|| is_on.to_string())
}

/// `Enabled by default` of a flag, where nothing is said of the opposite.
pub(super) fn switched(text: &Text<'_>, (at, word): (usize, &str), ty: &Type) -> Option<String> {
    let lead = &text.patterns.vocabulary.lead;
    let is = |words: &Words| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let is_on = if is(&lead.on) { true } else { is(&lead.off).then_some(false)? };
    (*ty == Type::Boolean && is_said_once(text, at..at + word.len())).then(|| is_on.to_string())
}

/// Whether a text says nothing else of being on or off: in `关闭续费，默认关闭` nobody knows what is on.
fn is_said_once(text: &Text<'_>, said: Range<usize>) -> bool {
    let lead = &text.patterns.vocabulary.lead;
    let stem = |word: &str| word.trim_end_matches('d').to_ascii_lowercase();
    let rest = [&text.raw[..said.start], &text.raw[said.end..]].concat().to_ascii_lowercase();
    let mut stems = lead.off.iter().chain(lead.on.iter()).map(stem).filter(|stem| stem.len() > 3);
    !stems.any(|stem| rest.contains(&stem))
}
