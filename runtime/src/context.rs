//! What all calls of a client share.

use crate::protocol::Protocol;
use crate::redact::Redactor;
use crate::retry::{Budget, RetryPolicy};
use crate::settings::Settings;
use crate::transport::Transport;
use http::HeaderMap;
use secrecy::ExposeSecret;
use std::sync::Arc;
use std::time::Duration;

/// Transport, protocol and settings of a client.
pub(crate) struct Context {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) protocol: Box<dyn Protocol>,
    pub(crate) redactor: Redactor,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_reply: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) headers: HeaderMap,
}

impl Context {
    pub(crate) fn new(
        settings: Settings,
        transport: Arc<dyn Transport>,
        protocol: Box<dyn Protocol>,
    ) -> Arc<Self> {
        let Settings { timeout, deadline, max_reply, retry, headers, mut secrets, .. } = settings;
        secrets.extend(protocol.secrets());
        let redactor = Redactor::new(secrets.iter().map(|secret| secret.expose_secret()));
        let budget = Budget::default();
        Arc::new(Self { transport, protocol, redactor, timeout, deadline, max_reply, retry, budget, headers })
    }
}
