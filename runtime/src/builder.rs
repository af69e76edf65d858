//! Building a client: what all vendors have in common.

use crate::client::Client;
use crate::error::{CallInfo, Error};
use crate::protocol::Protocol;
use crate::retry::RetryPolicy;
use crate::transport::{Middleware, Reqwest, Transport, Wrapped};
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Configures a client of type `C` for the vendor `V`; the vendor's module says what else can be set.
pub struct Builder<C, V> {
    pub(crate) settings: Settings,
    pub(crate) vendor: V,
    client: PhantomData<fn() -> C>,
}

/// What all vendors have in common.
pub(crate) struct Settings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_reply: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) headers: HeaderMap,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Box<dyn Middleware>>,
    proxies: Vec<reqwest::Proxy>,
    /// What must not be seen, beside the vendor's credentials.
    pub(crate) secrets: Vec<SecretString>,
    /// What was wrong with an earlier setting; building reports it.
    pub(crate) complaint: Option<String>,
}

/// Default bound of an attempt; the longest documented gateway timeouts are per product and beyond it.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Default bound of an answer's body.
const MAX_REPLY: usize = 64 << 20;

/// What the requests call themselves, unless a header says otherwise.
const AGENT: &str = concat!("docwright-client/", env!("CARGO_PKG_VERSION"));

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Some(TIMEOUT),
            max_reply: MAX_REPLY,
            retry: RetryPolicy::default(),
            headers: HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_static(AGENT))]),
            transport: None,
            middleware: Vec::new(),
            proxies: Vec::new(),
            secrets: Vec::new(),
            complaint: None,
        }
    }
}

impl<C, V> Builder<C, V> {
    pub(crate) fn new(vendor: V) -> Self {
        Self { settings: Settings::default(), vendor, client: PhantomData }
    }

    /// Bounds each attempt of a call; 60 seconds unless set. Long polls have no bound but their own.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Takes the bound away.
    #[must_use]
    pub fn no_timeout(mut self) -> Self {
        self.settings.timeout = None;
        self
    }

    /// Bounds the body of an answer, in bytes after decompression; 64 MiB unless set.
    #[must_use]
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.settings.max_reply = bytes;
        self
    }

    /// How calls are repeated.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// A header of every request. Its value is marked sensitive when its name looks secret.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => drop(self.settings.headers.insert(name, value)),
            Err(complaint) => self.complain(complaint),
        }
        self
    }

    /// Sends everything through a proxy: `http://user:password@proxy.example.com:3128`. Without one the
    /// environment decides (`HTTPS_PROXY`, `NO_PROXY` and so on).
    #[must_use]
    pub fn proxy(mut self, address: &str) -> Self {
        match (reqwest::Proxy::all(address), Url::parse(address)) {
            (Ok(proxy), Ok(url)) => {
                self.settings.proxies.push(proxy);
                // Alone, and as basic authentication has it.
                let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
                if let Some(password) = url.password().map(plain) {
                    let pair = format!("{}:{password}", plain(url.username()));
                    self.settings.secrets.extend([password, pair].map(SecretString::from));
                }
            }
            _ => self.complain("the proxy's address is none".to_owned()),
        }
        self
    }

    /// Sends through your own reqwest client: its proxies, certificates and pools. Let it follow no redirects,
    /// which would carry credentials to other hosts.
    #[must_use]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(Reqwest::with(client))
    }

    /// Sends through your own transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Puts a hook around every exchange; the one added last is outermost.
    #[must_use]
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.settings.middleware.push(Box::new(middleware));
        self
    }

    pub(crate) fn complain(&mut self, complaint: String) {
        self.settings.complaint.get_or_insert(complaint);
    }
}

impl<C: From<Client>, V> Builder<C, V> {
    pub(crate) fn finish(self, protocol: impl FnOnce(V) -> Box<dyn Protocol>) -> Result<C, Error> {
        let Self { mut settings, vendor, client: _ } = self;
        let fail = |message: String| Error::Build { message, call: Box::new(CallInfo::default()) };
        if let Some(complaint) = settings.complaint.take() {
            return Err(fail(complaint));
        }
        let mut transport = match settings.transport.take() {
            Some(_) if !settings.proxies.is_empty() => {
                return Err(fail("a transport of your own knows nothing of `proxy`".to_owned()));
            }
            Some(transport) => transport,
            None => {
                let proxies = std::mem::take(&mut settings.proxies);
                let reqwest =
                    Reqwest::new(proxies).map_err(|error| fail(format!("no HTTP client: {error}")))?;
                Arc::new(reqwest) as Arc<dyn Transport>
            }
        };
        for middleware in settings.middleware.drain(..) {
            transport = Arc::new(Wrapped { middleware, inner: transport });
        }
        Ok(C::from(Client::new(settings, transport, protocol(vendor))))
    }
}

impl<C, V> fmt::Debug for Builder<C, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("timeout", &self.settings.timeout)
            .field("retry", &self.settings.retry)
            .finish_non_exhaustive()
    }
}

/// A header from texts; its value is sensitive when its name looks secret.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::try_from(name).map_err(|_| format!("`{name}` is no header name"))?;
    let mut value = HeaderValue::try_from(value)
        .map_err(|_| format!("the value of the header `{name}` has characters that no header may have"))?;
    value.set_sensitive(crate::redact::is_secret(name));
    Ok((parsed, value))
}
