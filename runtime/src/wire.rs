//! Helpers that emitted `Serialize` and `Deserialize` impls call, so that each of them stays a few lines.
//!
//! Emitted types read themselves from a JSON object that is already in memory ([`read`]) and write
//! themselves member by member ([`write()`]). Failures carry the JSON path through any depth of emitted types.

pub use serde;
pub use serde_json::Value;

mod attribute;
mod document;
mod error;
mod input;
mod lenient;
mod object;
mod open;
mod pack;
mod writer;

pub use attribute::attribute;
pub(crate) use document::{Document, List, Members, Node};
pub use error::Error;
pub(crate) use input::{Input, decode};
pub use lenient::Lenient;
pub use object::{Object, read};
pub use open::{IntEnum, TextEnum, read_int_enum, read_text_enum, write_int_enum, write_text_enum};
pub use writer::{Writer, write};

/// A JSON object that keeps the order of its members.
pub type Map = serde_json::Map<String, Value>;
