//! Answers that are one plain value: `string[]`, `返回布尔值`, `Returns the number of boats as an integer.`

use super::Context;
use crate::dialect::{Column, Dialect};
use crate::lower::draft::Type;
use crate::lower::types;
use crate::model;
use crate::syntax::markdown::Line;

/// Marks between a type and what is said of the value.
const MARKS: &[&str] = &[" – ", " — ", " - ", "，", ",", ": ", "：", "("];

/// The plain type that a line is in code, or behind a label: `` `string[]` ``, `Type: integer`.
pub(super) fn shown(line: &Line<'_>, context: Context<'_>) -> Option<Type> {
    let raw = context.text(line.span).trim();
    let coded =
        raw.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).filter(|inside| !inside.contains('`'));
    let labelled = || {
        let (label, rest) = line.text.split_once([':', '：'])?;
        let is_label = context.dialect.columns.get(label.trim_matches(['*', ' '])) == Some(Column::Type);
        is_label.then(|| rest.trim().trim_matches('`'))
    };
    of(coded.or_else(labelled)?, context.dialect)
}

/// The plain type that a phrase says: `a plain string`, `布尔值，true 表示成功`, `the number of boats as an integer`. Without words
/// that say it is returned, the phrase has to begin with it.
pub(super) fn told(phrase: &str, is_returned: bool, dialect: &Dialect) -> Option<Type> {
    let phrase = phrase.trim_start_matches([':', '：', ' ']).trim_end_matches([':', '：']);
    let head = head(phrase, dialect).trim_matches(['`', '*']);
    let first = of(without_article(head, dialect), dialect);
    // `a plain string`, `the count as an integer`
    let last = || {
        let (before, last) = head.rsplit_once(' ').filter(|_| is_returned && head.is_ascii())?;
        let before = before.rsplit(' ').next()?;
        let mut kinds = dialect.notes.qualifiers.iter().chain(&dialect.notes.articles);
        kinds.any(|word| word.eq_ignore_ascii_case(before)).then(|| of(last, dialect)).flatten()
    };
    first.or_else(last)
}

/// A phrase without what is said behind the type, parted from it by a mark or a word.
pub(super) fn head<'p>(phrase: &'p str, dialect: &Dialect) -> &'p str {
    let is_blank = |part: Option<char>| part.is_some_and(char::is_whitespace);
    let behind = |word: &String| {
        let mut places = phrase.match_indices(word.as_str()).map(|(at, _)| at);
        places.find(|at| {
            is_blank(phrase[..*at].chars().next_back()) && is_blank(phrase[at + word.len()..].chars().next())
        })
    };
    let marks = MARKS.iter().filter_map(|mark| phrase.find(mark));
    let end = marks.chain(dialect.notes.behind_types.iter().filter_map(behind)).min();
    phrase[..end.unwrap_or(phrase.len())].trim()
}

/// A phrase without the article that it begins with.
pub(super) fn without_article<'p>(phrase: &'p str, dialect: &Dialect) -> &'p str {
    let is_article = |first: &str| dialect.notes.articles.iter().any(|word| word.eq_ignore_ascii_case(first));
    phrase.split_once(' ').filter(|(first, _)| is_article(first)).map_or(phrase, |(_, rest)| rest)
}

fn of(text: &str, dialect: &Dialect) -> Option<Type> {
    // `a JSON string` is a body of any form, `200: OK` a status.
    if text.to_ascii_lowercase().contains("json") || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let parsed = types::parse(text, dialect);
    use model::Type::{Boolean, Integer, Number, String};
    (parsed.known && matches!(parsed.ty.leaf(), Boolean | Integer { .. } | Number | String))
        .then(|| Type::from(parsed.ty))
}
