//! Tables of one request of which a call sends one: none of their titles names a field.

use super::rule::{Rule, Titled};
use crate::page::Side;
use crate::resolve::tree::{ObjectId, Tree};
use crate::resolve::{clash, variants};

/// Waiting tables of the request become one object with the request itself: those that tell an alternative, and where
/// the request has no table of its own, all.
pub(super) fn by_kind(tree: &mut Tree<'_>, titled: &Titled<'_>, _: &Rule) {
    let request = tree.request;
    let is_bare = tree.objects[request].rows == 0;
    let waiting: Vec<ObjectId> = titled.ids.iter().copied().filter(|&id| waits(tree, id)).collect();
    let told = |id: &ObjectId| tree.objects[*id].variant.is_some();
    let kinds: Vec<ObjectId> = match is_bare {
        true if waiting.len() > 1 => waiting,
        _ => waiting.into_iter().filter(told).collect(),
    };
    let Some((&first, others)) = kinds.split_first() else { return };
    for &id in &kinds {
        let title = tree.objects[id].title.clone();
        tree.objects[id].variant.get_or_insert(title);
    }
    if others.is_empty() {
        variants::conditional(tree, first);
    } else {
        variants::unite(tree, first, others);
    }
    clash::merge(tree, request, first);
}

/// Whether a table of the request looks for its place, and no sample has a member of its name.
fn waits(tree: &Tree<'_>, id: ObjectId) -> bool {
    let object = &tree.objects[id];
    let samples = || tree.samples.iter().filter(|sample| sample.side == Side::Request && !sample.error);
    let is_shown = |title: &str| samples().any(|sample| sample.document.root.get(title).is_some());
    let mut names = object.titles.iter().filter_map(|path| path.last());
    object.waits() && object.side == Side::Request && !names.any(|name| is_shown(name))
}
