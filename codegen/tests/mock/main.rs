//! `docwright mock` over real HTTP: the five seed pages, and pages that mean harm.
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod http;
mod plain;

use docwright_runtime::jdcloud::signing::{self, Input, Version};
use http::{Answer, Server, root};
use serde_json::{Value, json};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

const SET: &str = "/api/c/compapi/v2/cc/create_set/";
const INSTANCES: &str = "/v1/regions/cn-north-1/instances";

fn set() -> Value {
    json!({"bk_biz_id": 1, "data": {"bk_parent_id": 1, "bk_set_name": "test-set"}})
}

/// A refusal lists problems: kind, place, pointer and line of the page.
#[track_caller]
fn check_refused(answer: &Answer, expect: &[(&str, &str, &str, &str)]) {
    let body = answer.json();
    let text = |problem: &Value, name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    let problems = body["problems"].as_array().unwrap_or_else(|| panic!("no problems in {body:#}"));
    let found: Vec<[String; 4]> = problems
        .iter()
        .map(|problem| ["kind", "in", "pointer", "page"].map(|name| text(problem, name)))
        .collect();
    let expect: Vec<[String; 4]> =
        expect.iter().map(|(a, b, c, d)| [a, b, c, d].map(|text| (*text).to_owned())).collect();
    assert_eq!(found, expect, "{body:#}");
    assert!(answer.head.contains("x-mock: arguments"), "{}", answer.head);
}

#[test]
fn samples_and_made_up_answers() {
    let server = Server::seeds(&[]);
    let answer = server.post(SET, &set().to_string());
    assert_eq!((answer.status, &answer.json()["data"]["bk_set_id"]), (200, &json!(4780)));
    assert!(answer.head.contains("content-type: application/json"));
    // Trailing slash, prefix of the service, and credentials among the parameters.
    let mut with_credentials = set();
    with_credentials["bk_app_code"] = json!("x");
    let prefixed = format!("/blueking.cc{}", SET.trim_end_matches('/'));
    assert_eq!(server.post(&prefixed, &with_credentials.to_string()).json()["result"], json!(true));
    // No sample on the page.
    let made = server.post(INSTANCES, &spec().to_string());
    assert_eq!(made.status, 200);
    assert!(made.json()["result"]["buyId"].is_string() && made.json()["requestId"].is_string());
    let again = Server::seeds(&["--seed", "1"]).post(INSTANCES, &spec().to_string());
    assert_eq!(made.body, again.body);
    assert_ne!(made.body, Server::seeds(&["--seed", "2"]).post(INSTANCES, &spec().to_string()).body);
}

fn spec() -> Value {
    json!({"instanceSpec": {
        "az": "a", "vpcId": "v", "subnetId": "s", "spec": "x", "quantity": 1, "ipVersion": "v4"
    }})
}

#[test]
fn refusals_name_place_and_page() {
    let server = Server::seeds(&[]);
    let page = "docs-src/blueking/cc/zh/create_set.md";
    let at = |line: u32| format!("{page}:{line}");
    let esb = |body: Value| {
        let answer = server.post(SET, &body.to_string());
        assert_eq!((answer.status, &answer.json()["result"]), (200, &json!(false)));
        answer
    };
    let answer = esb(json!({"bk_biz_id": "x", "data": {"bk_parent_id": 1}, "more": 1}));
    check_refused(
        &answer,
        &[
            ("type", "body", "/bk_biz_id", &at(35)),
            ("missing", "body", "/data/bk_set_name", &at(43)),
            ("unknown", "body", "/more", &at(12)),
        ],
    );
    assert!(answer.json()["message"].as_str().unwrap().contains("`/bk_biz_id` is text; integer is expected"));
    check_refused(
        &esb(json!([])),
        &[
            ("missing", "body", "/bk_biz_id", &at(35)),
            ("missing", "body", "/data", &at(36)),
            ("type", "body", "", &at(12)),
        ],
    );
    let broken = server.post(SET, "{\"bk_biz_id\"");
    assert_eq!(broken.json()["problems"][0]["kind"], json!("body"));
    let signed = server.post(INSTANCES, "{}");
    assert_eq!((signed.status, &signed.json()["error"]["code"]), (400, &json!(400)));
    assert_eq!(signed.json()["problems"][0]["pointer"], json!("/instanceSpec"));
    assert_eq!(server.post("/nowhere", "{}").status, 404);
    let method = server.send("DELETE /v1/regions/a/instances", &[], "");
    assert!(method.status == 405 && method.head.contains("allow: post"), "{method:?}");
    let lenient = Server::seeds(&["--no-validation"]);
    assert_eq!(lenient.post(SET, "{}").json()["result"], json!(true));
}

