//! Clients by the name of their module, with credentials from the environment: for programs that learn while they run
//! which API they call.
//!
//! | Variable | Module | |
//! |---|---|---|
//! | `API_URL` | all | base URL of the documented paths |
//! | `API_TOKEN` | `plain` | token of the header that the docs name, `Authorization: Bearer` without one |
//! | `API_TOKEN_HEADER` | `plain` | another header for the token |
//! | `APP_CODE`, `APP_SECRET` | `blueking` | the calling application |
//! | `API_USER` | `blueking` | the user, by name |
//! | `API_TICKET` | `blueking` | the user, by login token |
//! | `API_ACCESS_TOKEN` | `blueking` | application and user by one token |
//! | `API_TENANT` | `blueking` | the tenant |
//! | `ACCESS_KEY`, `SECRET_KEY` | `jdcloud` | the key that signs requests |
//! | `SECURITY_TOKEN` | `jdcloud` | the token of a temporary key |
//! | `REGION` | `jdcloud` | region of calls that name none |

use crate::client::Client;
use crate::error;
use crate::headers::header;
use crate::plain::SuccessRule;
use crate::{blueking, jdcloud, plain};
use http::HeaderName;
use std::fmt;

/// What a client is made of beside credentials.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Base URL of the documented paths; a module that knows the documented hosts does without it.
    pub base_url: Option<String>,
    /// The base URL where neither a setting nor the environment names one: what the docs say. Credentials that a server
    /// could use again are not sent there, because whoever writes the docs would get them.
    pub documented_url: Option<String>,
    /// How to tell successes from errors in the body.
    pub success: Option<SuccessRule>,
    /// The header that carries the credentials, where the docs name one.
    pub auth_header: String,
    /// Nothing will be sent: what the environment lacks is replaced by a word.
    pub preview: bool,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The environment lacks credentials.
    #[error("the environment has no `{0}`, which signs the requests of this service")]
    MissingVariable(&'static str),
    /// Nothing says where the service is.
    #[error("the pages name no host of this service, and nothing else names one")]
    MissingBaseUrl,
    /// The docs alone name the host, and credentials would go there.
    #[error("the pages alone name `{0}`, so the credentials of the environment are not sent there")]
    UnconfirmedHost(String),
    /// There is no such module.
    #[error("`docwright_runtime` has no module `{0}` of clients")]
    UnknownModule(String),
    /// A setting is invalid.
    #[error(transparent)]
    Build(#[from] error::Error),
}

/// Stands for what the environment lacks in requests that are not sent.
const STAND_IN: &str = "not-set";

impl Settings {
    /// No settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`Settings::base_url`].
    #[must_use]
    pub fn base_url(mut self, base_url: Option<String>) -> Self {
        self.base_url = base_url;
        self
    }

    /// Sets [`Settings::documented_url`].
    #[must_use]
    pub fn documented_url(mut self, address: Option<String>) -> Self {
        self.documented_url = address;
        self
    }

    /// Sets [`Settings::success`].
    #[must_use]
    pub fn success(mut self, rule: Option<SuccessRule>) -> Self {
        self.success = rule;
        self
    }

    /// Sets [`Settings::auth_header`].
    #[must_use]
    pub fn auth_header(mut self, name: impl Into<String>) -> Self {
        self.auth_header = name.into();
        self
    }

    /// Sets [`Settings::preview`].
    #[must_use]
    pub fn preview(mut self, preview: bool) -> Self {
        self.preview = preview;
        self
    }
}

/// The environment: values by the names of variables.
pub struct Variables<'v>(&'v dyn Fn(&str) -> Option<String>);

impl<'v> Variables<'v> {
    /// Variables that a function knows, such as `|name| std::env::var(name).ok()`. Empty ones count as not set.
    pub fn new(find: &'v dyn Fn(&str) -> Option<String>) -> Self {
        Self(find)
    }

    fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// Arguments that clients of a module take from the environment where a call does not give them.
    pub fn arguments(&self, module: &str) -> Vec<&'static str> {
        let has_region = module == "jdcloud" && self.get("REGION").is_some();
        if has_region { vec![jdcloud::REGION] } else { Vec::new() }
    }

    /// A client of the module `module` of this crate: `plain`, `blueking`, `jdcloud`.
    ///
    /// # Errors
    /// What the environment lacks, or which setting is invalid.
    pub fn client(&self, module: &str, settings: Settings) -> Result<Client, Error> {
        match module {
            "plain" => self.plain(settings),
            "blueking" => self.blueking(settings),
            "jdcloud" => self.jdcloud(settings),
            unknown => Err(Error::UnknownModule(unknown.to_owned())),
        }
    }

    /// The address that a user names.
    fn named_url(&self, settings: &Settings) -> Option<String> {
        settings.base_url.clone().or_else(|| self.get("API_URL"))
    }

    /// The address of a module whose `secrets` are sent as they are.
    fn base_url(&self, settings: &Settings, secrets: &[&str]) -> Result<String, Error> {
        if let Some(address) = self.named_url(settings) {
            return Ok(address);
        }
        let address = settings.documented_url.clone().ok_or(Error::MissingBaseUrl)?;
        let has_secret = secrets.iter().any(|name| self.get(name).is_some());
        if has_secret && !settings.preview { Err(Error::UnconfirmedHost(address)) } else { Ok(address) }
    }

    fn plain(&self, settings: Settings) -> Result<Client, Error> {
        let mut builder = plain::builder(self.base_url(&settings, &["API_TOKEN"])?);
        if let Some(token) = self.get("API_TOKEN") {
            let name = self.get("API_TOKEN_HEADER").unwrap_or(settings.auth_header);
            if name.is_empty() || name.eq_ignore_ascii_case("authorization") {
                builder = builder.bearer(token);
            } else {
                match header(&name, &token) {
                    Ok((name, value)) => builder = builder.secret_header(name, value),
                    Err(message) => builder.invalid(message),
                }
            }
        }
        if let Some(rule) = settings.success {
            builder = builder.success(rule);
        }
        Ok(builder.build()?)
    }

    fn blueking(&self, settings: Settings) -> Result<Client, Error> {
        let secrets = ["APP_SECRET", "API_TICKET", "API_ACCESS_TOKEN"];
        let mut builder = blueking::builder(self.base_url(&settings, &secrets)?);
        if let (Some(code), Some(secret)) = (self.get("APP_CODE"), self.get("APP_SECRET")) {
            builder = builder.app(code, secret);
        }
        if let Some(user) = self.get("API_USER") {
            builder = builder.user(user);
        }
        if let Some(ticket) = self.get("API_TICKET") {
            builder = builder.token(ticket);
        }
        if let Some(token) = self.get("API_ACCESS_TOKEN") {
            builder = builder.access_token(token);
        }
        if let Some(tenant) = self.get("API_TENANT") {
            builder = builder.tenant(tenant);
        }
        Ok(builder.build()?)
    }

    fn jdcloud(&self, settings: Settings) -> Result<Client, Error> {
        let needed = |name: &'static str| match self.get(name) {
            Some(value) => Ok(value),
            None if settings.preview => Ok(STAND_IN.to_owned()),
            None => Err(Error::MissingVariable(name)),
        };
        let mut credentials = jdcloud::Credentials::new(needed("ACCESS_KEY")?, needed("SECRET_KEY")?);
        if let Some(token) = self.get("SECURITY_TOKEN") {
            credentials = credentials.security_token(token);
        }
        let mut builder = jdcloud::builder(credentials);
        if let Some(region) = self.get("REGION") {
            builder = builder.region(region);
        }
        // Without one, each call goes to the host that its page names.
        if let Some(address) = self.named_url(&settings) {
            builder = builder.endpoint(address);
        }
        Ok(builder.build()?)
    }
}

impl fmt::Debug for Variables<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables").finish_non_exhaustive()
    }
}

impl<C> plain::Builder<C> {
    /// A header whose value is secret, whatever its name looks like.
    fn secret_header(mut self, name: HeaderName, mut value: http::HeaderValue) -> Self {
        value.set_sensitive(true);
        let text = value.to_str().unwrap_or_default().to_owned();
        self.settings.secrets.push(text.into());
        self.settings.headers.insert(name, value);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Endpoint, Method};
    use crate::wire::Map;

    const ENDPOINT: Endpoint = Endpoint::new("test.vm", "get", Method::Get, "/v1/{regionId}/vm")
        .path_params(&[jdcloud::REGION])
        .signing_name("vm");

    fn find(name: &str) -> Option<String> {
        ["APP_CODE", "APP_SECRET", "API_TOKEN", "ACCESS_KEY", "SECRET_KEY", "REGION"]
            .contains(&name)
            .then(|| format!("value-of-{name}"))
    }

    #[track_caller]
    fn check(module: &str, header: &str) {
        let settings =
            Settings::new().base_url(Some("https://x.example.com".to_owned())).auth_header("x-key");
        let variables = Variables::new(&find);
        let client = variables.client(module, settings).unwrap();
        let mut arguments = Map::new();
        if variables.arguments(module).is_empty() {
            arguments.insert(jdcloud::REGION.to_owned(), "value-of-REGION".into());
        }
        let preview = client.call_dynamic(&ENDPOINT, arguments).preview().unwrap();
        assert_eq!(preview.url, "https://x.example.com/v1/value-of-REGION/vm");
        let found = preview.headers.iter().find(|(name, _)| name == header);
        assert_eq!(found.map(|(_, value)| value.as_str()), Some("***"), "{:?}", preview.headers);
        let shown = format!("{preview:?} {client:?}");
        for secret in ["value-of-APP_SECRET", "value-of-API_TOKEN", "value-of-SECRET_KEY"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn credentials_come_from_variables_and_stay_hidden() {
        check("plain", "x-key");
        check("blueking", "x-bkapi-authorization");
        check("jdcloud", "authorization");
    }

    #[test]
    fn what_is_missing_is_named() {
        let nothing = |_: &str| None;
        let variables = Variables::new(&nothing);
        let error = |module: &str| variables.client(module, Settings::new()).unwrap_err().to_string();
        assert!(error("plain").contains("no host"));
        assert!(error("jdcloud").contains("`ACCESS_KEY`"));
        let documented = || Settings::new().documented_url(Some("https://docs.example.com".to_owned()));
        assert!(variables.client("plain", documented()).is_ok());
        let refused = Variables::new(&find).client("plain", documented()).unwrap_err().to_string();
        assert!(refused.contains("alone name `https://docs.example.com`"), "{refused}");
        assert!(error("soap").contains("no module `soap`"));
        assert!(variables.client("jdcloud", Settings::new().preview(true)).is_ok());
    }
}
