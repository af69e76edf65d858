//! `docwright lsp` over the real protocol: what an editor asks for on the seed pages, edits, faults, and the end.
#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/hour.rs"]
mod hour;
#[path = "lsp/sessions.rs"]
mod sessions;
#[path = "lsp/transcript.rs"]
mod transcript;
#[path = "lsp/twins.rs"]
mod twins;
#[path = "lsp/unsaved.rs"]
mod unsaved;

use client::{Client, uri};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/x/\n\n### 请求参数\n\n#### 接口参数\n\n| 描述 | 字段 | 类型 | 必选 |\n|---|---|---|---|\n| 😀x | a | int | 是 |\n\n### 请求参数示例\n\n```json\n{\"a\": [1]}\n```\n";

/// A folder with a configuration and one page.
fn folder(config: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("pages")).unwrap();
    std::fs::write(folder.path().join("docwright.toml"), config).unwrap();
    let page = folder.path().join("pages/x.md");
    std::fs::write(&page, PAGE).unwrap();
    (folder, page)
}

const CONFIG: &str = "[[docs]]\nservice = \"a.cc\"\npath = \"pages\"\ndialect = \"blueking-esb\"\n";

/// Code, line and message of every finding, as the client has them.
fn told(client: &Client, path: &Path) -> Vec<(String, u64, String)> {
    let found = client.findings.get(&uri(path)).into_iter().flatten();
    let one = |found: &Value| {
        let message = found["message"].as_str().unwrap();
        let start = &found["range"]["start"];
        (
            found["code"].as_str().unwrap_or_default().to_owned(),
            start["line"].as_u64().unwrap() + 1,
            message.to_owned(),
        )
    };
    found.map(one).collect()
}

/// The same from `docwright check`, with the beginning of the message alone.
fn checked(folder: &Path) -> Vec<(String, u64, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_docwright"))
        .args(["check", "--format", "json"])
        .current_dir(folder)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let one = |line: &str| {
        let found: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        (text("code"), found["labels"][0]["line"].as_u64().unwrap(), text("message"))
    };
    lines.lines().map(one).collect()
}

#[test]
fn edits_give_what_check_gives_on_the_same_text() {
    for encoding in ["utf-16", "utf-8"] {
        let (root, page) = folder(CONFIG);
        let mut client = Client::open(&[root.path()], &[encoding]);
        client.open_file(&page, PAGE);
        // Behind a character outside of the basic plane: 2 halves of UTF-16, 4 bytes.
        let (start, wide) = (2, if encoding == "utf-8" { 4 } else { 2 });
        let name = start + wide + 4;
        let ty = name + 4;
        let mut text = PAGE.to_owned();
        let edits: &[([[u32; 2]; 2], &str, &str, &str)] = &[
            ([[14, ty], [14, ty + 3]], "string", "| int |", "| string |"),
            ([[14, name], [14, name + 1]], "ab", "| a |", "| ab |"),
            ([[19, 0], [19, 0]], "{\"c\": 1}\n", "{\"a\"", "{\"c\": 1}\n{\"a\""),
        ];
        for (at, (range, new, from, to)) in edits.iter().enumerate() {
            client.edit(&page, at as i32 + 2, *range, new);
            text = text.replacen(from, to, 1);
            client.settle();
            std::fs::write(&page, &text).unwrap();
            let (told, expect) = (told(&client, &page), checked(root.path()));
            assert!(!expect.is_empty());
            assert_eq!(told.len(), expect.len(), "{encoding} {at}\n{told:#?}\n{expect:#?}");
            for (told, expect) in told.iter().zip(&expect) {
                assert_eq!((&told.0, told.1), (&expect.0, expect.1));
                assert!(told.2.starts_with(&expect.2), "{told:?} {expect:?}");
            }
        }
        let last = client.said.iter().rev().find(|said| said["params"]["uri"] == json!(uri(&page))).unwrap();
        assert_eq!(last["params"]["version"], 4);
        assert!(client.end().success());
    }
}

