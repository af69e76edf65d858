//! What is sent again, when, and how often.

use crate::operations::{Create, Find, builder, client, jd, quick};
use crate::server::{Act, Server, head, http};
use docwright_runtime::{Client, RetryPolicy};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const FINE: &str = r#"{"result":true,"code":0,"data":{"id":7}}"#;

fn status(status: u16, headers: &str) -> Act {
    Act::Answer(http(status, headers, ""))
}

fn fine() -> Act {
    Act::Answer(http(200, "", FINE))
}

#[tokio::test]
async fn a_call_gets_through_in_the_end() {
    let server = Server::start([status(503, ""), Act::Reset(Vec::new()), fine()]).await;
    let found = client(&server.address).call(Find::default()).await.unwrap();
    assert_eq!((found.id, found.meta().attempts(), server.begun()), (7, 3, 3));
    let ids: BTreeSet<String> =
        server.seen().iter().map(|seen| seen.header("x-request-id").to_owned()).collect();
    assert_eq!(ids.len(), 1, "one call has one id: {ids:?}");

    let server = Server::start([status(429, ""), status(429, ""), fine()]).await;
    assert_eq!(client(&server.address).call(Create::default()).await.unwrap().meta().attempts(), 3);
}

#[tokio::test]
async fn every_attempt_is_signed_anew() {
    let answer = r#"{"requestId":"r","result":{"id":7}}"#;
    let server = Server::start([status(503, ""), Act::Answer(http(200, "", answer))]).await;
    let request = crate::operations::Describe::with(
        docwright_runtime::serde_json::json!({"regionId": "", "id": "i-1"}),
    );
    assert_eq!(jd(&server.address).build().unwrap().call(request).await.unwrap().id, 7);
    let seen = server.seen();
    for header in ["x-jdcloud-nonce", "authorization"] {
        assert_ne!(seen[0].header(header), seen[1].header(header));
    }
}

