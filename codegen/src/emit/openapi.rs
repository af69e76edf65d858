//! OpenAPI 3.0: one document per service. In: the model. Out: JSON values.
//!
//! What a page says and OpenAPI has no word for stands in extensions: `x-source` (page and line),
//! `x-extensible-enum` (documented values of an open enum), `x-required-when`.

mod schemas;

use crate::limits::NAME_BYTES;
use crate::model::{
    Api, Endpoint, Example, Field, Location, Method, Object, Origin, SampleRole, Service, Text,
};
use schemas::Schemas;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The documents, by the name of their service.
pub fn emit(api: &Api) -> Vec<(String, Value)> {
    api.services.iter().map(|service| (service.name.clone(), document(api, service))).collect()
}

/// Name of the file that holds the document of a service: always a plain name, whatever the service is called.
pub fn file_name(service: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c);
    let is_plain = service.len() <= NAME_BYTES && service.chars().all(plain) && !service.starts_with('.');
    if is_plain {
        return format!("{service}.openapi.json");
    }
    let name: String = service.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let name = name.trim_start_matches('.');
    let digest = blake3::hash(service.as_bytes()).to_hex();
    format!("{}-{}.openapi.json", &name[..name.len().min(NAME_BYTES)], &digest[..16])
}

fn document(api: &Api, service: &Service) -> Value {
    let ids = operation_ids(service);
    let mut schemas = Schemas::new(service);
    let mut paths = Map::new();
    for (endpoint, id) in service.endpoints.iter().zip(&ids) {
        let operation = operation(api, service, endpoint, id, &mut schemas);
        let path = free_path(&paths, endpoint);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[key(endpoint.method)] = operation;
    }
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {
            "title": service.name,
            "description": "Made from documentation pages; `x-source` names page and line.",
            "version": "0",
        },
        "paths": paths,
        "components": { "schemas": schemas.done() },
    });
    if let Some(host) = common_host(service) {
        document["servers"] = servers(host);
    }
    document
}

/// The key of a method in a path item.
fn key(method: Method) -> String {
    method.as_str().to_ascii_lowercase()
}

/// The path; where another call has it with the same method, the name of the call behind `#`.
fn free_path(paths: &Map<String, Value>, endpoint: &Endpoint) -> String {
    let Endpoint { path, method, id, .. } = endpoint;
    let path = if path.starts_with('/') { path.clone() } else { format!("/{path}") };
    let taken = paths.get(&path).is_some_and(|item| item.get(key(*method)).is_some());
    if taken { format!("{path}#{id}") } else { path }
}

/// The names of the calls; where several have one, with method and path.
fn operation_ids(service: &Service) -> Vec<String> {
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    service.endpoints.iter().for_each(|endpoint| *holders.entry(&endpoint.id).or_default() += 1);
    let id = |endpoint: &Endpoint| match holders[endpoint.id.as_str()] {
        1 => schemas::word(&endpoint.id),
        _ => schemas::word(&format!("{}_{}_{}", endpoint.id, endpoint.method, endpoint.path)),
    };
    service.endpoints.iter().map(id).collect()
}

fn operation(
    api: &Api,
    service: &Service,
    endpoint: &Endpoint,
    id: &str,
    schemas: &mut Schemas<'_>,
) -> Value {
    let mut operation = json!({ "operationId": id, "tags": [service.name] });
    let summary = endpoint.title.first().map(|title| title.text.trim().to_owned());
    put(&mut operation, "summary", summary.filter(|text| !text.is_empty()));
    put(&mut operation, "description", text(endpoint.title.iter().skip(1).chain(&endpoint.description)));
    put(&mut operation, "deprecated", endpoint.deprecated.as_ref().map(|_| true));
    put(&mut operation, "x-source", endpoint.origins.first().and_then(|origin| source(api, origin)));
    if common_host(service).is_none() && !endpoint.host.is_empty() {
        operation["servers"] = servers(&endpoint.host);
    }
    let parameters = parameters(service, endpoint, id, schemas);
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    put(&mut operation, "requestBody", body(service, endpoint, id, schemas));
    operation["responses"] = json!({ "200": response(endpoint, id, schemas) });
    operation
}

/// What travels outside the body; placeholders that no field fills are texts.
fn parameters(service: &Service, endpoint: &Endpoint, id: &str, schemas: &mut Schemas<'_>) -> Vec<Value> {
    let mut parameters = Vec::new();
    for field in &endpoint.request.fields {
        let place = match location(service, endpoint, field) {
            Location::Body => continue,
            Location::Path if has_placeholder(endpoint, &field.name) => "path",
            Location::Path | Location::Query => "query",
            Location::Header => "header",
        };
        let mut schema = schemas.field(endpoint, id, field);
        let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        let mut parameter = json!({ "name": field.name, "in": place, "schema": schema });
        put(&mut parameter, "description", description);
        put(&mut parameter, "required", (field.required || place == "path").then_some(true));
        put(&mut parameter, "deprecated", field.meaning.deprecated.as_ref().map(|_| true));
        parameters.push(parameter);
    }
    for name in placeholders(&endpoint.path) {
        if parameters.iter().all(|known| known["in"] != "path" || known["name"] != name) {
            parameters.push(json!({
                "name": name, "in": "path", "required": true, "schema": { "type": "string" },
            }));
        }
    }
    parameters
}

