//! JSON Schema 2020-12. In: the model. Out: one document per service, with a definition for each type.
//!
//! `OPERATION.request` has all arguments by name, `OPERATION.body` those of them that travel in the body,
//! `OPERATION.response` is the payload (`….or_other` where other forms may stand for its object), and `OPERATION.answer` the
//! whole response. Documented values stand beside the
//! type, because the docs rarely list all; `closed` makes them the only ones. What the specification has no keyword for
//! stands in `x-` members, which validators pass over.

pub(super) mod types;

use super::openapi::examples::shows_null;
use super::openapi::names::{Names, word};
use super::openapi::sources::Sources;
use super::operations::{has_body, ids, location};
use crate::limits::NAME_BYTES;
use crate::model::{AnswerFormat, Api, Endpoint, Field, Location, Object, Origin, Service, Type};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use types::{Enums, add_meaning, add_words, of_type, tolerant};

/// What the documents are like.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Language of descriptions, `zh` or `en`, where a page has it; all languages without it.
    pub language: Option<String>,
    /// Documented values are the only ones.
    pub closed: bool,
}

/// The specification of the documents.
pub const SPECIFICATION: &str = "https://json-schema.org/draft/2020-12/schema";

/// The documents, by the name of their service.
pub fn emit(api: &Api, options: &Options) -> Vec<(String, Value)> {
    let sources = Sources::of(api);
    let one = |service: &Service| (service.name.clone(), document(service, &sources, options));
    api.services.iter().map(one).collect()
}

/// Name of the file that holds the document of a service: always a plain name.
pub fn file_name(service: &str) -> String {
    let name = word(service);
    let whole = name == service && name.len() <= NAME_BYTES && !name.starts_with('.');
    if whole {
        return format!("{name}.schema.json");
    }
    let digest = blake3::hash(service.as_bytes()).to_hex();
    let name = name.trim_start_matches('.');
    format!("{}-{}.schema.json", &name[..name.len().min(NAME_BYTES)], &digest[..16])
}

fn document(service: &Service, sources: &Sources<'_>, options: &Options) -> Value {
    let mut definitions = Definitions {
        service,
        sources,
        options,
        done: BTreeMap::new(),
        names: Names::default(),
        known: BTreeMap::new(),
    };
    for (endpoint, id) in service.endpoints.iter().zip(ids(service)) {
        definitions.add(endpoint, &id);
    }
    let all: Map<String, Value> = definitions.done.into_iter().collect();
    json!({
        "$schema": SPECIFICATION,
        "$id": format!("urn:docwright:{}", word(&service.name)),
        "title": service.name,
        "$defs": all,
    })
}

/// The definitions of one document.
struct Definitions<'m> {
    service: &'m Service,
    sources: &'m Sources<'m>,
    options: &'m Options,
    done: BTreeMap<String, Value>,
    names: Names,
    /// Names by what they were asked for.
    known: BTreeMap<String, String>,
}

impl<'m> Definitions<'m> {
    fn add(&mut self, endpoint: &'m Endpoint, id: &str) {
        let Object { fields, open, origin, .. } = &endpoint.request;
        let all: Vec<&Field> = fields.iter().collect();
        let request = self.object(endpoint, id, &all, open.is_some(), origin);
        self.put(&format!("{id}.request"), request);
        self.add_body(endpoint, id);
        if endpoint.answer != AnswerFormat::Json || !endpoint.response.documented {
            return;
        }
        let payload = &endpoint.response;
        let schema = self.ty(endpoint, id, &payload.ty);
        let schema = tolerant(schema, &payload.ty, &payload.accepts, payload.nullable);
        // The payload may be an object that has the name already.
        let response = match self.known.contains_key(&format!("{id}.response")) {
            true if schema.get("$ref").is_some() => schema,
            true => self.put(&format!("{id}.response.or_other"), schema),
            false => self.put(&format!("{id}.response"), schema),
        };
        if payload.member.is_empty() {
            return;
        }
        // Members around the payload are listed for all answers; what samples show as `null` is absent in some.
        let mut envelope = endpoint.envelope.clone();
        for field in envelope.iter_mut().filter(|field| shows_null(endpoint, &field.name)) {
            field.nullable = true;
        }
        let around: Vec<&Field> = envelope.iter().collect();
        let mut answer = self.object(endpoint, id, &around, false, &payload.origin);
        answer["properties"][&payload.member] = response;
        self.put(&format!("{id}.answer"), answer);
    }

