//! A position in a description, and the steps that the readers take from it.

use super::chars::{QUOTES, is_space};
use super::words::Words;

/// Longest text in quotes, in characters.
const QUOTED_CHARS: usize = 256;

/// A position in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

#[cfg(test)]
thread_local! {
    /// Steps of all cursors of the thread, which tests hold against the length of a text.
    static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The steps since the last call.
#[cfg(test)]
pub(super) fn take_steps() -> usize {
    STEPS.take()
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Cursor<'a> {
        #[cfg(test)]
        STEPS.set(STEPS.get() + 1);
        Cursor { text, at }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        #[cfg(test)]
        STEPS.set(STEPS.get() + 1);
        self.rest().chars().next()
    }

    pub(super) fn skip_space(&mut self) {
        self.take_while(is_space);
    }

    pub(super) fn eat(&mut self, test: impl Fn(char) -> bool) -> Option<char> {
        let taken = self.peek().filter(|it| test(*it))?;
        self.at += taken.len_utf8();
        Some(taken)
    }

    /// Takes the longest of the words that stands here, in any case; one of ASCII letters must end here.
    pub(super) fn eat_word(&mut self, words: &Words) -> bool {
        let longest = words.longest_at(self.rest());
        self.at += longest.map_or(0, str::len);
        longest.is_some()
    }

    pub(super) fn take_while(&mut self, test: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|it| !test(it)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Takes a text in quotes on one line.
    pub(super) fn quoted(&mut self) -> Option<&'a str> {
        let open = self.peek()?;
        let (_, close) = QUOTES.iter().find(|(it, _)| *it == open)?;
        let start = self.at + open.len_utf8();
        let inside = self.text.get(start..)?;
        // A page may open with one kind of quote and close with its sibling.
        let ends = |(_, it): &(usize, char)| [*close, open, '\n'].contains(it);
        let (end, it) = inside.char_indices().take(QUOTED_CHARS).find(ends)?;
        if it == '\n' {
            return None;
        }
        let inside = &inside[..end];
        self.at = start + end;
        self.at += self.peek()?.len_utf8();
        Some(inside)
    }

    /// Takes two quotes with nothing between them.
    pub(super) fn empty_quotes(&mut self) -> bool {
        let empty = ["\"\"", "''", "“”"].iter().find(|it| self.rest().starts_with(**it));
        self.at += empty.map_or(0, |it| it.len());
        empty.is_some()
    }

    /// Takes a whole number with commas between its thousands; behind a bracket they part the ends of a range.
    pub(super) fn thousands(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let is_digit = |it: char| it.is_ascii_digit();
        let mut groups = rest[..rest.find(|it| !is_digit(it) && it != ',').unwrap_or(rest.len())].split(',');
        let first = groups.next().filter(|it| (1..=3).contains(&it.len()) && !it.starts_with('0'))?;
        let count = groups.take_while(|it| it.len() == 3).count();
        let len = first.len() + 4 * count;
        let opens = self.text[..self.at].trim_end().ends_with(['[', '(', '（', '【']);
        if count == 0 || opens || rest[len..].trim_start_matches(',').starts_with(is_digit) {
            return None;
        }
        self.at += len;
        Some(&rest[..len])
    }

    /// Takes a number with sign and fraction.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let sign = rest.len() - digits.len();
        let mut len = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
        if len == 0 {
            return None;
        }
        let fraction = digits[len..].strip_prefix('.').unwrap_or_default();
        let more = fraction.find(|it: char| !it.is_ascii_digit()).unwrap_or(fraction.len());
        len += if more > 0 { 1 + more } else { 0 };
        self.at += sign + len;
        Some(&rest[..sign + len])
    }
}
