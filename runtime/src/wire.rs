//! Reading and writing JSON: helpers of emitted `Serialize` and `Deserialize` impls, and the JSON of a response.
//!
//! Emitted types are read from the members of an object ([`read`]) and written member by member ([`write()`]). Errors
//! carry the JSON path through any depth of emitted types.

pub use serde;
pub use serde_json::Value;

mod attribute;
mod binary;
mod document;
mod error;
mod input;
mod lenient;
mod object;
mod one_or_many;
mod open;
mod scan;
mod writer;

pub use attribute::attribute;
pub use binary::Binary;
pub use document::{Document, Kind, Members, Node};
pub use error::Error;
pub(crate) use input::{Input, decode, decode_binary, decode_text};
pub use lenient::Lenient;
pub use object::{Object, read};
pub use one_or_many::OneOrMany;
pub use open::{IntEnum, TextEnum, read_int_enum, read_text_enum, write_int_enum, write_text_enum};
pub use writer::{Writer, write};

/// A JSON object that keeps the order of its members.
pub type Map = serde_json::Map<String, Value>;
