//! Credentials: application and user, as a header or as parameters.

use crate::wire::{Map, Value};
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// Application and user.
#[derive(Clone, Debug, Default)]
pub(super) struct Credentials {
    pub(super) app_code: String,
    pub(super) app_secret: Option<SecretString>,
    pub(super) username: String,
    /// Key and value of a login token or ticket.
    pub(super) ticket: Option<(String, SecretString)>,
    pub(super) access_token: Option<SecretString>,
}

impl Credentials {
    /// The members of the header's JSON. An access token identifies both and is sent alone.
    fn all(&self, access_token: &str) -> Map {
        let mut members = Map::new();
        if let Some(token) = &self.access_token {
            members.insert(access_token.to_owned(), token.expose_secret().into());
            return members;
        }
        let mut put = |name: &str, value: &str| {
            if !value.is_empty() {
                members.insert(name.to_owned(), Value::from(value));
            }
        };
        put("bk_app_code", &self.app_code);
        put("bk_app_secret", self.app_secret.as_ref().map_or("", |secret| secret.expose_secret()));
        match &self.ticket {
            Some((key, ticket)) => put(key, ticket.expose_secret()),
            None => put("bk_username", &self.username),
        }
        members
    }

    /// As parameters.
    pub(super) fn members(&self) -> Map {
        self.all("bk_access_token")
    }

    /// The value of the authorization header; `None` without credentials.
    pub(super) fn header(&self) -> Result<Option<HeaderValue>, String> {
        let members = self.all("access_token");
        if members.is_empty() {
            return Ok(None);
        }
        let text = serde_json::to_string(&members).map_err(|error| error.to_string())?;
        let mut value = HeaderValue::try_from(ascii(&text))
            .map_err(|_| "invalid characters in the credentials".to_owned())?;
        value.set_sensitive(true);
        Ok(Some(value))
    }

    pub(super) fn secrets(&self) -> Vec<SecretString> {
        let ticket = self.ticket.as_ref().map(|(_, ticket)| ticket);
        [self.app_secret.as_ref(), ticket, self.access_token.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }
}

/// Escapes non-ASCII characters of JSON, because header values have no agreed encoding.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0u16; 2];
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(credentials: Credentials, header: Option<&str>, secrets: usize) {
        let value = credentials.header().unwrap();
        assert_eq!(value.as_ref().map(|value| value.to_str().unwrap()), header);
        assert!(value.is_none_or(|value| value.is_sensitive()));
        assert_eq!(credentials.secrets().len(), secrets);
    }

    #[test]
    fn headers() {
        let app = Credentials {
            app_code: "demo".to_owned(),
            app_secret: Some("s3cr3t".into()),
            username: "管理".to_owned(),
            ..Default::default()
        };
        check(Credentials::default(), None, 0);
        check(
            app.clone(),
            Some(r#"{"bk_app_code":"demo","bk_app_secret":"s3cr3t","bk_username":"\u7ba1\u7406"}"#),
            1,
        );
        let ticket = Some(("bk_ticket".to_owned(), "t1ck3t".into()));
        check(
            Credentials { ticket, ..app.clone() },
            Some(r#"{"bk_app_code":"demo","bk_app_secret":"s3cr3t","bk_ticket":"t1ck3t"}"#),
            2,
        );
        check(
            Credentials { access_token: Some("acc3ss".into()), ..app },
            Some(r#"{"access_token":"acc3ss"}"#),
            2,
        );
    }
}
