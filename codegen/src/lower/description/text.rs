//! A description without its markup, the words of the vocabulary in it, and its sentences.

use super::chars::{ends_phrase, ends_sentence, is_colon, is_comma};
use super::cursor::Cursor;
use super::patterns::{Hit, Patterns, Role};
use std::borrow::Cow;
use std::ops::Range;

/// A description that is ready for reading.
pub(super) struct Text<'a> {
    pub(super) raw: Cow<'a, str>,
    pub(super) hits: Vec<Hit>,
    pub(super) patterns: &'a Patterns,
}

impl<'a> Text<'a> {
    /// None when the description has neither a word of the vocabulary nor a mark that every list has.
    pub(super) fn new(patterns: &'a Patterns, description: &'a str) -> Option<Text<'a>> {
        let raw = clean(description);
        let hits: Vec<Hit> = patterns.hits(&raw).collect();
        let speaks = raw.contains(is_list_mark) || hits.iter().any(|hit| !hit.is(Role::None));
        speaks.then_some(Text { raw, hits, patterns })
    }

    pub(super) fn cursor(&self, at: usize) -> Cursor<'_> {
        Cursor::new(&self.raw, at)
    }

    pub(super) fn with(&self, role: Role) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |hit| hit.is(role))
    }

    /// The words with the role that lie inside the range.
    pub(super) fn within(&self, role: Role, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        self.with(role).filter(move |hit| range.start <= hit.start && hit.end <= range.end)
    }

    pub(super) fn has(&self, role: Role, range: Range<usize>) -> bool {
        self.within(role, range).next().is_some()
    }

    /// The sentence around the offset.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        self.span(at, |at, it| ends_sentence(&self.raw, at, it))
    }

    /// The part between commas, brackets and sentence marks around the offset.
    pub(super) fn phrase(&self, at: usize) -> Range<usize> {
        self.span(at, |at, it| ends_phrase(it) || ends_sentence(&self.raw, at, it))
    }

    /// The part between commas and sentence marks around the offset.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        self.span(at, |at, it| is_comma(it) || ends_sentence(&self.raw, at, it))
    }

    fn span(&self, at: usize, ends: impl Fn(usize, char) -> bool) -> Range<usize> {
        let before = self.raw[..at].char_indices().rev().find(|(index, it)| ends(*index, *it));
        let after = self.raw[at..].char_indices().find(|(index, it)| ends(at + *index, *it));
        before.map_or(0, |(index, it)| index + it.len_utf8())
            ..after.map_or(self.raw.len(), |(index, _)| at + index)
    }

    /// Skips the spaces, marks and function words between a word of the vocabulary and its value.
    pub(super) fn skip_filler(&self, cursor: &mut Cursor<'_>) {
        let lead = &self.patterns.vocabulary.lead;
        loop {
            cursor.skip_space();
            let mut ahead = *cursor;
            // A mark at the very end is the value: `default is *`.
            let last = cursor.rest().chars().nth(1).is_none();
            if (last || !cursor.eat_word(&lead.marks)) && !ahead.eat_word(&lead.filler) {
                break;
            }
            if ahead.at > cursor.at {
                ahead.skip_space();
                // `limit, market`: the word is itself one of the values.
                if ahead.peek().is_some_and(|it| matches!(it, ',' | '，' | '、' | '/' | '|')) {
                    break;
                }
                *cursor = ahead;
            }
        }
    }

    /// Whether a statement in the range holds only under a condition: one that stands before it in its sentence or in
    /// the rest of its phrase, and that is not about the field being sent at all.
    pub(super) fn is_conditional(&self, range: Range<usize>) -> bool {
        let sentence = self.sentence(range.start);
        let after = self.phrase(range.end).end;
        let binds = |hit: &Hit| !self.has(Role::Harmless, self.phrase(hit.start));
        self.within(Role::Condition, sentence.start..range.start)
            .any(|hit| binds(hit) && self.reaches(hit, range.start))
            || self.within(Role::Condition, range.end..after).any(binds)
    }

    /// Whether a condition applies at the offset behind it: both are in one phrase, or the condition is a phrase of its
    /// own. In `returned on retry when asked, 3 by default` it does not.
    fn reaches(&self, condition: &Hit, at: usize) -> bool {
        let phrase = self.phrase(condition.start);
        let blank = |range: Range<usize>| self.raw[range].trim().is_empty();
        phrase.end >= at || blank(phrase.start..condition.start) || blank(condition.end..phrase.end)
    }

    /// Whether a list may end at the offset: at the end of its phrase, or before a word that begins another statement.
    pub(super) fn list_may_end(&self, at: usize) -> bool {
        let mut cursor = self.cursor(at);
        cursor.skip_space();
        let Some(next) = cursor.peek() else { return true };
        ends_sentence(&self.raw, cursor.at, next)
            || (ends_phrase(next) && !matches!(next, '[' | '【'))
            || self.starts(Role::Tail, cursor.at)
    }

    /// Whether a word with the role stands at the offset.
    pub(super) fn starts(&self, role: Role, at: usize) -> bool {
        self.with(role).any(|hit| hit.start == at)
    }

    /// Whether the phrase behind a separator is another statement and not a value.
    pub(super) fn is_tail(&self, at: usize) -> bool {
        let mut cursor = self.cursor(at);
        cursor.skip_space();
        let phrase = cursor.at..self.phrase(cursor.at).end;
        let wide = |hit: &Hit| !self.raw[hit.start..hit.end].is_ascii();
        phrase.is_empty() && cursor.peek().is_none()
            || self.starts(Role::Tail, phrase.start)
            || self.within(Role::Tail, phrase).any(wide)
    }
}

/// Whether the character occurs in lists of values; every list has one of these.
fn is_list_mark(it: char) -> bool {
    it.is_ascii_digit()
        || is_colon(it)
        || is_comma(it)
        || matches!(it, '(' | '（' | '-' | '=' | '[' | '【' | '、')
}

/// The text without tags, escapes and emphasis; tags that end a line become line breaks.
fn clean(description: &str) -> Cow<'_, str> {
    let text = description.trim();
    let bytes = text.as_bytes();
    let emphasis = || memchr::memchr_iter(b'*', bytes).any(|at| bytes.get(at + 1) == Some(&b'*'));
    if memchr::memchr3(b'<', b'\\', b'\r', bytes).is_none() && !emphasis() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(it) = rest.chars().next() {
        let skip = match it {
            '<' => tag_len(rest),
            '*' if rest.starts_with("**") => 2,
            '\r' => 1,
            '\\' if rest[1..].starts_with(|next: char| next.is_ascii_punctuation()) => 1,
            _ => 0,
        };
        if skip == 0 {
            out.push(it);
            rest = &rest[it.len_utf8()..];
            continue;
        }
        if it == '<'
            && rest[1..].trim_start_matches('/').starts_with(['b', 'B', 'p', 'l'])
            && !rest.starts_with("<b>")
            && !rest.starts_with("</b>")
        {
            out.push('\n');
        }
        rest = &rest[skip..];
        if it == '\\'
            && let Some(next) = rest.chars().next()
        {
            out.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    Cow::Owned(out)
}

/// Length of the HTML tag at the start, 0 when there is none.
fn tag_len(text: &str) -> usize {
    let inside = text[1..].trim_start_matches('/');
    match text.find('>') {
        Some(end) if end < 40 && inside.starts_with(|it: char| it.is_ascii_alphabetic()) => end + 1,
        _ => 0,
    }
}