#[test]
fn callers_choose_answers() {
    let server = Server::seeds(&[]);
    let prefer = |value: &str| server.send(&format!("POST {SET}"), &[("prefer", value)], &set().to_string());
    for name in ["example=1", "example=\"%E8%BF%94%E5%9B%9E%E7%BB%93%E6%9E%9C%E7%A4%BA%E4%BE%8B\""] {
        let chosen = prefer(name);
        assert!(chosen.head.contains("preference-applied"), "{chosen:?}");
        assert_eq!(chosen.json()["data"]["bk_set_id"], json!(4780));
    }
    let unknown = prefer("example=none");
    assert!(unknown.status == 400 && unknown.body.contains("返回结果示例"), "{unknown:?}");
    let refused = prefer("code=404");
    assert_eq!((refused.status, &refused.json()["result"]), (404, &json!(false)));
    let own = prefer("code=1199014");
    assert_eq!((own.status, &own.json()["code"]), (200, &json!(1_199_014)));
    assert_eq!(prefer("code=201").status, 201);
}

#[test]
fn scenarios_have_sequences_and_states() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.toml");
    let text = "state = 'empty'\n\
        [[step]]\ncall = 'create_set'\nin = 'empty'\nthen = 'full'\nreply = [{ body = { result = true, data = { bk_set_id = 1 } }, status = 201 }]\n\
        [[step]]\ncall = 'blueking.cc.create_set'\nin = 'full'\nreply = [{ code = 429 }, { example = '1' }]\n";
    std::fs::write(&file, text).unwrap();
    let server = Server::seeds(&["--scenario", file.to_str().unwrap()]);
    let call = || server.post(SET, &set().to_string());
    for _ in 0..2 {
        let first = call();
        assert_eq!((first.status, &first.json()["data"]["bk_set_id"]), (201, &json!(1)));
        assert_eq!(server.send("GET /_mock/state", &[], "").json()["state"], json!("full"));
        assert_eq!([call().status, call().status, call().status], [429, 200, 200]);
        server.post("/_mock/reset", "");
    }
}

