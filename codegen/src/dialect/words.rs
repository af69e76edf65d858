//! How words are compared: case, full-width forms, blanks and punctuation do not count.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Bytes of words up to which their finder has a table of all its states.
const MAX_FAST: usize = 1024;

/// Case, full-width forms, blanks and punctuation taken away, traditional characters as simplified ones; a text of
/// punctuation alone stays as it is.
pub fn normalize(text: &str) -> Cow<'_, str> {
    let is_normal = |c: char| match c {
        'a'..='z' | '0'..='9' => true,
        '\u{4e00}'..='\u{9fff}' => simplify(c) == c,
        _ => false,
    };
    let Some(odd) = text.find(|c| !is_normal(c)) else { return Cow::Borrowed(text) };
    let or_itself = |out: String| if out.is_empty() { Cow::Borrowed(text.trim()) } else { Cow::Owned(out) };
    if text.is_ascii() {
        return or_itself(ascii(text, |byte| byte.is_ascii_alphanumeric()));
    }
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..odd]);
    for c in text[odd..].chars() {
        match simplify(half_width(c)) {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            c if c.is_ascii() || !c.is_alphanumeric() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    or_itself(out)
}

/// Those letters and marks of an ASCII text that are kept, in small letters.
fn ascii(text: &str, is_kept: impl Fn(u8) -> bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        if is_kept(byte) {
            out.push(byte.to_ascii_lowercase());
        }
    }
    // ASCII is UTF-8.
    String::from_utf8(out).unwrap_or_default()
}

/// Case and blanks taken away, traditional characters as simplified ones, punctuation kept.
pub fn dense(text: &str) -> String {
    if text.is_ascii() {
        return ascii(text, |byte| byte != b' ');
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\u{a0}' => {}
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c @ '\u{4e00}'..='\u{9fff}' => out.push(simplify(c)),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Whether a text is a name of ASCII letters, digits and underscores.
pub fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Finds any of some words in one pass over a text, in any letter case. Where they are too many, nothing is found.
pub fn finder<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> AhoCorasick {
    let words: Vec<W> = words.into_iter().collect();
    let size: usize = words.iter().map(|word| word.as_ref().len()).sum();
    let mut builder = AhoCorasick::builder();
    // The fastest kind is large where the words are many.
    let kind = (size <= MAX_FAST).then_some(AhoCorasickKind::DFA);
    // Texts of pages have so many first letters of words that looking for these first takes longer.
    let built = builder.ascii_case_insensitive(true).kind(kind).prefilter(false).build(words);
    built.unwrap_or_else(|_| AhoCorasick::new([""; 0]).expect("no words build an automaton"))
}

/// The two parts of a text that says one thing in two scripts: `Required 必填`, `是(Yes)`, `Parameter/参数`.
pub fn in_two_scripts(text: &str) -> Option<(&str, &str)> {
    let is_latin = |c: char| c.is_ascii_alphabetic();
    let is_other = |c: char| !c.is_ascii() && c.is_alphabetic();
    let first = text.chars().find(|c| is_latin(*c) || is_other(*c))?;
    let at = text.find(|c| if is_latin(first) { is_other(c) } else { is_latin(c) })?;
    let (one, other) = text.split_at(at);
    let is_mixed = other.contains(|c| if is_latin(first) { is_latin(c) } else { is_other(c) });
    (!is_mixed).then(|| (trimmed(one), trimmed(other)))
}

/// A part without the marks that set it apart.
fn trimmed(part: &str) -> &str {
    part.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Every character of a text at half width.
pub fn half_widths(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| half_width(c) != c;
    if !text.is_ascii() && text.contains(is_wide) {
        Cow::Owned(text.chars().map(half_width).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// `ＡＢＣ（）` as `ABC()`.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// The characters that have a simplified form, and others between them.
const HAN: std::ops::RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

/// The simplified form of each of [`HAN`].
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut forms: Vec<char> = HAN.collect();
    for (traditional, simple) in traditional() {
        if let Some(form) = place(traditional).and_then(|at| forms.get_mut(at)) {
            *form = simple;
        }
    }
    forms
});

/// Traditional characters and their simplified forms.
fn traditional() -> impl Iterator<Item = (char, char)> {
    let lines = include_str!("../../dialects/traditional.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.chars().step_by(2).zip(line.chars().skip(1).step_by(2)))
}

fn place(c: char) -> Option<usize> {
    HAN.contains(&c).then(|| c as usize - *HAN.start() as usize)
}

/// The simplified form of a traditional character; any other character stays as it is.
fn simplify(c: char) -> char {
    place(c).map_or(c, |at| SIMPLIFIED[at])
}

/// A text with its traditional characters simplified. Both forms take the same number of bytes, so that places in the
/// one are places in the other.
pub fn simplified(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() && text.chars().any(|c| simplify(c) != c) {
        Cow::Owned(text.chars().map(simplify).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_form() {
        assert_eq!(normalize("Ｒequired\t "), "required");
        assert_eq!(normalize("--"), "--");
        assert_eq!(normalize("請求參數："), "请求参数");
    }

    #[test]
    fn simplified_texts_keep_their_places() {
        let text = "取值範圍：1-50，預設 20";
        assert_eq!(simplified(text), "取值范围：1-50，预设 20");
        assert_eq!(simplified(text).len(), text.len());
        assert!(traditional().count() > 2000);
        for (traditional, simple) in traditional() {
            assert_eq!(traditional.len_utf8(), simple.len_utf8());
            assert_eq!((simplify(traditional), simplify(simple)), (simple, simple));
        }
    }
}
