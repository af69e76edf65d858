//! Deadlines of whole calls, calls as tasks of their own, raw responses, the log of failures.

use crate::operations::{Create, Find, builder, client, quick};
use crate::server::{Act, Server, http};
use docwright_runtime::serde_json::Value;
use docwright_runtime::{Client, Error};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const FINE: &str = r#"{"result":true,"code":0,"data":{"id":7,"new_member":{"a":[1]}},"warning":"old"}"#;

#[tokio::test]
async fn a_deadline_covers_all_attempts() {
    let server = Server::start([Act::Hang(Vec::new())]).await;
    let deadline = Duration::from_millis(400);
    // Each attempt may take 300 ms, and three attempts are allowed.
    let client =
        builder(&server.address).timeout(Duration::from_millis(300)).deadline(deadline).build().unwrap();
    let start = Instant::now();
    let error = client.call(Find::default()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { after, .. } if after == deadline), "{error}");
    assert!(start.elapsed() >= deadline && server.begun() == 2, "{:?}", start.elapsed());
    // A call sets its own.
    let short = Duration::from_millis(50);
    let error = client.call(Find::default()).deadline(short).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { after, .. } if after == short), "{error}");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn a_deadline_cuts_waits_short() {
    let server = Server::start([Act::Answer(http(503, "retry-after: 10\r\n", ""))]).await;
    let client: Client =
        builder(&server.address).retry(quick()).deadline(Duration::from_secs(5)).build().unwrap();
    let start = Instant::now();
    let error = client.call(Find::default()).await.unwrap_err();
    // The retry would come after the deadline, so the error is reported at once.
    assert_eq!((error.status().unwrap().as_u16(), server.begun()), (503, 1));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn calls_run_as_tasks() {
    let server = Server::start([Act::Answer(http(200, "", FINE))]).await;
    let tasks: Vec<_> = {
        let client = client(&server.address);
        (0..3).map(|_| tokio::spawn(client.call(Create::default()).into_future())).collect()
    };
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().id, 7);
    }
}

#[tokio::test]
async fn raw_bodies_and_undocumented_members() {
    let server = Server::start([Act::Answer(http(200, "", FINE))]).await;
    let found = client(&server.address).call(Find::default()).await.unwrap();
    assert_eq!(found.raw(), FINE.as_bytes());
    assert_eq!(found.attribute::<Value>("new_member").unwrap().unwrap()["a"][0], 1);
    assert_eq!(found.attribute::<String>("other").unwrap(), None);
    let error = found.attribute::<i64>("new_member").unwrap_err();
    assert_eq!(error.path(), "new_member");
    // Debug output has the value and no raw body.
    assert!(!format!("{found:?}").contains("warning"));
}

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
