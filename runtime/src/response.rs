//! A decoded answer together with what HTTP said about it.

use http::{HeaderMap, StatusCode};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// What a call returned; reads like the value itself.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    meta: Meta,
}

/// Status, headers and ids of an answer.
#[derive(Clone)]
pub struct Meta {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) request_id: String,
    pub(crate) attempts: u32,
}

/// How much of a rate limit is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls allowed in a period.
    pub limit: Option<u64>,
    /// Calls left in this period.
    pub remaining: Option<u64>,
    /// Time until the next period.
    pub reset: Option<Duration>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, meta: Meta) -> Self {
        Self { value, meta }
    }

    /// What HTTP said.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The value and what HTTP said.
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

impl Meta {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The header `name`, when it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id under which the vendor logs the call; empty when it gave none.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What the server says about its rate limit, if it does.
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

/// Headers by name only: a server may set cookies or repeat what it was sent.
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
