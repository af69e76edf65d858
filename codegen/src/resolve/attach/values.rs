//! Tables of fields that list the values of a plain field.

use super::names::{candidates, fields};
use super::rule::{Rule, Titled, vote};
use crate::lower::draft::{Field, Type};
use crate::model::Value;
use crate::resolve::enums;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};

/// A waiting table whose title is the name of a text or number: its rows name values.
pub(super) fn by_values(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for &id in &titled.ids {
        let Some(at) = plain_field(tree, id) else { continue };
        let ty = tree.at(at).ty.clone();
        let values: Vec<Value> = tree.objects[id].fields.iter().filter_map(|row| value(row, &ty)).collect();
        if values.len() < 2 || values.len() < tree.objects[id].fields.len() {
            continue;
        }
        let origin = tree.objects[id].origin;
        tree.absorb(at.0, id);
        tree.at_mut(at).meaning.values = values;
        vote(tree, at, rule, rule.witness, origin);
    }
}

/// The plain field that the title of a waiting table names.
fn plain_field(tree: &Tree<'_>, id: ObjectId) -> Option<FieldRef> {
    let object = &tree.objects[id];
    let is_plain = |field: &Field| matches!(field.ty, Type::String | Type::Integer { .. });
    let named = |field: &Field| object.names().any(|title| title == field.name);
    if !object.waits() {
        return None;
    }
    let mut places: Vec<FieldRef> =
        object.names().flat_map(|title| candidates(tree, |names| names.named(title))).collect();
    places.sort_unstable();
    let mut fields = fields(tree, places).filter(|(at, _)| tree.objects[at.0].side == object.side);
    fields.find(|(at, field)| at.0 != id && is_plain(field) && named(field)).map(|(at, _)| at)
}

/// A row as a value of a field of the type.
fn value(row: &Field, ty: &Type) -> Option<Value> {
    let is_value = row.ty == Type::Any || row.ty == *ty;
    let label = row.docs.first().map(|text| text.text.to_string()).unwrap_or_default();
    let value = Value { literal: row.name.to_string(), label, ..Value::default() };
    enums::literal(&value, ty).filter(|_| is_value)
}