#[test]
fn places_of_a_contradiction_are_both_told() {
    let (root, page) = folder(CONFIG);
    let client = Client::open(&[root.path()], &["utf-16"]);
    let found = &client.findings[&uri(&page)];
    let conflict = found.iter().find(|found| found["code"] == "DW0103").unwrap();
    let places = conflict["relatedInformation"].as_array().unwrap();
    let lines: Vec<u64> =
        places.iter().map(|place| place["location"]["range"]["start"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [14, 19], "{conflict}");
    let range = &conflict["range"];
    assert_eq!(
        (&range["start"], &range["end"]),
        (&json!({"line": 14, "character": 12}), &json!({"line": 14, "character": 15}))
    );
}

/// A row that describes a field once more leads to the field.
#[test]
fn a_second_row_has_the_fact_of_the_first() {
    let (root, page) = folder(CONFIG);
    let row = "| 😀x | a | int | 是 |\n";
    let text = PAGE.replace(row, &row.repeat(2));
    std::fs::write(&page, &text).unwrap();
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    client.open_file(&page, &text);
    for line in [14, 15] {
        let position = json!({ "line": line, "character": 8 });
        let params = json!({ "textDocument": { "uri": uri(&page) }, "position": position });
        let hover = client.ask("textDocument/hover", params);
        let shown = hover["contents"]["value"].as_str().unwrap_or_default();
        assert!(shown.starts_with("```text\na.cc.x.request.a\n"), "{line}: {hover}");
    }
    assert!(client.end().success());
}

#[test]
fn a_broken_configuration_is_told_and_the_last_state_stays() {
    let (root, page) = folder(CONFIG);
    let config = root.path().join("docwright.toml");
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    let before = told(&client, &page);
    assert!(!before.is_empty());
    let broken = CONFIG.replace("dialect", "dialekt");
    client.open_file(&config, CONFIG);
    client.edit(&config, 2, [[3, 0], [3, 7]], "dialekt");
    client.settle();
    let while_typed = told(&client, &config);
    assert_eq!(while_typed[0].1, 4);
    assert!(while_typed[0].2.contains("dialekt"), "{while_typed:?}");
    std::fs::write(&config, &broken).unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&config) } }));
    client.settle();
    assert_eq!(told(&client, &config), while_typed);
    assert_eq!(told(&client, &page), before);
    client.edit(&config, 3, [[3, 0], [3, 7]], "dialect");
    client.settle();
    // The text in the editor is right, whatever is on disk.
    assert!(told(&client, &config).is_empty(), "{:?}", told(&client, &config));
    std::fs::write(&config, CONFIG.to_owned() + "[severity]\nDW0103 = \"off\"\n").unwrap();
    let changes = json!({ "changes": [{ "uri": uri(&config), "type": 2 }] });
    client.tell("workspace/didChangeWatchedFiles", changes);
    client.settle();
    assert!(told(&client, &config).is_empty());
    assert!(told(&client, &page).iter().all(|(code, ..)| code != "DW0103"));
    assert!(client.end().success());
}

#[test]
fn a_server_that_began_with_a_broken_configuration_goes_on_when_it_is_mended() {
    let (root, page) = folder("[[docs]]\nservice = \n");
    let config = root.path().join("docwright.toml");
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    assert_eq!(told(&client, &config).len(), 1);
    std::fs::write(&config, CONFIG).unwrap();
    client
        .tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&config), "type": 2 }] }));
    client.settle();
    assert!(told(&client, &config).is_empty() && !told(&client, &page).is_empty());
}

