//! The log of failures, in a process of its own: other tests set up logging of their own.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "the other tests use all of it")]
#[path = "runtime/operations.rs"]
mod operations;
#[allow(dead_code, reason = "the other tests use all of it")]
#[path = "runtime/server.rs"]
mod server;

use operations::{Create, Find, builder, client};
use server::{Act, Server, http};
use std::io::Write;
use std::sync::{Arc, Mutex};

const FINE: &str = r#"{"result":true,"code":0,"data":{"id":7}}"#;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn final_errors_are_warnings() {
    let log = Log::default();
    let sink = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_ansi(false)
        .with_writer(move || sink.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = Server::start([Act::Answer(http(503, "", "")), Act::Answer(http(200, "", FINE))]).await;
    let client = client(&server.address);
    // A failure that a retry makes good is none.
    client.call(Find::default()).await.unwrap();
    assert!(log.0.lock().unwrap().is_empty());
    let server = Server::start([Act::Answer(http(503, "", ""))]).await;
    builder(&server.address).build().unwrap().call(Create::default()).await.unwrap_err();
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    for part in ["WARN", "service=\"test.cc\"", "operation=\"create\"", "HTTP 503"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}
