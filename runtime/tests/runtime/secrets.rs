//! No secret in anything that a person may read: errors, debug output, reproductions, logs at their loudest, not
//! even where the server repeats all it was sent.

use crate::operations::{Create, Describe, Find, SECRET, USER_TOKEN, builder, jd, quick};
use crate::server::{Act, Seen, Server, head, http};
use docwright_runtime::serde_json::{self, Value, json};
use docwright_runtime::{Client, Error, blueking, jdcloud, plain};
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PASSWORD: &str = "hunter2&more";
const API_KEY: &str = "k3y-of-a-header";
const PROXY: &str = "pr0xy-pass";

/// The secrets and the forms in which they travel.
fn forms() -> Vec<String> {
    let base64 = ["czNjcjN0L29mK3RoZSJhcHA=", "dDBrZW4tb2YtdGhlLXVzZXI="];
    let escaped = ["s3cr3t%2Fof%2Bthe%22app", r#"s3cr3t/of+the\"app"#, "hunter2%26more", "hunter2&amp;more"];
    [SECRET, USER_TOKEN, PASSWORD, API_KEY, PROXY]
        .into_iter()
        .chain(base64)
        .chain(escaped)
        .map(str::to_owned)
        .collect()
}

fn everything(seen: &Seen) -> String {
    format!("{}{}", seen.head, String::from_utf8_lossy(&seen.body))
}

/// Answers that repeat the request, each in a place of its own.
fn echoes() -> Vec<Act> {
    let mut echoes: Vec<Act> = vec![
        Act::Echo(|seen| {
            http(200, "", json!({"result": false, "code": 1, "message": everything(seen)}).to_string())
        }),
        Act::Echo(|seen| {
            http(400, "", json!({"code": everything(seen), "code_name": everything(seen)}).to_string())
        }),
        Act::Echo(|seen| {
            http(
                403,
                "",
                json!({"error": {"code": 403, "status": everything(seen), "message": everything(seen)}})
                    .to_string(),
            )
        }),
        Act::Echo(|seen| http(500, "", format!("<pre>{}</pre>", everything(seen)))),
        Act::Echo(|seen| http(500, "", everything(seen).replace('&', "&amp;").replace('"', "&quot;"))),
        Act::Echo(|seen| http(500, "", format!("{:?}", everything(seen)))),
        Act::Echo(|seen| http(200, "", format!("<pre>{}</pre>", everything(seen)))),
        Act::Echo(|seen| http(200, "", json!({"data": {"id": everything(seen)}}).to_string())),
        Act::Echo(|seen| http(200, "", json!({"result": {"id": everything(seen)}}).to_string())),
        Act::Echo(|seen| {
            http(
                200,
                "",
                json!({"result": true, "data": {everything(seen): 1}, "request_id": everything(seen)})
                    .to_string(),
            )
        }),
        Act::Echo(|seen| {
            let quoted = everything(seen).replace(['\r', '\n'], " ");
            http(
                401,
                &format!(
                    "x-echo: {quoted}\r\nset-cookie: bk_token={quoted}\r\nx-bkapi-error-message: {quoted}\r\nx-bkapi-error-code: 1640100\r\n"
                ),
                "",
            )
        }),
        Act::Echo(|seen| {
            let target = seen.line().split_once(' ').map_or("", |(_, target)| target);
            http(302, &format!("location: http://127.0.0.1{target}\r\n"), "")
        }),
        Act::Reset(Vec::new()),
        Act::Close(b"nonsense".to_vec()),
        Act::Hang(Vec::new()),
        Act::Hang(head(200, "content-length: 9\r\n")),
    ];
    let endless = Act::Endless(head(200, "content-length: 90000000\r\n"), vec![b'x'; 1 << 16]);
    echoes.push(endless);
    echoes
}

/// Clients that carry their credentials in every way there is.
fn clients(address: &str) -> Vec<Client> {
    let short = Duration::from_millis(200);
    let access = blueking::builder(address).access_token(SECRET).retry(quick()).timeout(short).build();
    let bearer =
        plain::builder(address).bearer(USER_TOKEN).header("x-api-key", API_KEY).timeout(short).build();
    vec![
        builder(address).timeout(short).header("x-api-key", API_KEY).build().unwrap(),
        builder(address).timeout(short).credentials_in_parameters().build().unwrap(),
        access.unwrap(),
        jd(address).timeout(short).build().unwrap(),
        bearer.unwrap(),
    ]
}

/// All that can be printed of an error.
fn printed(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.curl().unwrap_or_default());
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        let _ = writeln!(text, "{error}\n{error:?}");
        cause = error.source();
    }
    let _ = writeln!(text, "{} {:?} {:?}", error.request_id(), error.vendor(), error.call());
    text
}

