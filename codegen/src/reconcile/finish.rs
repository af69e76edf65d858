//! The end of the draft: ids for what is reachable, a diagnostic for what is not.

use super::Decided;
use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::{Draft, ObjectId, is_container, set_leaf};
use crate::lower::{Context, roots};
use crate::model::{Object, Type};
use crate::page::Side;
use std::collections::BTreeMap;

/// Turns a draft into the endpoint of the model.
pub fn endpoint(mut draft: Draft, _context: Context<'_>) -> Decided {
    settle_payload(&mut draft);
    let ids = ids(&draft);
    let mut modelled = 0;
    let mut objects: Vec<(ObjectId, Object)> = Vec::new();
    for (&id, name) in &ids {
        modelled += draft.objects[id].rows;
        objects.push((id, object(&mut draft, id, name, &ids)));
    }
    if let Some(root) = roots::of_side(&draft, Side::Response).filter(|root| !ids.contains_key(root)) {
        modelled += std::mem::take(&mut draft.objects[root].rows);
    }
    report_unreachable(&mut draft, &ids);
    let mut endpoint = draft.endpoint;
    endpoint.response = draft.payload;
    if let Some(child) = draft.payload_child {
        set_leaf(&mut endpoint.response.ty, Type::Object(ids.get(&child).cloned().unwrap_or_default()));
    }
    let at = objects.iter().position(|(id, _)| *id == draft.request);
    endpoint.request = at.map(|at| objects.remove(at).1).unwrap_or_default();
    objects.sort_by_key(|(id, object)| (object.origin.start, *id));
    endpoint.types = objects.into_iter().map(|(_, object)| object).collect();
    Decided { endpoint, diagnostics: draft.diagnostics, modelled }
}

/// The payload's field has been weighed in the response's root object; its outcome goes into the payload.
fn settle_payload(draft: &mut Draft) {
    if !draft.payload.documented || draft.payload_child.is_some() {
        return;
    }
    let Some(root) = roots::of_side(draft, Side::Response) else { return };
    let Some(node) = draft.objects[root].fields.first() else { return };
    draft.payload.ty = node.field.ty.clone();
    draft.payload.nullable |= node.field.nullable;
    draft.payload.votes.clone_from(&node.field.votes);
    draft.payload_child = node.child;
}

/// Ids of all reachable objects: the page's own type name, or the path of fields that leads there.
fn ids(draft: &Draft) -> BTreeMap<ObjectId, String> {
    let mut ids = BTreeMap::new();
    visit(draft, draft.request, "request".to_owned(), &mut ids);
    if let Some(child) = draft.payload_child {
        let member = draft.payload.member.as_str();
        let path = if member.is_empty() { "response".to_owned() } else { format!("response.{member}") };
        visit(draft, child, path, &mut ids);
    }
    ids
}

fn visit(draft: &Draft, id: ObjectId, path: String, ids: &mut BTreeMap<ObjectId, String>) {
    if ids.contains_key(&id) {
        return;
    }
    let object = &draft.objects[id];
    let named = object.titles.first().and_then(|title| title.last()).filter(|_| object.named).cloned();
    let name = match named {
        // A type of that name on the other side is another type.
        Some(name) if ids.values().any(|taken| *taken == name) => {
            format!("{}.{name}", path.split('.').next().unwrap_or("type"))
        }
        Some(name) => name,
        None => path.clone(),
    };
    ids.insert(id, name);
    for node in &object.fields {
        if let Some(child) = node.child {
            visit(draft, child, format!("{path}.{}", node.field.name), ids);
        }
    }
}

fn object(draft: &mut Draft, id: ObjectId, name: &str, ids: &BTreeMap<ObjectId, String>) -> Object {
    let own = &mut draft.objects[id];
    let (nodes, titles) = (std::mem::take(&mut own.fields), std::mem::take(&mut own.titles));
    let (open, origin, named, side) = (own.open.take(), own.origin, own.named, own.side);
    let mut fields = Vec::with_capacity(nodes.len());
    for mut node in nodes {
        let leaf = node.child.and_then(|child| ids.get(&child)).cloned();
        match (leaf, node.field.ty.leaf()) {
            (Some(leaf), _) => set_leaf(&mut node.field.ty, Type::Object(leaf)),
            (None, Type::Object(missing)) => {
                draft.diagnostics.extend(dangling(&node.field, missing));
                set_leaf(&mut node.field.ty, Type::AnyObject);
            }
            _ => {}
        }
        resolve_alternatives(&mut node.field.ty);
        // A value that was seen as null cannot be promised.
        node.field.required &= side == Side::Request || !node.field.nullable;
        fields.push(node.field);
    }
    let name_of_page = titles.first().and_then(|title| title.last()).filter(|_| named).cloned();
    Object { id: name.to_owned(), name: name_of_page, fields, open, origin }
}

/// Type names inside unions lead nowhere: a union is any value anyway.
fn resolve_alternatives(ty: &mut Type) {
    match ty {
        Type::Array(inner) | Type::Map(inner) => resolve_alternatives(inner),
        Type::OneOf(types) => types.iter_mut().for_each(|ty| {
            if matches!(ty.leaf(), Type::Object(_)) {
                set_leaf(ty, Type::AnyObject);
            }
        }),
        _ => {}
    }
}

fn dangling(field: &crate::model::Field, missing: &str) -> Option<Diagnostic> {
    (!missing.is_empty()).then(|| {
        let place = field
            .votes
            .iter()
            .find(|vote| vote.fact == crate::model::Fact::Type)
            .map_or(field.origin, |vote| vote.origin);
        Diagnostic::new(
            &code::DANGLING_TYPE,
            format!("the type `{missing}` of `{}` is defined nowhere on the page", field.name),
        )
        .label(place, "no table of this name")
        .note("the field takes any JSON object")
    })
}

/// Objects that nothing leads to: their rows are accounted for here.
fn report_unreachable(draft: &mut Draft, ids: &BTreeMap<ObjectId, String>) {
    for id in 0..draft.objects.len() {
        let object = &draft.objects[id];
        if ids.contains_key(&id) || object.rows == 0 {
            continue;
        }
        let title = object.titles.iter().map(|path| path.join(".")).collect::<Vec<_>>().join(", ");
        let shown = if title.is_empty() { "a table".to_owned() } else { format!("the table `{title}`") };
        let mut found = Diagnostic::new(
            &code::UNLINKED_TABLE,
            format!("{shown} describes a structure that nothing refers to"),
        )
        .label(object.origin, "its rows are not in the model")
        .rows(object.rows);
        let parents = considered(draft, id);
        if !parents.is_empty() {
            found = found.note(format!("fields without a table on this side: {}", parents.join(", ")));
        }
        draft.diagnostics.push(found);
    }
}

fn considered(draft: &Draft, id: ObjectId) -> Vec<String> {
    let side = draft.objects[id].side;
    let fields = draft.objects.iter().filter(|object| object.side == side).flat_map(|object| &object.fields);
    fields
        .filter(|node| node.child.is_none() && is_container(&node.field.ty))
        .map(|node| format!("`{}`", node.field.name))
        .take(8)
        .collect()
}
