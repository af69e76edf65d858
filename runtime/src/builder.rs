//! The client builder: settings that all vendors have in common.

use crate::client::Client;
use crate::context::Context;
use crate::error::{CallInfo, Error};
use crate::headers::header;
use crate::protocol::Protocol;
use crate::retry::RetryPolicy;
use crate::settings::Settings;
use crate::transport::{Middleware, Reqwest, Transport, Wrapped, install_crypto};
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
use percent_encoding::percent_decode_str;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
use secrecy::SecretString;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
use url::Url;

/// Configures a client of type `C` for the vendor `V`; the vendor's module says what else can be set.
pub struct Builder<C, V> {
    pub(crate) settings: Settings,
    pub(crate) vendor: V,
    client: PhantomData<fn() -> C>,
}

impl<C, V> Builder<C, V> {
    pub(crate) fn new(vendor: V) -> Self {
        // Early, because a custom reqwest client may be created before `build`.
        install_crypto();
        Self { settings: Settings::default(), vendor, client: PhantomData }
    }

    /// Timeout of each attempt; 60 seconds by default. Long polls have none unless the call sets one.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Removes the timeout.
    #[must_use]
    pub fn no_timeout(mut self) -> Self {
        self.settings.timeout = None;
        self
    }

    /// Deadline of a whole call, including retries and the waits between them; none by default.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = Some(deadline);
        self
    }

    /// Limit of a response body, in bytes after decompression; 64 MiB by default.
    #[must_use]
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.settings.max_reply = bytes;
        self
    }

    /// How calls are retried.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// A header of every request; its value is redacted in errors and logs when its name looks secret.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => drop(self.settings.headers.insert(name, value)),
            Err(message) => self.invalid(message),
        }
        self
    }

    /// Sends all requests through a proxy: `http://user:password@proxy.example.com:3128`. By default the environment
    /// variables `HTTPS_PROXY`, `NO_PROXY` and so on apply.
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    #[must_use]
    pub fn proxy(mut self, address: &str) -> Self {
        match (reqwest::Proxy::all(address), Url::parse(address)) {
            (Ok(proxy), Ok(url)) => {
                self.settings.proxies.push(proxy);
                // The password alone, and as it is encoded for basic authentication.
                let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
                if let Some(password) = url.password().map(plain) {
                    let pair = format!("{}:{password}", plain(url.username()));
                    self.settings.secrets.extend([password, pair].map(SecretString::from));
                }
            }
            _ => self.invalid("invalid proxy URL".to_owned()),
        }
        self
    }

    /// Uses your own reqwest client with its proxies, certificates and pools. Create it with [`Reqwest::builder`], which
    /// follows no redirects (they would send credentials to other hosts) and provides cryptography for rustls.
    #[must_use]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(Reqwest::with(client))
    }

    /// Uses your own transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Adds a middleware around every attempt; the one added last is outermost.
    #[must_use]
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.settings.middleware.push(Box::new(middleware));
        self
    }

    /// Remembers the first invalid setting for `build`.
    pub(crate) fn invalid(&mut self, message: String) {
        self.settings.invalid.get_or_insert(message);
    }
}

impl<C: From<Client>, V> Builder<C, V> {
    pub(crate) fn finish(self, protocol: impl FnOnce(V) -> Box<dyn Protocol>) -> Result<C, Error> {
        let Self { mut settings, vendor, client: _ } = self;
        let fail = |message: String| Error::Build { message, call: Box::new(CallInfo::default()) };
        if let Some(message) = settings.invalid.take() {
            return Err(fail(message));
        }
        if settings.transport.is_some() && has_proxies(&settings) {
            return Err(fail(
                "`proxy` has no effect on a custom transport; configure the proxy there".to_owned(),
            ));
        }
        let mut transport = match settings.transport.take() {
            Some(transport) => transport,
            None => {
                let reqwest = default_transport(&mut settings);
                Arc::new(reqwest.map_err(|error| fail(format!("cannot create the HTTP client: {error}")))?)
            }
        };
        for middleware in settings.middleware.drain(..) {
            transport = Arc::new(Wrapped { middleware, inner: transport });
        }
        Ok(C::from(Client::new(Context::new(settings, transport, protocol(vendor)))))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn has_proxies(settings: &Settings) -> bool {
    !settings.proxies.is_empty()
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn default_transport(settings: &mut Settings) -> Result<Reqwest, reqwest::Error> {
    Reqwest::new(std::mem::take(&mut settings.proxies))
}

/// The proxies are those of the host.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn has_proxies(_settings: &Settings) -> bool {
    false
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn default_transport(_settings: &mut Settings) -> Result<Reqwest, reqwest::Error> {
    Reqwest::new()
}

impl<C, V> fmt::Debug for Builder<C, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("timeout", &self.settings.timeout)
            .field("retry", &self.settings.retry)
            .finish_non_exhaustive()
    }
}
