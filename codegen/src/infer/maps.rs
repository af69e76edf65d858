//! Maps: tables whose object is keyed by data. `{"0:10.0.0.1": {…}}` has no field of the table; its values do.

use super::samples::{Seen, Walk};
use crate::lower::draft::{Draft, ObjectId};
use crate::model::Type;
use crate::syntax::json;

/// What stands behind the keys.
pub struct Map<'s> {
    /// Type of the values; an object has no id yet.
    pub ty: Type,
    /// The object of the values.
    pub child: Option<ObjectId>,
    /// The values that samples show.
    pub values: Vec<Seen<'s>>,
}

/// The map that a table describes, when samples show that its fields are those of the values.
pub fn read<'s>(draft: &mut Draft, id: ObjectId, seen: &[Seen<'s>], walk: Walk<'_>) -> Option<Map<'s>> {
    let mut names = seen.iter().flat_map(|seen| seen.node.members()).map(|member| &member.name);
    if draft.objects[id].rows == 0 || names.any(|name| draft.field(id, name).is_some()) {
        return None;
    }
    let values = values(seen);
    if values.is_empty() {
        return None;
    }
    if let Some(value) = value_row(draft, id, walk) {
        let node = &draft.objects[id].fields[value];
        let (ty, child) = (node.field.ty.clone(), node.child?);
        draft.objects[child].rows += std::mem::take(&mut draft.objects[id].rows);
        return Some(Map { ty, child: Some(child), values });
    }
    let described = is_keyed(seen) && values.iter().all(|value| describes(draft, id, value.node));
    described.then(|| Map { ty: Type::Object(String::new()), child: Some(id), values })
}

/// What stands behind the keys of objects.
pub fn values<'s>(seen: &[Seen<'s>]) -> Vec<Seen<'s>> {
    let members =
        seen.iter().flat_map(|seen| seen.node.members().iter().map(|member| (&member.value, seen.base)));
    members.map(|(node, base)| Seen { node, base }).collect()
}

/// The row of the values, in a table of nothing but a key and a value.
fn value_row(draft: &Draft, id: ObjectId, walk: Walk<'_>) -> Option<usize> {
    let nesting = &walk.context.dialect.nesting;
    let fields = &draft.objects[id].fields;
    let is = |words: &[String], name: &str| words.iter().any(|word| word.eq_ignore_ascii_case(name));
    let pair = fields.len() == 2 && fields.iter().any(|node| is(&nesting.map_key, &node.field.name));
    fields.iter().position(|node| pair && is(&nesting.map_value, &node.field.name))
}

/// Whether samples show nothing but keys that are data: `{"1": …, "2": …}`, `{"${ip}": …}`, `{"node5310ec36c0364d30…": …}`.
pub fn is_keyed(seen: &[Seen<'_>]) -> bool {
    let mut names = seen.iter().flat_map(|seen| seen.node.members()).map(|member| &member.name).peekable();
    names.peek().is_some() && names.all(|name| is_key(name))
}

fn is_key(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        || name.contains(['.', '/', ':', ' ', '|'])
        || has_hash(name)
}

/// Hex digits in a row that are too many for a word.
const HASH: usize = 16;

fn has_hash(name: &str) -> bool {
    let mut runs = name.split(|c: char| !c.is_ascii_hexdigit());
    runs.any(|run| run.len() >= HASH && run.contains(|c: char| c.is_ascii_digit()))
}

/// Whether the table names at least half of what a value shows.
fn describes(draft: &Draft, id: ObjectId, value: &json::Node<'_>) -> bool {
    let members = value.members();
    let known = members.iter().filter(|member| draft.field(id, &member.name).is_some()).count();
    known >= 2 && known * 2 >= members.len()
}
