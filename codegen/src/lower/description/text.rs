//! A description with its markup removed, the words of the book found in it, and its sentences.

use super::cursor::{Cursor, ENDS, ends_phrase, ends_sentence};
use super::patterns::{Hit, Patterns, Role};
use super::sets::Marks;
use std::borrow::Cow;
use std::ops::Range;

/// What occurs in every list of values.
static LISTS: Marks = Marks::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '(', '（', ':', '：', '-', '=', '[', '【', ',', '，',
    '、',
]);

/// The same, and what markup consists of, which may part a word.
static SIGNS: Marks = Marks::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '(', '（', ':', '：', '-', '=', '[', '【', ',', '，',
    '、', '<', '\\', '\r', '*',
]);

/// What may end a sentence.
static SENTENCES: Marks = Marks::of(&['.', '。', '；', ';', '\n', '！', '!', '？']);

/// A description that is ready for reading.
pub(super) struct Text<'a> {
    pub(super) raw: Cow<'a, str>,
    pub(super) hits: Vec<Hit>,
    pub(super) patterns: &'a Patterns,
    /// Where the last digit ends.
    pub(super) digits_end: usize,
    /// Where the last colon ends.
    pub(super) colons_end: usize,
}

/// Whether a reader may find something: a mark of a list occurs, a word of the book, or markup that could part one.
/// Without them there is no [`Text`], as with half of all descriptions.
pub(super) fn may_speak(patterns: &Patterns, description: &str) -> bool {
    SIGNS.is_in(description) || patterns.hits(description).any(|hit| !hit.is(Role::None))
}

impl<'a> Text<'a> {
    /// Nothing when neither a word of the book nor a mark of a labelled list occurs.
    pub(super) fn new(patterns: &'a Patterns, description: &'a str) -> Option<Text<'a>> {
        let raw = clean(description);
        let hits: Vec<Hit> = patterns.hits(&raw).collect();
        let (mut listed, mut digits_end, mut colons_end) = (false, 0, 0);
        for (at, it) in LISTS.find(&raw) {
            listed = true;
            match it {
                '0'..='9' => digits_end = at + 1,
                ':' | '：' => colons_end = at + 1,
                _ => {}
            }
        }
        if !listed && hits.iter().all(|hit| hit.is(Role::None)) {
            return None;
        }
        Some(Text { raw, hits, patterns, digits_end, colons_end })
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
        self.span(at, &SENTENCES, |at, it| ends_sentence(&self.raw, at, it))
    }

    /// The part between commas, brackets and sentence marks around the offset.
    pub(super) fn phrase(&self, at: usize) -> Range<usize> {
        self.span(at, &ENDS, |at, it| ends_phrase(it) || ends_sentence(&self.raw, at, it))
    }

    /// The part between commas and sentence marks around the offset.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        self.span(at, &ENDS, |at, it| matches!(it, ',' | '，') || ends_sentence(&self.raw, at, it))
    }

    fn span(&self, at: usize, marks: &Marks, ends: impl Fn(usize, char) -> bool) -> Range<usize> {
        let before = marks.find(&self.raw[..at]).rev().find(|(index, it)| ends(*index, *it));
        let after = marks.find(&self.raw[at..]).find(|(index, it)| ends(at + *index, *it));
        before.map_or(0, |(index, it)| index + it.len_utf8())
            ..after.map_or(self.raw.len(), |(index, _)| at + index)
    }

    /// Skips spaces, marks and small words between a word of the book and what it speaks of.
    pub(super) fn skip_filler(&self, cursor: &mut Cursor<'_>) {
        let lead = &self.patterns.book.lead;
        loop {
            cursor.skip_space();
            let mut ahead = *cursor;
            // A mark at the very end is itself what is spoken of: `default is *`.
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

    /// Whether what stands in the range holds only under a condition: one that is said before it in
    /// its sentence or in the rest of its phrase, and that does not speak of sending the field at all.
    pub(super) fn is_conditional(&self, range: Range<usize>) -> bool {
        let sentence = self.sentence(range.start);
        let after = self.phrase(range.end).end;
        let binds = |hit: &Hit| !self.has(Role::Harmless, self.phrase(hit.start));
        self.within(Role::Condition, sentence.start..range.start)
            .any(|hit| binds(hit) && self.reaches(hit, range.start))
            || self.within(Role::Condition, range.end..after).any(binds)
    }

    /// Whether a condition holds at the offset behind it: both are in one phrase, or the condition is a
    /// phrase of its own. `returned on retry when asked, 3 by default` speaks of something else.
    fn reaches(&self, condition: &Hit, at: usize) -> bool {
        let phrase = self.phrase(condition.start);
        let blank = |range: Range<usize>| self.raw[range].trim().is_empty();
        phrase.end >= at || blank(phrase.start..condition.start) || blank(condition.end..phrase.end)
    }

    /// Whether a list may end at the offset: at the end of its phrase or before a word that starts
    /// another thought.
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

    /// Whether the phrase behind a list's separator is another thought and no value.
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

/// Line breaks as such, without tags, escapes and emphasis.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_sentence_is_looked_for() {
        SENTENCES.check_has(|it| ends_sentence(&it.to_string(), 0, it));
    }

    #[test]
    fn what_marks_a_list_is_a_sign() {
        SIGNS.check_has(|it| LISTS.is_in(it.encode_utf8(&mut [0; 4])));
    }
}
