//! Maps: tables whose object is keyed by data. `{"0:10.0.0.1": {…}}` has no field of the table; its values do.

use super::seen::{Compare, Seen, map_values};
use super::types_from_samples::infer;
use crate::lower::draft::Type;
use crate::resolve::tree::{ObjectId, Tree};
use crate::syntax::json;
use std::collections::BTreeSet;

/// What stands behind the keys.
pub struct Map<'s> {
    /// Type of the values.
    pub ty: Type,
    /// The values that samples show.
    pub values: Vec<Seen<'s>>,
}

/// The map that a table describes, when samples show that its fields are those of the values.
pub fn read<'s>(
    tree: &mut Tree<'_>,
    id: ObjectId,
    seen: &[Seen<'s>],
    compare: Compare<'_>,
) -> Option<Map<'s>> {
    let mut names = seen.iter().flat_map(|seen| seen.node.members()).map(|member| &member.name);
    if names.any(|name| tree.field(id, name).is_some()) {
        return None;
    }
    // Rows of an object inside of a table count where the table does.
    let is_table = tree.objects[id].rows > 0;
    let values = map_values(seen);
    if values.is_empty() {
        return None;
    }
    let value = value_row(tree, id, compare).filter(|_| is_table);
    if let Some(value) = value.or_else(|| key_row(tree, id, seen, &values)) {
        let ty = tree.objects[id].fields[value].ty.clone();
        let child = tree.child(&ty)?;
        tree.objects[child].rows += std::mem::take(&mut tree.objects[id].rows);
        return Some(Map { ty, values });
    }
    let described = is_table && is_keyed(seen) && values.iter().all(|value| describes(tree, id, value.node));
    described.then_some(Map { ty: Type::Child(id), values })
}

/// The row of the values, in a table of nothing but a key and a value.
fn value_row(tree: &Tree<'_>, id: ObjectId, compare: Compare<'_>) -> Option<usize> {
    let nesting = &compare.context.dialect.nesting;
    let fields = &tree.objects[id].fields;
    let is = |words: &[String], name: &str| words.iter().any(|word| word.eq_ignore_ascii_case(name));
    let pair = fields.len() == 2 && fields.iter().any(|field| is(&nesting.map_key, &field.name));
    fields.iter().position(|field| pair && is(&nesting.map_value, &field.name))
}

/// The only row of a table, where it holds an object and its name stands for any key: samples show several other names, and behind
/// each of them what the row describes.
fn key_row(tree: &Tree<'_>, id: ObjectId, seen: &[Seen<'_>], values: &[Seen<'_>]) -> Option<usize> {
    let [row] = tree.objects[id].fields.as_slice() else { return None };
    let child = tree.child(&row.ty).filter(|child| *child != id && matches!(row.ty, Type::Child(_)))?;
    let several = seen.iter().any(|seen| seen.node.members().len() > 1);
    let is_described = |value: &Seen<'_>| {
        let members = value.node.members();
        !members.is_empty() && members.iter().all(|member| tree.field(child, &member.name).is_some())
    };
    (several && values.iter().all(is_described)).then_some(0)
}

/// Whether samples show nothing but keys that are data: `{"1": …, "2": …}`, `{"${ip}": …}`, `{"node5310ec36c0364d30…": …}`.
pub fn is_keyed(seen: &[Seen<'_>]) -> bool {
    let mut names = seen.iter().flat_map(|seen| seen.node.members()).map(|member| &member.name).peekable();
    names.peek().is_some() && names.all(|name| is_key(name)) || are_ids(seen)
}

/// Whether the values of a member and those of another one are of different kinds.
pub fn differ(seen: &[Seen<'_>]) -> bool {
    let inside = map_values(seen);
    infer(inside.iter().map(|seen| seen.node)) == Type::Any
}

/// Whether objects of one shape stand behind several keys that are no words: `{"t-81f3": {…}, "t-9a02": {…}}`.
fn are_ids(seen: &[Seen<'_>]) -> bool {
    let members = || seen.iter().flat_map(|seen| seen.node.members());
    let names = |node: &json::Node<'_>| -> BTreeSet<String> {
        node.members().iter().map(|member| member.name.to_string()).collect()
    };
    let Some(first) = members().next().map(|member| names(&member.value)) else { return false };
    let is_id = |name: &str| name.contains(|c: char| c.is_ascii_digit()) || is_code(name);
    members().count() > 1
        && !first.is_empty()
        && members().all(|member| is_id(&member.name) && names(&member.value) == first)
}

/// A code in capitals, such as that of a currency: `BTC-USD`.
fn is_code(name: &str) -> bool {
    name.len() > 2
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
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
fn describes(tree: &Tree<'_>, id: ObjectId, value: &json::Node<'_>) -> bool {
    let members = value.members();
    let known = members.iter().filter(|member| tree.field(id, &member.name).is_some()).count();
    known >= 2 && known * 2 >= members.len()
}
