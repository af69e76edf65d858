//! Kinds of bytes. They are asked for at every byte of every page, so a table answers.

/// Whether a byte is markup, or begins many of the characters that are not what their reader sees.
pub(super) fn is_suspicious(byte: u8) -> bool {
    KINDS[byte as usize] & SUSPICIOUS != 0
}

/// Whether a byte is inline markup or a control character.
pub(super) fn is_markup(byte: u8) -> bool {
    KINDS[byte as usize] & MARKUP != 0
}

/// Whether a byte begins characters that are not what their reader sees, among others.
pub(super) fn may_be_odd(byte: u8) -> bool {
    KINDS[byte as usize] & ODD != 0
}

/// Whether a byte is suspicious or a pipe. What protects a pipe, and what its full-width form begins with, is suspicious.
pub(super) fn is_mark(byte: u8) -> bool {
    KINDS[byte as usize] & (SUSPICIOUS | PIPE) != 0
}

const SUSPICIOUS: u8 = 1;
const MARKUP: u8 = 2;
const ODD: u8 = 4;
const PIPE: u8 = 8;

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
    let markup = match byte {
        b'`' | b'*' | b'<' | b'&' | b'[' | b'\\' | b'~' => SUSPICIOUS | MARKUP,
        b'\t' => 0,
        0..=0x1f => SUSPICIOUS | MARKUP,
        _ => 0,
    };
    let odd = match byte {
        0xc2 | 0xe2 | 0xef => SUSPICIOUS | ODD,
        0x7f | 0xe3 => ODD,
        _ => 0,
    };
    let pipe = if byte == b'|' { PIPE } else { 0 };
    markup | odd | pipe
}
