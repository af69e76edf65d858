//! Security schemes: the headers and arguments that carry credentials.

use super::names::word;
use crate::model::{Endpoint, Field, Location, Service};
use serde_json::{Map, Value, json};

/// The schemes of the services, by name.
pub(super) fn schemes(services: &[&Service]) -> Map<String, Value> {
    let mut schemes = Map::new();
    for service in services {
        if !service.client.auth_header.is_empty() {
            let header = &service.client.auth_header;
            let about = if service.client.signed {
                "Signature of the request."
            } else {
                "Credentials of the caller."
            };
            schemes.entry(word(header)).or_insert_with(|| scheme(header, "header", about));
        }
        for field in service.endpoints.iter().flat_map(|endpoint| &endpoint.credentials) {
            let Some(place) = place(field) else { continue };
            let about = field.docs.first().map_or("Credential.", |text| text.text.trim());
            schemes.entry(word(&field.name)).or_insert_with(|| scheme(&field.name, place, about));
        }
    }
    schemes
}

/// What holds for all operations: the header of the client.
pub(super) fn of_services(services: &[&Service]) -> Value {
    let mut headers: Vec<&str> = services.iter().map(|service| service.client.auth_header.as_str()).collect();
    headers.sort_unstable();
    headers.dedup();
    match headers.as_slice() {
        [one] if !one.is_empty() => json!([{ word(one): [] }]),
        _ => json!([]),
    }
}

/// What an operation needs beyond that; `None` when it is the same.
pub(super) fn of_endpoint(service: &Service, endpoint: &Endpoint, common: &Value) -> Option<Value> {
    let mut needed = Map::new();
    if !service.client.auth_header.is_empty() {
        needed.insert(word(&service.client.auth_header), json!([]));
    }
    for field in endpoint.credentials.iter().filter(|field| place(field).is_some()) {
        needed.insert(word(&field.name), json!([]));
    }
    let own = if needed.is_empty() { json!([]) } else { json!([needed]) };
    (own != *common).then_some(own)
}

fn scheme(name: &str, place: &str, about: &str) -> Value {
    json!({ "type": "apiKey", "in": place, "name": name, "description": about })
}

/// Credentials in bodies and paths have no word in the format; headers of the content are its media types.
fn place(field: &Field) -> Option<&'static str> {
    let is_content = || ["Accept", "Content-Type"].iter().any(|name| name.eq_ignore_ascii_case(&field.name));
    match field.location {
        Location::Header if is_content() => None,
        Location::Header => Some("header"),
        Location::Query => Some("query"),
        Location::Body | Location::WholeBody | Location::Path => None,
    }
}