/// Where a parameter travels: what pages put into the body of a call without one is in its query.
fn location(service: &Service, endpoint: &Endpoint, field: &Field) -> Location {
    match field.location {
        Location::Body if !has_body(service, endpoint) => Location::Query,
        location => location,
    }
}

/// As the runtime sends it: signed calls delete without a body.
fn has_body(service: &Service, endpoint: &Endpoint) -> bool {
    match endpoint.method {
        Method::Get | Method::Head => false,
        Method::Delete => !service.client.signed,
        Method::Patch | Method::Post | Method::Put => true,
    }
}

fn body(service: &Service, endpoint: &Endpoint, id: &str, schemas: &mut Schemas<'_>) -> Option<Value> {
    let Object { fields, open, .. } = &endpoint.request;
    let is_body = |field: &&Field| location(service, endpoint, field) == Location::Body;
    let fields: Vec<&Field> = fields.iter().filter(is_body).collect();
    if fields.is_empty() && (open.is_none() || !has_body(service, endpoint)) {
        return None;
    }
    let required = fields.iter().any(|field| field.required);
    let schema = schemas.object(endpoint, id, &fields, open.as_ref());
    let name = schemas.put(&format!("{id}.request"), schema);
    let mut media = json!({ "schema": { "$ref": name } });
    put(&mut media, "example", sample(endpoint, SampleRole::Request));
    Some(json!({ "required": required, "content": { "application/json": media } }))
}

/// The whole answer: the envelope as the page lists it, and the payload in its member.
fn response(endpoint: &Endpoint, id: &str, schemas: &mut Schemas<'_>) -> Value {
    let payload = &endpoint.response;
    let mut own = schemas.ty(endpoint, id, &payload.ty);
    if payload.nullable {
        own = schemas::nullable(own);
    }
    let mut answer = json!({ "description": text(&payload.docs).unwrap_or_else(|| "Success.".to_owned()) });
    let mut media = match (payload.documented, payload.member.is_empty()) {
        (false, _) if endpoint.envelope.is_empty() => return answer,
        (true, true) => json!({ "schema": own }),
        (documented, _) => {
            let fields: Vec<&Field> = endpoint.envelope.iter().collect();
            let mut schema = schemas.object(endpoint, id, &fields, None);
            if documented {
                schema["properties"][&payload.member] = own;
            }
            json!({ "schema": { "$ref": schemas.put(&format!("{id}.answer"), schema) } })
        }
    };
    put(&mut media, "example", sample(endpoint, SampleRole::Response));
    answer["content"] = json!({ "application/json": media });
    answer
}

fn sample(endpoint: &Endpoint, wanted: SampleRole) -> Option<Value> {
    let of_role = |example: &&Example| example.role == wanted;
    endpoint.examples.iter().filter(of_role).find_map(|example| example.json.as_deref()).map(Value::from)
}

/// The one host of a service.
fn common_host(service: &Service) -> Option<&str> {
    let host = &service.endpoints.first()?.host;
    let is_common = service.endpoints.iter().all(|endpoint| endpoint.host == *host);
    (is_common && !host.is_empty()).then_some(host)
}

/// Placeholders of a host stand for themselves until a user fills them.
fn servers(host: &str) -> Value {
    let variables: Map<String, Value> =
        placeholders(host).into_iter().map(|name| (name.to_owned(), json!({ "default": name }))).collect();
    let mut server = json!({ "url": format!("https://{host}") });
    put(&mut server, "variables", (!variables.is_empty()).then_some(variables));
    json!([server])
}

fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

fn has_placeholder(endpoint: &Endpoint, name: &str) -> bool {
    placeholders(&endpoint.path).contains(&name)
}

/// Texts of all languages, a paragraph each.
fn text<'t>(texts: impl IntoIterator<Item = &'t Text>) -> Option<String> {
    let texts: Vec<&str> =
        texts.into_iter().map(|text| text.text.trim()).filter(|it| !it.is_empty()).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

fn source(api: &Api, origin: &Origin) -> Option<String> {
    let file = api.files.get(origin.file as usize)?;
    Some(format!("{}#L{}", file.path, origin.line))
}

/// Sets a member that has a value.
fn put(object: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object[name] = value.into();
    }
}
