//! Parts of type cells that are no words of a dialect: values, limits and names.

use crate::model::Type;

/// The type of a value that stands for itself: `"on" | "off"`. The marks around a cell are gone.
pub(super) fn literal(text: &str) -> Option<Type> {
    let quotes = ['"', '\''];
    let is_quoted = text.len() > 1 && (text.starts_with(quotes) || text.ends_with(quotes));
    let is_number = || text.parse::<i64>().is_ok();
    is_quoted.then_some(Type::String).or_else(|| is_number().then(Type::integer))
}

/// Whether a part behind a type says how long or large its values are.
pub(super) fn is_limit(part: &str) -> bool {
    let mut words = part.rsplit([' ', '=', ':', '<', '≤']);
    let is_number = words.next().is_some_and(|last| last.bytes().all(|it| it.is_ascii_digit()));
    is_number && words.next().is_some() || part.starts_with(|c: char| c.is_ascii_digit())
}

/// An identifier that can be the name of a type.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
