//! A description without its markup, the words of the vocabulary in it, and its sentences.

use super::brackets::Brackets;
use super::chars::{ends_phrase, ends_sentence, is_colon, is_comma};
use super::cursor::Cursor;
use super::markup::clean;
use super::patterns::{Hit, Patterns, Role};
use crate::dialect::words::simplified;
use crate::limits::DESCRIPTION_BYTES;
use std::borrow::Cow;
use std::ops::Range;

/// A description that is ready for reading.
pub(super) struct Text<'a> {
    /// The text as it is read, its characters simplified; the readers' offsets are offsets in [`verbatim`](Self::verbatim) as well.
    pub(super) raw: Cow<'a, str>,
    verbatim: Cow<'a, str>,
    pub(super) hits: Vec<Hit>,
    pub(super) patterns: &'a Patterns,
    pub(super) brackets: Brackets,
    sentence_ends: Vec<Range<usize>>,
    phrase_ends: Vec<Range<usize>>,
    clause_ends: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    /// None when the description has neither a word of the vocabulary nor a mark that every list has, or is longer
    /// than [`DESCRIPTION_BYTES`].
    pub(super) fn new(patterns: &'a Patterns, description: &'a str) -> Option<Text<'a>> {
        let states = |raw: &str, hits: &[Hit]| {
            raw.contains(is_list_mark) || !hits.iter().all(|hit| hit.is(Role::None))
        };
        Self::of(patterns, description, states)
    }

    /// None when the description has no word of that role, or is too long.
    pub(super) fn having(patterns: &'a Patterns, description: &'a str, role: Role) -> Option<Text<'a>> {
        Self::of(patterns, description, |_, hits| hits.iter().any(|hit| hit.is(role)))
    }

    /// None when it is not worth reading by its words.
    fn of(
        patterns: &'a Patterns,
        description: &'a str,
        is_worth: impl FnOnce(&str, &[Hit]) -> bool,
    ) -> Option<Text<'a>> {
        if description.len() > DESCRIPTION_BYTES {
            return None;
        }
        let verbatim = clean(description);
        let raw = match simplified(&verbatim) {
            Cow::Owned(simple) => Cow::Owned(simple),
            Cow::Borrowed(_) => verbatim.clone(),
        };
        let hits: Vec<Hit> = patterns.hits(&raw).collect();
        if !is_worth(&raw, &hits) {
            return None;
        }
        let brackets = Brackets::new(&raw);
        let [sentence_ends, phrase_ends, clause_ends] = ends(&raw);
        Some(Text { raw, verbatim, hits, patterns, brackets, sentence_ends, phrase_ends, clause_ends })
    }

    pub(super) fn cursor(&self, at: usize) -> Cursor<'_> {
        Cursor::new(&self.raw, at)
    }

    /// The words in the range as the page has them.
    pub(super) fn verbatim(&self, range: Range<usize>) -> &str {
        &self.verbatim[range]
    }

    pub(super) fn with(&self, role: Role) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |hit| hit.is(role))
    }

    /// The words with the role that lie inside the range.
    pub(super) fn within(&self, role: Role, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        let from = self.hits.partition_point(|hit| hit.start < range.start);
        let inside = self.hits[from..].iter().take_while(move |hit| hit.end <= range.end);
        inside.filter(move |hit| hit.is(role))
    }

    pub(super) fn has(&self, role: Role, range: Range<usize>) -> bool {
        self.within(role, range).next().is_some()
    }

    /// The sentence around the offset.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        self.between(&self.sentence_ends, at)
    }

    /// The part between commas, brackets and sentence marks around the offset.
    pub(super) fn phrase(&self, at: usize) -> Range<usize> {
        self.between(&self.phrase_ends, at)
    }

    /// The part between commas and sentence marks around the offset.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        self.between(&self.clause_ends, at)
    }

    /// Where phrases begin: at the start of the text and behind every mark that ends one.
    pub(super) fn phrase_starts(&self) -> impl Iterator<Item = usize> {
        std::iter::once(0).chain(self.phrase_ends.iter().map(|it| it.end))
    }

    fn between(&self, ends: &[Range<usize>], at: usize) -> Range<usize> {
        let behind = ends.partition_point(|end| end.start < at);
        let start = behind.checked_sub(1).map_or(0, |before| ends[before].end);
        start..ends.get(behind).map_or(self.raw.len(), |end| end.start)
    }

    /// Takes an opening bracket and returns the offset of its closing one; takes nothing when it is never closed.
    pub(super) fn open_bracket(&self, cursor: &mut Cursor<'_>) -> Option<usize> {
        let close = self.brackets.closing(cursor.at)?;
        cursor.eat(|_| true);
        Some(close)
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

    /// Skips the words and marks that may stand before the first value of a list.
    pub(super) fn skip_list_lead(&self, at: usize) -> usize {
        let mut cursor = self.cursor(at);
        loop {
            cursor.skip_space();
            let marked = cursor.eat(|it| matches!(it, '*' | '•' | '·')).is_some();
            if !marked && !cursor.eat_word(&self.patterns.vocabulary.lead.list_lead) {
                return cursor.at;
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
        self.hits.binary_search_by_key(&at, |hit| hit.start).is_ok_and(|index| self.hits[index].is(role))
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

/// Whether a description is words alone of which the vocabulary has none, so that it states nothing.
pub(super) fn is_silent(patterns: &Patterns, description: &str) -> bool {
    description.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
        && patterns.hits(description).all(|hit| hit.is(Role::None))
}

/// The marks that end sentences, phrases and clauses.
fn ends(raw: &str) -> [Vec<Range<usize>>; 3] {
    let (mut sentences, mut phrases, mut clauses) = (Vec::new(), Vec::new(), Vec::new());
    for (at, it) in raw.char_indices().filter(|(_, it)| !it.is_ascii_alphanumeric()) {
        let range = at..at + it.len_utf8();
        let is_sentence = ends_sentence(raw, at, it);
        if is_sentence || ends_phrase(it) {
            phrases.push(range.clone());
        }
        if is_sentence || is_comma(it) {
            clauses.push(range.clone());
        }
        if is_sentence {
            sentences.push(range);
        }
    }
    [sentences, phrases, clauses]
}

/// Whether the character occurs in lists of values; every list has one of these.
fn is_list_mark(it: char) -> bool {
    it.is_ascii_digit()
        || is_colon(it)
        || is_comma(it)
        || matches!(it, '(' | '（' | '-' | '=' | '[' | '【' | '、' | '/' | '|')
}
