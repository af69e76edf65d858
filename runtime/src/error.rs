//! What can go wrong with a call, and what is known about it then.

mod code;
mod context;
mod permission;

pub use code::Code;
pub use context::CallInfo;
pub use permission::{Attribute, AttributeValue, Instance, Permission, PermittedAction, ResourceType};

use crate::endpoint::Endpoint;
use crate::response::Meta;
use crate::transport::{TransportError, TransportErrorKind};
use http::StatusCode;
use std::fmt;
use std::time::Duration;

/// Why a call gave no result.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be built; nothing was sent.
    Build {
        /// What is wrong with it.
        message: String,
        /// The call.
        call: Box<CallInfo>,
    },
    /// No answer: no connection, or it broke.
    Transport {
        /// What the transport says.
        source: TransportError,
        /// The call.
        call: Box<CallInfo>,
    },
    /// No answer in time. The server may have done its part all the same.
    Timeout {
        /// The time that was allowed.
        after: Duration,
        /// The call.
        call: Box<CallInfo>,
    },
    /// A status that is no success, with a body that is no answer of the vendor's.
    Status {
        /// The HTTP status.
        status: StatusCode,
        /// The beginning of the body.
        excerpt: String,
        /// The call.
        call: Box<CallInfo>,
    },
    /// The vendor refused, whatever the HTTP status.
    Vendor {
        /// What the vendor says.
        vendor: Box<VendorError>,
        /// The call.
        call: Box<CallInfo>,
    },
    /// The answer is not of the documented form.
    Decode {
        /// JSON path of the value at fault, `info[2].bk_host_id`; empty for the body as a whole.
        path: String,
        /// What is wrong with it.
        message: String,
        /// The beginning of the body.
        excerpt: String,
        /// The call.
        call: Box<CallInfo>,
    },
}

/// A refusal in the vendor's own words.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct VendorError {
    /// The vendor's code.
    pub code: Code,
    /// The vendor's name for the code (`NOT_FOUND`, `APP_NO_PERMISSION`); empty when it gives none.
    pub name: String,
    /// The vendor's message.
    pub message: String,
    /// What permission is missing, where the answer says so.
    pub permission: Option<Box<Permission>>,
    /// Where a person can apply for the permission; empty when the answer does not say.
    pub apply_url: String,
    /// Whether a gateway refused before the call reached the product.
    pub by_gateway: bool,
    /// The vendor asks to come later; nothing was done.
    pub rate_limited: bool,
    /// The code names a failure that may be gone on the next attempt.
    pub transient: bool,
}

impl Error {
    /// A request that could not be built, before anything else is known of it.
    pub(crate) fn unbuilt(endpoint: &Endpoint, message: String) -> Self {
        Error::Build { message, call: Box::new(CallInfo::of(endpoint)) }
    }

    /// The call that failed.
    pub fn call(&self) -> &CallInfo {
        match self {
            Error::Build { call, .. }
            | Error::Transport { call, .. }
            | Error::Timeout { call, .. }
            | Error::Status { call, .. }
            | Error::Vendor { call, .. }
            | Error::Decode { call, .. } => call,
        }
    }

    /// Status, headers, request id and rate limit of the answer, if there was one.
    pub fn meta(&self) -> Option<&Meta> {
        self.call().meta.as_ref()
    }

    /// HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.meta().map(Meta::status)
    }

    /// The vendor's code, if the vendor refused.
    pub fn code(&self) -> Option<&Code> {
        self.vendor().map(|vendor| &vendor.code)
    }

    /// The vendor's refusal.
    pub fn vendor(&self) -> Option<&VendorError> {
        match self {
            Error::Vendor { vendor, .. } => Some(vendor),
            _ => None,
        }
    }

    /// The permission that is missing, where the answer says so.
    pub fn permission(&self) -> Option<&Permission> {
        self.vendor()?.permission.as_deref()
    }

    /// The id under which the vendor logs the call, or the one that was sent when none came back.
    pub fn request_id(&self) -> &str {
        self.call().request_id()
    }

    /// How often the request was sent, or tried to.
    pub fn attempts(&self) -> u32 {
        self.call().attempts
    }

    /// A shell command that repeats the request; credentials and secret-looking values are replaced.
    pub fn curl(&self) -> Option<&str> {
        self.call().curl.as_deref()
    }

    /// Whether the same call may succeed later. Whether it is *safe* to repeat depends on the operation:
    /// [`Error::was_not_executed`] says when it always is.
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::Transport { source, .. } => source.kind() != TransportErrorKind::TooLarge,
            Error::Timeout { .. } => true,
            Error::Status { status, .. } => is_passing(*status),
            Error::Vendor { vendor, .. } => vendor.transient || self.status().is_some_and(is_passing),
            Error::Build { .. } | Error::Decode { .. } => false,
        }
    }

    /// Whether the server has certainly not acted on the call: it never arrived, or was turned away for
    /// coming too often.
    pub fn was_not_executed(&self) -> bool {
        match self {
            Error::Build { .. } => true,
            Error::Transport { source, .. } => source.kind() == TransportErrorKind::Connect,
            Error::Status { status, .. } => *status == StatusCode::TOO_MANY_REQUESTS,
            Error::Vendor { vendor, .. } => vendor.rate_limited,
            Error::Timeout { .. } | Error::Decode { .. } => false,
        }
    }
}

/// Statuses that may be gone on the next attempt.
pub(crate) fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.call().operation {
            "" => f.write_str("client: ")?,
            operation => write!(f, "{} {operation}: ", self.call().service)?,
        }
        match self {
            Error::Build { message, .. } => write!(f, "the request cannot be built: {message}")?,
            Error::Transport { source, .. } => write!(f, "{source}")?,
            Error::Timeout { after, .. } => write!(f, "no answer within {after:?}")?,
            Error::Status { status, excerpt, .. } if excerpt.is_empty() => write!(f, "HTTP {status}")?,
            Error::Status { status, excerpt, .. } => write!(f, "HTTP {status}: {excerpt}")?,
            Error::Vendor { vendor, .. } => write!(f, "{vendor}")?,
            Error::Decode { path, message, .. } if path.is_empty() => {
                write!(f, "the answer cannot be read: {message}")?;
            }
            Error::Decode { path, message, .. } => {
                write!(f, "the answer cannot be read at `{path}`: {message}")?;
            }
        }
        self.call().fmt_suffix(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Transport { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with code {}", self.code)?;
        if !self.name.is_empty() {
            write!(f, " {}", self.name)?;
        }
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        Ok(())
    }
}
