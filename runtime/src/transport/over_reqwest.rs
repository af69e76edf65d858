//! The default transport: reqwest.

use super::{Reply, Request, Transport, TransportError, TransportErrorKind};
use bytes::{Bytes, BytesMut};
use futures_core::future::BoxFuture;
use std::time::Duration;

/// How long a connection may take to come up; the call's own timeout bounds it as well.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection may wait for its next request. Servers commonly close theirs after 60 seconds and more,
/// and a request that crosses with that is lost.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// Sends requests through a [`reqwest::Client`].
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: reqwest::Client,
}

impl Reqwest {
    /// A client that follows no redirect: credentials and signatures are for one host.
    pub fn new(proxies: Vec<reqwest::Proxy>) -> Result<Self, reqwest::Error> {
        install_crypto();
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT);
        for proxy in proxies {
            builder = builder.proxy(proxy);
        }
        Ok(Self { client: builder.build()? })
    }

    /// Your own client. Whatever it follows or repeats by itself happens below this crate's rules.
    pub fn with(client: reqwest::Client) -> Self {
        Self { client }
    }

    /// All but the waiting is done before there is a future, which keeps that small.
    fn exchange(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Reply, TransportError>> + Send + use<> {
        let max = request.max_reply;
        let mut outgoing = reqwest::Request::new(request.method, request.url);
        *outgoing.headers_mut() = request.headers;
        if !request.body.is_empty() {
            *outgoing.body_mut() = Some(request.body.into());
        }
        let answer = self.client.execute(outgoing);
        async move {
            let mut response = answer.await.map_err(failure)?;
            let status = response.status();
            let headers = std::mem::take(response.headers_mut());
            let mut body = Body::default();
            match collect(response, max, &mut body).await {
                // The status alone says no, so as much of the body as came will do.
                Err(error) if status.is_success() => Err(error),
                _ => Ok(Reply { status, headers, body: body.joined() }),
            }
        }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// Collects the body, never holding more than `max` bytes and one chunk.
async fn collect(mut response: reqwest::Response, max: usize, body: &mut Body) -> Result<(), TransportError> {
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        let room = max - body.len();
        body.push(chunk.slice(..chunk.len().min(room)));
        if chunk.len() > room {
            return Err(too_large(max));
        }
    }
    Ok(())
}

/// A body as far as it has come: one chunk as it is, several copied together.
#[derive(Default)]
struct Body {
    first: Bytes,
    all: BytesMut,
}

impl Body {
    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn push(&mut self, chunk: Bytes) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&chunk);
    }

    fn joined(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

fn too_large(max: usize) -> TransportError {
    TransportError::new(TransportErrorKind::TooLarge, format!("more than {max} bytes"))
}

/// The URL is left out: its query may hold credentials.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Broken };
    TransportError::new(kind, error.without_url())
}

/// reqwest is built without a crypto provider of its own; one the application has installed wins.
fn install_crypto() {
    #[cfg(feature = "rustls-tls")]
    drop(rustls::crypto::ring::default_provider().install_default());
}
