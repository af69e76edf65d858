//! Definitions of small models.

use super::*;
use crate::model::{
    Endpoint, Field, Location, Meaning, Method, Object, Service, Text, Type, Value as Documented,
};

fn field(name: &str, ty: Type, required: bool) -> Field {
    let text = Text { language: "en".into(), text: format!("About {name}.").into(), ..Text::default() };
    Field { name: name.into(), ty, required, docs: [text].into_iter().collect(), ..Field::default() }
}

fn api(fields: Vec<Field>, types: Vec<Object>) -> Api {
    let title = Text { language: "en".into(), text: "Creates a thing".into(), ..Text::default() };
    let endpoint = Endpoint {
        id: "create".to_owned(),
        title: vec![title],
        method: Method::Post,
        path: "/things/{zone}".to_owned(),
        request: Object { id: "request".to_owned(), fields, ..Object::default() },
        types,
        ..Endpoint::default()
    };
    let service = Service { name: "a.b".to_owned(), endpoints: vec![endpoint.into()], ..Service::default() };
    Api { services: vec![service], ..Api::default() }
}

fn tools(api: &Api, form: Form, schema_bytes: usize) -> Tools {
    emit(api, &Options { form, schema_bytes, ..Options::default() }, &|_| true)
}

fn small() -> Api {
    let value = |literal: &str| Documented { literal: literal.to_owned(), ..Documented::default() };
    let mut kind = field("kind", Type::String, true);
    kind.meaning = Meaning { values: vec![value("\"x\""), value("\"y\"")], ..Meaning::default() }.into();
    let mut size = field("size", Type::integer(), false);
    size.meaning = Meaning { min: Some(1), max: Some(9), ..Meaning::default() }.into();
    api(vec![kind, size, field("名 称", Type::String, false)], Vec::new())
}

#[track_caller]
fn check(form: Form, pointer: &str, expect: Value) {
    let value = tools(&small(), form, SCHEMA_BYTES).value;
    assert_eq!(value.pointer(pointer), Some(&expect), "{value:#}");
}

#[test]
fn each_form_has_its_own_members() {
    check(Form::OpenAi, "/0/function/name", json!("a_b_create"));
    check(Form::OpenAi, "/0/function/description", json!("Creates a thing"));
    check(Form::OpenAi, "/0/function/parameters/required", json!(["kind", "zone"]));
    check(Form::OpenAiResponses, "/0/strict", json!(false));
    check(Form::Anthropic, "/0/input_schema/properties/kind/enum", json!(["x", "y"]));
    check(Form::Gemini, "/0/functionDeclarations/0/parametersJsonSchema/properties/size/maximum", json!(9));
    check(Form::Mcp, "/0/annotations/readOnlyHint", json!(false));
    check(Form::Mcp, "/0/inputSchema/properties/zone", json!({ "type": "string" }));
}

#[test]
fn names_that_no_api_takes_are_replaced_and_found_again() {
    let api = operations::callable(&small());
    let operation = &operations::of(&api)[0];
    let input = Input::new(operation, None, SCHEMA_BYTES);
    let [(name, wire)] = input.renamed.as_slice() else { panic!("{:?}", input.renamed) };
    assert_eq!(wire, "名 称");
    assert_eq!(input.schema["properties"][name]["description"], "`名 称` About 名 称.");
    let given = Map::from_iter([(name.clone(), json!(1)), ("kind".to_owned(), json!("x"))]);
    assert_eq!(Value::Object(input.on_the_wire(given)), json!({ "kind": "x", "名 称": 1 }));
}

/// A tree of objects: `width` fields each, `depth` levels, and the last one leads back to the first.
fn deep(width: usize, depth: usize) -> Api {
    let level = |at: usize| {
        let next = || Type::Object(format!("t{}", (at + 1) % depth));
        let fields = (0..width).map(|n| field(&format!("f{n}"), next(), n == 0)).collect();
        Object { id: format!("t{at}"), fields, ..Object::default() }
    };
    api(vec![field("top", Type::Object("t0".to_owned()), true)], (0..depth).map(level).collect())
}

#[test]
fn sizes_are_bounded_and_what_is_cut_is_named() {
    for (api, bytes) in [(deep(1, 3), 16 << 10), (deep(2, 60), 4 << 10), (deep(40, 40), 800)] {
        let Tools { value, cuts, .. } = tools(&api, Form::Anthropic, bytes);
        assert!(value[0]["input_schema"].to_string().len() <= bytes);
        let [cut] = cuts.as_slice() else { panic!("{cuts:?}") };
        assert!(cut.starts_with("`a_b_create`: ") && cut.contains("without their members: `top"), "{cut}");
    }
}

#[test]
fn optional_arguments_are_left_out_last() {
    let mut fields: Vec<Field> = (0..100).map(|n| field(&format!("o{n}"), Type::String, false)).collect();
    fields.push(field("needed", Type::String, true));
    let Tools { value, cuts, .. } = tools(&api(fields, Vec::new()), Form::Anthropic, 600);
    let schema = &value[0]["input_schema"];
    assert!(schema.to_string().len() <= 600);
    assert!(schema["properties"]["needed"].is_object() && schema["properties"]["o0"].is_object());
    assert!(cuts[0].contains("without the optional arguments `o"), "{cuts:?}");
    let none = tools(&small(), Form::Anthropic, 10);
    assert!(none.cuts[0].contains("still larger"), "{:?}", none.cuts);
}

#[test]
fn arguments_of_one_name_are_two() {
    let in_path = Field { location: Location::Path, ..field("zone", Type::String, true) };
    let api = api(vec![in_path, field("zone", Type::integer(), false)], Vec::new());
    let value = tools(&api, Form::Anthropic, SCHEMA_BYTES).value;
    let names: Vec<&String> = value[0]["input_schema"]["properties"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["path.zone", "zone"]);
}
