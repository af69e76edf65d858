//! Tables of values: the field each one is for.

use super::mention::Mention;
use super::tree::{FieldRef, ObjectId, Tree};
use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::{DefinitionId, Field, Type};
use crate::lower::titles::Titles;
use crate::lower::{Anchor, Context};
use crate::model::{Origin, Value};
use crate::page::Side;
use smol_str::SmolStr;

/// A table of values.
pub struct Values {
    /// The half of the call it stands in.
    pub side: Side,
    /// What its title names.
    pub titles: Titles,
    /// What links to it end in.
    pub anchors: Vec<Anchor>,
    /// The definition that they are a copy of.
    pub definition: Option<DefinitionId>,
    /// The object of the fields above, where the rows name fields.
    pub above: Option<ObjectId>,
    /// The values, as text.
    pub values: Vec<Value>,
    /// Rows of the page.
    pub rows: usize,
    /// The header row.
    pub header: Origin,
}

/// Gives the values to the field the title names; a table that names none is reported.
pub fn attach(table: Values, tree: &mut Tree<'_>, context: Context<'_>) {
    let targets = targets(&table, tree, context);
    let Some((object, _)) = targets.first().copied() else {
        if table.definition.is_some() {
            return;
        }
        tree.diagnostics.push(
            Diagnostic::new(&code::TABLE_UNKNOWN, "a table of values that no field is named for")
                .label(table.header, "its rows are not in the model")
                .help("name the field in the heading or in the line above the table")
                .rows(table.rows),
        );
        return;
    };
    for at in targets {
        let field = tree.at_mut(at);
        if matches!(field.ty.leaf(), Type::Named(_)) && is_type_of(&table, field) {
            let is_number = table.values.iter().all(|value| value.literal.parse::<i64>().is_ok());
            field.ty.set_leaf(if is_number { Type::integer() } else { Type::String });
        }
        let literals = table.values.iter().filter_map(|value| literal(value, field.ty.leaf()));
        let values: Vec<Value> = literals.collect();
        if values.len() >= 2 {
            field.meaning.values = values;
        }
    }
    tree.objects[object].rows += table.rows;
    tree.definitions.extend(table.definition);
}

/// Whether a field is no structure and no yes or no.
fn may_have_values(field: &Field) -> bool {
    !matches!(field.ty.leaf(), Type::AnyObject | Type::Child(_) | Type::Map(_) | Type::Boolean)
}

/// Whether the type of a field is what a table lists the values of: its name is the title, or it links to the table.
fn is_type_of(table: &Values, field: &Field) -> bool {
    let titles = || table.titles.iter().filter_map(|path| path.last());
    field.links.iter().any(|link| table.anchors.contains(link))
        || field.ty.names().iter().any(|name| titles().any(|title| title.eq_ignore_ascii_case(name)))
}

/// The fields a table of values is for: those that link to it, else the first one its title names, else all whose descriptions refer to the title.
fn targets(table: &Values, tree: &Tree<'_>, context: Context<'_>) -> Vec<FieldRef> {
    let names: Vec<&str> = table.titles.iter().filter_map(|path| path.last()).map(SmolStr::as_str).collect();
    let of_side = |accept: &dyn Fn(&Field) -> bool| -> Vec<FieldRef> {
        tree.fields_facing(table.side).filter(|(_, field)| accept(field)).map(|(at, _)| at).collect()
    };
    let beside = table.above.and_then(|above| {
        let of_above = || tree.objects[above].fields.iter().enumerate();
        let mut named = of_above().filter(|(_, field)| names.contains(&field.name.as_str()));
        named.next().map(|(at, _)| (above, at))
    });
    if let Some(at) = beside {
        return vec![at];
    }
    let linked = of_side(&|field| is_type_of(table, field) && may_have_values(field));
    if !linked.is_empty() {
        return linked;
    }
    let mut found = of_side(&|field| names.contains(&field.name.as_str()));
    found.truncate(1);
    if found.is_empty() {
        found = of_side(&|field| names.iter().any(|name| name.eq_ignore_ascii_case(&field.name)));
        // Of several such fields none is meant more than the others.
        found.truncate(if found.len() == 1 { 1 } else { 0 });
    }
    if found.is_empty() {
        let phrases = &context.dialect.nesting.mentions;
        let mentions: Vec<Mention> = names.iter().map(|name| Mention::new(name, phrases)).collect();
        found = of_side(&|field| mentions.iter().any(|mention| mention.is_in(field)));
    }
    found
}

/// The value as a JSON literal of the field's type.
pub(super) fn literal(value: &Value, ty: &Type) -> Option<Value> {
    let literal = match ty {
        Type::Integer { .. } => value.literal.parse::<i64>().ok()?.to_string(),
        _ => serde_json::to_string(&value.literal).ok()?,
    };
    Some(Value { literal, ..value.clone() })
}
