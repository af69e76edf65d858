//! Twins: types of one endpoint that are equal in name and structure; one of them stands for all.
//!
//! Types that are equal but called differently stay apart: a field that the docs add to one of them would
//! otherwise rename the types of the others.

use super::names;
use crate::model::{Field, Object, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The id that stands for each id; `alone` are those that never stand for another.
pub(super) fn representatives<'a>(
    objects: &[(&'a str, &'a Object)],
    alone: &BTreeMap<&str, String>,
) -> BTreeMap<&'a str, &'a str> {
    let mut classes: BTreeMap<&str, String> =
        objects.iter().map(|(id, object)| (*id, called(id, object, alone))).collect();
    if count(&classes) == objects.len() {
        return objects.iter().map(|(id, _)| (*id, *id)).collect();
    }
    loop {
        let refined = objects.iter().map(|(id, object)| (*id, structure(&classes[id], object, &classes)));
        let refined = numbered(refined.collect());
        let stable = count(&refined) == count(&classes);
        classes = refined;
        if stable {
            return first_of_each(&classes);
        }
    }
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
        let Field { name, ty, required, nullable, location, docs: _, meaning, accepts, origin: _, votes: _ } =
            field;
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
