//! What one word of a list item says of its parameter: its type, its default, whether it must be sent, where it travels.

use crate::dialect::{Column, Dialect};
use crate::page::TableRow;
use crate::syntax::markdown::Cell;

/// One word of the brackets: a required mark, a default, or the type.
pub(super) fn attribute<'a>(
    text: &'a str,
    part: &'a str,
    row: &mut TableRow,
    cells: &mut Vec<Cell<'a>>,
    dialect: &Dialect,
) {
    let cell = super::cell(text, part);
    let is_free = |column, row: &TableRow| row.with(cells).cell(column).is_none();
    if let Some(value) = default(part, dialect) {
        row.put(Column::Default, super::cell(text, value), cells);
    } else if is_free(Column::Location, row) && is_place(part, dialect) {
        row.put(Column::Location, super::cell(text, place(part)), cells);
    } else if dialect.required.get(&cell.text).is_some() {
        row.put(Column::Required, cell, cells);
    } else if is_free(Column::Type, row) && is_type(&cell.text, dialect) {
        row.put(Column::Type, cell, cells);
    } else {
        row.describe(cell, cells);
    }
}

/// The value of a part that gives the default: `default 10`, `默认值：10`.
pub(super) fn default<'t>(part: &'t str, dialect: &Dialect) -> Option<&'t str> {
    let titled = part.split_once([':', '：', '=']);
    // `defaults to 100` is a sentence.
    let spaced = || part.trim().split_once(' ').filter(|(_, value)| !value.contains(' '));
    let titled = titled.or_else(spaced);
    titled.filter(|(title, _)| dialect.columns.get(title) == Some(Column::Default)).map(|(_, value)| value)
}

/// Whether a part says where the parameter travels: `query`, `*in path*`.
pub(super) fn is_place(part: &str, dialect: &Dialect) -> bool {
    dialect.locations.get(place(part)).is_some() && dialect.types.get(place(part)).is_none()
}

fn place(part: &str) -> &str {
    part.trim_matches(|c: char| c.is_whitespace() || "*_`".contains(c))
}

/// A known type word, alone, with brackets behind it or as the first of several.
pub(super) fn is_type(text: &str, dialect: &Dialect) -> bool {
    let head = text.split(['[', '<', '(']).next().unwrap_or(text);
    let word = |word: &str| !word.is_empty() && dialect.types.get(word).is_some();
    word(text) || word(head) || head.split_whitespace().next().is_some_and(word)
}
