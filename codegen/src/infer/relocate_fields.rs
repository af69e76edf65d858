//! Levels: rows that describe the fields of a child under the parent's title.

use super::samples::{self, Seen, Walk};
use crate::diagnostic::{Diagnostic, code};
use crate::lower::clash;
use crate::lower::draft::{Draft, Node, ObjectId, is_container};
use crate::model::{Fact, Location, Type, Vote};
use crate::resolve::attach;
use crate::syntax::json;
use smol_str::SmolStr;

/// Moves fields into the one child in which the samples show them, when the parent shows none of them.
pub fn pull_down(draft: &mut Draft, id: ObjectId, values: &[Seen<'_>], walk: Walk<'_>) {
    // Without an object inside there is no other level.
    if !values.iter().flat_map(|seen| seen.node.members()).any(|member| holds_object(&member.value)) {
        return;
    }
    let in_parent = |name: &str| values.iter().any(|seen| seen.node.get(name).is_some());
    let nodes = draft.objects[id].fields.iter().filter(|node| node.field.location == Location::Body);
    let names = nodes.map(|node| &node.field.name);
    let missing: Vec<SmolStr> = names.filter(|name| !in_parent(name)).cloned().collect();
    if missing.is_empty() {
        return;
    }
    let found = home(draft, id, &missing, values).or_else(|| skipped(draft, id, &missing, values, walk));
    let Some((field, seen)) = found else { return };
    let child = match attach::child_or_new(draft, (id, field)) {
        Some(child) if child != id => child,
        _ => return,
    };
    move_fields(draft, id, child, &missing, seen, walk);
}

fn holds_object(node: &json::Node<'_>) -> bool {
    !node.members().is_empty() || node.items().iter().any(|item| !item.members().is_empty())
}

/// The first object among the values of a member, or of its elements.
fn first_inside<'s>(values: &[Seen<'s>], name: &str) -> Option<Seen<'s>> {
    let inside =
        values.iter().filter_map(|seen| seen.node.get(name).map(|node| Seen { node, base: seen.base }));
    let objects = inside.flat_map(|seen| {
        std::iter::once(seen.node).chain(seen.node.items()).map(move |node| Seen { node, base: seen.base })
    });
    objects.into_iter().find(|seen| !seen.node.members().is_empty())
}

fn held(missing: &[SmolStr], inside: Seen<'_>) -> usize {
    missing.iter().filter(|name| inside.node.get(name).is_some()).count()
}

/// The child in which samples show most of the missing fields: three are more than a coincidence of common names.
fn home<'s>(
    draft: &Draft,
    id: ObjectId,
    missing: &[SmolStr],
    values: &[Seen<'s>],
) -> Option<(usize, Seen<'s>)> {
    let fields = draft.objects[id].fields.iter().enumerate();
    fields.filter(|(_, node)| is_container(&node.field.ty)).find_map(|(at, node)| {
        let first = first_inside(values, &node.field.name)?;
        let held = held(missing, first);
        (held * 2 > missing.len() && held >= 3).then_some((at, first))
    })
}

/// A member that no table names and that holds the missing fields: the table skipped its level.
fn skipped<'s>(
    draft: &mut Draft,
    id: ObjectId,
    missing: &[SmolStr],
    values: &[Seen<'s>],
    walk: Walk<'_>,
) -> Option<(usize, Seen<'s>)> {
    let names = values.iter().flat_map(|seen| seen.node.members()).map(|member| &*member.name);
    let (name, first) = names.filter(|name| draft.field(id, name).is_none()).find_map(|name| {
        let first = first_inside(values, name)?;
        let held = held(missing, first);
        let all = held == missing.len() && (held >= 2 || first.node.members().len() == 1);
        (all || held >= 3 && held * 2 > missing.len()).then(|| (name.to_owned(), first))
    })?;
    if samples::orphan(draft, id, &name).is_some() {
        return None;
    }
    let mut field = samples::sample_field(&name, first.origin(walk.context), walk);
    let listed = values.iter().any(|seen| seen.node.get(&name).is_some_and(|node| !node.items().is_empty()));
    field.ty = if listed { Type::Array(Box::new(Type::AnyObject)) } else { Type::AnyObject };
    draft.objects[id].fields.push(Node { field, child: None });
    Some((draft.objects[id].fields.len() - 1, first))
}

fn move_fields(
    draft: &mut Draft,
    id: ObjectId,
    child: ObjectId,
    missing: &[SmolStr],
    seen: Seen<'_>,
    walk: Walk<'_>,
) {
    let fields = std::mem::take(&mut draft.objects[id].fields);
    // Rows without a child of their own move; the child they move into stays, of course.
    let (moving, staying): (Vec<Node>, Vec<Node>) =
        fields.into_iter().partition(|node| missing.contains(&node.field.name) && node.child.is_none());
    draft.objects[id].fields = staying;
    let (Some(first), count) = (moving.first().map(|node| node.field.origin), moving.len()) else { return };
    let names = moving.iter().map(|node| format!("`{}`", node.field.name)).collect::<Vec<_>>();
    draft.diagnostics.push(
        Diagnostic::new(&code::FIELD_MOVED, format!("{count} rows describe fields of another level"))
            .label(first, "this row and those below it")
            .label(seen.origin(walk.context), "the sample has the fields in here")
            .note(format!("moved: {}", names.join(", ")))
            .help("move the rows to the table of the child"),
    );
    let origin = seen.origin(walk.context);
    let own = std::mem::take(&mut draft.objects[child].fields);
    let mut found = Vec::new();
    for mut node in moving {
        let vote = Vote {
            fact: Fact::Parent,
            witness: walk.witness,
            says: "one level deeper".into(),
            won: true,
            origin,
        };
        node.field.votes.push(vote);
        draft.objects[child].fields.push(node);
    }
    for node in own {
        match draft.objects[child].fields.iter_mut().find(|have| have.field.name == node.field.name) {
            Some(have) => clash(have, node, &mut found),
            None => draft.objects[child].fields.push(node),
        }
    }
    draft.diagnostics.append(&mut found);
}
