//! Arguments of one name, one in the path and one in the body. The runtime knows arguments by name, so the one in the path
//! goes by another name there, which only fills the placeholder.

use crate::model::{Endpoint, Field, Location, Service};
use std::borrow::Cow;
use std::sync::Arc;

/// The service as the client's code has it.
pub(in crate::emit) fn apart(service: &Service) -> Cow<'_, Service> {
    if !service.endpoints.iter().any(|endpoint| twins(endpoint).next().is_some()) {
        return Cow::Borrowed(service);
    }
    let mut service = service.clone();
    service.endpoints.iter_mut().for_each(|endpoint| rename(Arc::make_mut(endpoint)));
    Cow::Owned(service)
}

/// An endpoint as the client's code has it.
pub(super) fn endpoint_apart(endpoint: &Endpoint) -> Cow<'_, Endpoint> {
    if twins(endpoint).next().is_none() {
        return Cow::Borrowed(endpoint);
    }
    let mut endpoint = endpoint.clone();
    rename(&mut endpoint);
    Cow::Owned(endpoint)
}

/// The name that the pages have for what goes by another name in the code.
pub(super) fn documented(name: &str) -> &str {
    name.strip_prefix(IN_PATH).unwrap_or(name)
}

/// Begins the other name.
const IN_PATH: &str = "path.";

/// The names that stand for an argument in the path and another one elsewhere.
fn twins(endpoint: &Endpoint) -> impl Iterator<Item = &str> {
    let fields = &endpoint.request.fields;
    let is_twin = |field: &&Field| {
        let other = |other: &Field| other.name == field.name && other.location != Location::Path;
        field.location == Location::Path && fields.iter().any(other)
    };
    fields.iter().filter(is_twin).map(|field| field.name.as_str())
}

fn rename(endpoint: &mut Endpoint) {
    let names: Vec<String> = twins(endpoint).map(str::to_owned).collect();
    for name in names {
        let other = format!("{IN_PATH}{name}");
        endpoint.path = endpoint.path.replace(&format!("{{{name}}}"), &format!("{{{other}}}"));
        let mut fields = endpoint.request.fields.iter_mut();
        let in_path = fields.find(|field| field.name == name && field.location == Location::Path);
        in_path.into_iter().for_each(|field| field.name = other.as_str().into());
    }
}
