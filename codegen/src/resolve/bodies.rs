//! Bodies: what a call sends or returns as a whole, where a table names its type.

use super::tree::{Object, ObjectId, State, Tree};
use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::{Body, Field, Type};
use crate::model::{Fact, Location, Witness};
use crate::page::{Side, routes};
use crate::policy::Votes;

/// Makes the structure that a row names the root of its side, where no table lists the fields there. Returns the object
/// whose only field is the answer, where the answer is no structure but a list of some, or a plain value.
pub fn settle(bodies: Vec<Body>, tree: &mut Tree<'_>) -> Option<ObjectId> {
    let mut answer = None;
    let mut rest = bodies.into_iter();
    while let Some(body) = rest.next() {
        let side = body.side;
        let have = tree.root(side).or(answer.filter(|_| side == Side::Response));
        let is_free = |root| side == Side::Request && !has_body(root, tree);
        match have {
            Some(root) if is_free(root) && names_structure(&body) => {
                let is_shared = is_shared(&body, rest.as_slice(), tree);
                join(root, &body, is_shared, tree);
            }
            Some(root) if is_free(root) && is_list_of_some(&body) => whole(body, Some(root), tree),
            Some(root) => tree.objects[root].rows += body.rows,
            None if names_structure(&body) => {
                let is_shared = is_shared(&body, rest.as_slice(), tree);
                structure(body, is_shared, tree);
            }
            None if side == Side::Response => answer = Some(holder(body, tree)),
            None => whole(body, None, tree),
        }
    }
    answer
}

fn is_list_of_some(body: &Body) -> bool {
    matches!(&body.ty, Type::Array(inner) if matches!(**inner, Type::Named(_)))
}

/// Whether the other half of the call has the same structure: a call that gives back what it got.
fn is_shared(body: &Body, others: &[Body], tree: &Tree<'_>) -> bool {
    let own = target(body, tree);
    let mut free = others.iter().filter(|other| other.side != body.side && tree.root(other.side).is_none());
    own.is_some() && free.any(|other| target(other, tree) == own)
}

fn names_structure(body: &Body) -> bool {
    matches!(body.ty, Type::Named(_)) || body.ty == Type::AnyObject && !body.links.is_empty()
}

/// Whether any argument travels in the body, as far as the page says.
fn has_body(root: ObjectId, tree: &Tree<'_>) -> bool {
    let is_sent = |field: &Field| matches!(field.location, Location::Body | Location::WholeBody);
    tree.objects[root].fields.iter().any(is_sent)
}

/// Beside arguments in the path, the query and headers, the fields of the structure that a row names are those of the body.
fn join(root: ObjectId, body: &Body, is_shared: bool, tree: &mut Tree<'_>) {
    let Some(target) = target(body, tree) else { return tree.diagnostics.push(unknown(body)) };
    let have = &tree.objects[target];
    let (fields, open, definition) = (have.fields.to_vec(), have.open.clone(), have.definition);
    tree.definitions.extend(definition);
    tree.objects[root].rows += body.rows;
    if tree.objects[target].state == State::Waiting && !is_shared && !is_referred_to(target, tree) {
        // Its rows are those of the request; nothing else leads to it.
        tree.absorb(root, target);
    }
    let object = &mut tree.objects[root];
    object.open = object.open.take().or(open);
    for field in fields {
        tree.push(root, Field { is_in_body: true, ..field });
    }
}

/// The root of a side, which a row names.
fn structure(body: Body, is_shared: bool, tree: &mut Tree<'_>) {
    let Some(target) = target(&body, tree) else { return tree.diagnostics.push(unknown(&body)) };
    let Body { side, rows, .. } = body;
    let root = match tree.objects[target].state {
        State::Waiting if !is_shared && !is_referred_to(target, tree) => target,
        // It is the type of fields too, or the body of the other side.
        _ => tree.copy(target),
    };
    let object = &mut tree.objects[root];
    (object.state, object.side) = (State::Root, side);
    object.rows += rows;
}

/// Whether the row of a field links to an object or names it, so that it has to stay a type of its own.
fn is_referred_to(id: ObjectId, tree: &Tree<'_>) -> bool {
    let object = &tree.objects[id];
    let is_named = |name: &&str| object.names().any(|title| title.eq_ignore_ascii_case(name));
    let refers = |field: &Field| {
        field.links.iter().any(|link| object.anchors.contains(link)) || field.ty.names().iter().any(is_named)
    };
    tree.objects.iter().flat_map(|object| &object.fields).any(refers)
}

/// An object whose only field is the body.
fn holder(body: Body, tree: &mut Tree<'_>) -> ObjectId {
    if !body.ty.names().is_empty() && target(&body, tree).is_none() {
        let rows = 0;
        tree.diagnostics.push(unknown(&Body { rows, ..body.clone() }));
    }
    let Body { side, ty, links, docs, origin, rows, linked: _ } = body;
    let mut field = Field { ty, links, docs, origin, ..Field::default() };
    field.votes.cast(Fact::Type, Witness::Table, "the row of the body", origin);
    let fields = vec![field].into();
    tree.add(Object { side, origin, fields, rows, state: State::Attached, ..Object::default() })
}

/// The table that a body links to, or whose name it has.
fn target(body: &Body, tree: &Tree<'_>) -> Option<ObjectId> {
    let is_there = |object: &Object| !matches!(object.state, State::Merged(_));
    let objects = || tree.objects.iter().enumerate().filter(|(_, object)| is_there(object));
    let linked = |object: &Object| body.links.iter().any(|link| object.anchors.contains(link));
    let names = body.ty.names();
    let named = |object: &Object| {
        object.names().any(|title| names.iter().any(|name| title.eq_ignore_ascii_case(name)))
    };
    let linked = objects().find(|(_, object)| linked(object));
    linked.or_else(|| objects().find(|(_, object)| named(object))).map(|(id, _)| id)
}

fn unknown(body: &Body) -> Diagnostic {
    let name = match body.ty.names().first() {
        Some(name) => format!("the type `{name}`"),
        None => "the structure".to_owned(),
    };
    Diagnostic::new(&code::DANGLING_TYPE, format!("{name} of the body is defined nowhere on the page"))
        .label(body.origin, "no table of this name")
        .help("add its table, or a link to the page that has it")
        .rows(body.rows)
}

/// A request one of whose arguments is the whole body, beside those of `root` in the path and the query.
fn whole(body: Body, root: Option<ObjectId>, tree: &mut Tree<'_>) {
    let Body { side, ty, links, docs, origin, rows, linked: _ } = body;
    let state = State::Root;
    let root = root.unwrap_or_else(|| tree.add(Object { side, origin, state, ..Object::default() }));
    tree.objects[root].rows += rows;
    let (name, location) = (argument(root, tree).into(), Location::WholeBody);
    let mut field = Field { name, ty, required: true, location, links, docs, origin, ..Field::default() };
    field.votes.cast(Fact::Presence, Witness::Table, "the row of the body", origin);
    field.votes.cast(Fact::Type, Witness::Table, "the row of the body", origin);
    tree.push(root, field);
}

/// Names for the argument that is the whole body, of which the first free one counts.
const NAMES: &[&str] = &["body", "items", "request_body"];

/// The name of the argument that is the whole body of the request.
pub fn argument(request: ObjectId, tree: &Tree<'_>) -> &'static str {
    let placeholders = routes::placeholders(&tree.endpoint.path);
    let is_free = |name: &&str| tree.field(request, name).is_none() && !placeholders.contains(name);
    NAMES.iter().copied().find(is_free).unwrap_or(NAMES[0])
}
