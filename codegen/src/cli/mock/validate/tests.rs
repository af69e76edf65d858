//! Arguments against small operations.

use super::super::arguments::Body;
use super::super::operation::Operation;
use super::super::target::Target;
use super::*;
use docwright::model::{
    Endpoint, IntegerWidth, Meaning, Method, Open, Service, Tolerance, Value as Documented,
};
use docwright_runtime::http::HeaderMap;
use docwright_runtime::server::Vendor;
use serde_json::json;

pub(in super::super) fn field(name: &str, ty: Type, required: bool) -> Field {
    Field { name: name.into(), ty, required, ..Field::default() }
}

/// `POST /a/{id}` with these arguments and types.
pub(in super::super) fn operation(fields: Vec<Field>, types: Vec<(&str, Vec<Field>)>) -> Operation {
    let object = |(id, fields): (&str, Vec<Field>)| Object { id: id.to_owned(), fields, ..Object::default() };
    of(Endpoint {
        id: "call".to_owned(),
        method: Method::Post,
        path: "/a/{id}".to_owned(),
        request: object(("request", fields)),
        types: types.into_iter().map(object).collect(),
        ..Endpoint::default()
    })
}

pub(in super::super) fn of(endpoint: Endpoint) -> Operation {
    let service = Service { name: "shop".to_owned(), endpoints: vec![endpoint.into()], ..Service::default() };
    let service: &'static Service = Box::leak(Box::new(service));
    super::super::prepare::one(service, &service.endpoints[0], Vendor::Plain, 1)
}

fn problems(operation: &Operation, target: &str, body: Value) -> Vec<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let target = Target::read(path, Some(query));
    let captures = operation.route.captures(&target.segments).unwrap();
    let body = if body.is_null() { Body::None } else { Body::Json(body) };
    let given = Arguments::of(operation, &captures, &target, &HeaderMap::new(), &body);
    let found = arguments(operation, &given);
    found.iter().map(|problem| format!("{}: {}", problem.kind.as_str(), problem.line())).collect()
}

/// Problems of one argument `x` with this value.
#[track_caller]
fn check(field: Field, value: Value, expect: &[&str]) {
    let inner = vec![self::field("b", Type::integer(), true)];
    let operation = operation(vec![field], vec![("inner", inner)]);
    assert_eq!(problems(&operation, "/a/1", json!({ "x": value })), expect, "{value}");
}

fn x(ty: Type) -> Field {
    field("x", ty, true)
}

fn list(ty: Type) -> Type {
    Type::Array(Box::new(ty))
}

#[test]
fn types_and_null() {
    check(x(Type::integer()), json!(1), &[]);
    check(x(Type::integer()), json!("1"), &["type: body `/x` is text; integer is expected"]);
    check(x(Type::integer()), json!(1.5), &["type: body `/x` is a number; integer is expected"]);
    check(x(Type::integer()), json!(null), &["type: body `/x` is null; integer is expected"]);
    check(Field { nullable: true, ..x(Type::integer()) }, json!(null), &[]);
    check(Field { required: false, ..x(Type::integer()) }, json!(null), &[]);
    let narrow = Type::Integer { width: Some(IntegerWidth::Int32) };
    check(x(narrow), json!(1i64 << 40), &["type: body `/x` is a number; int32 is expected"]);
    check(x(list(Type::String)), json!(["a", 1]), &["type: body `/x/1` is a number; string is expected"]);
    let union = || x(Type::OneOf(vec![Type::String, list(Type::Boolean)]));
    check(union(), json!("a"), &[]);
    check(union(), json!([true]), &[]);
    check(union(), json!([1]), &["type: body `/x/0` is a number; boolean is expected"]);
    check(union(), json!(1), &["type: body `/x` is a number; string or array of boolean is expected"]);
    check(
        x(Type::Map(Box::new(Type::Boolean))),
        json!({"a/b": 1}),
        &["type: body `/x/a~1b` is a number; boolean is expected"],
    );
}

#[test]
fn objects() {
    let inner = || x(list(Type::Object("inner".to_owned())));
    check(inner(), json!([{"b": 1}]), &[]);
    check(
        inner(),
        json!([{"b": 1}, {"c": 1}]),
        &[
            "missing: body `/x/1/b` is missing; integer is expected",
            "unknown: body `/x/1/c` is no documented member",
        ],
    );
    check(inner(), json!({"b": 1}), &["type: body `/x` is an object; a list of objects is expected"]);
}

