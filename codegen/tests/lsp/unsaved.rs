//! TOML files that are edited and not saved: what is said of them is said of the text in the editor.

use super::client::{Client, uri};
use super::{CONFIG, folder, told};
use serde_json::{Value, json};
use std::path::Path;

const FIRST: &str = "[[override]]\nfact = \"cc.x.request.a\"\nreason = \"asked\"\ntype = \"array<int>\"\n";
const SECOND: &str =
    "\n[[override]]\nfact = \"cc.x.request.b\"\nreason = \"asked\"\nadd = true\ntype = \"string\"\n";
const STALE: &str = "\n[[override]]\nfact = \"cc.x.request.none\"\nreason = \"asked\"\nrequired = true\n";

/// A root with a file of overrides, open in a client.
fn open(text: &str) -> (tempfile::TempDir, std::path::PathBuf, Client) {
    let (root, _) = folder(CONFIG);
    std::fs::create_dir(root.path().join("overrides")).unwrap();
    let path = root.path().join("overrides/cc.toml");
    std::fs::write(&path, text).unwrap();
    let mut client = Client::open(&[root.path()], &["utf-8"]);
    client.open_file(&path, text);
    (root, path, client)
}

fn hover(client: &mut Client, path: &Path, line: u32) -> Option<String> {
    let position = json!({ "line": line, "character": 3 });
    let params = json!({ "textDocument": { "uri": uri(path) }, "position": position });
    let hover = client.ask("textDocument/hover", params);
    let text = hover["contents"]["value"].as_str()?;
    Some(text.lines().nth(1).unwrap().to_owned())
}

#[test]
fn entries_are_read_where_they_stand_in_the_editor() {
    let (_root, path, mut client) = open(&(FIRST.to_owned() + SECOND));
    assert_eq!(hover(&mut client, &path, 1).as_deref(), Some("cc.x.request.a"));
    assert_eq!(hover(&mut client, &path, 8).as_deref(), Some("cc.x.request.b"));
    // Lines above push both down: what stood at a line stands elsewhere.
    client.edit(&path, 2, [[0, 0], [0, 0]], "# a\n# b\n# c\n# d\n# e\n");
    assert_eq!(hover(&mut client, &path, 6).as_deref(), Some("cc.x.request.a"));
    assert_eq!(hover(&mut client, &path, 1), None);
    assert_eq!(hover(&mut client, &path, 13).as_deref(), Some("cc.x.request.b"));
    // A fact that is typed over is the one that is asked for.
    client.edit(&path, 3, [[6, 8], [6, 22]], "cc.x.request.b");
    assert_eq!(hover(&mut client, &path, 7).as_deref(), Some("cc.x.request.b"));
    let params = json!({ "textDocument": { "uri": uri(&path) }, "position": { "line": 7, "character": 1 } });
    let row = client.ask("textDocument/definition", params);
    assert_eq!(row["uri"], json!(uri(&path)), "only the override says that there is a `b`: {row}");
    // A text that cannot be read has no entry.
    client.edit(&path, 4, [[6, 8], [6, 9]], "\"");
    assert_eq!(hover(&mut client, &path, 7), None);
    assert!(client.end().success());
}

#[test]
fn findings_stand_on_lines_that_are_there() {
    let (_root, path, mut client) = open(&(FIRST.to_owned() + STALE));
    client.settle();
    let unmatched = |client: &Client| -> Vec<u64> {
        let found = told(client, &path).into_iter().filter(|(code, ..)| code == "DW0701");
        found.map(|(_, line, _)| line).collect()
    };
    assert_eq!(unmatched(&client), [7]);
    client.edit(&path, 2, [[0, 0], [0, 0]], "# above\n\n");
    client.settle();
    assert_eq!(unmatched(&client), [9]);
    // The entry goes, and the finding with it.
    client.edit(&path, 3, [[6, 0], [11, 0]], "");
    client.settle();
    assert!(told(&client, &path).is_empty(), "{:?}", told(&client, &path));
    assert!(client.end().success());
}

/// What the file is when the item with this label is accepted at the end of a text.
fn accepted(client: &mut Client, path: &Path, (text, version): (&str, i32), label: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    client.edit(path, version, [[0, 0], [900, 0]], text);
    let position =
        json!({ "line": lines.len() - 1, "character": lines.last().unwrap().trim_end_matches(']').len() });
    let params = json!({ "textDocument": { "uri": uri(path) }, "position": position });
    let items = client.ask("textDocument/completion", params);
    let items = items.as_array().unwrap();
    let item = items.iter().find(|item| item["label"] == label);
    let item: &Value = item.unwrap_or_else(|| panic!("no `{label}` for `{text}` in {items:?}"));
    let (edit, last) = (&item["textEdit"], lines.last().unwrap());
    let column = |end: &str| edit["range"][end]["character"].as_u64().unwrap() as usize;
    let new = edit["newText"].as_str().unwrap();
    let line = format!("{}{new}{}", &last[..column("start")], &last[column("end")..]);
    [&lines[..lines.len() - 1], &[line.as_str()]].concat().join("\n")
}

#[test]
fn headers_are_completed_with_their_brackets() {
    let (root, path, mut client) = open(FIRST);
    let mut version = 1;
    let mut check = |client: &mut Client, path: &Path, text: &str, label: &str, expect: &str| {
        version += 1;
        assert_eq!(accepted(client, path, (text, version), label), expect, "{text}");
    };
    check(&mut client, &path, "", "[[override]]", "[[override]]");
    check(&mut client, &path, "ov", "[[override]]", "[[override]]");
    check(&mut client, &path, "[[ov", "[[override]]", "[[override]]");
    check(&mut client, &path, "[ov]", "[[override]]", "[[override]]");
    check(&mut client, &path, "[[]]", "[[override]]", "[[override]]");
    check(&mut client, &path, &format!("{FIRST}\n[[ov"), "[[override]]", &format!("{FIRST}\n[[override]]"));
    let config = root.path().join("docwright.toml");
    client.open_file(&config, CONFIG);
    check(&mut client, &config, "", "[[docs]]", "[[docs]]");
    check(&mut client, &config, "[[d", "[[docs]]", "[[docs]]");
    check(&mut client, &config, "[emit.", "[emit.rust]", "[emit.rust]");
    check(&mut client, &config, "[emit]\nru", "[emit.rust]", "[emit]\n[emit.rust]");
    assert!(client.end().success());
}

#[test]
fn dialects_are_completed_with_tables_and_with_the_words_of_the_pages() {
    let config = CONFIG.replace("blueking-esb", "own.toml");
    let (root, page) = folder(&config);
    let path = root.path().join("own.toml");
    let dialect = "extends = \"blueking-esb\"\n";
    std::fs::write(&path, dialect).unwrap();
    let text = std::fs::read_to_string(&page).unwrap().replace("| 是 |", "| 也许 |");
    std::fs::write(&page, text).unwrap();
    let mut client = Client::open(&[root.path()], &["utf-8"]);
    client.open_file(&path, dialect);
    let mut check = |text: &str, label: &str, expect: &str, version| {
        assert_eq!(accepted(&mut client, &path, (text, version), label), expect);
    };
    check("[se", "[sections]", "[sections]", 2);
    check("[columns]\nname = [\"x\"]\n\n[se", "[sections]", "[columns]\nname = [\"x\"]\n\n[sections]", 3);
    check("[required]\nno = [\"也", "\"也许\"", "[required]\nno = [\"也许\"", 4);
    check("[required]\nno = [", "\"也许\"", "[required]\nno = [\"也许\"", 5);
    assert!(client.end().success());
}
