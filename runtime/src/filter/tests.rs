//! Forms and limits of filters.

use super::*;
use std::time::{Duration, UNIX_EPOCH};

#[track_caller]
fn check(filter: Filter, json: Value) {
    assert_eq!(Value::from(filter.check().unwrap()), json);
}

#[track_caller]
fn fails(filter: Filter, part: &str) {
    let error = filter.check().unwrap_err().to_string();
    assert!(error.contains(part), "{error}");
}

#[test]
fn every_operator_of_the_server() {
    let a = || field("a");
    let valued = [
        (a().equal("x"), "equal", json!("x")),
        (a().not_equal(true), "not_equal", json!(true)),
        (a().is_in([1, 2]), "in", json!([1, 2])),
        (a().is_not_in(["x"]), "not_in", json!(["x"])),
        (a().less(1u32), "less", json!(1)),
        (a().less_or_equal(1.5), "less_or_equal", json!(1.5)),
        (a().greater(-1), "greater", json!(-1)),
        (a().greater_or_equal(usize::MIN), "greater_or_equal", json!(0)),
        (a().before("2024-01-31"), "datetime_less", json!("2024-01-31")),
        (
            a().before_or_at("2024-01-31T00:00:00+08:00"),
            "datetime_less_or_equal",
            json!("2024-01-31T00:00:00+08:00"),
        ),
        (
            a().after(UNIX_EPOCH + Duration::from_secs(86_399)),
            "datetime_greater",
            json!("1970-01-01T23:59:59Z"),
        ),
        (
            a().after_or_at("2024-01-31 10:00:00".to_owned()),
            "datetime_greater_or_equal",
            json!("2024-01-31 10:00:00"),
        ),
        (a().begins_with("x"), "begins_with", json!("x")),
        (a().not_begins_with("x"), "not_begins_with", json!("x")),
        (a().contains("x"), "contains", json!("x")),
        (a().not_contains("x"), "not_contains", json!("x")),
        (a().ends_with("x"), "ends_with", json!("x")),
        (a().not_ends_with("x"), "not_ends_with", json!("x")),
        (a().operator("size", 3), "size", json!(3)),
    ];
    for (filter, operator, value) in valued {
        check(filter, json!({"field": "a", "operator": operator, "value": value}));
    }
    let bare = [
        (a().is_empty(), "is_empty"),
        (a().is_not_empty(), "is_not_empty"),
        (a().is_null(), "is_null"),
        (a().is_not_null(), "is_not_null"),
        (a().exists(), "exist"),
        (a().does_not_exist(), "not_exist"),
    ];
    for (filter, operator) in bare {
        check(filter, json!({"field": "a", "operator": operator}));
    }
    check(
        Filter::or([a().greater(1.5)]),
        json!({"condition": "OR", "rules": [{"field": "a", "operator": "greater", "value": 1.5}]}),
    );
}

#[test]
fn limits_are_named() {
    let atom = || field("a").equal(1);
    let nest = |filter: Filter| Filter::and([filter]);
    assert!(nest(nest(atom())).check().is_ok());
    fails(nest(nest(nest(atom()))), "3 levels");
    assert!(Filter::or((0..20).map(|_| atom())).check().is_ok());
    fails(Filter::or((0..21).map(|_| atom())), "21 conditions");
    fails(Filter::and([]), "no conditions");
    assert!(field("a").is_in(0..500).check().is_ok());
    fails(field("a").is_in(0..501), "501 values");
    for name in ["", "a b", "_a", "ä"] {
        fails(field(name).exists(), &format!("invalid attribute name `{name}`"));
    }
    for time in ["", "yesterday", "2024-1-31", "31.01.2024", "2024-01-31T", "2024-01-31ä"] {
        fails(field("a").before(time), "invalid time");
    }
    fails(field("a").contains(""), "empty search text");
    fails(field("a").not_begins_with(""), "empty search text");
    fails(field("a").less(f64::NAN), "not a finite number");
    fails(field("a").is_in([f64::INFINITY]), "not a finite number");
}

#[test]
fn any_json_comes_back() {
    let json = json!({"condition": "AND", "rules": [{"field": "a", "operator": "between", "value": [1, 2]}]});
    let filter: Filter = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&filter).unwrap(), json);
    assert_eq!(Filter::raw(json), filter);
}
