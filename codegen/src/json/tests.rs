//! What the reader accepts, mends and refuses.

use super::*;

/// Reads `input` and compares the value and the names of the repairs.
#[track_caller]
fn check(input: &str, value: &str, repairs: &[&str]) {
    let document = read(input).unwrap_or_else(|| panic!("unread: {input}"));
    let expect: serde_json::Value = serde_json::from_str(value).unwrap();
    assert_eq!(document.to_value(), expect, "{input}");
    let found: Vec<_> = document.repairs.iter().map(|(repair, _)| repair.name()).collect();
    assert_eq!(found, repairs, "{input}");
}

#[test]
fn strict() {
    for text in
        [r#"{"a": [1, -2.5e3, true, null, "x\n\u4e2d\ud83d\ude00"], "b": {}}"#, "[]", " [ ] ", "1", r#""x""#]
    {
        check(text, text, &[]);
    }
}

mod corpus;
