//! Descriptions that say that the table below describes their field: `see the table below`.

use super::rule::{Rule, Titled, link};
use crate::dialect::words::dense;
use crate::limits::MENTIONED_TITLES;
use crate::lower::draft::Field;
use crate::page::Side;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};

/// Whether a field of the side still waits for the table below it, which has no title of its own.
pub(super) fn awaits(side: Side, tree: &Tree<'_>, phrases: &[String]) -> bool {
    let waits = |object: &&crate::resolve::tree::Object| {
        object.waits() && object.side == side && object.titles.is_empty() && object.variant.is_none()
    };
    let fields = tree.fields_of(side).filter(|(_, field)| points_below(field, phrases)).count();
    fields > tree.objects.iter().filter(waits).count()
}

fn points_below(field: &Field, phrases: &[String]) -> bool {
    field.ty.lacks_child()
        && field.docs.iter().any(|text| {
            let text = dense(&text.text);
            phrases.iter().any(|phrase| text.contains(&dense(phrase)))
        })
}

/// The tables that wait, each for the first field above that points below and has no table yet.
pub(super) fn by_place(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for side in [Side::Request, Side::Response] {
        let fields = tree.fields_of(side).filter(|(_, field)| points_below(field, titled.below));
        let mut fields: Vec<FieldRef> = fields.map(|(at, _)| at).take(MENTIONED_TITLES).collect();
        let place = |tree: &Tree<'_>, (object, at): FieldRef| {
            let origin = tree.objects[object].fields[at].origin;
            (origin.file, origin.start)
        };
        fields.sort_by_key(|&at| place(tree, at));
        let objects = tree.objects.iter().enumerate();
        let waiting = objects.filter(|(_, object)| object.waits() && object.side == side);
        let mut waiting: Vec<ObjectId> =
            waiting.filter(|(_, object)| object.definition.is_none()).map(|(id, _)| id).collect();
        waiting.sort_by_key(|&id| tree.objects[id].origin.start);
        for id in waiting.into_iter().take(MENTIONED_TITLES) {
            let origin = tree.objects[id].origin;
            let is_above = |at: &FieldRef| {
                let (file, start) = place(tree, *at);
                at.0 != id && file == origin.file && start < origin.start
            };
            if let Some(first) = fields.iter().position(is_above) {
                link(tree, fields.remove(first), id, rule);
            }
        }
    }
}
