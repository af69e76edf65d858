//! What holds for any input: strict JSON is read as by a strict reader, and nothing makes the reader fail or linger.

use crate::syntax::json::{self, Node, Value};
use crate::syntax::samples::{self, Body};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|it| serde_json::Value::Object(it.into_iter().collect())),
        ]
    })
}

/// Texts made of what JSON and its slips are made of.
fn tokens() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "\\",
        "\n",
        " ",
        "//",
        "/*",
        "*/",
        "#",
        "...",
        "…",
        "，",
        "“",
        "\u{a0}",
        "a",
        "1",
        "-",
        ".",
        "null",
        "True",
        "\"a\"",
        "\"b\": ",
        "é",
        "u'",
        ";",
        "=",
        "&",
        "?",
        "curl ",
        "-d '",
        "$",
        "GET /a",
        "HTTP/1.1 200",
        "\\u12",
        "\\ud83d",
    ]);
    prop::collection::vec(token, 0..60).prop_map(|it| it.concat())
}

/// Spans lie within their parents, in order, and on character boundaries.
fn check_spans(text: &str, node: &Node<'_>, within: (u32, u32)) {
    assert!(within.0 <= node.start && node.start <= node.end && node.end <= within.1, "{text}");
    assert!(text.get(node.start as usize..node.end as usize).is_some(), "{text}");
    let mut from = node.start;
    for item in node.items() {
        check_spans(text, item, (from, node.end));
        from = item.end;
    }
    for member in node.members() {
        assert!(from <= member.name_start && member.name_start <= member.name_end, "{text}");
        assert!(text.get(member.name_start as usize..member.name_end as usize).is_some(), "{text}");
        check_spans(text, &member.value, (member.name_end, node.end));
        from = member.value.end;
    }
}

/// Reads the text both ways and checks what comes out.
fn check_any(text: &str) {
    if let Some(document) = json::read(text) {
        check_spans(text, &document.root, (0, text.len() as u32));
        assert!(document.repairs.iter().all(|(_, at)| *at as usize <= text.len()));
        assert!(document.repairs.is_sorted_by_key(|it| it.1), "{text}");
        if document.is_strict() {
            serde_json::from_str::<serde::de::IgnoredAny>(text)
                .unwrap_or_else(|error| panic!("{error}: {text}"));
        }
    }
    for sample in samples::read(text) {
        assert!(text.get(sample.start as usize..).is_some(), "{text}");
        if let Body::Json(document) = &sample.body {
            check_spans(text, &document.root, (sample.start, text.len() as u32));
        }
    }
}

proptest! {
    #[test]
    fn strict_json_is_read_as_is(value in value()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let document = json::read(&text).unwrap();
            prop_assert_eq!(&document.repairs, &Vec::new());
            let expect: serde_json::Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&serde_json::Value::from(&document.to_value()), &expect);
            prop_assert_eq!(document.to_value(), Value::from(expect));
        }
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check_any(&text);
    }

    #[test]
    fn any_tokens(text in tokens()) {
        check_any(&text);
    }

    #[test]
    fn any_damage(value in value(), cut in any::<prop::sample::Index>(), insert in tokens()) {
        let mut text = serde_json::to_string_pretty(&value).unwrap();
        let mut at = cut.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.insert_str(at, &insert);
        check_any(&text);
        text.truncate(at);
        check_any(&text);
    }
}

/// Each fence of the corpus with a piece cut out and with one put twice, at places that differ from fence to fence.
#[test]
fn damaged_corpus() {
    for (idx, (_, fence)) in super::corpus::all_fences().iter().enumerate() {
        let chars: Vec<char> = fence.chars().collect();
        let from = idx * 7919 % (chars.len() + 1);
        let to = (from + 1 + idx % 5).min(chars.len());
        let without: String = chars[..from].iter().chain(&chars[to..]).collect();
        let twice: String = chars[..to].iter().chain(&chars[from..]).collect();
        check_any(&without);
        check_any(&twice);
    }
}

/// Patterns that a reader with unbounded look-ahead takes minutes for.
#[test]
fn time_is_linear() {
    let patterns = [
        "[",
        "{",
        "{\"a\":",
        "\"",
        "\"a\"b",
        "\"a\"b,",
        "\"a\": ",
        "[]",
        "{}",
        "[1],",
        "[\n",
        "{\n",
        "\n",
        "\"\n",
        "'",
        "“",
        "/*",
        "//",
        "#",
        "...",
        "\\",
        "a",
        "a ",
        "a=1&",
        "&a=1\n",
        "&a\n",
        "curl '",
        "curl -o '\n",
        "curl\n[]\n",
        "curl -o 'a\n[]\n",
        "GET /a\n",
        "HTTP/1.1 200\n",
        "a: b\n",
        "1 x, ",
        "\u{a0}",
        "\u{a0}\"a\" ",
        "é",
        "1",
        "\"a: \"b\", ",
        "x{\n",
        "\"a\":1,\n",
        "{\"a\":1 %}",
        "[1 %, ",
    ];
    for pattern in patterns {
        for head in ["", "{\"a\": [", "[\""] {
            for tail in ["", "\"x"] {
                let text = format!("{head}{}{tail}", pattern.repeat(20_000 / pattern.len()));
                let start = Instant::now();
                let _ = (json::read(&text), samples::read(&text));
                let took = start.elapsed();
                assert!(took < Duration::from_secs(2), "{head:?} {pattern:?} {tail:?}: {took:?}");
            }
        }
    }
}
