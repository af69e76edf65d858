//! Facts: the model as flat JSON, to be scored against other sources. In: the model. Out: one JSON value.

use super::operations::has_body;
use crate::model::{Api, Endpoint, ErrorCode, Field, Location, Method, Object, SampleRole, Service, Type};
use serde_json::{Map, Value, json};

/// Version of the format.
const SCHEMA: u32 = 1;

/// Every operation of every service.
pub fn emit(api: &Api) -> Value {
    let operations = api
        .services
        .iter()
        .flat_map(|service| service.endpoints.iter().map(move |endpoint| operation(api, service, endpoint)));
    let mut facts = json!({
        "schema": SCHEMA,
        "meta": { "generator": concat!("docwright ", env!("CARGO_PKG_VERSION")) },
        "operations": operations.collect::<Vec<_>>(),
    });
    let listed = api.services.iter().filter(|service| !service.error_codes.is_empty());
    let listed: Map<String, Value> =
        listed.map(|service| (service.name.clone(), error_codes(&service.error_codes))).collect();
    if !listed.is_empty() {
        facts["errorCodes"] = Value::Object(listed);
    }
    facts
}

/// Codes with what is known of each.
pub(super) fn error_codes(codes: &[ErrorCode]) -> Value {
    let one = |code: &ErrorCode| {
        let mut value = json!({});
        if !code.code.is_empty() {
            // A literal that the docs led to is always JSON.
            value["code"] = serde_json::from_str(&code.code).unwrap_or_default();
        }
        if !code.name.is_empty() {
            value["name"] = json!(code.name);
        }
        if let Some(status) = code.status {
            value["status"] = json!(status);
        }
        let texts: Vec<&str> = code.docs.iter().map(|text| text.text.as_str()).collect();
        if !texts.is_empty() {
            value["text"] = json!(texts.join("\n"));
        }
        value
    };
    codes.iter().map(one).collect()
}

fn operation(api: &Api, service: &Service, endpoint: &Endpoint) -> Value {
    let Endpoint { id, method, path, host, request, response, origins, .. } = endpoint;
    let params: Vec<Value> = request.fields.iter().map(|item| param(item, service, endpoint)).collect();
    let mut types = Types { service, endpoint, out: Map::new() };
    request.fields.iter().for_each(|item| types.reach(&item.ty, "request"));
    // The payload's own fields stand in `result`; what is reached from there are its types.
    match &response.ty {
        Type::Object(id) => endpoint
            .object(service, id)
            .into_iter()
            .flat_map(|object| &object.fields)
            .for_each(|item| types.reach(&item.ty, "response")),
        other => types.reach(other, "response"),
    }
    let mut value = json!({
        "service": service.name, "operationId": id, "method": method, "path": path, "host": host, "params": params,
    });
    let root = match &response.ty {
        Type::Object(id) => endpoint.object(service, id),
        _ => None,
    };
    value["result"] = json!(
        root.map(|object| object.fields.iter().map(|item| field(item, false)).collect::<Vec<_>>())
            .unwrap_or_default()
    );
    if response.no_content {
        value["noContent"] = json!(true);
    }
    if root.is_none() && response.documented {
        value["resultType"] = json!(type_text(&response.ty));
    }
    if request.open.is_some() {
        value["paramsOpen"] = json!(true);
    }
    if root.is_some_and(|object| object.open.is_some()) {
        value["resultOpen"] = json!(true);
    }
    if !endpoint.error_codes.is_empty() {
        value["errorCodes"] = error_codes(&endpoint.error_codes);
    }
    value["types"] = Value::Object(types.out);
    value["source"] = json!(
        origins.first().map(|origin| format!("{}:{}", api.files[origin.file as usize].path, origin.line))
    );
    value
}

fn param(item: &Field, service: &Service, endpoint: &Endpoint) -> Value {
    let mut value = field(item, true);
    let in_body = || has_body(service, endpoint) && is_shown_in_body(endpoint, &item.name);
    value["in"] = json!(match item.location {
        Location::Path => "path",
        Location::Header => "header",
        Location::Query => "query",
        Location::Body if matches!(endpoint.method, Method::Get | Method::Head) => "query",
        Location::Body if endpoint.method == Method::Delete && !in_body() => "query",
        Location::Body | Location::WholeBody => "body",
    });
    value
}

/// Whether a sample of the request has a field as a member of its JSON.
fn is_shown_in_body(endpoint: &Endpoint, name: &str) -> bool {
    let sent = endpoint.examples.iter().filter(|it| it.role == SampleRole::Request && !it.is_query());
    sent.filter_map(|example| example.json.as_ref()).any(|json| json.get(name).is_some())
}

fn field(field: &Field, request: bool) -> Value {
    let mut value = json!({ "name": field.name, "type": type_text(&field.ty) });
    if let Type::Integer { width: Some(width) } = field.ty.leaf() {
        value["format"] = json!(width);
    }
    if request {
        value["required"] = json!(field.required);
    }
    value
}

fn type_text(ty: &Type) -> String {
    match ty {
        Type::Any | Type::AnyObject | Type::Filter(_) | Type::OneOf(_) => "object".to_owned(),
        Type::String => "string".to_owned(),
        Type::Integer { .. } => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Array(inner) => format!("array<{}>", type_text(inner)),
        Type::Map(inner) => format!("map<{}>", type_text(inner)),
        Type::Object(id) => format!("#{id}"),
    }
}

/// The types that an operation reaches.
struct Types<'m> {
    service: &'m Service,
    endpoint: &'m Endpoint,
    out: Map<String, Value>,
}

impl Types<'_> {
    fn reach(&mut self, ty: &Type, side: &str) {
        let Type::Object(id) = ty.leaf() else { return };
        let Some(object) = self.endpoint.object(self.service, id) else { return };
        let first = !self.out.contains_key(id);
        let entry = self.out.entry(id.clone()).or_insert_with(|| described(object));
        let uses = entry["uses"].as_array_mut();
        match uses {
            Some(uses) if !uses.iter().any(|known| known == side) => uses.push(json!(side)),
            _ if !first => return,
            _ => {}
        }
        object.fields.iter().for_each(|field| self.reach(&field.ty, side));
    }
}

fn described(object: &Object) -> Value {
    let fields: Vec<Value> = object.fields.iter().map(|item| field(item, true)).collect();
    let mut value = json!({ "uses": [], "fields": fields });
    if object.open.is_some() {
        value["open"] = json!(true);
    }
    value
}
