//! Samples against tables: walks both trees together, from the roots down.

use super::{absent_from_samples, maps, relocate_fields, sample_only_rows, types_from_samples};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Envelope;
use crate::lower::Context;
use crate::lower::draft::{Draft, Node, Object, ObjectId, Sample, is_container, set_leaf};
use crate::model::{Fact, Field, Open, Origin, Type, Vote, Witness};
use crate::page::Side;
use crate::syntax::json;
use std::borrow::Cow;

/// A value of a sample and its place in the file.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'s> {
    /// The value.
    pub node: &'s json::Node<'s>,
    /// Where the sample's text begins.
    pub base: usize,
}

impl Seen<'_> {
    /// The origin of the value, at most its first line.
    pub fn origin(&self, context: Context<'_>) -> Origin {
        let start = self.base + self.node.start as usize;
        let end = (self.base + self.node.end as usize).min(context.file.text.len());
        let text = context.file.text.as_bytes().get(start..end);
        let line = text.and_then(|text| memchr::memchr(b'\n', text));
        context.file.origin(start, line.map_or(end, |at| start + at))
    }
}

/// What the walk carries down.
#[derive(Clone, Copy)]
pub struct Walk<'c> {
    /// The page.
    pub context: Context<'c>,
    /// Whose samples these are.
    pub witness: Witness,
    /// Levels below the root.
    pub depth: usize,
    /// Fields that only a sample shows stay out of the type: the object takes any attribute.
    pub open_rest: bool,
}

/// Deepest level that is compared.
const DEPTH: usize = 40;