#[tokio::test]
async fn a_write_is_never_sent_twice_after_its_first_byte() {
    let cut = http(200, "", FINE);
    let acts = [
        Act::Reset(Vec::new()),
        Act::Close(Vec::new()),
        Act::Reset(head(200, "content-length: 100\r\n")),
        Act::Close(cut[..cut.len() - 3].to_vec()),
        Act::Close(b"nonsense\r\n\r\n".to_vec()),
        Act::Hang(Vec::new()),
        Act::Hang(head(200, "content-length: 100\r\n")),
        status(500, "retry-after: 0\r\n"),
        status(502, ""),
        status(503, "retry-after: 0\r\n"),
        status(504, ""),
        status(302, "location: /api/c/create/\r\n"),
        status(307, "location: /api/c/create/\r\n"),
        status(408, ""),
        status(421, ""),
        status(425, ""),
        Act::Answer(http(200, "", "<html>")),
        Act::Answer(http(200, "", r#"{"result":false,"code":1306201,"message":"m"}"#)),
    ];
    for act in acts {
        // Once on a new connection, once on one that was kept.
        for kept in [false, true] {
            let script = if kept { vec![fine(), act.clone()] } else { vec![act.clone()] };
            let server = Server::start(script).await;
            let client = builder(&server.address).timeout(Duration::from_secs(1)).build().unwrap();
            if kept {
                client.call(Create::default()).await.unwrap();
            }
            let error = client.call(Create::default()).await.unwrap_err();
            assert_eq!(server.begun(), 1 + usize::from(kept), "{act:?}: {error}");
            assert_eq!(error.attempts(), 1);
        }
    }
}

#[tokio::test]
async fn the_server_says_when() {
    // Headers, and attempts of a read that meets them.
    let past = "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let future = "retry-after: Fri, 01 Jan 2100 00:00:00 GMT\r\n";
    let cases = [
        (429, "retry-after: 0\r\n", 3),
        (503, "retry-after: 0\r\n", 3),
        (503, past, 3),
        (503, "retry-after: soon\r\n", 3),
        // Longer than this client is willing to wait, so it does not try at all.
        (503, "retry-after: 1000\r\n", 1),
        (429, "x-bkapi-ratelimit-reset: 1000\r\n", 1),
        (429, "retry-after: 99999999999999999999\r\n", 3),
        (503, future, 1),
        // The rate limit is not what is wrong here.
        (503, "x-bkapi-ratelimit-reset: 1000\r\n", 3),
    ];
    for (code, headers, attempts) in cases {
        let server = Server::start([status(code, headers)]).await;
        let error = client(&server.address).call(Find::default()).await.unwrap_err();
        assert_eq!((server.begun(), error.attempts()), (attempts, attempts as u32), "{code} {headers}");
    }
    for headers in ["retry-after: 1\r\n", "x-bkapi-ratelimit-reset: 1\r\n"] {
        let server = Server::start([status(429, headers), fine()]).await;
        let start = Instant::now();
        client(&server.address).call(Create::default()).await.unwrap();
        assert!(start.elapsed() >= Duration::from_secs(1), "{headers}: came back too early");
    }
}

#[tokio::test]
async fn rate_limits_can_be_read() {
    let headers =
        "x-bkapi-ratelimit-limit: 100\r\nx-bkapi-ratelimit-remaining: 99\r\nx-bkapi-ratelimit-reset: 1\r\n";
    let server = Server::start([Act::Answer(http(200, headers, FINE)), status(429, headers)]).await;
    let client = client(&server.address);
    let found = client.call(Find::default()).await.unwrap();
    let limit = found.meta().rate_limit().unwrap();
    assert_eq!(
        (limit.limit, limit.remaining, limit.reset),
        (Some(100), Some(99), Some(Duration::from_secs(1)))
    );
    let error = client.call(Find::default()).no_retry().await.unwrap_err();
    assert_eq!(error.meta().unwrap().rate_limit(), Some(limit));
}

#[tokio::test]
async fn retries_can_be_switched_off() {
    let server = Server::start([status(503, "")]).await;
    client(&server.address).call(Find::default()).no_retry().await.unwrap_err();
    let off = builder(&server.address).retry(RetryPolicy::never()).build().unwrap();
    off.call(Find::default()).await.unwrap_err();
    assert_eq!(server.begun(), 2);
    off.call(Find::default()).retry(quick().attempts(2)).await.unwrap_err();
    assert_eq!(server.begun(), 4);
}

#[tokio::test]
async fn a_budget_bounds_the_retries_of_all_calls() {
    let server = Server::start([status(503, "")]).await;
    let client: Client =
        builder(&server.address).retry(quick().base(Duration::from_micros(10))).build().unwrap();
    for _ in 0..100 {
        client.call(Find::default()).await.unwrap_err();
    }
    // 100 first attempts, and 100 of the 200 second and third ones.
    assert_eq!(server.begun(), 200);
}

#[tokio::test]
async fn a_long_poll_has_no_timeout_but_its_own() {
    use docwright_runtime::{Endpoint, Operation};
    struct Watch;
    impl docwright_runtime::serde::Serialize for Watch {
        fn serialize<S: docwright_runtime::serde::Serializer>(
            &self,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            docwright_runtime::wire::write(serializer, |_| {})
        }
    }
    impl Operation for Watch {
        type Output = crate::operations::Output;
        const ENDPOINT: Endpoint = Create::ENDPOINT.long_poll();
    }
    let server = Server::start([Act::Trickle(http(200, "", FINE), Duration::from_millis(2))]).await;
    let client = builder(&server.address).timeout(Duration::from_millis(20)).build().unwrap();
    assert_eq!(client.call(Watch).await.unwrap().id, 7);
    let server = Server::start([Act::Hang(Vec::new())]).await;
    let client = builder(&server.address).build().unwrap();
    let error = client.call(Watch).timeout(Duration::from_millis(20)).await.unwrap_err();
    assert!(error.to_string().contains("no response within 20ms"), "{error}");
}
