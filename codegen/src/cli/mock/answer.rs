//! Answers: what is ready to be sent, and what happens to it on its way.

use super::faults;
use axum::body::Bytes;
use docwright_runtime::http::{HeaderMap, HeaderName, HeaderValue, header};
use docwright_runtime::server::Refused;
use serde_json::Value;
use std::borrow::Cow;
use std::time::Duration;

/// A header of answers that says what the server thought of the call.
const MOCK: HeaderName = HeaderName::from_static("x-mock");

/// One answer, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reply {
    /// Title of the sample on its page; empty where it is made up.
    pub(super) title: String,
    pub(super) status: u16,
    pub(super) media: Media,
    pub(super) body: Bytes,
    /// Whether it is a refusal.
    pub(super) is_error: bool,
    /// The code that a refusal has in its body.
    pub(super) code: Option<Value>,
}

/// Media types of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Json,
    Text,
    Binary,
}

impl Media {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
            Self::Binary => "application/octet-stream",
        }
    }
}

impl Reply {
    /// An answer of JSON.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        let (title, body) = (String::new(), Bytes::from(body.to_string()));
        Self { title, status, media: Media::Json, body, is_error: false, code: None }
    }
}

/// An answer, and what happens to it on its way.
pub(super) struct Outcome {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) wait: Duration,
    pub(super) fault: Option<faults::Kind>,
    /// Whether it is a refusal, of the server or of the page.
    pub(super) is_refusal: bool,
}

impl Outcome {
    /// A sample.
    pub(super) fn of(reply: &Reply) -> Self {
        Self { is_refusal: reply.is_error, ..Self::new(reply.status, reply.media, reply.body.clone()) }
    }

    pub(super) fn new(status: u16, media: Media, body: Bytes) -> Self {
        let mut headers = HeaderMap::with_capacity(4);
        if status != 204 {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.as_str()));
        }
        Self { status, headers, body, wait: Duration::ZERO, fault: None, is_refusal: false }
    }

    /// A refusal; the header says why in a word of the server.
    pub(super) fn refused(refused: Refused, why: &'static str) -> Self {
        let Refused { status, headers, body } = refused;
        let mut outcome = Self::new(status, Media::Json, body.to_string().into());
        outcome.headers.extend(headers);
        outcome.headers.insert(MOCK, HeaderValue::from_static(why));
        outcome.is_refusal = true;
        outcome
    }

    /// Whether the answer is one of a call that went well.
    pub(super) fn is_success(&self) -> bool {
        !self.is_refusal && self.fault.is_none() && (200..300).contains(&self.status)
    }

    /// Why the server refused the call; empty when it did not.
    pub(super) fn why(&self) -> Cow<'_, str> {
        self.headers.get(MOCK).map_or(Cow::Borrowed(""), |value| String::from_utf8_lossy(value.as_bytes()))
    }
}
