//! Open enums: the documented values, and a variant for all others.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// An open enum over strings.
pub trait TextEnum: Sized {
    /// The variant of `text`; an unknown text is kept.
    fn from_text(text: String) -> Self;
    /// The value on the wire.
    fn as_text(&self) -> &str;
}

/// An open enum over whole numbers.
pub trait IntEnum: Sized {
    /// The variant of `value`; an unknown number is kept.
    fn from_int(value: i64) -> Self;
    /// The value on the wire.
    fn as_int(&self) -> i64;
}

/// Reads an open enum over strings.
pub fn read_text_enum<'de, D: Deserializer<'de>, T: TextEnum>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer).map(T::from_text)
}

/// Writes an open enum over strings.
pub fn write_text_enum<S: Serializer, T: TextEnum>(serializer: S, value: &T) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.as_text())
}

/// Reads an open enum over whole numbers.
pub fn read_int_enum<'de, D: Deserializer<'de>, T: IntEnum>(deserializer: D) -> Result<T, D::Error> {
    i64::deserialize(deserializer).map(T::from_int)
}

/// Writes an open enum over whole numbers.
pub fn write_int_enum<S: Serializer, T: IntEnum>(serializer: S, value: &T) -> Result<S::Ok, S::Error> {
    value.as_int().serialize(serializer)
}
