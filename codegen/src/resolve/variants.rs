//! Variants: tables that describe alternatives of one structure become one object.
//!
//! Pages write one table per vendor, state or kind (`extension[aws]`, `extension[azure]`) where a server takes one of
//! them. The object has the fields of all; a field is required only when every alternative requires it.

use crate::lower::draft::{Draft, Node, ObjectId, is_container};
use crate::model::{Meaning, Type};
use smol_str::SmolStr;

/// Merges the alternatives of each structure into its first table.
pub fn merge(draft: &mut Draft) {
    let mut done: Vec<ObjectId> = Vec::new();
    for first in 0..draft.objects.len() {
        if draft.objects[first].variant.is_none() || done.contains(&first) {
            continue;
        }
        let same = |id: &ObjectId| {
            let (a, b) = (&draft.objects[first], &draft.objects[*id]);
            b.variant.is_some() && a.side == b.side && a.titles == b.titles && !b.linked
        };
        let others: Vec<ObjectId> = (first + 1..draft.objects.len()).filter(same).collect();
        done.extend(&others);
        unite(draft, first, &others);
        if draft.objects[first].titles.is_empty() {
            root(draft, first);
        }
    }
}

fn unite(draft: &mut Draft, first: ObjectId, others: &[ObjectId]) {
    if others.is_empty() {
        return;
    }
    let name = |draft: &Draft, id: ObjectId| draft.objects[id].variant.clone().unwrap_or_default();
    let mut requiring: Vec<(SmolStr, Vec<String>)> = Vec::new();
    for id in std::iter::once(first).chain(others.iter().copied()) {
        let variant = name(draft, id);
        for node in draft.objects[id].fields.iter().filter(|node| node.field.required) {
            match requiring.iter_mut().find(|(field, _)| *field == node.field.name) {
                Some((_, variants)) => variants.push(variant.clone()),
                None => requiring.push((node.field.name.clone(), vec![variant.clone()])),
            }
        }
    }
    for &id in others {
        let mut children = Vec::new();
        draft.merge(first, id, &mut |have, new| children.extend(join(have, new)));
        for (target, source) in children {
            crate::lower::merge_objects(draft, target, source);
        }
    }
    for node in &mut draft.objects[first].fields {
        let variants =
            requiring.iter().find(|(field, _)| *field == node.field.name).map(|(_, variants)| variants);
        node.field.required = variants.is_some_and(|variants| variants.len() == others.len() + 1);
        if let Some(variants) = variants.filter(|_| !node.field.required) {
            node.field.meaning.condition.get_or_insert(variants.join(", "));
        }
    }
}

/// Two alternatives of one field: texts add up, types that differ become alternatives too.
fn join(have: &mut Node, new: Node) -> Option<(ObjectId, ObjectId)> {
    for text in new.field.docs {
        if !have.field.docs.iter().any(|old| old.text == text.text) {
            have.field.docs.push(text);
        }
    }
    have.field.votes.extend(new.field.votes);
    if have.field.meaning.is_empty() {
        have.field.meaning = new.field.meaning;
    } else if !have.field.meaning.values.is_empty() {
        for value in Meaning::from(new.field.meaning).values {
            if !have.field.meaning.values.iter().any(|known| known.literal == value.literal) {
                have.field.meaning.values.push(value);
            }
        }
    }
    have.field.nullable |= new.field.nullable;
    match (have.child, new.child) {
        (Some(target), Some(source)) => return Some((target, source)),
        (None, Some(child)) => (have.child, have.field.ty) = (Some(child), new.field.ty),
        (None, None) if have.field.ty != new.field.ty => {
            have.field.ty = either(std::mem::take(&mut have.field.ty), new.field.ty)
        }
        _ => {}
    }
    None
}

fn either(one: Type, other: Type) -> Type {
    match (one, other) {
        (Type::Integer { .. }, Type::Integer { .. }) => Type::integer(),
        (one, other) if is_container(&one) && is_container(&other) => {
            if matches!(one.leaf(), Type::Any | Type::AnyObject) { other } else { one }
        }
        (Type::OneOf(mut types), other) => {
            if !types.contains(&other) {
                types.push(other);
            }
            Type::OneOf(types)
        }
        (one, other) => Type::OneOf(vec![one, other]),
    }
}

/// Alternatives of a whole side join its root.
fn root(draft: &mut Draft, id: ObjectId) {
    let side = draft.objects[id].side;
    match super::envelope::of_side(draft, side) {
        Some(root) => crate::lower::merge_objects(draft, root, id),
        None => {
            (draft.objects[id].root, draft.objects[id].linked) = (true, true);
            super::envelope::remember(draft, side, true, id);
        }
    }
}
