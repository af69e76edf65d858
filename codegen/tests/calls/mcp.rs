//! `docwright mcp`, through the messages of the protocol on standard input and output. `cargo xtask tools` runs it with the
//! client of the protocol's own SDK.

use super::server::{Request, Server};
use super::{SECRET, model, program};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Duration;

/// A client of the protocol.
struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    id: u64,
    /// All that the server wrote.
    said: String,
}

impl Session {
    fn start(url: &str, arguments: &[&str]) -> Self {
        let mut command = program();
        command
            .env("API_URL", url)
            .env("API_TOKEN", SECRET)
            .env("APP_CODE", "demo")
            .env("APP_SECRET", SECRET);
        command.env("ACCESS_KEY", "key").env("SECRET_KEY", SECRET);
        command.arg("mcp").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut session = Self { child, input, output, id: 0, said: String::new() };
        let client = json!({ "name": "test", "version": "1" });
        let hello = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client });
        let answer = session.ask("initialize", hello);
        assert_eq!(answer["result"]["serverInfo"]["name"], "docwright", "{answer}");
        session.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        session
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input, "{message}").unwrap();
        self.input.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server ended");
            self.said.push_str(&line);
            // Every line is a message and nothing else.
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    fn tools(&mut self) -> Vec<Value> {
        self.ask("tools/list", json!({}))["result"]["tools"].as_array().unwrap().clone()
    }

    fn names(&mut self) -> Vec<String> {
        self.tools().iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
    }

    /// The text of a result, and whether it is an error.
    fn call(&mut self, name: &str, arguments: Value) -> (String, bool) {
        let answer = self.ask("tools/call", json!({ "name": name, "arguments": arguments }));
        let text = answer["result"]["content"][0]["text"].as_str();
        (text.unwrap_or_else(|| panic!("{answer}")).to_owned(), answer["result"]["isError"] == true)
    }

    #[track_caller]
    fn end(mut self) {
        assert!(!self.said.contains(SECRET));
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

fn echo(request: &Request) -> (u16, String) {
    if request.body.contains("refuse") {
        return (
            200,
            json!({ "result": false, "code": 1199014, "message": "no such set", "data": null }).to_string(),
        );
    }
    let auth = request.header("x-bkapi-authorization").or(request.header("authorization"));
    let data = json!({ "line": request.line, "body": request.body, "auth": auth, "long": "长".repeat(2000) });
    (200, json!({ "result": true, "code": 0, "message": "", "data": data }).to_string())
}

#[test]
fn the_seed_pages_are_tools() {
    let server = Server::new(echo);
    let mut session = Session::start(&server.url, &["--allow-writes"]);
    let tools = session.tools();
    assert_eq!(tools.len(), 5);
    let set = tools.iter().find(|tool| tool["name"] == "blueking_cc_create_set").unwrap();
    let hints = json!({ "readOnlyHint": false, "destructiveHint": true, "idempotentHint": false });
    assert_eq!(set["annotations"], hints);
    assert_eq!(set["inputSchema"]["required"], json!(["bk_biz_id", "data"]));
    for tool in &tools {
        let name = tool["name"].as_str().unwrap();
        let (text, is_error) = session.call(name, json!({ "no_such": 1 }));
        assert!(is_error && text.contains("is required"), "{text}");
        // An operation that is open takes any name.
        let is_open = tool["inputSchema"]["additionalProperties"] == json!(true);
        assert_eq!(text.contains("no argument `no_such`"), !is_open, "{name}: {text}");
    }
    let data = json!({ "bk_biz_id": 2, "data": { "bk_parent_id": 3, "bk_set_name": SECRET } });
    let (text, is_error) = session.call("blueking_cc_create_set", data);
    assert!(!is_error && text.contains("bk_parent_id") && text.contains("***"), "{text}");
    assert!(server.seen()[0].body.contains(SECRET));
    let wrong = json!({ "bk_biz_id": "2", "data": { "bk_parent_id": [3], "bk_set_name": "a" } });
    let (text, is_error) = session.call("blueking_cc_create_set", wrong);
    assert!(is_error && text.contains("`bk_biz_id` is text; integer is expected"), "{text}");
    assert!(text.contains("`data.bk_parent_id` is a list; integer is expected"), "{text}");
    assert_eq!(server.seen().len(), 1);
    let answer = session.ask("tools/call", json!({ "name": "blueking_cc_create_set", "arguments": [1] }));
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    let refuse = json!({ "bk_biz_id": 2, "data": { "bk_parent_id": 3, "bk_set_name": "refuse" } });
    let (text, is_error) = session.call("blueking_cc_create_set", refuse);
    assert!(is_error && text.contains("error 1199014: no such set") && text.contains("request id"), "{text}");
    session.end();
}

#[test]
fn nothing_is_written_unless_that_is_allowed() {
    let (server, folder) = (Server::new(echo), model::folder());
    let docs = folder.path().join("shop.json");
    let docs = docs.to_str().unwrap();
    let mut session = Session::start(&server.url, &["--docs", docs, "--max-bytes", "1000"]);
    assert_eq!(session.names(), ["my_shop_get_thing", "my_shop_list_things"]);
    let tools = session.tools();
    assert!(tools.iter().all(|tool| tool["annotations"]["readOnlyHint"] == true));
    assert_eq!(tools[1]["description"], "Lists [31mthings");
    let (text, is_error) = session.call("my_shop_delete_thing", json!({ "id": "1" }));
    assert!(is_error && text.contains("without `--allow-writes`") && server.seen().is_empty(), "{text}");
    let (text, is_error) = session.call("my_shop_get_thing", json!({ "id": "a/b" }));
    assert!(
        !is_error && text.contains("/things/a%2Fb") && text.contains("[cut: these are the first"),
        "{text}"
    );
    assert!(text.len() <= 1000);
    let (text, is_error) = session.call("my_shop_list_things", json!({ "start": 5.0 }));
    assert!(!is_error && text.contains("start=5"), "{text}");
    let (text, is_error) = session.call("my_shop_list_things", json!({ "start": 5.5 }));
    assert!(is_error && text.contains("`start` is a number; integer is expected"), "{text}");
    let answer = session.ask("tools/call", json!({ "name": "none", "arguments": {} }));
    assert!(answer["result"]["isError"] == true || answer["error"].is_object(), "{answer}");
    session.end();
    let mut writes = Session::start(&server.url, &["--docs", docs, "--allow-writes", "--deny", "*.list_*"]);
    assert_eq!(
        writes.names(),
        ["my_shop_delete_thing", "my_shop_get_thing", "my_shop_sweep_things", "my_shop_upload"]
    );
    let (text, is_error) = writes.call("my_shop_list_things", json!({}));
    assert!(is_error && text.contains("`--deny *.list_*`"), "{text}");
    writes.end();
    let none = program().args(["mcp", "--docs", docs, "--allow", "*.delete_*"]).output().unwrap();
    assert_eq!(none.status.code(), Some(2));
    let said = String::from_utf8(none.stderr).unwrap();
    assert!(
        said.contains("none of 5 operations is offered") && said.contains("help: `--allow-writes`"),
        "{said}"
    );
    let none = program().args(["mcp", "--docs", docs, "--allow", "nosuch*"]).output().unwrap();
    let said = String::from_utf8(none.stderr).unwrap();
    assert!(
        said.contains("`--allow nosuch*` fits no operation") && !said.contains("--allow-writes"),
        "{said}"
    );
}

#[test]
fn slips_are_said_before_anything_is_offered() {
    let folder = model::folder();
    let docs = folder.path().join("shop.json");
    let fails = |arguments: &[&str], part: &str| {
        let output = program().args(["mcp", "--docs"]).arg(&docs).args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(part), "{said}");
    };
    fails(&["--deny", "shop.list_*"], "error: `--deny shop.list_*` fits no operation");
    fails(&["--base-url", "notaurl"], "error: `notaurl`: ");
    fails(&["--base-url", "ftp://x"], "the scheme must be http or https");
    fails(&["--language", "fr"], "the pages have `en`");
    for pattern in ["list_things", "my_shop_list_*", "my.shop.list_things"] {
        let server = Server::new(echo);
        let mut session = Session::start(&server.url, &["--docs", docs.to_str().unwrap(), "--deny", pattern]);
        assert_eq!(session.names(), ["my_shop_get_thing"], "{pattern}");
        session.end();
    }
}

