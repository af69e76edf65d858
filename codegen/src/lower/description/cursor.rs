//! A position in a description, and the steps that the readers take from it.

use super::chars::{QUOTES, closing_bracket, is_open_bracket, is_space};
use super::words::Words;

/// A position in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Cursor<'a> {
        Cursor { text, at }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
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

    /// Takes an opening bracket and returns the offset of its closing one; takes nothing when it is never closed.
    pub(super) fn open_bracket(&mut self) -> Option<usize> {
        let open = self.peek().filter(|it| is_open_bracket(*it))?;
        let close = closing_bracket(self.text, self.at)?;
        self.at += open.len_utf8();
        Some(close)
    }

    /// Takes a text in quotes on one line.
    pub(super) fn quoted(&mut self) -> Option<&'a str> {
        let open = self.peek()?;
        let (_, close) = QUOTES.iter().find(|(it, _)| *it == open)?;
        let start = self.at + open.len_utf8();
        let inside = self.text.get(start..)?;
        // A page may open with one kind of quote and close with its sibling.
        let end = inside.find(|it| [*close, open].contains(&it))?;
        let inside = &inside[..end];
        if inside.contains('\n') {
            return None;
        }
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
