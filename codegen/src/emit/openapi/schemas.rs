//! Schemas: types and fields of the model, each object type once under `components`.

use super::examples::{is_within, refers};
use super::names::{self, Names};
use super::operation::Operation;
use super::{Options, Version, put, text};
use crate::emit::operations::numbers_queries;
use crate::model::{Field, IntegerWidth, Meaning, Open, Service, Tolerance, Type};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The components of one document.
#[derive(Debug, Default)]
pub(super) struct Components {
    done: BTreeMap<String, Value>,
    answers: BTreeMap<String, Value>,
    names: Names,
    /// What a component is asked for by, and the name it has.
    known: BTreeMap<String, String>,
    /// Components that are another one or `null`, by name.
    or_null: BTreeMap<String, String>,
}

impl Components {
    /// All schemas and answers, in the order of their names.
    pub(super) fn sorted(mut self) -> Value {
        // Made last, because a type that holds itself is not whole before.
        for (own, name) in self.or_null {
            let mut schema = self.done.get(&name).cloned().unwrap_or_default();
            schema["nullable"] = json!(true);
            self.done.insert(own, schema);
        }
        let [schemas, answers] = [self.done, self.answers].map(|all| all.into_iter().collect::<Map<_, _>>());
        json!({ "schemas": schemas, "responses": answers })
    }

    fn name(&mut self, wanted: &str) -> String {
        if let Some(name) = self.known.get(wanted) {
            return name.clone();
        }
        let name = self.names.free(wanted);
        self.known.insert(wanted.to_owned(), name.clone());
        name
    }
}

