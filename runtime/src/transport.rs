//! Sending HTTP requests: the [`Transport`] trait, and reqwest as its default implementation.

mod middleware;
mod over_reqwest;

pub(crate) use middleware::Wrapped;
pub use middleware::{Middleware, Next};
pub use over_reqwest::Reqwest;
pub(crate) use over_reqwest::install_crypto;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::{HeaderMap, StatusCode};
use std::error::Error as StdError;
use std::fmt;
use url::Url;

/// Sends one request and returns its reply. It must not retry or follow redirects.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`; a reply of any status is `Ok`.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>>;
}

/// A request as it is sent, including credentials.
#[derive(Clone)]
pub struct Request {
    /// Doc set of the operation, for logs and mocks.
    pub service: &'static str,
    /// Name of the operation, for logs and mocks.
    pub operation: &'static str,
    /// HTTP method.
    pub method: http::Method,
    /// URL; path and query are encoded as they were signed.
    pub url: Url,
    /// Headers; those with credentials are marked sensitive.
    pub headers: HeaderMap,
    /// Body; empty when there is none.
    pub body: Bytes,
    /// Limit of the reply's body, in bytes.
    pub max_reply: usize,
}

/// A reply as it was received.
#[derive(Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The whole body, decompressed.
    pub body: Bytes,
}

/// Why there is no reply.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a failed request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing was sent, so any call may be retried.
    Connect,
    /// The connection broke, or the peer did not speak HTTP, after sending began.
    Broken,
    /// The reply's body exceeds the limit.
    TooLarge,
}

impl TransportError {
    /// Creates an error of a custom transport.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// The chain of causes as one line.
    pub(crate) fn causes(&self) -> String {
        let mut text = String::new();
        let mut cause: Option<&(dyn StdError + 'static)> = Some(self.source.as_ref());
        while let Some(error) = cause {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }

    /// How far the request got.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "cannot connect",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::TooLarge => "the response is too large",
        })?;
        write!(f, ": {}", self.causes())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
