//! A place in a description and the few steps that the readers take from it.

use super::sets::{Marks, Words};

/// Quotes, opening beside closing.
const QUOTES: &[(char, char)] =
    &[('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('”', '”'), ('‘', '’'), ('「', '」')];

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Cursor<'a> {
        Cursor { text, at }
    }

    #[inline]
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        // No space of another kind begins with any of these bytes.
        if bytes.get(self.at).is_some_and(|it| !it.is_ascii_graphic() && !matches!(it, 0xe4..)) {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches(is_space).len();
        }
    }

    pub(super) fn eat(&mut self, test: impl Fn(char) -> bool) -> Option<char> {
        let found = self.peek().filter(|it| test(*it))?;
        self.at += found.len_utf8();
        Some(found)
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

    /// Takes an opening bracket; answers where its partner stands, or nothing when it has none.
    pub(super) fn open_bracket(&mut self) -> Option<usize> {
        self.peek().filter(|it| is_open_bracket(*it))?;
        let close = closing(self.text, self.at)?;
        self.at += self.peek()?.len_utf8();
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

/// What opens or closes brackets.
pub(super) static BRACKETS: Marks =
    Marks::of(&['(', '[', '［', '【', '{', '（', ')', ']', '］', '】', '}', '）']);
/// What ends a phrase, and what may end a sentence.
pub(super) static ENDS: Marks = Marks::of(&[
    ',', '，', '(', ')', '（', '）', '【', '】', '[', ']', '.', '。', '；', ';', '\n', '！', '!', '？',
]);

/// Whether a text in quotes may begin with the mark.
pub(super) fn is_quote(it: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == it)
}

/// The partner of the opening bracket that stands at the offset.
pub(super) fn closing(text: &str, at: usize) -> Option<usize> {
    let behind = text.get(at..)?;
    behind.chars().next().and_then(partners)?;
    let mut expected: Vec<&[char]> = Vec::new();
    for (index, it) in BRACKETS.find(behind) {
        if let Some(close) = partners(it) {
            expected.push(close);
        } else if expected.last()?.contains(&it) {
            expected.pop();
            if expected.is_empty() {
                return Some(at + index);
            }
        }
    }
    None
}

/// What closes an opening bracket; pages mix the widths.
fn partners(open: char) -> Option<&'static [char]> {
    match open {
        '(' | '（' => Some(&[')', '）']),
        '[' | '［' => Some(&[']', '］']),
        '【' => Some(&['】']),
        '{' => Some(&['}']),
        _ => None,
    }
}

pub(super) fn is_open_bracket(it: char) -> bool {
    partners(it).is_some()
}

pub(super) fn is_close_bracket(it: char) -> bool {
    matches!(it, ')' | '）' | ']' | '］' | '】' | '}')
}

pub(super) fn is_space(it: char) -> bool {
    it != '\n' && it.is_whitespace()
}

/// Whether the mark at the offset ends a sentence; a full stop does before a space, a wide letter or the end.
pub(super) fn ends_sentence(text: &str, at: usize, it: char) -> bool {
    let goes_on = |next: char| !next.is_whitespace() && (next.is_ascii() || !next.is_alphabetic());
    let stop = it == '.' && !text[at + 1..].chars().next().is_some_and(goes_on);
    matches!(it, '。' | '；' | ';' | '\n' | '！' | '!' | '？')
        || (stop && !text[..at].ends_with("e.g") && !text[..at].ends_with("i.e"))
}

/// Whether the mark ends a phrase.
pub(super) fn ends_phrase(it: char) -> bool {
    matches!(it, ',' | '，' | '(' | ')' | '（' | '）' | '【' | '】' | '[' | ']')
}

/// Whether the word stands at the start of the text, in any case and not as part of a longer one.
pub(super) fn starts_with_word(text: &str, word: &str) -> bool {
    let Some(head) = text.get(..word.len()) else { return false };
    head.eq_ignore_ascii_case(word) && is_whole_word(text, word)
}

/// Whether no ASCII letter goes on where the word at the start of the text ends in one.
pub(super) fn is_whole_word(text: &str, word: &str) -> bool {
    let letter = |it: Option<&u8>| it.is_some_and(|byte| byte.is_ascii_alphabetic());
    !(letter(word.as_bytes().last()) && letter(text.as_bytes().get(word.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_what_is_asked_for_behind_them() {
        BRACKETS.check_has(|it| is_open_bracket(it) || is_close_bracket(it));
        ENDS.check_has(|it| ends_phrase(it) || ends_sentence(&it.to_string(), 0, it));
    }
}
