//! The server's side of the vendors, for mock servers: which credentials a request carries, what a refusal looks like,
//! and where a client puts its arguments. What a real service does beyond that, it knows alone.

mod bearer;

use crate::{blueking, jdcloud, redact};
use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A vendor's side of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// No credentials, signing or envelope of its own.
    Plain,
    /// The gateways of BlueKing.
    BlueKing,
    /// The signed calls of JDCloud.
    JdCloud,
}

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

impl Vendor {
    /// The vendor of a module of this crate, by the module's name.
    pub fn named(module: &str) -> Option<Self> {
        match module {
            "plain" => Some(Self::Plain),
            "blueking" => Some(Self::BlueKing),
            "jdcloud" => Some(Self::JdCloud),
            _ => None,
        }
    }

    /// Checks the credentials of a request.
    ///
    /// # Errors
    /// Why they are not accepted; the text holds no secret.
    pub fn authenticate(self, request: &Received<'_>, keys: &Keys) -> Result<(), Failure> {
        if keys.is_empty() {
            return Ok(());
        }
        let checked = match self {
            Self::Plain => bearer::check(request, keys),
            Self::BlueKing => blueking::server::check(request, keys),
            Self::JdCloud => jdcloud::server::check(request, keys),
        };
        checked.map_err(|message| Failure { status: 401, message, ..Failure::default() })
    }

    /// A refusal in the vendor's form. `path` is the documented path of the operation, `id` the id of the answer.
    pub fn refuse(self, path: &str, failure: &Failure, id: &str) -> Refused {
        let mut refused = match self {
            Self::Plain => plain(failure),
            Self::BlueKing => blueking::server::refuse(path, failure, id),
            Self::JdCloud => jdcloud::server::refuse(failure, id),
        };
        if failure.exact {
            refused.status = failure.status;
        }
        refused
    }

    /// The members around the payload of a success, where the pages list none.
    pub const fn envelope(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[],
            Self::BlueKing => &["result", "code", "message"],
            Self::JdCloud => &["requestId"],
        }
    }

    /// What a success has in a member beside its payload; `None` where the vendor does not say.
    pub fn success(self, member: &str, id: &str) -> Option<Value> {
        match (self, member) {
            (Self::BlueKing, "result") => Some(json!(true)),
            (Self::BlueKing, "code" | "bk_error_code") => Some(json!(0)),
            (Self::BlueKing, "message" | "bk_error_msg" | "msg") => Some(json!("success")),
            (Self::BlueKing, "request_id" | "job_request_id" | "trace_id" | "esb_request_id") => {
                Some(json!(id))
            }
            (Self::BlueKing, "permission" | "error" | "errors") => Some(Value::Null),
            (Self::JdCloud, "requestId") => Some(json!(id)),
            (Self::JdCloud, "error") => Some(Value::Null),
            _ => None,
        }
    }

    /// The HTTP status of a refusal that a page shows.
    pub fn status_of(self, path: &str, body: &Value) -> u16 {
        match self {
            Self::BlueKing => blueking::server::status_of(path, body),
            Self::JdCloud => jdcloud::server::status_of(body),
            Self::Plain => http_status(&body["code"]).or_else(|| http_status(&body["status"])).unwrap_or(400),
        }
    }

    /// Whether clients take a body at status 200 for a refusal.
    pub fn is_refusal(self, body: &Value) -> bool {
        match self {
            Self::Plain => false,
            Self::BlueKing => blueking::server::is_refusal(body),
            Self::JdCloud => body["error"].as_object().is_some_and(|error| !error.is_empty()),
        }
    }

    /// Names of arguments that are credentials and no argument of the operation.
    pub const fn credentials(self) -> &'static [&'static str] {
        match self {
            Self::BlueKing => blueking::server::CREDENTIALS,
            Self::Plain | Self::JdCloud => &[],
        }
    }

    /// Whether query and body hold one object of arguments, and a call for `GET` may come as `POST`.
    pub fn has_one_object(self, path: &str) -> bool {
        self == Self::BlueKing && blueking::is_esb(path)
    }

    /// Whether lists and objects in a query are numbered: `filters.1.name`.
    pub const fn numbers_queries(self) -> bool {
        matches!(self, Self::JdCloud)
    }
}

/// Whether the value of an argument or header with this name is a secret; logs leave it out.
pub fn is_secret(name: &str) -> bool {
    redact::is_secret(name)
}

/// A refusal without a vendor: `{code, message}`.
fn plain(failure: &Failure) -> Refused {
    let code = failure.code.unwrap_or(i64::from(failure.status));
    let body = json!({ "code": code, "message": failure.message });
    let mut headers = HeaderMap::new();
    if failure.status == 429 {
        headers.insert(http::header::RETRY_AFTER, 1.into());
    }
    Refused { status: failure.status, headers, body }
}

/// A code that is an HTTP status of a failure.
pub(crate) fn http_status(code: &Value) -> Option<u16> {
    let number = code.as_u64().or_else(|| code.as_str()?.parse().ok())?;
    u16::try_from(number).ok().filter(|status| (400..600).contains(status))
}

#[cfg(test)]
mod tests;
