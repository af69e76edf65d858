//! Expected: what an OpenAPI document says of each operation.

use super::{Fact, Key, Operation};
use serde_json::Value;
use std::collections::BTreeMap;

/// Schemas inside of schemas that are followed, at most.
const DEPTH: usize = 6;

/// Every operation of a document.
pub(super) fn operations(document: &Value) -> BTreeMap<Key, Operation> {
    let mut operations = BTreeMap::new();
    for (path, methods) in members(&document["paths"]) {
        for (method, operation) in members(methods) {
            operations.insert(super::key(method, path), self::operation(document, operation));
        }
    }
    operations
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn operation(document: &Value, operation: &Value) -> Operation {
    let mut facts = Operation::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        let required = parameter["required"].as_bool().or(Some(false));
        let ty = ty(document, &parameter["schema"]);
        facts.insert(format!("request {name}"), Fact { ty, required });
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    fields(document, body, "request ", &mut facts, DEPTH);
    let answers = members(&operation["responses"]).filter(|(status, _)| status.starts_with('2'));
    for (_, answer) in answers {
        let schema = &answer["content"]["application/json"]["schema"];
        fields(document, schema, "response ", &mut facts, DEPTH);
    }
    facts
}

/// The schema that a reference leads to.
fn resolved<'v>(document: &'v Value, schema: &'v Value) -> &'v Value {
    match schema["$ref"].as_str().and_then(|target| target.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(&Value::Null),
        None => schema,
    }
}

/// The type as `docwright export facts` writes it, a structure without its name.
fn ty(document: &Value, schema: &Value) -> String {
    let schema = resolved(document, schema);
    match schema["type"].as_str() {
        Some("array") => format!("array<{}>", ty(document, &schema["items"])),
        Some("object") if schema["properties"].is_object() => "#".to_owned(),
        other => other.unwrap_or("object").to_owned(),
    }
}

/// The properties of an object, and of the elements of a list.
fn fields(document: &Value, schema: &Value, above: &str, facts: &mut Operation, depth: usize) {
    let schema = resolved(document, schema);
    if depth == 0 {
        return;
    }
    if schema["items"].is_object() {
        return fields(document, &schema["items"], above, facts, depth);
    }
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in members(&schema["properties"]) {
        let is_sent = above.starts_with("request");
        let required = is_sent.then(|| required.contains(&name.as_str()));
        facts.insert(format!("{above}{name}"), Fact { ty: ty(document, property), required });
        fields(document, property, &format!("{above}{name}."), facts, depth - 1);
    }
}
