//! Redaction: errors, debug output and logs show no secrets.

use crate::params::{Params, escape};
use crate::transport::{Request, TransportError};
use base64::Engine;
use secrecy::{ExposeSecret, SecretString};
use std::fmt::Write;
use url::Url;

/// Replaces a secret.
pub(crate) const HIDDEN: &str = "***";

/// Parts of names whose values are secret, in lower case and without separators.
const SECRET_NAMES: &[&str] = &[
    "secret",
    "passw",
    "passphrase",
    "pwd",
    "token",
    "ticket",
    "credential",
    "authorization",
    "apikey",
    "accesskey",
    "authkey",
    "privatekey",
    "cookie",
    "signature",
    "jwt",
];

/// Characters of a body that an error shows.
const EXCERPT: usize = 400;

/// Shortest secret that is searched for: a shorter one would match everywhere.
const SHORTEST: usize = 4;

/// Removes secrets from text.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// Each secret in every encoding it may be sent in, longest first.
    forms: Vec<SecretString>,
}

impl Redactor {
    pub(crate) fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        Self::with_forms(secrets.into_iter().flat_map(forms_of).collect())
    }

    fn with_forms(mut forms: Vec<String>) -> Self {
        forms.retain(|form| form.len() >= SHORTEST);
        forms.sort_by(|one, two| two.len().cmp(&one.len()).then_with(|| one.cmp(two)));
        forms.dedup();
        Self { forms: forms.into_iter().map(SecretString::from).collect() }
    }

    /// Adds the secrets of one call: credentials, sensitive headers, and parameters with secret names.
    pub(crate) fn with_call(
        &self,
        request: Option<&Request>,
        params: &Params,
        credentials: &[SecretString],
    ) -> Self {
        let mut secrets: Vec<String> =
            credentials.iter().map(|secret| secret.expose_secret().to_owned()).collect();
        // Bodies that are not JSON have the same members in another form.
        if let Ok(members) = params.rest.members() {
            secret_members(&serde_json::Value::Object(members.into_owned()), &mut secrets);
        }
        if let Some(request) = request {
            secrets_of(request, &mut secrets);
        }
        let known = self.forms.iter().map(|form| form.expose_secret().to_owned());
        Self::with_forms(secrets.iter().flat_map(|secret| forms_of(secret)).chain(known).collect())
    }

    /// The text without secrets.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in self.forms.iter().map(|secret| secret.expose_secret()) {
            if text.contains(secret) {
                text = text.replace(secret, HIDDEN);
            }
        }
        text
    }

    /// The text without secrets, on one line.
    pub(crate) fn line(&self, text: &str) -> String {
        self.clean(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    }

    /// The beginning of a body, on one line.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        // Secrets are removed before the text is cut, so that none is cut in half and missed.
        let text = String::from_utf8_lossy(&body[..body.len().min(64 * EXCERPT)]);
        let line: String = self.line(&hide_quoted(&text)).chars().take(EXCERPT).collect();
        line.trim().to_owned()
    }

    /// A URL without secrets.
    pub(crate) fn address(&self, url: &Url) -> String {
        self.clean(hide_query(url).as_str())
    }

    /// A transport error without secrets: its text may quote the request.
    pub(crate) fn transport_error(&self, error: TransportError) -> TransportError {
        let text = error.causes();
        let clean = self.line(&text);
        let unchanged = clean == text && {
            let debug = format!("{error:?}");
            self.clean(&debug) == debug
        };
        if unchanged { error } else { TransportError::new(error.kind(), clean) }
    }

    /// The headers of a request without secrets.
    pub(crate) fn headers(&self, request: &Request) -> Vec<(String, String)> {
        let shown = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            let hides = value.is_sensitive() || is_secret(name.as_str());
            (name.to_string(), if hides { HIDDEN.to_owned() } else { self.clean(&header_text(value)) })
        };
        request.headers.iter().map(shown).collect()
    }

    /// The body of a request without secrets; of a form, its size.
    pub(crate) fn body(&self, request: &Request) -> String {
        if request.body.is_empty() { String::new() } else { self.clean(&hide_body(&request.body)) }
    }

    /// A shell command that repeats the request, without its secrets. `form` are the options for the parts of its body.
    pub(crate) fn curl(&self, request: &Request, form: Option<&str>) -> String {
        let mut line = format!("curl -X {} {}", request.method, quote(&self.address(&request.url)));
        // The boundary of a form is for curl to choose.
        let is_sent = |name: &str| form.is_none() || name != http::header::CONTENT_TYPE;
        for (name, value) in self.headers(request).iter().filter(|(name, _)| is_sent(name)) {
            // curl leaves out a header without a value, unless a semicolon ends it.
            let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
            let _ = write!(line, " -H {}", quote(&header));
        }
        match form {
            Some(form) => line.push_str(form),
            None if request.body.is_empty() => {}
            None => {
                let _ = write!(line, " -d {}", quote(&self.body(request)));
            }
        }
        line
    }
}

