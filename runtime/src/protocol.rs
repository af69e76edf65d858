//! What differs between vendors: how a call becomes a request, and whether a reply is a success.

use crate::endpoint::Endpoint;
use crate::error::VendorError;
use crate::params::Params;
use crate::transport::Reply;
use crate::wire::{Document, Kind};
use bytes::Bytes;
use http::HeaderMap;
use secrecy::SecretString;
use std::borrow::Cow;
use std::time::SystemTime;
use url::Url;
use uuid::Uuid;

/// The rules of one vendor.
pub(crate) trait Protocol: Send + Sync + 'static {
    /// Builds the request of one attempt. It must be deterministic: errors build the request again. `Err` is the
    /// reason why it cannot be built.
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String>;

    /// Checks whether a reply is a success; `body` is its JSON, `null` when it is empty or not JSON.
    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal>;

    /// The vendor's id of the call; empty when the reply has none.
    fn request_id<'r>(&self, reply: &'r Reply, body: &Document<'r>) -> Cow<'r, str>;

    /// Secrets to redact in errors and logs.
    fn secrets(&self) -> Vec<SecretString>;
}

/// One attempt of a call.
pub(crate) struct Outgoing<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) params: &'a Params,
    /// Headers of the client and of the call.
    pub(crate) headers: HeaderMap,
    /// Id of the call, the same on every attempt.
    pub(crate) id: Uuid,
    /// Number of the attempt, from 1.
    pub(crate) attempt: u32,
    /// When the attempt began.
    pub(crate) at: SystemTime,
}

/// Checks that the body of a success can hold the payload.
pub(crate) fn holds_payload(endpoint: &Endpoint, body: &Document<'_>) -> Result<(), Refusal> {
    match body.root().kind() {
        _ if endpoint.payload.is_empty() => Ok(()),
        Kind::Null | Kind::Object => Ok(()),
        other => Err(Refusal::Form(format!("expected an object, found {}", other.noun()))),
    }
}

/// The vendor's part of a request.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) method: http::Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why a reply is not a success.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The vendor reports an error.
    Vendor(Box<VendorError>),
    /// The HTTP status is a failure, and the body gives no reason.
    Status,
    /// The body does not have the vendor's form.
    Form(String),
}