/// The schemas of one service.
pub(super) struct Schemas<'a> {
    service: &'a Service,
    /// What the names of shared types begin with.
    prefix: String,
    options: &'a Options,
    components: &'a mut Components,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(
        service: &'a Service,
        prefix: &str,
        options: &'a Options,
        components: &'a mut Components,
    ) -> Self {
        Self { service, prefix: prefix.to_owned(), options, components }
    }

    /// Keeps a schema under a name; its reference.
    pub(super) fn put(&mut self, name: &str, schema: Value) -> Value {
        let name = self.components.name(name);
        let reference = reference(&name);
        self.components.done.insert(name, schema);
        reference
    }

    /// Keeps an answer under a name; its reference.
    pub(super) fn put_answer(&mut self, name: &str, answer: Value) -> Value {
        let name = self.components.name(name);
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        self.components.answers.insert(name, answer);
        reference
    }

    /// The schema of a type; objects are kept and referred to.
    pub(super) fn ty(&mut self, operation: &Operation<'_>, ty: &Type) -> Value {
        match ty {
            Type::Any => json!({}),
            Type::AnyObject | Type::Filter(_) => json!({ "type": "object" }),
            Type::String => json!({ "type": "string" }),
            Type::Integer { width } => integer(*width),
            Type::Number => json!({ "type": "number", "format": "double" }),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Array(inner) => json!({ "type": "array", "items": self.ty(operation, inner) }),
            Type::Map(inner) => {
                json!({ "type": "object", "additionalProperties": self.ty(operation, inner) })
            }
            Type::Object(id) => self.of_object(operation, id),
            Type::OneOf(types) => {
                let word = if are_apart(types) { "oneOf" } else { "anyOf" };
                let types: Vec<Value> = types.iter().map(|ty| self.member(operation, ty)).collect();
                json!({ word: types })
            }
        }
    }

    /// A type of a union. Generators make names of its types, and one for a list of anything is no name.
    fn member(&mut self, operation: &Operation<'_>, ty: &Type) -> Value {
        let mut schema = self.ty(operation, ty);
        put(&mut schema, "title", matches!(ty, Type::Array(_)).then_some("List"));
        schema
    }

    /// The schema of an argument outside of the body. What a query can have of lists and objects in them is text: it is
    /// named by the documented type.
    pub(super) fn argument(&mut self, operation: &Operation<'_>, field: &Field, place: &str) -> Value {
        let mut schema = self.field(operation, field);
        if is_scalar(&field.ty) {
            // A union in place has no name, and generators then do not find their own type.
            schema.as_object_mut().and_then(|schema| schema.shift_remove("anyOf"));
        }
        if place != "query" || is_flat(&field.ty) {
            return schema;
        }
        let text = json!({ "type": "string" });
        let mut flat = match &field.ty {
            _ if numbers_queries(self.service) => {
                json!({ "type": "object", "additionalProperties": text })
            }
            Type::Array(_) => json!({ "type": "array", "items": text }),
            _ => text,
        };
        put(
            &mut flat,
            "description",
            schema.as_object_mut().and_then(|schema| schema.shift_remove("description")),
        );
        flat["x-schema"] = schema;
        flat
    }

    fn of_object(&mut self, operation: &Operation<'_>, id: &str) -> Value {
        let endpoint = operation.endpoint;
        let Some(object) = endpoint.object(self.service, id).cloned() else { return json!({}) };
        let is_own = endpoint.types.iter().any(|own| own.id == id);
        let front = if is_own { format!("{}.", operation.id) } else { self.prefix.clone() };
        let name = self.components.name(&format!("{front}{id}"));
        if !self.components.done.contains_key(&name) {
            // Kept before it is known, so that a type which holds itself ends.
            self.components.done.insert(name.clone(), Value::Null);
            let fields: Vec<&Field> = object.fields.iter().collect();
            let schema = self.object(operation, &fields, object.open.as_ref());
            self.components.done.insert(name.clone(), schema);
        }
        reference(&name)
    }

    /// The schema of an object of these fields.
    pub(super) fn object(
        &mut self,
        operation: &Operation<'_>,
        fields: &[&Field],
        open: Option<&Open>,
    ) -> Value {
        let (own, met): (Vec<&Field>, Vec<&Field>) = match self.options.portable {
            true => names::apart(fields),
            false => (fields.to_vec(), Vec::new()),
        };
        let required: Vec<&str> =
            own.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
        let mut schema = json!({ "type": "object", "properties": self.properties(operation, &own) });
        put(&mut schema, "required", (!required.is_empty()).then_some(required));
        let is_open = open.is_some() || !met.is_empty();
        put(&mut schema, "additionalProperties", is_open.then_some(true));
        let other = |field: &&Field| json!({ "name": field.name, "schema": self.field(operation, field) });
        let met: Vec<Value> = met.iter().map(other).collect();
        put(&mut schema, "x-properties", (!met.is_empty()).then_some(met));
        schema
    }

    fn properties(&mut self, operation: &Operation<'_>, fields: &[&Field]) -> Map<String, Value> {
        fields.iter().map(|field| (field.name.to_string(), self.field(operation, field))).collect()
    }

    /// The schema of a field with everything that is known of it.
    pub(super) fn field(&mut self, operation: &Operation<'_>, field: &Field) -> Value {
        let Field { ty, nullable, docs, meaning, accepts, .. } = field;
        let mut schema = self.ty(operation, ty);
        if *nullable {
            schema = self.nullable(schema);
        }
        let description = text(self.options.language.as_deref(), docs);
        if description.is_some() || meaning.deprecated.is_some() {
            schema = self.beside(schema);
        }
        put(&mut schema, "description", description);
        self.facts(&mut schema, ty, meaning);
        let accepts: Vec<&str> = accepts.iter().map(tolerance).collect();
        put(&mut schema, "x-accepts", (!accepts.is_empty()).then_some(accepts));
        schema
    }

    /// Nothing may stand beside a reference in 3.0.
    fn beside(&self, schema: Value) -> Value {
        match self.options.version {
            Version::V3_0 if schema.get("$ref").is_some() => json!({ "allOf": [schema] }),
            _ => schema,
        }
    }

    /// The schema with `null` among its values. A schema of any value has it anyway.
    pub(super) fn nullable(&mut self, mut schema: Value) -> Value {
        match self.options.version {
            Version::V3_0 => self.nullable_by_word(schema),
            Version::V3_1 => {
                if let Some(ty) = schema.get("type").and_then(Value::as_str) {
                    schema["type"] = json!([ty, "null"]);
                } else if let Some(members) = members(&mut schema) {
                    members.push(json!({ "type": "null" }));
                } else if schema.get("$ref").is_some() {
                    return json!({ "oneOf": [schema, { "type": "null" }] });
                }
                schema
            }
        }
    }

    /// `nullable` counts only beside `type`, so a reference leads to a component of its own: consumers reject
    /// `null` where they take `allOf` at its word, and validate nothing where `nullable` has no `type`.
    fn nullable_by_word(&mut self, mut schema: Value) -> Value {
        if schema.get("type").is_some() {
            schema["nullable"] = json!(true);
        } else if let Some(first) = members(&mut schema).and_then(|members| members.first_mut()) {
            let member = self.nullable_by_word(first.take());
            if let Some(members) = members(&mut schema) {
                members[0] = member;
            }
        } else if let Some(name) =
            schema.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit('/').next())
        {
            let name = name.to_owned();
            return self.or_null(&name);
        }
        schema
    }

    fn or_null(&mut self, name: &str) -> Value {
        let own = self.components.name(&format!("{name}.or_null"));
        self.components.or_null.insert(own.clone(), name.to_owned());
        reference(&own)
    }

    /// What descriptions mean.
    fn facts(&self, schema: &mut Value, ty: &Type, meaning: &Meaning) {
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
        let default = default.as_ref().and_then(literal);
        let default =
            default.filter(|value| is_of(value, ty) && is_within(value, ty, meaning) && !refers(value));
        put(schema, "default", default);
        let values: Vec<Value> = values.iter().filter_map(|value| literal(&value.literal)).collect();
        if !values.is_empty() && self.options.version == Version::V3_1 && is_scalar(ty) {
            let inner = schema["type"].clone();
            schema["anyOf"] = json!([{ "enum": values }, { "type": inner }]);
        }
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
        match ty {
            Type::String => self.format(schema, format.as_deref()),
            Type::Array(inner) if **inner == Type::String => {
                self.format(&mut schema["items"], format.as_deref());
            }
            _ => {}
        }
        put(schema, "x-unit", unit.clone());
        put(schema, "x-since", since.clone());
        put(schema, "x-required-when", condition.clone());
        put(schema, "deprecated", deprecated.as_ref().map(|_| true));
    }

    /// The formats that the specification knows; another one is for people.
    fn format(&self, schema: &mut Value, format: Option<&str>) {
        const KNOWN: &[&str] = &["date-time", "date", "uri", "email", "ipv4", "ipv6", "uuid", "binary"];
        match (format, self.options.version) {
            (Some("byte" | "base64"), Version::V3_0) => schema["format"] = json!("byte"),
            (Some("byte" | "base64"), Version::V3_1) => schema["contentEncoding"] = json!("base64"),
            (Some(format), _) if KNOWN.contains(&format) => schema["format"] = json!(format),
            (Some(format), _) => schema["x-format"] = json!(format),
            (None, _) => {}
        }
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A width that the docs do not name is not stated: validators refuse numbers beyond 2^53 as `int64`.
fn integer(width: Option<IntegerWidth>) -> Value {
    let mut schema = json!({ "type": "integer" });
    put(&mut schema, "format", width.map(IntegerWidth::as_str));
    put(&mut schema, "minimum", width.is_some_and(IntegerWidth::is_unsigned).then_some(0));
    schema
}

/// The members of a union.
fn members(schema: &mut Value) -> Option<&mut Vec<Value>> {
    let word = ["oneOf", "anyOf"].into_iter().find(|word| schema.get(word).is_some())?;
    schema.get_mut(word)?.as_array_mut()
}

/// Whether a value can be of one of the types only.
fn are_apart(types: &[Type]) -> bool {
    let kind = |ty: &Type| match ty {
        Type::String => Some(0),
        Type::Integer { .. } | Type::Number => Some(1),
        Type::Boolean => Some(2),
        Type::Array(_) => Some(3),
        Type::AnyObject | Type::Filter(_) | Type::Map(_) | Type::Object(_) => Some(4),
        Type::Any | Type::OneOf(_) => None,
    };
    let mut kinds: Vec<Option<u8>> = types.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.iter().all(Option::is_some) && kinds.windows(2).all(|pair| pair[0] != pair[1])
}

fn is_scalar(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Integer { .. } | Type::Number | Type::Boolean)
}

/// Whether the format says how a query has values of the type.
fn is_flat(ty: &Type) -> bool {
    match ty {
        Type::Array(inner) => is_scalar(inner) || **inner == Type::Any,
        Type::Any | Type::OneOf(_) => true,
        _ => is_scalar(ty),
    }
}

/// Whether a default can be one of the type.
fn is_of(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::Integer { .. } => value.is_i64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Array(_) => value.is_array(),
        Type::Any => !value.is_null(),
        _ => false,
    }
}

/// Forms that are taken beside the type, as words of the extension.
fn tolerance(tolerance: &Tolerance) -> &'static str {
    match tolerance {
        Tolerance::NullList => "null",
        Tolerance::NumberAsText => "number-as-text",
        Tolerance::TextAsNumber => "text-as-number",
        Tolerance::BoolAsNumber => "0-or-1",
        Tolerance::OneForList => "one-for-list",
        Tolerance::EmptyText => "empty-text",
    }
}
