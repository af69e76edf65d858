//! Tables of fields that list the values of plain fields.

use super::names::{candidates, fields};
use super::rule::{Rule, Titled, vote};
use crate::lower::Anchor;
use crate::lower::draft::{Field, Type};
use crate::model::Value;
use crate::page::Side;
use crate::resolve::enums;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};
use std::collections::BTreeMap;

/// A waiting table that the rows of texts or numbers link to: its rows name values.
pub(super) fn by_link(tree: &mut Tree<'_>, _: &Titled<'_>, rule: &Rule) {
    // Tables whose rows become values leave their places to no others: what was found once stays where it is.
    let mut linking: BTreeMap<Anchor, Vec<FieldRef>> = BTreeMap::new();
    for (at, field) in tree.fields_facing(Side::None) {
        field.links.iter().for_each(|link| linking.entry(link.clone()).or_default().push(at));
    }
    if linking.is_empty() {
        return;
    }
    for id in 0..tree.objects.len() {
        let anchors = &tree.objects[id].anchors;
        let mut places: Vec<FieldRef> =
            anchors.iter().filter_map(|anchor| linking.get(anchor)).flatten().copied().collect();
        if places.is_empty() {
            continue;
        }
        places.sort_unstable();
        places.dedup();
        let is_linked = |field: &Field| field.links.iter().any(|link| anchors.contains(link));
        let linked = plain_fields(tree, id, &places, is_linked);
        settle(tree, id, linked, rule);
    }
}

/// A waiting table whose title is the name of a text or number: its rows name values.
pub(super) fn by_values(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for &id in &titled.ids {
        let object = &tree.objects[id];
        if !object.waits() {
            continue;
        }
        let mut places: Vec<FieldRef> =
            object.names().flat_map(|title| candidates(tree, |names| names.named(title))).collect();
        places.sort_unstable();
        let is_named = |field: &Field| object.names().any(|title| title == field.name);
        let mut named = plain_fields(tree, id, &places, is_named);
        named.truncate(1);
        settle(tree, id, named, rule);
    }
}

/// Gives the rows of a table as values to fields that can have them all.
fn settle(tree: &mut Tree<'_>, id: ObjectId, mut targets: Vec<FieldRef>, rule: &Rule) {
    targets.retain(|at| values(tree, id, &tree.at(*at).ty).is_some());
    let Some(&first) = targets.first() else { return };
    let origin = tree.objects[id].origin;
    for &at in &targets {
        tree.at_mut(at).meaning.values = values(tree, id, &tree.at(at).ty).unwrap_or_default();
        vote(tree, at, rule, rule.witness, origin);
    }
    tree.absorb(first.0, id);
}

/// The rows of a table as values of a type, when all of them are.
fn values(tree: &Tree<'_>, id: ObjectId, ty: &Type) -> Option<Vec<Value>> {
    let rows = &tree.objects[id].fields;
    let values: Vec<Value> = rows.iter().filter_map(|row| value(row, ty)).collect();
    (values.len() >= 2 && values.len() == rows.len()).then_some(values)
}

/// Those of the fields that are texts or numbers which a waiting table may list values of.
fn plain_fields(
    tree: &Tree<'_>,
    id: ObjectId,
    places: &[FieldRef],
    accept: impl Fn(&Field) -> bool,
) -> Vec<FieldRef> {
    let object = &tree.objects[id];
    if !object.waits() {
        return Vec::new();
    }
    let faces = |other: ObjectId| {
        let side = tree.objects[other].side;
        other != id && (object.side == Side::None || object.side == side)
    };
    let is_plain = |field: &Field| matches!(field.ty, Type::String | Type::Integer { .. });
    let fields = fields(tree, places).filter(|(at, field)| faces(at.0) && is_plain(field) && accept(field));
    fields.map(|(at, _)| at).collect()
}

/// A row as a value of a field of the type.
fn value(row: &Field, ty: &Type) -> Option<Value> {
    let is_value = row.ty == Type::Any || row.ty == *ty;
    let label = row.docs.first().map(|text| text.text.to_string()).unwrap_or_default();
    let value = Value { literal: row.name.to_string(), label, ..Value::default() };
    enums::literal(&value, ty).filter(|_| is_value)
}
