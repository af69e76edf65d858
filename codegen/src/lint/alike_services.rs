//! Services whose modules would have one name.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Api, Service};
use std::collections::BTreeMap;

pub(super) fn check(api: &Api, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, &Service> = BTreeMap::new();
    for service in &api.services {
        let Some(endpoint) = service.endpoints.first() else { continue };
        let plain = |c: &char| c.is_alphanumeric() || *c == '.';
        let key: String = service.name.chars().filter(plain).flat_map(char::to_lowercase).collect();
        let Some(other) = first.get(&key) else {
            first.insert(key, service);
            continue;
        };
        let message = format!(
            "the services `{}` and `{}` differ only in case or punctuation",
            other.name, service.name
        );
        let mut finding = Diagnostic::new(&code::SERVICES_ALIKE, message)
            .label(endpoint.origins[0], "an endpoint of this service")
            .note("each has a module and a feature whose name ends in a digest");
        if let Some(endpoint) = other.endpoints.first() {
            finding = finding.label(endpoint.origins[0], "an endpoint of the other");
        }
        found.push(finding);
    }
}
