//! The end of the draft: ids for what is reachable, a diagnostic for what is not.

use super::Decided;
use crate::diagnostic::{Diagnostic, code};
use crate::lower::Context;
use crate::lower::draft::{self, Draft, Node, ObjectId, is_container, set_leaf};
use crate::model::{Object, Type};
use crate::page::Side;
use crate::resolve::envelope;
use smol_str::SmolStr;

/// Turns a draft into the endpoint of the model.
pub fn endpoint(mut draft: Draft, _context: Context<'_>) -> Decided {
    settle_payload(&mut draft);
    let names = names(&draft);
    for id in (0..names.len()).filter(|id| names[*id].is_some()) {
        settle_types(&mut draft, id, &names);
    }
    if let Some(child) = draft.payload_child {
        set_leaf(&mut draft.payload.ty, Type::Object(names[child].clone().unwrap_or_default()));
    }
    let mut modelled = 0;
    if let Some(root) = envelope::of_side(&draft, Side::Response).filter(|root| names[*root].is_none()) {
        modelled += std::mem::take(&mut draft.objects[root].rows);
    }
    let mut types = Vec::with_capacity(names.iter().flatten().count());
    for (id, name) in names.into_iter().enumerate() {
        let Some(name) = name else { continue };
        let own = &mut draft.objects[id];
        modelled += std::mem::take(&mut own.rows);
        let object = object(own, name);
        if id == draft.request { draft.endpoint.request = object } else { types.push(object) }
    }
    types.sort_by_key(|object| object.origin.start);
    report_unreachable(&mut draft);
    let Draft { mut endpoint, payload, diagnostics, .. } = draft;
    (endpoint.response, endpoint.types) = (payload, types);
    Decided { endpoint, diagnostics, modelled: vec![modelled] }
}

/// The payload's field has been weighed in the response's root object; its outcome goes into the payload.
fn settle_payload(draft: &mut Draft) {
    if !draft.payload.documented || draft.payload_child.is_some() {
        return;
    }
    let Some(root) = envelope::of_side(draft, Side::Response) else { return };
    let Some(node) = draft.objects[root].fields.first() else { return };
    draft.payload.ty = node.field.ty.clone();
    draft.payload.nullable |= node.field.nullable;
    draft.payload.votes.clone_from(&node.field.votes);
    draft.payload_child = node.child;
}

/// The id of each object that is reached: the page's own type name, or the path of fields that leads there.
fn names(draft: &Draft) -> Vec<Option<String>> {
    let mut names = vec![None; draft.objects.len()];
    visit(draft, draft.request, &mut "request".to_owned(), &mut names);
    if let Some(child) = draft.payload_child {
        let member = draft.payload.member.as_str();
        let mut path = if member.is_empty() { "response".to_owned() } else { format!("response.{member}") };
        visit(draft, child, &mut path, &mut names);
    }
    names
}

fn visit(draft: &Draft, id: ObjectId, path: &mut String, names: &mut [Option<String>]) {
    if names[id].is_some() {
        return;
    }
    let object = &draft.objects[id];
    names[id] = Some(match page_name(object) {
        // A type of that name on the other side is another type.
        Some(name) if names.iter().flatten().any(|taken| taken == name) => {
            format!("{}.{name}", path.split('.').next().unwrap_or("type"))
        }
        Some(name) => name.to_string(),
        None => path.clone(),
    });
    let len = path.len();
    for node in &object.fields {
        if let Some(child) = node.child {
            path.push('.');
            path.push_str(&node.field.name);
            visit(draft, child, path, names);
            path.truncate(len);
        }
    }
}

/// The name that the page gives a type.
fn page_name(object: &draft::Object) -> Option<&SmolStr> {
    object.titles.first().and_then(|title| title.last()).filter(|_| object.named)
}

/// Puts the ids of the children into the types of an object's fields.
fn settle_types(draft: &mut Draft, id: ObjectId, names: &[Option<String>]) {
    let own = &mut draft.objects[id];
    for Node { field, child } in &mut own.fields {
        let name = child.and_then(|child| names[child].clone());
        match (name, field.ty.leaf()) {
            (Some(name), _) => set_leaf(&mut field.ty, Type::Object(name)),
            (None, Type::Object(missing)) => {
                draft.diagnostics.extend(dangling(field, missing));
                set_leaf(&mut field.ty, Type::AnyObject);
            }
            _ => {}
        }
        resolve_alternatives(&mut field.ty);
        // A value that was seen as null cannot be promised.
        field.required &= own.side == Side::Request || !field.nullable;
    }
}

fn object(own: &mut draft::Object, id: String) -> Object {
    let name = page_name(own).map(SmolStr::to_string);
    let nodes = std::mem::take(&mut own.fields);
    // They stay in the model: no room to grow, which a plain `collect` would keep.
    let mut fields = Vec::with_capacity(nodes.len());
    fields.extend(nodes.into_iter().map(|node| node.field));
    Object { id, name, fields, open: own.open.take(), origin: own.origin }
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

/// Objects that nothing leads to still have their rows: they are accounted for here.
fn report_unreachable(draft: &mut Draft) {
    for id in 0..draft.objects.len() {
        let object = &draft.objects[id];
        if object.rows == 0 {
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
