//! Schemas: types and fields of the model, each object type once under `components`.

use super::{put, text};
use crate::model::{Endpoint, Field, IntegerWidth, Meaning, Open, Service, Type};
use serde_json::{Map, Value, json};

/// The schemas of one document.
pub(super) struct Schemas<'m> {
    service: &'m Service,
    done: Map<String, Value>,
}

impl<'m> Schemas<'m> {
    pub(super) fn new(service: &'m Service) -> Self {
        Self { service, done: Map::new() }
    }

    /// All schemas, in the order of their names.
    pub(super) fn done(self) -> Map<String, Value> {
        let mut pairs: Vec<(String, Value)> = self.done.into_iter().collect();
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs.into_iter().collect()
    }

    /// Keeps a schema; its reference.
    pub(super) fn put(&mut self, name: &str, schema: Value) -> String {
        let name = word(name);
        let reference = format!("#/components/schemas/{name}");
        self.done.insert(name, schema);
        reference
    }

    /// The schema of a type; objects are kept and referred to.
    pub(super) fn ty(&mut self, endpoint: &Endpoint, operation: &str, ty: &Type) -> Value {
        match ty {
            Type::Any => json!({}),
            Type::AnyObject | Type::Filter(_) => json!({ "type": "object" }),
            Type::String => json!({ "type": "string" }),
            Type::Integer { width } => integer(width.unwrap_or_default()),
            Type::Number => json!({ "type": "number", "format": "double" }),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Array(inner) => json!({ "type": "array", "items": self.ty(endpoint, operation, inner) }),
            Type::Map(inner) => {
                json!({ "type": "object", "additionalProperties": self.ty(endpoint, operation, inner) })
            }
            Type::Object(id) => self.reference(endpoint, operation, id),
            Type::OneOf(types) => {
                let types: Vec<Value> = types.iter().map(|ty| self.ty(endpoint, operation, ty)).collect();
                json!({ "anyOf": types })
            }
        }
    }

    fn reference(&mut self, endpoint: &Endpoint, operation: &str, id: &str) -> Value {
        let Some(object) = endpoint.object(self.service, id).cloned() else { return json!({}) };
        let is_own = endpoint.types.iter().any(|own| own.id == id);
        let name = word(&if is_own { format!("{operation}.{id}") } else { id.to_owned() });
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        if !self.done.contains_key(&name) {
            // Kept before it is known, so that a type which holds itself ends.
            self.done.insert(name.clone(), Value::Null);
            let fields: Vec<&Field> = object.fields.iter().collect();
            let schema = self.object(endpoint, operation, &fields, object.open.as_ref());
            self.done.insert(name, schema);
        }
        reference
    }

    /// The schema of an object of these fields.
    pub(super) fn object(
        &mut self,
        endpoint: &Endpoint,
        operation: &str,
        fields: &[&Field],
        open: Option<&Open>,
    ) -> Value {
        let properties: Map<String, Value> = fields
            .iter()
            .map(|field| (field.name.to_string(), self.field(endpoint, operation, field)))
            .collect();
        let required: Vec<&str> =
            fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
        let mut schema = json!({ "type": "object", "properties": properties });
        put(&mut schema, "required", (!required.is_empty()).then_some(required));
        put(&mut schema, "additionalProperties", open.map(|_| true));
        schema
    }

    /// The schema of a field with everything that is known of it.
    pub(super) fn field(&mut self, endpoint: &Endpoint, operation: &str, field: &Field) -> Value {
        let Field { ty, nullable: null, docs, meaning, .. } = field;
        let mut schema = self.ty(endpoint, operation, ty);
        if *null {
            schema = nullable(schema);
        }
        let description = text(docs);
        if description.is_some() || meaning.deprecated.is_some() {
            schema = beside(schema);
        }
        put(&mut schema, "description", description);
        facts(&mut schema, ty, meaning);
        schema
    }
}

fn integer(width: IntegerWidth) -> Value {
    let mut schema = json!({ "type": "integer", "format": width });
    put(&mut schema, "minimum", width.is_unsigned().then_some(0));
    schema
}

/// Nothing may stand beside a reference.
fn beside(schema: Value) -> Value {
    if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema }
}

/// The schema with `null` among its values. A schema of any type has it anyway.
pub(super) fn nullable(schema: Value) -> Value {
    let mut schema = beside(schema);
    if schema.as_object().is_some_and(|members| !members.is_empty()) {
        schema["nullable"] = json!(true);
    }
    schema
}

