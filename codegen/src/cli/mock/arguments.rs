//! The arguments of a request by place, in the types that the model gives them.

use super::multipart;
use super::operation::Operation;
use super::route::Captures;
use super::target::{Target, pairs};
use super::typed;
use crate::cli::problem::{Kind, Problem};
use docwright::model::{BodyFormat, Location, Origin};
use docwright_runtime::http::HeaderMap;
use serde_json::{Map, Value};

/// A body as it can be read without knowing the operation.
#[derive(Debug, PartialEq)]
pub(super) enum Body {
    /// There is none.
    None,
    /// JSON.
    Json(Value),
    /// Fields of a form; those of files have no text.
    Form(Vec<(String, Option<String>)>),
    /// Neither; why not.
    Unreadable(String),
}

/// Arguments by place.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Arguments {
    pub(super) path: Map<String, Value>,
    pub(super) query: Map<String, Value>,
    pub(super) headers: Map<String, Value>,
    /// The body; `None` where there is none.
    pub(super) body: Option<Value>,
    /// Fields that are files.
    pub(super) files: Vec<String>,
    /// The body is a form: an empty list leaves nothing in it.
    pub(super) is_form: bool,
    /// Why the body cannot be read.
    pub(super) problems: Vec<Problem>,
}

impl Body {
    /// Reads a body by its content type, and by its first letter where that contradicts.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Self {
        let content_type =
            headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let body = body.trim_ascii();
        if body.is_empty() {
            return Self::None;
        }
        if content_type.starts_with("multipart/form-data") {
            return multipart::read(content_type, body).map_or_else(Self::Unreadable, Self::Form);
        }
        let is_form = content_type.starts_with(BodyFormat::Form.media_type());
        if is_form && !matches!(body[0], b'{' | b'[') {
            let text = String::from_utf8_lossy(body);
            return Self::Form(pairs(&text).into_iter().map(|(name, value)| (name, Some(value))).collect());
        }
        match serde_json::from_slice(body) {
            Ok(value) => Self::Json(value),
            Err(error) => Self::Unreadable(format!("is no JSON: {error}")),
        }
    }
}

impl Arguments {
    /// Sorts what a request has into the places of an operation.
    pub(super) fn of(
        operation: &Operation,
        captures: &Captures,
        target: &Target,
        headers: &HeaderMap,
        body: &Body,
    ) -> Self {
        let mut arguments = Self::default();
        for field in &operation.endpoint.request.fields {
            let name = field.name.as_str();
            let text = match operation.location(field) {
                Location::Path => {
                    captures.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
                }
                Location::Header => {
                    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                }
                Location::Query | Location::Body | Location::WholeBody => None,
            };
            let Some(text) = text else { continue };
            let value = typed::value(operation, &field.ty, Value::String(text));
            let place =
                if field.location == Location::Path { &mut arguments.path } else { &mut arguments.headers };
            place.insert(name.to_owned(), value);
        }
        let fixed = &operation.route.fixed;
        let own = target.query.iter().filter(|pair| !fixed.contains(pair));
        let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
        arguments.query = typed::members(operation, own, operation.vendor.numbers_queries());
        arguments.of_body(operation, body);
        arguments
    }

    fn of_body(&mut self, operation: &Operation, body: &Body) {
        let wants_form = operation.endpoint.body != BodyFormat::Json;
        match body {
            Body::None => {}
            Body::Json(value) => {
                if wants_form {
                    let media_type = operation.endpoint.body.media_type();
                    self.complain(operation, format!("is JSON; a form is expected: `{media_type}`"));
                }
                self.body = Some(value.clone());
            }
            Body::Form(fields) => {
                if !wants_form && !operation.has_one_object() {
                    self.complain(operation, "is a form; JSON is expected: `application/json`".to_owned());
                }
                self.is_form = true;
                self.files
                    .extend(fields.iter().filter(|(_, text)| text.is_none()).map(|(name, _)| name.clone()));
                let texts = fields.iter().filter_map(|(name, text)| Some((name.as_str(), text.as_deref()?)));
                self.body = Some(Value::Object(typed::members(operation, texts, false)));
            }
            Body::Unreadable(why) => self.complain(operation, why.clone()),
        }
    }

    /// The page of the call speaks of its body as a whole.
    fn complain(&mut self, operation: &Operation, message: String) {
        let endpoint = operation.endpoint;
        let own = Some(endpoint.request.origin).filter(|origin| *origin != Origin::default());
        let origin = own.or(endpoint.origins.first().copied()).unwrap_or_default();
        let pointer = String::new();
        self.problems.push(Problem { kind: Kind::Body, place: Location::Body, pointer, message, origin });
    }

    /// All arguments in one object, as the samples of pages have them; where a body is no object, its own value.
    pub(super) fn whole(&self) -> Value {
        let mut members = Map::new();
        for place in [&self.headers, &self.query, &self.path] {
            members.extend(place.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        match &self.body {
            Some(Value::Object(body)) => {
                members.extend(body.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
            Some(other) if members.is_empty() => return other.clone(),
            Some(other) => drop(members.insert("body".to_owned(), other.clone())),
            None => {}
        }
        Value::Object(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docwright_runtime::http::HeaderValue;
    use serde_json::json;

    #[track_caller]
    fn check(content_type: &'static str, body: &str, expect: Body) {
        let headers = HeaderMap::from_iter([(
            docwright_runtime::http::header::CONTENT_TYPE,
            HeaderValue::from_static(content_type),
        )]);
        assert_eq!(Body::read(&headers, body.as_bytes()), expect);
    }

    #[test]
    fn bodies() {
        let form = |pairs: &[(&str, Option<&str>)]| {
            let owned = pairs.iter().map(|(name, text)| ((*name).to_owned(), text.map(str::to_owned)));
            Body::Form(owned.collect())
        };
        check("application/json", " ", Body::None);
        check("application/json", "{\"a\":1}", Body::Json(json!({"a": 1})));
        check("application/x-www-form-urlencoded", "{\"a\":1}", Body::Json(json!({"a": 1})));
        check("application/x-www-form-urlencoded", "a=1&b=%26", form(&[("a", Some("1")), ("b", Some("&"))]));
        let parts = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\"\r\n\r\n\u{0}\r\n--x--\r\n";
        check("multipart/form-data; boundary=x", parts, form(&[("a", Some("1")), ("f", None)]));
        let broken = "is no JSON: EOF while parsing an object at line 1 column 1".to_owned();
        check("application/json", "{", Body::Unreadable(broken));
    }
}
