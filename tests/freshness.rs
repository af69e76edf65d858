//! What is generated and committed is what the sources say.

use crate::support::{config, root};
use docwright::output::cache::Cache;
use docwright::output::regen::{self, Mode};

#[test]
fn the_generated_client_is_fresh() {
    let outcome = regen::run(&config(), &root(), Mode::Check, &Cache::none(), &()).unwrap();
    assert!(outcome.is_fresh(), "stale: {:?}\nrun `cargo xtask regen` and commit the result", outcome.trees);
}

#[test]
fn the_schema_is_fresh() {
    let committed = std::fs::read_to_string(root().join("codegen/schema/model.schema.json")).unwrap();
    assert!(
        committed == docwright::model::schema(),
        "stale schema\nrun `cargo xtask schema` and commit the result"
    );
}

#[test]
fn the_client_has_a_feature_per_service() {
    let run = docwright::compile::run(&config(), &root()).unwrap();
    let manifest: toml::Table =
        std::fs::read_to_string(root().join("generated-client/Cargo.toml")).unwrap().parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    let full: Vec<&str> =
        features["full"].as_array().unwrap().iter().filter_map(|item| item.as_str()).collect();
    let services = docwright::emit::rust::features(&run.api.services);
    assert_eq!(full, services, "list the services in `full` of generated-client/Cargo.toml");
    assert!(services.iter().all(|service| features.contains_key(service)), "a service lacks its feature");
}

#[test]
fn every_diagnostic_code_is_in_the_reference() {
    let reference = std::fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    assert!(
        reference == docwright::diagnostic::code::reference(),
        "stale docs/diagnostics.md\nrun `cargo xtask schema` and commit the result"
    );
}
