//! Samples against tables: both trees are walked together, from the roots down.

use super::absent_from_samples::{self, NearNames};
use super::seen::{Compare, Members, Seen, items, map_values, objects, sample_field};
use super::{claims, maps, relocate_fields, remarks, sample_only_rows, types_from_samples};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::TypeWord;
use crate::lower::Context;
use crate::lower::draft::{Field, Type};
use crate::model::{Fact, Location, Open, Vote, Witness};
use crate::page::Side;
use crate::resolve::attach;
use crate::resolve::tree::{FieldRef, Object, ObjectId, State, Tree};
use std::borrow::Cow;
use std::collections::HashSet;

/// Deepest level that is compared.
const DEPTH: usize = 40;

/// One object against the values that samples show for it.
pub fn object(tree: &mut Tree<'_>, id: ObjectId, values: &[Seen<'_>], compare: Compare<'_>) {
    if compare.depth > DEPTH || values.is_empty() {
        return;
    }
    let members = Members::of(values);
    relocate_fields::pull_down(tree, id, (values, &members), compare);
    let down = Compare { depth: compare.depth + 1, ..compare };
    for at in 0..tree.objects[id].fields.len() {
        if is_beside_body(&tree.objects[id].fields, at) {
            continue;
        }
        let seen = members.get(&tree.objects[id].fields[at].name);
        if !seen.is_empty() {
            field(tree, (id, at), &seen, down);
        }
    }
    extra(tree, id, (values, &members), down);
}

/// Whether a field travels in the path, and the body has another one of its name, which is the one that samples show.
fn is_beside_body(fields: &[Field], at: usize) -> bool {
    let field = &fields[at];
    let is_other = |other: &Field| other.name == field.name && other.location != Location::Path;
    field.location == Location::Path && fields.iter().any(is_other)
}

/// Members that no table names.
fn extra(
    tree: &mut Tree<'_>,
    id: ObjectId,
    (values, members): (&[Seen<'_>], &Members<'_, '_>),
    compare: Compare<'_>,
) {
    let names = unknown_names(tree, id, values, compare.context);
    if tree.objects[id].open.is_none() {
        tree.objects[id].fields.reserve_exact(names.len());
    }
    let near = NearNames::of(&tree.objects[id], names.len());
    let is_shown = !names.is_empty() && sample_only_rows::shows_listed(tree, id);
    for name in names {
        let seen = members.get(name);
        let Some(first) = seen.first() else { continue };
        let mut reported = None;
        if let Some(table) = attach::waiting(tree, id, name) {
            let origin = first.origin(compare.context);
            let mut field = sample_field(name, origin, compare);
            field.ty = Type::AnyObject;
            let at = tree.push(id, field);
            attach::by_sample(tree, at, table, compare.witness, origin);
        } else if tree.objects[id].open.is_some() {
            continue;
        } else if compare.open_rest && tree.objects[id].rows > 0 {
            open_by_sample(tree, id, name, *first, compare);
            continue;
        } else {
            reported = add(tree, id, (name, &near), *first, compare);
        }
        let at = tree.objects[id].fields.len() - 1;
        field(tree, (id, at), &seen, compare);
        if let Some(reported) = reported {
            tree.diagnostics[reported].fix =
                sample_only_rows::missing(tree, id, (at, is_shown), compare.context);
        }
    }
}

/// Whether the object is the payload that the response's table lists.
fn is_payload(tree: &Tree<'_>, id: ObjectId) -> bool {
    let holder = tree.payload.holder.filter(|_| tree.payload.is_body);
    holder.is_some_and(|holder| tree.child(&tree.at((holder, 0)).ty) == Some(id))
}

fn unknown_names<'s>(
    tree: &Tree<'_>,
    id: ObjectId,
    values: &[Seen<'s>],
    context: Context<'_>,
) -> Vec<&'s str> {
    let (mut names, mut known) = (Vec::new(), HashSet::new());
    let envelope = &context.dialect.envelope;
    let request = id == tree.request;
    // Where the body is the payload, the members of the envelope stand among its own.
    let body = envelope.payload.is_empty() && is_payload(tree, id);
    for name in values.iter().flat_map(|seen| seen.node.members()).map(|member| &*member.name) {
        let listed = |names: &[String]| names.iter().any(|known| known == name);
        let ours = request && listed(&envelope.credentials) || body && listed(&envelope.members);
        if !ours && tree.field(id, name).is_none() && !name.is_empty() && known.insert(name) {
            names.push(name);
        }
    }
    names
}

/// The object takes any attribute, as the request's note says; the sample shows one.
fn open_by_sample(tree: &mut Tree<'_>, id: ObjectId, name: &str, seen: Seen<'_>, compare: Compare<'_>) {
    let origin = seen.origin(compare.context);
    tree.objects[id].open = Some(Open {
        reason: format!("the request takes further attributes, and the sample returns one: `{name}`"),
        origin,
    });
    tree.diagnostics.push(
        Diagnostic::new(&code::SAMPLE_ONLY, format!("`{name}` is in the sample and in no table"))
            .label(origin, "not described")
            .note(
                "the request takes further attributes, so the response is open for them; no field was made",
            ),
    );
}

/// Adds a field; gives the finding on it, unless the field may be another one by a slip of the pen.
fn add(
    tree: &mut Tree<'_>,
    id: ObjectId,
    (name, near): (&str, &NearNames),
    seen: Seen<'_>,
    compare: Compare<'_>,
) -> Option<usize> {
    let origin = seen.origin(compare.context);
    let mut reported = None;
    // Below a container that only samples describe, the container was reported already.
    if tree.objects[id].rows > 0 || !tree.objects[id].titles.is_empty() || id == tree.request {
        tree.diagnostics.push(
            Diagnostic::new(&code::SAMPLE_ONLY, format!("`{name}` is in the sample and in no table"))
                .label(origin, "not described")
                .note("it became an optional field")
                .help(format!("add a row for `{name}`")),
        );
        let own = tree.diagnostics.len() - 1;
        absent_from_samples::near_name(tree, id, (name, near), origin);
        reported = Some(own).filter(|own| own + 1 == tree.diagnostics.len());
    }
    tree.push(id, sample_field(name, origin, compare));
    reported
}

/// Weighs one field against its values and goes down into its child.
pub fn field(tree: &mut Tree<'_>, at: FieldRef, values: &[Seen<'_>], compare: Compare<'_>) {
    let child = tree.child(&tree.at(at).ty);
    let (solid, found) = types_from_samples::weigh(tree.at_mut(at), values, compare);
    tree.diagnostics.extend(found);
    let own = tree.at_mut(at);
    let is_shown_alone = |vote: &Vote| vote.fact == Fact::Presence && vote.witness == compare.witness;
    if own.docs.is_empty() && own.votes.iter().any(is_shown_alone) {
        values.iter().take(1).for_each(|seen| remarks::read(own, *seen, compare));
    }
    // The shape changed so that no object is left below: the table of the child has lost its field.
    if let Some(child) = child.filter(|_| tree.at(at).ty.child().is_none()) {
        tree.objects[child].state = State::Waiting;
        return;
    }
    if !solid.is_empty() {
        let found = claims::test(tree.at_mut(at), &solid, compare);
        tree.diagnostics.extend(found);
        below(tree, at, &solid, compare);
    }
}

