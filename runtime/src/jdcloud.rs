//! JDCloud: signed requests, `{requestId, result, error}` responses.

mod envelope;
pub mod signing;

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
use crate::wire::{Document, Node, Value};
use base64::Engine;
use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use signing::{Input, Version};
use std::borrow::Cow;
use std::time::SystemTime;
use url::Url;
use uuid::Uuid;

/// Configures a JDCloud client.
pub type Builder<C> = builder::Builder<C, Config>;

/// Access key, secret key, and the token of a temporary key.
#[derive(Clone, Debug)]
pub struct Credentials {
    access_key: String,
    secret_key: SecretString,
    security_token: Option<SecretString>,
}

impl Credentials {
    /// Access key and secret key.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<SecretString>) -> Self {
        Self { access_key: access_key.into(), secret_key: secret_key.into(), security_token: None }
    }

    /// The token of a temporary key.
    #[must_use]
    pub fn security_token(mut self, token: impl Into<SecretString>) -> Self {
        self.security_token = Some(token.into());
        self
    }
}

/// Settings of JDCloud.
#[derive(Clone, Debug)]
pub struct Config {
    credentials: credentials::Credentials<Credentials>,
    region: String,
    /// Replaces all documented hosts. Parsed once; `build` reports an error.
    endpoint: Option<Result<Url, String>>,
    version: Version,
}

/// Region in the signatures of operations without one.
const NO_REGION: &str = "jdcloud-api";

const SECURITY_TOKEN: &str = "x-jdcloud-security-token";

/// Name of the region parameter.
pub(crate) const REGION: &str = "regionId";

/// Creates a builder.
pub fn builder<C: From<Client>>(credentials: Credentials) -> Builder<C> {
    let credentials = credentials::Credentials::Fixed(credentials);
    Builder::new(Config { credentials, region: String::new(), endpoint: None, version: Version::V2 })
}

impl<C: From<Client>> Builder<C> {
    /// Replaces the credentials by those of a provider, such as one of temporary keys.
    #[must_use]
    pub fn credential_provider(mut self, provider: impl CredentialProvider<Credentials>) -> Self {
        self.vendor.credentials = credentials::Credentials::provided(provider);
        self
    }

    /// Region of calls with an empty `regionId`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.vendor.region = region.into();
        self
    }

    /// Sends all calls to one URL instead of the documented hosts; signatures use its host.
    #[must_use]
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.vendor.endpoint = Some(params::base(&address.into()));
        self
    }

    /// Version of the signature; 2 by default.
    #[must_use]
    pub fn signature_version(mut self, version: Version) -> Self {
        self.vendor.version = version;
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    /// [`Error::Build`] when a setting is invalid or the HTTP client cannot be created.
    pub fn build(mut self) -> Result<C, Error> {
        if let Some(Err(message)) = &self.vendor.endpoint {
            self.invalid(message.clone());
        }
        self.finish(|config| Box::new(config))
    }
}

impl Config {
    /// The parameters with the default region where the call gives none.
    fn with_region(&self, endpoint: &Endpoint, params: &Params) -> Params {
        let mut params = params.clone();
        let missing = params.path.get(REGION).and_then(Value::as_str).is_none_or(str::is_empty);
        if missing && endpoint.path_params.contains(&REGION) && !self.region.is_empty() {
            params.path.insert(REGION.to_owned(), self.region.as_str().into());
        }
        params
    }

    fn base(&self, endpoint: &Endpoint, params: &Params) -> Result<Url, String> {
        if let Some(address) = &self.endpoint {
            return address.clone();
        }
        if endpoint.host.is_empty() {
            return Err("no host is documented for this operation; set one with `endpoint`".to_owned());
        }
        params::base(&format!("https://{}", params::fill(endpoint.host, &params.path)?))
    }

