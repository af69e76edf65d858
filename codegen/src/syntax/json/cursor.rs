//! The cursor that the readers of spaces, strings, scalars and containers share.

use super::repair::Repair;

pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) pos: usize,
    /// The closing brackets that are still due, the innermost last.
    pub(super) due: Vec<u8>,
    pub(super) repairs: Vec<(Repair, u32)>,
}

impl<'a> Cursor<'a> {
    /// `None` for a text whose offsets would not fit a span.
    pub(super) fn new(text: &'a str, pos: usize) -> Option<Self> {
        u32::try_from(text.len()).ok()?;
        Some(Self { text, bytes: text.as_bytes(), pos, due: Vec::new(), repairs: Vec::new() })
    }

    pub(super) fn byte(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    pub(super) fn byte_at(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.pos + ahead).copied()
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    pub(super) fn char(&self) -> Option<char> {
        match self.byte()? {
            byte if byte.is_ascii() => Some(byte as char),
            _ => self.rest().chars().next(),
        }
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    pub(super) fn offset(&self) -> u32 {
        // `new` has refused longer texts.
        self.pos as u32
    }

    pub(super) fn repair(&mut self, repair: Repair) {
        self.repair_at(repair, self.pos);
    }

    pub(super) fn repair_at(&mut self, repair: Repair, pos: usize) {
        self.repairs.push((repair, pos as u32));
    }

    /// The punctuation mark here in its ASCII form, and its length in bytes.
    pub(super) fn mark(&self) -> Option<(u8, usize)> {
        let byte = self.byte()?;
        if byte.is_ascii() {
            return Some((byte, 1));
        }
        let char = self.char()?;
        let ascii = match char {
            '，' | '、' => b',',
            '：' => b':',
            '｛' => b'{',
            '｝' => b'}',
            '［' | '【' => b'[',
            '］' | '】' => b']',
            '“' | '”' | '＂' => b'"',
            '‘' | '’' => b'\'',
            _ => return None,
        };
        Some((ascii, char.len_utf8()))
    }

    /// Takes the mark, full-width or not.
    pub(super) fn eat(&mut self, ascii: u8) -> bool {
        match self.byte() {
            Some(byte) if byte.is_ascii() => {
                self.pos += usize::from(byte == ascii);
                byte == ascii
            }
            _ => self.eat_wide(ascii),
        }
    }

    fn eat_wide(&mut self, ascii: u8) -> bool {
        match self.mark() {
            Some((mark, len)) if mark == ascii => {
                self.repair(Repair::FullWidth);
                self.pos += len;
                true
            }
            _ => false,
        }
    }
}
