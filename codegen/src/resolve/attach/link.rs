//! Rows that link to the table of their structure.

use super::rule::{Rule, Titled, link};
use crate::lower::Anchor;
use crate::lower::draft::Type;
use crate::resolve::tree::{ObjectId, Tree};
use std::collections::BTreeMap;

/// Fields whose name, type or description links to the heading of a table.
pub(super) fn by_link(tree: &mut Tree<'_>, _: &Titled<'_>, rule: &Rule) {
    if tree.objects.iter().flat_map(|object| &object.fields).all(|field| field.links.is_empty()) {
        return;
    }
    let mut anchors: BTreeMap<Anchor, Vec<ObjectId>> = BTreeMap::new();
    for (id, object) in tree.objects.iter().enumerate().filter(|(_, object)| object.waits()) {
        for anchor in &object.anchors {
            anchors.entry(anchor.clone()).or_default().push(id);
        }
    }
    if anchors.is_empty() {
        return;
    }
    for object in 0..tree.objects.len() {
        for at in 0..tree.objects[object].fields.len() {
            let field = &tree.objects[object].fields[at];
            if !field.ty.lacks_child() {
                continue;
            }
            // Numbers begin again on each side.
            let side = tree.objects[object].side;
            let of_side = |ids: &Vec<ObjectId>| {
                ids.iter().find(|id| tree.objects[**id].side == side).or(ids.first()).copied()
            };
            let target = field.links.iter().find_map(|link| of_side(anchors.get(link)?));
            let Some(target) = target else { continue };
            if let Type::Named(name) = field.ty.leaf()
                && tree.objects[target].names().any(|title| title.eq_ignore_ascii_case(name))
            {
                tree.objects[target].named = true;
            }
            link(tree, (object, at), target, rule);
        }
    }
}