/// Weighs the samples of both sides.
pub fn weigh(draft: &mut Draft, samples: &[Sample<'_>], context: Context<'_>) {
    let of_side = |side| {
        samples
            .iter()
            .filter(move |sample| sample.side == side && !sample.error)
            .map(|s| Seen { node: &s.document.root, base: s.base })
    };
    let request: Vec<Seen<'_>> = of_side(Side::Request).collect();
    let walk = Walk { context, witness: Witness::RequestExample, depth: 0, open_rest: false };
    object(draft, draft.request, &request, walk);
    let response: Vec<Seen<'_>> = of_side(Side::Response).collect();
    let open_rest = draft
        .objects
        .iter()
        .any(|object| object.side == Side::Request && object.linked && object.open.is_some());
    let walk = Walk { witness: Witness::ResponseExample, open_rest, ..walk };
    super::bare_payload::envelope(draft, &response, walk);
    payload(draft, &response, walk);
    absent_from_samples::report(draft);
}

/// The payload inside the envelope of each sample.
fn payload(draft: &mut Draft, roots: &[Seen<'_>], walk: Walk<'_>) {
    let envelope = &walk.context.dialect.envelope;
    let member = member(draft, roots, envelope);
    let wrapped = |seen: &Seen<'_>| !member.is_empty() && seen.node.get(&member).is_some();
    let values: Vec<Seen<'_>> = roots
        .iter()
        .filter_map(|seen| match wrapped(seen) {
            true => seen.node.get(&member).map(|node| Seen { node, base: seen.base }),
            // A sample without an envelope shows the payload itself, unless it is an envelope without payload.
            false => (member.is_empty() && !envelope.optional || !is_envelope(seen.node, &envelope.members))
                .then_some(*seen),
        })
        .collect();
    if values.is_empty() {
        return;
    }
    match (draft.payload.documented, draft.payload_child) {
        (_, Some(root)) => inner_payload(draft, root, &values, walk),
        (true, None) => {
            // The member's field stands alone in the root object of the response.
            let Some(root) = crate::resolve::envelope::of_side(draft, Side::Response) else { return };
            types_from_samples::field(draft, (root, 0), &values, walk);
        }
        (false, None) if values.iter().any(|seen| !seen.node.is_null()) => {
            undocumented(draft, member, &values, walk)
        }
        (false, None) => {}
    }
}

/// The member that holds the payload. Where an envelope is optional and no table names the member, the samples tell.
fn member(draft: &mut Draft, roots: &[Seen<'_>], envelope: &Envelope) -> String {
    let tabled = draft.payload.documented && draft.payload_child.is_none();
    if envelope.optional && !tabled && !roots.is_empty() {
        let wrapped = roots.iter().any(|seen| seen.node.get(&envelope.payload).is_some());
        draft.payload.member = if wrapped { envelope.payload.clone() } else { String::new() };
    } else if draft.payload.member.is_empty() && !draft.payload.documented {
        return envelope.payload.clone();
    }
    draft.payload.member.clone()
}

/// A table of the payload's own fields: they may be those of the elements of a list.
fn inner_payload(draft: &mut Draft, root: ObjectId, values: &[Seen<'_>], walk: Walk<'_>) {
    let lists = values.iter().filter(|seen| matches!(seen.node.kind, json::Kind::List(_))).count();
    if lists > 0 && lists == values.iter().filter(|seen| !seen.node.is_null()).count() {
        draft.payload.ty = Type::Array(Box::new(draft.payload.ty.clone()));
        object(draft, root, &items(values), walk);
    } else if let Some((path, inside)) = paged(draft, root, values) {
        wrap(draft, root, &path, values, &inside, walk);
    } else if let Some(map) = maps::read(draft, root, values, walk) {
        set_leaf(&mut draft.payload.ty, Type::Map(Box::new(map.ty)));
        draft.payload_child = map.child;
        types_from_samples::values_of(draft, map.child, &map.values, walk);
    } else {
        object(draft, root, values, walk);
    }
}

/// The one list member whose elements hold the table's fields, when the payload itself holds none of them.
fn paged<'s>(draft: &Draft, root: ObjectId, values: &[Seen<'s>]) -> Option<(String, Vec<Seen<'s>>)> {
    let fields = &draft.objects[root].fields;
    let holds =
        |node: &json::Node<'_>| fields.iter().filter(|have| node.get(&have.field.name).is_some()).count();
    let first = values.iter().find(|seen| matches!(seen.node.kind, json::Kind::Object(_)))?;
    if holds(first.node) > 0 {
        return None;
    }
    let member = first
        .node
        .members()
        .iter()
        .find(|member| member.value.items().first().is_some_and(|item| holds(item) * 2 > fields.len()))?;
    let inside = values
        .iter()
        .filter_map(|seen| seen.node.get(&member.name).map(|node| Seen { node, base: seen.base }));
    Some((member.name.to_string(), items(&inside.collect::<Vec<_>>())))
}

/// Puts a page object around the elements that the table describes.
fn wrap(
    draft: &mut Draft,
    root: ObjectId,
    member: &str,
    values: &[Seen<'_>],
    inside: &[Seen<'_>],
    walk: Walk<'_>,
) {
    let origin = draft.objects[root].origin;
    object(draft, root, inside, walk);
    let ty = Type::Array(Box::new(Type::Object(String::new())));
    let field = Field { name: member.into(), ty, origin, ..Field::default() };
    let page = Object {
        side: Side::Response,
        linked: true,
        origin,
        fields: vec![Node { field, child: Some(root) }],
        ..Object::default()
    };
    let page = draft.add(page);
    draft.payload_child = Some(page);
    // The elements were compared above; the rest of the page is what only the sample shows.
    object(draft, page, values, walk);
}

fn is_envelope(node: &json::Node<'_>, members: &[String]) -> bool {
    let own = node.members();
    !own.is_empty() && own.iter().all(|member| members.iter().any(|name| *name == member.name))
}

/// No table speaks of a payload and the samples show one.
fn undocumented(draft: &mut Draft, member: String, values: &[Seen<'_>], walk: Walk<'_>) {
    let origin = values[0].origin(walk.context);
    let name = if member.is_empty() { "payload".into() } else { member.as_str().into() };
    let field = Field { name, origin, ..Field::default() };
    let holder = Object {
        side: Side::Response,
        linked: true,
        origin,
        fields: vec![Node { field, child: None }],
        ..Object::default()
    };
    let holder = draft.add(holder);
    types_from_samples::field(draft, (holder, 0), values, walk);
    let Node { field, child } = draft.objects[holder].fields[0].clone();
    draft.payload = crate::model::Payload {
        ty: field.ty,
        member,
        documented: true,
        nullable: field.nullable,
        origin,
        docs: Default::default(),
        votes: field.votes,
    };
    draft.payload_child = child;
    draft.objects[holder].fields.clear();
}

/// All elements of the lists among the values.
pub fn items<'s>(values: &[Seen<'s>]) -> Vec<Seen<'s>> {
    let lists =
        values.iter().flat_map(|seen| seen.node.items().iter().map(|node| Seen { node, base: seen.base }));
    lists.collect()
}

/// One object against the values that samples show for it.
pub fn object(draft: &mut Draft, id: ObjectId, values: &[Seen<'_>], walk: Walk<'_>) {
    if walk.depth > DEPTH || values.is_empty() {
        return;
    }
    relocate_fields::pull_down(draft, id, values, walk);
    let down = Walk { depth: walk.depth + 1, ..walk };
    // One list serves the fields in turn.
    let mut seen = Vec::new();
    for at in 0..draft.objects[id].fields.len() {
        seen.clear();
        seen.extend(members(values, &draft.objects[id].fields[at].field.name));
        if !seen.is_empty() {
            types_from_samples::field(draft, (id, at), &seen, down);
        }
    }
    extra(draft, id, values, down);
}

fn members<'s>(values: &[Seen<'s>], name: &str) -> impl Iterator<Item = Seen<'s>> {
    values.iter().filter_map(|seen| seen.node.get(name).map(|node| Seen { node, base: seen.base }))
}

