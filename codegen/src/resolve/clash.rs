//! Two rows that describe one field.

use super::tree::{FieldRef, ObjectId, Tree};
use crate::diagnostic::{Diagnostic, code};
use crate::limits::FIELD_TEXTS;
use crate::lower::draft::{Field, Type};
use crate::model::{Fact, Location, Witness};
use crate::policy::{Claim, REQUIRED_TWICE, Votes};

/// Adds a field; one that is there already takes what the new row says. Gives the place of the field.
pub fn push(tree: &mut Tree<'_>, id: ObjectId, field: Field) -> FieldRef {
    let have = &tree.objects[id].fields;
    let place = match tree.field(id, &field.name) {
        Some(at) if are_twins(&have[at], &field) => {
            have.second_place(&field.name).filter(|&second| !are_twins(&have[second], &field))
        }
        other => other,
    };
    match place {
        None => tree.push(id, field),
        Some(at) => {
            let found = join(tree.at_mut((id, at)), field);
            tree.diagnostics.push(found);
            (id, at)
        }
    }
}

/// Whether two fields of one name are arguments of their own: one travels in the path, and the other one in the body.
fn are_twins(one: &Field, other: &Field) -> bool {
    let in_path = |field: &Field| field.location == Location::Path;
    let in_body = |field: &Field| field.is_in_body && field.location == Location::Body;
    in_path(one) && in_body(other) || in_body(one) && in_path(other)
}

/// Adds the fields of `source` to `target`.
pub fn merge(tree: &mut Tree<'_>, target: ObjectId, source: ObjectId) {
    let mut found = Vec::new();
    tree.merge(target, source, &mut |have, field| found.push(join(have, field)));
    tree.diagnostics.append(&mut found);
}

/// Two rows on one field: the first decides, texts are joined, the weaker required mark counts.
pub fn join(have: &mut Field, new: Field) -> Diagnostic {
    if travel_apart(have, &new) {
        return elsewhere(have, &new);
    }
    let found = if have.required == new.required { twice(have, &new) } else { required(have, &new) };
    for text in new.docs {
        let is_new = !have.docs.iter().any(|old| old.text.eq_ignore_ascii_case(&text.text));
        if is_new && have.docs.len() < FIELD_TEXTS {
            have.docs.push(text);
        }
    }
    if have.ty.lacks_child() && (new.ty.child().is_some() || have.ty == Type::Any) {
        have.ty = new.ty;
    }
    if have.meaning.is_empty() {
        have.meaning = new.meaning;
    }
    found
}

/// Whether one of two arguments of a name travels in the query or a header, and the other one in the body.
fn travel_apart(one: &Field, other: &Field) -> bool {
    let beside = |field: &Field| matches!(field.location, Location::Query | Location::Header);
    let in_body = |field: &Field| field.is_in_body && field.location == Location::Body;
    beside(one) && in_body(other) || in_body(one) && beside(other)
}

fn elsewhere(have: &Field, new: &Field) -> Diagnostic {
    let place = |field: &Field| if field.is_in_body { "body" } else { field.location.as_str() };
    let message = format!("`{}` travels in two places, and clients know arguments by name", have.name);
    Diagnostic::new(&code::DUPLICATE_FIELD, message)
        .label(new.origin, format!("the one in the {} is not in the model", place(new)))
        .label(have.origin, format!("the one in the {} is", place(have)))
}

fn twice(have: &Field, new: &Field) -> Diagnostic {
    Diagnostic::new(&code::DUPLICATE_FIELD, format!("`{}` is described twice", have.name))
        .label(new.origin, "again here")
        .label(have.origin, "first here")
}

fn required(have: &mut Field, new: &Field) -> Diagnostic {
    let word = |required: bool| if required { "required" } else { "optional" };
    let label = |required: bool| if required { "required here" } else { "optional here" };
    let message = format!("`{}` is required in one row and optional in another", have.name);
    let found = Diagnostic::new(&code::REQUIRED_CONFLICT, message)
        .label(new.origin, label(new.required))
        .label(have.origin, label(have.required))
        .note("optional counts: an optional argument can always be sent");
    let claim = Claim::new(Fact::Required, Witness::Table, word(new.required), new.origin);
    if have.votes.decide(&REQUIRED_TWICE, claim) {
        have.required = new.required;
    }
    found
}
