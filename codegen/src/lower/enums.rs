//! Tables of values: `取值 | 说明` under the name of a field.

use super::draft::Draft;
use super::fields::Context;
use super::groups::Group;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Type, Value};
use crate::page::Row;

/// Gives the values to the field the title names; a table that names none is reported.
pub fn read(group: &Group<'_, '_>, draft: &mut Draft, context: Context<'_>) {
    let rows: usize = group.table.rows.iter().map(|row| row.count).sum();
    let Some((object, field)) = target(group, draft) else {
        draft.diagnostics.push(
            Diagnostic::new(&code::TABLE_UNKNOWN, "a table of values that no field is named for")
                .label(context.origin(group.table.header), "its rows are not in the model")
                .help("name the field in the heading or in the line above the table")
                .rows(rows),
        );
        return;
    };
    let field = &mut draft.objects[object].fields[field].field;
    let values: Vec<Value> = group.table.rows.iter().filter_map(|row| value(row, field.ty.leaf())).collect();
    if values.len() >= 2 {
        field.meaning.values = values;
    }
    draft.objects[object].rows += rows;
}

fn target(group: &Group<'_, '_>, draft: &Draft) -> Option<(usize, usize)> {
    let names: Vec<&String> = group.titles.iter().filter_map(|path| path.last()).collect();
    let sides = draft.objects.iter().enumerate().filter(|(_, object)| object.side == group.side);
    let mut found = sides.flat_map(|(id, object)| {
        let fields = object.fields.iter().enumerate();
        fields.filter(|(_, node)| names.contains(&&node.field.name)).map(move |(at, _)| (id, at))
    });
    found.next()
}

fn value(row: &Row<'_>, ty: &Type) -> Option<Value> {
    let text = row.name.text.trim().trim_matches(['"', '\'']);
    let label = row.description.first().map(|cell| cell.text.to_string()).unwrap_or_default();
    let literal = match ty {
        Type::Integer { .. } => text.parse::<i64>().ok()?.to_string(),
        _ => serde_json::to_string(text).ok()?,
    };
    (!text.is_empty()).then_some(Value { literal, label })
}