/// A dialect that is not there yet, wrong, or extends one that is nowhere: each is told where it can be mended, and saving
/// what is right brings the findings.
#[test]
fn a_dialect_that_could_not_be_read_is_read_when_it_is_saved() {
    let (root, page) = folder(&CONFIG.replace("blueking-esb", "mine.toml"));
    let (config, dialect) = (root.path().join("docwright.toml"), root.path().join("mine.toml"));
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    assert_eq!(told(&client, &config).len(), 1);
    let right = "extends = \"blueking-esb\"\n";
    for wrong in ["extends = \n", "extends = \"nosuch\"\n"] {
        std::fs::write(&dialect, wrong).unwrap();
        client.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&dialect) } }));
        client.settle();
        assert_eq!(told(&client, &dialect).len(), 1, "{wrong}");
        assert!(told(&client, &config).is_empty(), "{wrong}: {:?}", told(&client, &config));
    }
    client.open_file(&dialect, right);
    client.settle();
    assert!(told(&client, &dialect).is_empty(), "{:?}", told(&client, &dialect));
    std::fs::write(&dialect, right).unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&dialect) } }));
    client.settle();
    assert!(!told(&client, &page).is_empty() && told(&client, &config).is_empty());
    assert!(client.end().success());
}

/// A path that leads nowhere is not told of a text in which it was corrected.
#[test]
fn a_mended_path_waits_to_be_saved() {
    let wrong = CONFIG.replace("\"pages\"", "\"nosuch\"");
    let (root, _) = folder(&wrong);
    let config = root.path().join("docwright.toml");
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    client.open_file(&config, &wrong);
    client.settle();
    assert_eq!(told(&client, &config)[0].1, 3);
    client.edit(&config, 2, [[2, 8], [2, 14]], "pages");
    client.settle();
    assert!(told(&client, &config).is_empty(), "{:?}", told(&client, &config));
    assert!(client.end().success());
}

