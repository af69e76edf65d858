//! The parameters of a call by their place in the request (path, query, header, body), and their encodings.

use crate::endpoint::{Endpoint, Operation};
use crate::error::Error;
use crate::upload::Upload;
use crate::wire::{Map, Value};
use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use url::{Url, form_urlencoded};
use uuid::Uuid;

/// Everything but `A-Z a-z 0-9 - . _ ~` is escaped, so that what is signed is what is sent.
pub(crate) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Parameters by place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pub(crate) path: Map,
    pub(crate) query: Map,
    pub(crate) headers: Map,
    pub(crate) rest: Rest,
    pub(crate) files: Vec<(&'static str, Upload)>,
}

/// The parameters without a documented place.
#[derive(Clone, Debug)]
pub(crate) enum Rest {
    /// The whole request as it was serialized; its members were not parsed.
    Json(Bytes),
    Members(Map),
}

impl Params {
    /// Sorts the members of a request by place; it is a JSON object.
    pub(crate) fn new(endpoint: &Endpoint, request: Bytes) -> Result<Self, String> {
        let lists = [endpoint.path_params, endpoint.query_params, endpoint.header_params];
        if lists.iter().all(|names| names.is_empty()) && endpoint.body_param.is_empty() {
            return Ok(Self { rest: Rest::Json(request), ..Self::default() });
        }
        let mut params = Self::default();
        let mut rest = Map::new();
        for (name, value) in members(&request)? {
            let among = |names: &[&str]| names.contains(&name.as_str());
            let place = if among(endpoint.path_params) {
                &mut params.path
            } else if among(endpoint.query_params) {
                &mut params.query
            } else if among(endpoint.header_params) {
                &mut params.headers
            } else {
                &mut rest
            };
            let value = if among(endpoint.joined_params) { joined(value) } else { value };
            place.insert(name, value);
        }
        if !endpoint.body_param.is_empty() {
            let body = rest.remove(endpoint.body_param).unwrap_or_default();
            if let Some(name) = rest.keys().next() {
                return Err(format!(
                    "parameter `{name}` has no place beside the body `{}`",
                    endpoint.body_param
                ));
            }
            return Ok(Self { rest: Rest::Json(body.to_string().into()), ..params });
        }
        Ok(Self { rest: Rest::Members(rest), ..params })
    }
}

/// The request with its [`Endpoint::idempotency_token`], where it has none of its own.
pub(crate) fn with_token(endpoint: &Endpoint, request: Bytes, id: Uuid) -> Result<Bytes, String> {
    if endpoint.idempotency_token.is_empty() {
        return Ok(request);
    }
    let mut members = members(&request)?;
    let token = members.entry(endpoint.idempotency_token).or_insert(Value::Null);
    if token.is_null() {
        *token = id.simple().to_string().into();
    }
    Ok(Value::Object(members).to_string().into())
}

impl Rest {
    pub(crate) fn members(&self) -> Result<Cow<'_, Map>, String> {
        match self {
            Rest::Json(json) => members(json).map(Cow::Owned),
            Rest::Members(members) => Ok(Cow::Borrowed(members)),
        }
    }

    pub(crate) fn json(&self) -> Result<Bytes, String> {
        match self {
            Rest::Json(json) => Ok(json.clone()),
            Rest::Members(members) => {
                serde_json::to_vec(members).map(Bytes::from).map_err(|error| error.to_string())
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Rest::Json(json) => json == "{}",
            Rest::Members(members) => members.is_empty(),
        }
    }

    /// With more members, which replace those of the same name.
    pub(crate) fn with(&self, further: Map) -> Result<Cow<'_, Self>, String> {
        if further.is_empty() {
            return Ok(Cow::Borrowed(self));
        }
        let mut members = self.members()?.into_owned();
        members.extend(further);
        Ok(Cow::Owned(Rest::Members(members)))
    }
}