#[test]
fn many_operations_are_searched() {
    let server = Server::new(echo);
    let mut session = Session::start(&server.url, &["--allow-writes", "--max-tools", "4"]);
    assert_eq!(session.names(), ["search_operations", "describe_operation", "call_operation"]);
    let (text, _) = session.call("search_operations", json!({ "query": "create instance", "limit": 2 }));
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&found["found"], found["operations"].as_array().unwrap().len()), (&json!(3), 2), "{text}");
    let (text, _) = session.call("describe_operation", json!({ "name": "blueking.cc.create_set" }));
    let described: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(described["inputSchema"]["properties"]["bk_biz_id"]["type"], "integer");
    let inner = json!({ "bk_biz_id": 2, "data": { "bk_parent_id": 3, "bk_set_name": "x" } });
    let (text, is_error) =
        session.call("call_operation", json!({ "name": "blueking_cc_create_set", "arguments": inner }));
    assert!(!is_error && text.contains("bk_set_name"), "{text}");
    // What stands beside the arguments would not be sent, so nothing is.
    let beside = json!({ "name": "blueking_cc_create_set", "bk_biz_id": 2, "arguments": {} });
    let (text, is_error) = session.call("call_operation", beside);
    assert!(
        is_error && text.contains("takes no `bk_biz_id`; arguments of the operation stand inside"),
        "{text}"
    );
    let (text, is_error) = session.call("search_operations", json!({ "query": "set", "max": 1 }));
    assert!(is_error && text == "`search_operations` takes no `max`", "{text}");
    let (text, is_error) = session.call("call_operation", json!({ "name": "no_such" }));
    assert!(is_error && text.contains("no operation is called `no_such`"), "{text}");
    for limit in [json!(0), json!(51), json!("2"), json!(1.5), json!([1])] {
        let (text, is_error) = session.call("search_operations", json!({ "query": "set", "limit": limit }));
        let said = format!("`limit` is {limit}; a whole number from 1 to 50 is expected");
        assert!(is_error && text == said, "{text}");
    }
    let (text, _) = session.call("search_operations", json!({ "query": "create sets" }));
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["operations"][0]["name"], "blueking_cc_create_set", "{text}");
    session.end();
}

