//! Sets of words that may stand at a place.

use serde::Deserialize;
use std::cmp::Reverse;

/// Words, the longest first.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Words {
    words: Vec<String>,
    /// The first bytes of them in any case, a bit each: most places have none.
    firsts: [u64; 4],
}

impl From<Vec<String>> for Words {
    fn from(mut words: Vec<String>) -> Words {
        words.retain(|word| !word.is_empty());
        words.sort_by_key(|word| Reverse(word.len()));
        let mut firsts = [0; 4];
        for first in words.iter().map(|word| word.as_bytes()[0]) {
            for byte in [first.to_ascii_lowercase(), first.to_ascii_uppercase()] {
                firsts[usize::from(byte >> 6)] |= 1 << (byte & 63);
            }
        }
        Words { words, firsts }
    }
}

impl Words {
    /// The longest word at the start of the text, in any case; one of ASCII letters must end there.
    pub(super) fn longest_at(&self, text: &str) -> Option<&str> {
        let first = *text.as_bytes().first()?;
        if self.firsts[usize::from(first >> 6)] & 1 << (first & 63) == 0 {
            return None;
        }
        self.words.iter().find(|word| starts_with_word(text, word)).map(String::as_str)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Adds the words of another set.
    pub(super) fn extend(&mut self, other: Words) {
        let words = std::mem::take(&mut self.words);
        *self = words.into_iter().chain(other.words).collect::<Vec<_>>().into();
    }
}

/// Whether the text starts with the whole word, in any case.
fn starts_with_word(text: &str, word: &str) -> bool {
    let Some(head) = text.get(..word.len()) else { return false };
    head.eq_ignore_ascii_case(word) && is_whole_word(text, word)
}

/// Whether the word at the start of the text is not the beginning of a longer ASCII word, or of a name such as `value_0`.
pub(super) fn is_whole_word(text: &str, word: &str) -> bool {
    let letter = |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphabetic);
    let next = text.as_bytes().get(word.len());
    !(letter(word.as_bytes().last()) && (letter(next) || next == Some(&b'_')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_whole_word_stands_at_a_place() {
        let words = Words::from(["to", "Total", "为", "is", ""].map(str::to_owned).to_vec());
        let check = |text: &str, expect: Option<&str>| assert_eq!(words.longest_at(text), expect, "{text}");
        check("TOTAL of", Some("Total"));
        check("to, all", Some("to"));
        check("tomorrow", None);
        check("to_do", None);
        check("为1", Some("为"));
        check("", None);
    }
}
