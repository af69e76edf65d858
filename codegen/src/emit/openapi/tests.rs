//! Documents of small models.

use super::*;
use crate::model::{Endpoint, Example, Field, Location, Meaning, Method, Object, Payload, SampleRole, Type};
use std::sync::Arc;

fn field(name: &str, ty: Type, required: bool) -> Field {
    Field { name: name.into(), ty, required, ..Field::default() }
}

/// `POST /a/{id}`.
fn endpoint(request: Vec<Field>, response: Payload, types: Vec<Object>) -> Endpoint {
    let request = Object { id: "request".to_owned(), fields: request, ..Object::default() };
    Endpoint {
        id: "call".to_owned(),
        method: Method::Post,
        path: "/a/{id}".to_owned(),
        request,
        response,
        types,
        ..Endpoint::default()
    }
}

fn api(endpoints: Vec<Endpoint>) -> Api {
    let endpoints = endpoints.into_iter().map(Into::into).collect();
    let service = Service { name: "a.b".to_owned(), endpoints, ..Service::default() };
    Api { services: vec![service], ..Api::default() }
}

fn document(endpoint: Endpoint) -> Value {
    emit(&api(vec![endpoint]), &Options::default()).remove(0).1
}

fn document_of(version: Version, endpoint: Endpoint) -> Value {
    emit(&api(vec![endpoint]), &Options { version, ..Options::default() }).remove(0).1
}

#[track_caller]
fn check(document: &Value, pointer: &str, expect: Value) {
    assert_eq!(document.pointer(pointer), Some(&expect), "{pointer}\n{document:#}");
}

fn node() -> Object {
    Object {
        id: "request.node".to_owned(),
        fields: vec![field("next", Type::Object("request.node".to_owned()), false)],
        ..Object::default()
    }
}

fn data(ty: Type) -> Payload {
    Payload { ty, member: "data".to_owned(), documented: true, ..Payload::default() }
}

#[test]
fn parameters_body_and_answer() {
    let path = Field { location: Location::Path, ..field("id", Type::String, true) };
    let holder = field("node", Type::Object("request.node".to_owned()), true);
    let document = document(endpoint(vec![path, holder], data(Type::Boolean), vec![node()]));
    check(&document, "/paths/~1a~1{id}/post/parameters/0/in", json!("path"));
    check(&document, "/components/schemas/call.request/required", json!(["node"]));
    let reference = json!({ "$ref": "#/components/schemas/call.request.node" });
    check(&document, "/components/schemas/call.request/properties/node", reference.clone());
    check(&document, "/components/schemas/call.request.node/properties/next", reference);
    check(&document, "/components/schemas/call.answer/properties/data", json!({ "type": "boolean" }));
}

#[test]
fn null_beside_a_reference_is_a_component_in_3_0_and_a_union_in_3_1() {
    let holder = || Field { nullable: true, ..field("node", Type::Object("request.node".to_owned()), true) };
    let of = |version| document_of(version, endpoint(vec![holder()], Payload::default(), vec![node()]));
    let pointer = "/components/schemas/call.request/properties/node";
    let old = of(Version::V3_0);
    check(&old, pointer, json!({ "$ref": "#/components/schemas/call.request.node.or_null" }));
    check(&old, "/components/schemas/call.request.node.or_null/nullable", json!(true));
    let reference = json!({ "$ref": "#/components/schemas/call.request.node" });
    check(&of(Version::V3_1), pointer, json!({ "oneOf": [reference, { "type": "null" }] }));
}

#[test]
fn open_enums_are_unions_in_3_1_only() {
    let mut color = field("color", Type::String, false);
    let value = crate::model::Value { literal: "\"red\"".to_owned(), ..crate::model::Value::default() };
    color.meaning = Meaning { values: vec![value], ..Meaning::default() }.into();
    let of = |version| document_of(version, endpoint(vec![color.clone()], Payload::default(), Vec::new()));
    let pointer = "/components/schemas/call.request/properties/color";
    check(&of(Version::V3_0), pointer, json!({ "type": "string", "x-extensible-enum": ["red"] }));
    let union = json!({
        "type": "string", "anyOf": [{ "enum": ["red"] }, { "type": "string" }], "x-extensible-enum": ["red"],
    });
    check(&of(Version::V3_1), pointer, union);
}

