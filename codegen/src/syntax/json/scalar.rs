//! Numbers, the three literals, and bare words in the place of a value.

use super::cursor::Cursor;
use super::document::Kind;
use super::repair::Repair;

impl<'a> Cursor<'a> {
    /// Reads a number, a literal or a bare word.
    pub(super) fn scalar(&mut self) -> Option<Kind<'a>> {
        let strict = self.token_len();
        let word = &self.text[self.pos..self.pos + strict];
        let kind = match word {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ if is_number(word.as_bytes()) => Kind::Number(word.into()),
            _ => return self.odd_scalar(),
        };
        let next = self.bytes.get(self.pos + strict);
        if next.is_none_or(|it| matches!(it, b',' | b'}' | b']' | b'\n' | b'\r')) || self.ends_value(strict) {
            self.pos += strict;
            return Some(kind);
        }
        self.odd_scalar()
    }

    fn token_len(&self) -> usize {
        let rest = &self.bytes[self.pos..];
        let in_token = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'+' | b'.' | b'_');
        rest.iter().position(|it| !in_token(it)).unwrap_or(rest.len())
    }

    /// Whether the text `ahead` bytes on cannot belong to the value before it.
    fn ends_value(&self, ahead: usize) -> bool {
        let rest = &self.text[self.pos + ahead..];
        let tail = rest.trim_start_matches([' ', '\t']);
        let spaced = tail.len() < rest.len();
        match tail.chars().next() {
            None | Some(',' | '}' | ']' | '\n' | '\r' | '#' | ';' | '，' | '、' | '｝' | '］') => true,
            Some('/') => tail.starts_with("//") || tail.starts_with("/*"),
            Some('"' | '\'' | '{' | '[' | '.' | '…') => spaced,
            Some(char) => char.is_whitespace() || (spaced && !char.is_ascii()),
        }
    }

    /// Anything that is no JSON scalar, up to the end of the entry.
    fn odd_scalar(&mut self) -> Option<Kind<'a>> {
        let word = self.bare_word();
        if word.is_empty() {
            return None;
        }
        let (kind, repair) = match word.to_ascii_lowercase().as_str() {
            "true" => (Kind::Bool(true), Repair::PythonLiteral),
            "false" => (Kind::Bool(false), Repair::PythonLiteral),
            "null" | "none" | "nil" | "undefined" => (Kind::Null, Repair::PythonLiteral),
            _ => match odd_number(word) {
                Some(raw) => (Kind::Number(raw.into()), Repair::OddNumber),
                None => (Kind::Text(word.into()), Repair::BareWord),
            },
        };
        self.repair(repair);
        self.pos += word.len();
        Some(kind)
    }

    /// The text up to what ends a value, without the spaces before that.
    fn bare_word(&self) -> &'a str {
        let rest = &self.text[self.pos..];
        let stops = |char| {
            matches!(char, ',' | '}' | ']' | '{' | '[' | '\n' | '\r' | '#' | ';' | '"' | '，' | '｝' | '］')
        };
        let end = rest.find(stops).unwrap_or(rest.len());
        let word = &rest[..end];
        // A URL has slashes too: only after a space do they start a comment.
        let end = [" //", "\t//", " /*", "\t/*"].iter().filter_map(|it| word.find(it)).min();
        word[..end.unwrap_or(word.len())].trim_end()
    }
}

/// The grammar of JSON numbers.
fn is_number(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"-").unwrap_or(word);
    let (int, rest) = digits(word);
    let int_is_plain = !int.is_empty() && (int.len() == 1 || int[0] != b'0');
    let (fraction_is_plain, rest) = match rest.strip_prefix(b".") {
        Some(rest) => (!digits(rest).0.is_empty(), digits(rest).1),
        None => (true, rest),
    };
    int_is_plain && fraction_is_plain && (rest.is_empty() || is_exponent(rest))
}

fn is_exponent(word: &[u8]) -> bool {
    let Some(rest) = word.strip_prefix(b"e").or(word.strip_prefix(b"E")) else { return false };
    let rest = rest.strip_prefix(b"+").or(rest.strip_prefix(b"-")).unwrap_or(rest);
    let (digits, rest) = digits(rest);
    !digits.is_empty() && rest.is_empty()
}

fn digits(word: &[u8]) -> (&[u8], &[u8]) {
    word.split_at(word.iter().position(|it| !it.is_ascii_digit()).unwrap_or(word.len()))
}

/// `+1`, `.5`, `1.` and `10L` as JSON writes them. A leading zero may be part of an identifier: that stays text.
fn odd_number(word: &str) -> Option<String> {
    let word = word.strip_prefix('+').unwrap_or(word);
    let word = word.strip_suffix(['L', 'l', '.']).unwrap_or(word);
    let word = if word.starts_with('.') { format!("0{word}") } else { word.to_owned() };
    is_number(word.as_bytes()).then_some(word)
}
