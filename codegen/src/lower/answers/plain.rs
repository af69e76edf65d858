//! Answers that are one plain value: `string[]`, `返回布尔值`, `Returns the number of boats as an integer.`

use super::Context;
use crate::dialect::{Column, Dialect};
use crate::lower::draft::Type;
use crate::lower::types;
use crate::model;
use crate::syntax::markdown::Line;

/// What stands between a type and what is said of the value.
const JOINTS: &[&str] = &[" – ", " — ", " - ", "，", ",", ": ", "：", " if ", "("];

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
    let head = head(phrase).trim_matches(['`', '*']);
    let article = |text: &str| {
        let (first, rest) = text.split_once(' ')?;
        dialect.notes.articles.iter().any(|word| word.eq_ignore_ascii_case(first)).then(|| rest.to_owned())
    };
    let bare = article(head);
    let first = of(bare.as_deref().unwrap_or(head), dialect);
    // `a plain string`, `the count as an integer`
    let last = || {
        let (before, last) = head.rsplit_once(' ').filter(|_| is_returned && head.is_ascii())?;
        let before = before.rsplit(' ').next()?;
        let is_kind = dialect.notes.qualifiers.iter().any(|word| word.eq_ignore_ascii_case(before))
            || dialect.notes.articles.iter().any(|word| word.eq_ignore_ascii_case(before));
        is_kind.then(|| of(last, dialect)).flatten()
    };
    first.or_else(last)
}

/// A phrase without what is said behind the type.
pub(super) fn head(phrase: &str) -> &str {
    let end = JOINTS.iter().filter_map(|joint| phrase.find(joint)).min().unwrap_or(phrase.len());
    phrase[..end].trim()
}

fn of(text: &str, dialect: &Dialect) -> Option<Type> {
    // `a JSON string` is a body of any form.
    if text.to_ascii_lowercase().contains("json") {
        return None;
    }
    let parsed = types::parse(text, dialect);
    use model::Type::{Boolean, Integer, Number, String};
    (parsed.known && matches!(parsed.ty.leaf(), Boolean | Integer { .. } | Number | String))
        .then(|| Type::from(parsed.ty))
}
