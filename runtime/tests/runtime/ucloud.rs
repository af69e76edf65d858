//! A vendor's signature outside of the runtime: UCloud, next to what its own SDK sends.
//!
//! Arguments are one flat form: `Disks.0.Size=20`. The signature is the SHA-1 of names and values in the order of the
//! names, followed by the private key.

use crate::server::{Act, Server, http};
use docwright_runtime::http::HeaderValue;
use docwright_runtime::http::header::CONTENT_TYPE;
use docwright_runtime::plain::SuccessRule;
use docwright_runtime::protocol::{Outgoing, Parts, Protocol, Refusal};
use docwright_runtime::serde_json::{self, Value, json};
use docwright_runtime::transport::Reply;
use docwright_runtime::wire::{self, Document};
use docwright_runtime::{Client, Endpoint, ExposeSecret, Method, Operation, SecretString, Url, custom};
use sha1::{Digest, Sha1};
use std::collections::BTreeMap;

struct UCloud {
    base: Url,
    public_key: String,
    private_key: SecretString,
    success: SuccessRule,
}

impl Protocol for UCloud {
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let mut parts = call.parts(&self.base)?;
        let mut form: BTreeMap<String, String> = parts.url.query_pairs().into_owned().collect();
        if !parts.body.is_empty() {
            let body: Value = serde_json::from_slice(&parts.body).map_err(|error| error.to_string())?;
            flatten("", &body, &mut form);
        }
        form.insert("PublicKey".to_owned(), self.public_key.clone());
        let signature = signature(&form, self.private_key.expose_secret());
        form.insert("Signature".to_owned(), signature);
        // A query is written as a form is.
        parts.url.query_pairs_mut().clear().extend_pairs(&form);
        parts.body = parts.url.query().unwrap_or_default().to_owned().into();
        parts.url.set_query(None);
        parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        Ok(parts)
    }

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        self.success.check(endpoint, reply, body)
    }

    fn secrets(&self) -> Vec<SecretString> {
        vec![self.private_key.clone()]
    }
}

/// Items and members under the names that the vendor knows them by.
fn flatten(name: &str, value: &Value, form: &mut BTreeMap<String, String>) {
    let below = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    match value {
        Value::Null => {}
        Value::Object(members) => members.iter().for_each(|(part, value)| flatten(&below(part), value, form)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| flatten(&below(&at.to_string()), value, form));
        }
        Value::String(text) => drop(form.insert(name.to_owned(), text.clone())),
        // A whole number has no `.0`.
        Value::Number(number) => {
            let shown = number.to_string();
            form.insert(name.to_owned(), shown.strip_suffix(".0").map(str::to_owned).unwrap_or(shown));
        }
        Value::Bool(flag) => drop(form.insert(name.to_owned(), flag.to_string())),
    }
}

fn signature(form: &BTreeMap<String, String>, private_key: &str) -> String {
    let mut hash = Sha1::new();
    for (name, value) in form {
        hash.update(name);
        hash.update(value);
    }
    hash.update(private_key);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A call with the arguments of a vector.
struct Arguments(Value);

impl wire::serde::Serialize for Arguments {
    fn serialize<S: wire::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::serde::Serialize::serialize(&self.0, serializer)
    }
}

impl Operation for Arguments {
    type Output = Value;
    // As emitted from the vendor's pages; the arguments of a vector have a name of their own in it.
    const ENDPOINT: Endpoint = Endpoint::new("test.ucloud", "act", Method::Post, "/?Source=docs");
}

fn client(base: &str) -> Client {
    let protocol = UCloud {
        base: base.parse().unwrap(),
        public_key: "public-key".to_owned(),
        private_key: "private-key".into(),
        success: SuccessRule::new("RetCode", 0).message("Message"),
    };
    custom::builder(protocol).build().unwrap()
}

fn vectors() -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../ucloud-signing.json")).unwrap();
    all["cases"].as_array().unwrap().clone()
}

#[test]
fn signatures_are_those_of_the_vendors_sdk() {
    assert_eq!(vectors().len(), 6);
    for vector in vectors() {
        let mut form = BTreeMap::from([("PublicKey".to_owned(), "public-key".to_owned())]);
        flatten("", &vector["params"], &mut form);
        assert_eq!(json!(form), vector["form"], "{}", vector["name"]);
        assert_eq!(json!(signature(&form, "private-key")), vector["signature"], "{}", vector["name"]);
    }
}

#[tokio::test]
async fn signed_forms_go_over_the_wire_and_refusals_are_errors() {
    let server = Server::start([
        Act::Answer(http(200, "", r#"{"RetCode":0,"Action":"ActResponse","Id":"h-1"}"#)),
        Act::Answer(http(200, "", r#"{"RetCode":171,"Message":"signature mismatch"}"#)),
    ])
    .await;
    let client = client(&server.address);
    let answer = client.call(Arguments(json!({"Disks": [{"Size": 20, "Name": "盘 1"}]}))).await.unwrap();
    assert_eq!(answer["Id"], "h-1");
    let seen = server.seen().last().unwrap().clone();
    assert_eq!(seen.line(), "POST /");
    let form: Url = format!("form:/?{}", std::str::from_utf8(&seen.body).unwrap()).parse().unwrap();
    let mut signed: BTreeMap<String, String> = form.query_pairs().into_owned().collect();
    let sent = signed.remove("Signature").unwrap();
    assert_eq!(sent, signature(&signed, "private-key"));
    assert_eq!((signed["Source"].as_str(), signed["Disks.0.Name"].as_str()), ("docs", "盘 1"));

    let error = client.call(Arguments(json!({}))).await.unwrap_err();
    assert_eq!(error.code().unwrap(), &171);
    assert!(!format!("{error} {error:?} {:?}", error.curl()).contains("private-key"));
}