/// Goes down: into the table of the child, or into what only samples describe.
fn below(tree: &mut Tree<'_>, at: FieldRef, values: &[Seen<'_>], compare: Compare<'_>) {
    let ty = &tree.at(at).ty;
    match (tree.child(ty), ty.leaf()) {
        (Some(child), _) => {
            let objects = objects(leaves(ty, values.into()));
            match maps::read(tree, child, &objects, compare) {
                None => object(tree, child, &objects, compare),
                Some(map) => {
                    let child = map.ty.child();
                    tree.at_mut(at).ty.set_leaf(Type::map(map.ty));
                    values_of(tree, child, &map.values, compare);
                }
            }
        }
        (None, Type::AnyObject | Type::Named(_)) => {
            let objects = objects(leaves(ty, values.into()));
            if objects.iter().any(|seen| !seen.node.members().is_empty()) {
                tree.at_mut(at).ty.set_leaf(Type::AnyObject);
                describe_by_sample(tree, at, &objects, compare);
            }
        }
        _ => {}
    }
}

/// Goes down into the values of a map.
pub fn values_of(tree: &mut Tree<'_>, child: Option<ObjectId>, values: &[Seen<'_>], compare: Compare<'_>) {
    let Some(child) = child else { return };
    object(tree, child, &objects(values.into()), compare);
}

/// The values at the bottom of a type's lists and maps.
fn leaves<'v, 's>(ty: &Type, values: Cow<'v, [Seen<'s>]>) -> Cow<'v, [Seen<'s>]> {
    match ty {
        Type::Array(inner) => leaves(inner, items(&values).into()),
        Type::Map(inner) => leaves(inner, map_values(&values).into()),
        _ => values,
    }
}

/// Whether the type cell of a field is a word for a map and nothing else, or its description says that data name its members.
fn says_map(field: &Field, context: Context<'_>) -> bool {
    if field.docs.iter().any(|text| context.dialect.phrases.keyed.are_in(&text.text)) {
        return true;
    }
    let mut cells =
        field.votes.iter().filter(|vote| vote.fact == Fact::Type && vote.witness == Witness::Table);
    cells.any(|cell| context.dialect.types.get(&cell.says) == Some(TypeWord::Map))
}

/// A container that no table describes takes its fields from the samples.
pub fn describe_by_sample(tree: &mut Tree<'_>, at: FieldRef, values: &[Seen<'_>], compare: Compare<'_>) {
    let side = tree.objects[at.0].side;
    let (name, origin) = (tree.at(at).name.clone(), tree.at(at).origin);
    if let Some(table) = attach::waiting(tree, at.0, &name) {
        attach::by_sample(tree, at, table, compare.witness, values[0].origin(compare.context));
        return object(tree, table, values, compare);
    }
    let mut values = Cow::Borrowed(values);
    let says_map = says_map(tree.at(at), compare.context) && !maps::differ(&values);
    while says_map && tree.at(at).ty == Type::AnyObject || maps::is_keyed(&values) {
        let mut inside = map_values(&values);
        let inner = types_from_samples::infer(inside.iter().map(|seen| seen.node));
        let is_object = inner == Type::AnyObject;
        tree.at_mut(at).ty.set_leaf(Type::map(inner));
        inside.retain(|seen| !seen.node.members().is_empty());
        if !is_object || inside.is_empty() {
            return;
        }
        values = inside.into();
    }
    let child = tree.add(Object { side, origin, ..Object::default() });
    tree.link(at, child);
    object(tree, child, &values, compare);
    let described = tree.objects[child]
        .fields
        .iter()
        .all(|field| tree.child(&field.ty).is_some_and(|id| tree.objects[id].rows > 0));
    if side == Side::Request && !described {
        let seen = values[0].origin(compare.context);
        tree.objects[child].open =
            Some(Open { reason: "only a sample shows its fields".to_owned(), origin: seen });
    }
}