/// Collects sensitive headers, and parameters with secret names.
fn secrets_of(request: &Request, secrets: &mut Vec<String>) {
    for (name, value) in &request.headers {
        if value.is_sensitive() || is_secret(name.as_str()) {
            secrets.push(header_text(value));
        }
    }
    let pairs = request.url.query_pairs().filter(|(name, _)| is_secret(name));
    secrets.extend(pairs.map(|(_, value)| value.into_owned()));
    if let Ok(body) = serde_json::from_slice(&request.body) {
        secret_members(&body, secrets);
    }
}

/// The value of a header as text: UTF-8, else the Latin-1 that headers once had.
fn header_text(value: &http::HeaderValue) -> String {
    let bytes = value.as_bytes();
    str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

/// The encodings of a secret: in headers, URLs, JSON (also in a string inside of JSON), HTML and debug output.
fn forms_of(raw: &str) -> Vec<String> {
    let json = |text: &str| {
        let quoted = serde_json::Value::from(text).to_string();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let once = json(raw);
    let html = raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let base64 = base64::engine::general_purpose::STANDARD.encode(raw);
    // In queries of forms a plus is a space: who reads one of these back shows the other.
    let spaced = raw.replace('+', " ");
    let form: String = url::form_urlencoded::byte_serialize(raw.as_bytes()).collect();
    let debug = raw.escape_debug().to_string();
    let mut forms = vec![raw.to_owned(), escape(raw), json(&once), once, html, base64, debug];
    forms.extend([escape(&spaced), spaced, form]);
    if !raw.is_ascii() {
        forms.extend(latin_forms(raw));
    }
    forms.extend(slash_forms(raw, &forms[2..4]));
    let lower: Vec<String> = forms.iter().filter_map(|form| lower_digits(form)).collect();
    forms.extend(lower);
    forms
}

/// A slash as others write it: as it is in URLs, and behind a backslash in JSON, whose forms are given, the deepest first.
fn slash_forms(raw: &str, json: &[String]) -> Vec<String> {
    if !raw.contains('/') {
        return Vec::new();
    }
    let mut forms: Vec<String> = json.iter().map(|text| text.replace('/', "\\/")).collect();
    let deep = json.first().into_iter();
    forms.extend(deep.flat_map(|text| ["\\\\/", "\\\\\\/"].map(|slash| text.replace('/', slash))));
    forms.push(escape(raw).replace("%2F", "/"));
    forms
}

/// A form with the digits of its escapes in lower case, where it has any.
fn lower_digits(form: &str) -> Option<String> {
    let mut parts = form.split('%');
    let mut lower = parts.next()?.to_owned();
    for part in parts {
        let end = part.char_indices().nth(2).map_or(part.len(), |(end, _)| end);
        lower.extend(["%", &part[..end].to_lowercase(), &part[end..]]);
    }
    (lower != form).then_some(lower)
}

/// A secret in Latin-1: its bytes read so, as headers are, and sent so, in a URL.
fn latin_forms(raw: &str) -> Vec<String> {
    let read: String = raw.bytes().map(char::from).collect();
    let bytes: Option<Vec<u8>> = raw.chars().map(|c| u8::try_from(c).ok()).collect();
    let sent = bytes.map(|bytes| url::form_urlencoded::byte_serialize(&bytes).collect::<String>());
    let spaced = sent.as_ref().map(|sent| sent.replace('+', "%20"));
    [Some(read), sent, spaced].into_iter().flatten().collect()
}

/// Collects the strings of members with secret names.
fn secret_members(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                match member.as_str().filter(|_| is_secret(name)) {
                    Some(text) => found.push(text.to_owned()),
                    None => secret_members(member, found),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| secret_members(item, found)),
        _ => {}
    }
}

/// Hides `"name": "value"` pairs with secret names in any text, even in truncated JSON.
fn hide_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut hide = false;
    while let Some((before, after)) = rest.split_once('"') {
        hide &= before.trim() == ":";
        let end = quoted_end(after);
        let inside = &after[..end];
        out.extend([before, "\"", if hide { HIDDEN } else { inside }]);
        rest = after[end..].strip_prefix('"').map_or("", |rest| {
            out.push('"');
            rest
        });
        hide = !hide && is_secret(inside) && rest.trim_start().starts_with(':');
    }
    out.push_str(rest);
    out
}

