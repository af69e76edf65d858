//! The default transport in JavaScript hosts: reqwest over `fetch`, which has connections, proxies, redirects and TLS of
//! its own.

use super::stream::{BodyStream, too_large};
use super::{Reply, Request, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use futures_core::future::BoxFuture;
use futures_util::stream;
use send_wrapper::SendWrapper;

/// Sends requests through a [`reqwest::Client`].
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: reqwest::Client,
}

impl Reqwest {
    /// Starts a reqwest client.
    pub fn builder() -> reqwest::ClientBuilder {
        reqwest::Client::builder()
    }

    /// The default transport.
    ///
    /// # Errors
    /// When reqwest cannot create a client.
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self { client: Self::builder().build()? })
    }

    /// Your own client.
    pub fn with(client: reqwest::Client) -> Self {
        Self { client }
    }

    async fn execute(&self, request: Request) -> Result<Reply, TransportError> {
        let (max, streaming) = (request.max_reply, request.streaming);
        let mut outgoing = reqwest::Request::new(request.method, request.url);
        *outgoing.headers_mut() = request.headers;
        if !request.body.is_empty() {
            *outgoing.body_mut() = Some(request.body.into());
        }
        let mut response = self.client.execute(outgoing).await.map_err(failure)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = body(response, max).await;
        if streaming && status.is_success() {
            return Ok(Reply::streaming(status, headers, BodyStream::new(stream::iter([body]))));
        }
        match body {
            // The status is a failure in any case.
            Err(_) if !status.is_success() => Ok(Reply::new(status, headers, Bytes::new())),
            body => Ok(Reply::new(status, headers, body?)),
        }
    }
}

/// The whole body; the host has no other way to bound it than the announced length.
async fn body(response: reqwest::Response, max: usize) -> Result<Bytes, TransportError> {
    if response.content_length().is_some_and(|length| length > max as u64) {
        return Err(too_large(max));
    }
    let body = response.bytes().await.map_err(failure)?;
    if body.len() > max { Err(too_large(max)) } else { Ok(body) }
}

impl Transport for Reqwest {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>> {
        // There is one thread only.
        Box::pin(SendWrapper::new(self.execute(request)))
    }
}

/// The URL is left out: its query may hold credentials. Whether anything was sent is not known.
fn failure(error: reqwest::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Broken, error.without_url())
}

/// The host has the cryptography.
pub(crate) fn install_crypto() {}
