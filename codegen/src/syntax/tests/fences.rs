//! What a fence is split into.

use crate::syntax::samples::{self, Body, Sample};

/// One line per sample: status, label, body.
#[track_caller]
fn check(fence: &str, expect: &[&str]) {
    let lines: Vec<_> = samples::read(fence).iter().map(|it| show(fence, it)).collect();
    assert_eq!(lines, expect, "{fence}");
}

fn show(fence: &str, sample: &Sample<'_>) -> String {
    let head = match (sample.status, sample.label.as_str()) {
        (None, "") => String::new(),
        (None, label) => format!("[{label}] "),
        (Some(status), label) => format!("{status} [{label}] "),
    };
    let body = match &sample.body {
        Body::Json(document) => document.to_value().to_string(),
        Body::Query(pairs) => pairs.iter().map(|(name, value)| format!("{name}={value};")).collect(),
        Body::RequestLine { method, target, rest } => {
            let rest = rest.as_ref().map(|it| format!(" {}", it.to_value()));
            format!("{method} {target}{}", rest.unwrap_or_default())
        }
        Body::Text => format!("text {:?}", &fence[sample.start as usize..]),
    };
    head + &body
}

#[test]
fn documents() {
    check("{\"a\": 1}\n", &["{\"a\":1}"]);
    check("{\"a\": 1}\n\n{\"b\": 2}\n[3]", &["{\"a\":1}", "{\"b\":2}", "[3]"]);
    check("{\"a\": 1},\n{\"b\": 2}", &["{\"a\":1}", "{\"b\":2}"]);
    check("{}{}", &["{}", "{}"]);
    check("\"a\": 1\n}\n", &["{\"a\":1}"]);
    check("7", &["7"]);
    check("", &[]);
}

#[test]
fn labels() {
    check(
        "# http status: 400\n{}\n# http status=200\n\n[]",
        &["400 [http status: 400] {}", "200 [http status=200] []"],
    );
    check("HTTP状态码:200\n{}", &["200 [HTTP状态码:200] {}"]);
    check("HTTP/1.1 404 Not Found\nContent-Type: text/json\n\n{}", &["404 [HTTP/1.1 404 Not Found] {}"]);
    check("// first\n// second 200\n{}", &["[first second 200] {}"]);
    check("成功\n{}\n失败\n[]", &["[成功] {}", "[失败] []"]);
    check("{}\n# that was all", &["{}"]);
}

#[test]
fn requests() {
    check("GET /a/b?c=1", &["GET /a/b?c=1"]);
    check("POST /a HTTP/1.1\nHost: x.y\nX-A: b\n\n{\"c\": 1}", &["POST /a {\"c\":1}"]);
    check("GET /a\nGET /b\n", &["GET /a", "GET /b"]);
    check("GET /a\n# http status: 200\n{}", &["GET /a", "200 [http status: 200] {}"]);
    check("POST is a word", &["text \"POST is a word\""]);
}

#[test]
fn curl() {
    check("curl 'http://x.y/z?a=1'", &["GET http://x.y/z?a=1"]);
    check("$ curl -s -H 'A: b' -X PUT http://x.y \\\n  -d '{\"a\": 1,}'", &["PUT http://x.y {\"a\":1}"]);
    check("curl -XPOST --data-raw '{\n \"a\": 1}' http://x.y\n{}", &["POST http://x.y {\"a\":1}", "{}"]);
    check(r#"curl http://x.y -d "{\"a\": [1]}""#, &[r#"POST http://x.y {"a":[1]}"#]);
    check("curl -X POST http://x.y \\\r\r\n -d 1", &["POST http://x.y"]);
    check("curl http://x.y \\\r -d '{}'", &["POST http://x.y {}"]);
    check("curl x \\\r", &["text \"curl x \\\\\\r\""]);
    check("curl is a tool", &["text \"curl is a tool\""]);
}

#[test]
fn curl_payload_has_spans() {
    let fence = "curl http://x.y -d '{\"a\": [1]}'";
    let samples = samples::read(fence);
    let Body::RequestLine { rest: Some(document), .. } = &samples[0].body else { panic!("{samples:?}") };
    let list = document.root.get("a").unwrap();
    assert_eq!(&fence[list.start as usize..list.end as usize], "[1]");
}

#[test]
fn queries() {
    check("a=1&b=x%20y", &["a=1;b=x%20y;"]);
    check("a=1", &["a=1;"]);
    check("http://x.y/?Action=B\n&C.0=d\n&E =f g\n", &["Action=B;C.0=d;E=f g;"]);
    check("/a?b=1", &["b=1;"]);
    check("?b=1&c=", &["b=1;c=;"]);
}

#[test]
fn text() {
    for fence in [
        "http://x.y/z",
        "/a/b/c",
        "a: 1\nb:\n  - c\n",
        "a = 1",
        "a=\"b\"\nc=\"d\"",
        "import json\nx = '''\n{\"a\": 1}\n'''\nprint(x)",
        "from a import b\nfrom c import d\nfrom e import f\nfrom g import h\n{\"a\": 1}",
        "\"\"\"\n:param a: 1\n\"\"\"",
        "some words",
        "# a comment alone",
    ] {
        check(fence, &[&format!("text {fence:?}")]);
    }
}
