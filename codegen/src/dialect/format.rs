//! Formats of texts, by the names that JSON Schema and OpenAPI give them.

use serde::Deserialize;

/// What the text of a value has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum Format {
    Binary,
    Byte,
    Date,
    DateTime,
    Decimal,
    Email,
    Hostname,
    Ipv4,
    Ipv6,
    Time,
    Uri,
    Uuid,
}

impl Format {
    /// The name that JSON Schema and OpenAPI give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::Byte => "byte",
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Decimal => "decimal",
            Self::Email => "email",
            Self::Hostname => "hostname",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Time => "time",
            Self::Uri => "uri",
            Self::Uuid => "uuid",
        }
    }
}
