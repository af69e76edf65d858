//! Decode errors with the JSON path of the invalid value.

use serde::de::{Expected, Unexpected};
use std::fmt;

/// Why a JSON value does not have the documented form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    path: String,
    message: String,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    /// JSON path of the invalid value, `info[2].bk_host_id`; empty for the whole value.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The reason.
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn in_member(mut self, name: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{}{joint}{}", name.replace('`', "'"), self.path);
        self
    }

    pub(crate) fn in_element(mut self, index: usize) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("[{index}]{joint}{}", self.path);
        self
    }

    /// Reads the form that [`Display`](fmt::Display) writes: a nested emitted type hands its error through
    /// a foreign error type as text, and the path must survive that.
    fn from_text(text: String) -> Self {
        let parts = text.strip_prefix("at `").and_then(|rest| rest.split_once("`: "));
        match parts {
            Some((path, message)) => Self { path: path.to_owned(), message: message.to_owned() },
            None => Self { path: String::new(), message: text },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "at `{}`: {}", self.path, self.message)
    }
}

impl std::error::Error for Error {}

/// Strings are not quoted in messages, because they may be secret.
impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::from_text(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Str(_) => Self::new(format!("expected {expected}, found a string")),
            other => Self::new(format!("expected {expected}, found {other}")),
        }
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }
}