impl Default for Rest {
    fn default() -> Self {
        Rest::Members(Map::new())
    }
}

/// A request as JSON: an object, or a list that is the whole body.
pub(crate) fn request_json<O: Operation>(request: &O) -> Result<Bytes, Error> {
    let json = serde_json::to_vec(request).map_err(|error| error.to_string());
    let object = json.and_then(|json| match json.as_slice() {
        [b'{' | b'[', ..] => Ok(Bytes::from(json)),
        b"null" => Ok(Bytes::from_static(b"{}")),
        _ => Err("the request does not serialize to an object or a list".to_owned()),
    });
    object.map_err(|message| Error::unbuilt(&O::ENDPOINT, message))
}

/// The members of a request.
pub(crate) fn members(request: &[u8]) -> Result<Map, String> {
    serde_json::from_slice(request).map_err(|error| error.to_string())
}

pub(crate) fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// A value as text in a path, query or header; `None` for null.
pub(crate) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A list as one text, its values joined by commas; an empty one is left out.
fn joined(value: Value) -> Value {
    let Value::Array(items) = value else { return value };
    let texts: Vec<String> = items.iter().filter_map(plain).collect();
    if texts.is_empty() { Value::Null } else { Value::String(texts.join(",")) }
}

/// The path of a call, and the pairs of a query that is part of the documented path, `/?Action=DescribeHosts`. A
/// documented pair is left out where the call has a query parameter of its name.
pub(crate) fn route<'t>(template: &'t str, params: &Params) -> Result<(Cow<'t, str>, Pairs), String> {
    let filled = fill(template, &params.path)?;
    let Some((path, query)) = filled.split_once('?') else { return Ok((filled, Pairs::new())) };
    let pairs = form_urlencoded::parse(query.as_bytes());
    let pairs = pairs
        .filter(|(name, _)| !params.query.contains_key(&**name))
        .map(|(name, value)| (name.into(), value.into()));
    let path = if path.is_empty() { "/" } else { path };
    Ok((Cow::Owned(path.to_owned()), pairs.collect()))
}

/// Names and values of a query.
pub(crate) type Pairs = Vec<(String, String)>;

/// Fills the placeholders of a path or host; each value is escaped as one segment.
pub(crate) fn fill<'t>(template: &'t str, values: &Map) -> Result<Cow<'t, str>, String> {
    if !template.contains('{') {
        return Ok(Cow::Borrowed(template));
    }
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after
            .split_once('}')
            .ok_or_else(|| format!("unclosed `{{` in the path template `{template}`"))?;
        out.push_str(before);
        let value = values.get(name).and_then(plain).unwrap_or_default();
        // An empty segment or a dot segment would change the path.
        if value.is_empty() || value == "." || value == ".." {
            return Err(format!("invalid value `{value}` of path parameter `{name}`"));
        }
        out.push_str(&escape(&value));
        rest = tail;
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// Parses the base URL of the documented paths.
pub(crate) fn base(base: &str) -> Result<Url, String> {
    let url = Url::parse(base).map_err(|error| format!("invalid base URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err("invalid base URL: the scheme must be http or https".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("invalid base URL: it must not contain credentials".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("invalid base URL: it must not contain a query or fragment".to_owned());
    }
    Ok(url)
}

/// The URL of a call: base, filled path, query.
pub(crate) fn url(base: &Url, path: &str, query: &[(String, String)]) -> Url {
    let mut url = base.clone();
    match base.path().trim_end_matches('/') {
        "" => url.set_path(path),
        prefix => url.set_path(&format!("{prefix}{path}")),
    }
    if !query.is_empty() {
        let pairs: Vec<String> =
            query.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        url.set_query(Some(&pairs.join("&")));
    }
    url
}

/// Query pairs: a list repeats its name, an object is JSON, null is left out.
pub(crate) fn repeated<'m>(members: impl IntoIterator<Item = (&'m String, &'m Value)>) -> Pairs {
    let mut pairs = Vec::new();
    for (name, value) in members {
        match value {
            Value::Array(items) => {
                pairs.extend(items.iter().filter_map(plain).map(|item| (name.clone(), item)))
            }
            other => pairs.extend(plain(other).map(|text| (name.clone(), text))),
        }
    }
    pairs
}

