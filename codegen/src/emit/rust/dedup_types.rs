//! Deduplication: of the types of one endpoint that are equal in structure, one is emitted.
//!
//! Types that a page names are merged with types of the same name only. Types of different names are merged when their
//! descriptions are equal too, because one text documents all of them.

use super::names;
use crate::model::{Field, Object, Text, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The id that stands for each id; `alone` are those that never stand for another.
pub(super) fn representatives<'a>(
    objects: &[(&'a str, &'a Object)],
    alone: &BTreeMap<&str, String>,
) -> BTreeMap<&'a str, &'a str> {
    let called = |id: &str, object: &Object| called(id, object, alone);
    let namesakes = first_of_each(&refined(objects, called, |_| Vec::new()));
    // Namesakes count as described like the first of them.
    let by_id: BTreeMap<&str, &Object> = objects.iter().copied().collect();
    let docs = |id: &str| by_id[namesakes[id]].fields.iter().map(|field| words(&field.docs)).collect();
    let kept_apart = |id: &str, object: &Object| match (alone.contains_key(id), &object.name) {
        (false, None) => String::new(),
        _ => called(id, object),
    };
    first_of_each(&refined(objects, kept_apart, docs))
}

/// Classes of objects that are called alike, described alike, and alike in structure all the way down.
fn refined<'a>(
    objects: &[(&'a str, &'a Object)],
    called: impl Fn(&str, &Object) -> String,
    docs: impl Fn(&str) -> Vec<String>,
) -> BTreeMap<&'a str, String> {
    let start = objects.iter().map(|(id, object)| (*id, format!("{} {:?}", called(id, object), docs(id))));
    let mut classes: BTreeMap<&str, String> = numbered(start.collect());
    loop {
        let next = objects.iter().map(|(id, object)| (*id, structure(&classes[id], object, &classes)));
        let next = numbered(next.collect());
        let stable = count(&next) == count(&classes);
        classes = next;
        if stable {
            return classes;
        }
    }
}

fn words(docs: &[Text]) -> String {
    docs.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// What all of several ids are called, where they are called differently: the words that their last segments end
/// with, or members of what holds the first.
pub(super) fn common_name(ids: &[&str]) -> Option<String> {
    let first = ids.iter().min_by_key(|id| (id.split('.').count(), **id))?;
    let last = |id: &str| names::singular(&names::snake(id.rsplit('.').next().unwrap_or(id)));
    let is_inside = |id: &&str| id.strip_prefix(first).is_some_and(|rest| rest.starts_with('.'));
    if ids.iter().any(is_inside) || ids.iter().all(|id| last(id) == last(first)) {
        return None;
    }
    let words: Vec<String> = last(first).split('_').map(str::to_owned).collect();
    let ends = |len: &usize| {
        let end = words[words.len() - len..].join("_");
        ids.iter().all(|id| last(id) == end || last(id).ends_with(&format!("_{end}")))
    };
    if let Some(len) = (1..=words.len()).rev().find(ends) {
        return Some(names::camel(&words[words.len() - len..].join("_")));
    }
    let holder = first.rsplit('.').nth(1)?;
    Some(names::camel(&format!("{}_member", names::singular(&names::snake(holder)))))
}

/// The ids that one stands for.
pub(super) fn of<'a>(stands_for: &BTreeMap<&'a str, &'a str>, first: &str) -> Vec<&'a str> {
    stands_for.iter().filter(|(_, it)| **it == first).map(|(id, _)| *id).collect()
}

fn called(id: &str, object: &Object, alone: &BTreeMap<&str, String>) -> String {
    let last = id.rsplit('.').next().unwrap_or(id);
    match (alone.contains_key(id), &object.name) {
        (true, _) => format!("alone {id}"),
        (false, Some(name)) => format!("name {name}"),
        (false, None) => format!("field {}", names::singular(last)),
    }
}

/// Everything of an object that the emitted type and its serde impls depend on.
fn structure(class: &str, object: &Object, classes: &BTreeMap<&str, String>) -> String {
    let Object { id: _, name: _, fields, open, origin: _ } = object;
    let field = |field: &Field| {
        let Field {
            name,
            ty,
            required,
            nullable,
            location,
            joined: _,
            docs: _,
            meaning,
            accepts,
            origin: _,
            votes: _,
        } = field;
        let literals: Vec<&str> = meaning.values.iter().map(|value| value.literal.as_str()).collect();
        let ty = seen_through(ty, classes);
        format!("{:?}", (name, ty, required, nullable, location, literals, accepts))
    };
    format!("{class} {} {}", open.is_some(), fields.iter().map(field).collect::<String>())
}

/// The type with classes in place of ids.
fn seen_through(ty: &Type, classes: &BTreeMap<&str, String>) -> Type {
    match ty {
        Type::Array(inner) => Type::Array(Box::new(seen_through(inner, classes))),
        Type::Map(inner) => Type::Map(Box::new(seen_through(inner, classes))),
        Type::Object(id) => Type::Object(classes.get(id.as_str()).unwrap_or(id).clone()),
        other => other.clone(),
    }
}

/// Short names for the classes, so that they do not grow from round to round.
fn numbered(classes: BTreeMap<&str, String>) -> BTreeMap<&str, String> {
    let distinct: BTreeSet<&String> = classes.values().collect();
    let numbers: BTreeMap<String, String> =
        distinct.into_iter().enumerate().map(|(at, class)| (class.clone(), format!("#{at}"))).collect();
    classes.into_iter().map(|(id, class)| (id, numbers[&class].clone())).collect()
}

fn count(classes: &BTreeMap<&str, String>) -> usize {
    classes.values().collect::<BTreeSet<_>>().len()
}

/// The id with the shortest path stands for its class.
fn first_of_each<'a>(classes: &BTreeMap<&'a str, String>) -> BTreeMap<&'a str, &'a str> {
    let depth = |id: &str| id.split('.').count();
    let mut first: BTreeMap<&String, &str> = BTreeMap::new();
    for (id, class) in classes {
        let best = first.entry(class).or_insert(id);
        if (depth(id), *id) < (depth(best), *best) {
            *best = id;
        }
    }
    classes.iter().map(|(id, class)| (*id, first[class])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ids: &[&str], expect: Option<&str>) {
        assert_eq!(common_name(ids).as_deref(), expect);
    }

    #[test]
    fn names_of_twins() {
        check(&["request.a.start_event", "response.a.end_event"], Some("Event"));
        check(&["request.server", "response.target_server"], Some("Server"));
        check(&["request.properties.ip", "request.properties.port"], Some("PropertyMember"));
        check(&["request.host", "response.data.hosts"], None);
        check(&["response.data", "response.data.child"], None);
    }

    #[test]
    fn equal_types_are_twins_unless_described_differently() {
        let field = |text: &str| Field {
            name: "value".into(),
            docs: [Text { text: text.into(), ..Text::default() }].into(),
            ..Field::default()
        };
        let object = |id: &str, text: &str| Object {
            id: id.to_owned(),
            fields: vec![field(text)],
            ..Object::default()
        };
        let objects = [object("r.a", "x"), object("r.b", "x"), object("r.c", "y"), object("s.c", "x")];
        let pairs: Vec<(&str, &Object)> = objects.iter().map(|object| (object.id.as_str(), object)).collect();
        let first = representatives(&pairs, &BTreeMap::new());
        let expect = [("r.a", "r.a"), ("r.b", "r.a"), ("r.c", "r.c"), ("s.c", "r.c")];
        assert_eq!(first, BTreeMap::from(expect));
    }
}
