//! Rows that describe the fields of a child under the parent's title.

use super::seen::{Compare, Members, Seen, sample_field};
use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::{Field, Type};
use crate::model::{Fact, Location};
use crate::policy::{Claim, LEVEL, Votes};
use crate::resolve::tree::{ObjectId, Tree};
use crate::resolve::{attach, clash};
use crate::syntax::json;
use smol_str::SmolStr;
use std::collections::HashSet;

/// Moves fields into the one child in which the samples show them, when the parent shows none of them.
pub fn pull_down(
    tree: &mut Tree<'_>,
    id: ObjectId,
    (values, members): (&[Seen<'_>], &Members<'_, '_>),
    compare: Compare<'_>,
) {
    // Without an object inside there is no other level.
    if !values.iter().flat_map(|seen| seen.node.members()).any(|member| holds_object(&member.value)) {
        return;
    }
    let in_body = tree.objects[id].fields.iter().filter(|field| field.location == Location::Body);
    let names = in_body.map(|field| &field.name);
    let mut missing: Vec<SmolStr> = names.filter(|name| !members.has(name)).cloned().collect();
    while !missing.is_empty() {
        let all = |(field, seen)| (field, seen, missing.clone());
        let found = home(tree, id, &missing, (values, members))
            .or_else(|| skipped(tree, id, &missing, (values, members), compare))
            .map(all)
            .or_else(|| below(tree, id, &missing, (values, members)));
        let Some((field, seen, moving)) = found else { return };
        let child = match tree.child_or_new((id, field)) {
            Some(child) if child != id => child,
            _ => return,
        };
        move_fields(tree, id, child, &moving, seen, compare);
        missing.retain(|name| !moving.contains(name));
    }
}

fn holds_object(node: &json::Node<'_>) -> bool {
    !node.members().is_empty() || node.items().iter().any(|item| !item.members().is_empty())
}

/// The first object among the values of a member, or of its elements.
fn first_inside<'s>(members: &Members<'_, 's>, name: &str) -> Option<Seen<'s>> {
    let inside = members.get(name);
    let objects = inside.iter().flat_map(|seen| {
        std::iter::once(seen.node).chain(seen.node.items()).map(move |node| Seen { node, ..*seen })
    });
    objects.into_iter().find(|seen| !seen.node.members().is_empty())
}

/// How many of the names it has.
fn held(missing: &[SmolStr], inside: Seen<'_>) -> usize {
    missing.iter().filter(|name| inside.node.get(name).is_some()).count()
}

/// The child in which samples show most of the missing fields: three are more than a coincidence of common names, and so is
/// one where samples show nothing beside the child.
fn home<'s>(
    tree: &Tree<'_>,
    id: ObjectId,
    missing: &[SmolStr],
    (values, members): (&[Seen<'s>], &Members<'_, 's>),
) -> Option<(usize, Seen<'s>)> {
    let is_alone = values.iter().all(|seen| seen.node.members().len() == 1);
    let fields = tree.objects[id].fields.iter().enumerate();
    fields.filter(|(_, node)| node.ty.is_container()).find_map(|(at, node)| {
        let first = first_inside(members, &node.name)?;
        let held = held(missing, first);
        (held * 2 > missing.len() && (held >= 3 || held > 0 && is_alone)).then_some((at, first))
    })
}

/// A member that no table names and that holds the missing fields: the table skipped its level.
fn skipped<'s>(
    tree: &mut Tree<'_>,
    id: ObjectId,
    missing: &[SmolStr],
    (values, members): (&[Seen<'s>], &Members<'_, 's>),
    compare: Compare<'_>,
) -> Option<(usize, Seen<'s>)> {
    let names = values.iter().flat_map(|seen| seen.node.members()).map(|member| &*member.name);
    let (name, first) = names.filter(|name| tree.field(id, name).is_none()).find_map(|name| {
        let first = first_inside(members, name)?;
        let held = held(missing, first);
        let all = held == missing.len() && (held >= 2 || first.node.members().len() == 1);
        (all || held >= 3 && held * 2 > missing.len()).then(|| (name.to_owned(), first))
    })?;
    if attach::waiting(tree, id, &name).is_some() {
        return None;
    }
    let mut field = sample_field(&name, first.origin(compare.context), compare);
    let listed = values.iter().any(|seen| seen.node.get(&name).is_some_and(|node| !node.items().is_empty()));
    field.ty = if listed { Type::list(Type::AnyObject) } else { Type::AnyObject };
    Some((tree.push(id, field).1, first))
}

/// The first row of an object that no table describes and that stands right above missing rows, where samples show all of
/// those in it. Returns their names too.
fn below<'s>(
    tree: &mut Tree<'_>,
    id: ObjectId,
    missing: &[SmolStr],
    (values, members): (&[Seen<'s>], &Members<'_, 's>),
) -> Option<(usize, Seen<'s>, Vec<SmolStr>)> {
    let missing: HashSet<&SmolStr> = missing.iter().collect();
    let fields = &tree.objects[id].fields;
    let names: Vec<&SmolStr> = fields.iter().map(|field| &field.name).collect();
    let mut starts =
        (1..names.len()).filter(|at| missing.contains(names[*at]) && !missing.contains(names[at - 1]));
    let (above, first, run) = starts.find_map(|start| {
        let run: Vec<SmolStr> = names[start..]
            .iter()
            .take_while(|name| missing.contains(*name))
            .map(|name| (*name).clone())
            .collect();
        let field = &fields[start - 1];
        let is_open = field.ty == Type::Any || field.ty.is_container() && tree.child(&field.ty).is_none();
        let first = first_inside(members, &field.name).filter(|_| is_open)?;
        (held(&run, first) == run.len()).then_some((start - 1, first, run))
    })?;
    let field = tree.at_mut((id, above));
    if field.ty == Type::Any {
        let mut seen = values.iter().filter_map(|seen| seen.node.get(&field.name));
        let listed = seen.any(|node| !node.items().is_empty());
        field.ty = if listed { Type::list(Type::AnyObject) } else { Type::AnyObject };
    }
    Some((above, first, run))
}

fn move_fields(
    tree: &mut Tree<'_>,
    id: ObjectId,
    child: ObjectId,
    missing: &[SmolStr],
    seen: Seen<'_>,
    compare: Compare<'_>,
) {
    let fields = std::mem::take(&mut tree.objects[id].fields);
    let missing: HashSet<&SmolStr> = missing.iter().collect();
    // Rows without a child of their own move; the child they move into stays, of course.
    let (moving, staying): (Vec<Field>, Vec<Field>) =
        fields.into_iter().partition(|field| missing.contains(&field.name) && field.ty.child().is_none());
    tree.objects[id].fields = staying.into();
    let (Some(first), count) = (moving.first().map(|field| field.origin), moving.len()) else { return };
    let names = moving.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>();
    tree.diagnostics.push(
        Diagnostic::new(&code::FIELD_MOVED, format!("{count} rows describe fields of another level"))
            .label(first, "this row and those below it")
            .label(seen.origin(compare.context), "the sample has the fields in here")
            .note(format!("moved: {}", names.join(", ")))
            .help("move the rows to the table of the child"),
    );
    let origin = seen.origin(compare.context);
    let own = std::mem::take(&mut tree.objects[child].fields);
    let mut found = Vec::new();
    for mut field in moving {
        let claim = Claim::new(Fact::Parent, compare.witness, "one level deeper", origin);
        field.votes.decide(&LEVEL, claim);
        tree.objects[child].fields.push(field);
    }
    for field in own {
        match tree.field(child, &field.name) {
            Some(at) => found.push(clash::join(tree.at_mut((child, at)), field)),
            None => tree.objects[child].fields.push(field),
        }
    }
    tree.diagnostics.append(&mut found);
}
