//! Variants: tables that describe alternatives of one structure become one object.
//!
//! Pages write one table per vendor, state or kind (`extension[aws]`, `extension[azure]`) where a server takes one of
//! them. The object has the fields of all; a field is required only when every alternative requires it.

use super::clash;
use super::tree::{Object, ObjectId, State, Tree};
use crate::lower::Anchor;
use crate::lower::draft::{Field, Type};
use crate::lower::titles::{Path, Titles};
use crate::model::Meaning;
use crate::page::Side;
use foldhash::{HashMap, HashMapExt};
use smol_str::SmolStr;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

/// Merges the alternatives of each structure into its first table.
pub fn merge(tree: &mut Tree<'_>) {
    same_path(tree);
    let mut places: HashMap<(Side, Titles), usize> = HashMap::new();
    let mut groups: Vec<(ObjectId, Vec<ObjectId>)> = Vec::new();
    for (id, object) in tree.objects.iter().enumerate().filter(|(_, object)| object.variant.is_some()) {
        let place = *places.entry((object.side, object.titles.clone())).or_insert(groups.len());
        match groups.get_mut(place).filter(|_| object.waits()) {
            Some((_, others)) => others.push(id),
            None => groups.push((id, Vec::new())),
        }
    }
    for (first, others) in groups {
        unite(tree, first, &others);
        if tree.objects[first].titles.is_empty() {
            root(tree, first);
        }
    }
}

/// Tables whose titles differ and name one path are alternatives of what stands there.
fn same_path(tree: &mut Tree<'_>) {
    let mut paths: BTreeMap<(Side, Path), Vec<ObjectId>> = BTreeMap::new();
    let known = LazyCell::new(|| Known::of(tree));
    for (id, object) in tree.objects.iter().enumerate() {
        if let [path] = &*object.titles
            && object.waits()
            && object.variant.is_none()
            && (path.len() > 1 || has_words(object, &path[0]) && known.is_of_one_field(object, &path[0]))
        {
            paths.entry((object.side, path.clone())).or_default().push(id);
        }
    }
    for ids in paths.into_values().filter(|ids| ids.len() > 1) {
        let mut titles: Vec<&str> = ids.iter().map(|&id| tree.objects[id].title.as_str()).collect();
        titles.sort_unstable();
        if titles.windows(2).any(|pair| pair[0] == pair[1]) {
            continue;
        }
        for id in ids {
            let title = tree.objects[id].title.clone();
            tree.objects[id].variant = Some(title);
        }
    }
}

/// Whether a title has words besides the name in it: `param (kind=shell)`, `param - http`.
fn has_words(object: &Object, name: &str) -> bool {
    object.title.len() > name.len() && object.title.contains(['(', '（', '[', '=', '-'])
}

/// The fields of a call by name, and what rows link to.
struct Known<'t> {
    names: HashMap<(Side, &'t str), usize>,
    linked: BTreeSet<&'t Anchor>,
}

impl<'t> Known<'t> {
    fn of(tree: &'t Tree<'_>) -> Self {
        let mut known = Self { names: HashMap::new(), linked: BTreeSet::new() };
        for object in &tree.objects {
            for field in &object.fields {
                *known.names.entry((object.side, field.name.as_str())).or_default() += 1;
                known.linked.extend(&field.links);
            }
        }
        known
    }

    /// Whether one field alone has the name in the title of an object, and no row links to it.
    fn is_of_one_field(&self, object: &Object, name: &str) -> bool {
        self.names.get(&(object.side, name)) == Some(&1)
            && object.fields.place(name).is_none()
            && !object.anchors.iter().any(|anchor| self.linked.contains(anchor))
    }
}

/// Makes every field of a table one that only its alternative requires.
pub fn conditional(tree: &mut Tree<'_>, id: ObjectId) {
    let variant = tree.objects[id].variant.clone().unwrap_or_default();
    for field in tree.objects[id].fields.each_mut().filter(|field| field.required) {
        field.required = false;
        field.meaning.condition.get_or_insert(variant.clone());
    }
}

