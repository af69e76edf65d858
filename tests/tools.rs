//! JSON Schemas and definitions of tools: no reference leads nowhere, names and sizes are what the APIs take, and no
//! operation is lost. `cargo xtask tools` shows both to the vendors' SDKs.

use crate::support;
use docwright::compile::Run;
use docwright::emit::tools::{DESCRIPTION_CHARS, Form, Options, SCHEMA_BYTES};
use docwright::emit::{schema, tools};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Checks what a run gives; the tests of OpenAPI documents call it with every page at hand.
#[track_caller]
pub(crate) fn check(run: &Run) {
    let operations: usize = run.api.services.iter().map(|service| service.endpoints.len()).sum();
    for form in [Form::OpenAi, Form::Anthropic, Form::Gemini] {
        let options = Options { form, language: Some("en".to_owned()), ..Options::default() };
        let tools = tools::emit(&run.api, &options, &|_| true);
        assert_eq!(tools.count, operations);
        definitions(form, &tools.value);
    }
    let documents = schema::emit(&run.api, &schema::Options::default());
    assert_eq!(documents.len(), run.api.services.len());
    for (name, document) in &documents {
        assert_eq!(document["$schema"], schema::SPECIFICATION);
        for (defined, schema) in document["$defs"].as_object().unwrap() {
            let own = format!("\"#/$defs/{defined}\"");
            let inner =
                schema.as_object().unwrap().iter().filter(|(word, _)| *word == "$ref" || *word == "anyOf");
            assert!(
                inner.into_iter().all(|(_, value)| !value.to_string().contains(&own)),
                "{name}: {defined} is itself"
            );
        }
        references(document, &mut |reference| {
            let name_of = reference.strip_prefix("#/$defs/").unwrap();
            assert!(document["$defs"][name_of].is_object(), "{name}: {reference} leads nowhere");
        });
    }
}

fn definitions(form: Form, value: &Value) {
    let all = if form == Form::Gemini { &value[0]["functionDeclarations"] } else { value };
    let mut names = BTreeSet::new();
    for tool in all.as_array().unwrap() {
        let (definition, member) = match form {
            Form::OpenAi => (&tool["function"], "parameters"),
            Form::Gemini => (tool, "parametersJsonSchema"),
            _ => (tool, "input_schema"),
        };
        let name = definition["name"].as_str().unwrap();
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        assert!(name.len() <= 64 && name.chars().all(plain), "{name}");
        assert!(names.insert(name.to_ascii_lowercase()), "{name} stands there twice");
        let description = definition["description"].as_str().unwrap();
        assert!(!description.is_empty() && description.chars().count() <= DESCRIPTION_CHARS, "{name}");
        assert!(definition[member].to_string().len() <= SCHEMA_BYTES, "{name}");
        keys(&definition[member], name);
    }
}

/// Names of properties are what the strictest API takes, and schemas hold no references.
fn keys(schema: &Value, tool: &str) {
    match schema {
        Value::Object(members) => {
            assert!(!members.contains_key("$ref"), "{tool}");
            if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                let fits = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
                for name in properties.keys() {
                    assert!(!name.is_empty() && name.len() <= 64 && name.chars().all(fits), "{tool}: {name}");
                }
            }
            members.values().for_each(|member| keys(member, tool));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, tool)),
        _ => {}
    }
}

fn references(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
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

#[test]
fn the_seed_pages_as_tools_and_schemas() {
    let run = docwright::compile::run(&support::config(), &support::root()).unwrap();
    check(&run);
    let tools = tools::emit(&run.api, &Options { form: Form::Anthropic, ..Options::default() }, &|it| {
        it.key() == "blueking.cc.create_set"
    });
    assert_eq!((tools.count, &tools.cuts), (1, &Vec::new()));
    let input = &tools.value[0]["input_schema"];
    assert_eq!(tools.value[0]["name"], "blueking_cc_create_set");
    assert_eq!(input["required"], json!(["bk_biz_id", "data"]));
    assert_eq!(input["properties"]["data"]["properties"]["default"]["enum"], json!([0, 1]));
    let (_, document) = &schema::emit(&run.api, &schema::Options::default())[0];
    assert_eq!(document["$id"], "urn:docwright:blueking.cc");
    assert_eq!(document["$defs"]["create_set.request"]["required"], json!(["bk_biz_id", "data"]));
    let default = &document["$defs"]["create_set.request.data"]["properties"]["default"];
    assert_eq!(default["anyOf"][0]["const"], 0);
}
