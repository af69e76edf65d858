//! Keeping secrets out of whatever a person may read.

use crate::params::escape;
use crate::transport::Request;
use secrecy::{ExposeSecret, SecretString};
use std::fmt::Write;
use url::Url;

/// What stands in place of a secret.
pub(crate) const HIDDEN: &str = "***";

/// Parts of names whose values are hidden, in lower case.
const SECRET_NAMES: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "token",
    "ticket",
    "credential",
    "authorization",
    "private_key",
    "privatekey",
    "signature",
];

/// Longest piece of a body that an error shows.
const EXCERPT: usize = 400;

/// Takes the client's secrets out of texts.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// Raw and escaped forms, longest first.
    forms: Vec<SecretString>,
}

impl Redactor {
    pub(crate) fn new(secrets: Vec<SecretString>) -> Self {
        let mut forms: Vec<String> = Vec::new();
        for secret in &secrets {
            let raw = secret.expose_secret();
            let json = serde_json::Value::from(raw).to_string();
            forms.extend([raw.to_owned(), escape(raw), json.trim_matches('"').to_owned()]);
        }
        // A very short secret would hide half of every text and is none.
        forms.retain(|form| form.len() >= 4);
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self { forms: forms.into_iter().map(SecretString::from).collect() }
    }

    /// The text without secrets.
    pub(crate) fn clean(&self, text: &str) -> String {
        self.forms.iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose_secret(), HIDDEN))
    }

    /// The beginning of a body, on one line.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        // Secrets go first, so that none is cut in half and missed.
        let text = self.clean(&String::from_utf8_lossy(&body[..body.len().min(64 * EXCERPT)]));
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(EXCERPT).collect();
        line.trim().to_owned()
    }

    /// A shell command that repeats the request, without its secrets.
    pub(crate) fn curl(&self, request: &Request) -> String {
        let mut line =
            format!("curl -X {} {}", request.method, quote(&self.clean(hide_query(&request.url).as_str())));
        for (name, value) in &request.headers {
            let shown = value.to_str().ok().filter(|_| !value.is_sensitive() && !is_secret(name.as_str()));
            let _ =
                write!(line, " -H {}", quote(&format!("{name}: {}", self.clean(shown.unwrap_or(HIDDEN)))));
        }
        if !request.body.is_empty() {
            let _ = write!(line, " -d {}", quote(&self.clean(&hide_body(&request.body))));
        }
        line
    }
}

/// Whether a name is that of something secret.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    SECRET_NAMES.iter().any(|part| name.contains(part))
}

fn hide_query(url: &Url) -> Url {
    let mut shown = url.clone();
    let _ = shown.set_password(None);
    if url.query().is_some() {
        let pairs: Vec<String> = url
            .query_pairs()
            .map(|(name, value)| {
                format!(
                    "{}={}",
                    escape(&name),
                    if is_secret(&name) { HIDDEN.to_owned() } else { escape(&value) }
                )
            })
            .collect();
        shown.set_query(Some(&pairs.join("&")));
    }
    shown
}

fn hide_body(body: &[u8]) -> String {
    match serde_json::from_slice(body) {
        Ok(mut value) => {
            hide_members(&mut value);
            value.to_string()
        }
        Err(_) => format!("<{} bytes>", body.len()),
    }
}

fn hide_members(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                if is_secret(name) && !member.is_null() {
                    *member = HIDDEN.into()
                } else {
                    hide_members(member)
                }
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(hide_members),
        _ => {}
    }
}

/// For a POSIX shell.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_any_form_go() {
        let redactor = Redactor::new(vec![SecretString::from("s/cr\"t"), SecretString::from("ab")]);
        assert_eq!(redactor.clean("x s/cr\"t y s%2Fcr%22t z s/cr\\\"t ab"), "x *** y *** z *** ab");
        assert_eq!(redactor.excerpt(b"a\ns/cr\"t"), "a ***");
    }

    #[test]
    fn members_with_secret_names_are_hidden() {
        assert_eq!(
            hide_body(br#"{"bk_token":"t","a":[{"password":"p","n":1}]}"#),
            r#"{"bk_token":"***","a":[{"password":"***","n":1}]}"#
        );
    }
}
