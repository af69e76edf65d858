//! The payload: what samples of the response show inside its envelope.

use super::seen::{Compare, Seen, items, members, sample_field};
use super::{maps, samples};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Envelope;
use crate::lower::draft::{Field, Type};
use crate::model::{Fact, Tolerance};
use crate::page::Side;
use crate::policy::{Claim, PAYLOAD, Votes};
use crate::resolve::envelope::called;
use crate::resolve::tree::{Object, ObjectId, State, Tree};
use crate::syntax::json;

/// Weighs the samples of a response.
pub fn response(tree: &mut Tree<'_>, roots: &[Seen<'_>], compare: Compare<'_>) {
    envelope_members(tree, roots, compare);
    let envelope = &compare.context.dialect.envelope;
    let member = member(tree, roots, compare);
    let values: Vec<Seen<'_>> = roots
        .iter()
        .filter_map(|seen| match seen.node.get(&member).filter(|_| !member.is_empty()) {
            Some(node) => Some(Seen { node, ..*seen }),
            // A sample without an envelope shows the payload itself, unless it is an envelope without payload.
            None => {
                let alone = is_envelope(seen.node, &envelope.members)
                    || tree.payload.holder.is_none() && is_empty_answer(seen.node, envelope);
                (member.is_empty() && !envelope.optional || !alone).then_some(*seen)
            }
        })
        .collect();
    if values.is_empty() {
        return;
    }
    if let Some(elements) = either(&values) {
        return one_or_many(tree, member, &elements, compare);
    }
    match tree.payload.holder {
        Some(holder) if tree.payload.is_body => body(tree, holder, &values, compare),
        Some(holder) => samples::field(tree, (holder, 0), &values, compare),
        None if values.iter().any(|seen| !seen.node.is_null()) => {
            undocumented(tree, member, &values, compare)
        }
        None => {}
    }
}

/// The objects among values of which some are objects and the others lists of objects.
fn either<'s>(values: &[Seen<'s>]) -> Option<Vec<Seen<'s>>> {
    let is_object = |seen: &&Seen<'_>| matches!(seen.node.kind, json::Kind::Object(_));
    let solid: Vec<Seen<'s>> =
        values.iter().copied().filter(|seen| !seen.node.is_null() && !seen.torn).collect();
    let objects: Vec<Seen<'s>> = solid.iter().filter(is_object).copied().collect();
    let inside = items(&solid);
    let lists = solid.iter().filter(|seen| matches!(seen.node.kind, json::Kind::List(_))).count();
    let is_either = !objects.is_empty() && lists > 0 && objects.len() + lists == solid.len();
    // One shape in both forms: what stands in the lists has members of what stands alone.
    let names = |seen: &Seen<'_>| objects.iter().any(|object| shares(object.node, seen.node));
    (is_either && !inside.is_empty() && inside.iter().all(|seen| is_object(&seen) && names(seen)))
        .then(|| [objects.as_slice(), &inside].concat())
}

fn shares(one: &json::Node<'_>, other: &json::Node<'_>) -> bool {
    other.members().iter().any(|member| one.get(&member.name).is_some())
}

/// An answer that is one object or a list of such objects: a list that also decodes one for it.
fn one_or_many(tree: &mut Tree<'_>, member: String, elements: &[Seen<'_>], compare: Compare<'_>) {
    let (first, last) =
        (elements[0].origin(compare.context), elements[elements.len() - 1].origin(compare.context));
    let holder = tree.payload.holder.unwrap_or_else(|| {
        let field = Field { name: member.as_str().into(), origin: first, ..Field::default() };
        let (state, fields) = (State::Attached, vec![field].into());
        tree.add(Object { side: Side::Response, state, origin: first, fields, ..Object::default() })
    });
    let at = (holder, 0);
    let child = tree.child(&tree.at(at).ty);
    tree.at_mut(at).ty = Type::list(child.map_or(Type::AnyObject, Type::Child));
    for (says, origin) in [("array", last), ("object", first)] {
        tree.at_mut(at).votes.cast(Fact::Type, compare.witness, says, origin);
    }
    match child {
        Some(child) => samples::object(tree, child, elements, compare),
        None => samples::describe_by_sample(tree, at, elements, compare),
    }
    (tree.payload.member, tree.payload.holder) = (member, Some(holder));
    tree.payload.accepts = vec![Tolerance::OneForList];
    tree.diagnostics.push(
        Diagnostic::new(&code::SHAPE_CONFLICT, "samples show the answer as an object and as an array of it")
            .label(first, "an object here")
            .label(last, "in an array here")
            .note("the answer is an array, and one object is read as an array of one"),
    );
}

/// Where the body is the payload, members of the envelope that only samples show.
fn envelope_members(tree: &mut Tree<'_>, roots: &[Seen<'_>], compare: Compare<'_>) {
    let known = &compare.context.dialect.envelope;
    if !known.payload.is_empty() {
        return;
    }
    for seen in roots {
        let shown = seen.node.members().iter();
        for member in shown.filter(|member| known.members.iter().any(|name| *name == member.name)) {
            if !tree.endpoint.envelope.iter().any(|field| field.name == *member.name) {
                let origin = Seen { node: &member.value, ..*seen }.origin(compare.context);
                tree.endpoint.envelope.push(sample_field(&member.name, origin, compare).flat());
            }
        }
    }
}