    /// All headers of the request, with the signature.
    fn sign(
        &self,
        call: Outgoing<'_>,
        params: &Params,
        url: &Url,
        method: &http::Method,
        (content_type, body): (HeaderValue, &[u8]),
    ) -> Result<HeaderMap, String> {
        let credentials = self.credentials.get()?;
        let mut headers = call.headers;
        encode_identity(&mut headers)?;
        let date = signing::date(call.at.into());
        let nonce = nonce(call.id, call.attempt).to_string();
        headers.insert(CONTENT_TYPE, content_type);
        for (name, value) in [("x-jdcloud-date", &date), ("x-jdcloud-nonce", &nonce)] {
            let (name, value) = header(name, value)?;
            headers.insert(name, value);
        }
        if let Some(token) = &credentials.security_token {
            headers.insert(SECURITY_TOKEN, base64_header(token.expose_secret())?);
        }
        // A body that is a list has no members.
        let rest = params.rest.members().unwrap_or_default();
        let region = [&params.path, &params.query, rest.as_ref()]
            .into_iter()
            .find_map(|place| place.get(REGION)?.as_str());
        let host = [Ok(("host", signing::host(url.as_str())))];
        let texts = headers.iter().map(|(name, value)| {
            Ok((
                name.as_str(),
                value.to_str().map_err(|_| format!("the value of header `{name}` is not visible ASCII"))?,
            ))
        });
        let signed = signing::sign(&Input {
            version: self.version,
            method: method.as_str(),
            url: url.as_str(),
            headers: &host.into_iter().chain(texts).collect::<Result<Vec<_>, String>>()?,
            body,
            access_key: &credentials.access_key,
            secret_key: &credentials.secret_key,
            date: &date,
            region: region.unwrap_or(NO_REGION),
            service: call.endpoint.signing_name,
        });
        let (name, mut value) = header("authorization", &signed.authorization)?;
        value.set_sensitive(true);
        headers.insert(name, value);
        headers.insert("x-jdcloud-algorithm", HeaderValue::from_static(self.version.algorithm()));
        Ok(headers)
    }
}

/// Unique per attempt. It need not be unpredictable, because it is signed.
fn nonce(id: Uuid, attempt: u32) -> Uuid {
    Uuid::from_u128(id.as_u128().wrapping_add(attempt.into()))
}

/// Identity headers are sent in base64.
fn encode_identity(headers: &mut HeaderMap) -> Result<(), String> {
    for name in ["x-jdcloud-pin", "x-jdcloud-erp", SECURITY_TOKEN] {
        if let Some(value) = headers.get_mut(name) {
            *value = base64_header(
                value.to_str().map_err(|_| format!("the value of header `{name}` is not visible ASCII"))?,
            )?;
        }
    }
    Ok(())
}

fn base64_header(text: &str) -> Result<HeaderValue, String> {
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    let mut value = HeaderValue::try_from(encoded).map_err(|error| error.to_string())?;
    value.set_sensitive(true);
    Ok(value)
}

impl Protocol for Config {
    fn prepare(&self, now: SystemTime) -> Option<BoxFuture<'_, Result<(), String>>> {
        self.credentials.prepare(now)
    }

    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let endpoint = call.endpoint;
        let params = self.with_region(endpoint, call.params);
        let (path, mut query) = params::route(endpoint.path, &params)?;
        query.extend(params::numbered(&params.query));
        let (content_type, body) = match endpoint.method {
            Method::Get | Method::Head | Method::Delete => {
                query.extend(params::numbered(params.rest.members()?.as_ref()));
                (HeaderValue::from_static("application/json"), Bytes::new())
            }
            _ => body::encode(endpoint.body_format, &params.rest, &params.files, call.id)?,
        };
        // Sorted as in the signature, because not every verifier sorts.
        query.sort();
        let url = params::url(&self.base(endpoint, &params)?, &path, &query);
        let method = http::Method::from(endpoint.method);
        let headers = self.sign(call, &params, &url, &method, (content_type, &body))?;
        Ok(Parts { method, url, headers, body })
    }

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        envelope::check(endpoint, reply, body)
    }

    fn request_id<'r>(&self, reply: &'r Reply, body: &Document<'r>) -> Cow<'r, str> {
        let header = || reply.headers.get("x-jdcloud-request-id")?.to_str().ok().map(Cow::from);
        body.get("requestId").and_then(Node::as_str).or_else(header).unwrap_or_default()
    }

    fn secrets(&self) -> Vec<SecretString> {
        let known = self.credentials.known().into_iter();
        known.flat_map(|one| std::iter::once(one.secret_key).chain(one.security_token)).collect()
    }
}
