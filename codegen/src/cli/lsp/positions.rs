//! Positions: lines and characters as editors count them, and bytes.

use lsp_types::{Position, PositionEncodingKind, Range};
use std::borrow::Cow;

/// What a character counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Halves of UTF-16: two for a character outside of the basic plane.
    #[default]
    Utf16,
}

impl Encoding {
    /// Bytes where the client can count them, else what every client counts.
    pub(super) fn of(offered: Option<&Vec<PositionEncodingKind>>) -> Self {
        let bytes = offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8));
        if bytes { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }
}

/// The lines of a text.
pub(super) struct Lines<'t> {
    text: Cow<'t, str>,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// Lines end at `\n`, `\r\n` and `\r`, as the protocol has it.
    pub(super) fn new(text: impl Into<Cow<'t, str>>, encoding: Encoding) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(ends).map(|at| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Self { text, starts, encoding }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line that a byte is on, counted from 0.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line without its end.
    pub(super) fn line(&self, line: usize) -> std::ops::Range<usize> {
        let Some(start) = self.starts.get(line).copied() else { return self.text.len()..self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\r', '\n']).len()
    }

    /// The position of a byte; one inside of a character is that of the character.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_at(offset);
        let before = &self.text[self.starts[line]..offset];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 if before.is_ascii() => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        Position { line: line as u32, character: character as u32 }
    }

    /// The byte at a position; behind the end of a line it is the end.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = self.line(position.line as usize);
        let text = &self.text[line.clone()];
        let wanted = position.character as usize;
        let inside = match self.encoding {
            Encoding::Utf8 => text.floor_char_boundary(wanted.min(text.len())),
            Encoding::Utf16 => {
                let mut left = wanted;
                let fits = |c: &(usize, char)| {
                    let fits = c.1.len_utf16() <= left;
                    left = left.saturating_sub(c.1.len_utf16());
                    fits
                };
                text.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8())
            }
        };
        line.start + inside
    }

    /// The range of some bytes.
    pub(super) fn range(&self, start: usize, end: usize) -> Range {
        Range { start: self.position(start), end: self.position(end.max(start)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expects that a byte and a position lead to each other.
    #[track_caller]
    fn check(text: &str, encoding: Encoding, offset: usize, line: u32, character: u32) {
        let lines = Lines::new(text, encoding);
        let position = Position { line, character };
        assert_eq!(lines.position(offset), position);
        assert_eq!(lines.offset(position), offset);
    }

    #[test]
    fn characters_count_as_the_client_counts() {
        let text = "模型 ID\r\n| 😀x | 是 |\r世\n";
        check(text, Encoding::Utf16, 6, 0, 2);
        check(text, Encoding::Utf8, 6, 0, 6);
        let x = text.find('x').unwrap();
        check(text, Encoding::Utf16, x, 1, 4);
        check(text, Encoding::Utf8, x, 1, 6);
        let after = text.find('世').unwrap();
        check(text, Encoding::Utf16, after, 2, 0);
        check(text, Encoding::Utf16, text.len(), 3, 0);
        check("", Encoding::Utf16, 0, 0, 0);
    }

    #[test]
    fn positions_that_are_nowhere_are_the_next_ones() {
        let lines = Lines::new("ab\r\n😀\n", Encoding::Utf16);
        let offset = |line, character| lines.offset(Position { line, character });
        assert_eq!([offset(0, 99), offset(1, 1), offset(1, 2), offset(9, 9)], [2, 4, 8, 9]);
    }
}
