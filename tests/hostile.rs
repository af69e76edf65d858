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
         | 字段 | 类型 | 描述 |\n|---|---|---|\n| data | object | {text} |\n\n#### data\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n| {name} | {ty} | {text} |\n\n### 错误码\n\n\
         | 错误码 | 错误名称 | 描述 |\n|---|---|---|\n| {name} | {ty} | {text} |\n| 7 | {name} | {text} |\n| {text} | | |\n"
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

/// A page of a call with these rows of parameters and what stands between and behind the tables.
fn call(rows: &str, more: &str, end: &str) -> String {
    format!(
        "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/call/\n\n### 请求参数\n\n#### 接口参数\n\n{HEADER}{rows}\n\n{more}\n\n\
         ### 返回结果参数说明\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n| data | object | x |\n\n{end}\n"
    )
}

const HEADER: &str = "| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n";

/// So many of a kind, with what separates them.
fn many(count: usize, separator: &str, make: impl Fn(usize) -> String) -> String {
    (0..count).map(make).collect::<Vec<_>>().join(separator)
}

/// What a page gives, every row of which is accounted for.
#[track_caller]
fn accounted(text: &str) -> docwright::compile::Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("call.md"), text).unwrap();
    let set = DocSet {
        service: "evil.svc".to_owned(),
        path: "call.md".into(),
        dialect: Some("blueking-esb".to_owned()),
        ..DocSet::default()
    };
    let run = support::compile(vec![set], folder.path());
    support::check_account(&run);
    run
}

/// A page of many things of one kind is read, accounted for, and the model has so many types and fields of the request.
#[track_caller]
fn check_many(text: &str, types: usize, fields: usize) {
    let run = accounted(text);
    let endpoint = &run.api.services[0].endpoints[0];
    assert_eq!((endpoint.types.len(), endpoint.request.fields.len()), (types, fields));
    for file in support::emit(&run) {
        syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
    }
}

/// Enough that a square would be felt, and few enough for a build without optimisation.
const MANY: usize = 1500;

#[test]
fn many_rows_are_read() {
    let rows = |row: fn(usize) -> String| call(&many(MANY, "\n", row), "", "");
    check_many(&rows(|at| format!("| f{at} | string | 是 | x |")), 0, MANY);
    check_many(&rows(|at| format!("| f | string | 是 | text {at} |")), 0, 1);
    check_many(&rows(|at| format!("| a.b{at}.c | string | 是 | x |")), MANY + 1, 1);
    check_many(&rows(|at| format!("| f{at} | T{at} | 是 | x |")), 0, MANY);
    check_many(&rows(|at| format!("| f{at} | zzz | maybe |")), 0, MANY);
}

#[test]
fn names_lead_through_so_many_objects_and_no_more() {
    let most = docwright::limits::OBJECTS_WITHOUT_ROWS;
    let rows = many(most + 100, "\n", |at| format!("| a.b{at}.c | string | 是 | x |"));
    let run = accounted(&call(&format!("{rows}\n| a.b0.d | string | 是 | x |"), "", ""));
    let types = &run.api.services[0].endpoints[0].types;
    let of_first = types.iter().find(|ty| ty.id.ends_with("b0")).unwrap();
    assert_eq!((types.len(), of_first.fields.len()), (most, 2));
    let beyond = run.diagnostics.iter().filter(|found| found.code.id == "DW0620");
    assert_eq!(beyond.map(|found| found.rows).sum::<u32>(), 101);
}

#[test]
fn many_tables_are_read() {
    let table = |title: &str, row: &str| format!("#### {title}\n\n{HEADER}{row}");
    let tables = |row: &str, make: &dyn Fn(usize) -> String| call(row, &many(MANY, "\n\n", make), "");
    let titled = tables(&many(MANY, "\n", |at| format!("| t{at} | object | 是 | x |")), &|at| {
        table(&format!("t{at}"), "| a | string | 是 | x |")
    });
    check_many(&titled, MANY, MANY);
    let orphans = |at: usize| table(&format!("t{at}"), "| a | string | 是 | x |");
    // Tables of one shape whose titles name nothing are alternatives of the request: `x`, and `a` of them all.
    check_many(&tables("| x | string | 是 | x |", &orphans), 0, 2);
    let one_title = |at: usize| table("t", &format!("| a{at} | string | 是 | x |"));
    check_many(&tables("| t | object | 是 | x |", &one_title), 1, 1);
    let types = tables(&many(MANY, "\n", |at| format!("| f{at} | T{at} | 是 | x |")), &|at| {
        table(&format!("T{at}"), "| a | T0 | 是 | x |")
    });
    check_many(&types, MANY, MANY);
}

#[test]
fn a_chain_of_tables_ends_where_types_end() {
    let link = |at: usize| format!("#### t{at}\n\n{HEADER}| t{} | object | 是 | x |", at + 1);
    let page = call("| t0 | object | 是 | x |", &many(MANY, "\n\n", link), "");
    check_many(&page, docwright::limits::TYPE_DEPTH / 2, 1);
}

#[test]
fn many_members_of_samples_are_read() {
    let sample = |members: String| {
        call(
            "| a | string | 是 | x |",
            "",
            &format!("### 返回结果示例\n\n```json\n{{\"data\":{{{members}}}}}\n```\n"),
        )
    };
    check_many(&sample(many(MANY, ",", |at| format!("\"f{at}\":\"x\""))), 1, 1);
    check_many(&sample(many(MANY, ",", |at| format!("\"f{at}\":{{\"a{}\":1}}", at % 2))), MANY + 1, 1);
    let elements = many(MANY, ",", |at| format!("{{\"a{at}\":{at}}}"));
    check_many(&sample(format!("\"list\":[{elements}]")), 2, 1);
}

#[test]
fn a_name_that_is_all_index_is_a_finding() {
    let rows = "| ids | array | 是 | x |\n| [0] | int | 是 | x |\n| [a].[b] | int | 是 | x |\n| [可选] | int | 是 | x |";
    check_many(&call(rows, "", ""), 0, 1);
    check_many(&call("| [n] | int | 是 | x |\n| b | int | 是 | x |", "", ""), 0, 1);
}

#[test]
fn a_model_with_the_deepest_sample_survives_its_json_form() {
    // The outermost object and `data` are two levels.
    let depth = docwright::limits::JSON_DEPTH - 2;
    let sample = format!("{{\"data\":{{\"a\":{}{}}}}}", "[".repeat(depth), "]".repeat(depth));
    let folder = tempfile::tempdir().unwrap();
    let page = call("| a | string | 是 | x |", "", &format!("### 返回结果示例\n\n```json\n{sample}\n```\n"));
    std::fs::write(folder.path().join("call.md"), page).unwrap();
    let dialect = Some("blueking-esb".to_owned());
    let set = DocSet { service: "evil.svc".to_owned(), path: "call.md".into(), dialect, ..DocSet::default() };
    let run = support::compile(vec![set], folder.path());
    assert!(run.api.services[0].endpoints[0].examples.iter().any(|example| example.json.is_some()));
    let text = serde_json::to_string(&run.api).unwrap();
    assert_eq!(serde_json::from_str::<docwright::model::Api>(&text).unwrap(), run.api);
}
