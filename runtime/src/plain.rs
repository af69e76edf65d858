//! Any other JSON API: the whole body or one member of it is the payload, the HTTP status says whether it
//! went well.

use crate::builder::{self, header};
use crate::client::Client;
use crate::endpoint::{Endpoint, Method};
use crate::error::{Code, Error, VendorError, is_passing};
use crate::params;
use crate::protocol::{Outgoing, Parts, Protocol, Refusal, holds_payload};
use crate::transport::Reply;
use crate::wire::Node;
use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// Configures a client.
pub type Builder<C> = builder::Builder<C, Config>;

/// What can be set beside the common things.
#[derive(Clone, Debug)]
pub struct Config {
    /// Parsed once; building reports what is wrong with it.
    base: Result<Url, String>,
    /// Scheme and token.
    authorization: Option<(String, SecretString)>,
}

/// Starts to configure a client. `base_url` is the address in front of the documented paths.
pub fn builder<C: From<Client>>(base_url: impl Into<String>) -> Builder<C> {
    Builder::new(Config { base: params::base(&base_url.into()), authorization: None })
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

    /// The client.
    ///
    /// # Errors
    /// [`Error::Build`] when a setting is wrong or no HTTP client can be made.
    pub fn build(mut self) -> Result<C, Error> {
        if let Err(complaint) = &self.vendor.base {
            self.complain(complaint.clone());
        }
        self.finish(|config| Box::new(config))
    }
}

impl Protocol for Config {
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let Outgoing { endpoint, params, mut headers, .. } = call;
        let path = params::fill(endpoint.path, &params.path)?;
        let mut query = params::repeated(&params.query);
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

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Node<'_>) -> Result<(), Refusal> {
        check(endpoint, reply, body)
    }

    fn request_id<'r>(&self, reply: &'r Reply, _body: &Node<'r>) -> &'r str {
        reply.headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn secrets(&self) -> Vec<SecretString> {
        self.authorization.iter().map(|(_, token)| token.clone()).collect()
    }
}

pub(crate) fn check(endpoint: &Endpoint, reply: &Reply, body: &Node<'_>) -> Result<(), Refusal> {
    if !reply.status.is_success() {
        return Err(refusal(body, reply));
    }
    holds_payload(endpoint, body)
}

/// `{code, message}`, at the top or in `error`, as most APIs have it.
fn refusal(body: &Node<'_>, reply: &Reply) -> Refusal {
    let error = body.get("error").filter(|error| error.as_object().is_some());
    let inner = error.as_ref().unwrap_or(body);
    let code = inner.get("code").and_then(|code| Code::of(&code));
    let message = ["message", "msg"].iter().find_map(|name| inner.get(name)?.as_str());
    if code.is_none() && message.is_none() {
        return Refusal::Status;
    }
    Refusal::Vendor(Box::new(VendorError {
        code: code.unwrap_or_default(),
        message: message.unwrap_or_default().to_owned(),
        rate_limited: reply.status == http::StatusCode::TOO_MANY_REQUESTS,
        transient: is_passing(reply.status),
        ..VendorError::default()
    }))
}
