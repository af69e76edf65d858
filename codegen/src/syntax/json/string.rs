//! Quoted strings, with the mistakes of hand-written samples.

use super::cursor::Cursor;
use super::repair::Repair;
use std::borrow::Cow;

/// Search window for the end of a string with stray quotes; the bound keeps reading linear.
const REACH: usize = 1024;
const MAX_STRAY_QUOTES: usize = 16;

/// Whether a string is a name or a value: different text may follow its closing quote.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    Name,
    Value,
}

impl<'a> Cursor<'a> {
    /// Reads the string whose opening quote stands here.
    pub(super) fn string(&mut self, role: Role) -> Option<Cow<'a, str>> {
        let (quote, len) = self.mark()?;
        let opening = self.pos;
        if quote == b'\'' {
            self.repair(Repair::SingleQuotes);
        }
        if len > 1 {
            self.repair(Repair::FullWidth);
        }
        self.pos += len;
        let mut text = Cow::Borrowed(self.plain_run(quote));
        loop {
            match self.byte() {
                Some(b'\\') => self.escape(text.to_mut())?,
                Some(b'\n' | b'\r') => {
                    if self.line_break(&mut text, role) {
                        return Some(text);
                    }
                }
                Some(byte) if byte < b' ' => {
                    self.repair(Repair::ControlCharacter);
                    text.to_mut().push(byte as char);
                    self.pos += 1;
                }
                Some(_) if self.closes(quote, opening) => {
                    if self.close(quote, &mut text, role) {
                        return Some(text);
                    }
                }
                Some(_) => {
                    let char = self.char()?;
                    text.to_mut().push(char);
                    self.pos += char.len_utf8();
                }
                None => return self.end_of_text(text),
            }
            text.to_mut().push_str(self.plain_run(quote));
        }
    }

    /// Takes the text up to the next quote, escape or control character.
    fn plain_run(&mut self, quote: u8) -> &'a str {
        let rest = self.rest();
        // 0xe2 and 0xef start the typographic quotes.
        let special = |byte: u8| byte == quote || matches!(byte, b'\\' | ..b' ' | 0xe2 | 0xef);
        let run = &rest[..rest.bytes().position(special).unwrap_or(rest.len())];
        self.pos += run.len();
        run
    }

    /// Whether the mark here ends a string that began at `opening`: a typographic quote ends only its like.
    fn closes(&self, quote: u8, opening: usize) -> bool {
        match self.mark() {
            Some((mark, len)) => mark == quote && (len == 1 || !self.bytes[opening].is_ascii()),
            None => false,
        }
    }

    /// Takes the quote here as closing, or as a character of the string.
    fn close(&mut self, quote: u8, text: &mut Cow<'a, str>, role: Role) -> bool {
        let len = self.mark().map_or(1, |(_, len)| len);
        let after = self.pos + len;
        if follows(&self.text[after..], role) {
            self.pos = after;
            return true;
        }
        if role == Role::Name && text.trim_end().ends_with(':') {
            self.repair(Repair::MissingQuote);
            // The colon is read again as the one between name and value.
            let name = text.trim_end().trim_end_matches(':').len();
            self.pos -= text.len() - name;
            text.to_mut().truncate(name);
            return true;
        }
        match far_quote(text, &self.text[after..], quote) {
            Some(end) if role == Role::Value => {
                self.repair(Repair::UnescapedQuote);
                text.to_mut().push_str(&self.text[self.pos..after + end]);
                self.pos = after + end + 1;
            }
            _ => self.pos = after,
        }
        true
    }

    /// At a line break inside a string: whether the string ends here because its closing quote is missing.
    fn line_break(&mut self, text: &mut Cow<'a, str>, role: Role) -> bool {
        let rest = self.rest();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        let next = self.byte_at(blank);
        if role == Role::Name || matches!(next, Some(b'"' | b'}' | b']') | None) {
            self.repair(Repair::MissingQuote);
            let kept = text.trim_end().trim_end_matches(',').len();
            if self.text[..self.pos].ends_with(&text[kept..]) {
                self.pos -= text.len() - kept;
            }
            text.to_mut().truncate(kept);
            return true;
        }
        self.repair(Repair::ControlCharacter);
        text.to_mut().push_str(&rest[..blank]);
        self.pos += blank;
        false
    }

    fn end_of_text(&mut self, text: Cow<'a, str>) -> Option<Cow<'a, str>> {
        self.repair(Repair::MissingQuote);
        Some(text)
    }

    fn escape(&mut self, text: &mut String) -> Option<()> {
        let plain = match self.byte_at(1) {
            Some(byte @ (b'"' | b'\\' | b'/')) => byte as char,
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.unicode_escape(text);
                return Some(());
            }
            _ => {
                self.repair(Repair::BadEscape);
                self.pos += 1;
                // The backslash stays unless it escapes a single quote, as other languages do.
                if self.byte() == Some(b'\'') {
                    text.push('\'');
                    self.pos += 1;
                } else {
                    text.push('\\');
                }
                return Some(());
            }
        };
        text.push(plain);
        self.pos += 2;
        Some(())
    }

    fn unicode_escape(&mut self, text: &mut String) {
        let high = self.hex_unit(self.pos);
        let low = high.filter(|it| (0xd800..0xdc00).contains(it)).and_then(|_| self.hex_unit(self.pos + 6));
        let pair = [high, low].into_iter().flatten();
        match (char::decode_utf16(pair).next(), high) {
            (Some(Ok(char)), _) => {
                text.push(char);
                self.pos += if char.len_utf16() == 2 { 12 } else { 6 };
            }
            (_, Some(_)) => {
                self.repair(Repair::BadEscape);
                text.push(char::REPLACEMENT_CHARACTER);
                self.pos += 6;
            }
            _ => {
                self.repair(Repair::BadEscape);
                text.push('\\');
                self.pos += 1;
            }
        }
    }

    /// The UTF-16 unit of a `\uXXXX` at `pos`.
    fn hex_unit(&self, pos: usize) -> Option<u16> {
        let digits = self.bytes.get(pos..pos + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + (*digit as char).to_digit(16)? as u16))
    }
}