/// Members that no table names.
fn extra(draft: &mut Draft, id: ObjectId, values: &[Seen<'_>], walk: Walk<'_>) {
    let mut seen = Vec::new();
    let names = unknown_names(draft, id, values, walk.context);
    if draft.objects[id].open.is_none() {
        draft.objects[id].fields.reserve_exact(names.len());
    }
    for name in names {
        seen.clear();
        seen.extend(members(values, name));
        let Some(first) = seen.first() else { continue };
        let mut reported = None;
        if let Some(orphan) = orphan(draft, id, name) {
            add_orphan(draft, id, name, orphan, first.origin(walk.context), walk);
        } else if draft.objects[id].open.is_some() {
            continue;
        } else if walk.open_rest && draft.objects[id].rows > 0 {
            open_by_sample(draft, id, name, *first, walk);
            continue;
        } else {
            reported = add(draft, id, name, *first, walk);
        }
        let at = draft.objects[id].fields.len() - 1;
        types_from_samples::field(draft, (id, at), &seen, walk);
        if let Some(reported) = reported {
            draft.diagnostics[reported].fix = sample_only_rows::missing(draft, id, at, walk.context);
        }
    }
}

fn unknown_names<'s>(draft: &Draft, id: ObjectId, values: &[Seen<'s>], context: Context<'_>) -> Vec<&'s str> {
    let mut names: Vec<&str> = Vec::new();
    let envelope = &context.dialect.envelope;
    let request = id == draft.request;
    // Where the body is the payload, the members of the envelope stand among its own.
    let body = envelope.payload.is_empty() && draft.payload_child == Some(id);
    for name in values.iter().flat_map(|seen| seen.node.members()).map(|member| &*member.name) {
        let listed = |names: &[String]| names.iter().any(|known| known == name);
        let ours = request && listed(&envelope.credentials) || body && listed(&envelope.members);
        if !ours && draft.field(id, name).is_none() && !names.contains(&name) && !name.is_empty() {
            names.push(name);
        }
    }
    names
}

/// A table of that title which no field leads to.
pub fn orphan(draft: &Draft, id: ObjectId, name: &str) -> Option<ObjectId> {
    let side = draft.objects[id].side;
    let titled =
        |object: &Object| object.titles.iter().any(|path| path.last().is_some_and(|title| title == name));
    draft.objects.iter().position(|object| !object.linked && object.side == side && titled(object))
}

fn add_orphan(draft: &mut Draft, id: ObjectId, name: &str, orphan: ObjectId, seen: Origin, walk: Walk<'_>) {
    let heading = draft.objects[orphan].origin;
    let mut field = sample_field(name, seen, walk);
    field.ty = Type::AnyObject;
    draft.objects[id].fields.push(Node { field, child: None });
    let at = draft.objects[id].fields.len() - 1;
    draft.link((id, at), orphan);
    draft.diagnostics.push(linked(name, heading, seen));
}

