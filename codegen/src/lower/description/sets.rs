//! Sets that the readers look for in a text: marks, and words that may stand at a place.

use super::cursor::starts_with_word;
use serde::Deserialize;
use std::ops::Range;

/// A set of marks. Most bytes of a text begin none, and cost one look into a table.
pub(super) struct Marks {
    marks: &'static [char],
    /// Whether a byte begins one of them or, if it is no ASCII character itself, perhaps another character.
    first: [bool; 256],
}

impl Marks {
    pub(super) const fn of(marks: &'static [char]) -> Marks {
        let mut first = [false; 256];
        let mut at = 0;
        while at < marks.len() {
            let mut bytes = [0; 4];
            marks[at].encode_utf8(&mut bytes);
            first[bytes[0] as usize] = true;
            at += 1;
        }
        Marks { marks, first }
    }

    /// The marks in the text and where they stand.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> Found<'t> {
        Found { set: self, text, rest: 0..text.len() }
    }

    /// Whether the text has any of them.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find(text).next().is_some()
    }

    /// Expects every character that a reader asks for behind this set to be in it.
    #[cfg(test)]
    #[track_caller]
    pub(super) fn check_has(&self, asked_for: impl Fn(char) -> bool) {
        for it in (char::MIN..=char::MAX).filter(|it| asked_for(*it)) {
            assert!(self.marks.contains(&it), "{it:?}");
        }
    }

    fn begins(&self, byte: u8) -> bool {
        self.first[byte as usize]
    }

    /// The mark at the place, whose first byte is that of one.
    fn at(&self, text: &str, at: usize) -> Option<(usize, char)> {
        let it = text[at..].chars().next()?;
        (it.is_ascii() || self.marks.contains(&it)).then_some((at, it))
    }
}

/// The marks in a text.
pub(super) struct Found<'t> {
    set: &'t Marks,
    text: &'t str,
    rest: Range<usize>,
}

impl Found<'_> {
    fn bytes(&self) -> &[u8] {
        &self.text.as_bytes()[self.rest.clone()]
    }
}

impl Iterator for Found<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        while let Some(ahead) = self.bytes().iter().position(|it| self.set.begins(*it)) {
            let at = self.rest.start + ahead;
            self.rest.start = at + 1;
            let found = self.set.at(self.text, at);
            if found.is_some() {
                return found;
            }
        }
        self.rest.start = self.rest.end;
        None
    }
}

impl DoubleEndedIterator for Found<'_> {
    fn next_back(&mut self) -> Option<(usize, char)> {
        while let Some(ahead) = self.bytes().iter().rposition(|it| self.set.begins(*it)) {
            let at = self.rest.start + ahead;
            self.rest.end = at;
            let found = self.set.at(self.text, at);
            if found.is_some() {
                return found;
            }
        }
        self.rest.end = self.rest.start;
        None
    }
}

/// Words that may stand at a place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Words {
    /// By their first byte in lower case, the longest ones first.
    words: Vec<String>,
    /// Where those with the byte begin, and those with the next one.
    starts: Vec<u16>,
}

impl From<Vec<String>> for Words {
    fn from(mut words: Vec<String>) -> Words {
        words.retain(|word| !word.is_empty());
        words.sort_by_key(|word| (first(word), std::cmp::Reverse(word.len())));
        let before = |byte: u16| words.partition_point(|word| u16::from(first(word)) < byte);
        let starts = (0..=256).map(|byte| u16::try_from(before(byte)).unwrap_or(u16::MAX)).collect();
        Words { words, starts }
    }
}

impl Words {
    /// Those that begin with the byte in any case, the longest ones first.
    fn alike(&self, byte: u8) -> &[String] {
        let at = usize::from(byte.to_ascii_lowercase());
        match self.starts.get(at..at + 2) {
            Some([start, end]) => &self.words[usize::from(*start)..usize::from(*end)],
            _ => &[],
        }
    }

    /// The longest that stands at the start of the text, in any case; one of ASCII letters must end there.
    pub(super) fn longest_at(&self, text: &str) -> Option<&str> {
        let alike = self.alike(*text.as_bytes().first()?);
        alike.iter().find(|word| starts_with_word(text, word)).map(String::as_str)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Adds other ones.
    pub(super) fn extend(&mut self, other: Words) {
        let mut words = std::mem::take(&mut self.words);
        words.extend(other.words);
        *self = words.into();
    }
}

fn first(word: &str) -> u8 {
    word.bytes().next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_from_both_ends_and_their_siblings_are_not() {
        let marks = Marks::of(&[',', '，', '。']);
        // `：` begins with the byte of `，`, and `、` with that of `。`.
        let text = "一,二：三，四、五。";
        let found: Vec<char> = marks.find(text).map(|(_, it)| it).collect();
        assert_eq!(found, [',', '，', '。']);
        let last = marks.find(text).next_back();
        assert_eq!(last, text.char_indices().last());
        assert!(marks.find(text).rev().eq(marks.find(text).collect::<Vec<_>>().into_iter().rev()));
    }

    #[test]
    fn the_longest_whole_word_stands_at_a_place() {
        let words = Words::from(["to", "Total", "为", "is", ""].map(str::to_owned).to_vec());
        let check = |text: &str, expect: Option<&str>| assert_eq!(words.longest_at(text), expect, "{text}");
        check("TOTAL of", Some("Total"));
        check("to, all", Some("to"));
        check("tomorrow", None);
        check("为1", Some("为"));
        check("", None);
    }
}
