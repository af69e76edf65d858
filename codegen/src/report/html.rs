//! Markup that a page cannot break out of: whatever is not a literal of this program is escaped.

use super::words;
use crate::source::visible;
use std::fmt::Write;

/// A piece of markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Appends markup of this program.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Appends text as the content of an element.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.0, &visible(text), false);
        self
    }

    /// Appends text as the value of an attribute, between double quotes that are there already.
    pub(super) fn value(&mut self, text: &str) -> &mut Self {
        escape(&mut self.0, &visible(text), true);
        self
    }

    /// Appends a number.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        let _ = write!(self.0, "{number}");
        self
    }

    /// Appends a word of the interface.
    pub(super) fn word(&mut self, key: &str) -> &mut Self {
        let Some((key, english)) = words::english(key) else {
            debug_assert!(false, "`{key}` is not in words.toml");
            return self.text(key);
        };
        self.raw("<span data-t=").raw(key).raw(">").text(english).raw("</span>")
    }

    /// Appends an attribute that names an element for those who do not see it.
    pub(super) fn label(&mut self, key: &str) -> &mut Self {
        let Some((key, english)) = words::english(key) else {
            debug_assert!(false, "`{key}` is not in words.toml");
            return self;
        };
        self.raw(" data-tl=").raw(key).raw(" aria-label=\"").value(english).raw("\"")
    }

    /// Appends text as code.
    pub(super) fn code(&mut self, text: &str) -> &mut Self {
        self.raw("<code>").text(text).raw("</code>")
    }

    /// Appends other markup.
    pub(super) fn html(&mut self, other: &Html) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// Bytes so far.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Templates take it as it is.
impl From<Html> for minijinja::Value {
    fn from(html: Html) -> Self {
        Self::from_safe_string(html.0)
    }
}

/// What a character is written as.
fn entity(byte: u8, in_value: bool) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' if in_value => Some("&quot;"),
        b'\'' if in_value => Some("&#39;"),
        b'\n' if in_value => Some(" "),
        _ => None,
    }
}

fn escape(out: &mut String, text: &str, in_value: bool) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(entity) = entity(byte, in_value) {
            out.push_str(&text[from..at]);
            out.push_str(entity);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}

/// Bytes that text takes as the content of an element.
pub(super) fn escaped_len(text: &str) -> usize {
    text.bytes().map(|byte| entity(byte, false).map_or(1, str::len)).sum()
}

/// The beginning of a text, at most so many characters, and whether that is not all.
pub(super) fn beginning(text: &str, characters: usize) -> (&str, bool) {
    match text.char_indices().nth(characters) {
        Some((at, _)) => (&text[..at], true),
        None => (text, false),
    }
}