/// The position of the next quote that is not escaped.
fn quoted_end(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// Whether a name suggests a secret value.
pub(crate) fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SECRET_NAMES.iter().any(|part| name.contains(part))
}

fn hide_query(url: &Url) -> Url {
    let mut shown = url.clone();
    let _ = shown.set_password(None);
    if let Some(query) = url.query() {
        // As it is written: read and written again, a value might be none of the forms that are searched for.
        let pairs = query.split('&').map(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            let read = url::form_urlencoded::parse(name.as_bytes()).next();
            let hides = read.is_some_and(|(read, _)| is_secret(&read)) && pair.len() > name.len();
            if hides { format!("{name}={HIDDEN}") } else { pair.to_owned() }
        });
        shown.set_query(Some(&pairs.collect::<Vec<_>>().join("&")));
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

/// Quotes text for a POSIX shell.
pub(crate) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_any_form_go() {
        let redactor = Redactor::new(["s/cr\"t", "ab"]);
        let forms = r#"x s/cr"t y s%2Fcr%22t z s/cr\"t s/cr\\\"t s/cr&quot;t cy9jciJ0 ab"#;
        assert_eq!(redactor.clean(forms), "x *** y *** z *** *** *** *** ab");
        assert_eq!(redactor.excerpt(b"a\ns/cr\"t"), "a ***");
    }

    #[test]
    fn forms_and_latin_letters_hide_nothing() {
        let redactor = Redactor::new(["abc+def", "pässe wört", "集群密码"]);
        assert_eq!(redactor.clean("abc%20def abc%2Bdef abc def"), "*** *** ***");
        let url = Url::parse("https://a.example.com/?next=abc+def&q=p%E4sse+w%F6rt").unwrap();
        assert_eq!(redactor.clean(&redactor.address(&url)).matches("***").count(), 2, "{url}");
        assert_eq!(redactor.clean("p%E4sse+w%F6rt p%E4sse%20w%F6rt p%C3%A4sse+w%C3%B6rt"), "*** *** ***");
        let read: String = "集群密码".bytes().map(char::from).collect();
        assert_eq!(redactor.clean(&format!("x {read}")), "x ***");
    }

    #[test]
    fn escapes_of_other_writers_hide_nothing() {
        let redactor = Redactor::new(["tok/en+a=b"]);
        let urls = "tok/en%2Ba%3Db tok/en%2ba%3db tok%2fen%2ba%3db tok%2Fen%2Ba%3Db";
        assert_eq!(redactor.clean(urls), "*** *** *** ***");
        let json = r#"tok\/en+a=b "tok\\/en+a=b" tok\\\/en+a=b"#;
        assert_eq!(redactor.clean(json), r#"*** "***" ***"#);
    }

    #[test]
    fn headers_of_any_value_are_shown_unless_they_are_secret() {
        let sent: [(&str, &[u8]); 4] = [
            ("x-team", b""),
            ("x-city", "深圳".as_bytes()),
            ("x-old", b"p\xe4sse w\xf6rt"),
            ("x-token", "密".as_bytes()),
        ];
        let header = |value: &[u8]| http::HeaderValue::from_bytes(value).unwrap();
        let request = Request {
            service: "",
            operation: "",
            method: http::Method::GET,
            url: Url::parse("https://a.example.com/").unwrap(),
            headers: sent.iter().map(|(name, value)| (name.parse().unwrap(), header(value))).collect(),
            body: bytes::Bytes::new(),
            max_reply: 0,
            streaming: false,
        };
        let redactor = Redactor::new(["pässe wört"]);
        let expect = "-H 'x-team;' -H 'x-city: 深圳' -H 'x-old: ***' -H 'x-token: ***'";
        assert!(redactor.curl(&request, None).ends_with(expect), "{}", redactor.curl(&request, None));
    }

    #[test]
    fn quoted_members_with_secret_names_are_hidden() {
        let check = |text: &str, shown: &str| assert_eq!(hide_quoted(text), shown);
        check(r#"{"a":"b","bk_token": "x\"y","n":1}"#, r#"{"a":"b","bk_token": "***","n":1}"#);
        check(r#"{"password":"cut off"#, r#"{"password":"***"#);
        check(r#"{"token":null,"a":"token"}"#, r#"{"token":null,"a":"token"}"#);
        check(r#"["token","a"] no " more"#, r#"["token","a"] no " more"#);
    }

    #[test]
    fn members_with_secret_names_are_hidden() {
        assert_eq!(
            hide_body(br#"{"bk_token":"t","a":[{"password":"p","n":1}]}"#),
            r#"{"bk_token":"***","a":[{"password":"***","n":1}]}"#
        );
    }
}
