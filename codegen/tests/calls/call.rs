//! `docwright call`.

use super::server::{Request, Server};
use super::{SECRET, model, program};
use serde_json::{Value, json};
use std::path::Path;

/// Exit code, standard output and standard error.
type Outcome = (i32, String, String);

fn run(command: &mut std::process::Command) -> Outcome {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!out.contains(SECRET) && !err.contains(SECRET), "{out}{err}");
    (output.status.code().unwrap(), out, err)
}

/// A call of the seed pages.
fn seed(url: &str, words: &[&str]) -> Outcome {
    let mut command = program();
    command.env("API_URL", url).env("APP_CODE", "demo").env("APP_SECRET", SECRET);
    command.env("ACCESS_KEY", "key").env("SECRET_KEY", SECRET);
    run(command.arg("call").args(words))
}

/// A call of the shop.
fn shop(folder: &Path, url: &str, words: &[&str]) -> Outcome {
    let mut command = program();
    let docs = folder.join("shop.json");
    command.env("API_TOKEN", SECRET).args(["call", "--docs"]).arg(docs);
    if !url.is_empty() {
        command.args(["--base-url", url]);
    }
    run(command.args(words))
}

/// Nobody listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

#[track_caller]
fn check(outcome: Outcome, code: i32, parts: &[&str]) {
    let (got, out, err) = outcome;
    assert_eq!(got, code, "{out}{err}");
    for part in parts {
        assert!(out.contains(part) || err.contains(part), "no `{part}` in\n{out}{err}");
    }
}

fn platform(request: &Request) -> (u16, String) {
    if request.body.contains("refuse") {
        return (
            200,
            json!({ "result": false, "code": 1199014, "message": "no such set", "data": null }).to_string(),
        );
    }
    if request.body.contains("stranger") {
        return (401, json!({ "error": "nope" }).to_string());
    }
    if request.line.contains("/v1/regions") {
        return (200, json!({ "requestId": "q-1", "result": { "instanceId": "i-1" } }).to_string());
    }
    (200, json!({ "result": true, "code": 0, "message": "", "data": { "bk_set_id": 11 } }).to_string())
}

const SET: &[&str] = &["blueking.cc.create_set", "--bk_biz_id", "2", "--data.bk_set_name", "集 '1'"];

#[test]
fn operations_are_listed_searched_and_described() {
    let (code, out, _) = seed(NOWHERE, &[]);
    let names: Vec<&str> = out.lines().filter_map(|line| line.split("  ").next()).collect();
    let cc = ["create_inst", "create_process_instance", "create_service_instance", "create_set"];
    let mut expect: Vec<String> = cc.iter().map(|id| format!("blueking.cc.{id}")).collect();
    expect.push("jdcloud.bastion.createInstance".to_owned());
    assert_eq!((code, names), (0, expect.iter().map(String::as_str).collect()));
    check(
        seed(NOWHERE, &["--search", "CREATE_set"]),
        0,
        &["blueking.cc.create_set  POST /api/c/compapi/v2/cc/create_set/  创建集群\n"],
    );
    let plain = seed(NOWHERE, &["--search", "create some sets"]);
    check(plain.clone(), 0, &["blueking.cc.create_set"]);
    assert!(plain.1.starts_with("blueking.cc.create_set "), "{}", plain.1);
    check(seed(NOWHERE, &["--search", "xyzzy"]), 2, &["no operation has `xyzzy`"]);
    for name in &expect {
        check(seed(NOWHERE, &[name, "--help"]), 0, &["POST /", "Arguments:\n  --", "required", ".md:"]);
    }
    let set = [
        "--bk_biz_id <integer>  required; docs-src/blueking/cc/zh/create_set.md:35",
        "one of 0, 1; default 0",
    ];
    check(seed(NOWHERE, &["create_set", "--help"]), 0, &set);
    check(seed(NOWHERE, &["cc.create_set"]), 2, &["did you mean `blueking.cc.create_set`?"]);
    check(seed(NOWHERE, &["--dry", "create_set"]), 2, &["unknown option `--dry`"]);
    check(seed(NOWHERE, &["crate_sett"]), 2, &["did you mean `blueking.cc.create_set`"]);
}

