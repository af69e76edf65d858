//! BlueKing: ESB component APIs and API Gateways.
//!
//! Both take the same credentials and return the same family of envelopes; the path of an operation decides between
//! them.

mod envelope;
mod identity;
pub(crate) mod server;

use crate::body;
use crate::builder;
use crate::client::Client;
use crate::credentials::{self, CredentialProvider};
use crate::endpoint::{Endpoint, Method};
use crate::error::Error;
use crate::headers::header;
use crate::params::{self, Params};
use crate::protocol::{Outgoing, Parts, Protocol, Refusal};
use crate::transport::Reply;
use crate::wire::{Document, Map};
use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, Entry};
use http::{HeaderMap, HeaderName, HeaderValue};
use identity::Credentials;
use secrecy::SecretString;
use std::borrow::Cow;
use std::time::SystemTime;
use url::Url;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const AUTHORIZATION: HeaderName = HeaderName::from_static("x-bkapi-authorization");

/// Configures a BlueKing client.
pub type Builder<C> = builder::Builder<C, Config>;

/// Settings of BlueKing.
#[derive(Clone, Debug)]
pub struct Config {
    /// Parsed once; `build` reports an error.
    base: Result<Url, String>,
    credentials: Credentials,
    /// Access tokens of a provider.
    access_token: Option<credentials::Credentials<SecretString>>,
    language: String,
    tenant: String,
    in_parameters: bool,
    /// The header of the credentials, built once.
    authorization: Option<HeaderValue>,
}

/// Creates a builder. `base_url` is prepended to the documented paths: the address of an ESB, or of a gateway with
/// its stage.
pub fn builder<C: From<Client>>(base_url: impl Into<String>) -> Builder<C> {
    Builder::new(Config {
        base: params::base(&base_url.into()),
        credentials: Credentials::default(),
        access_token: None,
        language: String::new(),
        tenant: String::new(),
        in_parameters: false,
        authorization: None,
    })
}

impl<C: From<Client>> Builder<C> {
    /// The calling application.
    #[must_use]
    pub fn app(mut self, code: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        self.vendor.credentials.app_code = code.into();
        self.vendor.credentials.app_secret = Some(secret.into());
        self
    }

    /// The user on whose behalf the application calls; requires that the platform trusts the application.
    #[must_use]
    pub fn user(mut self, name: impl Into<String>) -> Self {
        self.vendor.credentials.username = name.into();
        self
    }

    /// The user, by login token.
    #[must_use]
    pub fn token(self, token: impl Into<SecretString>) -> Self {
        self.ticket("bk_token", token)
    }

    /// The user, by login ticket under the key of your edition, such as `bk_ticket`.
    #[must_use]
    pub fn ticket(mut self, key: impl Into<String>, ticket: impl Into<SecretString>) -> Self {
        self.vendor.credentials.ticket = Some((key.into(), ticket.into()));
        self
    }

    /// Application and user by one access token; nothing else is sent then.
    #[must_use]
    pub fn access_token(mut self, token: impl Into<SecretString>) -> Self {
        self.vendor.credentials.access_token = Some(token.into());
        self
    }

    /// Access tokens of a provider, in place of [`access_token`](Self::access_token).
    #[must_use]
    pub fn access_token_provider(mut self, provider: impl CredentialProvider<SecretString>) -> Self {
        self.vendor.access_token = Some(credentials::Credentials::provided(provider));
        self
    }

    /// The tenant of a multi-tenant platform.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.vendor.tenant = tenant.into();
        self
    }

    /// Language of messages: `zh-cn` or `en`.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.vendor.language = language.into();
        self
    }

    /// Sends the credentials as parameters instead of a header, as old community editions require.
    #[must_use]
    pub fn credentials_in_parameters(mut self) -> Self {
        self.vendor.in_parameters = true;
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
        if !self.vendor.in_parameters && self.vendor.access_token.is_none() {
            match self.vendor.credentials.header() {
                Ok(value) => self.vendor.authorization = value,
                Err(message) => self.invalid(message),
            }
        }
        self.finish(|config| Box::new(config))
    }
}

