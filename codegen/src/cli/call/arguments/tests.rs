//! Words and the arguments that they give.

use super::*;
use docwright::model::{Endpoint, Field, Object, Open, Service};
use serde_json::json;

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.into(), ty, ..Field::default() }
}

fn list(inner: Type) -> Type {
    Type::Array(inner.into())
}

fn object(id: &str, fields: Vec<Field>) -> Object {
    Object { id: id.to_owned(), fields, ..Object::default() }
}

fn open() -> Object {
    Object { open: Some(Open::default()), ..object("open", vec![field("a", Type::integer())]) }
}

fn endpoint() -> Endpoint {
    let fields = vec![
        field("bk_biz_id", Type::integer()),
        field("name", Type::String),
        field("on", Type::Boolean),
        field("rate", Type::Number),
        field("ids", list(Type::integer())),
        field("tags", list(Type::String)),
        field("data", Type::Object("data".to_owned())),
        field("hosts", list(Type::Object("host".to_owned()))),
        field("page.size", Type::integer()),
        field("any", Type::Any),
        field("json", Type::String),
        field("help", Type::String),
        field("dry_run", Type::Boolean),
        field("curl", Type::String),
    ];
    let inner = vec![field("id", Type::integer()), field("more", Type::Object("open".to_owned()))];
    let types = vec![object("data", inner), object("host", vec![field("ip", Type::String)]), open()];
    Endpoint { id: "call".to_owned(), request: object("request", fields), types, ..Endpoint::default() }
}

fn parsed(words: &[&str]) -> Result<Given, String> {
    parsed_by(&endpoint(), words)
}

fn parsed_by(endpoint: &Endpoint, words: &[&str]) -> Result<Given, String> {
    let service = Service { name: "a".to_owned(), ..Service::default() };
    let operation = Operation { service: &service, endpoint, name: "a_call".to_owned() };
    let read = |place: &str| match place {
        "text" => Ok(b"from a file\n".to_vec()),
        "object.json" => Ok(b"{\"id\": 7}".to_vec()),
        _ => Err("no such file".to_owned()),
    };
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    parse(&operation, &words, &read)
}

#[track_caller]
fn check(words: &[&str], expect: Result<Value, &str>) {
    match (parsed(words), expect) {
        (Ok(given), Ok(expect)) => assert_eq!(Value::Object(given.arguments), expect),
        (Err(message), Err(part)) => assert!(message.contains(part), "{message}"),
        (got, _) => panic!("{got:?}"),
    }
}

#[test]
fn values_have_the_documented_types() {
    check(&["--bk_biz_id", "5", "--name", "5"], Ok(json!({ "bk_biz_id": 5, "name": "5" })));
    check(&["--bk-biz-id=-5", "--rate", "1.50"], Ok(json!({ "bk_biz_id": -5, "rate": 1.50 })));
    check(&["--on", "--name", "--x"], Err("`--name` needs a value"));
    check(&["--on", "--name=--x"], Ok(json!({ "on": true, "name": "--x" })));
    check(&["--on", "no"], Ok(json!({ "on": false })));
    check(&["--any", "[1]"], Ok(json!({ "any": [1] })));
    check(&["--any", "[1"], Ok(json!({ "any": "[1" })));
    check(&["--bk_biz_id", "x"], Err("`--bk_biz_id`: expected a whole number, found `x`"));
    check(&["--rate", "inf"], Err("expected a number"));
    check(&["--data", "[]"], Err("`--data`: expected an object in JSON, found `[]`"));
    check(&["--name", "a", "--name", "b"], Err("given twice"));
    check(&["name"], Err("unexpected `name`"));
    check(&["--nme", "a"], Err("no argument `--nme`"));
    check(&["--bk_biz", "1"], Err("did you mean `--bk_biz_id`?"));
    check(&["--nme", "a"], Err("did you mean `--name`?"));
    check(&["--data.idd", "1"], Err("did you mean `--data.id`?"));
    check(&["--dat.id", "1"], Err("did you mean `--data.id`?"));
    check(&["--dry-rn"], Err("did you mean `--dry-run`?"));
}

#[test]
fn lists_grow_by_repetition() {
    check(&["--ids", "1", "--ids", "2"], Ok(json!({ "ids": [1, 2] })));
    check(&["--ids", "[1,2]", "--ids", "3"], Ok(json!({ "ids": [1, 2, 3] })));
    check(&["--tags", "[a", "--tags", "b"], Ok(json!({ "tags": ["[a", "b"] })));
    check(&["--ids", "x"], Err("`--ids`: expected a whole number"));
}

