//! Descriptions that say that the table below describes their field: `see the table below`.

use super::rule::{Rule, Titled, link};
use crate::limits::MENTIONED_TITLES;
use crate::lower::draft::Field;
use crate::page::Side;
use crate::resolve::index::Awaiting;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};

/// Whether a field of the side still waits for the table below it, which has no title of its own.
pub(super) fn awaits(side: Side, tree: &Tree<'_>) -> bool {
    let is_open = |&&at: &&FieldRef| tree.objects[at.0].side == side && tree.at(at).ty.lacks_child();
    let fields = tree.awaiting.fields.iter().take(MENTIONED_TITLES).filter(is_open).count();
    fields > tree.awaiting.tables[side as usize]
}

/// The tables that wait, each for the first field above that points below and has no table yet; one table alone is that of
/// all of them.
pub(super) fn by_place(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for side in [Side::Request, Side::Response] {
        let phrases = Awaiting::by(titled.below);
        let points = |field: &Field| field.ty.lacks_child() && phrases.is_told(field);
        let fields = tree.fields_of(side).filter(|(_, field)| points(field));
        let mut fields: Vec<FieldRef> = fields.map(|(at, _)| at).take(MENTIONED_TITLES).collect();
        fields.sort_by_key(|&at| place(tree.at(at)));
        let waiting = if fields.is_empty() { Vec::new() } else { waiting(tree, side) };
        let is_one = waiting.len() == 1;
        for id in waiting {
            let Some(start) = tree.objects[id].fields.first().map(place) else { continue };
            let is_above = |at: &FieldRef| at.0 != id && place(tree.at(*at)) < start;
            let above: Vec<FieldRef> = fields.iter().copied().filter(is_above).collect();
            let own = above.len().min(if is_one { above.len() } else { 1 });
            let copies: Vec<ObjectId> = (1..own).map(|_| tree.copy(id)).collect();
            for (&at, table) in above.iter().zip(std::iter::once(id).chain(copies)) {
                link(tree, at, table, rule);
                fields.retain(|other| *other != at);
            }
        }
    }
}

/// Where the row of a field stands.
fn place(field: &Field) -> (u32, u32) {
    (field.origin.file, field.origin.start)
}

/// The tables of a side that nothing leads to, in document order.
fn waiting(tree: &Tree<'_>, side: Side) -> Vec<ObjectId> {
    let objects = tree.objects.iter().enumerate();
    let waits = objects.filter(|(_, object)| object.waits() && object.side == side);
    let mut waiting: Vec<ObjectId> =
        waits.filter(|(_, object)| object.definition.is_none()).map(|(id, _)| id).collect();
    waiting.sort_by_key(|&id| tree.objects[id].fields.first().map(place));
    waiting.truncate(MENTIONED_TITLES);
    waiting
}