/// The finding that only a sample leads to a table.
pub fn linked(name: &str, heading: Origin, seen: Origin) -> Diagnostic {
    Diagnostic::new(&code::LINKED_BY_SAMPLE, format!("only a sample shows where `{name}` belongs"))
        .label(heading, "no field of the tables refers to this")
        .label(seen, "the sample has it here")
        .help(format!("add a row for `{name}`"))
}

/// A field that only a sample shows.
pub fn sample_field(name: &str, origin: Origin, walk: Walk<'_>) -> Field {
    let vote =
        Vote { fact: Fact::Presence, witness: walk.witness, says: "present".into(), won: true, origin };
    // The vote on its type follows.
    let mut votes = Vec::with_capacity(2);
    votes.push(vote);
    Field { name: name.into(), origin, votes, ..Field::default() }
}

/// The object takes any attribute, as the request's note says; the sample shows one.
fn open_by_sample(draft: &mut Draft, id: ObjectId, name: &str, seen: Seen<'_>, walk: Walk<'_>) {
    let origin = seen.origin(walk.context);
    draft.objects[id].open = Some(Open {
        reason: format!("the request takes further attributes, and the sample returns one: `{name}`"),
        origin,
    });
    draft.diagnostics.push(
        Diagnostic::new(&code::SAMPLE_ONLY, format!("`{name}` is in the sample and in no table"))
            .label(origin, "not described")
            .note(
                "the request takes further attributes, so the response is open for them; no field was made",
            ),
    );
}

/// Adds a field; gives the finding on it, unless the field may be another one by a slip of the pen.
fn add(draft: &mut Draft, id: ObjectId, name: &str, seen: Seen<'_>, walk: Walk<'_>) -> Option<usize> {
    let origin = seen.origin(walk.context);
    let mut reported = None;
    // Below a container that only samples describe, the container was reported already.
    if draft.objects[id].rows > 0 || !draft.objects[id].titles.is_empty() || id == draft.request {
        draft.diagnostics.push(
            Diagnostic::new(&code::SAMPLE_ONLY, format!("`{name}` is in the sample and in no table"))
                .label(origin, "not described")
                .note("it became an optional field")
                .help(format!("add a row for `{name}`")),
        );
        let own = draft.diagnostics.len() - 1;
        absent_from_samples::near_name(draft, id, name, origin);
        reported = Some(own).filter(|own| own + 1 == draft.diagnostics.len());
    }
    let field = sample_field(name, origin, walk);
    draft.objects[id].fields.push(Node { field, child: None });
    reported
}

/// A container that no table describes takes its fields from the samples.
pub fn describe_by_sample(draft: &mut Draft, at: (ObjectId, usize), values: &[Seen<'_>], walk: Walk<'_>) {
    let side = draft.objects[at.0].side;
    let node = &draft.objects[at.0].fields[at.1];
    let (name, origin, listed) = (node.field.name.clone(), node.field.origin, is_container(&node.field.ty));
    if let Some(orphan) = orphan(draft, at.0, &name) {
        draft.link(at, orphan);
        let heading = draft.objects[orphan].origin;
        draft.diagnostics.push(linked(&name, heading, values[0].origin(walk.context)));
        return object(draft, orphan, values, walk);
    }
    debug_assert!(listed, "only containers are described by samples");
    let mut values = Cow::Borrowed(values);
    while maps::is_keyed(&values) {
        let mut inside = maps::values(&values);
        let inner = types_from_samples::infer(inside.iter().map(|seen| seen.node));
        let is_object = inner == Type::AnyObject;
        set_leaf(&mut draft.objects[at.0].fields[at.1].field.ty, Type::Map(Box::new(inner)));
        inside.retain(|seen| !seen.node.members().is_empty());
        if !is_object || inside.is_empty() {
            return;
        }
        values = inside.into();
    }
    let child = draft.add(Object { side, origin, ..Object::default() });
    draft.link(at, child);
    object(draft, child, &values, walk);
    let described = draft.objects[child]
        .fields
        .iter()
        .all(|node| node.child.is_some_and(|id| draft.objects[id].rows > 0));
    if side == Side::Request && !described {
        let seen = values[0].origin(walk.context);
        draft.objects[child].open =
            Some(Open { reason: "only a sample shows its fields".to_owned(), origin: seen });
    }
}