#[test]
fn options_that_choose_docs_stand_in_front() {
    let placed =
        ["`--docs` stands in front of the operation\nhelp: write `docwright call --docs VALUE OPERATION`"];
    check(seed(NOWHERE, &["create_set", "--docs", "x"]), 2, &placed);
    check(
        seed(NOWHERE, &["--language", "xx"]),
        2,
        &["no page is in the language `xx`\nhelp: the pages have `"],
    );
    check(seed(NOWHERE, &["--language", "ZH"]), 0, &["创建集群"]);
}

#[test]
fn files_are_printed_as_they_came() {
    let (server, folder) = (Server::new(|_| (200, "{\"setting\":  1}".to_owned())), model::folder());
    let path = folder.path().join("shop.json");
    let mut shop_model: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    shop_model["services"][0]["endpoints"][1]["answer"] = json!("binary");
    std::fs::write(&path, shop_model.to_string()).unwrap();
    let (code, out, err) = shop(folder.path(), &server.url, &["get_thing", "--id", "1"]);
    assert_eq!((code, out.as_str()), (0, "{\"setting\":  1}"), "{err}");
}

#[test]
fn calls_send_what_the_docs_say() {
    let server = Server::new(platform);
    let (code, out, err) = seed(&server.url, &[SET, &["--data.bk_parent_id=3"]].concat());
    assert_eq!(
        (code, serde_json::from_str::<Value>(&out).unwrap()),
        (0, json!({ "bk_set_id": 11 })),
        "{err}"
    );
    let request = &server.seen()[0];
    assert_eq!(request.line, "POST /api/c/compapi/v2/cc/create_set/");
    assert!(request.header("x-bkapi-authorization").unwrap().contains(SECRET));
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body, json!({ "bk_biz_id": 2, "data": { "bk_set_name": "集 '1'", "bk_parent_id": 3 } }));
    let raw = seed(&server.url, &[SET, &["--data.bk_parent_id=3", "--raw"]].concat());
    check(raw, 0, &["{\"result\":true,\"code\":0"]);
}

#[test]
fn refusals_end_with_1_and_everything_else_with_2() {
    let server = Server::new(platform);
    let refused =
        seed(&server.url, &[SET, &["--data.bk_parent_id=3", "--bk_supplier_account", "refuse"]].concat());
    check(refused, 1, &["error: blueking.cc create_set: error 1199014: no such set (HTTP 200, request id "]);
    // A reason that stands nowhere in the envelope.
    let stranger = [SET, &["--data.bk_parent_id=3", "--bk_supplier_account", "stranger"]].concat();
    let said = "create_set: error: {\"error\":\"nope\"} (HTTP 401";
    check(seed(&server.url, &stranger), 1, &[said]);
    check(
        seed(NOWHERE, &[SET, &["--data.bk_parent_id=3"]].concat()),
        2,
        &["error: blueking.cc create_set: "],
    );
    let missing = ["`--data` is required (object)", "docwright call blueking.cc.create_set --help"];
    check(seed(&server.url, &["create_set", "--bk_biz_id", "2"]), 2, &missing);
    check(seed(&server.url, SET), 2, &["`--data.bk_parent_id` is required (integer)"]);
    check(
        seed(&server.url, &["create_set", "--bk_biz_id", "two"]),
        2,
        &["`--bk_biz_id`: expected a whole number"],
    );
    check(seed(&server.url, &["create_set", "--unchecked"]), 0, &["11"]);
    check(seed(&server.url, &[SET, &["--data.bk_parent_id=3", "--pages=2"]].concat()), 2, &["know no pages"]);
}

