//! What words say in titles that are made of such words alone.

use serde::Deserialize;

/// What a word says in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum TitleWord {
    Request,
    Response,
    Path,
    Query,
    Header,
    Body,
    Method,
    Address,
    Call,
    Parameters,
    Qualifier,
    Filler,
    Joint,
}