/// The member that holds the payload. Where an envelope is optional and no table names the member, the samples tell.
fn member(tree: &mut Tree<'_>, roots: &[Seen<'_>], compare: Compare<'_>) -> String {
    let envelope = &compare.context.dialect.envelope;
    let payload = &mut tree.payload;
    let in_table = payload.holder.is_some() && !payload.is_body;
    if envelope.optional && !in_table && !roots.is_empty() {
        let wrapped = roots.iter().find(|seen| seen.node.get(&envelope.payload).is_some());
        payload.member = wrapped.map_or_else(String::new, |_| envelope.payload.clone());
        let (says, holder) = (called(&payload.member), payload.holder);
        if let (Some(holder), Some(seen)) = (holder, wrapped.or(roots.first())) {
            let claim = Claim::new(Fact::Member, compare.witness, says, seen.origin(compare.context));
            tree.at_mut((holder, 0)).votes.decide(&PAYLOAD, claim);
        }
        return tree.payload.member.clone();
    } else if payload.member.is_empty() && payload.holder.is_none() {
        return envelope.payload.clone();
    }
    payload.member.clone()
}

/// A table of the payload's own fields: they may be those of the elements of a list.
fn body(tree: &mut Tree<'_>, holder: ObjectId, values: &[Seen<'_>], compare: Compare<'_>) {
    let Some(root) = tree.child(&tree.at((holder, 0)).ty) else { return };
    let lists = values.iter().filter(|seen| matches!(seen.node.kind, json::Kind::List(_))).count();
    if lists > 0 && lists == values.iter().filter(|seen| !seen.node.is_null()).count() {
        tree.at_mut((holder, 0)).ty = Type::list(Type::Child(root));
        return samples::object(tree, root, &items(values), compare);
    }
    tree.at_mut((holder, 0)).ty = Type::Child(root);
    if let Some((path, inside)) = paged(tree, root, values) {
        let page = wrap(tree, root, &path, &inside, compare);
        tree.link((holder, 0), page);
        // The elements were compared above; the rest of the page is what only the sample shows.
        samples::object(tree, page, values, compare);
    } else if let Some(map) = maps::read(tree, root, values, compare) {
        let child = map.ty.child();
        tree.at_mut((holder, 0)).ty = Type::map(map.ty);
        samples::values_of(tree, child, &map.values, compare);
    } else {
        samples::object(tree, root, values, compare);
    }
}

/// The one list member whose elements hold the table's fields, when the payload itself holds none of them.
fn paged<'s>(tree: &Tree<'_>, root: ObjectId, values: &[Seen<'s>]) -> Option<(String, Vec<Seen<'s>>)> {
    let fields = &tree.objects[root].fields;
    let holds = |node: &json::Node<'_>| fields.iter().filter(|have| node.get(&have.name).is_some()).count();
    let first = values.iter().find(|seen| matches!(seen.node.kind, json::Kind::Object(_)))?;
    if holds(first.node) > 0 {
        return None;
    }
    let member = first
        .node
        .members()
        .iter()
        .find(|member| member.value.items().first().is_some_and(|item| holds(item) * 2 > fields.len()))?;
    let inside: Vec<Seen<'_>> = members(values, &member.name).collect();
    Some((member.name.to_string(), items(&inside)))
}

/// Puts a page object around the elements that the table describes.
fn wrap(
    tree: &mut Tree<'_>,
    root: ObjectId,
    member: &str,
    inside: &[Seen<'_>],
    compare: Compare<'_>,
) -> ObjectId {
    let origin = tree.objects[root].origin;
    samples::object(tree, root, inside, compare);
    let ty = Type::list(Type::Child(root));
    let fields = vec![Field { name: member.into(), ty, origin, ..Field::default() }].into();
    let state = State::Attached;
    tree.add(Object { side: Side::Response, state, origin, fields, ..Object::default() })
}

/// A text alone is what the call says, and surrounds nothing.
fn is_envelope(node: &json::Node<'_>, members: &[String]) -> bool {
    let own = node.members();
    let is_text = matches!(own, [only] if matches!(only.value.kind, json::Kind::Text(_)));
    !own.is_empty() && !is_text && own.iter().all(|member| members.iter().any(|name| *name == member.name))
}

/// Where every answer has an envelope, a sample that shows most of one and no payload: the rest of its members are
/// further ones of the envelope.
fn is_empty_answer(node: &json::Node<'_>, envelope: &Envelope) -> bool {
    let own = node.members().iter().filter(|member| envelope.members.iter().any(|name| *name == member.name));
    !envelope.optional && !envelope.payload.is_empty() && own.count() >= 2
}

/// No table speaks of a payload and the samples show one.
fn undocumented(tree: &mut Tree<'_>, member: String, values: &[Seen<'_>], compare: Compare<'_>) {
    let origin = values[0].origin(compare.context);
    let name = if member.is_empty() { "payload".into() } else { member.as_str().into() };
    let mut field = Field { name, origin, ..Field::default() };
    field.votes.cast(Fact::Member, compare.witness, called(&member), origin);
    let (state, fields) = (State::Attached, vec![field].into());
    let holder = Object { side: Side::Response, state, origin, fields, ..Object::default() };
    let holder = tree.add(holder);
    samples::field(tree, (holder, 0), values, compare);
    (tree.payload.member, tree.payload.holder) = (member, Some(holder));
}
