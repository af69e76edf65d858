//! What docs add renames nothing that callers name already.

use super::file;
use super::models::{api, endpoint, field, int, object, open, service, with_values};
use crate::emit::rust::{Options, emit, public_api};
use crate::model::{Endpoint, Field, Object, Type};

fn mode(values: [&str; 2]) -> Field {
    let literals = values.map(|value| format!("{value:?}"));
    with_values(field("mode", Type::String, false, ""), &[(&literals[0], ""), (&literals[1], "")])
}

fn call(request: Vec<Field>, spec: Object, answer: Vec<Field>) -> Endpoint {
    let spec_field = field("spec", Type::Object("request.spec".to_owned()), false, "");
    let types = vec![spec, object("response.data", answer)];
    let request = [request, vec![spec_field]].concat();
    endpoint("make", "/make", request, Type::Object("response.data".to_owned()), types)
}

fn emitted(endpoint: Endpoint) -> String {
    let files = emit(&api(vec![service("a.b", "plain", "A", vec![endpoint])]), &Options::default());
    file(&files, "a/b/make.rs").to_owned()
}

/// Every type and member of the old file has the same type in the new one, and the new one has the parts.
#[track_caller]
fn check(old: Endpoint, new: Endpoint, parts: &[&str]) {
    let (old, new) = (emitted(old), emitted(new));
    let types = |text: &str| public_api::read(text).unwrap().types;
    let after = types(&new);
    for (name, members) in types(&old) {
        for (member, ty) in members {
            assert_eq!(after.get(&name).and_then(|it| it.get(&member)), Some(&ty), "{name}.{member}\n{new}");
        }
    }
    parts.iter().for_each(|part| assert!(new.contains(part), "no `{part}` in\n{new}"));
}

fn spec(fields: Vec<Field>) -> Object {
    object("request.spec", fields)
}

#[test]
fn an_enum_keeps_its_name_beside_others_of_its_field() {
    let old = || call(vec![mode(["FAST", "SLOW"])], spec(vec![]), vec![field("id", int(), false, "")]);
    let answer = call(
        vec![mode(["FAST", "SLOW"])],
        spec(vec![]),
        vec![field("id", int(), false, ""), mode(["WET", "DRY"])],
    );
    check(old(), answer, &["pub mode: Option<Mode>", "pub mode: Option<DataMode>"]);
    let below = call(
        vec![mode(["FAST", "SLOW"])],
        spec(vec![mode(["WET", "DRY"])]),
        vec![field("id", int(), false, "")],
    );
    check(old(), below, &["pub mode: Option<Mode>", "pub mode: Option<SpecMode>"]);
}

#[test]
fn the_map_of_an_open_object_keeps_its_name() {
    let extra = || field("extra", Type::String, false, "");
    let old = || call(vec![], open(spec(vec![]), "more may follow"), vec![]);
    let new = call(vec![], open(spec(vec![extra()]), "more may follow"), vec![]);
    check(old(), new, &["pub extra_: Option<String>", "pub extra: wire::Map", "fn extra_(mut self"]);
    // A closed object may be opened later.
    let closed = call(vec![], spec(vec![extra()]), vec![]);
    let opened = call(vec![], open(spec(vec![extra()]), "more may follow"), vec![]);
    check(closed, opened, &["pub extra_: Option<String>", "pub extra: wire::Map"]);
    // Two fields that would both be called so.
    let twice = call(vec![], open(spec(vec![extra(), field("Extra", Type::String, false, "")]), ""), vec![]);
    check(old(), twice, &["pub extra: wire::Map"]);
}

#[test]
fn answers_have_no_default_to_lose() {
    let text = emitted(call(vec![], spec(vec![]), vec![field("id", int(), false, "")]));
    let derive = |name: &str| {
        let before = &text[..text.find(&format!("pub struct {name} ")).unwrap()];
        before[before.rfind("derive(").unwrap()..].contains("Default")
    };
    assert!(derive("Spec") && derive("Make") && !derive("MakeOutput"), "{text}");
}
