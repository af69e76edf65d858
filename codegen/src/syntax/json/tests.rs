//! What the reader accepts, repairs and rejects.

use super::*;
use crate::limits::JSON_DEPTH;

/// Reads `input` and compares the value and the names of the repairs.
#[track_caller]
fn check(input: &str, value: &str, repairs: &[&str]) {
    let document = read(input).unwrap_or_else(|| panic!("unread: {input}"));
    let expect: Value = serde_json::from_str(value).unwrap();
    assert_eq!(document.to_value(), expect, "{input}");
    let found: Vec<_> = document.repairs.iter().map(|(repair, _)| repair.name()).collect();
    assert_eq!(found, repairs, "{input}");
}

#[track_caller]
fn check_unread(input: &str) {
    assert_eq!(read(input), None, "{input}");
}

#[test]
fn strict() {
    let texts = [
        r#"{"a": [1, -2.5e3, true, null, "x\n\u4e2d\ud83d\ude00\/"], "b": {}}"#,
        "[]",
        " [ ] ",
        "1",
        r#""x""#,
        "null",
        r#"{"a":1,"a":2}"#,
        r#"["...", "// no comment", "“x”"]"#,
        "[0, -0, 1e5, 12345678901234567890]",
    ];
    texts.iter().for_each(|it| check(it, it, &[]));
}

