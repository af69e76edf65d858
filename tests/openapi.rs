//! OpenAPI documents: a reader of the format takes them, references lead somewhere, no endpoint is lost.

use crate::support::{self, root};
use docwright::emit::openapi;
use docwright::model::Service;
use openapiv3::OpenAPI;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn documents_are_openapi() {
    let mut runs = vec![docwright::compile::run(&support::config(), &root()).unwrap()];
    runs.extend(["jdcloud", "blueking", "other"].iter().filter_map(|folder| support::corpus(folder)).map(
        |path| {
            let docs = docwright::config::doc_sets(&[path]).unwrap();
            support::compile(docs, &root())
        },
    ));
    for run in &runs {
        newer(run);
        crate::tools::check(run);
        let documents = openapi::emit(&run.api, &openapi::Options::default());
        assert_eq!(documents.len(), run.api.services.len());
        for ((name, document), service) in documents.iter().zip(&run.api.services) {
            assert_eq!(name, &service.name);
            check(document, service);
        }
    }
}

/// One document of 3.1 for all services: it holds every endpoint, references lead somewhere, and no word of 3.0 is left.
fn newer(run: &docwright::compile::Run) {
    let version = openapi::Version::V3_1;
    let options = openapi::Options { version, bundle: true, ..openapi::Options::default() };
    let documents = openapi::emit(&run.api, &options);
    let [(_, document)] = documents.as_slice() else { panic!("a bundle is one document") };
    let items = document["paths"].as_object().unwrap().values();
    let operations = items.flat_map(|item| item.as_object().unwrap().values()).count();
    assert_eq!(operations, run.api.services.iter().map(|service| service.endpoints.len()).sum::<usize>());
    references(document, &mut |reference| {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some_and(Value::is_object), "{reference} leads nowhere");
    });
    let schemas = document["components"]["schemas"].as_object().unwrap().values();
    let properties =
        schemas.filter_map(|schema| schema["properties"].as_object()).flat_map(|all| all.values());
    assert!(properties.into_iter().all(|schema| schema.get("nullable").is_none()));
}

fn check(document: &Value, service: &Service) {
    let name = &service.name;
    let read: OpenAPI =
        serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let ids: Vec<&str> =
        read.operations().filter_map(|(_, _, operation)| operation.operation_id.as_deref()).collect();
    assert_eq!(ids.len(), service.endpoints.len(), "{name} has other operations than endpoints");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name} has an operationId twice");
    for (path, _, operation) in read.operations() {
        let id = operation.operation_id.as_deref().unwrap_or_default();
        let declared = operation
            .parameters
            .iter()
            .filter(|parameter| matches!(parameter.as_item(), Some(openapiv3::Parameter::Path { .. })));
        assert_eq!(declared.count(), path.matches('{').count(), "{name}: placeholders of {id} at {path}");
    }
    references(document, &mut |reference| {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some_and(Value::is_object), "{name}: {reference} leads nowhere");
    });
}

/// Calls `found` with every reference; samples are data, whatever stands in them.
fn references(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| *name != "example") {
                match value.as_str() {
                    Some(reference) if name == "$ref" => found(reference),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
