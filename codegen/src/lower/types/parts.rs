//! Parts of type cells that are no words of a dialect: values, limits and names.

use crate::dialect::Dialect;
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

/// Values in code that a cell is made of, in quotes: `` `asc` | `desc` ``. A word for a type is none, and neither is one with a
/// capital, which may be the name of a structure.
pub fn coded_values(raw: &str, dialect: &Dialect) -> Option<String> {
    raw.find('`')?;
    let pieces: Vec<&str> = raw.split('`').collect();
    if pieces.len() < 5 || pieces.len().is_multiple_of(2) {
        return None;
    }
    let is_gap = |text: &str| {
        let gap = text.trim_matches(|c: char| c.is_whitespace() || "\\|/,，、".contains(c));
        gap.is_empty() || ["or", "或"].contains(&gap)
    };
    let is_value = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
            && dialect.types.get(text).is_none()
            && dialect.formats.get(text).is_none()
    };
    let mut coded = pieces.iter().skip(1).step_by(2);
    let is_all = pieces.iter().step_by(2).all(|gap| is_gap(gap)) && coded.all(|word| is_value(word));
    let quoted = pieces.iter().skip(1).step_by(2).map(|word| format!("\"{word}\""));
    is_all.then(|| quoted.collect::<Vec<_>>().join(" | "))
}
