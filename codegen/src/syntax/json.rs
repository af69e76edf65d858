//! Lenient JSON with spans: the reader of documentation samples. In: text. Out: [`Document`]s.
//!
//! Samples in documentation are JSON as people type it: with comments, left-out commas, ellipses, Python literals and
//! several kinds of mistakes. [`read`] accepts them, and lists each correction as a [`Repair`] with its place. Strict
//! JSON takes the same path and has an empty list. Text that is not JSON at all (YAML, code, a URL) is not read.
//!
//! ```
//! let document = docwright::syntax::json::read("{'id': 1, // the host\n}").unwrap();
//! assert_eq!(document.to_value(), serde_json::json!({"id": 1}).into());
//! let names: Vec<_> = document.repairs.iter().map(|(repair, _)| repair.name()).collect();
//! assert_eq!(names, ["single-quotes", "trailing-comma", "comment"]);
//! ```

mod cursor;
mod document;
mod reader;
mod repair;
mod scalar;
mod space;
mod string;
mod value;
#[cfg(test)]
mod tests;

pub use crate::model::json::{Members, Value};
pub use document::{Document, Kind, Member, Node, Object};
pub use reader::{read, read_at};
pub use repair::Repair;
