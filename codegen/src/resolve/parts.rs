//! Parts: rows without a name that stand for structures whose fields are among those beside them, as in `allOf`.

use super::tree::{ObjectId, State, Tree};
use crate::limits::OBJECTS_WITHIN;
use crate::lower::draft::Field;
use foldhash::{HashSet, HashSetExt};
use smol_str::SmolStr;

/// Puts the fields of every part into the object that it is a part of.
pub fn fold(tree: &mut Tree<'_>) {
    let fields = || tree.objects.iter().flat_map(|object| object.fields.iter());
    if !fields().any(|field| field.is_part) {
        return;
    }
    let used: HashSet<ObjectId> =
        fields().filter(|field| !field.is_part).filter_map(|field| tree.child(&field.ty)).collect();
    for id in 0..tree.objects.len() {
        fold_into(tree, id, &used, 0);
    }
}

fn fold_into(tree: &mut Tree<'_>, id: ObjectId, used: &HashSet<ObjectId>, depth: usize) {
    let part =
        |tree: &Tree<'_>, field: &Field| tree.child(&field.ty).filter(|child| field.is_part && *child != id);
    let parts: Vec<ObjectId> = tree.objects[id].fields.iter().filter_map(|field| part(tree, field)).collect();
    if parts.is_empty() || depth > OBJECTS_WITHIN {
        return;
    }
    for &child in &parts {
        fold_into(tree, child, used, depth + 1);
    }
    let (mut fields, mut names): (Vec<Field>, HashSet<SmolStr>) = (Vec::new(), HashSet::new());
    for field in std::mem::take(&mut tree.objects[id].fields) {
        let theirs = part(tree, &field).map(|child| tree.objects[child].fields.to_vec());
        let added = theirs.unwrap_or_else(|| vec![field]).into_iter();
        fields.extend(added.filter(|field| names.insert(field.name.clone())));
    }
    tree.objects[id].fields = fields.into();
    for child in parts {
        tree.definitions.extend(tree.objects[child].definition);
        if !used.contains(&child) && tree.objects[child].state != State::Root {
            // Its rows are those of what it is a part of.
            tree.objects[id].rows += std::mem::take(&mut tree.objects[child].rows);
        }
    }
}
