//! Sending HTTP requests: the [`Transport`] trait, and reqwest as its default implementation.

mod middleware;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod over_reqwest;
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[path = "transport/over_fetch.rs"]
mod over_reqwest;
mod stream;

pub(crate) use middleware::Wrapped;
pub use middleware::{Middleware, Next};
pub use over_reqwest::Reqwest;
pub(crate) use over_reqwest::install_crypto;
pub use stream::BodyStream;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::header::CONTENT_TYPE;
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
#[non_exhaustive]
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
    /// The body of a success is read as a stream. A transport that cannot do so returns it as a whole.
    pub streaming: bool,
}

/// A reply as it was received.
#[non_exhaustive]
pub struct Reply {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The whole body, decompressed; empty when it is a stream.
    pub body: Bytes,
    /// The body of a success as a stream, if the request asked for it.
    pub stream: Option<BodyStream>,
}

impl Reply {
    /// A reply with its whole body.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into(), stream: None }
    }

    /// A reply whose body is a stream.
    pub fn streaming(status: StatusCode, headers: HeaderMap, body: BodyStream) -> Self {
        Self { status, headers, body: Bytes::new(), stream: Some(body) }
    }

    /// Reads the stream, if there is one.
    pub(crate) async fn whole(mut self, max: usize) -> Result<Self, TransportError> {
        if let Some(stream) = self.stream.take() {
            self.body = stream.collect(max).await?;
        }
        Ok(self)
    }

    pub(crate) fn is_json(&self) -> bool {
        let text = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        media_type == "application/json" || media_type.ends_with("+json")
    }
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
