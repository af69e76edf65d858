//! Rows that title a group of rows: `**Filters**` over all columns.

use super::context::Context;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Column;
use crate::page::{Row, Table, titles};

/// Whether a row has nothing but a title: one cell over all columns, or one in bold where other rows have a name that is not.
pub(super) fn is_title(row: Row<'_>, table: &Table<'_>, context: Context<'_>) -> bool {
    if is_header(row, context) || is_words(row, table) {
        return true;
    }
    if !is_alone(row) {
        return false;
    }
    let name = row.name().span;
    let before = context.text(row.span).get(..name.start.saturating_sub(row.span.start)).unwrap_or_default();
    let is_wide = before.to_ascii_lowercase().contains("colspan");
    let is_field = |other: Row<'_>| !is_alone(other) && !is_bold(other, context);
    is_wide || is_bold(row, context) && table.rows().any(is_field)
}

/// Whether a row repeats the header: `名称 | 类型 | 必填`.
fn is_header(row: Row<'_>, context: Context<'_>) -> bool {
    let dialect = context.dialect;
    let is = |column| row.cell(column).is_some_and(|cell| dialect.columns.get(&cell.text) == Some(column));
    // `required` is what many cells of that column say.
    is(Column::Name) && is(Column::Type)
}

/// Words of no alphabet of names, without type and mark, among rows that have a name and a type each: `分页参数`.
fn is_words(row: Row<'_>, table: &Table<'_>) -> bool {
    let is_named = |row: Row<'_>| {
        let is_typed = row.cell(Column::Type).is_some_and(|cell| !cell.text.trim().is_empty());
        is_typed && row.name().text.is_ascii()
    };
    let is_empty = |row: Row<'_>, column| {
        row.cell(column).is_none_or(|cell| matches!(cell.text.trim(), "" | "-" | "--" | "—"))
    };
    let is_title = |row: Row<'_>| {
        is_empty(row, Column::Type) && is_empty(row, Column::Required) && !row.name().text.is_ascii()
    };
    let mut named = table.first_rows().filter(|row| !is_title(*row) && !is_alone(*row)).peekable();
    is_title(row) && named.peek().is_some() && named.all(is_named)
}

/// Whether a row has no cell but the name.
fn is_alone(row: Row<'_>) -> bool {
    let columns =
        [Column::Type, Column::Required, Column::Default, Column::Location, Column::Schema, Column::Example];
    let mut cells = columns.into_iter().filter_map(|column| row.cell(column)).chain(row.descriptions());
    !row.name().text.is_empty()
        && cells.all(|cell| cell.text.trim().is_empty() || cell.text == row.name().text)
        && row.remarks().is_empty()
}

fn is_bold(row: Row<'_>, context: Context<'_>) -> bool {
    let name = row.name().span;
    let page = &context.file.text;
    // The reader of cells may have taken the marks away.
    let marked = page[..name.start].ends_with("**") || page[..name.start].ends_with("<b>");
    let raw = name.of(page).trim_start();
    let is_italic = raw.starts_with(['*', '_']) && raw.ends_with(['*', '_']) && raw.len() > 2;
    let is_tagged = ["<b>", "<strong>", "<i>", "<em>"].iter().any(|tag| raw.starts_with(tag));
    marked || titles::is_bold(page, name) || is_italic || is_tagged
}

/// What is said of such a row.
pub(super) fn title_of(row: Row<'_>, context: Context<'_>) -> Diagnostic {
    let name = &row.name().text;
    Diagnostic::new(&code::GROUP_ROW, format!("row `{name}` titles a group of rows"))
        .label(context.origin(row.span), "no field is made of it")
}
