//! Any other JSON API: the payload is the whole body or one member of it. The HTTP status decides about success, or a
//! member of the body where the vendor reports errors at HTTP 200: [`SuccessRule`].

use crate::builder;
use crate::client::Client;
use crate::credentials::{CredentialProvider, Credentials};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::headers::header;
use crate::params;
use crate::protocol::{Outgoing, Parts, Protocol, Refusal, check_status};
use crate::transport::Reply;
use crate::wire::Document;
use futures_core::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use std::borrow::Cow;
use std::time::SystemTime;
use url::Url;

pub use crate::success::SuccessRule;

/// Configures a client.
pub type Builder<C> = builder::Builder<C, Config>;

/// Settings beyond the common ones.
#[derive(Clone, Debug)]
pub struct Config {
    /// Parsed once; `build` reports an error.
    base: Result<Url, String>,
    /// Scheme and token of the `Authorization` header.
    authorization: Option<(String, Credentials<SecretString>)>,
    success: Option<SuccessRule>,
}

/// Creates a builder. `base_url` is prepended to the documented paths.
pub fn builder<C: From<Client>>(base_url: impl Into<String>) -> Builder<C> {
    Builder::new(Config { base: params::base(&base_url.into()), authorization: None, success: None })
}

impl<C: From<Client>> Builder<C> {
    /// `Authorization: Bearer TOKEN`.
    #[must_use]
    pub fn bearer(self, token: impl Into<SecretString>) -> Self {
        self.authorization("Bearer", token)
    }

    /// `Authorization: SCHEME TOKEN`.
    #[must_use]
    pub fn authorization(mut self, scheme: impl Into<String>, token: impl Into<SecretString>) -> Self {
        self.vendor.authorization = Some((scheme.into(), Credentials::Fixed(token.into())));
        self
    }

    /// `Authorization: Bearer TOKEN` with tokens of a provider.
    #[must_use]
    pub fn bearer_provider(mut self, provider: impl CredentialProvider<SecretString>) -> Self {
        self.vendor.authorization = Some(("Bearer".to_owned(), Credentials::provided(provider)));
        self
    }

    /// How to tell successes from errors in the body; by default the HTTP status alone decides.
    #[must_use]
    pub fn success(mut self, rule: SuccessRule) -> Self {
        self.vendor.success = Some(rule);
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    /// [`Error::Build`] when a setting is invalid or the HTTP client cannot be created.
    pub fn build(mut self) -> Result<C, Error> {
        if let Err(message) = &self.vendor.base {
            self.invalid(message.clone());
        }
        self.finish(|config| Box::new(config))
    }
}

impl Protocol for Config {
    fn prepare(&self, now: SystemTime) -> Option<BoxFuture<'_, Result<(), String>>> {
        self.authorization.as_ref()?.1.prepare(now)
    }

    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let mut parts = call.parts(self.base.as_ref()?)?;
        if let Some((scheme, token)) = &self.authorization {
            let (name, mut value) =
                header("authorization", &format!("{scheme} {}", token.get()?.expose_secret()))?;
            value.set_sensitive(true);
            parts.headers.insert(name, value);
        }
        Ok(parts)
    }

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        match &self.success {
            Some(rule) => rule.check(endpoint, reply, body),
            None => check_status(endpoint, reply, body),
        }
    }

    fn request_id<'r>(&self, reply: &'r Reply, body: &Document<'r>) -> Cow<'r, str> {
        let header = || reply.headers.get("x-request-id")?.to_str().ok().map(Cow::from);
        let member = self.success.as_ref().and_then(|rule| rule.find_request_id(body));
        member.or_else(header).unwrap_or_default()
    }

    fn secrets(&self) -> Vec<SecretString> {
        self.authorization.iter().flat_map(|(_, token)| token.known()).collect()
    }
}