/// What descriptions mean.
fn facts(schema: &mut Value, ty: &Type, meaning: &Meaning) {
    let Meaning {
        values,
        default,
        min,
        max,
        min_length,
        max_length,
        unit,
        format,
        deprecated,
        since,
        condition,
    } = meaning;
    let literal = |text: &String| serde_json::from_str::<Value>(text).ok();
    put(schema, "default", default.as_ref().and_then(literal).filter(|value| is_of(value, ty)));
    let values: Vec<Value> = values.iter().filter_map(|value| literal(&value.literal)).collect();
    put(schema, "x-extensible-enum", (!values.is_empty()).then_some(values));
    if matches!(ty, Type::Integer { .. } | Type::Number) {
        put(schema, "minimum", *min);
        put(schema, "maximum", *max);
    }
    let (least, most) =
        if *ty == Type::String { ("minLength", "maxLength") } else { ("minItems", "maxItems") };
    if matches!(ty, Type::String | Type::Array(_)) {
        put(schema, least, *min_length);
        put(schema, most, *max_length);
    }
    let known = ["date-time", "date", "byte", "base64"];
    let format = format.as_ref().filter(|format| *ty == Type::String && known.contains(&format.as_str()));
    put(schema, "format", format.map(|format| if format == "base64" { "byte" } else { format.as_str() }));
    put(schema, "x-unit", unit.clone());
    put(schema, "x-since", since.clone());
    put(schema, "x-required-when", condition.clone());
    put(schema, "deprecated", deprecated.as_ref().map(|_| true));
}

/// Whether a default can be one of the type.
fn is_of(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::Integer { .. } => value.is_i64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Array(_) => value.is_array(),
        _ => false,
    }
}

/// Letters, digits and `.-_`, which names of components are made of.
pub(super) fn word(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() || ".-_".contains(c) => word.push(c),
            '/' | ' ' | '{' | '}' | ':' => word.push('_'),
            _ => word.push_str(&format!("-u{:x}-", c as u32)),
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::openapi;
    use crate::model::{Api, Location, Method, Object, Payload};

    fn field(name: &str, ty: Type, required: bool) -> Field {
        Field { name: name.into(), ty, required, ..Field::default() }
    }

    /// The document of one endpoint, `POST /a/{id}`.
    fn document(request: Vec<Field>, response: Payload, types: Vec<Object>) -> Value {
        let request = Object { id: "request".to_owned(), fields: request, ..Object::default() };
        let endpoint = Endpoint {
            id: "call".to_owned(),
            method: Method::Post,
            path: "/a/{id}".to_owned(),
            request,
            response,
            types,
            ..Endpoint::default()
        };
        let service = Service { name: "a.b".to_owned(), endpoints: vec![endpoint], ..Service::default() };
        openapi::emit(&Api { services: vec![service], ..Api::default() }).remove(0).1
    }

    #[track_caller]
    fn check(document: &Value, pointer: &str, expect: Value) {
        assert_eq!(document.pointer(pointer), Some(&expect), "{pointer}\n{document:#}");
    }

    #[test]
    fn parameters_body_and_answer() {
        let path = Field { location: Location::Path, ..field("id", Type::String, true) };
        let own = Object {
            id: "request.node".to_owned(),
            fields: vec![field("next", Type::Object("request.node".to_owned()), false)],
            ..Object::default()
        };
        let node = Field { nullable: true, ..field("node", Type::Object("request.node".to_owned()), true) };
        let response =
            Payload { ty: Type::Boolean, member: "data".to_owned(), documented: true, ..Payload::default() };
        let document = document(vec![path, node], response, vec![own]);
        check(&document, "/paths/~1a~1{id}/post/parameters/0/in", json!("path"));
        check(&document, "/components/schemas/call.request/required", json!(["node"]));
        let node =
            json!({ "allOf": [{ "$ref": "#/components/schemas/call.request.node" }], "nullable": true });
        check(&document, "/components/schemas/call.request/properties/node", node);
        let next = json!({ "$ref": "#/components/schemas/call.request.node" });
        check(&document, "/components/schemas/call.request.node/properties/next", next);
        check(&document, "/components/schemas/call.answer/properties/data", json!({ "type": "boolean" }));
    }

    #[test]
    fn placeholders_without_a_field_are_texts() {
        let document = document(Vec::new(), Payload::default(), Vec::new());
        let parameter =
            json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
        check(&document, "/paths/~1a~1{id}/post/parameters", parameter);
        check(&document, "/paths/~1a~1{id}/post/responses/200", json!({ "description": "Success." }));
    }
}
