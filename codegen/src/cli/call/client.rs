//! Clients of services: the address, and credentials from the environment alone.

use super::docs::Source;
use docwright::emit::operations::{Operation, placeholders};
use docwright::model::{ClientSpec, Scalar, SuccessRule};
use docwright_runtime::environment::{Error, Settings, Variables};
use docwright_runtime::{Client, plain, serde_json::Value};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The clients of a run, by service and address.
pub(in crate::cli) struct Clients {
    base_url: Option<String>,
    base_urls: BTreeMap<String, String>,
    preview: bool,
    made: Mutex<BTreeMap<(String, String), Client>>,
}

/// A value of the environment.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

impl Clients {
    /// `preview` when nothing will be sent.
    pub(in crate::cli) fn new(source: &Source, base_url: Option<String>, preview: bool) -> Self {
        Self { base_url, base_urls: source.base_urls.clone(), preview, made: Mutex::default() }
    }

    /// Whether calls can go to the addresses that a user names, before any is made.
    pub(in crate::cli) fn check(&self) -> Result<(), String> {
        let run = self.base_url.clone().or_else(|| variable("API_URL").filter(|address| !address.is_empty()));
        for address in run.iter().chain(self.base_urls.values()) {
            let client: Result<Client, _> = plain::builder(address.as_str()).build();
            client.map_err(|error| {
                format!("`{address}`: {error}\nhelp: write the whole base URL, `https://HOST`")
            })?;
        }
        Ok(())
    }

    /// Arguments that the environment gives.
    pub(in crate::cli) fn provided(&self, operation: &Operation<'_>) -> Vec<&'static str> {
        Variables::new(&variable).arguments(operation.service.client.runtime.as_str())
    }

    /// The client of an operation.
    pub(in crate::cli) fn of(&self, operation: &Operation<'_>) -> Result<Client, String> {
        let service = operation.service;
        let (named, documented) = (self.named(&service.name), documented(operation));
        let address = named.clone().or_else(|| documented.clone()).unwrap_or_default();
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = made.get(&(service.name.clone(), address.clone())) {
            return Ok(client.clone());
        }
        let ClientSpec { runtime, success, auth_header, .. } = &service.client;
        let settings = Settings::new()
            .base_url(named)
            .documented_url(documented)
            .success(success.as_ref().and_then(rule))
            .auth_header(auth_header)
            .preview(self.preview);
        let client = Variables::new(&variable).client(runtime.as_str(), settings).map_err(explained)?;
        made.insert((service.name.clone(), address), client.clone());
        Ok(client)
    }

    /// The address that a user names: for this run, in the environment, or in the configuration.
    fn named(&self, service: &str) -> Option<String> {
        let environment = || variable("API_URL").filter(|address| !address.is_empty());
        let own = |(name, _): &(&String, &String)| {
            service.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let configured = || self.base_urls.iter().filter(own).max_by_key(|(name, _)| name.len());
        let configured = || configured().map(|(_, address)| address.clone());
        self.base_url.clone().or_else(environment).or_else(configured)
    }
}

/// The address that the pages name. Signed calls go to the documented hosts by themselves.
fn documented(operation: &Operation<'_>) -> Option<String> {
    let (host, scheme) = (&operation.endpoint.host, operation.endpoint.scheme());
    let usable = !host.is_empty() && !operation.service.client.signed && placeholders(host).is_empty();
    usable.then(|| format!("{scheme}://{host}"))
}

fn rule(rule: &SuccessRule) -> Option<plain::SuccessRule> {
    let value = |scalar: &Scalar| match scalar {
        Scalar::Boolean(value) => Value::from(*value),
        Scalar::Integer(value) => Value::from(*value),
        Scalar::Text(value) => Value::from(value.as_str()),
    };
    let (first, others) = rule.equals.split_first()?;
    let mut made = plain::SuccessRule::new(&rule.member, value(first));
    for other in others {
        made = made.or_equals(value(other));
    }
    for status in &rule.status {
        made = made.status(*status);
    }
    if !rule.code.is_empty() {
        made = made.code(&rule.code);
    }
    for message in &rule.message {
        made = made.message(message);
    }
    if !rule.request_id.is_empty() {
        made = made.request_id(&rule.request_id);
    }
    Some(if rule.optional { made.optional() } else { made })
}

/// The error with what to do.
fn explained(error: Error) -> String {
    let help = match &error {
        Error::MissingBaseUrl | Error::UnconfirmedHost(_) => {
            "\nhelp: name the base URL with `--base-url URL`, the variable `API_URL`, or `[base_url]` of the configuration"
        }
        Error::MissingVariable(_) => "\nhelp: docs/call.md lists the variables of each kind of service",
        _ => "",
    };
    format!("{error}{help}")
}
