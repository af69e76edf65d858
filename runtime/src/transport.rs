//! How a request gets to the server and back: one small trait, and reqwest as the default behind it.

mod middleware;
mod over_reqwest;

pub(crate) use middleware::Wrapped;
pub use middleware::{Middleware, Next};
pub use over_reqwest::Reqwest;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::{HeaderMap, StatusCode};
use std::error::Error as StdError;
use std::fmt;
use url::Url;

/// Sends one request and collects one answer. Nothing is repeated and no redirect is followed here.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`; an answer of any status is `Ok`.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>>;
}

/// A request as it goes out, credentials included.
#[derive(Clone)]
pub struct Request {
    /// Doc set of the operation, for logs and mocks.
    pub service: &'static str,
    /// Name of the operation, for logs and mocks.
    pub operation: &'static str,
    /// HTTP method.
    pub method: http::Method,
    /// Where to; path and query are encoded as signed.
    pub url: Url,
    /// Headers; those with credentials are marked sensitive.
    pub headers: HeaderMap,
    /// The body, empty when there is none.
    pub body: Bytes,
    /// Most bytes of body to take from the answer.
    pub max_reply: usize,
}

/// An answer as it came in.
#[derive(Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The whole body, decompressed.
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a failed exchange got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing was sent, so any call may be repeated.
    Connect,
    /// The connection broke, or did not speak HTTP, after sending began.
    Broken,
    /// The answer's body is larger than allowed.
    TooLarge,
}

impl TransportError {
    /// An error of your own transport.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// The same error as text without secrets: what a transport says may quote the request.
    pub(crate) fn cleaned(self, redactor: &crate::redact::Redactor) -> Self {
        let (text, debug) = (self.causes(), format!("{:?}", self.source));
        let clean = redactor.line(&text);
        if clean == text && redactor.clean(&debug) == debug { self } else { Self::new(self.kind, clean) }
    }

    /// The causes in one line.
    fn causes(&self) -> String {
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

    /// How far the exchange got.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Broken => "the exchange broke off",
            TransportErrorKind::TooLarge => "the answer is too large",
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
