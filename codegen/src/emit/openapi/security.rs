//! Security schemes: the headers and arguments that carry credentials.

use super::names::word;
use crate::model::{Endpoint, Field, Location, Service};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The schemes of one document.
#[derive(Debug, Default)]
pub(super) struct Security {
    pub(super) schemes: Map<String, Value>,
    /// Names of schemes by service and header or argument: those of one name that say the same are one scheme.
    names: BTreeMap<(String, String), String>,
    /// What the document asks of callers where an operation says nothing else: the header of the client.
    pub(super) common: Value,
}

impl Security {
    pub(super) fn of(services: &[&Service]) -> Self {
        let mut security = Self::default();
        for service in services {
            let header = &service.client.auth_header;
            if !header.is_empty() {
                let about = if service.client.signed {
                    "Signature of the request."
                } else {
                    "Credentials of the caller."
                };
                security.add(service, header, "header", about);
            }
            for field in service.endpoints.iter().flat_map(|endpoint| &endpoint.credentials) {
                let Some(place) = place(field) else { continue };
                let about = field.docs.first().map_or("Credential.", |text| text.text.trim());
                security.add(service, &field.name, place, about);
            }
        }
        let mut headers: Vec<Option<&String>> = services
            .iter()
            .map(|service| security.names.get(&key(service, &service.client.auth_header)))
            .collect();
        headers.dedup();
        security.common = match headers.as_slice() {
            [Some(one)] => json!([{ one.as_str(): [] }]),
            _ => json!([]),
        };
        security
    }

    /// The first that a service says of a header or argument counts.
    fn add(&mut self, service: &Service, name: &str, place: &str, about: &str) {
        let key = key(service, name);
        if self.names.contains_key(&key) {
            return;
        }
        let scheme = json!({ "type": "apiKey", "in": place, "name": name, "description": about });
        let (plain, own) = (word(name), word(&format!("{}.{name}", service.name)));
        let is_other = self.schemes.get(&plain).is_some_and(|known| *known != scheme);
        let name = if is_other { own } else { plain };
        self.schemes.entry(name.clone()).or_insert(scheme);
        self.names.insert(key, name);
    }

    /// What an operation needs beyond that; `None` when it is the same.
    pub(super) fn of_endpoint(&self, service: &Service, endpoint: &Endpoint) -> Option<Value> {
        let credentials = endpoint.credentials.iter().filter(|field| place(field).is_some());
        let names = credentials.map(|field| field.name.as_str());
        let names = std::iter::once(service.client.auth_header.as_str()).chain(names);
        let needed = names.filter_map(|name| self.names.get(&key(service, name)));
        let needed: Map<String, Value> = needed.map(|name| (name.clone(), json!([]))).collect();
        let own = if needed.is_empty() { json!([]) } else { json!([needed]) };
        (own != self.common).then_some(own)
    }
}

fn key(service: &Service, name: &str) -> (String, String) {
    (service.name.clone(), name.to_owned())
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
