//! Error codes that the docs of a service list.

use super::{Code, Error};
use std::fmt;

/// An error code that the docs of a service list, with what they say of it.
///
/// Emitted crates have a constant for each, which errors can be compared with:
///
/// ```
/// use docwright_runtime::{Error, ErrorCode};
///
/// pub const DISK_FULL: ErrorCode = ErrorCode::new("17005", "", 0, "there is no room left");
/// pub const ALL: &[ErrorCode] = &[DISK_FULL];
///
/// fn advice(error: &Error) -> &'static str {
///     match ErrorCode::find(ALL, error) {
///         Some(DISK_FULL) => "make room",
///         Some(other) => other.text(),
///         None => "ask the service",
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ErrorCode {
    code: &'static str,
    name: &'static str,
    status: u16,
    text: &'static str,
}

impl ErrorCode {
    /// A code as the docs write it, the name that they give it, the HTTP status that comes with it, and what they say. What
    /// they do not give is empty, and the status 0; without a code, the status tells the error.
    pub const fn new(code: &'static str, name: &'static str, status: u16, text: &'static str) -> Self {
        Self { code, name, status, text }
    }

    /// The code; empty where the docs give the HTTP status alone.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The name that the docs give the code; empty when they give none.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The HTTP status that comes with the code, if the docs say so.
    pub const fn status(&self) -> Option<u16> {
        if self.status == 0 { None } else { Some(self.status) }
    }

    /// What the docs say of it, several texts in lines of their own.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Whether an error has this code, and this name where both have one; a number equals its text form.
    pub fn is(&self, error: &Error) -> bool {
        self.fit(error).is_some()
    }

    /// Of some codes the one that an error has. Where several fit, as where the docs give one number several names, a name
    /// or an HTTP status in common tells more; then the first one counts.
    pub fn find(all: &[Self], error: &Error) -> Option<Self> {
        let fitting = all.iter().filter_map(|code| Some((code.fit(error)?, code)));
        let best = fitting.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, code)| *code)
    }

    /// How well the code fits an error.
    fn fit(&self, error: &Error) -> Option<u8> {
        let same_status =
            self.status().is_some() && self.status() == error.status().map(|status| status.as_u16());
        if self.code.is_empty() {
            return same_status.then_some(0);
        }
        let vendor = error.vendor()?;
        let says_code = vendor.code == *self.code;
        let says_name = !vendor.name.is_empty() && [self.name, self.code].contains(&vendor.name.as_str());
        let contradicts = !self.name.is_empty() && !vendor.name.is_empty() && !says_name;
        let fits = (says_code || vendor.name == self.code) && !contradicts;
        fits.then_some(1 + 2 * u8::from(says_name) + u8::from(same_status))
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            "" => write!(f, "HTTP {}", self.status)?,
            code => f.write_str(code)?,
        }
        if !self.name.is_empty() {
            write!(f, " {}", self.name)?;
        }
        match self.text.lines().next() {
            Some(text) => write!(f, ": {text}"),
            None => Ok(()),
        }
    }
}

impl PartialEq<ErrorCode> for Code {
    fn eq(&self, other: &ErrorCode) -> bool {
        !other.code.is_empty() && *self == *other.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{CallInfo, VendorError};

    const FULL: ErrorCode = ErrorCode::new("17005", "", 0, "no room\nmake some");
    const RANGE: ErrorCode = ErrorCode::new("400", "OUT_OF_RANGE", 0, "");
    const ARGUMENT: ErrorCode = ErrorCode::new("400", "INVALID_ARGUMENT", 0, "");
    const WORD: ErrorCode = ErrorCode::new("InvalidDisk", "", 404, "");

    #[track_caller]
    fn check(code: Code, name: &str, expect: Option<ErrorCode>) {
        let vendor = VendorError { code, name: name.to_owned(), ..VendorError::default() };
        let call = Box::new(CallInfo::default());
        let error = Error::Vendor { vendor: Box::new(vendor), call };
        assert_eq!(ErrorCode::find(&[FULL, ARGUMENT, RANGE, WORD], &error), expect);
        assert!(expect.is_none_or(|code| code.is(&error)));
    }

    #[test]
    fn errors_have_documented_codes() {
        check(Code::Number(17005), "", Some(FULL));
        check(Code::Text("17005".to_owned()), "", Some(FULL));
        check(Code::Number(400), "OUT_OF_RANGE", Some(RANGE));
        check(Code::Number(400), "", Some(ARGUMENT));
        check(Code::Number(400), "ABORTED", None);
        check(Code::Text("InvalidDisk".to_owned()), "", Some(WORD));
        check(Code::Number(404), "InvalidDisk", Some(WORD));
        check(Code::Number(1), "", None);
    }

    #[test]
    fn codes_say_what_the_docs_say() {
        assert_eq!(FULL.to_string(), "17005: no room");
        assert_eq!(RANGE.to_string(), "400 OUT_OF_RANGE");
        assert_eq!(Code::Number(17005), FULL);
        assert_ne!(Code::default(), ErrorCode::new("", "", 404, ""));
    }
}