#[test]
fn commas() {
    check(r#"{"a": 1,}"#, r#"{"a": 1}"#, &["trailing-comma"]);
    check("[1,, 2,]", "[1, 2]", &["trailing-comma", "trailing-comma"]);
    check("[,1]", "[1]", &["trailing-comma"]);
    check("{\"a\": \"x\"\n\"b\": 2}", r#"{"a": "x", "b": 2}"#, &["missing-comma"]);
    check("[{} {}]", "[{}, {}]", &["missing-comma"]);
    check(r#"[1 "a" "b"]"#, r#"[1, "a", "b"]"#, &["missing-comma", "missing-comma"]);
    check(r#"{"a": 1; "b": 2}"#, r#"{"a": 1, "b": 2}"#, &["garbage"]);
}

#[test]
fn comments() {
    check("// all\n{\"a\": 1 // one\n}", r#"{"a": 1}"#, &["comment", "comment"]);
    check("{\"a\": /* one */ 1, # two\n\"b\": 2}", r#"{"a": 1, "b": 2}"#, &["comment", "comment"]);
    check("{\"a\": \"x\"     // string, \"one\"\n, \"b\": 1}", r#"{"a": "x", "b": 1}"#, &["comment"]);
    check("[1] /* open", "[1]", &["comment"]);
}

#[test]
fn ellipses() {
    check("[1, ...]", "[1]", &["ellipsis"]);
    check("[1, ……, 2]", "[1, 2]", &["ellipsis"]);
    check("[{}, ...... {}]", "[{}, {}]", &["ellipsis"]);
    check("{\"a\": 1, ....\n}", r#"{"a": 1}"#, &["ellipsis"]);
    check("{\"a\": {...}, \"b\": [...]}", r#"{"a": {}, "b": []}"#, &["ellipsis", "ellipsis"]);
    check("{\"a\": 1\n//...\n}", r#"{"a": 1}"#, &["ellipsis"]);
    check(r#"{"a": ..., "b": 1}"#, r#"{"a": null, "b": 1}"#, &["ellipsis"]);
}

#[test]
fn quotes() {
    check("{'a': 'it\"s'}", r#"{"a": "it\"s"}"#, &["single-quotes", "single-quotes"]);
    check("{“a”：“b”，“c”：1}", r#"{"a": "b", "c": 1}"#, &["full-width"; 6]);
    check(r#"{"a": "<class "x.y">", "b": 1}"#, r#"{"a": "<class \"x.y\">", "b": 1}"#, &["unescaped-quote"]);
    check(r#"{"a": "{"b":"1","c":2}"}"#, r#"{"a": "{\"b\":\"1\",\"c\":2}"}"#, &["unescaped-quote"]);
    check("{\"a: \"x\", \"b\": 1}", r#"{"a": "x", "b": 1}"#, &["missing-quote"]);
    check("{\"a\": \"x,\n\"b\": 1}", r#"{"a": "x", "b": 1}"#, &["missing-quote"]);
    check("{\"a\": \"x\n y\"}", r#"{"a": "x\n y"}"#, &["control-character"]);
    check("[\"a\tb\"]", r#"["a\tb"]"#, &["control-character"]);
    check(r#"["\d", "\ud800x"]"#, r#"["\\d", "\ufffdx"]"#, &["bad-escape", "bad-escape"]);
}

#[test]
fn scalars() {
    check("[True, False, None, NULL]", "[true, false, null, null]", &["python-literal"; 4]);
    check("[u'a']", r#"["a"]"#, &["python-literal", "single-quotes"]);
    check(r#"{"a": task_url, "b": 1}"#, r#"{"a": "task_url", "b": 1}"#, &["bare-word"]);
    check(r#"{"a": 2020-01-01 10:00:00, "b": 1}"#, r#"{"a": "2020-01-01 10:00:00", "b": 1}"#, &["bare-word"]);
    check(r#"{"a": http://x.y/z, "b": 1}"#, r#"{"a": "http://x.y/z", "b": 1}"#, &["bare-word"]);
    check("[+1, .5, 1., 10L, 1]", "[1, 0.5, 1, 10, 1]", &["odd-number"; 4]);
    check("[007, 1]", r#"["007", 1]"#, &["bare-word"]);
    check("[1e999]", r#"["1e999"]"#, &[]);
}

#[test]
fn names() {
    check("{1: true, 2: false}", r#"{"1": true, "2": false}"#, &["integer-key", "integer-key"]);
    check(
        "{name: string, id: 1}",
        r#"{"name": "string", "id": 1}"#,
        &["bare-name", "bare-word", "bare-name"],
    );
    check(r#"{"a" "b", "c": 1}"#, r#"{"a": "b", "c": 1}"#, &["missing-colon"]);
    check(r#"{"a": , "b": 1}"#, r#"{"a": null, "b": 1}"#, &["garbage"]);
}

#[test]
fn brackets() {
    check("{\"a\":\n\"b\": 1, \"c\": 2\n}\n}", r#"{"a": {"b": 1, "c": 2}}"#, &["missing-braces"]);
    check("{\"a\": \"b\" : 1}", r#"{"a": {"b": 1}}"#, &["missing-braces", "unclosed"]);
    check("{\"a\": \"b: c\"}", r#"{"a": "b: c"}"#, &[]);
    check("\"a\": 1,\n\"b\": {}\n}", r#"{"a": 1, "b": {}}"#, &["missing-braces"]);
    check("\"a\": 1,\n\"b\": {}", r#"{"a": 1, "b": {}}"#, &["missing-braces", "unclosed"]);
    check(r#"{"a": [1, 2}"#, r#"{"a": [1, 2]}"#, &["unclosed"]);
    check(r#"{"a": {"b": 1], "c": 2}"#, r#"{"a": {"b": 1}, "c": 2}"#, &["wrong-bracket"]);
    check(r#"{"a": {{"b": 1}, {"b": 2}}}"#, r#"{"a": [{"b": 1}, {"b": 2}]}"#, &["braces-for-list"]);
    check(r#"{"a": 1, "b": {"c": 2}"#, r#"{"a": 1, "b": {"c": 2}}"#, &["unclosed"]);
    check("{\"a\": 1}}", r#"{"a": 1}"#, &["garbage"]);
    check("pythonCopy code{\n\"a\": 1}", r#"{"a": 1}"#, &["garbage"]);
    check("\u{a0}{\u{3000}\"a\": 1}", r#"{"a": 1}"#, &["odd-space", "odd-space"]);
}

#[test]
fn other_languages() {
    let texts = [
        "",
        "{",
        "{\"a\": {",
        "{{ common_args_desc }}",
        "{% include 'x' %}",
        "https://example.com/api?a=1",
        "/api/v3/hosts",
        "key: value\nother: [1, 2]",
        "\"key\": value\n\"other\": word",
        "- a\n- b",
        "\"\"\"\nfunc({\"a\": 1})\n\"\"\"",
        "'''\n{}\n'''",
        "[x for x in range(3)]",
        "[section]\nkey = value",
        "{ int a = 1; return a; }",
        "if (a) {\n  b();\n}",
        "SELECT * FROM t",
        "some words",
        "“”",
    ];
    texts.iter().for_each(|it| check_unread(it));
}

#[test]
fn spans() {
    let text = r#"{"a": [1, 'é'], "ключ" : {"b": null,}}"#;
    let root = read(text).unwrap().root;
    let slice = |node: &Node<'_>| &text[node.start as usize..node.end as usize];
    assert_eq!(slice(&root), text);
    assert_eq!(slice(root.get("a").unwrap()), "[1, 'é']");
    assert_eq!(slice(&root.get("a").unwrap().items()[1]), "'é'");
    assert_eq!(slice(root.get("ключ").unwrap()), r#"{"b": null,}"#);
    let name = &root.members()[1];
    assert_eq!(&text[name.name_start as usize..name.name_end as usize], "\"ключ\"");
}

#[test]
fn repeated_names() {
    let root = read(r#"{"a": 1, "b": 2, "a": 3}"#).unwrap().root;
    assert_eq!(root.members().len(), 3);
    assert_eq!(root.get("a").unwrap().kind, Kind::Number("3".into()));
    assert_eq!(root.to_value(), serde_json::json!({"a": 3, "b": 2}).into());
}

#[test]
fn many_members_are_found_by_name() {
    let members: Vec<String> = (0..40).map(|at| format!("\"m{}\": {at}", at % 30)).collect();
    let text = format!("{{{}}}", members.join(","));
    let root = read(&text).unwrap().root;
    let number = |name: &str| root.get(name).map(|node| node.kind.clone());
    assert_eq!(number("m9"), Some(Kind::Number("39".into())));
    assert_eq!(number("m10"), Some(Kind::Number("10".into())));
    assert_eq!((number("m"), number("m30"), number("z")), (None, None, None));
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(JSON_DEPTH)).is_some());
    assert_eq!(read(&nested(JSON_DEPTH + 1)), None);
    assert_eq!(read(&"{\"a\":".repeat(100_000)), None);
}
