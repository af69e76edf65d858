//! One operation on a Chinese and on an English page: each leads to its own rows, tables and samples.

use super::client::{Client, uri};
use super::{CONFIG, folder};
use serde_json::json;
use std::path::{Path, PathBuf};

/// The page in both languages. Their samples are the same, as those of twins are.
fn page(words: &[(&str, &str)], is_chinese: bool) -> String {
    let template = "### {Address}\n\n/v2/cc/make_set/\n\n### {Method}\n\nPOST\n\n### {Parameters}\n\n#### {Own}\n\n| {Field} | {Type} | {Required} | {Description} |\n|---|---|---|---|\n| bk_biz_id | int | {yes} | ID |\n| spec | object | {yes} | spec |\n\n#### spec\n\n| {Field} | {Type} | {Required} | {Description} |\n|---|---|---|---|\n| name | string | {yes} | name |\n\n### {Sample}\n\n```json\n{\"bk_biz_id\": 2, \"spec\": {\"name\": \"x\"}}\n```\n\n### {Answer}\n\n```json\n{\"result\": true, \"code\": 0, \"message\": \"\", \"data\": {\"id\": 3, \"owner\": {\"login\": \"a\"}}}\n```\n\n### {Results}\n\n| {Field} | {Type} | {Description} |\n|---|---|---|\n| result | bool | ok |\n| code | int | code |\n| message | string | message |\n| data | object | data |\n\n#### data\n\n| {Field} | {Type} | {Description} |\n|---|---|---|\n| id | int | ID |\n| owner | object | owner |\n\n#### owner\n\n| {Field} | {Type} | {Description} |\n|---|---|---|\n| login | string | login |\n";
    words.iter().fold(template.to_owned(), |text, (english, chinese)| {
        text.replace(&format!("{{{english}}}"), if is_chinese { chinese } else { english })
    })
}

const WORDS: &[(&str, &str)] = &[
    ("Address", "请求地址"),
    ("Method", "请求方法"),
    ("Parameters", "请求参数"),
    ("Own", "接口参数"),
    ("Field", "字段"),
    ("Type", "类型"),
    ("Required", "必选"),
    ("Description", "描述"),
    ("yes", "是"),
    ("Sample", "请求参数示例"),
    ("Answer", "返回结果示例"),
    ("Results", "返回结果参数说明"),
];

/// English titles as the vendor writes them.
const TITLES: &[(&str, &str)] = &[
    ("### Address", "### Request Address"),
    ("### Method", "### Request Method"),
    ("### Parameters", "### Request Parameters"),
    ("#### Own", "#### Interface Parameters"),
    ("### Sample", "### Request Parameters Example"),
    ("### Answer", "### Return Result Example"),
    ("### Results", "### Return Result Parameters Description"),
];

/// A word and which one of its kind is meant, the fact there, and the line that its definition leads to.
const PLACES: &[(&str, usize, &str, u64)] = &[
    // Name cells, and type cells.
    ("bk_biz_id", 0, "request.bk_biz_id", 15),
    ("int", 0, "request.bk_biz_id", 15),
    ("spec", 0, "request.spec", 18),
    ("object", 0, "request.spec", 18),
    ("name", 0, "request.spec.name", 22),
    ("| data", 0, "response", 45),
    ("object", 1, "response", 45),
    ("owner", 1, "response.data.owner", 52),
    ("object", 2, "response.data.owner", 52),
    ("login", 1, "response.data.owner.login", 56),
    // The envelope.
    ("| code", 0, "response.code", 41),
    // Members of samples.
    ("bk_biz_id", 1, "request.bk_biz_id", 15),
    ("name", 2, "request.spec.name", 22),
    ("\"x\"", 0, "request.spec.name", 22),
    ("\"data\"", 0, "response", 43),
    ("owner", 0, "response.data.owner", 50),
    ("login", 0, "response.data.owner.login", 56),
    ("code", 0, "response.code", 41),
];

/// The page in both languages, below a root.
fn twins(root: &Path, name: &str) -> [(PathBuf, String); 2] {
    std::fs::remove_file(root.join("pages/x.md")).unwrap();
    let english = TITLES.iter().fold(page(WORDS, false), |text, (from, to)| text.replacen(from, to, 1));
    [("zh", page(WORDS, true)), ("en", english)].map(|(language, text)| {
        let path = root.join("pages").join(language).join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
        (path, text)
    })
}

/// The compiler has the text that a template gives, and the editor the template.
#[test]
fn places_on_the_other_page_move_with_a_template() {
    let (root, _) = folder(CONFIG);
    let [(chinese, _), (english, text)] = twins(root.path(), "make_set.md.j2");
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    client.open_file(&english, &text);
    let row = text.lines().position(|line| line.starts_with("| owner | object")).unwrap() as u32;
    client.edit(&english, 2, [[row, 0], [row + 1, 0]], "");
    let beside = |client: &mut Client| {
        client.settle();
        let found = client.findings[&uri(&chinese)].iter();
        let mut places =
            found.flat_map(|found| found["relatedInformation"].as_array().cloned().unwrap_or_default());
        let place = places.find(|place| place["location"]["uri"] == uri(&english)).unwrap();
        place["location"]["range"]["start"]["line"].as_u64().unwrap()
    };
    let before = beside(&mut client);
    client.edit(&english, 3, [[0, 0], [0, 0]], "\n\n\n");
    assert_eq!(beside(&mut client), before + 3);
    client.edit(&english, 4, [[0, 0], [0, 0]], "\n");
    assert_eq!(beside(&mut client), before + 4);
    assert!(client.end().success());
}

#[test]
fn each_page_leads_to_its_own_places() {
    let (root, _) = folder(CONFIG);
    let pages = twins(root.path(), "make_set.md");
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    assert!(client.findings.values().all(Vec::is_empty), "{:?}", client.findings);
    for (path, text) in &pages {
        client.open_file(path, text);
        for place in PLACES {
            check(&mut client, path, text, place);
        }
    }
    assert!(client.end().success());
}

#[track_caller]
fn check(client: &mut Client, path: &Path, text: &str, (word, nth, fact, line): &(&str, usize, &str, u64)) {
    let at = text.match_indices(word).nth(*nth).unwrap().0;
    // Inside of the word.
    let at = at + usize::from(word.starts_with("| ")) * 2;
    let row = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let position = json!({ "line": row, "character": text[start..at].encode_utf16().count() + 1 });
    let params = json!({ "textDocument": { "uri": uri(path) }, "position": position });
    let hover = client.ask("textDocument/hover", params.clone());
    let shown = hover["contents"]["value"].as_str().unwrap_or("nothing").to_owned();
    let expect = format!("```text\na.cc.make_set.{fact}\n");
    assert!(shown.starts_with(&expect), "{}: `{word}` {nth}: {fact}\n{shown}", path.display());
    let found = client.ask("textDocument/definition", params);
    let place = (found["uri"].clone(), found["range"]["start"]["line"].as_u64().map(|line| line + 1));
    assert_eq!(place, (json!(uri(path)), Some(*line)), "{}: `{word}` {nth}\n{text}", path.display());
}
