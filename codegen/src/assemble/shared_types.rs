//! Shared types: a type that pages name belongs to the service when every page defines it alike.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Endpoint, Object, Service, Tolerance, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Moves the types that all pages agree on into the service; reports those that differ.
pub fn types(service: &mut Service) -> Vec<Diagnostic> {
    let mut names: BTreeMap<String, Vec<&Object>> = BTreeMap::new();
    // What a call returns belongs to the call, even where all pages give it one name.
    let payloads: BTreeSet<&str> =
        service.endpoints.iter().filter_map(|endpoint| payload(endpoint)).collect();
    for object in service.endpoints.iter().flat_map(|endpoint| &endpoint.types) {
        if object.name.as_ref() == Some(&object.id) && !payloads.contains(object.id.as_str()) {
            names.entry(object.id.clone()).or_default().push(object);
        }
    }
    let mut found = Vec::new();
    let mut alike: BTreeSet<String> = BTreeSet::new();
    for (name, objects) in &names {
        match objects.iter().find(|object| !same(object, objects[0])) {
            None => drop(alike.insert(name.clone())),
            Some(other) => found.push(differs(name, objects[0], other)),
        }
    }
    close(&mut alike, &names);
    drop(names);
    share(service, &alike);
    found
}

fn payload(endpoint: &Endpoint) -> Option<&str> {
    match &endpoint.response.ty {
        Type::Object(id) => Some(id),
        _ => None,
    }
}

/// Whether two definitions say the same, wherever they stand and however they are worded.
fn same(a: &Object, b: &Object) -> bool {
    let alike = |(a, b): (&crate::model::Field, &crate::model::Field)| {
        a.name == b.name && a.ty == b.ty && a.required == b.required && a.nullable == b.nullable
    };
    a.fields.len() == b.fields.len()
        && a.open.is_some() == b.open.is_some()
        && a.fields.iter().zip(&b.fields).all(alike)
}

fn differs(name: &str, first: &Object, other: &Object) -> Diagnostic {
    Diagnostic::new(&code::TYPE_DIFFERS, format!("two pages define the type `{name}` differently"))
        .label(other.origin, "defined like this")
        .label(first.origin, "and like this")
        .note("every endpoint keeps the definition of its own page")
}

/// A type can only be shared when every type below it is.
fn close(alike: &mut BTreeSet<String>, names: &BTreeMap<String, Vec<&Object>>) {
    loop {
        let loose = alike.iter().find(|name| {
            let fields = names[*name].iter().flat_map(|object| &object.fields);
            fields.into_iter().any(|field| matches!(field.ty.leaf(), Type::Object(id) if !alike.contains(id)))
        });
        match loose.cloned() {
            Some(name) => alike.remove(&name),
            None => return,
        };
    }
}

fn share(service: &mut Service, alike: &BTreeSet<String>) {
    for endpoint in &mut service.endpoints {
        if !endpoint.types.iter().any(|object| alike.contains(&object.id)) {
            continue;
        }
        for object in Arc::make_mut(endpoint).types.extract_if(.., |object| alike.contains(&object.id)) {
            match service.types.get_mut(&object.id) {
                Some(have) => accept(have, &object),
                None => drop(service.types.insert(object.id.clone(), object)),
            }
        }
    }
}

/// The decoder of the shared type takes what any page showed.
fn accept(have: &mut Object, other: &Object) {
    for (field, other) in have.fields.iter_mut().zip(&other.fields) {
        let new: Vec<Tolerance> =
            other.accepts.iter().copied().filter(|tolerance| !field.accepts.contains(tolerance)).collect();
        field.accepts.extend(new);
        field.accepts.sort();
    }
}
