//! Answers: the envelope as the page lists it with the payload in its member, and refusals.
//!
//! Refusals are `4XX` and `5XX`, and not `default`: generators take `default` for a success as well, and one call has
//! one type of success there.

use super::operation::Operation;
use super::schemas::Schemas;
use super::{examples, made_up, put, text};
use crate::emit::facts;
use crate::model::{AnswerFormat, Endpoint, Field, SampleRole, Tolerance, Type};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The answers of an operation. Their schemas are components of their own, because generators that meet two
/// schemas in place let one overwrite the other.
pub(super) fn responses(operation: &Operation<'_>, schemas: &mut Schemas<'_>) -> Value {
    let status = if operation.endpoint.response.no_content { "204" } else { "200" };
    let refusal = refusal(operation, schemas);
    let refusal = schemas.put_answer(&format!("{}.refusal", operation.id), refusal);
    json!({ status: success(operation, schemas), "4XX": refusal, "5XX": refusal })
}

fn success(operation: &Operation<'_>, schemas: &mut Schemas<'_>) -> Value {
    let Operation { endpoint, id, language, .. } = operation;
    let payload = &endpoint.response;
    let about = text(*language, &payload.docs).unwrap_or_else(|| "Success.".to_owned());
    let mut answer = json!({ "description": about });
    if let Some((media_type, schema)) = other_than_json(endpoint.answer) {
        answer["content"] = json!({ media_type: { "schema": schema } });
        return answer;
    }
    if !payload.documented && endpoint.envelope.is_empty() {
        return answer;
    }
    let mut own = schemas.ty(operation, &payload.ty);
    if let (Type::Array(inner), true) = (&payload.ty, payload.accepts.contains(&Tolerance::OneForList)) {
        own = json!({ "anyOf": [schemas.ty(operation, inner), own] });
    }
    if payload.nullable {
        own = schemas.nullable(own);
    }
    let schema = if payload.documented && payload.member.is_empty() {
        own
    } else {
        let mut schema = envelope(operation, schemas);
        if payload.documented {
            schema["properties"][&payload.member] = own;
        }
        add_shown(&mut schema, endpoint, SampleRole::Response);
        schema
    };
    let mut media = json!({ "schema": schemas.put(&format!("{id}.answer"), schema) });
    let sample = examples::of(endpoint, SampleRole::Response);
    let sample = sample.and_then(|sample| examples::answer(operation, sample));
    put(&mut media, "example", sample.or_else(|| made_up::of_recursive(operation)));
    answer["content"] = json!({ "application/json": media });
    answer
}

/// The media type and schema of text and bytes.
fn other_than_json(format: AnswerFormat) -> Option<(&'static str, Value)> {
    match format {
        AnswerFormat::Json => None,
        AnswerFormat::Text => Some(("text/plain", json!({ "type": "string" }))),
        AnswerFormat::Binary => {
            Some(("application/octet-stream", json!({ "type": "string", "format": "binary" })))
        }
    }
}

/// Its body has the members of the envelope where the page lists them.
fn refusal(operation: &Operation<'_>, schemas: &mut Schemas<'_>) -> Value {
    let Operation { endpoint, id, .. } = operation;
    let mut answer = json!({ "description": "The call was refused, or failed." });
    if !endpoint.error_codes.is_empty() {
        answer["x-error-codes"] = facts::error_codes(&endpoint.error_codes);
    }
    let sample = examples::of(endpoint, SampleRole::Error);
    if endpoint.envelope.is_empty() && sample.is_none() {
        return answer;
    }
    let mut schema = if endpoint.envelope.is_empty() {
        json!({ "type": "object", "properties": {}, "additionalProperties": true })
    } else {
        envelope(operation, schemas)
    };
    add_shown(&mut schema, endpoint, SampleRole::Error);
    let mut media = json!({ "schema": schemas.put(&format!("{id}.refusal"), schema) });
    let fields: Vec<&Field> = endpoint.envelope.iter().collect();
    put(&mut media, "example", sample.and_then(|sample| examples::object(operation, &fields, sample)));
    answer["content"] = json!({ "application/json": media });
    answer
}

/// Members around the payload that samples alone show, each of the kind that all of them show.
fn add_shown(schema: &mut Value, endpoint: &Endpoint, role: SampleRole) {
    let Some(properties) = schema["properties"].as_object_mut() else { return };
    let documented: BTreeSet<String> = properties.keys().cloned().collect();
    let samples = endpoint.examples.iter().filter(|example| example.role == role);
    let roots = samples.filter_map(|example| example.json.as_deref().map(Value::from));
    let members =
        roots.filter_map(|root| if let Value::Object(members) = root { Some(members) } else { None });
    for (name, value) in members.flatten().filter(|(name, _)| !documented.contains(name)) {
        let kind = kind(&value);
        let known = properties.entry(name).or_insert_with(|| kind.clone());
        if *known != kind {
            *known = json!({});
        }
    }
}

fn kind(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(_) => json!({ "type": "array", "items": {} }),
        Value::Object(_) => json!({ "type": "object" }),
    }
}

/// The members around the payload; one that a sample shows as `null` may be it.
fn envelope(operation: &Operation<'_>, schemas: &mut Schemas<'_>) -> Value {
    let endpoint = operation.endpoint;
    let fields: Vec<&Field> = endpoint.envelope.iter().collect();
    let mut schema = schemas.object(operation, &fields, None);
    for field in fields.iter().filter(|field| !field.nullable && examples::shows_null(endpoint, &field.name))
    {
        let member = schema["properties"][field.name.as_str()].take();
        schema["properties"][field.name.as_str()] = schemas.nullable(member);
    }
    schema
}