/// Query pairs: lists and objects are flattened with indices from 1 and dots, `filters.1.values.1`.
pub(crate) fn numbered<'m>(members: impl IntoIterator<Item = (&'m String, &'m Value)>) -> Pairs {
    let mut pairs = Vec::new();
    for (name, value) in members {
        flatten(name, value, &mut pairs);
    }
    pairs
}

fn flatten(name: &str, value: &Value, pairs: &mut Pairs) {
    match value {
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, item)| flatten(&format!("{name}.{}", at + 1), item, pairs));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, item)| flatten(&format!("{name}.{key}"), item, pairs))
        }
        other => pairs.extend(plain(other).map(|text| (name.to_owned(), text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Map {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn paths_are_filled_segment_by_segment() {
        let values = map(json!({"id": "a/b c", "n": 7, "dots": "..", "none": null}));
        assert_eq!(fill("/v1/{id}/x/{n}:go", &values).as_deref(), Ok("/v1/a%2Fb%20c/x/7:go"));
        for bad in ["/{dots}", "/{none}", "/{absent}", "/{id"] {
            assert!(fill(bad, &values).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_query_in_the_documented_path_is_a_query() {
        let params =
            |query: Value| Params { path: map(json!({"id": "a?b"})), query: map(query), ..Params::default() };
        let check = |template: &str, query: Value, expect: &str| {
            let (path, pairs) = route(template, &params(query)).unwrap();
            assert_eq!(url(&base("https://x.com").unwrap(), &path, &pairs).as_str(), expect);
        };
        check("/?Action=Get", json!({}), "https://x.com/?Action=Get");
        check("?Action=Get&v={id}", json!({}), "https://x.com/?Action=Get&v=a%3Fb");
        check("/{id}?Action=a%20b&Version=1", json!({"Version": 2}), "https://x.com/a%3Fb?Action=a%20b");
        check("/a/b", json!({"Version": 2}), "https://x.com/a/b");
    }

    #[test]
    fn lists_that_are_one_pair() {
        let endpoint = Endpoint::new("s", "n", crate::Method::Get, "/").query_params(&["a", "b", "c"]);
        let request = json!({"a": [1, "x"], "b": [1, 2], "c": []}).to_string();
        let params = Params::new(&endpoint.joined_params(&["a", "c"]), request.into()).unwrap();
        let pairs = [("a", "1,x"), ("b", "1"), ("b", "2")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(repeated(&params.query), pairs);
    }

    #[test]
    fn queries() {
        let values = map(json!({"a": [1, "x"], "o": {"k": [true]}, "n": null, "s": "ä&="}));
        assert_eq!(
            numbered(&values),
            [("a.1", "1"), ("a.2", "x"), ("o.k.1", "true"), ("s", "ä&=")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert_eq!(
            repeated(&values)[0..3],
            [("a", "1"), ("a", "x"), ("o", "{\"k\":[true]}")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        let url = |address: &str, path: &str| {
            url(&base(address).unwrap(), path, &[("s".to_owned(), "ä&=".to_owned())]).to_string()
        };
        assert_eq!(url("https://x.com/base/", "/p"), "https://x.com/base/p?s=%C3%A4%26%3D");
        assert_eq!(url("https://x.com", "/a%2Fb:go"), "https://x.com/a%2Fb:go?s=%C3%A4%26%3D");
        for bad in
            ["ftp://x", "x.com", "http://", "https://u:p@x.com", "https://x.com/?a=b", "https://x.com#a"]
        {
            assert!(base(bad).is_err(), "{bad}");
        }
    }
}
