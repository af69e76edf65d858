//! OpenAPI 3.0 and 3.1. In: the model. Out: JSON documents, one per service or one for all.
//!
//! What a page says and OpenAPI has no word for stands in extensions: `x-source` (page and line),
//! `x-extensible-enum` (documented values of an open enum), `x-required-when`, `x-accepts` (forms beside the
//! type that the server sends or takes), `x-error-codes` (at refusals, and at the tag of a service). docs/openapi.md says which tools read the documents, and what they
//! need to be told otherwise.

mod answers;
pub(super) mod examples;
mod formats;
mod made_up;
pub(super) mod names;
mod operation;
mod operations;
mod paths;
mod schemas;
mod security;
pub(super) mod sources;

use super::operations::placeholders;
use crate::limits::NAME_BYTES;
use crate::model::{Api, Service, Text};
use names::Names;
use operations::Operations;
use paths::Paths;
use security::Security;
use serde_json::{Map, Value, json};
use sources::Sources;

/// The version of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// 3.0.3, which every consumer reads.
    #[default]
    V3_0,
    /// 3.1.0: `null` is a type, and open enums are unions of their values and their type.
    V3_1,
}

/// What the documents are like.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The version.
    pub version: Version,
    /// Language of summaries and descriptions, `zh` or `en`, where a page has it; all languages without it.
    pub language: Option<String>,
    /// One document for all services.
    pub bundle: bool,
    /// Works around what linters refuse and generators of clients fail at.
    pub portable: bool,
}

impl Options {
    /// Whether the query of a documented path becomes arguments. By the rules it is no part of a path; generators of
    /// clients for 3.0 send it all the same, so that there it stays as documented.
    fn splits_queries(&self) -> bool {
        self.portable || self.version == Version::V3_1
    }
}

/// The documents, by the name of their service; a bundle has the name `api`.
pub fn emit(api: &Api, options: &Options) -> Vec<(String, Value)> {
    if options.bundle {
        let services: Vec<&Service> = api.services.iter().collect();
        return vec![("api".to_owned(), document(api, &services, options))];
    }
    let one = |service: &Service| (service.name.clone(), document(api, &[service], options));
    api.services.iter().map(one).collect()
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

fn document(api: &Api, services: &[&Service], options: &Options) -> Value {
    let (scheme, host) = common_host(services).unwrap_or_default();
    let mut document = json!({
        "openapi": match options.version {
            Version::V3_0 => "3.0.3",
            Version::V3_1 => "3.1.0",
        },
        "info": {
            "title": title(services),
            "description": "Made from documentation pages; `x-source` names page and line.",
            "version": "0",
        },
        "servers": servers(scheme, host),
    });
    let security = Security::of(services);
    document["security"] = security.common.clone();
    document["tags"] = services.iter().map(|service| tag(service)).collect();
    let mut operations = Operations {
        security,
        options,
        has_servers: !host.is_empty(),
        sources: Sources::of(api),
        ids: Names::default(),
    };
    let mut paths = Paths::default();
    let mut components = schemas::Components::default();
    for service in services {
        operations.of_service(service, services.len() > 1, &mut paths, &mut components);
    }
    document["paths"] = paths.sorted();
    document["components"] = components.sorted();
    if !operations.security.schemes.is_empty() {
        document["components"]["securitySchemes"] = Value::Object(operations.security.schemes);
    }
    document
}

fn title(services: &[&Service]) -> String {
    match services {
        [one] => one.name.clone(),
        _ => services.first().map_or("api", |it| it.client.name.as_str()).to_owned(),
    }
}

fn tag(service: &Service) -> Value {
    let client = &service.client.name;
    let about = format!("Operations of `{}` for the client `{client}`.", service.name);
    let mut tag = json!({ "name": service.name, "description": about });
    let codes = &service.error_codes;
    put(&mut tag, "x-error-codes", (!codes.is_empty()).then(|| super::facts::error_codes(codes)));
    tag
}

/// The one host of all endpoints.
fn common_host<'m>(services: &[&'m Service]) -> Option<(&'static str, &'m str)> {
    let endpoints = services.iter().flat_map(|service| &service.endpoints);
    let mut hosts = endpoints.map(|endpoint| (endpoint.scheme(), endpoint.host.as_str()));
    let host = hosts.next()?;
    (!host.1.is_empty() && hosts.all(|other| other == host)).then_some(host)
}

/// Placeholders of a host stand for themselves until a user fills them; pages without a host leave it open.
fn servers(scheme: &str, host: &str) -> Value {
    if host.is_empty() {
        return json!([{ "url": "/", "description": "The pages name no host, or each operation its own." }]);
    }
    let variables: Map<String, Value> =
        placeholders(host).into_iter().map(|name| (name.to_owned(), json!({ "default": name }))).collect();
    let mut server = json!({ "url": format!("{scheme}://{host}") });
    put(&mut server, "variables", (!variables.is_empty()).then_some(variables));
    json!([server])
}

/// The texts of the wanted language, or of all where the page does not have it, a paragraph each.
fn text<'t>(language: Option<&str>, texts: impl IntoIterator<Item = &'t Text>) -> Option<String> {
    let texts: Vec<&Text> = texts.into_iter().filter(|text| !text.text.trim().is_empty()).collect();
    let is_wanted = |text: &&&Text| language.is_none_or(|language| text.language == language);
    let mut wanted: Vec<&str> = texts.iter().filter(is_wanted).map(|text| text.text.trim()).collect();
    if wanted.is_empty() {
        wanted = texts.iter().map(|text| text.text.trim()).collect();
    }
    (!wanted.is_empty()).then(|| wanted.join("\n\n"))
}

/// Sets a member that has a value.
fn put(object: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object[name] = value.into();
    }
}

#[cfg(test)]
mod tests;
