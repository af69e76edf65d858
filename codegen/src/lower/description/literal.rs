//! Values as descriptions write them, and as JSON literals that fit a type.

use super::chars::is_quote;
use super::cursor::Cursor;
use crate::model::Type;

/// Longest value, in bytes.
const LONGEST: usize = 48;

/// A value as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) quoted: bool,
}

impl Token<'_> {
    pub(super) fn is_number(&self) -> bool {
        self.text.parse::<i64>().is_ok()
    }

    /// Whether the word may be the name of a value.
    pub(super) fn is_code(&self) -> bool {
        self.text.len() > 1
            && self.text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '$')
            && self.text[1..].chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-'))
    }

    /// Whether the word is a constant rather than prose: `BUY`, `in_use`, `IPv4`, `ParallelGateway`.
    pub(super) fn is_constant(&self) -> bool {
        let inner = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_';
        self.is_code()
            && self.text.len() > 2
            && (self.text.starts_with('$') || self.text[1..].contains(inner))
    }

    fn is_bool(&self) -> bool {
        self.text.eq_ignore_ascii_case("true") || self.text.eq_ignore_ascii_case("false")
    }
}

/// Takes a value: text in quotes, or a run of ASCII letters, digits and joining marks.
pub(super) fn token<'a>(cursor: &mut Cursor<'a>) -> Option<Token<'a>> {
    let start = *cursor;
    if cursor.peek().is_some_and(is_quote)
        && let Some(text) = cursor.quoted()
    {
        let text = text.trim();
        if !text.is_empty() && text.len() <= LONGEST {
            return Some(Token { text, quoted: true });
        }
        *cursor = start;
        return None;
    }
    let of_run = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'$' | b'-');
    let rest = cursor.rest();
    let run = &rest[..rest.bytes().take(LONGEST + 2).take_while(|it| of_run(*it)).count()];
    let text = run.trim_end_matches(['.', '-']);
    cursor.at = start.at + text.len();
    let starts = text.starts_with(|it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '$' | '-'));
    let negative = !text.starts_with('-') || text.parse::<i64>().is_ok();
    if starts && negative && text.len() <= LONGEST {
        return Some(Token { text, quoted: false });
    }
    *cursor = start;
    None
}

/// Takes a value that may have the mark inside: `openai/v1`, `1:n`.
pub(super) fn joined<'a>(cursor: &mut Cursor<'a>, mark: char) -> Option<Token<'a>> {
    let start = *cursor;
    let first = token(cursor)?;
    let mut end = *cursor;
    while !first.quoted && end.eat(|it| it == mark).is_some() && token(&mut end).is_some_and(|it| !it.quoted)
    {
        cursor.at = end.at;
    }
    let text = if first.quoted { first.text } else { &start.text[start.at..cursor.at] };
    (text.len() <= LONGEST).then_some(Token { text, ..first })
}

/// The values as literals of the type; none when one of them does not fit it.
pub(super) fn values(tokens: &[Token<'_>], ty: &Type) -> Option<Vec<String>> {
    let texts_of_flags = *ty == Type::String && tokens.iter().all(|it| it.quoted);
    if tokens.iter().all(Token::is_bool) && !texts_of_flags {
        return None;
    }
    match ty.leaf() {
        Type::String => texts(tokens),
        // The type is open, but words can only be texts.
        Type::Any if tokens.iter().all(|it| !it.is_number() && !it.is_bool()) => texts(tokens),
        Type::Integer { .. } => tokens.iter().map(|it| integer(it.text)).collect(),
        Type::Number => tokens.iter().map(|it| number(it.text)).collect(),
        _ => None,
    }
}

fn texts(tokens: &[Token<'_>]) -> Option<Vec<String>> {
    let numbers = tokens.iter().filter(|it| !it.quoted && it.is_number()).count();
    let mixed = numbers > 0 && numbers < tokens.len();
    let plausible = tokens.iter().all(|it| it.quoted || !is_measure(it.text));
    (plausible && !mixed).then(|| tokens.iter().map(|it| quote(it.text)).collect())
}

/// Whether the word is a version, an address, a date or a range rather than a value's name.
fn is_measure(word: &str) -> bool {
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let inner = |it: char| matches!(it, '.' | '-');
    let numbered = word.trim_start_matches(|it: char| it.is_ascii_digit());
    (digits.len() > 1
        && digits[1..].contains(inner)
        && digits.chars().all(|it| it.is_ascii_digit() || inner(it)))
        // `1-http` may be a number and its label, or a value and its number.
        || (numbered.len() < word.len() && numbered.starts_with('-'))
}

fn integer(text: &str) -> Option<String> {
    text.parse::<i64>().ok().map(|it| it.to_string())
}

fn number(text: &str) -> Option<String> {
    let plain = text.starts_with(|it: char| it.is_ascii_digit() || it == '-')
        && text.ends_with(|it: char| it.is_ascii_digit());
    let json = serde_json::from_str::<serde_json::Number>(text).ok()?;
    plain.then(|| json.to_string())
}

fn quote(text: &str) -> String {
    let plain = |byte: u8| !byte.is_ascii_control() && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(plain) {
        return ["\"", text, "\""].concat();
    }
    serde_json::Value::from(text).to_string()
}

/// One value as literal of the type.
pub(super) fn one(token: Token<'_>, ty: &Type) -> Option<String> {
    match ty {
        Type::String => (token.quoted || !is_measure(token.text)).then(|| quote(token.text)),
        Type::Boolean | Type::Any if token.is_bool() && !token.quoted => {
            Some(token.text.to_ascii_lowercase())
        }
        Type::Boolean if token.is_bool() => Some(token.text.to_ascii_lowercase()),
        Type::Any if !token.quoted && number(token.text).is_some() => number(token.text),
        Type::Any => one(token, &Type::String),
        Type::Integer { .. } => integer(token.text),
        Type::Number => number(token.text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_are_quoted_as_json_has_them(text in "[a-z关/\\x00-\\x1f\"\\\\\\x7f\u{80}]{0,8}") {
            prop_assert_eq!(quote(&text), serde_json::Value::from(text.as_str()).to_string());
        }
    }
}
