//! The server's own pages: the list of operations at `/`, and what tests need below `/_mock/`.

use super::answer::{Media, Outcome};
use super::call::Mock;
use super::operation::Operation;
use super::target::Target;
use crate::cli::problem::page;
use axum::body::Bytes;
use docwright_runtime::http::request::Parts;
use docwright_runtime::http::{HeaderValue, Method, header};
use html_escape::encode_safe;
use serde_json::{Value, json};
use std::fmt::Write;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;\
                     color-scheme:light dark}td{padding:.1rem 1rem .1rem 0;vertical-align:top}code{font-size:.95em}";

/// Answers a request for one of these pages; `None` for any other.
pub(super) fn answer(mock: &Mock, head: &Parts) -> Option<Outcome> {
    let path = head.uri.path();
    if path != "/" && !path.starts_with("/_mock/") {
        return None;
    }
    let target = Target::read(path, head.uri.query());
    let segments: Vec<&str> = target.segments.iter().map(String::as_str).collect();
    match (segments.as_slice(), &head.method) {
        ([""], &Method::GET | &Method::HEAD) if target.query.is_empty() => {
            let accept = head.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
            let is_browser = accept.is_some_and(|accept| accept.contains("text/html"));
            Some(if is_browser { html(mock) } else { data(&list(mock)) })
        }
        (["_mock", "state"], &Method::GET) => Some(data(&json!({ "state": mock.state() }))),
        (["_mock", "reset"], &Method::POST) => {
            mock.reset();
            Some(data(&json!({ "state": mock.state() })))
        }
        _ => None,
    }
}

fn data(value: &Value) -> Outcome {
    Outcome::new(200, Media::Json, Bytes::from(value.to_string()))
}

/// Services with their operations.
fn list(mock: &Mock) -> Value {
    let services = mock.api.services.iter().map(|service| {
        let own = mock.operations.iter().filter(|operation| operation.service.name == service.name);
        let operations: Vec<Value> = own.map(|operation| of_operation(mock, operation)).collect();
        json!({
            "service": service.name,
            "prefix": format!("/{}", service.name),
            "client": service.client.runtime.as_str(),
            "operations": operations,
        })
    });
    json!({ "services": services.collect::<Vec<Value>>() })
}

fn of_operation(mock: &Mock, operation: &Operation) -> Value {
    let endpoint = operation.endpoint;
    let replies: Vec<Value> = operation
        .replies
        .iter()
        .map(|reply| json!({ "example": reply.title, "status": reply.status }))
        .collect();
    json!({
        "operation": operation.name(),
        "method": endpoint.method.as_str(),
        "path": endpoint.path,
        "page": endpoint.origins.first().and_then(|origin| page(mock.api, origin)),
        "replies": replies,
    })
}

/// The list for browsers. Texts of pages are escaped, and the policy of the page forbids scripts.
fn html(mock: &Mock) -> Outcome {
    let mut text = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>docwright mock</title>\
         <style>{STYLE}</style><h1>docwright mock</h1>"
    );
    for service in &mock.api.services {
        let _ = write!(text, "<h2>{}</h2><table>", encode_safe(&service.name));
        let own = mock.operations.iter().filter(|operation| operation.service.name == service.name);
        for operation in own {
            let endpoint = operation.endpoint;
            let title = endpoint.title.first().map_or("", |title| title.text.as_str());
            let _ = write!(
                text,
                "<tr><td>{}<td><code>{}</code><td>{}<td>{}",
                endpoint.method,
                encode_safe(&endpoint.path),
                encode_safe(&endpoint.id),
                encode_safe(title)
            );
        }
        text.push_str("</table>");
    }
    let mut outcome = Outcome::new(200, Media::Text, Bytes::from(text));
    outcome.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
    outcome.headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    outcome
}
