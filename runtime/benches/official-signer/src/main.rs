//! Signs equal requests with docwright-runtime and with the vendor's own signer, in one run, and prints the ratio:
//! `cargo run --release --manifest-path runtime/benches/official-signer/Cargo.toml`. Both sides make date and
//! nonce and put the headers on the request. It fails when the two disagree about a signature.

use docwright_runtime::http::{HeaderMap, HeaderValue};
use docwright_runtime::jdcloud::signing::{self, Input, Version};
use docwright_runtime::{SecretString, http as http1};
use jdcloud_signer::{Credential, Signer};
use std::time::{Duration, Instant};
use time::OffsetDateTime;

const HOST: &str = "vm.jdcloud-api.com";
const URL: &str = "https://vm.jdcloud-api.com/v1/regions/cn-north-1/instances?filters.1.name=instanceId&filters.1.values.1=i-a1b2&filters.1.values.2=i-c3d4&pageNumber=1&pageSize=20";
const BODY: &str = r#"{"instanceSpec":{"az":"cn-north-1a","vpcId":"vpc-1","subnetId":"subnet-1","quantity":1},"maxCount":3}"#;
const CALLS: u32 = 5_000;
const ROUNDS: u32 = 25;

fn official(signer: &Signer) -> http::Request<String> {
    let mut request = http::Request::post(URL)
        .header("host", HOST)
        .header("content-type", "application/json")
        .body(BODY.to_owned())
        .expect("the parts are fine");
    signer.sign_request(&mut request).expect("the credentials are fine");
    request
}

fn signed(headers: &HeaderMap, date: &str, secret: &SecretString) -> String {
    let texts: Vec<(&str, &str)> =
        headers.iter().map(|(name, value)| (name.as_str(), value.to_str().expect("text"))).collect();
    signing::sign(&Input {
        version: Version::V2,
        method: "POST",
        url: URL,
        headers: &texts,
        body: BODY.as_bytes(),
        access_key: "AKID",
        secret_key: secret,
        date,
        region: "cn-north-1",
        service: "vm",
    })
    .authorization
}

fn ours(secret: &SecretString) -> http1::Request<String> {
    let mut request = http1::Request::post(URL)
        .header("host", HOST)
        .header("content-type", "application/json")
        .body(BODY.to_owned())
        .expect("the parts are fine");
    let value = |text: &str| HeaderValue::from_str(text).expect("a header takes it");
    let date = signing::date(OffsetDateTime::now_utc());
    let headers = request.headers_mut();
    headers.insert("x-jdcloud-date", value(&date));
    headers.insert("x-jdcloud-nonce", value(&uuid::Uuid::new_v4().to_string()));
    headers.insert("user-agent", HeaderValue::from_static("bench"));
    let authorization = value(&signed(headers, &date, secret));
    headers.insert("authorization", authorization);
    request
}

/// Signs what the official signer has signed, and compares.
fn agree(signer: &Signer, secret: &SecretString) {
    let theirs = official(signer);
    let text = |name: &str| theirs.headers()[name].to_str().expect("text").to_owned();
    let mut headers = HeaderMap::new();
    for name in ["host", "content-type", "x-jdcloud-date", "x-jdcloud-nonce"] {
        headers.insert(name, HeaderValue::from_str(&text(name)).expect("a header takes it"));
    }
    assert_eq!(signed(&headers, &text("x-jdcloud-date"), secret), text("authorization"));
}

fn time<T>(best: &mut Duration, mut sign: impl FnMut() -> T) {
    let start = Instant::now();
    for _ in 0..CALLS {
        std::hint::black_box(sign());
    }
    *best = (*best).min(start.elapsed());
}

fn main() {
    let secret = SecretString::from("the-secret-key");
    let signer = Signer::new(Credential::new("AKID", "the-secret-key"), "vm", "cn-north-1");
    agree(&signer, &secret);
    let (mut best_ours, mut best_theirs) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        time(&mut best_ours, || ours(&secret));
        time(&mut best_theirs, || official(&signer));
    }
    let rate = |time: Duration| f64::from(CALLS) / time.as_secs_f64();
    println!("{CALLS} signatures, best of {ROUNDS} rounds, equal results");
    println!("docwright-runtime  {:>8.0} signatures/s", rate(best_ours));
    println!("official signer {:>8.0} signatures/s", rate(best_theirs));
    println!("ratio           {:>8.3}", rate(best_ours) / rate(best_theirs));
}
