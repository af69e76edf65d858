//! What can go wrong between client and server: each gives the documented error after the documented number of
//! requests, for calls that may be repeated and for calls that may not.

use crate::operations::{Create, Find, builder, client};
use crate::server::{Act, Server, head, http};
use docwright_runtime::{Client, Error, RetryPolicy};
use flate2::write::GzEncoder;
use std::io::Write;
use std::time::Duration;
use tokio::net::TcpListener;

const FINE: &str = r#"{"result":true,"code":0,"data":{"id":7}}"#;

const PATIENCE: Duration = Duration::from_millis(400);

fn fine() -> Act {
    Act::Answer(http(200, "", FINE))
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The variant, the kind or status, and the beginning of what it says.
fn sketch(error: &Error) -> String {
    match error {
        Error::Build { .. } => "build".to_owned(),
        Error::Transport { source, .. } => format!("{:?}", source.kind()),
        Error::Timeout { .. } => "timeout".to_owned(),
        Error::Status { status, .. } => format!("status {}", status.as_u16()),
        Error::Vendor { vendor, .. } => format!("vendor {}", vendor.code),
        Error::Decode { path, .. } => format!("decode at `{path}`"),
        _ => unreachable!("a new variant"),
    }
}

/// A client that does not wait long where the server takes its time.
fn impatient(act: &Act, server: &Server) -> Client {
    let slow = matches!(act, Act::Hang(_) | Act::Trickle(..));
    builder(&server.address).timeout(if slow { PATIENCE } else { Duration::from_secs(60) }).build().unwrap()
}

/// Plays `act` to both operations and checks the error and how often the server was asked.
async fn check(act: Act, expect: &str, reads: usize, writes: usize) -> (Error, Error) {
    let server = Server::start([act.clone()]).await;
    let read = impatient(&act, &server).call(Find::default()).await.unwrap_err();
    assert_eq!((sketch(&read).as_str(), server.begun()), (expect, reads), "{act:?}: {read}");
    let server = Server::start([act.clone()]).await;
    let write = impatient(&act, &server).call(Create::default()).await.unwrap_err();
    assert_eq!((sketch(&write).as_str(), server.begun()), (expect, writes), "{act:?}: {write}");
    for (error, requests) in [(&read, reads), (&write, writes)] {
        assert_eq!(error.attempts() as usize, requests);
        let line = error.to_string();
        assert!(line.starts_with("test.cc ") && !line.contains('\n') && line.len() < 700, "{line}");
        assert!(error.curl().unwrap().starts_with("curl -X "));
        assert!(!error.request_id().is_empty());
    }
    (read, write)
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    // Nothing was sent, so writes are tried again as well.
    for error in [
        client(&address).call(Find::default()).await.unwrap_err(),
        client(&address).call(Create::default()).await.unwrap_err(),
    ] {
        assert_eq!((sketch(&error).as_str(), error.attempts()), ("Connect", 3), "{error}");
        assert!(error.was_not_executed() && error.is_retryable() && error.meta().is_none());
    }
    let error = client(&address).call(Create::default()).no_retry().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn connections_that_break() {
    check(Act::Reset(Vec::new()), "Broken", 3, 1).await;
    check(Act::Close(Vec::new()), "Broken", 3, 1).await;
    check(Act::Reset(head(200, "content-length: 100\r\n")), "Broken", 3, 1).await;
    check(Act::Reset(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()), "Broken", 3, 1).await;
    check(Act::Close(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()), "Broken", 3, 1).await;
    let (error, _) = check(Act::Close(http(200, "", FINE)[..90].to_vec()), "Broken", 3, 1).await;
    assert!(!error.was_not_executed() && error.is_retryable());
    let chunked = b"transfer-encoding: chunked\r\n".to_vec();
    let mut bytes = head(200, std::str::from_utf8(&chunked).unwrap());
    bytes.extend_from_slice(b"5\r\n{\"res\r\n");
    check(Act::Close(bytes.clone()), "Broken", 3, 1).await;
    bytes.extend_from_slice(b"no length\r\n");
    check(Act::Close(bytes), "Broken", 3, 1).await;
}

#[tokio::test]
async fn servers_that_take_their_time() {
    let (error, _) = check(Act::Hang(Vec::new()), "timeout", 3, 1).await;
    assert!(error.to_string().contains("no response within 400ms"), "{error}");
    check(Act::Hang(b"HTTP/1.1 200 OK\r\n".to_vec()), "timeout", 3, 1).await;
    check(Act::Hang(head(200, "content-length: 40\r\n")), "timeout", 3, 1).await;
    let pause = Duration::from_millis(20);
    check(Act::Trickle(http(200, "", FINE), pause), "timeout", 3, 1).await;
    // Slow, but in time.
    let server = Server::start([Act::Trickle(http(200, "", FINE), Duration::from_millis(1))]).await;
    assert_eq!(client(&server.address).call(Create::default()).await.unwrap().id, 7);
}

#[tokio::test]
async fn bodies_that_are_not_what_they_should_be() {
    let once = |body: &[u8]| Act::Answer(http(200, "", body));
    check(once(b""), "decode at ``", 1, 1).await;
    check(once(b"  \r\n"), "decode at ``", 1, 1).await;
    check(once(b"{\"result\":true,\"data\":{\"id\":\xff}}"), "decode at ``", 1, 1).await;
    check(once(b"{\"result\":true,\"data\":{\"id\":7}"), "decode at ``", 1, 1).await;
    check(once(&[b'['; 100_000]), "decode at ``", 1, 1).await;
    check(once(b"[1,2]"), "decode at ``", 1, 1).await;
    check(once(b"{\"a\":1}"), "decode at ``", 1, 1).await;
    let (error, _) = check(once(b"<html>\n<h1>Login</h1></html>"), "decode at ``", 1, 1).await;
    assert!(matches!(&error, Error::Decode { excerpt, .. } if excerpt == "<html> <h1>Login</h1></html>"));
    let (error, _) = check(once(br#"{"result":true,"data":{"id":"many"}}"#), "decode at `id`", 1, 1).await;
    assert!(!error.is_retryable() && error.to_string().contains("at `id`: expected i64, found a string"));
    // The content length is too small, so the rest is no answer to anything.
    let mut short = head(200, "content-length: 20\r\n");
    short.extend_from_slice(FINE.as_bytes());
    check(Act::Answer(short), "decode at ``", 1, 1).await;
}

#[tokio::test]
async fn bodies_without_end() {
    let limit = 1 << 20;
    let spaces = || vec![b' '; 64 << 10];
    let mut chunk = b"10000\r\n".to_vec();
    chunk.extend(spaces());
    chunk.extend_from_slice(b"\r\n");
    let acts = [
        Act::Endless(head(200, "content-length: 9000000000000\r\n"), spaces()),
        Act::Endless(head(200, "transfer-encoding: chunked\r\n"), chunk),
        Act::Endless(head(200, "connection: close\r\n"), spaces()),
    ];
    for act in acts {
        let server = Server::start([act]).await;
        let error = builder(&server.address)
            .max_reply(limit)
            .build()
            .unwrap()
            .call(Find::default())
            .await
            .unwrap_err();
        assert_eq!((sketch(&error).as_str(), server.begun()), ("TooLarge", 1), "{error}");
        assert!(error.to_string().contains("more than 1048576 bytes"), "{error}");
        // Not much more than the limit was taken from the socket; the rest is what buffers hold.
        assert!(server.written() < 32 << 20, "{}", server.written());
    }
}

#[tokio::test]
async fn statuses() {
    // Status, requests of a read, requests of a write.
    let expect = [
        (400, 1, 1),
        (401, 1, 1),
        (403, 1, 1),
        (404, 1, 1),
        (413, 1, 1),
        (429, 3, 3),
        (500, 3, 1),
        (501, 1, 1),
        (502, 3, 1),
        (503, 3, 1),
        (504, 3, 1),
        (508, 1, 1),
    ];
    let refusal = r#"{"result":false,"code":1199014,"message":"no","data":null,"request_id":"r-1"}"#;
    for (status, reads, writes) in expect {
        let bodies = [
            ("", ""),
            ("<html>busy</html>", ": <html>busy</html>"),
            (r#"{"detail":"x"}"#, r#": {"detail":"x"}"#),
        ];
        for (body, shown) in bodies {
            let act = Act::Answer(http(status, "", body));
            let (error, _) = check(act, &format!("status {status}"), reads, writes).await;
            assert!(error.to_string().contains(shown), "{error}");
            assert_eq!(error.status().unwrap().as_u16(), status);
        }
        let act = Act::Answer(http(status, "", refusal));
        let (error, _) = check(act, "vendor 1199014", reads, writes).await;
        assert_eq!((error.request_id(), error.code().unwrap().as_i64()), ("r-1", Some(1_199_014)));
        // A body that breaks off or has no end changes nothing about a status that says no.
        let cut = Act::Close(head(status, "content-length: 100\r\n"));
        check(cut, &format!("status {status}"), reads, writes).await;
        let endless = Act::Endless(head(status, "content-length: 9000000000000\r\n"), vec![b'x'; 64 << 10]);
        check(endless, &format!("status {status}"), reads, writes).await;
    }
}

#[tokio::test]
async fn refusals_at_status_200() {
    let answer = |body: &str| Act::Answer(http(200, "x-bkapi-request-id: g-1\r\n", body));
    let body = r#"{"result":false,"code":"1199014","message":"a\nb","data":""}"#;
    let (error, _) = check(answer(body), "vendor 1199014", 1, 1).await;
    let line = "test.cc find: error 1199014: a b (HTTP 200, request id g-1)";
    assert_eq!(error.to_string(), line);
    assert!(!error.is_retryable());
    // Turned away for coming too often: not executed, so writes come again too.
    check(answer(r#"{"result":false,"code":1306429,"message":"m"}"#), "vendor 1306429", 3, 3).await;
    check(answer(r#"{"code":1642903,"message":"m","result":false}"#), "vendor 1642903", 3, 3).await;
    // The backend may have acted before it went silent.
    check(answer(r#"{"result":false,"code":1306201,"message":"m"}"#), "vendor 1306201", 3, 1).await;
    check(answer(r#"{"result":false,"code":1650300,"message":"m"}"#), "vendor 1650300", 3, 1).await;
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::start([fine()]).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {}/login?bk_token=t0p&next=1\r\n", elsewhere.address);
        let act = Act::Answer(http(status, &location, "<html>"));
        let (error, _) = check(act, &format!("status {status}"), 1, 1).await;
        let target = format!("redirected to {}/login?bk_token=***&next=1", elsewhere.address);
        assert!(error.to_string().contains(&target), "{error}");
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn answers_without_a_body() {
    check(Act::Answer(head(204, "")), "decode at ``", 1, 1).await;
    check(Act::Answer(head(304, "")), "status 304", 1, 1).await;
}

#[tokio::test]
async fn compressed_answers() {
    let gzip = |body: &[u8]| http(200, "content-encoding: gzip\r\n", body);
    let whole = compressed(FINE.as_bytes());
    let server = Server::start([Act::Answer(gzip(&whole))]).await;
    let found = client(&server.address).call(Find::default()).await.unwrap();
    assert_eq!(found.id, 7);
    assert!(server.seen()[0].header("accept-encoding").contains("gzip"));
    check(Act::Answer(gzip(&whole[..whole.len() / 2])), "Broken", 3, 1).await;
    check(Act::Answer(gzip(FINE.as_bytes())), "Broken", 3, 1).await;
}

#[tokio::test]
async fn kept_connections_that_the_server_closes() {
    let server = Server::start([Act::Close(http(200, "connection: keep-alive\r\n", FINE))]).await;
    let client = client(&server.address);
    for round in 1..=5 {
        assert_eq!(client.call(Create::default()).await.unwrap().meta().attempts(), 1);
        assert_eq!((server.begun(), server.connections()), (round, round));
        // The end of the connection should arrive before the next request goes out.
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    let server = Server::start([fine()]).await;
    let client = builder(&server.address).retry(RetryPolicy::never()).build().unwrap();
    for _ in 0..5 {
        client.call(Create::default()).await.unwrap();
    }
    assert_eq!((server.begun(), server.connections()), (5, 1));
}