/// The object of a field that holds one of several structures. Those that nothing else refers to go into it.
pub fn either_of(tree: &mut Tree<'_>, targets: &[(ObjectId, String)]) -> ObjectId {
    let mut copies = Vec::new();
    for (id, name) in targets {
        let copy = tree.copy(*id);
        tree.objects[copy].variant = Some(name.clone());
        copies.push(copy);
    }
    let (first, others) = (copies[0], &copies[1..]);
    unite(tree, first, others);
    for (id, _) in targets {
        if tree.objects[*id].waits() {
            tree.absorb(first, *id);
        }
    }
    first
}

/// Merges alternatives into the first one.
pub fn unite(tree: &mut Tree<'_>, first: ObjectId, others: &[ObjectId]) {
    if others.is_empty() {
        return;
    }
    let name = |tree: &Tree<'_>, id: ObjectId| tree.objects[id].variant.clone().unwrap_or_default();
    let mut requiring: HashMap<SmolStr, Vec<String>> = HashMap::new();
    for id in std::iter::once(first).chain(others.iter().copied()) {
        let variant = name(tree, id);
        for field in tree.objects[id].fields.iter().filter(|field| field.required) {
            requiring.entry(field.name.clone()).or_default().push(variant.clone());
        }
    }
    for &id in others {
        let mut children = Vec::new();
        tree.merge(first, id, &mut |have, new| children.extend(join(have, new)));
        for (target, source) in children {
            clash::merge(tree, target, source);
        }
    }
    for field in tree.objects[first].fields.each_mut() {
        let variants = requiring.get(&field.name);
        field.required = variants.is_some_and(|variants| variants.len() == others.len() + 1);
        if let Some(variants) = variants.filter(|_| !field.required) {
            field.meaning.condition.get_or_insert(variants.join(", "));
        }
    }
}

/// Two alternatives of one field: texts add up, types that differ become alternatives too.
fn join(have: &mut Field, mut new: Field) -> Option<(ObjectId, ObjectId)> {
    for text in new.docs {
        if !have.docs.iter().any(|old| old.text == text.text) {
            have.docs.push(text);
        }
    }
    have.votes.extend(new.votes);
    let (ours, theirs) = (&have.meaning.default, &new.meaning.default);
    // Each alternative has a default of its own.
    if ours.is_some() && theirs.is_some() && ours != theirs {
        (have.meaning.default, new.meaning.default) = (None, None);
    }
    if have.meaning.is_empty() {
        have.meaning = new.meaning;
    } else if !have.meaning.values.is_empty() {
        for value in Meaning::from(new.meaning).values {
            if !have.meaning.values.iter().any(|known| known.literal == value.literal) {
                have.meaning.values.push(value);
            }
        }
    }
    have.nullable |= new.nullable;
    match (have.ty.child(), new.ty.child()) {
        (Some(target), Some(source)) => return Some((target, source)),
        (None, Some(_)) => have.ty = new.ty,
        (None, None) if have.ty != new.ty => have.ty = either(std::mem::take(&mut have.ty), new.ty),
        _ => {}
    }
    None
}

fn either(one: Type, other: Type) -> Type {
    match (one, other) {
        (Type::Integer { .. }, Type::Integer { .. }) => Type::integer(),
        (one, other) if one.is_container() && other.is_container() => {
            if matches!(one.leaf(), Type::Any | Type::AnyObject) { other } else { one }
        }
        (Type::OneOf(mut types), other) => {
            if !types.contains(&other) {
                types.push(other);
            }
            Type::OneOf(types)
        }
        (one, other) => Type::OneOf(vec![one, other]),
    }
}

/// Alternatives of a whole side join its root.
fn root(tree: &mut Tree<'_>, id: ObjectId) {
    let side = tree.objects[id].side;
    match tree.root(side) {
        Some(root) => clash::merge(tree, root, id),
        None => tree.objects[id].state = State::Root,
    }
}
