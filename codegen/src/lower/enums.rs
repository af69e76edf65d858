//! Tables of values: `取值 | 说明` under the name of a field.

use super::context::Context;
use super::draft::Content;
use crate::model::Value;
use crate::page::{Row, Table};

/// Reads the rows as values; the literal is the text of the cell until the field is known.
pub fn read(table: &Table<'_>, context: Context<'_>) -> Content {
    let rows = table.rows.iter().map(|row| row.count).sum();
    Content::Values {
        values: table.rows().filter_map(value).collect(),
        rows,
        header: context.origin(table.header),
    }
}

fn value(row: Row<'_>) -> Option<Value> {
    let text = row.name().text.trim().trim_matches(['"', '\'']);
    let label = row.descriptions().first().map(|cell| cell.text.to_string()).unwrap_or_default();
    (!text.is_empty()).then(|| Value { literal: text.to_owned(), label, ..Value::default() })
}