#[test]
fn placeholders_without_a_field_are_texts_and_fixed_queries_are_parameters() {
    let mut call = endpoint(Vec::new(), Payload::default(), Vec::new());
    call.path = "/a/{id}?Action=Take&zone={zone}".to_owned();
    call.request.fields.push(Field { location: Location::Query, ..field("Action", Type::String, false) });
    let schema = json!({ "type": "string", "enum": ["Take"], "default": "Take" });
    let parameters = json!([
        { "name": "Action", "in": "query", "required": true, "schema": schema },
        { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
        { "name": "zone", "in": "query", "required": true, "schema": { "type": "string" } },
    ]);
    assert!(document(call.clone()).pointer("/paths/~1a~1{id}?Action=Take&zone={zone}").is_some());
    let portable = emit(&api(vec![call.clone()]), &Options { portable: true, ..Options::default() });
    check(&portable[0].1, "/paths/~1a~1{id}/post/parameters", parameters.clone());
    let document = document_of(Version::V3_1, call);
    check(&document, "/paths/~1a~1{id}/post/parameters", parameters);
    check(&document, "/paths/~1a~1{id}/post/responses/200", json!({ "description": "Success." }));
}

#[test]
fn of_properties_that_generators_write_alike_a_portable_document_has_the_first() {
    let fields = ["DstIP", "DstIp", "size", "$ref"].map(|name| field(name, Type::String, true)).to_vec();
    let call = endpoint(fields, Payload::default(), Vec::new());
    let of = |portable: bool| {
        let documents = emit(&api(vec![call.clone()]), &Options { portable, ..Options::default() });
        documents[0].1.pointer("/components/schemas/call.request").unwrap().clone()
    };
    let text = json!({ "type": "string" });
    let expect = json!({
        "type": "object",
        "properties": { "DstIP": text, "size": text },
        "required": ["DstIP", "size"],
        "additionalProperties": true,
        "x-properties": [{ "name": "DstIp", "schema": text }, { "name": "$ref", "schema": text }],
    });
    assert_eq!(of(true), expect);
    let all = json!({ "DstIP": text, "DstIp": text, "size": text, "$ref": text });
    let required = json!(["DstIP", "DstIp", "size", "$ref"]);
    assert_eq!(of(false), json!({ "type": "object", "properties": all, "required": required }));
}

#[test]
fn samples_take_the_form_of_their_schema() {
    let meaning = Meaning { format: Some("byte".to_owned()), ..Meaning::default() };
    let fields = vec![
        field("size", Type::integer(), true),
        field("tags", Type::Array(Type::String.into()), false),
        field("id", Type::Integer { width: Some(crate::model::IntegerWidth::Int64) }, false),
        Field { meaning: meaning.into(), ..field("key", Type::String, false) },
    ];
    let sample = |text: &str| Example {
        role: SampleRole::Request,
        json: Some(Arc::new(serde_json::from_str(text).unwrap())),
        ..Example::default()
    };
    let shown = |text: &str| {
        let mut call = endpoint(fields.clone(), Payload::default(), Vec::new());
        call.examples = vec![sample(text)];
        let document = document(call);
        document.pointer("/paths/~1a~1{id}/post/requestBody/content/application~1json/example").cloned()
    };
    assert_eq!(shown(r#"{"size": "3", "tags": null}"#), Some(json!({ "size": 3, "tags": [] })));
    assert_eq!(shown(r#"{"size": 3, "tags": {"a": 1}, "more": 1}"#), Some(json!({ "size": 3, "more": 1 })));
    assert_eq!(shown(r#"{"tags": ["a"]}"#), None);
    // A number that a double has not.
    assert_eq!(shown(r#"{"size": 3, "id": 9007199254740993}"#), Some(json!({ "size": 3 })));
    // Base64 with its padding.
    assert_eq!(shown(r#"{"size": 3, "key": "xxx"}"#), Some(json!({ "size": 3 })));
    assert_eq!(shown(r#"{"size": 3, "key": "eHg="}"#), Some(json!({ "size": 3, "key": "eHg=" })));
}

#[test]
fn a_bundle_has_all_services_and_no_name_twice() {
    let mut api = api(vec![endpoint(vec![field("a", Type::String, true)], data(Type::Boolean), Vec::new())]);
    let second = Service { name: "c".to_owned(), ..api.services[0].clone() };
    api.services.push(second);
    let documents = emit(&api, &Options { bundle: true, ..Options::default() });
    assert_eq!(documents.len(), 1);
    let document = &documents[0].1;
    check(document, "/paths/~1a~1{id}/post/operationId", json!("a.b.call"));
    check(document, "/paths/~1a~1{id}#c.call/post/operationId", json!("c.call"));
    assert!(document.pointer("/components/schemas/c.call.request").is_some());
}

/// Layers of types of which each leads to the next one in two ways: as many ways through as 2 to the power of 60.
#[test]
fn types_that_many_ways_lead_to_are_followed_once() {
    let layer = |at: usize| {
        let next = Type::Object(format!("t{}", at + 1));
        let fields = vec![field("a", next.clone(), true), field("b", next, true)];
        Object { id: format!("t{at}"), fields, ..Object::default() }
    };
    let types: Vec<Object> = (0..60).map(layer).collect();
    let mut last = node();
    last.id = "t60".to_owned();
    let straight = document(endpoint(Vec::new(), data(Type::Object("t0".to_owned())), types.clone()));
    let recursive = document(endpoint(
        Vec::new(),
        data(Type::Object("t0".to_owned())),
        [types, vec![last, node()]].concat(),
    ));
    let example = "/paths/~1a~1{id}/post/responses/200/content/application~1json/example";
    assert_eq!([straight.pointer(example), recursive.pointer(example)], [None, None]);
}

#[test]
fn refusals_are_ranges_of_one_component() {
    let document = document(endpoint(Vec::new(), data(Type::Boolean), Vec::new()));
    let answers = document.pointer("/paths/~1a~1{id}/post/responses").unwrap();
    let reference = json!({ "$ref": "#/components/responses/call.refusal" });
    assert_eq!([&answers["4XX"], &answers["5XX"]], [&reference, &reference]);
    check(
        &document,
        "/components/responses/call.refusal/description",
        json!("The call was refused, or failed."),
    );
}

#[test]
fn objects_in_a_query_are_text_with_the_documented_type_beside_it() {
    let of = |signed: bool| {
        let nodes = Type::Array(Type::Object("request.node".to_owned()).into());
        let nodes = Field { location: Location::Query, ..field("nodes", nodes, false) };
        let mut api = api(vec![endpoint(vec![nodes], Payload::default(), vec![node()])]);
        api.services[0].client.signed = signed;
        let document = emit(&api, &Options::default()).remove(0).1;
        document.pointer("/paths/~1a~1{id}/post/parameters/0").unwrap().clone()
    };
    let text = json!({ "type": "string" });
    let documented =
        json!({ "type": "array", "items": { "$ref": "#/components/schemas/call.request.node" } });
    let listed = json!({ "type": "array", "items": text, "x-schema": documented });
    assert_eq!(of(false), json!({ "name": "nodes", "in": "query", "schema": listed }));
    let numbered = json!({ "type": "object", "additionalProperties": text, "x-schema": documented });
    assert_eq!(of(true), json!({ "name": "nodes", "in": "query", "schema": numbered }));
}

#[test]
fn lists_in_unions_have_a_title_and_arguments_no_union_of_their_values() {
    let union = Type::OneOf(vec![Type::String, Type::Array(Type::Any.into())]);
    let value = crate::model::Value { literal: "\"red\"".to_owned(), ..crate::model::Value::default() };
    let meaning = Meaning { values: vec![value], ..Meaning::default() };
    let fields = vec![
        field("either", union, false),
        Field { location: Location::Query, meaning: meaning.into(), ..field("color", Type::String, false) },
    ];
    let document = document_of(Version::V3_1, endpoint(fields, Payload::default(), Vec::new()));
    let list = json!({ "type": "array", "items": {}, "title": "List" });
    let pointer = "/components/schemas/call.request/properties/either";
    check(&document, pointer, json!({ "oneOf": [{ "type": "string" }, list] }));
    let color = json!({ "type": "string", "x-extensible-enum": ["red"] });
    check(&document, "/paths/~1a~1{id}/post/parameters/0/schema", color);
}

/// To the format, templates that differ in names of placeholders only are one path.
#[test]
fn calls_of_one_template_share_its_path() {
    let call = |id: &str, path: &str, method| Endpoint {
        id: id.to_owned(),
        path: path.to_owned(),
        method,
        ..endpoint(Vec::new(), Payload::default(), Vec::new())
    };
    let calls = vec![
        call("read", "/disks/{disk}/parts/{part}", Method::Get),
        call("drop", "/disks/{part}/parts/{disk}", Method::Delete),
        call("list", "/disks/{id}", Method::Get),
    ];
    let mut fielded = calls;
    let path = |name| Field { location: Location::Path, ..field(name, Type::String, true) };
    fielded[1].request.fields = vec![path("disk"), path("part")];
    let document = emit(&api(fielded), &Options::default()).remove(0).1;
    let text = json!({ "type": "string" });
    let parameter =
        |name, own| json!({ "name": name, "in": "path", "schema": text, "required": true, "x-name": own });
    let shared = "/paths/~1disks~1{disk}~1parts~1{part}";
    check(&document, &format!("{shared}/get/operationId"), json!("read"));
    let renamed = json!([parameter("part", "disk"), parameter("disk", "part")]);
    check(&document, &format!("{shared}/delete/parameters"), renamed);
    check(&document, "/paths/~1disks~1{id}/get/operationId", json!("list"));
}

#[test]
fn types_that_hold_themselves_have_an_example() {
    let mut tree = node();
    let held = Type::Array(Type::Object("request.node".to_owned()).into());
    let low = Meaning { min: Some(2), ..Meaning::default() };
    tree.fields.push(field("parts", held, false));
    tree.fields.push(Field { meaning: low.into(), ..field("size", Type::integer(), false) });
    let call = endpoint(Vec::new(), data(Type::Object("request.node".to_owned())), vec![tree]);
    let example = "/paths/~1a~1{id}/post/responses/200/content/application~1json/example";
    check(&document(call), example, json!({ "data": { "parts": [], "size": 2 } }));
}

fn answers(samples: &[(SampleRole, &str)]) -> Value {
    let mut call = endpoint(Vec::new(), data(Type::Boolean), Vec::new());
    let example = |(role, text): &(SampleRole, &str)| Example {
        role: *role,
        json: Some(Arc::new(serde_json::from_str(text).unwrap())),
        ..Example::default()
    };
    call.examples = samples.iter().map(example).collect();
    document(call)
}

#[test]
fn members_that_samples_alone_show_are_in_the_envelope() {
    let document = answers(&[
        (SampleRole::Response, r#"{"errcode": 0, "hint": "x", "data": true}"#),
        (SampleRole::Response, r#"{"errcode": 0, "hint": [], "data": true}"#),
        (SampleRole::Error, r#"{"error": {"code": 1}}"#),
    ]);
    let kinds = json!({ "data": { "type": "boolean" }, "errcode": { "type": "integer" }, "hint": {} });
    check(&document, "/components/schemas/call.answer/properties", kinds);
    check(&document, "/components/schemas/call.refusal/properties", json!({ "error": { "type": "object" } }));
}

/// Tools follow references wherever they stand, to files and addresses that a page names.
#[test]
fn samples_with_references_are_left_out() {
    let document = answers(&[
        (SampleRole::Response, r#"{"data": true, "list": [{"$ref": "other.json"}]}"#),
        (SampleRole::Error, r#"{"$ref": "other.json"}"#),
    ]);
    assert!(!document.to_string().contains("other.json"), "{document:#}");
}

#[test]
fn a_default_that_its_schema_refuses_is_left_out() {
    let with = |name: &str, ty, default: &str, meaning: Meaning| {
        let meaning = Meaning { default: Some(default.to_owned()), ..meaning };
        Field { meaning: meaning.into(), ..field(name, ty, false) }
    };
    let least = Meaning { min: Some(1), ..Meaning::default() };
    let date = Meaning { format: Some("date".to_owned()), ..Meaning::default() };
    let fields = vec![
        with("low", Type::integer(), "0", least.clone()),
        with("fit", Type::integer(), "2", least),
        with("day", Type::String, "\"now\"", date),
    ];
    let document = document(endpoint(fields, Payload::default(), Vec::new()));
    let properties = document.pointer("/components/schemas/call.request/properties").unwrap();
    let defaults = ["low", "fit", "day"].map(|name| properties[name].get("default").cloned());
    assert_eq!(defaults, [None, Some(json!(2)), None]);
}

#[test]
fn placeholders_of_hosts_are_variables_and_other_braces_letters() {
    let path = |name: &str| Field { location: Location::Path, ..field(name, Type::String, true) };
    let mut call = endpoint(vec![path("region"), path("id\"")], Payload::default(), Vec::new());
    call.host = "{region}.example.com".to_owned();
    call.path = "/a}/{id\"}/{".to_owned();
    let document = document(call);
    check(&document, "/servers/0/variables", json!({ "region": { "default": "region" } }));
    let parameters = json!([
        { "name": "id_", "in": "path", "schema": { "type": "string" }, "required": true, "x-name": "id\"" },
    ]);
    check(&document, "/paths/~1a%7D~1{id_}~1%7B/post/parameters", parameters);
}

#[test]
fn schemes_of_one_name_that_say_other_things_are_several() {
    let service = |name: &str, about: &str| {
        let docs = vec![Text { text: about.into(), ..Text::default() }];
        let header =
            Field { location: Location::Header, docs: docs.into(), ..field("Token", Type::String, true) };
        let mut call = endpoint(Vec::new(), Payload::default(), Vec::new());
        (call.credentials, call.path) = (vec![header], format!("/{name}"));
        Service { name: name.to_owned(), endpoints: vec![call.into()], ..Service::default() }
    };
    let services =
        vec![service("a", "of the user"), service("b", "of the user"), service("c", "of the robot")];
    let api = Api { services, ..Api::default() };
    let document = emit(&api, &Options { bundle: true, ..Options::default() }).remove(0).1;
    let schemes = document.pointer("/components/securitySchemes").unwrap().as_object().unwrap();
    assert_eq!(schemes.keys().collect::<Vec<_>>(), ["Token", "c.Token"]);
    check(&document, "/paths/~1b/post/security", json!([{ "Token": [] }]));
    check(&document, "/paths/~1c/post/security", json!([{ "c.Token": [] }]));
}
