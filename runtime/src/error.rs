//! Errors of calls.

mod code;
mod call_info;
mod documented;
mod permission;

pub use call_info::CallInfo;
pub use code::Code;
pub use documented::ErrorCode;
pub use permission::{Attribute, AttributeValue, Instance, Permission, PermittedAction, ResourceType};

use crate::endpoint::Endpoint;
use crate::response::Meta;
use crate::transport::{TransportError, TransportErrorKind};
use http::StatusCode;
use std::fmt;
use std::time::Duration;

/// Why a call failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be built; nothing was sent.
    Build {
        /// The reason.
        message: String,
        /// The call.
        call: Box<CallInfo>,
    },
    /// No response: no connection, or it broke.
    Transport {
        /// The error of the transport.
        source: TransportError,
        /// The call.
        call: Box<CallInfo>,
    },
    /// No response in time. The server may have executed the call all the same.
    Timeout {
        /// The timeout.
        after: Duration,
        /// The call.
        call: Box<CallInfo>,
    },
    /// An HTTP status that is not a success, with a body that is not in the vendor's form.
    Status {
        /// The HTTP status.
        status: StatusCode,
        /// The beginning of the body.
        excerpt: String,
        /// The call.
        call: Box<CallInfo>,
    },
    /// The vendor reported an error, with any HTTP status.
    Vendor {
        /// The vendor's error.
        vendor: Box<VendorError>,
        /// The call.
        call: Box<CallInfo>,
    },
    /// The response does not have the documented form.
    Decode {
        /// JSON path of the invalid value, `info[2].bk_host_id`; empty for the whole body.
        path: String,
        /// The reason.
        message: String,
        /// The beginning of the body.
        excerpt: String,
        /// The call.
        call: Box<CallInfo>,
    },
}

/// An error that the vendor reported.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct VendorError {
    /// The vendor's code.
    pub code: Code,
    /// The vendor's name for the code (`NOT_FOUND`, `APP_NO_PERMISSION`); empty when it gives none.
    pub name: String,
    /// The vendor's message.
    pub message: String,
    /// The missing permission, if the response names it.
    pub permission: Option<Box<Permission>>,
    /// Where to apply for the permission; empty when the response does not say.
    pub apply_url: String,
    /// Whether a gateway rejected the call before it reached the product.
    pub by_gateway: bool,
    /// The call was rejected by a rate limit and not executed.
    pub rate_limited: bool,
    /// The failure may be gone on the next attempt.
    pub transient: bool,
}

impl Error {
    /// A request that could not be built.
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

    /// Status, headers, request id and rate limit of the response, if there was one.
    pub fn meta(&self) -> Option<&Meta> {
        self.call().meta.as_ref()
    }

    /// HTTP status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.meta().map(Meta::status)
    }

    /// The vendor's error code.
    pub fn code(&self) -> Option<&Code> {
        self.vendor().map(|vendor| &vendor.code)
    }

    /// The vendor's error.
    pub fn vendor(&self) -> Option<&VendorError> {
        match self {
            Error::Vendor { vendor, .. } => Some(vendor),
            _ => None,
        }
    }

    /// The missing permission, if the response names it.
    pub fn permission(&self) -> Option<&Permission> {
        self.vendor()?.permission.as_deref()
    }

    /// The vendor's request id, or the id that was sent when the response has none.
    pub fn request_id(&self) -> &str {
        self.call().request_id()
    }

    /// Number of attempts.
    pub fn attempts(&self) -> u32 {
        self.call().attempts
    }

    /// A shell command that repeats the request; secrets are replaced by `***`.
    pub fn curl(&self) -> Option<&str> {
        self.call().curl.as_deref()
    }

    /// Whether the same call may succeed later. Whether a retry is *safe* depends on the operation; it always is when
    /// [`Error::was_not_executed`].
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::Transport { source, .. } => source.kind() != TransportErrorKind::TooLarge,
            Error::Timeout { .. } => true,
            Error::Status { status, .. } => is_transient(*status),
            Error::Vendor { vendor, .. } => vendor.transient || self.status().is_some_and(is_transient),
            Error::Build { .. } | Error::Decode { .. } => false,
        }
    }

    /// Whether the server has certainly not executed the call: it never arrived, or was rejected by a rate limit.
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

/// Whether a failure with this status may be gone on the next attempt.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.call().operation {
            "" => f.write_str("client: ")?,
            operation => write!(f, "{} {operation}: ", self.call().service)?,
        }
        match self {
            Error::Build { message, .. } => write!(f, "cannot build the request: {message}")?,
            Error::Transport { source, .. } => write!(f, "{source}")?,
            Error::Timeout { after, .. } => write!(f, "no response within {after:?}")?,
            Error::Status { status, excerpt, .. } if excerpt.is_empty() => write!(f, "HTTP {status}")?,
            Error::Status { status, excerpt, .. } => write!(f, "HTTP {status}: {excerpt}")?,
            Error::Vendor { vendor, .. } => write!(f, "{vendor}")?,
            Error::Decode { path, message, .. } if path.is_empty() => {
                write!(f, "cannot decode the response: {message}")?;
            }
            Error::Decode { path, message, .. } => {
                write!(f, "cannot decode the response at `{path}`: {message}")?;
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
        f.write_str("error")?;
        if self.code != Code::default() {
            write!(f, " {}", self.code)?;
        }
        if !self.name.is_empty() {
            write!(f, " {}", self.name)?;
        }
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        Ok(())
    }
}
