//! Titles that are paths, walked down from a root.

use super::names::{candidates, open_fields};
use super::rule::{NESTED_NAME, Rule, Titled, link, vote};
use crate::lower::draft::{Field, Type};
use crate::model::{Fact, Origin, Witness};
use crate::page::Side;
use crate::resolve::clash;
use crate::resolve::tree::{FieldRef, Object, ObjectId, Tree};
use smol_str::SmolStr;

/// Titles with several segments, walked down from a root or from an object of the first segment's name.
pub(super) fn by_path(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    let is_path = |id: &ObjectId| tree.objects[*id].titles.iter().any(|path| path.len() > 1);
    if !titled.ids.iter().any(is_path) {
        return;
    }
    look_within(tree, &titled.roots);
    for &id in &titled.ids {
        let Object { ref titles, side, origin, .. } = tree.objects[id];
        let titles = titles.clone();
        for path in titles.iter().filter(|path| path.len() > 1) {
            let starts = starts(tree, side, path);
            let target = starts.iter().find_map(|&root| {
                walk(tree, root, path, 0, origin).or_else(|| walk(tree, root, path, 1, origin))
            });
            if let Some(target) = target.or_else(|| last_segments(tree, id, path)) {
                attach(tree, target, id, rule);
            }
        }
    }
}

/// Has the index of names tell the fields of the roots from all others: a path begins at these alone.
fn look_within(tree: &mut Tree<'_>, roots: &[ObjectId]) {
    let Some(mut names) = tree.names.take() else { return };
    let fields = |id: &ObjectId| {
        let id = *id;
        tree.objects[id].fields.iter().map(move |field| (id, &field.name))
    };
    names.look_within(roots, roots.iter().flat_map(fields));
    tree.names = Some(names);
}

/// The roots that a path may begin at: those with a field of its first or second name.
fn starts(tree: &Tree<'_>, side: Side, path: &[SmolStr]) -> Vec<ObjectId> {
    let Some(names) = &tree.names else { return Vec::new() };
    let named = path[..2].iter().flat_map(|name| names.objects_with(name)).copied();
    let mut starts: Vec<ObjectId> = named.filter(|id| tree.objects[*id].side == side).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Follows all but the last segment through attached children, creating nothing but a last field that the heading
/// declares.
fn walk(
    tree: &mut Tree<'_>,
    root: ObjectId,
    path: &[SmolStr],
    skip: usize,
    origin: Origin,
) -> Option<FieldRef> {
    let path = path.get(skip..).filter(|path| !path.is_empty())?;
    let (last, parents) = path.split_last()?;
    let mut object = root;
    for segment in parents {
        let field = tree.field(object, segment)?;
        object = nested(tree, (object, field), origin)?;
    }
    if let Some(field) = tree.field(object, last) {
        return tree.objects[object].fields[field].ty.is_container().then_some((object, field));
    }
    if skip > 0 || parents.is_empty() {
        return None;
    }
    Some(tree.push(object, Field { name: last.clone(), ty: Type::AnyObject, origin, ..Field::default() }))
}

/// The object behind a field, made when only rows with nested names or longer titles, at `origin`, describe it.
pub fn nested(tree: &mut Tree<'_>, at: FieldRef, origin: Origin) -> Option<ObjectId> {
    let is_new = tree.at(at).ty.lacks_child();
    let child = tree.child_or_new(at)?;
    if is_new {
        // A schema in place of a table speaks as the sample that it stands for.
        let shown = tree.at(at).votes.iter().find(|vote| vote.fact == Fact::Type).map(|vote| vote.witness);
        let is_sample =
            |witness: &Witness| matches!(witness, Witness::RequestExample | Witness::ResponseExample);
        let witness = shown.filter(is_sample).unwrap_or(NESTED_NAME.witness);
        vote(tree, at, &NESTED_NAME, witness, origin);
    }
    Some(child)
}

/// The field of the last segment whose object is titled with the one before.
fn last_segments(tree: &Tree<'_>, id: ObjectId, path: &[SmolStr]) -> Option<FieldRef> {
    let [.., parent, last] = path else { return None };
    let found =
        open_fields(tree, id, &candidates(tree, |names| names.named(last)), |field| field.name == *last);
    let under_parent =
        |at: &&FieldRef| tree.objects[at.0].titles.iter().any(|title| title.last() == Some(parent));
    found.iter().find(under_parent).or(if found.len() == 1 { found.first() } else { None }).copied()
}

/// Makes `id` the child of a field, or adds its rows to the child that is there.
fn attach(tree: &mut Tree<'_>, at: FieldRef, id: ObjectId, rule: &Rule) {
    match tree.child(&tree.at(at).ty) {
        Some(have) if have != id => {
            let origin = tree.objects[id].origin;
            clash::merge(tree, have, id);
            vote(tree, at, rule, rule.witness, origin);
        }
        Some(_) => {}
        None => link(tree, at, id, rule),
    }
}