#[test]
fn files_outside_of_doc_sets_are_left_alone_with_a_word() {
    let (root, _) = folder(CONFIG);
    let (other, page) = folder(CONFIG);
    let readme = root.path().join("README.md");
    std::fs::write(&readme, "# x\n").unwrap();
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    client.open_file(&readme, "# x\n");
    let nowhere = json!({ "textDocument": { "uri": "untitled:a", "languageId": "markdown", "version": 1, "text": "" } });
    client.tell("textDocument/didOpen", nowhere);
    client.settle();
    assert!(client.log.iter().any(|line| line.contains("README.md` is in no doc set")), "{:?}", client.log);
    assert!(client.log.iter().any(|line| line.contains("untitled:a` is no file")), "{:?}", client.log);
    assert!(!client.findings.contains_key(&uri(&readme)));
    let hover = json!({ "textDocument": { "uri": uri(&readme) }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.ask("textDocument/hover", hover), Value::Null);
    // A page below another configuration brings that one.
    client.open_file(&page, PAGE);
    client.settle();
    assert!(!told(&client, &page).is_empty());
    // A root that goes takes its findings along.
    let added = json!({ "event": { "added": [], "removed": [{ "uri": uri(other.path()), "name": "x" }] } });
    client.tell("workspace/didChangeWorkspaceFolders", added);
    client.settle();
    assert!(told(&client, &page).is_empty());
    assert!(client.end().success());
}

#[test]
fn the_order_of_messages_is_that_of_the_protocol() {
    let mut client = Client::start();
    let id = client.begin("textDocument/hover", json!({}));
    assert_eq!(client.answer(&json!(id))["error"]["code"], -32002);
    client.tell("textDocument/didOpen", json!({}));
    client.ask("initialize", json!({ "capabilities": {} }));
    let id = client.begin("initialize", json!({ "capabilities": {} }));
    assert_eq!(client.answer(&json!(id))["error"]["code"], -32600);
    client.ask("shutdown", Value::Null);
    let id = client.begin("textDocument/hover", json!({}));
    assert_eq!(client.answer(&json!(id))["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.hang_up().code(), Some(0));
    let mut client = Client::start();
    client.tell("exit", Value::Null);
    assert_eq!(client.hang_up().code(), Some(1));
    assert_eq!(Client::start().hang_up().code(), Some(1));
}

#[test]
fn what_is_malformed_is_refused_and_what_is_cancelled_is_not_begun() {
    let (root, page) = folder(CONFIG);
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    client.write(b"Content-Length: 5\r\n\r\n{\"a\":");
    assert_eq!(client.answer(&Value::Null)["error"]["code"], -32700);
    client.write(b"no header\r\n\r\n");
    assert_eq!(client.answer(&Value::Null)["error"]["code"], -32700);
    // Parameters of another form are an answer or a line of the log.
    let id = client.begin("textDocument/hover", json!({ "position": -1 }));
    assert_eq!(client.answer(&json!(id))["error"]["code"], -32602);
    client.tell("textDocument/didChange", json!([1, 2]));
    // Ranges that are nowhere.
    client.open_file(&page, PAGE);
    client.edit(&page, 2, [[900, 900], [1, 0]], "x");
    client.settle();
    assert!(client.log.iter().any(|line| line.contains("didChange` is left out")), "{:?}", client.log);
    // All in one write, so that the server sees the word of the cancelling first.
    let hover = json!({ "textDocument": { "uri": uri(&page) }, "position": { "line": 0, "character": 0 } });
    let messages = [
        json!({ "jsonrpc": "2.0", "id": "late", "method": "textDocument/hover", "params": hover }),
        json!({ "jsonrpc": "2.0", "id": "gone", "method": "textDocument/hover", "params": hover }),
        json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": "gone" } }),
    ];
    let bytes: String = messages
        .iter()
        .map(|message| format!("Content-Length: {}\r\n\r\n{message}", message.to_string().len()))
        .collect();
    client.write(bytes.as_bytes());
    let answer = client.answer(&json!("gone"));
    assert!(answer["error"]["code"] == -32800 || answer.get("result").is_some(), "{answer}");
    assert!(client.end().success());
}

#[test]
fn overrides_lead_to_rows_and_are_completed() {
    let (root, page) = folder(CONFIG);
    std::fs::create_dir(root.path().join("overrides")).unwrap();
    let path = root.path().join("overrides/cc.toml");
    let entry =
        "[[override]]\nfact = \"cc.x.request.a\"\nreason = \"asked the vendor\"\ntype = \"array<int>\"\n";
    std::fs::write(&path, entry).unwrap();
    let mut client = Client::open(&[root.path()], &["utf-16"]);
    assert!(told(&client, &page).is_empty(), "the override settles it: {:?}", client.findings);
    client.open_file(&path, entry);
    let at = |line: u32, character: u32| json!({ "textDocument": { "uri": uri(&path) }, "position": { "line": line, "character": character } });
    let hover = client.ask("textDocument/hover", at(1, 12));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("override says"), "{text}");
    let row = client.ask("textDocument/definition", at(1, 12));
    assert_eq!((&row["uri"], &row["range"]["start"]["line"]), (&json!(uri(&page)), &json!(14)));
    // From the row, the override is one of the places that speak of it.
    let place = json!({ "line": 14, "character": 6 });
    let params = json!({ "textDocument": { "uri": uri(&page) }, "position": place, "context": { "includeDeclaration": true } });
    let places = client.ask("textDocument/references", params);
    assert!(places.as_array().unwrap().iter().any(|place| place["uri"] == json!(uri(&path))), "{places}");
    client.edit(&path, 2, [[4, 0], [4, 0]], "\n[[override]]\nfact = \"cc.x.re\n");
    let labels = |client: &mut Client, at: Value| -> Vec<String> {
        let items = client.ask("textDocument/completion", at);
        items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    let facts = labels(&mut client, at(6, 15));
    assert!(facts.contains(&"\"cc.x.request.a\"".to_owned()), "{facts:?}");
    assert!(labels(&mut client, at(7, 0)).contains(&"reason".to_owned()));
    // It is said while it is typed that the line is not closed.
    client.settle();
    assert_eq!(told(&client, &path).len(), 1);
    assert!(client.end().success());
}