#[test]
fn every_result_is_bounded_and_every_tool_has_a_title() {
    let server = Server::new(echo);
    let bounds = ["--allow-writes", "--max-tools", "4", "--max-bytes", "400"];
    let mut session = Session::start(&server.url, &bounds);
    assert!(session.tools().iter().all(|tool| tool["title"].is_string()));
    let (text, _) = session.call("search_operations", json!({ "query": "" }));
    let found: Value = serde_json::from_str(&text).unwrap();
    let shown = found["operations"].as_array().unwrap().len();
    assert!(found["found"] == 5 && (1..5).contains(&shown) && text.len() <= 400, "{text}");
    for name in ["blueking_cc_create_set", "jdcloud_bastion_createInstance"] {
        let (text, _) = session.call("describe_operation", json!({ "name": name }));
        assert!(text.len() <= 400 && text.contains("inputSchema"), "{text}");
    }
    let unknown = "x".repeat(2000);
    let (text, is_error) = session.call("describe_operation", json!({ "name": unknown }));
    assert!(is_error && text.len() <= 400 && text.ends_with("ask for less]"), "{text}");
    session.end();
    let mut all = Session::start(&server.url, &["--allow-writes"]);
    let tools = all.tools();
    assert!(tools.iter().all(|tool| tool["title"].is_string()), "{tools:?}");
    assert_eq!(
        tools.iter().find(|tool| tool["name"] == "blueking_cc_create_set").unwrap()["title"],
        "创建集群"
    );
    all.end();
    let few = program().args(["mcp", "--max-bytes", "0"]).output().unwrap();
    assert!(String::from_utf8(few.stderr).unwrap().contains("expected a whole number from 256 on"));
}

#[test]
fn a_cancelled_call_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let folder = model::folder();
    let docs = folder.path().join("shop.json");
    let mut session = Session::start(&url, &["--docs", docs.to_str().unwrap()]);
    let call = json!({ "name": "my_shop_list_things", "arguments": {} });
    session.send(&json!({ "jsonrpc": "2.0", "id": 77, "method": "tools/call", "params": call }));
    let (stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut stream = BufReader::new(stream);
    let mut request = String::new();
    stream.read_line(&mut request).unwrap();
    assert!(request.starts_with("GET /things"), "{request}");
    let cancel = json!({ "requestId": 77, "reason": "no longer wanted" });
    session.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": cancel }));
    // The service never answers; the connection ends because the call does. An attempt may take a minute.
    stream.read_to_string(&mut request).unwrap();
    assert_eq!(session.names().len(), 2);
    session.end();
}
