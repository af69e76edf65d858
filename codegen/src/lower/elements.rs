//! Rows without a name that have a type: what the table describes as a whole, or one element of the list above.

use super::context::Context;
use super::draft::{Draft, Row as FieldRow, Type};
use super::names::Name;
use super::types;
use super::{row_values, types::Parsed};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Column;
use crate::page::{Row, Table};
use crate::syntax::markdown::Cell;

/// What a row without a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The whole, whose fields are indented below it.
    Whole,
    /// Something that other rows describe.
    Said,
    /// Nothing that is known: it is a field like others.
    Field,
}

/// Reads such a row; an element says of the list above it what it holds.
pub(super) fn read(
    (row, table): (Row<'_>, &Table<'_>),
    name: &Name<'_>,
    rows: &mut [FieldRow],
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> Standing {
    let is_nameless = name.text.chars().all(|c| matches!(c, '-' | '—' | '└' | '─' | ' '));
    let told = |cell: &&Cell<'_>| !cell.text.trim().is_empty() && !context.dialect.is_nothing(&cell.text);
    let Some(cell) = row.cell(Column::Type).filter(|cell| is_nameless && told(cell)) else {
        return Standing::Field;
    };
    let Parsed { ty, known, .. } = types::parse(&cell.text, context.dialect);
    let ty = Type::from(ty);
    let Some(last) = rows.last_mut() else {
        if table.rows().nth(1).is_some_and(|next| next.depth > row.depth) {
            return Standing::Whole;
        }
        if !ty.is_container() {
            return Standing::Field;
        }
        let found = Diagnostic::new(&code::ROW_EMPTY, "the row has no name and stands for all that follows");
        draft
            .diagnostics
            .push(found.label(context.origin(row.span), "the rows below are its fields").rows(row.count));
        return Standing::Said;
    };
    if !known || !matches!(last.field.ty, Type::Array(_)) || row.depth < last.depth {
        return Standing::Field;
    }
    if *last.field.ty.leaf() == Type::Any {
        last.field.ty.set_leaf(ty);
    }
    last.rows += row.count;
    last.field.docs.extend(row_values::docs(row, context.origin(row.span), context));
    Standing::Said
}
