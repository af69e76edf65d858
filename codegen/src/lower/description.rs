//! Facts that descriptions state in prose: values, defaults, ranges, units, formats and notes.
//!
//! In: the text of one description and the type of its field. Out: a [`Meaning`](crate::model::Meaning) of the facts
//! that are stated in known forms; the rest of the text stays text. The words are data (`dialects/meaning.toml`).
//! A fact that is not certain is left out: a wrong list of values is worse than none.

mod anchors;
mod bounds;
mod brackets;
mod chars;
mod chosen;
mod context;
mod cursor;
mod defaults;
mod enums;
mod flags;
mod formats;
mod labelled;
mod list;
mod literal;
mod markup;
mod meaning;
mod memo;
mod notes;
mod patterns;
mod place;
mod plain;
mod reversed;
mod text;
mod units;
mod unlabelled;
mod words;

#[cfg(test)]
mod tests;

pub use context::Context;
pub use meaning::{complete, lists_null, read};
pub use memo::Memo;
pub use notes::deprecates_call;
pub use patterns::{Patterns, Subject};
