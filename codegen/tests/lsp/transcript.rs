//! What an editor shows on the seed pages, feature by feature, as one text.

use super::client::{Client, uri};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The client on the repository, and the text so far.
struct Script {
    client: Client,
    text: String,
}

impl Script {
    fn new() -> Self {
        Self { client: Client::open(&[&root()], &["utf-16"]), text: String::new() }
    }

    fn line(&mut self, line: &str) {
        let line = line.replace(&uri(&root()), "");
        writeln!(self.text, "{}", line.trim_end()).unwrap();
    }

    /// A request at a place: the `nth` time that a word stands on a page.
    fn ask(&mut self, method: &str, page: &str, (word, nth): (&str, usize)) -> Value {
        let path = root().join(page);
        let text = std::fs::read_to_string(&path).unwrap();
        let at = text.match_indices(word).nth(nth).unwrap().0;
        let line = text[..at].matches('\n').count();
        let column = text[text[..at].rfind('\n').map_or(0, |at| at + 1)..at].encode_utf16().count();
        self.line(&format!("\n> {method} {page}:{}:{} `{word}`", line + 1, column + 1));
        let position = json!({ "line": line, "character": column });
        let params = json!({
            "textDocument": { "uri": uri(&path) },
            "position": position,
            "range": { "start": position, "end": position },
            "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 },
        });
        self.client.ask(&format!("textDocument/{method}"), params)
    }

    fn hover(&mut self, page: &str, word: (&str, usize)) {
        let hover = self.ask("hover", page, word);
        self.line(hover["contents"]["value"].as_str().unwrap_or("nothing"));
    }

    fn definition(&mut self, page: &str, word: (&str, usize)) {
        let place = self.ask("definition", page, word);
        self.line(&location(&place));
    }

    fn references(&mut self, page: &str, word: (&str, usize)) {
        let places = self.ask("references", page, word);
        places.as_array().unwrap().iter().for_each(|place| self.line(&location(place)));
    }

    fn actions(&mut self, page: &str, word: (&str, usize)) {
        let actions = self.ask("codeAction", page, word);
        for action in actions.as_array().unwrap() {
            self.line(&format!(
                "{} [{}]",
                action["title"].as_str().unwrap(),
                action["kind"].as_str().unwrap()
            ));
            self.line(&serde_json::to_string_pretty(&action["edit"]).unwrap());
        }
    }

    fn completion(&mut self, page: &str, word: (&str, usize)) {
        let items = self.ask("completion", page, word);
        let mut items: Vec<(&str, &str)> = items
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["sortText"].as_str().unwrap_or_default(), item["label"].as_str().unwrap()))
            .collect();
        items.sort_unstable();
        let labels: Vec<&str> = items.iter().take(12).map(|(_, label)| *label).collect();
        // A dialect gains words; the ones that come first are what is typed most.
        let more = if items.len() > labels.len() { ", ..." } else { "" };
        self.line(&format!("words: {}{more}", labels.join(", ")));
    }

    fn symbols(&mut self, page: &str) {
        self.line(&format!("\n> documentSymbol {page}"));
        let params = json!({ "textDocument": { "uri": uri(&root().join(page)) } });
        let symbols = self.client.ask("textDocument/documentSymbol", params);
        symbols.as_array().unwrap().iter().for_each(|symbol| self.symbol(symbol, 0));
    }

    fn symbol(&mut self, symbol: &Value, depth: usize) {
        let line = |end: &str| symbol["range"][end]["line"].as_u64().unwrap() + 1;
        let detail = symbol["detail"].as_str().map(|detail| format!(" ({detail})")).unwrap_or_default();
        let name = symbol["name"].as_str().unwrap();
        self.line(&format!("{}{name}{detail} {}-{}", "  ".repeat(depth), line("start"), line("end")));
        for child in symbol["children"].as_array().into_iter().flatten() {
            self.symbol(child, depth + 1);
        }
    }

    fn findings(&mut self, page: &str) {
        self.line(&format!("\n> findings {page}"));
        let found = self.client.findings.get(&uri(&root().join(page))).cloned().unwrap_or_default();
        for one in found {
            let (code, message) = (one["code"].as_str().unwrap(), one["message"].as_str().unwrap());
            self.line(&format!("{} {code} severity {}: {message}", range(&one["range"]), one["severity"]));
            for related in one["relatedInformation"].as_array().into_iter().flatten() {
                let text = related["message"].as_str().unwrap();
                self.line(&format!("    {}: {text}", location(&related["location"])));
            }
        }
    }
}

fn range(range: &Value) -> String {
    let place = |end: &str| {
        let number = |key: &str| range[end][key].as_u64().unwrap() + 1;
        format!("{}:{}", number("line"), number("character"))
    };
    format!("{}-{}", place("start"), place("end"))
}

fn location(location: &Value) -> String {
    match location["uri"].as_str() {
        Some(uri) => format!("{uri}:{}", range(&location["range"])),
        None => "nothing".to_owned(),
    }
}

const PAGES: [&str; 5] = [
    "docs-src/blueking/cc/en/create_service_instance.md",
    "docs-src/blueking/cc/zh/create_inst.md",
    "docs-src/blueking/cc/zh/create_process_instance.md",
    "docs-src/blueking/cc/zh/create_set.md",
    "docs-src/jdcloud/bastion/createInstance.md",
];

#[test]
fn findings_and_symbols() {
    let mut script = Script::new();
    for page in PAGES {
        script.findings(page);
        script.symbols(page);
    }
    insta::assert_snapshot!(script.text);
    assert!(script.client.end().success());
}

#[test]
fn facts_of_a_place() {
    let mut script = Script::new();
    let [service, inst, process, set, bastion] = PAGES;
    for page in PAGES {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        script.client.open_file(&root().join(page), &text);
    }
    script.hover(process, ("object | 新", 0));
    script.hover(inst, ("bk_obj_id", 0));
    script.hover(inst, ("\"example18\"", 1));
    script.hover(set, ("POST", 0));
    script.hover(bastion, ("InstanceSpec |", 0));
    script.hover(service, ("process_info|object|Yes", 0));
    script.definition(inst, ("\"bk_inst_name\"", 1));
    script.definition(inst, ("object | 请", 0));
    script.definition(set, ("dict", 0));
    script.definition(bastion, ("Source[]", 0));
    script.definition(bastion, ("ChargeSpec |", 0));
    script.references(inst, ("bk_inst_name |", 0));
    script.references(bastion, ("regionId", 0));
    script.actions(process, ("object | 新", 0));
    script.actions(service, ("is |host", 0));
    script.completion(inst, ("请求方法", 0));
    script.completion(inst, ("类型", 0));
    script.completion(inst, ("string     |", 0));
    script.completion(set, ("是 ", 0));
    script.completion(bastion, ("请求参数", 0));
    insta::assert_snapshot!(script.text);
    assert!(script.client.end().success());
}
