//! Pages are untrusted: whatever they say, it stays text, and paths stay inside.

use crate::support;
use docwright::config::DocSet;
use proptest::prelude::*;

const HOSTILE: &[&str] = &[
    "\"#]",
    "*/",
    "```",
    "${HOME}",
    "\u{202e}gnp.exe",
    "../../../etc/x",
    "fn",
    "self",
    "Self",
    "crate",
    "_",
    "类型",
    "",
    "9lives",
    "a\\\"); panic!(\"",
    "{braces}",
    "<script>",
    "//",
    "//!",
    "#[x]",
    "r#\"",
    "\u{0}",
    "$(id)",
    "%s",
    "[a](b)",
    "con.txt",
];

fn page(name: &str, ty: &str, text: &str) -> String {
    format!(
        "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/{name}/\n\n### 功能描述\n\n{text}\n\n### 请求参数\n\n#### 接口参数\n\n\
         | 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| {name} | {ty} | 是 | {text} |\n| plain | object | 否 | {text} |\n\n#### {name}\n\n\
         | 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| x | string | 是 | 1:{text},2:{name} |\n\n### 返回结果参数说明\n\n\
         | 字段 | 类型 | 描述 |\n|---|---|---|\n| data | object | {text} |\n\n#### data\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n| {name} | {ty} | {text} |\n"
    )
}

#[track_caller]
fn check(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("call.md"), text).unwrap();
    let set = DocSet {
        service: "evil.svc".to_owned(),
        path: "call.md".into(),
        dialect: Some("blueking-esb".to_owned()),
        ..DocSet::default()
    };
    let run = support::compile(vec![set], folder.path());
    for file in support::emit(&run) {
        let parsed = syn::parse_file(&file.text)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.text));
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '/' | '.');
        assert!(
            file.path.chars().all(plain) && !file.path.contains("..") && !file.path.starts_with('/'),
            "{}",
            file.path
        );
        assert!(
            !file.text.contains('\u{202e}') && !file.text.contains('\u{0}'),
            "{}: control characters",
            file.path
        );
        for item in &parsed.items {
            assert!(
                !matches!(item, syn::Item::Macro(_) | syn::Item::Static(_) | syn::Item::ExternCrate(_)),
                "{}: a page made an item",
                file.path
            );
        }
    }
}

#[test]
fn hostile_words_stay_text() {
    for word in HOSTILE {
        check(&page(word, "string", word));
        check(&page("plain", word, word));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_stay_text(name in "\\PC{0,12}", ty in "\\PC{0,12}", text in any::<String>()) {
        check(&page(&name, &ty, &text));
    }
}
