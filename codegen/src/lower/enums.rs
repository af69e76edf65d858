//! Tables of values: `取值 | 说明` under the name of a field.

use super::draft::{Draft, Node, ObjectId};
use super::fields::Context;
use super::table_context::Group;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Type, Value};
use crate::page::Row;
use crate::resolve::attach::Mention;
use smol_str::SmolStr;

/// Gives the values to the field the title names; a table that names none is reported.
pub fn read(group: &Group<'_, '_>, draft: &mut Draft, context: Context<'_>) {
    let rows: usize = group.table.rows.iter().map(|row| row.count).sum();
    let targets = targets(group, draft, context);
    let Some((object, _)) = targets.first().copied() else {
        draft.diagnostics.push(
            Diagnostic::new(&code::TABLE_UNKNOWN, "a table of values that no field is named for")
                .label(context.origin(group.table.header), "its rows are not in the model")
                .help("name the field in the heading or in the line above the table")
                .rows(rows),
        );
        return;
    };
    for (object, field) in targets {
        let field = &mut draft.objects[object].fields[field].field;
        let values: Vec<Value> = group.table.rows().filter_map(|row| value(row, field.ty.leaf())).collect();
        if values.len() >= 2 {
            field.meaning.values = values;
        }
    }
    draft.objects[object].rows += rows;
}

/// The fields a table of values is for: the first one its title names, else all whose descriptions refer to the title.
fn targets(group: &Group<'_, '_>, draft: &Draft, context: Context<'_>) -> Vec<(ObjectId, usize)> {
    let names: Vec<&str> = group.titles.iter().filter_map(|path| path.last()).map(SmolStr::as_str).collect();
    let of_side = |fits: &dyn Fn(&Node) -> bool| -> Vec<(ObjectId, usize)> {
        let objects = draft.objects.iter().enumerate().filter(|(_, object)| object.side == group.side);
        let fields = objects
            .flat_map(|(id, object)| object.fields.iter().enumerate().map(move |(at, node)| (id, at, node)));
        fields.filter(|(_, _, node)| fits(node)).map(|(id, at, _)| (id, at)).collect()
    };
    let mut found = of_side(&|node| names.contains(&node.field.name.as_str()));
    found.truncate(1);
    if found.is_empty() {
        let phrases = &context.dialect.nesting.mentions;
        let mentions: Vec<Mention> = names.iter().map(|name| Mention::new(name, phrases)).collect();
        found = of_side(&|node| mentions.iter().any(|mention| mention.is_in(node)));
    }
    found
}

fn value(row: Row<'_>, ty: &Type) -> Option<Value> {
    let text = row.name().text.trim().trim_matches(['"', '\'']);
    let label = row.descriptions().first().map(|cell| cell.text.to_string()).unwrap_or_default();
    let literal = match ty {
        Type::Integer { .. } => text.parse::<i64>().ok()?.to_string(),
        _ => serde_json::to_string(text).ok()?,
    };
    (!text.is_empty()).then_some(Value { literal, label, ..Value::default() })
}
