//! Rules for single tables, in document order: where the rows of a table go before other tables are known.

use super::below;
use crate::dialect::Dialect;
use crate::lower::draft::{Row, Sample, Table};
use crate::lower::titles::{self, Titles};
use crate::lower::{Anchor, Context};
use crate::page::Side;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Where the rows of a table go.
pub enum Spot {
    /// Into this object.
    Goes(ObjectId),
    /// Into the root of the side, if there is one already.
    Root(Option<ObjectId>),
    /// Into an object that waits for its field.
    Waits,
    /// Into the object of this field.
    Below(FieldRef),
}

/// The object for the rows of a table, and the titles it goes by; `above` is the object of the table before, `linked` are
/// the anchors that rows link to.
pub fn spot(
    (table, rows): (&Table, &[Row]),
    above: Option<ObjectId>,
    linked: &BTreeSet<Anchor>,
    tree: &Tree<'_>,
    context: Context<'_>,
) -> (Spot, Titles) {
    let titles = word_of_title(table, tree, context.dialect).unwrap_or_else(|| table.titles.clone());
    let continued = above.filter(|&id| table.continues && tree.objects[id].side == table.side);
    let has_root = tree.root(table.side).is_some();
    // The first table of a side is its root, whoever mentions its number.
    let is_linked =
        table.anchors.iter().any(|anchor| linked.contains(anchor) && (has_root || !anchor.is_number()));
    let is_awaited = || has_root && below::awaits(table.side, tree);
    let is_root = titles.is_empty() && table.variant.is_none() && !is_linked && !is_awaited();
    let is_foreign =
        || has_root && table.is_foreign && table.caption.is_some() && !is_shown(rows, table.side, tree);
    let spot = match continued {
        Some(id) => Spot::Goes(id),
        None if is_root && is_foreign() => Spot::Waits,
        None if is_root && table.follows => {
            let last = above.and_then(|above| row_above(above, rows, table.side, tree));
            last.map_or_else(|| Spot::Root(tree.root(table.side)), Spot::Below)
        }
        None if is_root => Spot::Root(tree.root(table.side)),
        None => Spot::Waits,
    };
    (spot, titles)
}

/// The last field of the table above, where it is a structure without a table. No sample may show the rows beside it.
fn row_above(above: ObjectId, rows: &[Row], side: Side, tree: &Tree<'_>) -> Option<FieldRef> {
    let object = &tree.objects[above];
    let last = object.fields.len().checked_sub(1).filter(|_| object.side == side)?;
    (object.fields[last].ty.lacks_child() && !is_shown(rows, side, tree)).then_some((above, last))
}

/// A title in prose names the field that one of its words is, when that field still lacks a table: `sort 子对象`.
/// A path among the words (`fields of config.source`) is a name whether or not a field waits for it.
fn word_of_title(table: &Table, tree: &Tree<'_>, dialect: &Dialect) -> Option<Titles> {
    if !table.titles.is_empty() || table.variant.is_some() {
        return None;
    }
    let waits = |word: &SmolStr| {
        let is_named = |name: &str| is_name_of(word, name) || is_name_of(word.trim_matches('_'), name);
        let is_open = |at: FieldRef| tree.objects[at.0].side == table.side && tree.at(at).ty.lacks_child();
        let fields = tree.names.as_ref()?.of_word(word).into_iter().filter(|&at| is_open(at));
        fields.map(|at| &tree.at(at).name).find(|name| is_named(name)).cloned()
    };
    let root = tree.root(table.side);
    let caption = table.caption.as_ref().filter(|_| table.title.is_empty() && root.is_some());
    let title = caption.unwrap_or(&table.title);
    titles::words(title, dialect).into_iter().find_map(|mut path| match path.last().and_then(waits) {
        Some(name) => {
            path.pop();
            path.push(name);
            Some(Titles::one(path))
        }
        None => (path.len() > 1).then(|| Titles::one(path)),
    })
}

/// Whether a sample of the side has more than half of the rows as members of its body.
fn is_shown(rows: &[Row], side: Side, tree: &Tree<'_>) -> bool {
    let samples = tree.samples.iter().filter(|sample| sample.side == side && !sample.error);
    let members = |sample: &Sample<'_>| {
        let top = |row: &&Row| {
            sample.document.root.get(row.parents.first().map_or(&row.field.name, |it| &it.name)).is_some()
        };
        rows.iter().filter(top).count()
    };
    samples.map(members).any(|shown| shown * 2 > rows.len())
}

/// `Rule` in a title is the field `rules`.
fn is_name_of(word: &str, name: &str) -> bool {
    name.eq_ignore_ascii_case(word)
        || name.strip_suffix('s').is_some_and(|one| one.eq_ignore_ascii_case(word))
}