    /// What travels in the body, where that is not the whole request.
    fn add_body(&mut self, endpoint: &'m Endpoint, id: &str) {
        let Object { fields, open, origin, .. } = &endpoint.request;
        if let Some(whole) = fields.iter().find(|field| field.location == Location::WholeBody) {
            let schema = self.field(endpoint, id, whole);
            self.put(&format!("{id}.body"), schema);
            return;
        }
        let in_body = |field: &&Field| location(self.service, endpoint, field) == Location::Body;
        let inside: Vec<&Field> = fields.iter().filter(in_body).collect();
        if has_body(self.service, endpoint) && inside.len() < fields.len() {
            let schema = self.object(endpoint, id, &inside, open.is_some(), origin);
            self.put(&format!("{id}.body"), schema);
        }
    }

    /// Keeps a schema under a name; its reference.
    fn put(&mut self, wanted: &str, schema: Value) -> Value {
        let name = self.name(wanted);
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        self.done.insert(name, schema);
        reference
    }

    fn name(&mut self, wanted: &str) -> String {
        let names = &mut self.names;
        self.known.entry(wanted.to_owned()).or_insert_with(|| names.free(wanted)).clone()
    }

    fn ty(&mut self, endpoint: &'m Endpoint, id: &str, ty: &Type) -> Value {
        of_type(ty, &mut |object| self.reference(endpoint, id, object))
    }

    fn reference(&mut self, endpoint: &'m Endpoint, id: &str, wanted: &str) -> Value {
        let Some(object) = endpoint.object(self.service, wanted) else { return json!({}) };
        let is_own = endpoint.types.iter().any(|own| own.id == wanted);
        let name = self.name(&if is_own { format!("{id}.{wanted}") } else { format!("types.{wanted}") });
        if !self.done.contains_key(&name) {
            // Kept before it is known, so that a type which holds itself ends.
            self.done.insert(name.clone(), Value::Null);
            let fields: Vec<&Field> = object.fields.iter().collect();
            let schema = self.object(endpoint, id, &fields, object.open.is_some(), &object.origin);
            self.done.insert(name.clone(), schema);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn object(
        &mut self,
        endpoint: &'m Endpoint,
        id: &str,
        fields: &[&Field],
        open: bool,
        origin: &Origin,
    ) -> Value {
        let mut schema = json!({ "type": "object" });
        if let Some(place) = self.sources.place(origin) {
            schema["$comment"] = json!(place);
        }
        let mut properties = Map::new();
        for field in fields {
            if !properties.contains_key(field.name.as_str()) {
                properties.insert(field.name.to_string(), self.field(endpoint, id, field));
            }
        }
        let mut required: Vec<&str> =
            fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
        required.sort_unstable();
        required.dedup();
        schema["properties"] = Value::Object(properties);
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if open {
            schema["additionalProperties"] = json!(true);
        }
        schema
    }

    fn field(&mut self, endpoint: &'m Endpoint, id: &str, field: &Field) -> Value {
        let language = self.options.language.as_deref();
        let enums = if self.options.closed { Enums::Closed } else { Enums::Open };
        let mut schema = self.ty(endpoint, id, &field.ty);
        add_meaning(&mut schema, field, enums, language);
        let mut schema = tolerant(schema, &field.ty, &field.accepts, field.nullable);
        add_words(&mut schema, field, language);
        schema
    }
}
