//! The client that every emitted client wraps.

use crate::builder::Settings;
use crate::call::Call;
use crate::endpoint::Operation;
use crate::protocol::Protocol;
use crate::redact::Redactor;
use crate::retry::{Budget, RetryPolicy};
use crate::transport::Transport;
use http::HeaderMap;
use secrecy::ExposeSecret;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Makes calls; cheap to clone. Built by [`blueking::builder`](crate::blueking::builder) and its siblings.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) protocol: Box<dyn Protocol>,
    pub(crate) redactor: Redactor,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_reply: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) headers: HeaderMap,
}

impl Client {
    pub(crate) fn new(
        settings: Settings,
        transport: Arc<dyn Transport>,
        protocol: Box<dyn Protocol>,
    ) -> Self {
        let Settings { timeout, max_reply, retry, headers, mut secrets, .. } = settings;
        secrets.extend(protocol.secrets());
        let redactor = Redactor::new(secrets.iter().map(|secret| secret.expose_secret()));
        let inner = Inner {
            transport,
            protocol,
            redactor,
            timeout,
            max_reply,
            retry,
            budget: Budget::default(),
            headers,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Prepares a call; awaiting it sends it.
    pub fn call<O: Operation>(&self, request: O) -> Call<'_, O> {
        Call::new(self, request)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("timeout", &self.inner.timeout)
            .field("retry", &self.inner.retry)
            .finish_non_exhaustive()
    }
}
