//! Operations: one endpoint under its path and method.

use super::names::Names;
use super::operation::Operation;
use super::paths::Paths;
use super::schemas::{Components, Schemas};
use super::security::Security;
use super::sources::Sources;
use super::{Options, answers, examples, put, servers, text};
use crate::emit::operations::{has_body, ids, location, placeholders};
use crate::model::{Endpoint, Field, Location, Object, SampleRole, Service};
use serde_json::{Value, json};

/// What the operations of a document share.
pub(super) struct Operations<'m> {
    pub(super) options: &'m Options,
    /// The document names the one host of all.
    pub(super) has_servers: bool,
    pub(super) sources: Sources<'m>,
    pub(super) ids: Names,
    /// What the document asks of callers.
    pub(super) security: Security,
}

impl<'m> Operations<'m> {
    /// Adds the operations of a service.
    pub(super) fn of_service(
        &mut self,
        service: &'m Service,
        is_one_of_many: bool,
        paths: &mut Paths,
        components: &mut Components,
    ) {
        let prefix = if is_one_of_many { format!("{}.", service.name) } else { String::new() };
        let mut schemas = Schemas::new(service, &prefix, self.options, components);
        for (endpoint, id) in service.endpoints.iter().zip(ids(service)) {
            let id = self.ids.free(&format!("{prefix}{id}"));
            let language = self.options.language.as_deref();
            let operation = Operation { service, endpoint, id, language };
            let path = paths.template(endpoint, self.options);
            let value = self.operation(&operation, &path, &mut schemas);
            paths.put(path, &operation, value);
        }
    }

    fn operation(&self, operation: &Operation<'_>, path: &str, schemas: &mut Schemas<'_>) -> Value {
        let Operation { service, endpoint, id, language } = operation;
        let titles = text(*language, &endpoint.title).unwrap_or_else(|| endpoint.id.clone());
        let (summary, more) = titles.split_once("\n\n").unwrap_or((&titles, ""));
        let description = [more.to_owned()].into_iter().chain(text(*language, &endpoint.description));
        let description: Vec<String> = description.filter(|text| !text.is_empty()).collect();
        let mut value =
            json!({ "operationId": id, "tags": [service.name], "summary": summary.replace('\n', " ") });
        put(&mut value, "description", (!description.is_empty()).then(|| description.join("\n\n")));
        put(&mut value, "deprecated", endpoint.deprecated.as_ref().map(|_| true));
        put(&mut value, "x-source", endpoint.origins.first().and_then(|origin| self.sources.place(origin)));
        if !self.has_servers && !endpoint.host.is_empty() {
            value["servers"] = servers(endpoint.scheme(), &endpoint.host);
        }
        put(&mut value, "security", self.security.of_endpoint(service, endpoint));
        let parameters = parameters(operation, path, self.options, schemas);
        if !parameters.is_empty() {
            value["parameters"] = Value::Array(parameters);
        }
        put(&mut value, "requestBody", body(operation, schemas));
        value["responses"] = answers::responses(operation, schemas);
        value
    }
}

/// What travels outside the body; placeholders of `path` that no field fills are texts.
fn parameters(
    operation: &Operation<'_>,
    path: &str,
    options: &Options,
    schemas: &mut Schemas<'_>,
) -> Vec<Value> {
    let Operation { service, endpoint, .. } = operation;
    let named: Vec<(&str, &str)> = placeholders(&endpoint.path).into_iter().zip(placeholders(path)).collect();
    let mut parameters: Vec<Value> = Vec::new();
    for field in &endpoint.request.fields {
        let place = match location(service, endpoint, field) {
            Location::Body | Location::WholeBody => continue,
            Location::Path if named.iter().any(|(own, _)| *own == field.name) => "path",
            // A variable of the server.
            Location::Path if placeholders(&endpoint.host).contains(&field.name.as_str()) => continue,
            Location::Path | Location::Query => "query",
            Location::Header => "header",
        };
        let mut parameter = parameter(operation, place, field, schemas);
        let other = named.iter().find(|(own, name)| place == "path" && *own == field.name && own != name);
        if let Some((own, name)) = other {
            (parameter["name"], parameter["x-name"]) = (json!(name), json!(own));
        }
        if !parameters.iter().any(|known| known["in"] == place && known["name"] == parameter["name"]) {
            parameters.push(parameter);
        }
    }
    for (_, name) in named {
        if parameters.iter().all(|known| known["in"] != "path" || known["name"] != name) {
            parameters.push(json!({
                "name": name, "in": "path", "required": true, "schema": { "type": "string" },
            }));
        }
    }
    if options.splits_queries() {
        add_query(endpoint, &mut parameters);
    }
    parameters
}

/// What a path has behind its `?`. Constants name the call: arguments of one value, before all others.
fn add_query(endpoint: &Endpoint, parameters: &mut Vec<Value>) {
    let query = endpoint.path.split_once('?').map_or("", |(_, query)| query);
    let mut constants = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let is_same = |known: &Value| known["in"] == "query" && known["name"] == name;
        let argument =
            |schema: Value| json!({ "name": name, "in": "query", "required": true, "schema": schema });
        if !value.contains('{') {
            parameters.retain(|known| !is_same(known));
            constants.push(argument(json!({ "type": "string", "enum": [value], "default": value })));
        } else if !parameters.iter().any(is_same) {
            parameters.push(argument(json!({ "type": "string" })));
        }
    }
    parameters.splice(0..0, constants);
}

fn parameter(operation: &Operation<'_>, place: &str, field: &Field, schemas: &mut Schemas<'_>) -> Value {
    let mut schema = schemas.argument(operation, field, place);
    let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
    let mut parameter = json!({ "name": field.name, "in": place, "schema": schema });
    put(&mut parameter, "description", description);
    put(&mut parameter, "required", (field.required || place == "path").then_some(true));
    if field.joined {
        parameter["style"] = json!("form");
        parameter["explode"] = json!(false);
    }
    put(&mut parameter, "deprecated", field.meaning.deprecated.as_ref().map(|_| true));
    parameter
}

fn body(operation: &Operation<'_>, schemas: &mut Schemas<'_>) -> Option<Value> {
    let Operation { service, endpoint, id, .. } = operation;
    let Object { fields, open, .. } = &endpoint.request;
    if let Some(field) = fields.iter().find(|field| field.location == Location::WholeBody) {
        let schema = schemas.field(operation, field);
        let mut media = json!({ "schema": schemas.put(&format!("{id}.request"), schema) });
        let sample = examples::of(endpoint, SampleRole::Request);
        put(&mut media, "example", sample.and_then(|sample| examples::whole(operation, field, sample)));
        return Some(json!({ "required": field.required, "content": { "application/json": media } }));
    }
    let is_body = |field: &&Field| location(service, endpoint, field) == Location::Body;
    let fields: Vec<&Field> = fields.iter().filter(is_body).collect();
    if fields.is_empty() && (open.is_none() || !has_body(service, endpoint)) {
        return None;
    }
    let required = fields.iter().any(|field| field.required);
    let schema = schemas.object(operation, &fields, open.as_ref());
    let reference = schemas.put(&format!("{id}.request"), schema);
    let mut media = json!({ "schema": reference });
    let sample = examples::of(endpoint, SampleRole::Request);
    put(&mut media, "example", sample.and_then(|sample| examples::object(operation, &fields, sample)));
    Some(json!({ "required": required, "content": { endpoint.body.media_type(): media } }))
}