#[test]
fn faults_on_demand() {
    let of = |fault: &str| Server::seeds(&["--fail", fault]);
    let call = |server: &Server| server.post(SET, &set().to_string());
    let limited = call(&of("429:1"));
    assert_eq!((limited.status, &limited.json()["code"]), (429, &json!(1_306_429)));
    let refused = call(&of("refusal:1"));
    assert_eq!((refused.status, &refused.json()["result"]), (200, &json!(false)));
    let body = set().to_string();
    let request = format!(
        "POST {SET} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let reset = of("reset:1").raw(request.as_bytes());
    assert!(matches!(&reset, Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset), "{reset:?}");
    let cut = of("cut:1").raw(request.as_bytes()).unwrap();
    let (head, rest) = std::str::from_utf8(&cut).unwrap().split_once("\r\n\r\n").unwrap();
    let length = head
        .to_lowercase()
        .split("content-length: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .parse::<usize>();
    assert!(rest.len() < length.unwrap(), "{} of {head}", rest.len());
    let begun = Instant::now();
    let slow = call(&of("slow:1"));
    assert_eq!(slow.json()["result"], json!(true));
    assert!(begun.elapsed() > Duration::from_millis(900));
    let late = Server::seeds(&["--latency", "150ms..200ms"]);
    let begun = Instant::now();
    assert_eq!(call(&late).status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(150));
}

#[test]
fn credentials_and_signatures() {
    let server = Server::seeds(&["--key", "demo=s3cr3t-of-the-app", "--token", "t0ken"]);
    let call = |credentials: &str| {
        let headers = [("x-bkapi-authorization", credentials)];
        server.send(&format!("POST {SET}"), &headers, &set().to_string()).json()
    };
    let good = r#"{"bk_app_code":"demo","bk_app_secret":"s3cr3t-of-the-app","bk_username":"admin"}"#;
    assert_eq!(call(good)["result"], json!(true));
    assert_eq!(call(r#"{"access_token":"t0ken"}"#)["result"], json!(true));
    let wrong = call(&good.replace("app\"}", "ap\"}").replace("s3cr3t", "guess"));
    assert_eq!(wrong["result"], json!(false));
    assert!(wrong["message"].as_str().unwrap().contains("secret of the application `demo` is wrong"));
    let signed = |secret: &str, region: &str, body: &str, sent: &str| {
        let date = signing::date(SystemTime::now().into());
        let pairs = [("host", server.address.as_str()), ("x-jdcloud-date", &date), ("x-jdcloud-nonce", "n")];
        let input = Input {
            version: Version::V2,
            method: "POST",
            url: INSTANCES,
            headers: &pairs,
            body: body.as_bytes(),
            access_key: "demo",
            secret_key: &secret.into(),
            date: &date,
            region,
            service: "bastion",
        };
        let authorization = signing::sign(&input).authorization;
        let headers = [pairs.as_slice(), &[("authorization", authorization.as_str())]].concat();
        server.send(&format!("POST {INSTANCES}"), &headers, sent)
    };
    let body = spec().to_string();
    assert_eq!(signed("s3cr3t-of-the-app", "cn-north-1", &body, &body).status, 200);
    let check = |answer: Answer, part: &str| {
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(answer.status == 401 && message.contains(part), "{message}");
        assert!(answer.head.contains("x-mock: credentials") && !answer.body.contains("s3cr3t"));
    };
    check(signed("guess", "cn-north-1", &body, &body), "the signature is wrong");
    check(signed("s3cr3t-of-the-app", "cn-north-1", "{}", &body), "the signature is wrong");
    check(signed("s3cr3t-of-the-app", "cn-south-1", &body, &body), "for the region `cn-south-1`");
}

#[test]
fn logs_and_records_have_no_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let (log, record) = (folder.path().join("log"), folder.path().join("samples"));
    let server = Server::seeds(&["--log", log.to_str().unwrap(), "--record", record.to_str().unwrap()]);
    let mut body = set();
    body["bk_app_secret"] = json!("s3cr3t");
    for _ in 0..2 {
        server.send(
            &format!("POST {SET}"),
            &[("x-bkapi-authorization", "{\"bk_app_secret\":\"s3cr3t\"}")],
            &body.to_string(),
        );
    }
    server.post(SET, "{\"bk_token\": \"s3cr3t\"}");
    server.post("/nowhere?token=s3cr3t", "");
    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() == 4 && !text.contains("s3cr3t"), "{text}");
    assert_eq!(lines[0]["operation"], json!("blueking.cc.create_set"));
    assert_eq!(lines[0]["arguments"]["data"]["bk_set_name"], json!("test-set"));
    assert_eq!(lines[0]["arguments"]["bk_app_secret"], json!("***"));
    assert_eq!(
        (&lines[2]["refused"], &lines[2]["problems"][0]["kind"]),
        (&json!("arguments"), &json!("missing"))
    );
    assert_eq!((&lines[3]["refused"], &lines[3]["status"]), (&json!("unknown"), &json!(404)));
    let samples = record.join("blueking.cc/create_set");
    let mut files: Vec<_> = std::fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 2, "{files:?}");
    let request: Value = serde_json::from_str(&std::fs::read_to_string(&files[0]).unwrap()).unwrap();
    assert_eq!(request, set());
    assert!(std::fs::read_to_string(&files[1]).unwrap().contains("4780"));
}

const HOSTILE: &str = "# <script>alert(1)</script>\r\n\n### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/x/\n\n\
    ### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n\
    | a | int | 是 | 取值范围: 1-3 |\n| kind | string | 否 | 类型，可选值: on、off |\n\n\
    ### 返回结果示例 HTTP/1.1 500 X-Evil: 1\n\n```json\n{\"result\": true, \"data\": \"\\r\\nX-Evil: 1\\r\\n\\r\\n\"}\n```\n";

#[test]
fn texts_of_pages_are_data() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.md"), HOSTILE).unwrap();
    let server = Server::start(folder.path(), &["x.md", "--service", "shop", "--dialect", "blueking-esb"]);
    let path = "/api/c/compapi/v2/cc/x/";
    let requests = [
        server.post(path, "{\"a\": 1}"),
        server.post(path, "{\"a\": 9, \"kind\": \"\\r\\nX-Evil: 1\"}"),
        server.send(&format!("POST {path}"), &[("prefer", "example=%0D%0AX-Evil: 1")], "{\"a\": 1}"),
        server.send(&format!("POST {path}"), &[("prefer", "code=600")], "{\"a\": 1}"),
        server.send("GET /", &[("accept", "text/html")], ""),
        server.send("GET /%0D%0AX-Evil:%201", &[], ""),
    ];
    for answer in &requests {
        assert!(!answer.head.contains("x-evil") && [200, 400, 404].contains(&answer.status), "{answer:?}");
    }
    let index = &requests[4];
    assert!(!index.body.contains("<script") && index.head.contains("content-security-policy"), "{index:?}");
    let listed = server.send("GET /", &[], "").json();
    assert_eq!(listed["services"][0]["operations"][0]["path"], json!(path));
}

