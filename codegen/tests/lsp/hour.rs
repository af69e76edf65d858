//! The part of `docs/first-hour.md` that happens in an editor: a finding, its quick fix, an edit, and the client that
//! changes. The page says what is seen here in the words that are seen here.

use super::client::{Client, uri};
use super::sessions::copy;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const ENGLISH: &str = "docs-src/blueking/cc/en/create_service_instance.md";
const SET: &str = "docs-src/blueking/cc/zh/create_set.md";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// What `docwright emit` says in a folder.
fn emit(folder: &Path) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_docwright")).arg("emit").current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The codes and messages of the findings on a line of a page, counted from 1.
fn findings(client: &Client, path: &Path, line: u64) -> Vec<String> {
    let found = client.findings.get(&uri(path)).into_iter().flatten();
    let here = found.filter(|found| found["range"]["start"]["line"] == line - 1);
    let told = here.map(|found| {
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        format!("{}: {}", text("code"), text("message").lines().next().unwrap_or_default())
    });
    told.collect()
}

/// The line and column of a text, counted from 0.
fn position(text: &str, word: &str) -> [u32; 2] {
    let at = text.find(word).unwrap();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    [text[..at].matches('\n').count() as u32, text[start..at].encode_utf16().count() as u32]
}

/// The edits of an action, from the range of each.
fn edits(action: &Value) -> Vec<([[u32; 2]; 2], String)> {
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().unwrap();
    let place = |edit: &Value, end: &str| {
        let number = |key: &str| edit["range"][end][key].as_u64().unwrap() as u32;
        [number("line"), number("character")]
    };
    let one = |edit: &Value| {
        ([place(edit, "start"), place(edit, "end")], edit["newText"].as_str().unwrap().to_owned())
    };
    edits.iter().map(one).collect()
}

/// Expects that the page says this.
#[track_caller]
fn says(text: &str) {
    let manual = std::fs::read_to_string(root().join("docs/first-hour.md")).unwrap();
    assert!(manual.contains(text), "docs/first-hour.md lacks `{text}`");
}

/// Saves a page in the editor.
fn save(client: &mut Client, path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(path) } }));
}

/// A finding and its quick fix.
fn mend(client: &mut Client, path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    client.open_file(path, &text);
    client.settle();
    let told = findings(client, path, 41);
    assert_eq!(told, ["DW0106: the required cell of `bk_host_id` holds `is`: read as `yes`"]);
    says(told[0].strip_prefix("DW0106: ").unwrap());
    let [line, column] = position(&text, "is |host ID");
    let place = json!({ "line": line, "character": column });
    let params = json!({
        "textDocument": { "uri": uri(path) },
        "range": { "start": place, "end": place },
        "context": { "diagnostics": [] },
    });
    let actions = client.ask("textDocument/codeAction", params);
    let action = &actions[0];
    says(&format!("the quick fix is {}", action["title"].as_str().unwrap()));
    let mut whole = text.clone();
    for (at, (range, new)) in edits(action).into_iter().enumerate() {
        client.edit(path, at as i32 + 2, range, &new);
        whole = whole.replacen("|is |host ID", &format!("|{new} |host ID"), 1);
    }
    client.settle();
    assert!(findings(client, path, 41).is_empty());
    save(client, path, &whole);
}

/// A row that says something else.
fn change(client: &mut Client, path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    client.open_file(path, &text);
    let row = text.lines().position(|line| line.starts_with("|bk_capacity")).unwrap() as u32;
    let own = text.lines().nth(row as usize).unwrap();
    let column = own[..own.find('否').unwrap()].encode_utf16().count() as u32;
    client.edit(path, 2, [[row, column], [row, column + 1]], "是");
    let params = json!({ "textDocument": { "uri": uri(path) }, "position": { "line": row, "character": 3 } });
    let hover = client.ask("textDocument/hover", params);
    let shown = hover["contents"]["value"].as_str().unwrap();
    let decided = "bk_capacity: integer, required";
    assert!(shown.contains(decided), "{shown}");
    says(decided);
    save(client, path, &text.replacen(own, &own.replace('否', "是"), 1));
}

#[test]
fn the_hour_in_an_editor() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("docs-src"), &folder.path().join("docs-src"));
    let config = std::fs::read_to_string(root().join("docwright.toml")).unwrap();
    let sets = config.split("[emit.rust]").next().unwrap().to_owned();
    let config = sets + "[emit.rust]\npath = \"client/src\"\n";
    std::fs::write(folder.path().join("docwright.toml"), config).unwrap();
    emit(folder.path());
    let mut client = Client::open(&[folder.path()], &["utf-16"]);
    mend(&mut client, &folder.path().join(ENGLISH));
    assert!(emit(folder.path()).contains(" 0 changed;"));
    change(&mut client, &folder.path().join(SET));
    let changed = "DD0205 `blueking.cc.create_set.request.data.bk_capacity`: is required now";
    let said = emit(folder.path());
    assert!(said.contains(changed), "{said}");
    says(changed);
    assert!(client.end().success());
}
