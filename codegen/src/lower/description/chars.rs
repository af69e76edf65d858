//! Classes of characters: brackets, quotes, separators of lists, ends of phrases and sentences.
//!
//! Each class is defined here once; pages mix the ASCII and the full-width forms.

/// Quotes, opening beside closing.
pub(super) const QUOTES: &[(char, char)] =
    &[('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('”', '”'), ('‘', '’'), ('「', '」')];

/// The characters that close an opening bracket.
pub(super) fn closers(open: char) -> Option<&'static [char]> {
    match open {
        '(' | '（' => Some(&[')', '）']),
        '[' | '［' => Some(&[']', '］']),
        '【' => Some(&['】']),
        '{' => Some(&['}']),
        _ => None,
    }
}

pub(super) fn is_open_bracket(it: char) -> bool {
    closers(it).is_some()
}

pub(super) fn is_close_bracket(it: char) -> bool {
    matches!(it, ')' | '）' | ']' | '］' | '】' | '}')
}

/// Whether a quoted text may begin with the character.
pub(super) fn is_quote(it: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == it)
}

/// White space other than a line break.
pub(super) fn is_space(it: char) -> bool {
    it != '\n' && it.is_whitespace()
}

pub(super) fn is_comma(it: char) -> bool {
    matches!(it, ',' | '，')
}

pub(super) fn is_colon(it: char) -> bool {
    matches!(it, ':' | '：')
}

/// Whether the character may separate the values of a labelled list.
pub(super) fn is_separator(it: char) -> bool {
    is_comma(it) || matches!(it, ';' | '；' | '、' | '\n' | '。' | '/' | '|')
}

/// Whether the character ends a phrase inside its sentence.
pub(super) fn ends_phrase(it: char) -> bool {
    is_comma(it) || matches!(it, '(' | ')' | '（' | '）' | '【' | '】' | '[' | ']')
}

/// Whether the character at the offset ends a sentence; a full stop does before white space, a non-ASCII letter or
/// the end of the text.
pub(super) fn ends_sentence(text: &str, at: usize, it: char) -> bool {
    let continues = |next: char| !next.is_whitespace() && (next.is_ascii() || !next.is_alphabetic());
    let stop = it == '.' && !text[at + 1..].chars().next().is_some_and(continues);
    matches!(it, '。' | '；' | ';' | '\n' | '！' | '!' | '？')
        || (stop && !text[..at].ends_with("e.g") && !text[..at].ends_with("i.e"))
}

/// A letter of a script without spaces, such as Han.
pub(super) fn is_wide_letter(it: char) -> bool {
    it.is_alphabetic() && !it.is_ascii()
}
