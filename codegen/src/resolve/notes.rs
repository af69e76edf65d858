//! Notes beside tables: the object that each one opens.

use super::tree::{ObjectId, Tree};
use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::OpenNote;
use crate::lower::side_name;
use crate::model::Open;
use smol_str::SmolStr;

/// A note beside a table opens the object of the nearest table above it, or the one that it names.
pub fn read(notes: &[OpenNote], tree: &mut Tree<'_>) {
    for note in notes {
        open(note, tree);
    }
}

fn open(note: &OpenNote, tree: &mut Tree<'_>) {
    let Some(target) = target(note, tree) else { return };
    let object = &mut tree.objects[target];
    object.open.get_or_insert(Open { reason: note.text.clone(), origin: note.origin });
    let name = object.titles.first().map_or_else(|| side_name(note.side).to_owned(), |path| path.join("."));
    tree.diagnostics.push(
        Diagnostic::new(&code::OPEN_NOTE, format!("`{name}` takes attributes that no table lists"))
            .label(note.origin, "the page says so here")
            .note("the object keeps attributes beyond its fields"),
    );
}

/// An object that the note names in so many words; else the one of the field that its heading names, which may have
/// none; else the last one that begins above the note.
fn target(note: &OpenNote, tree: &Tree<'_>) -> Option<ObjectId> {
    let objects = tree.objects.iter().enumerate();
    let reached = || objects.clone().filter(|(_, object)| object.side == note.side && object.is_reached());
    let words: Vec<&str> = note
        .text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.len() > 2)
        .collect();
    let named = reached().find(|(_, object)| {
        object.titles.iter().filter_map(|path| path.last()).any(|title| words.contains(&title.as_str()))
    });
    let names: Vec<&str> = note.titles.iter().filter_map(|path| path.last()).map(SmolStr::as_str).collect();
    let mut fields = reached().flat_map(|(_, object)| &object.fields);
    let headed = fields.find(|field| names.contains(&field.name.as_str()));
    let above = reached().filter(|(_, object)| {
        object.origin.start < note.origin.start && !(object.fields.is_empty() && object.titles.is_empty())
    });
    let nearest = || above.max_by_key(|(_, object)| object.origin.start).map(|(id, _)| id);
    named.map(|(id, _)| id).or_else(|| headed.map_or_else(nearest, |field| tree.child(&field.ty)))
}
