//! Tables of values: `取值 | 说明` under the name of a field, or `Parameter | Value` with the name in each row.

use super::context::Context;
use super::draft::{Content, Draft, Table as DraftTable};
use super::table_context::TableContext;
use super::titles::Titles;
use crate::model::Value;
use crate::page::{Row, Table, TableKind};

/// Reads the rows as values; the literal is the text of the cell until the field is known.
pub fn read(table: &Table<'_>, context: Context<'_>) -> Content {
    let rows = table.rows.iter().map(|row| row.count).sum();
    Content::Values {
        values: match table.kind {
            // The names are those of constants.
            TableKind::NamedValues => table.rows().filter_map(constant).collect(),
            _ => table.rows().filter_map(value).collect(),
        },
        rows,
        header: context.origin(table.header),
    }
}

/// Reads the rows as values of the fields that they name, a table for each field.
pub fn of_names(of_page: &TableContext<'_, '_>, draft: &mut Draft<'_>, context: Context<'_>) {
    let mut of_fields: Vec<(String, Vec<Value>, usize)> = Vec::new();
    for row in of_page.table.rows() {
        // Marks of nesting stand before the name: `» state`.
        let name = row.name().text.trim_matches(['`', '*', '"', ' ']);
        let name =
            name.trim_start_matches(|it: char| !it.is_alphanumeric() && !matches!(it, '_' | '$' | '@'));
        let mut said =
            row.descriptions().iter().map(|cell| cell.text.trim_matches(['`', '*', '"', ' ']).to_owned());
        let literal = said.next().unwrap_or_default();
        let value = Value { literal, label: said.next().unwrap_or_default(), ..Value::default() };
        // A row without a name goes on with the field above it.
        let known = of_fields.iter_mut().rev().find(|(field, ..)| field == name || name.is_empty());
        match known {
            Some((_, values, rows)) => {
                values.push(value);
                *rows += row.count;
            }
            None => of_fields.push((name.to_owned(), vec![value], row.count)),
        }
    }
    draft.tables.extend(of_fields.into_iter().map(|(field, values, rows)| DraftTable {
        side: of_page.side,
        titles: Titles::name(&field),
        title: of_page.title.to_owned(),
        caption: None,
        origin: context.origin(of_page.origin),
        is_foreign: false,
        follows: false,
        continues: true,
        variant: None,
        anchors: Vec::new(),
        is_list_body: false,
        definition: None,
        content: Content::Values { values, rows, header: context.origin(of_page.table.header) },
    }));
}

fn constant(row: Row<'_>) -> Option<Value> {
    let literal = row.descriptions().first()?.text.trim().trim_matches(['"', '\'']).to_owned();
    (!literal.is_empty()).then(|| Value { literal, label: row.name().text.to_string(), ..Value::default() })
}

fn value(row: Row<'_>) -> Option<Value> {
    let text = row.name().text.trim().trim_matches(['"', '\'']);
    let label = row.descriptions().first().map(|cell| cell.text.to_string()).unwrap_or_default();
    (!text.is_empty()).then(|| Value { literal: text.to_owned(), label, ..Value::default() })
}