/// Whether the text after a quote shows that it closed a string.
fn follows(after: &str, role: Role) -> bool {
    let blank = after.len() - after.trim_start_matches([' ', '\t']).len();
    match (after[blank..].chars().next(), role) {
        (None | Some(':' | '：'), _) => true,
        (Some('=' | '{' | '['), Role::Name) => true,
        (Some('"' | '\'' | '“'), Role::Name) => blank > 0,
        (Some(_), Role::Name) => false,
        (Some('"' | '\''), Role::Value) => blank > 0,
        (Some(char), Role::Value) => {
            matches!(
                char,
                ',' | '}' | ']' | '\n' | '\r' | '/' | '#' | '，' | '、' | '｝' | '］' | '.' | '…' | ';' | ')'
            )
        }
    }
}

/// Where a string with stray quotes ends. JSON inside a string has quotes followed by commas of its own: it ends with
/// the last quote of the line, other text with the first that looks like an end.
fn far_quote(text: &str, after: &str, quote: u8) -> Option<usize> {
    let reach = &after.as_bytes()[..after.len().min(REACH)];
    let line = reach.split(|it| matches!(it, b'\n' | b'\r')).next()?;
    let mut quotes = line.iter().enumerate().filter(|(_, it)| **it == quote).map(|(idx, _)| idx);
    if text.starts_with(['{', '[']) {
        return quotes.next_back().filter(|it| follows(&after[it + 1..], Role::Value));
    }
    quotes.take(MAX_STRAY_QUOTES).find(|it| ends_entry(&after[it + 1..]))
}

/// Whether what follows a quote is the end of an entry, and not text in which brackets and commas occur too.
fn ends_entry(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']);
    let next = after.get(1..).unwrap_or_default().trim_start_matches([' ', '\t']);
    match after.bytes().next() {
        None | Some(b'\n' | b'\r') => true,
        Some(b',') => next.starts_with(['"', '\n', '\r', '/', '#', '{', '[']) || next.is_empty(),
        Some(b'}' | b']') => !next.starts_with('"'),
        _ => false,
    }
}