#[test]
fn members_are_reached_by_dots() {
    check(&["--data.id", "1", "--page.size", "2"], Ok(json!({ "data": { "id": 1 }, "page.size": 2 })));
    let hosts = ["--hosts.0.ip", "a", "--hosts.1.ip", "b"];
    check(&hosts, Ok(json!({ "hosts": [{ "ip": "a" }, { "ip": "b" }] })));
    check(&["--hosts.ip", "a"], Err("`--hosts.0.ip`"));
    check(&["--hosts.1.ip", "a"], Err("element 1 stands before element 0"));
    check(&["--hosts.1000.ip", "a"], Err("at most 1000"));
    check(&["--data.more.x.y", "1"], Ok(json!({ "data": { "more": { "x.y": 1 } } })));
    check(&["--any.x.y", "1"], Ok(json!({ "any": { "x": { "y": 1 } } })));
    check(&["--data.none", "1"], Err("no argument `--data.none`"));
    check(&["--any", "1", "--any.x", "1"], Err("has no members"));
    check(&["--any.", "1"], Err("has a member without a name"));
}

/// What the flag of a member gives is in the call, wherever the flag of the whole stands.
#[test]
fn members_beside_the_whole() {
    let both = json!({ "data": { "id": 1, "more": { "a": 2 } } });
    check(&["--data", r#"{"more":{"a":2}}"#, "--data.id", "1"], Ok(both.clone()));
    check(&["--data.id", "1", "--data", r#"{"more":{"a":2}}"#], Ok(both.clone()));
    check(&["--data.id", "1", "--data", r#"{"id":3,"more":{"a":2}}"#], Ok(both));
    check(&["--any.x", "1", "--any", "2"], Err("would replace the members that other flags give"));
    let list = ["--any.x.0", "1", "--any", r#"{"x":[2]}"#];
    check(&list, Err("would replace the members that other flags give"));
    check(&["--hosts.0.ip", "a", "--hosts", "[{}]"], Err("would replace the elements that other flags give"));
}

#[test]
fn files_and_whole_objects() {
    check(&["--name", "@text"], Ok(json!({ "name": "from a file" })));
    check(&["--name", "@@text"], Ok(json!({ "name": "@text" })));
    check(&["--data", "@object.json"], Ok(json!({ "data": { "id": 7 } })));
    check(&["--name", "@none"], Err("`--name`: cannot read `none`: no such file"));
    // An argument of the operation hides an option of its name, unless the option keeps the call from being sent.
    check(&["--json", "{}"], Ok(json!({ "json": "{}" })));
    check(&["--arg.json", "{}"], Ok(json!({ "json": "{}" })));
    check(&["--arg.help", "me"], Ok(json!({ "help": "me" })));
    check(&["--help", "me"], Err("help: the argument is written `--arg.help me`"));
    check(&["--help=me"], Err("the option `--help` takes no value"));
    assert!(parsed(&["--help"]).unwrap().options.help);
}

/// Who asks for a dry run gets one, whatever the arguments are called.
#[test]
fn arguments_do_not_hide_what_sends_nothing() {
    for (words, dry_run, expect) in [
        (&["--dry-run"][..], true, json!({})),
        (&["--dry_run"], false, json!({ "dry_run": true })),
        (&["--dry_run", "false", "--dry-run"], true, json!({ "dry_run": false })),
        (&["--arg.dry_run"], false, json!({ "dry_run": true })),
        (&["--arg.curl", "x", "--dry-run"], true, json!({ "curl": "x" })),
    ] {
        let given = parsed(words).unwrap();
        assert_eq!((given.options.dry_run, Value::Object(given.arguments)), (dry_run, expect), "{words:?}");
    }
    let curl = parsed(&["--curl"]).unwrap();
    assert!(curl.options.curl && curl.arguments.is_empty());
    check(&["--curl", "x"], Err("help: the argument is written `--arg.curl x`"));
    check(&["--dry-run", "true"], Err("help: the argument is written `--dry_run true`"));
    check(&["--arg.none", "x"], Err("no argument `--arg.none`"));
    assert_eq!(with_flags("`--curl` is required, `--name` too"), "`--arg.curl` is required, `--name` too");
    // An open operation takes any name; the options come first, however they are written.
    let open = parsed_by(&Endpoint { request: open(), ..endpoint() }, &["--Dry_Run", "--more", "x"]).unwrap();
    assert!(open.options.dry_run);
    assert_eq!(Value::Object(open.arguments), json!({ "more": "x" }));
}

#[test]
fn options_stand_behind_too() {
    let given = parsed(&["--dry-run", "--pages", "3", "--name", "a", "--timeout=9"]).unwrap();
    let options = Options { dry_run: true, pages: Some(3), timeout: Some(9), ..Options::default() };
    assert_eq!(given.options, options);
    check(&["--pages", "0"], Err("`--pages`: expected a whole number above 0"));
}

#[test]
fn flags_win_over_json() {
    let mut base = Map::from_iter([("a".to_owned(), json!({ "x": 1, "y": 2 }))]);
    merge(&mut base, Map::from_iter([("a".to_owned(), json!({ "y": 3 })), ("b".to_owned(), json!(1))]));
    assert_eq!(Value::Object(base), json!({ "a": { "x": 1, "y": 3 }, "b": 1 }));
}
