//! What differs between vendors: how a call becomes a request, and how an answer becomes a payload.

use crate::endpoint::Endpoint;
use crate::error::VendorError;
use crate::params::Params;
use crate::transport::Reply;
use crate::wire::Node;
use bytes::Bytes;
use http::HeaderMap;
use secrecy::SecretString;
use std::time::SystemTime;
use url::Url;
use uuid::Uuid;

/// The rules of one vendor.
pub(crate) trait Protocol: Send + Sync + 'static {
    /// Builds the request of one attempt, of the same attempt always the same; `Err` says what is wrong with it.
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String>;

    /// Whether an answer carries a payload; its body is JSON (`null` for an empty body).
    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Node<'_>) -> Result<(), Refusal>;

    /// The id under which the vendor logs the call; empty when the answer has none.
    fn request_id<'r>(&self, reply: &'r Reply, body: &Node<'r>) -> &'r str;

    /// What must never be seen outside of a request.
    fn secrets(&self) -> Vec<SecretString>;
}

/// One attempt of a call.
pub(crate) struct Outgoing<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) params: &'a Params,
    /// Headers of the client and the call.
    pub(crate) headers: HeaderMap,
    /// Id of the call, the same on every attempt.
    pub(crate) id: Uuid,
    /// Number of the attempt, and when it began.
    pub(crate) attempt: u32,
    pub(crate) at: SystemTime,
}

/// Whether the body of an answer that went well can hold the payload.
pub(crate) fn holds_payload(endpoint: &Endpoint, body: &Node<'_>) -> Result<(), Refusal> {
    match body {
        _ if endpoint.payload.is_empty() => Ok(()),
        Node::Null | Node::Object(_) => Ok(()),
        _ => Err(Refusal::Form("the answer is no object".to_owned())),
    }
}

/// A request without the settings of the client.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) method: http::Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why an answer carries no payload.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The vendor says no.
    Vendor(Box<VendorError>),
    /// The status says no, and the body does not say why.
    Status,
    /// The body is no envelope of the vendor.
    Form(String),
}
