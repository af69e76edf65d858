//! Kinds of bytes. They are asked for at every byte of every page, so a table answers.

/// Whether a byte is markup, or may begin a character that is not what its reader sees.
pub(super) fn is_suspicious(byte: u8) -> bool {
    KINDS[byte as usize] & SUSPICIOUS != 0
}

/// Whether a byte may decide where a row is cut: pipes, what protects them, and the first byte of the full-width pipe.
pub(super) fn is_mark(byte: u8) -> bool {
    KINDS[byte as usize] & MARK != 0
}

/// Bytes of inline markup, and control characters.
pub(super) const fn is_markup(byte: u8) -> bool {
    matches!(byte, b'`' | b'*' | b'<' | b'&' | b'[' | b'\\' | b'~') || (byte < 0x20 && byte != b'\t')
}

const SUSPICIOUS: u8 = 1;
const MARK: u8 = 2;

static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = kind(byte as u8);
        byte += 1;
    }
    kinds
};

const fn kind(byte: u8) -> u8 {
    let suspicious = if is_markup(byte) || matches!(byte, 0xc2 | 0xe2 | 0xef) { SUSPICIOUS } else { 0 };
    let mark = if matches!(byte, b'|' | b'\\' | b'`' | 0xef) { MARK } else { 0 };
    suspicious | mark
}
