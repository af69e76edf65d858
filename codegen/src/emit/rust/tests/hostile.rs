//! Any text in the model: the emitted files keep their shape, and their paths stay plain.

use super::models::{api, at, endpoint, field, int, object, open, service, text, with_values};
use crate::emit::File;
use crate::emit::rust::{Options, emit};
use crate::model::{Api, ErrorCode, Example, Location, Object, Origin, SampleRole, Text, Type};
use proptest::prelude::*;
use serde_json::json;

const HOSTILE: &[&str] = &[
    "\"#]",
    "\"##\"###",
    "*/",
    "```\nfn f() {}\n```",
    "${x}",
    "\u{202e}\u{2066}x",
    "../../x",
    "fn",
    "类型",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "",
    " ",
    "\0",
    "\\",
    "{}",
    "r#\"",
    "new",
    "extra",
    "types",
    "both_ways",
    "Required",
    "Option",
    "String",
    "wire",
    "9",
    "-1",
    "é\u{301}",
    "\r\n# x",
];

/// A model with `word` wherever a page has its say.
fn model(word: &str) -> Api {
    let said = |text: &str| Text { language: word.to_owned().into(), ..super::models::text(text) };
    let literal = serde_json::to_string(word).unwrap();
    let mut request = vec![
        with_values(field(word, Type::String, true, word), &[(&literal, word), ("\"other value\"", "")]),
        at(field("in path", Type::String, true, word), Location::Path),
        field("a list", Type::Array(Box::new(Type::Object(format!("request.{word}")))), false, word),
        field("a map", Type::Map(Box::new(int())), false, word),
        field("anything", Type::Any, false, word),
    ];
    let meaning: &mut crate::model::Meaning = &mut request[3].meaning;
    for fact in [&mut meaning.default, &mut meaning.unit, &mut meaning.format, &mut meaning.since] {
        *fact = Some(word.to_owned());
    }
    for fact in [&mut meaning.deprecated, &mut meaning.condition] {
        *fact = Some(word.to_owned());
    }
    let inner = |id: &str| open(object(id, vec![field(word, Type::String, true, word)]), word);
    let types: Vec<Object> = vec![inner(&format!("request.{word}")), inner("response.payload data")];
    let response = Type::Object("response.payload data".into());
    let mut endpoint = endpoint(word, &format!("/a/{word}/{{in path}}"), request, response, types);
    endpoint.title = vec![said(word)];
    endpoint.description = vec![said(word), text("and more")];
    endpoint.deprecated = Some(said(word));
    endpoint.host = word.to_owned();
    let code = |code: &str, name: &str| ErrorCode {
        code: code.to_owned(),
        name: name.to_owned(),
        docs: [said(word)].into(),
        ..ErrorCode::default()
    };
    let other = serde_json::to_string(&format!("{word}x")).unwrap();
    endpoint.error_codes = vec![code(&literal, ""), code("7", word), code("8", word), code(&other, "")];
    endpoint.origins = vec![Origin { file: 0, start: 0, end: 0, line: 1 }];
    let sample = |role: SampleRole, json: serde_json::Value| Example {
        role,
        json: Some(std::sync::Arc::new(json.into())),
        ..Example::default()
    };
    endpoint.examples = vec![
        sample(
            SampleRole::Request,
            json!({ word: word, "anything": { word: [word] }, "a list": [{ word: word }] }),
        ),
        sample(SampleRole::Response, json!({ "data": { word: word } })),
    ];
    let mut api = api(vec![service("evil.svc", "blueking", "Evil", vec![endpoint])]);
    api.files[0].path = format!("docs-src/{word}.md");
    api
}

/// What the files consist of, names and texts aside.
fn shape(files: &[File]) -> Vec<Vec<String>> {
    let items = |file: &File| -> Vec<String> {
        let parsed = syn::parse_file(&file.text);
        let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.text));
        parsed.items.iter().map(kind).collect()
    };
    let mut shape: Vec<Vec<String>> = files.iter().map(items).collect();
    shape.sort();
    shape
}

fn kind(item: &syn::Item) -> String {
    match item {
        syn::Item::Struct(item) => format!("struct of {}", item.fields.len()),
        syn::Item::Enum(item) => format!("enum of {}", item.variants.len()),
        syn::Item::Impl(item) => format!("impl of {}", item.items.len()),
        syn::Item::Fn(item) => format!("fn of {}", item.block.stmts.len()),
        syn::Item::Use(_) => "use".to_owned(),
        syn::Item::Mod(_) => "mod".to_owned(),
        _ => "something else".to_owned(),
    }
}

#[track_caller]
fn check(word: &str) {
    let files = emit(&model(word), &Options::default());
    assert_eq!(shape(&files), shape(&emit(&model("plain"), &Options::default())), "{word:?}");
    for File { path, text, .. } in &files {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_/.".contains(c);
        assert!(path.chars().all(plain) && !path.contains("..") && !path.contains("//"), "{path}");
        assert!(
            !text.chars().any(|c| c != '\n' && crate::emit::rust::docs::is_invisible(c)),
            "{path}\n{text}"
        );
    }
}

#[test]
fn hostile_words_change_no_shape() {
    HOSTILE.iter().for_each(|word| check(word));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_changes_the_shape(word in any::<String>()) {
        check(&word);
    }
}

#[test]
fn an_example_is_one_fence() {
    for word in HOSTILE {
        for file in emit(&model(word), &Options::default()) {
            // A line with more backticks further on is a code span.
            let fence =
                |line: &str| line.trim_start().strip_prefix("/// ```").is_some_and(|it| !it.contains('`'));
            let fences = file.text.lines().filter(|line| fence(line)).count();
            assert!(fences == 0 || fences == 2, "{word:?}\n{}", file.text);
        }
    }
}
