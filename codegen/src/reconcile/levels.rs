//! Levels: rows that describe the fields of a child under the parent's title.

use super::samples::{Seen, Walk};
use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::{Draft, Node, ObjectId};
use crate::lower::{clash, link};
use crate::model::{Fact, Type, Vote};

/// Moves fields into the one child in which the samples show them, when the parent shows none of them.
pub fn pull_down(draft: &mut Draft, id: ObjectId, values: &[Seen<'_>], walk: Walk<'_>) {
    let in_parent = |name: &str| values.iter().any(|seen| seen.node.get(name).is_some());
    let missing: Vec<String> =
        draft.objects[id].fields.iter().map(|node| node.field.name.clone()).filter(|name| !in_parent(name)).collect();
    // Three is more than a coincidence of common names such as `id` and `name`.
    if missing.len() < 3 {
        return;
    }
    let Some((field, seen)) = home(draft, id, &missing, values) else { return };
    let child = match link::child_or_new(draft, (id, field)) {
        Some(child) if child != id => child,
        _ => return,
    };
    move_fields(draft, id, child, &missing, seen, walk);
}

/// The child in which samples show most of the missing fields.
fn home<'s>(draft: &Draft, id: ObjectId, missing: &[String], values: &[Seen<'s>]) -> Option<(usize, Seen<'s>)> {
    let fields = draft.objects[id].fields.iter().enumerate();
    fields.filter(|(_, node)| matches!(node.field.ty, Type::AnyObject | Type::Any | Type::Object(_))).find_map(|(at, node)| {
        let mut inside = values.iter().filter_map(|seen| seen.node.get(&node.field.name).map(|node| Seen { node, base: seen.base }));
        let first = inside.find(|seen| !seen.node.members().is_empty())?;
        let held = missing.iter().filter(|name| first.node.get(name).is_some()).count();
        (held * 2 > missing.len() && held >= 3).then_some((at, first))
    })
}

fn move_fields(draft: &mut Draft, id: ObjectId, child: ObjectId, missing: &[String], seen: Seen<'_>, walk: Walk<'_>) {
    let fields = std::mem::take(&mut draft.objects[id].fields);
    // Rows without a child of their own move; the child they move into stays, of course.
    let (moving, staying): (Vec<Node>, Vec<Node>) = fields.into_iter().partition(|node| missing.contains(&node.field.name) && node.child.is_none());
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
        let vote = Vote { fact: Fact::Parent, witness: walk.witness, says: "one level deeper".to_owned(), won: true, origin };
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
