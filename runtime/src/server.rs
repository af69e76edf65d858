//! The server's side of the vendors, for mock servers: which credentials a request carries, what a refusal looks like,
//! and where a client puts its arguments. What a real service does beyond that, it knows alone.

mod bearer;
pub(crate) mod exchange;

pub use exchange::{Failure, Keys, Received, Refused};

use crate::{blueking, jdcloud, redact, success};
use exchange::http_status;
use http::HeaderMap;
use serde_json::{Value, json};

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

    /// The code in the body of a refusal.
    pub fn code_of(self, body: &Value) -> Option<&Value> {
        let own = match self {
            Self::BlueKing => body.get("code").or_else(|| body.get("bk_error_code")),
            Self::Plain => body.get("code"),
            Self::JdCloud => None,
        };
        own.or_else(|| body.get("error")?.get("code"))
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

/// Members that clients try for the message of an error where no rule names one.
pub const fn message_members() -> &'static [&'static str] {
    success::MESSAGES
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

#[cfg(test)]
mod tests;
