//! A vendor's error code: some write numbers, some write texts, some write both.

use crate::wire::Node;
use std::fmt;

/// An error code as the vendor writes it.
#[derive(Clone, Debug, Eq)]
pub enum Code {
    /// `1199014`
    Number(i64),
    /// `"9900403"`, `"NO_PERMISSION"`
    Text(String),
}

impl Code {
    /// The code in an answer; `None` where there is anything but a text or a whole number.
    pub(crate) fn of(node: &Node<'_>) -> Option<Self> {
        match node {
            Node::Number(number) => number.as_i64().map(Code::Number),
            Node::Text(text) => Some(Code::Text(text.as_str().to_owned())),
            _ => None,
        }
    }

    /// Whether the code means success: 0, `"0"`, `"00"`, nothing.
    pub fn is_ok(&self) -> bool {
        match self {
            Code::Number(number) => *number == 0,
            Code::Text(text) => text.trim().bytes().all(|byte| byte == b'0'),
        }
    }

    /// The code as a number, also when it was written as text.
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

/// A number equals its text form: the same code is written both ways.
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
