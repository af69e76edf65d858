//! Spaces, comments and ellipses between tokens.

use super::cursor::Cursor;
use super::repair::Repair;
use crate::syntax::text::line_of;

impl Cursor<'_> {
    /// Skips spaces and comments.
    pub(super) fn skip_space(&mut self) {
        while !self.byte().is_some_and(begins_token) {
            let rest = &self.bytes[self.pos..];
            let blank = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
            self.pos += blank.unwrap_or(rest.len());
            let Some(byte) = self.byte() else { return };
            match byte {
                b'/' if matches!(self.byte_at(1), Some(b'/')) => self.skip_line_comment(2),
                b'/' if matches!(self.byte_at(1), Some(b'*')) => self.skip_block_comment(),
                b'#' => self.skip_line_comment(1),
                b'>' if self.is_quotation() => self.pos += 1,
                _ if byte.is_ascii() => return,
                _ => match self.char() {
                    Some(char) if is_odd_space(char) => {
                        self.repair(Repair::OddSpace);
                        self.pos += char.len_utf8();
                    }
                    _ => return,
                },
            }
        }
    }

    /// Whether nothing stands before this mark on its line: each line of a block in a quotation has one.
    fn is_quotation(&self) -> bool {
        let before = self.bytes[..self.pos].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
        matches!(before, Some(b'\n'))
    }

    /// A comment of dots alone is an ellipsis that keeps the sample valid for other readers.
    fn skip_line_comment(&mut self, mark: usize) {
        let line = line_of(self.rest());
        let repair = if is_ellipsis(line[mark..].trim()) { Repair::Ellipsis } else { Repair::Comment };
        self.repair(repair);
        self.pos += line.len();
    }

    fn skip_block_comment(&mut self) {
        self.repair(Repair::Comment);
        let rest = self.rest();
        self.pos += rest[2..].find("*/").map_or(rest.len(), |end| end + 4);
    }

    /// Takes `...`, `……` and similar runs of dots.
    pub(super) fn eat_ellipsis(&mut self) -> bool {
        if self.byte().is_none_or(|byte| byte.is_ascii() && byte != b'.') {
            return false;
        }
        let len = ellipsis_len(self.rest());
        if len > 0 {
            self.repair(Repair::Ellipsis);
            self.pos += len;
        }
        len > 0
    }
}

/// Whether the byte is neither a space nor the start of a comment.
fn begins_token(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'/' | b'#' | b'>')
}

fn is_odd_space(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

fn is_ellipsis(text: &str) -> bool {
    !text.is_empty() && ellipsis_len(text) == text.len()
}

/// Length of a run of dots: at least two ASCII dots, or one ellipsis character.
fn ellipsis_len(text: &str) -> usize {
    let len = text.find(|char| !matches!(char, '.' | '…' | '⋯' | '。')).unwrap_or(text.len());
    if text[..len].len() > 1 { len } else { 0 }
}
