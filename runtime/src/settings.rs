//! The settings of a client, and what one call overrides.

use crate::retry::RetryPolicy;
use crate::transport::{Middleware, Transport};
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue};
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

/// Default timeout of an attempt; operations with a longer documented gateway timeout set their own.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Default limit of a response body, in bytes.
const MAX_REPLY: usize = 64 << 20;

/// Default `User-Agent`.
const AGENT: &str = concat!("docwright-client/", env!("CARGO_PKG_VERSION"));

/// The settings that all vendors have in common.
pub(crate) struct Settings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_reply: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) headers: HeaderMap,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) middleware: Vec<Box<dyn Middleware>>,
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    pub(crate) proxies: Vec<reqwest::Proxy>,
    /// Secrets to redact beside the vendor's credentials.
    pub(crate) secrets: Vec<SecretString>,
    /// The first invalid setting; `build` reports it.
    pub(crate) invalid: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Some(TIMEOUT),
            deadline: None,
            max_reply: MAX_REPLY,
            retry: RetryPolicy::default(),
            headers: HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_static(AGENT))]),
            transport: None,
            middleware: Vec::new(),
            #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
            proxies: Vec::new(),
            secrets: Vec::new(),
            invalid: None,
        }
    }
}

/// What one call overrides.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    /// `Some(None)` removes the timeout.
    pub(crate) timeout: Option<Option<Duration>>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_reply: Option<usize>,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: Option<RetryPolicy>,
    /// The first invalid option; sending reports it.
    pub(crate) invalid: Option<String>,
}
