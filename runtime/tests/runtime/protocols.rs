//! A vendor's protocol from outside of the runtime, over HTTP.

use crate::operations::{SECRET, quick};
use crate::server::{Act, Server, http};
use crate::success::{Describe, Get};
use docwright_runtime::http::HeaderValue;
use docwright_runtime::plain::SuccessRule;
use docwright_runtime::protocol::{Outgoing, Parts, Protocol, Refusal};
use docwright_runtime::transport::Reply;
use docwright_runtime::wire::Document;
use docwright_runtime::{Client, Endpoint, ExposeSecret, SecretString, Url, custom};
use std::borrow::Cow;

/// Signs path, body and number of the attempt.
struct Signed {
    base: Url,
    key: SecretString,
    success: SuccessRule,
}

fn sign(key: &str, path: &str, body: &[u8], attempt: &str) -> String {
    let text = [key.as_bytes(), path.as_bytes(), body, attempt.as_bytes()].concat();
    let hash = text.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    format!("{hash:016x}")
}

impl Protocol for Signed {
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let attempt = call.attempt.to_string();
        let mut parts = call.parts(&self.base)?;
        let signature = sign(self.key.expose_secret(), parts.url.path(), &parts.body, &attempt);
        let mut signature = HeaderValue::try_from(signature).map_err(|error| error.to_string())?;
        signature.set_sensitive(true);
        parts.headers.insert("x-sig", signature);
        parts.headers.insert("x-attempt", HeaderValue::try_from(attempt).map_err(|error| error.to_string())?);
        Ok(parts)
    }

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        self.success.check(endpoint, reply, body)
    }

    fn request_id<'r>(&self, _reply: &'r Reply, body: &Document<'r>) -> Cow<'r, str> {
        body.get("trace").and_then(|id| id.as_str()).unwrap_or_default()
    }

    fn secrets(&self) -> Vec<SecretString> {
        vec![self.key.clone()]
    }
}

fn client(server: &Server) -> Client {
    let base = server.address.parse().unwrap();
    let signed = Signed { base, key: SECRET.into(), success: SuccessRule::new("code", 0) };
    custom::builder(signed).retry(quick()).build().unwrap()
}

#[tokio::test]
async fn every_attempt_is_signed() {
    let fine = Act::Answer(http(200, "", r#"{"code":0,"trace":"t-1"}"#));
    let server = Server::start([Act::Answer(http(429, "", "")), fine]).await;
    let found = client(&server).call(Describe).await.unwrap();
    assert_eq!((found.meta().request_id(), found.meta().attempts()), ("t-1", 2));
    for (seen, attempt) in server.seen().iter().zip(["1", "2"]) {
        assert_eq!(seen.line(), "POST /?Action=DescribeHosts&Version=1");
        assert_eq!(seen.header("x-sig"), sign(SECRET, "/", &seen.body, attempt));
    }
}

#[tokio::test]
async fn its_errors_are_typed_and_redacted() {
    let echo = Act::Echo(|seen| {
        let message = docwright_runtime::serde_json::json!(format!("{SECRET} {}", seen.head)).to_string();
        http(200, "", format!(r#"{{"code":7,"message":{message},"trace":"t-2"}}"#))
    });
    let server = Server::start([echo]).await;
    let error = client(&server).call(Get).await.unwrap_err();
    assert_eq!((error.code().unwrap().as_i64(), error.request_id()), (Some(7), "t-2"));
    let signature = server.seen()[0].header("x-sig").to_owned();
    let text = format!("{error} {error:?} {:?}", error.curl());
    assert!(!text.contains(&signature) && !text.contains("s3cr3t"), "{text}");
}
