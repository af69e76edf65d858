//! Titles that say of all that they title whether it must be sent.

use crate::dialect::Dialect;

/// What a title of words for fields says of them all: `Required parameters`, `选填参数：`.
pub fn presence(title: &str, dialect: &Dialect) -> Option<bool> {
    let bare = title.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() > MAX_PRESENCE {
        return None;
    }
    let is_of_fields = |word: &str| {
        dialect.nesting.members.iter().any(|known| known.eq_ignore_ascii_case(word))
            || dialect.locations.get(word).is_some()
    };
    let ends = bare.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
    std::iter::once(bare.len()).chain(ends.rev()).find_map(|end| {
        let (word, rest) = bare.split_at(end);
        let is_border = !word.is_ascii() || rest.is_empty() || rest.starts_with(' ');
        let told = Some(word).filter(|_| is_border && end > 5).and_then(|word| dialect.required.get(word))?;
        rest.split_whitespace().all(is_of_fields).then_some(told)
    })
}

/// Longest title that may say so, in bytes.
const MAX_PRESENCE: usize = 48;
