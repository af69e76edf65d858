//! The default transport: reqwest.

use super::stream::{Body, BodyStream, too_large};
use super::{Reply, Request, Transport, TransportError, TransportErrorKind};
use futures_core::future::BoxFuture;
use futures_util::stream;
use std::time::Duration;

/// Timeout for establishing a connection; the timeout of the attempt applies as well.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept. Servers commonly close theirs after 60 seconds or more, and a request that
/// is sent at that moment is lost.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// Sends requests through a [`reqwest::Client`].
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: reqwest::Client,
}

impl Reqwest {
    /// Starts a reqwest client with the settings of the default transport, to add certificates, pools and so on: it
    /// follows no redirects, because credentials and signatures are for one host.
    ///
    /// With the feature `rustls-tls` it also makes sure that rustls has a crypto provider. `reqwest::Client::new` alone
    /// panics without one, unless a client builder of this crate was created before.
    pub fn builder() -> reqwest::ClientBuilder {
        install_crypto();
        reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
    }

    /// The default transport with these proxies.
    ///
    /// # Errors
    /// When the TLS library cannot be initialized.
    pub fn new(proxies: Vec<reqwest::Proxy>) -> Result<Self, reqwest::Error> {
        let mut builder = Self::builder();
        for proxy in proxies {
            builder = builder.proxy(proxy);
        }
        Ok(Self { client: builder.build()? })
    }

    /// Your own client. Redirects and retries of its own are outside of this crate's rules.
    pub fn with(client: reqwest::Client) -> Self {
        Self { client }
    }

    /// The request is prepared before the future is created, which keeps the future small.
    fn execute(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Reply, TransportError>> + Send + use<> {
        let (max, streaming) = (request.max_reply, request.streaming);
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
            if streaming && status.is_success() {
                return Ok(Reply::streaming(status, headers, chunks(response, max)));
            }
            let mut body = Body::default();
            match collect(response, max, &mut body).await {
                // The status is a failure in any case, so a part of the body is enough.
                Err(error) if status.is_success() => Err(error),
                _ => Ok(Reply::new(status, headers, body.joined())),
            }
        }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>> {
        Box::pin(self.execute(request))
    }
}

/// Collects the body; holds at most `max` bytes and one chunk.
async fn collect(mut response: reqwest::Response, max: usize, body: &mut Body) -> Result<(), TransportError> {
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        body.push(chunk, max)?;
    }
    Ok(())
}

/// The body chunk by chunk, up to `max` bytes.
fn chunks(response: reqwest::Response, max: usize) -> BodyStream {
    BodyStream::new(stream::try_unfold((response, max), move |(mut response, room)| async move {
        match response.chunk().await.map_err(failure)? {
            Some(chunk) if chunk.len() > room => Err(too_large(max)),
            Some(chunk) => {
                let room = room - chunk.len();
                Ok(Some((chunk, (response, room))))
            }
            None => Ok(None),
        }
    }))
}

/// The URL is left out: its query may hold credentials.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Broken };
    TransportError::new(kind, error.without_url())
}

/// reqwest is built without a crypto provider. One that the application has installed takes precedence.
pub(crate) fn install_crypto() {
    #[cfg(feature = "rustls-tls")]
    drop(rustls::crypto::ring::default_provider().install_default());
}
