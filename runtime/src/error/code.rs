//! Error codes of vendors: numbers, strings, or both.

use crate::wire::Node;
use std::fmt;

/// An error code in the vendor's form.
#[derive(Clone, Debug, Eq)]
pub enum Code {
    /// `1199014`
    Number(i64),
    /// `"9900403"`, `"NO_PERMISSION"`
    Text(String),
}

impl Code {
    /// The code in a response; `None` unless it is a string or a whole number.
    pub(crate) fn of(node: Node<'_>) -> Option<Self> {
        let text = || node.as_str().map(|text| Code::Text(text.into_owned()));
        node.as_i64().map(Code::Number).or_else(text)
    }

    /// Whether the code means success: 0, `"0"`, `"00"`, `""`.
    pub fn is_ok(&self) -> bool {
        match self {
            Code::Number(number) => *number == 0,
            Code::Text(text) => text.trim().bytes().all(|byte| byte == b'0'),
        }
    }

    /// The code as a number, also when it is a string of digits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Code::Number(number) => Some(*number),
            Code::Text(text) => text.trim().parse().ok(),
        }
    }
}

impl Default for Code {
    fn default() -> Self {
        Code::Text(String::new())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Number(number) => write!(f, "{number}"),
            Code::Text(text) if text.is_empty() => f.write_str("(none)"),
            Code::Text(text) => f.write_str(text),
        }
    }
}

/// A number equals its text form, because vendors write the same code both ways.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        match (self.as_i64(), other.as_i64()) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self.to_string() == other.to_string(),
            _ => false,
        }
    }
}

impl PartialEq<i64> for Code {
    fn eq(&self, other: &i64) -> bool {
        self.as_i64() == Some(*other)
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, other: &str) -> bool {
        *self == Code::Text(other.to_owned())
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