/// What stands inside of JSON is held against the model as flags are.
#[test]
fn values_in_json_have_the_documented_types() {
    let server = Server::new(platform);
    let call = |words: &[&str]| seed(&server.url, &[&["create_set"], words].concat());
    let wrong = r#"{"bk_biz_id": "two", "data": {"bk_parent_id": [3], "bk_set_name": "a", "none": 1}}"#;
    let told = [
        "`--bk_biz_id` is text; integer is expected",
        "`--data.bk_parent_id` is a list; integer is expected",
        "`--unchecked` sends",
    ];
    check(call(&["--json", wrong]), 2, &told);
    let data = ["--bk_biz_id", "2", "--data", r#"{"bk_parent_id": "x"}"#];
    check(call(&data), 2, &["`--data.bk_parent_id` is text; integer is expected"]);
    assert!(server.seen().is_empty());
    check(call(&["--json", wrong, "--unchecked"]), 0, &["11"]);
    check(call(&["--json", r#"{"bk_biz": 2}"#]), 2, &["no argument `bk_biz`; did you mean `bk_biz_id`?"]);
}

#[test]
fn uploads_are_shown_as_forms() {
    let folder = model::folder();
    let path = folder.path().join("a b.txt");
    std::fs::write(&path, "content").unwrap();
    let file = format!("@{}", path.display());
    let words = ["upload", "--folder", "it's; a", "--token", SECRET, "--file", &file, "--dry-run"];
    let (code, out, err) = shop(folder.path(), NOWHERE, &words);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("\nfolder=it's; a\ntoken=***\n"), "{out}");
    assert!(out.contains(&format!("\nfile={file} (application/octet-stream, 7 bytes)\n")), "{out}");
    let (_, curl, _) = shop(folder.path(), NOWHERE, &[&words[..], &["--curl"]].concat());
    assert!(curl.contains(&format!(" -F 'file={file}'")), "{curl}");
    assert!(curl.contains(r" --form-string 'folder=it'\''s; a' -F 'token=***'"), "{curl}");
    assert!(!curl.contains("bytes>") && !curl.contains("boundary"), "{curl}");
}

#[test]
fn previews_show_no_secrets_and_send_nothing() {
    let words = [SET, &["--data.bk_parent_id=3", "--dry-run"]].concat();
    let shown =
        ["POST http://127.0.0.1:9/api/c/compapi/v2/cc/create_set/", "x-bkapi-authorization: ***", "集 '1'"];
    check(seed(NOWHERE, &words), 0, &shown);
    let curl = seed(NOWHERE, &[&words[..], &["--curl"]].concat());
    // Quoted for a shell: nothing in a value ends the word.
    check(curl, 0, &["curl -X POST 'http://127.0.0.1:9/", "'x-bkapi-authorization: ***'", r"集 '\''1'\''"]);
}

#[test]
fn values_stay_in_their_place() {
    let server = Server::new(platform);
    let words = ["createInstance", "--regionId", "a/b?c#d", "--json", "{}", "--unchecked"];
    check(seed(&server.url, &words), 0, &["i-1"]);
    let request = &server.seen()[0];
    assert_eq!(request.line, "POST /v1/regions/a%2Fb%3Fc%23d/instances");
    assert!(request.header("authorization").unwrap().contains("Credential=key/"));
    let folder = model::folder();
    let injected = shop(folder.path(), &server.url, &["list_things", "--X-Zone", "a\r\nx-evil: 1"]);
    check(injected, 2, &["invalid characters in the value of header"]);
    check(shop(folder.path(), &server.url, &["get_thing", "--id", ".."]), 2, &["invalid value `..`"]);
    assert_eq!(server.seen().len(), 1);
}

fn things(request: &Request) -> (u16, String) {
    let start = request.line.split("start=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or("0");
    let start: u64 = start.parse().unwrap();
    let items: Vec<Value> = (start..(start + 2).min(5)).map(|id| json!({ "id": id })).collect();
    (200, json!({ "data": { "items": items, "total": 5 } }).to_string())
}

#[test]
fn pages_are_walked_as_far_as_asked() {
    let (server, folder) = (Server::new(things), model::folder());
    let pages = |count: &str| {
        let words = ["list_things", "--limit", "2", "--pages", count];
        let (code, out, err) = shop(folder.path(), &server.url, &words);
        assert_eq!(code, 0, "{err}");
        serde_json::from_str::<Value>(&out).unwrap().as_array().unwrap().len()
    };
    assert_eq!((pages("1"), pages("2"), pages("9")), (2, 4, 5));
    assert_eq!(server.seen()[0].header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
}

#[test]
fn texts_of_pages_do_nothing_to_a_terminal_and_hosts_of_pages_get_no_token() {
    let folder = model::folder();
    let (_, list, _) = shop(folder.path(), NOWHERE, &[]);
    let (_, help, _) = shop(folder.path(), NOWHERE, &["list_things", "--help"]);
    for text in [list, help] {
        assert!(text.contains("Lists [31mthings"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{e0041}']), "{text:?}");
    }
    let refused = ["the pages alone name `https://shop.example.com`", "--base-url URL"];
    check(shop(folder.path(), "", &["get_thing", "--id", "1"]), 2, &refused);
    check(
        shop(folder.path(), "", &["get_thing", "--id", "1", "--dry-run"]),
        0,
        &["GET https://shop.example.com/things/1"],
    );
}

#[test]
fn addresses_have_the_scheme_that_the_page_writes() {
    let folder = tempfile::tempdir().unwrap();
    for (scheme, other) in [("http", "https"), ("https", "http")] {
        let page = folder.path().join("ping.md");
        let text = "# ping\n\n## Request\n\n`GET SCHEME://lamp.example.com/v1/ping`\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| id | int | no | Which lamp |\n";
        std::fs::write(&page, text.replace("SCHEME", scheme)).unwrap();
        let of = |words: &[&str], paths: &[&str]| {
            let mut command = program();
            run(command.current_dir(&folder).args(words).arg(&page).args(paths))
        };
        let address = format!("{scheme}://lamp.example.com");
        check(of(&["call", "--docs"], &["ping", "--dry-run"]), 0, &[&format!("GET {address}/v1/ping")]);
        let document = of(&["export", "openapi"], &[]);
        check(document.clone(), 0, &[&address]);
        assert!(!document.1.contains(&format!("{other}://lamp")), "{}", document.1);
    }
}

#[test]
fn the_header_of_the_token_is_no_argument() {
    let (server, folder) = (Server::new(|_| (200, "{}".to_owned())), tempfile::tempdir().unwrap());
    let page = folder.path().join("ping.md");
    let text = "# ping\n\n`GET /v1/ping`\n\n## Request Headers\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| X-Lamp-Key | string | yes | Key |\n";
    std::fs::write(&page, text).unwrap();
    let call = |header: &str, words: &[&str]| {
        let mut command = program();
        command.env("API_URL", &server.url).env("API_TOKEN", SECRET).env("API_TOKEN_HEADER", header);
        run(command.args(["call", "--docs"]).arg(&page).arg("ping").args(words))
    };
    check(call("x-lamp-key", &[]), 0, &["{}"]);
    assert_eq!(server.seen()[0].header("x-lamp-key"), Some(SECRET));
    check(call("x-lamp-key", &["--X-Lamp-Key", "made up"]), 2, &["has no argument"]);
    check(call("X-Other", &[]), 2, &["`--X-Lamp-Key` is required"]);
}

/// An argument of nearly the same name does not turn a look at a call into the call.
#[test]
fn a_dry_run_is_one_whatever_the_arguments_are_called() {
    let (server, folder) = (Server::new(things), model::folder());
    let call = |words: &[&str]| shop(folder.path(), &server.url, &[&["sweep_things"], words].concat());
    let shown = |words: &[&str], parts: &[&str]| check(call(words), 0, parts);
    shown(&["--dry-run"], &["POST http://127.0.0.1:"]);
    shown(&["--curl"], &["curl -X POST"]);
    shown(&["--dry_run", "--dry-run"], &["/sweep?dry_run=true"]);
    shown(&["--arg.curl", "x", "--dry-run"], &["/sweep?curl=x"]);
    check(call(&["--dry-run", "true"]), 2, &["takes no value", "`--dry_run true`"]);
    check(call(&["--curl", "x"]), 2, &["takes no value", "`--arg.curl x`"]);
    let help = [
        "`--curl` is the option here; `--arg.curl` is the argument",
        "`--dry-run` is the option here; `--dry_run` is the argument",
        "  --arg.curl <string>",
    ];
    shown(&["--help"], &help);
    assert!(server.seen().is_empty(), "{:?}", server.seen());
    shown(&["--dry_run"], &["items"]);
    assert_eq!(server.seen()[0].line, "POST /sweep?dry_run=true");
}
