//! What holds for the requests of every vendor.

use crate::attempt::Attempt;
use crate::endpoint::{Endpoint, Method};
use crate::settings::CallOptions;
use crate::transport::Request;
use crate::{Client, blueking, jdcloud, plain};

const ENDPOINT: Endpoint = Endpoint::new("test.vm", "create", Method::Post, "/v1").signing_name("vm");

/// All of the request of an attempt.
fn request(client: &Client, attempt: &Attempt) -> String {
    let Request { method, url, headers, body, .. } = attempt.request(&client.context).unwrap();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name, value.as_bytes())).collect();
    format!("{method} {url} {headers:?} {body:?}")
}

#[track_caller]
fn check(client: &Client, attempts_differ: bool) {
    let mut attempt =
        Attempt::new(&ENDPOINT, "{\"a\":1}".into(), Vec::new(), CallOptions::default()).unwrap();
    attempt.begin_next();
    let first = request(client, &attempt);
    assert_eq!(first, request(client, &attempt));
    attempt.begin_next();
    assert_eq!(first != request(client, &attempt), attempts_differ);
}

#[test]
fn an_attempt_has_one_request() {
    let address = "https://example.com";
    check(&blueking::builder(address).app("demo", "secret").build().unwrap(), false);
    check(&plain::builder(address).bearer("token").build().unwrap(), false);
    let credentials = jdcloud::Credentials::new("key", "secret").security_token("token");
    check(&jdcloud::builder(credentials).endpoint(address).build().unwrap(), true);
}
