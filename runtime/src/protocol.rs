//! Protocols: how calls of one vendor become requests, and which replies are successes. [`custom`](crate::custom) has an
//! example of your own one.

use crate::body;
use crate::endpoint::{Endpoint, Method};
use crate::error::{Code, VendorError, is_transient};
use crate::params::{self, Params};
use crate::transport::Reply;
use crate::wire::{Document, Kind, Node};
use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use secrecy::SecretString;
use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;
use url::Url;
use uuid::Uuid;

/// The rules of one vendor.
pub trait Protocol: Send + Sync + 'static {
    /// Prepares an attempt that begins at `now`, such as by refreshing credentials; `None` when there is nothing to
    /// wait for. An error is the reason why the request cannot be built.
    fn prepare(&self, _now: SystemTime) -> Option<BoxFuture<'_, Result<(), String>>> {
        None
    }

    /// Builds the request of one attempt. It must be deterministic: errors build the request again. `Err` is the
    /// reason why it cannot be built.
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String>;

    /// Checks whether a reply is a success; `body` is its JSON, `null` when it is empty or not JSON. By default the
    /// HTTP status decides.
    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        check_status(endpoint, reply, body)
    }

    /// The vendor's id of the call; empty when the reply has none. By default it is the header `x-request-id`.
    fn request_id<'r>(&self, reply: &'r Reply, _body: &Document<'r>) -> Cow<'r, str> {
        let id = reply.headers.get("x-request-id").and_then(|value| value.to_str().ok());
        id.unwrap_or_default().into()
    }

    /// Secrets to redact in errors and logs. Sensitive headers of a request are redacted as well.
    fn secrets(&self) -> Vec<SecretString> {
        Vec::new()
    }
}

/// One attempt of a call.
#[non_exhaustive]
pub struct Outgoing<'a> {
    /// The route.
    pub endpoint: &'a Endpoint,
    /// Headers of the client, of the call, and of its header parameters.
    pub headers: HeaderMap,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// When the attempt began.
    pub at: SystemTime,
    pub(crate) params: &'a Params,
    /// Id of the call, the same on every attempt.
    pub(crate) id: Uuid,
}

impl Outgoing<'_> {
    /// An id of the call, the same on every attempt: 32 hexadecimal digits.
    pub fn id(&self) -> String {
        self.id.simple().to_string()
    }

    /// The request without credentials: parameters in the documented places; those without one are in the query of a
    /// `GET` or `HEAD`, and in the body of another method.
    ///
    /// # Errors
    /// When a parameter cannot be sent in its place.
    pub fn parts(self, base: &Url) -> Result<Parts, String> {
        let Self { endpoint, params, mut headers, id, .. } = self;
        let (path, mut query) = params::route(endpoint.path, params)?;
        query.extend(params::repeated(&params.query));
        let bodiless = matches!(endpoint.method, Method::Get | Method::Head) || params.rest.is_empty();
        let body = if bodiless && params.files.is_empty() {
            query.extend(params::repeated(params.rest.members()?.as_ref()));
            Bytes::new()
        } else {
            let (content_type, body) = body::encode(endpoint.body_format, &params.rest, &params.files, id)?;
            headers.insert(CONTENT_TYPE, content_type);
            body
        };
        Ok(Parts { method: endpoint.method.into(), url: params::url(base, &path, &query), headers, body })
    }
}

/// The vendor's part of a request.
pub struct Parts {
    /// HTTP method.
    pub method: http::Method,
    /// Whole URL.
    pub url: Url,
    /// All headers.
    pub headers: HeaderMap,
    /// The body; empty when there is none.
    pub body: Bytes,
}

/// Without query, header values and body, which may hold secrets.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("service", &self.endpoint.service)
            .field("operation", &self.endpoint.name)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// Why a reply is not a success.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// The vendor reports an error.
    Vendor(Box<VendorError>),
    /// The HTTP status is a failure, and the body gives no reason.
    Status,
    /// The body does not have the vendor's form; the text is the reason.
    Form(String),
}

/// Checks the HTTP status. An error is `{code, message}` at the top of the body or in `error`, as in most APIs.
///
/// # Errors
/// Why the reply is not a success.
pub fn check_status(endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
    if reply.status.is_success() {
        return holds_payload(endpoint, body);
    }
    let error = body.get("error").and_then(Node::members);
    let inner = error.as_ref().unwrap_or(body.members());
    let code = inner.get("code").and_then(Code::of);
    let message = ["message", "msg"].iter().find_map(|name| inner.get(name)?.as_str());
    if code.is_none() && message.is_none() {
        return Err(Refusal::Status);
    }
    Err(Refusal::Vendor(Box::new(VendorError {
        code: code.unwrap_or_default(),
        message: message.unwrap_or_default().into_owned(),
        rate_limited: reply.status == http::StatusCode::TOO_MANY_REQUESTS,
        transient: is_transient(reply.status),
        ..VendorError::default()
    })))
}

/// Checks that the body of a success can hold the payload.
pub(crate) fn holds_payload(endpoint: &Endpoint, body: &Document<'_>) -> Result<(), Refusal> {
    match body.root().kind() {
        _ if endpoint.payload.is_empty() => Ok(()),
        Kind::Null | Kind::Object => Ok(()),
        other => Err(Refusal::Form(format!("expected an object, found {}", other.noun()))),
    }
}
