//! JDCloud signatures, versions 2 and 3: a function from the parts of a request to its `Authorization` header. Public,
//! so that test servers can verify requests by signing them again.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, percent_decode_str, percent_encode};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Version of the signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// `JDCLOUD2-HMAC-SHA256`
    #[default]
    V2,
    /// `JDCLOUD3-HMAC-SHA256`
    V3,
}

impl Version {
    /// The name of the algorithm.
    pub const fn algorithm(self) -> &'static str {
        match self {
            Version::V2 => "JDCLOUD2-HMAC-SHA256",
            Version::V3 => "JDCLOUD3-HMAC-SHA256",
        }
    }

    const fn prefix(self) -> &'static str {
        match self {
            Version::V2 => "JDCLOUD2",
            Version::V3 => "JDCLOUD3",
        }
    }

    const fn terminator(self) -> &'static str {
        match self {
            Version::V2 => "jdcloud2_request",
            Version::V3 => "jdcloud3_request",
        }
    }
}

/// The signed parts of a request, and the key.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// Version of the signature.
    pub version: Version,
    /// HTTP method.
    pub method: &'a str,
    /// URL as sent.
    pub url: &'a str,
    /// Headers as sent. All are signed except `authorization` and `user-agent`; [`host`] is the value of the `host`
    /// header, which HTTP libraries add themselves.
    pub headers: &'a [(&'a str, &'a str)],
    /// Body as sent.
    pub body: &'a [u8],
    /// Access key.
    pub access_key: &'a str,
    /// Secret key.
    pub secret_key: &'a SecretString,
    /// Time as in `x-jdcloud-date`: `20181212T053914Z`.
    pub date: &'a str,
    /// Region, `jdcloud-api` for operations without one.
    pub region: &'a str,
    /// Name of the service.
    pub service: &'a str,
}

/// A signature and the intermediate results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What was hashed.
    pub canonical_request: String,
    /// What was signed.
    pub string_to_sign: String,
    /// The signature in hex.
    pub signature: String,
    /// The value of the `Authorization` header.
    pub authorization: String,
}

/// Literal in the canonical query; the path keeps `/` as well.
const QUERY: &AsciiSet = crate::params::ESCAPED;
const PATH: &AsciiSet = &QUERY.remove(b'/');

/// `20181212T053914Z`
pub fn date(at: time::OffsetDateTime) -> String {
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", at.hour(), at.minute(), at.second())
}

/// The `Host` header of an address: without its port where that is 80 or 443.
pub fn host(url: &str) -> &str {
    let (authority, ..) = split(url);
    authority.strip_suffix(":80").or_else(|| authority.strip_suffix(":443")).unwrap_or(authority)
}

/// Signs a request.
pub fn sign(input: &Input<'_>) -> Signed {
    let Input { version, access_key, secret_key, date, region, service, .. } = input;
    let (canonical_request, signed_headers) = canonical(input);
    let day = date.get(..8).unwrap_or(date);
    let scope = format!("{day}/{region}/{service}/{}", version.terminator());
    let digest = hex(&Sha256::digest(canonical_request.as_bytes()));
    let string_to_sign = format!("{}\n{date}\n{scope}\n{digest}", version.algorithm());
    let mut key = format!("{}{}", version.prefix(), secret_key.expose_secret()).into_bytes();
    for part in [day, region, service, version.terminator()] {
        key = hmac(&key, part.as_bytes());
    }
    let signature = hex(&hmac(&key, string_to_sign.as_bytes()));
    let algorithm = version.algorithm();
    let authorization = format!(
        "{algorithm} Credential={access_key}/{scope}, SignedHeaders={signed_headers}, Signature={signature}"
    );
    Signed { canonical_request, string_to_sign, signature, authorization }
}

fn canonical(input: &Input<'_>) -> (String, String) {
    let (_, path, query) = split(input.url);
    let headers = headers(input);
    let mut lines = String::new();
    for (name, value) in &headers {
        let _ = writeln!(lines, "{name}:{value}");
    }
    let names = headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";");
    let method = input.method.to_uppercase();
    let body = hex(&Sha256::digest(input.body));
    let (path, query) = (canonical_path(path, input.version), canonical_query(query, input.version));
    (format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{body}"), names)
}

/// Authority without userinfo, path and query of an address.
fn split(url: &str) -> (&str, &str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    (authority.rsplit_once('@').map_or(authority, |(_, host)| host), path, query)
}

fn canonical_path(path: &str, version: Version) -> String {
    let mut decoded: Vec<u8> = match version {
        Version::V2 => percent_decode_str(path).collect(),
        Version::V3 => percent_decode_str(&path.replace('+', " ")).collect(),
    };
    if version == Version::V3 {
        decoded.dedup_by(|a, b| *a == b'/' && *b == b'/');
    }
    if decoded.is_empty() {
        return "/".to_owned();
    }
    percent_encode(&decoded, PATH).to_string()
}

fn canonical_query(query: &str, version: Version) -> String {
    let encode = |text: &str| {
        let decoded: Vec<u8> = percent_decode_str(&text.replace('+', " ")).collect();
        percent_encode(&decoded, QUERY).to_string()
    };
    let segments = query.split('&').filter(|segment| !segment.is_empty());
    let segments = segments.filter(|segment| version == Version::V2 || segment.contains('='));
    let mut pairs: Vec<(String, String)> = segments
        .map(|segment| segment.split_once('=').unwrap_or((segment, "")))
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn headers(input: &Input<'_>) -> Vec<(String, String)> {
    let unsigned = ["authorization", "user-agent"];
    let mut headers: Vec<(String, String)> = input
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), header_value(value, input.version)))
        .filter(|(name, _)| !unsigned.contains(&name.as_str()))
        .collect();
    headers.sort();
    headers
}

fn header_value(value: &str, version: Version) -> String {
    match version {
        Version::V2 => value.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        Version::V3 => value.trim().to_owned(),
    }
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("a key of any length will do"));
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