#[track_caller]
fn check(text: &str) {
    for form in forms() {
        let at = text.find(&form);
        let around = at.map(|at| text[..at + form.len()].chars().rev().take(200).collect::<Vec<_>>());
        let around = around.map(|back| back.into_iter().rev().collect::<String>());
        assert!(at.is_none(), "`{form}` in … {}", around.unwrap_or_default());
    }
}

/// Everything that is logged in this thread, at the loudest level, by all crates.
fn listen() -> (Arc<Mutex<Vec<u8>>>, tracing::subscriber::DefaultGuard) {
    #[derive(Clone)]
    struct Log(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log: Arc<Mutex<Vec<u8>>> = Arc::default();
    let sink = Log(Arc::clone(&log));
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || sink.clone())
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn no_secret_comes_out() {
    let (log, _guard) = listen();
    let members =
        json!({"regionId": "r", "id": "i-1", "password": PASSWORD, "nested": [{"apiKey": PASSWORD}]});
    let mut printed_so_far = String::new();
    for act in echoes() {
        let server = Server::start([act]).await;
        for client in clients(&server.address) {
            let errors = [
                client.call(Find::with(members.clone())).no_retry().await.unwrap_err(),
                client.call(Create::with(members.clone())).header("x-user-token", API_KEY).await.unwrap_err(),
                client.call(Describe::with(members.clone())).no_retry().await.unwrap_err(),
            ];
            for error in errors {
                printed_so_far.push_str(&printed(&error));
            }
            let _ = writeln!(printed_so_far, "{client:?} {:?}", client.call(Find::with(members.clone())));
        }
    }
    let log = String::from_utf8(log.lock().unwrap().clone()).unwrap();
    assert!(printed_so_far.len() > 100_000 && log.contains("attempt{attempt=1"), "nothing was printed");
    check(&printed_so_far);
    check(&log);
}

#[test]
fn settings_do_not_show_themselves() {
    let credentials = jdcloud::Credentials::new("AKID", SECRET).security_token(USER_TOKEN);
    let mut text = format!("{credentials:?} {:?}", builder("http://x").header("x-api-key", API_KEY));
    let wrong: Vec<Result<Client, Error>> = vec![
        blueking::builder(format!("http://u:{PASSWORD}@x")).build(),
        blueking::builder(format!("http://x/?bk_token={USER_TOKEN}")).build(),
        blueking::builder("http://x").header("x-api-key", &format!("{API_KEY}\n")).build(),
        blueking::builder("http://x").proxy(&format!("http://u:{PROXY}@[")).build(),
        jdcloud::builder(jdcloud::Credentials::new("AKID", SECRET))
            .endpoint(format!("ftp://{PASSWORD}@x"))
            .build(),
    ];
    for outcome in wrong {
        text.push_str(&printed(&outcome.unwrap_err()));
    }
    check(&text);
}

#[tokio::test]
async fn a_proxy_password_stays_hidden() {
    let (log, guard) = listen();
    let proxy = Server::start([Act::Echo(|seen| http(502, "", everything(seen)))]).await;
    let address = proxy.address.replace("http://", &format!("http://u:{PROXY}@"));
    let client = builder("http://docwright.invalid").proxy(&address).build().unwrap();
    let error = client.call(Find::default()).await.unwrap_err();
    // The proxy was told, and nobody else.
    assert!(proxy.seen()[0].header("proxy-authorization").starts_with("Basic "));
    drop(guard);
    let log = String::from_utf8(log.lock().unwrap().clone()).unwrap();
    check(&printed(&error));
    check(&log);
    assert!(!printed(&error).contains(proxy.seen()[0].header("proxy-authorization")));
}

#[tokio::test]
async fn a_reproduction_has_all_but_the_secrets() {
    let server = Server::start([Act::Answer(http(500, "", ""))]).await;
    let members = json!({"name": "it's", "password": PASSWORD, "list": [1]});
    let client = builder(&server.address).build().unwrap();
    let error = client.call(Create::with(members)).await.unwrap_err();
    let curl = error.curl().unwrap();
    assert!(
        curl.starts_with(&format!("curl -X POST '{}/api/c/create/' -H 'user-agent: ", server.address)),
        "{curl}"
    );
    assert!(curl.contains(" -H 'x-bkapi-authorization: ***'"), "{curl}");
    assert!(curl.ends_with(r#" -d '{"name":"it'\''s","password":"***","list":[1]}'"#), "{curl}");
    let sent: Value = serde_json::from_slice(&server.seen()[0].body).unwrap();
    assert_eq!(sent["password"], PASSWORD);
}