#[test]
fn claims_of_prose() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.md"), HOSTILE).unwrap();
    let words = ["x.md", "--service", "shop", "--dialect", "blueking-esb"];
    let path = "/api/c/compapi/v2/cc/x/";
    let server = Server::start(folder.path(), &words);
    check_refused(&server.post(path, "{\"a\": 9}"), &[("range", "body", "/a", "x.md:17")]);
    // Lists of values are open.
    let open = server.post(path, "{\"a\": 1, \"kind\": \"other\"}");
    assert!(open.json()["result"] == json!(true) && open.head.contains("x-mock-warnings: 1"), "{open:?}");
    let strict = Server::start(folder.path(), &[words.as_slice(), &["--strict"]].concat());
    check_refused(
        &strict.post(path, "{\"a\": 1, \"kind\": \"other\"}"),
        &[("value", "body", "/kind", "x.md:18")],
    );
}

#[test]
fn limits_and_ends() {
    let server = Server::seeds(&["--max-body", "100"]);
    assert_eq!(server.post(SET, &format!("{{\"a\":\"{}\"}}", "x".repeat(200))).status, 413);
    // Whether the answer arrives before the connection ends, or not: no such head is served.
    let long = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(200_000));
    let answer = server.raw(long.as_bytes()).unwrap_or_default();
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 431"), "{answer:?}");
    let output = Command::new(env!("CARGO_BIN_EXE_docwright"))
        .args(["mock", "--port", server.address.rsplit(':').next().unwrap()])
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && text.contains("is taken; `--port 0`"), "{text}");
    #[cfg(unix)]
    assert!(server.interrupt().success());
}

/// Every sample of the seed pages as a client sends it.
#[test]
fn the_samples_of_the_seed_pages_are_accepted() {
    let output = Command::new(env!("CARGO_BIN_EXE_docwright"))
        .args(["mock", "--check"])
        .current_dir(root())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        "5 operations, 4 samples and 1 made-up requests sent; 0 refused, 0 answers not as documented\n"
    );
    assert!(output.status.success());
}
