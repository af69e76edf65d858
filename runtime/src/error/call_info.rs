//! The call behind an error.

use crate::endpoint::Endpoint;
use crate::response::Meta;
use std::fmt;

/// The call that failed.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallInfo {
    /// Doc set of the operation.
    pub service: &'static str,
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of attempts.
    pub attempts: u32,
    /// The id that was sent with the request.
    pub sent_request_id: String,
    /// Metadata of the response, if there was one.
    pub meta: Option<Meta>,
    /// A shell command that repeats the request, without secrets.
    pub curl: Option<String>,
}

impl CallInfo {
    pub(crate) fn of(endpoint: &Endpoint) -> Self {
        Self { service: endpoint.service, operation: endpoint.name, ..Self::default() }
    }

    /// The vendor's request id, or the id that was sent when the response has none.
    pub fn request_id(&self) -> &str {
        match &self.meta {
            Some(meta) if !meta.request_id().is_empty() => meta.request_id(),
            _ => &self.sent_request_id,
        }
    }

    /// Writes ` (HTTP 200, request id abc, 2 attempts)`, as far as known.
    pub(super) fn fmt_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut facts = Vec::new();
        facts.extend(self.meta.as_ref().map(|meta| format!("HTTP {}", meta.status().as_u16())));
        if !self.request_id().is_empty() {
            facts.push(format!("request id {}", self.request_id()));
        }
        if self.attempts > 1 {
            facts.push(format!("{} attempts", self.attempts));
        }
        if facts.is_empty() { Ok(()) } else { write!(f, " ({})", facts.join(", ")) }
    }
}
