//! What servers and the rules of a vendor exchange: requests, keys, failures, refusals.

use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A request as it arrived.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Path and query as sent.
    pub target: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// Body as sent.
    pub body: &'a [u8],
    /// The arguments by name, those of the path, the query and the body.
    pub arguments: &'a Map<String, Value>,
    /// The documented path of the operation.
    pub path: &'a str,
    /// Name of the service in signatures; empty where requests are not signed.
    pub signing_name: &'a str,
    /// Header that carries the credentials; empty when none is documented.
    pub auth_header: &'a str,
    /// Seconds since 1970.
    pub now: u64,
}

/// The credentials that a server accepts.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    pairs: BTreeMap<String, SecretString>,
    tokens: Vec<SecretString>,
}

/// Why a request is refused, before it has the vendor's form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// The HTTP status that says it best.
    pub status: u16,
    /// The vendor's own code; one that goes with the status where there is none.
    pub code: Option<i64>,
    /// In words.
    pub message: String,
    /// The status has to be sent as it is, also by a vendor that reports such failures with status 200.
    pub exact: bool,
}

/// A refusal in the vendor's form.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// HTTP status.
    pub status: u16,
    /// Headers beside those of every answer.
    pub headers: HeaderMap,
    /// The body, an object.
    pub body: Value,
}

impl Keys {
    /// Accepts an id with its secret: an application, or an access key.
    pub fn pair(&mut self, id: impl Into<String>, secret: impl Into<SecretString>) {
        self.pairs.insert(id.into(), secret.into());
    }

    /// Accepts a token.
    pub fn token(&mut self, token: impl Into<SecretString>) {
        self.tokens.push(token.into());
    }

    /// Whether there is nothing to compare with, so that any caller is welcome.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.tokens.is_empty()
    }

    pub(crate) fn secret(&self, id: &str) -> Option<&SecretString> {
        self.pairs.get(id)
    }

    pub(crate) fn has_pair(&self, id: &str, secret: &str) -> bool {
        self.secret(id).is_some_and(|known| same(known.expose_secret(), secret))
    }

    pub(crate) fn has_token(&self, token: &str) -> bool {
        self.tokens.iter().any(|known| same(known.expose_secret(), token))
    }
}

/// Equality whose time does not depend on the place of the first difference.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// A code that is an HTTP status of a failure.
pub(crate) fn http_status(code: &Value) -> Option<u16> {
    let number = code.as_u64().or_else(|| code.as_str()?.parse().ok())?;
    u16::try_from(number).ok().filter(|status| (400..600).contains(status))
}
