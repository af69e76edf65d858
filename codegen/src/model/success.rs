//! Success rules: which answers of a service are successes, where the HTTP status does not tell.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Decides by a member of the answer. Members are paths from the root of the body, with dots between the names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuccessRule {
    /// The member that decides.
    pub member: String,
    /// Its values in successes.
    pub equals: Vec<Scalar>,
    /// HTTP statuses of successes; all of 200 to 299 where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<u16>,
    /// Member with the error code, where it is another one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Members with the message; the first one with text counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub message: Vec<String>,
    /// Member with the vendor's request id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// Where an answer lacks the member, its HTTP status decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// A value that a success rule compares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// `true`
    Boolean(bool),
    /// `0`
    Integer(i64),
    /// `"SUCCESS"`
    Text(String),
}
