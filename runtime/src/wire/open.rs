//! Open enums: values the docs list, plus a variant that keeps whatever else arrives.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// An enum over texts that knows every text.
pub trait TextEnum: Sized {
    /// The variant of `text`; unknown text is kept.
    fn from_text(text: String) -> Self;
    /// The text on the wire.
    fn as_text(&self) -> &str;
}

/// An enum over whole numbers that knows every number.
pub trait IntEnum: Sized {
    /// The variant of `value`; unknown numbers are kept.
    fn from_int(value: i64) -> Self;
    /// The number on the wire.
    fn as_int(&self) -> i64;
}

/// Reads an open text enum.
pub fn read_text_enum<'de, D: Deserializer<'de>, T: TextEnum>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer).map(T::from_text)
}

/// Writes an open text enum.
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