impl Config {
    /// The credentials of an attempt, with the access token of the provider if there is one.
    fn credentials(&self) -> Result<Cow<'_, Credentials>, String> {
        let Some(provided) = &self.access_token else { return Ok(Cow::Borrowed(&self.credentials)) };
        Ok(Cow::Owned(Credentials { access_token: Some(provided.get()?), ..self.credentials.clone() }))
    }

    fn add_headers(&self, headers: &mut HeaderMap, id: Uuid) -> Result<(), String> {
        if let Entry::Vacant(entry) = headers.entry(REQUEST_ID) {
            let mut text = Uuid::encode_buffer();
            let id = id.simple().encode_lower(&mut text);
            entry.insert(HeaderValue::from_str(id).map_err(|error| error.to_string())?);
        }
        let optional = [("blueking-language", &self.language), ("x-bk-tenant-id", &self.tenant)];
        for (name, value) in optional.into_iter().filter(|(_, value)| !value.is_empty()) {
            let (name, value) = header(name, value)?;
            headers.entry(name).or_insert(value);
        }
        if !self.language.is_empty() {
            headers.entry(ACCEPT_LANGUAGE).or_insert(header("accept-language", &self.language)?.1);
        }
        if let Some(value) = &self.authorization {
            headers.insert(AUTHORIZATION, value.clone());
        } else if self.access_token.is_some() && !self.in_parameters {
            headers.extend(self.credentials()?.header()?.map(|value| (AUTHORIZATION, value)));
        }
        Ok(())
    }

    /// Query, and body if the method has one.
    fn places(&self, endpoint: &Endpoint, method: Method, call: &Outgoing<'_>) -> Result<Places, String> {
        let (params, esb) = (call.params, is_esb(endpoint.path));
        let mut query = Vec::new();
        let mut added = Map::new();
        if esb {
            // An ESB has one object of parameters, in the query or in the body.
            added = params.query.clone();
        } else {
            query = params::repeated(&params.query);
        }
        if self.in_parameters {
            added.extend(self.credentials()?.members());
        }
        let rest = params.rest.with(added)?;
        match method {
            Method::Get | Method::Head => {
                query.extend(params::repeated(rest.members()?.as_ref()));
                Ok((query, None))
            }
            Method::Delete if rest.is_empty() => Ok((query, None)),
            _ => Ok((query, Some(body::encode(endpoint.body_format, &rest, &params.files, call.id)?))),
        }
    }
}

/// Query and body of a request.
type Places = (params::Pairs, Option<(HeaderValue, Bytes)>);

/// Whether an operation belongs to an ESB and not to a gateway.
pub(crate) fn is_esb(path: &str) -> bool {
    path.starts_with("/api/c/")
}

/// An ESB keeps only one value of a repeated name and no nesting in the query, but accepts POST instead of GET.
fn method_of(endpoint: &Endpoint, params: &Params) -> Result<Method, String> {
    if !is_esb(endpoint.path) || endpoint.method != Method::Get {
        return Ok(endpoint.method);
    }
    let rest = params.rest.members()?;
    let structured =
        rest.values().chain(params.query.values()).any(|value| value.is_array() || value.is_object());
    Ok(if structured { Method::Post } else { Method::Get })
}

impl Protocol for Config {
    fn prepare(&self, now: SystemTime) -> Option<BoxFuture<'_, Result<(), String>>> {
        self.access_token.as_ref()?.prepare(now)
    }

    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let Outgoing { endpoint, params, id, .. } = call;
        let method = method_of(endpoint, params)?;
        let (path, mut query) = params::route(endpoint.path, params)?;
        let (further, body) = self.places(endpoint, method, &call)?;
        query.extend(further);
        let url = params::url(self.base.as_ref()?, &path, &query);
        let mut headers = call.headers;
        self.add_headers(&mut headers, id)?;
        let body = match body {
            Some((content_type, body)) => {
                headers.insert(CONTENT_TYPE, content_type);
                body
            }
            None => Bytes::new(),
        };
        Ok(Parts { method: method.into(), url, headers, body })
    }

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        envelope::check(endpoint, reply, body)
    }

    fn request_id<'r>(&self, reply: &'r Reply, body: &Document<'r>) -> Cow<'r, str> {
        envelope::request_id(reply, body)
    }

    fn secrets(&self) -> Vec<SecretString> {
        let provided = self.access_token.iter().flat_map(|provided| provided.known());
        self.credentials.secrets().into_iter().chain(provided).collect()
    }
}
