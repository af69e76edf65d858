//! Any other JSON API: the payload is the whole body or one member of it. The HTTP status decides about success, or a
//! member of the body where the vendor reports errors at HTTP 200: [`SuccessRule`].

use crate::builder;
use crate::client::Client;
use crate::endpoint::{Endpoint, Method};
use crate::error::{Code, Error, VendorError, is_transient};
use crate::headers::header;
use crate::params;
use crate::protocol::{Outgoing, Parts, Protocol, Refusal, holds_payload};
use crate::transport::Reply;
use crate::wire::{Document, Node};
use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use secrecy::{ExposeSecret, SecretString};
use std::borrow::Cow;
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
    authorization: Option<(String, SecretString)>,
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
        self.vendor.authorization = Some((scheme.into(), token.into()));
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
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let Outgoing { endpoint, params, mut headers, .. } = call;
        let (path, mut query) = params::route(endpoint.path, params)?;
        query.extend(params::repeated(&params.query));
        if let Some((scheme, token)) = &self.authorization {
            let (name, mut value) = header("authorization", &format!("{scheme} {}", token.expose_secret()))?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let in_query = matches!(endpoint.method, Method::Get | Method::Head) || params.rest.is_empty();
        let body = if in_query {
            query.extend(params::repeated(params.rest.members()?.as_ref()));
            Bytes::new()
        } else {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            params.rest.json()?
        };
        let url = params::url(self.base.as_ref()?, &path, &query);
        Ok(Parts { method: endpoint.method.into(), url, headers, body })
    }

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        match &self.success {
            Some(rule) => rule.check(endpoint, reply, body),
            None => check(endpoint, reply, body),
        }
    }

    fn request_id<'r>(&self, reply: &'r Reply, body: &Document<'r>) -> Cow<'r, str> {
        let header = || reply.headers.get("x-request-id")?.to_str().ok().map(Cow::from);
        let member = self.success.as_ref().and_then(|rule| rule.find_request_id(body));
        member.or_else(header).unwrap_or_default()
    }

    fn secrets(&self) -> Vec<SecretString> {
        self.authorization.iter().map(|(_, token)| token.clone()).collect()
    }
}

pub(crate) fn check(endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
    if !reply.status.is_success() {
        return Err(refusal(body, reply));
    }
    holds_payload(endpoint, body)
}

/// `{code, message}` at the top or in `error`, as in most APIs.
fn refusal(body: &Document<'_>, reply: &Reply) -> Refusal {
    let error = body.get("error").and_then(Node::members);
    let inner = error.as_ref().unwrap_or(body.members());
    let code = inner.get("code").and_then(Code::of);
    let message = ["message", "msg"].iter().find_map(|name| inner.get(name)?.as_str());
    if code.is_none() && message.is_none() {
        return Refusal::Status;
    }
    Refusal::Vendor(Box::new(VendorError {
        code: code.unwrap_or_default(),
        message: message.unwrap_or_default().into_owned(),
        rate_limited: reply.status == http::StatusCode::TOO_MANY_REQUESTS,
        transient: is_transient(reply.status),
        ..VendorError::default()
    }))
}
