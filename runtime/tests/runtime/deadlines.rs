//! Deadlines of whole calls, calls as tasks of their own, raw responses.

use crate::operations::{Create, Find, builder, client, quick};
use crate::server::{Act, Server, http};
use docwright_runtime::serde_json::Value;
use docwright_runtime::{Client, Error};
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