#[test]
fn tolerances() {
    let with = |ty: Type, tolerance| Field { accepts: vec![tolerance], ..x(ty) };
    check(with(Type::integer(), Tolerance::NumberAsText), json!("12"), &[]);
    check(
        with(Type::integer(), Tolerance::NumberAsText),
        json!("a"),
        &["type: body `/x` is text; integer is expected"],
    );
    check(with(Type::String, Tolerance::TextAsNumber), json!(1), &[]);
    check(with(Type::Boolean, Tolerance::BoolAsNumber), json!(1), &[]);
    check(
        with(Type::Boolean, Tolerance::BoolAsNumber),
        json!(2),
        &["type: body `/x` is a number; boolean is expected"],
    );
    check(with(list(Type::integer()), Tolerance::OneForList), json!(1), &[]);
    check(
        with(list(Type::integer()), Tolerance::OneForList),
        json!("a"),
        &["type: body `/x` is text; integer is expected"],
    );
    check(with(list(Type::integer()), Tolerance::NullList), json!(null), &[]);
    check(with(list(Type::integer()), Tolerance::EmptyText), json!(""), &[]);
}

#[test]
fn claims() {
    let with = |ty: Type, meaning: Meaning| Field { meaning: meaning.into(), ..x(ty) };
    let value = |literal: &str| Documented { literal: literal.to_owned(), ..Documented::default() };
    let values = Meaning { values: vec![value("\"a\""), value("1")], ..Meaning::default() };
    check(with(Type::String, values.clone()), json!("a"), &[]);
    check(with(Type::String, values.clone()), json!("1"), &[]);
    check(
        with(list(Type::String), values),
        json!(["a", "b"]),
        &["value: body `/x/1` is \"b\"; documented are \"a\", 1"],
    );
    let range = Meaning { min: Some(1), max: Some(3), ..Meaning::default() };
    check(with(Type::integer(), range.clone()), json!(0), &["range: body `/x` is 0; the smallest is 1"]);
    check(with(Type::Number, range), json!(3.5), &["range: body `/x` is 3.5; the largest is 3"]);
    let length = Meaning { min_length: Some(1), max_length: Some(2), ..Meaning::default() };
    check(
        with(Type::String, length.clone()),
        json!("管理员"),
        &["length: body `/x` has 3 characters; the most is 2"],
    );
    check(with(list(Type::String), length), json!([]), &["length: body `/x` has 0 elements; the least is 1"]);
}

#[test]
fn places() {
    let place = |name: &str, location| Field { location, ..field(name, Type::integer(), true) };
    let operation = operation(
        vec![place("id", Location::Path), place("q", Location::Query), place("b", Location::Body)],
        Vec::new(),
    );
    let check = |target: &str, body: Value, expect: &[&str]| {
        assert_eq!(problems(&operation, target, body), expect, "{target}");
    };
    check("/a/1?q=2", json!({"b": 3}), &[]);
    check("/a/1?q=2", json!({"b": 3, "id": 1}), &[]);
    check(
        "/a/x?q=y",
        json!({"b": 3}),
        &["type: path `/id` is text; integer is expected", "type: query `/q` is text; integer is expected"],
    );
    check(
        "/a/1?b=2",
        json!({"q": 3}),
        &[
            "missing: query `/q` is missing; integer is expected",
            "missing: body `/b` is missing; integer is expected",
            "unknown: query `/b` is an argument of the body",
            "unknown: body `/q` is an argument of the query",
        ],
    );
    check(
        "/a/1?q=2",
        json!([1]),
        &[
            "missing: body `/b` is missing; integer is expected",
            "type: body `` is a list; an object is expected",
        ],
    );
    check("/a/1?q=2", Value::Null, &["missing: body `/b` is missing; integer is expected"]);
}

#[test]
fn open_objects_take_what_is_not_documented() {
    let mut endpoint = operation(vec![x(Type::String)], Vec::new()).endpoint.clone();
    assert_eq!(
        problems(&of(endpoint.clone()), "/a/1", json!({"x": "", "y": 1})),
        ["unknown: body `/y` is no documented argument"]
    );
    endpoint.request.open = Some(Open::default());
    assert!(problems(&of(endpoint), "/a/1", json!({"x": "", "y": 1})).is_empty());
}
