//! A decoded response with its metadata.

use crate::wire::{self, Node};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// The result of a call; dereferences to the value.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    meta: Meta,
    payload: Bytes,
    body: Bytes,
}

/// Status, headers and request id of a response.
#[derive(Clone)]
pub struct Meta {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) request_id: String,
    pub(crate) attempts: u32,
}

/// The state of a rate limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls per period.
    pub limit: Option<u64>,
    /// Calls left in this period.
    pub remaining: Option<u64>,
    /// Time until the next period.
    pub reset: Option<Duration>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, meta: Meta, payload: Bytes, body: Bytes) -> Self {
        Self { value, meta, payload, body }
    }

    /// The whole body as it was received, including the envelope and undocumented members.
    pub fn raw(&self) -> &Bytes {
        &self.body
    }

    /// The member `name` of the payload as an `A`, whether it is documented or not; `None` when it is missing or null.
    ///
    /// # Errors
    /// When its value is not an `A`.
    pub fn attribute<A: DeserializeOwned>(&self, name: &str) -> Result<Option<A>, wire::Error> {
        let payload = str::from_utf8(&self.payload).map(Node::new).unwrap_or(Node::NULL);
        match payload.get(name).filter(|value| !value.is_null()) {
            Some(value) => wire::decode(value).map(Some).map_err(|error| error.in_member(name)),
            None => Ok(None),
        }
    }

    /// Status, headers and request id.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The value, and status, headers and request id.
    pub fn into_parts(self) -> (T, Meta) {
        (self.value, self.meta)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// The value and the metadata; the raw body is left out.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("meta", &self.meta)
            .finish_non_exhaustive()
    }
}

impl Meta {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The header `name`, if present and visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The vendor's request id; empty when the response has none.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Number of attempts.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The rate limit, if the response has its headers.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let number = |name: &str| self.header(name)?.trim().parse::<u64>().ok();
        let limit = RateLimit {
            limit: number("x-bkapi-ratelimit-limit").or_else(|| number("x-ratelimit-limit")),
            remaining: number("x-bkapi-ratelimit-remaining").or_else(|| number("x-ratelimit-remaining")),
            reset: number("x-bkapi-ratelimit-reset").map(Duration::from_secs),
        };
        (limit != RateLimit::default()).then_some(limit)
    }
}

/// Shows header names only: a server may set cookies or return the credentials it was sent.
impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meta")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().map(http::HeaderName::as_str).collect::<Vec<_>>())
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .finish()
    }
}
