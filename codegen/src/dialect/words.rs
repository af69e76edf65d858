//! How words are compared: case, full-width forms, blanks and punctuation do not count.

use std::borrow::Cow;

/// Case, full-width forms, blanks and punctuation taken away; a text of punctuation alone stays as it is.
pub fn normalize(text: &str) -> Cow<'_, str> {
    let is_normal = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}');
    let Some(odd) = text.find(|c| !is_normal(c)) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..odd]);
    for c in text[odd..].chars() {
        match half_width(c) {
            c if is_normal(c) => out.push(c),
            c if c.is_ascii_uppercase() => out.push(c.to_ascii_lowercase()),
            c if c.is_ascii() || !c.is_alphanumeric() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    if out.is_empty() { Cow::Borrowed(text.trim()) } else { Cow::Owned(out) }
}

/// Case and blanks taken away, punctuation kept.
pub fn dense(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\u{a0}' => {}
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c @ '\u{4e00}'..='\u{9fff}' => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Every character of a text at half width.
pub fn half_widths(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| half_width(c) != c;
    if text.contains(is_wide) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_form() {
        assert_eq!(normalize("Ｒequired\t "), "required");
        assert_eq!(normalize("--"), "--");
    }
}
