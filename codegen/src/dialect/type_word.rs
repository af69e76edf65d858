//! Words for types, and what they mean.

use serde::Deserialize;

/// What a type word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum TypeWord {
    String,
    Integer,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Number,
    Boolean,
    Object,
    List,
    Any,
    Map,
    Null,
    Decimal,
    Optional,
    Union,
    Tuple,
    Record,
    Annotated,
}
