//! Phrase: what a word of a description does, as far as a dialect may add words for it.

use serde::Deserialize;

/// What a word of a description does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum Phrase {
    Values,
    Default,
    Range,
    Max,
    Min,
    Length,
    Unit,
    Condition,
    Conditional,
    Open,
    Deprecated,
}
