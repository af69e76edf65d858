//! A serializer into a JSON value that takes the objects of emitted types over without copying them. It is the
//! counterpart of [`super::input`], and everything but such objects is serde_json's work.

use super::{Map, Value};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Error;
use serde_json::value::Serializer as Json;
use std::cell::{Cell, RefCell};

/// Name of the newtype in which [`super::write()`] offers its object. Other serializers look through it.
const HANDOVER: &str = "$client_runtime::wire::Writer";

thread_local! {
    /// Whether the next [`Handover`] is to leave its object in `OBJECT`.
    static WANTED: Cell<bool> = const { Cell::new(false) };
    static OBJECT: Cell<Option<Map>> = const { Cell::new(None) };
}

/// An object on its way from [`super::write()`] to a serializer.
struct Handover(RefCell<Map>);

impl Serialize for Handover {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if WANTED.replace(false) {
            OBJECT.set(Some(self.0.take()));
            return serializer.serialize_unit();
        }
        self.0.borrow().serialize(serializer)
    }
}

/// Writes an object that is complete.
pub(super) fn hand_over<S: Serializer>(serializer: S, members: Map) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(HANDOVER, &Handover(RefCell::new(members)))
}

/// A value as JSON.
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, Error> {
    value.serialize(Output)
}

struct Output;

/// Methods that are serde_json's.
macro_rules! forward {
    ($($method:ident($($argument:ident: $ty:ty),*) -> $ok:ident;)*) => {$(
        fn $method(self, $($argument: $ty),*) -> Result<Self::$ok, Error> {
            Json.$method($($argument),*)
        }
    )*};
}

impl Serializer for Output {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = <Json as Serializer>::SerializeSeq;
    type SerializeTuple = <Json as Serializer>::SerializeTuple;
    type SerializeTupleStruct = <Json as Serializer>::SerializeTupleStruct;
    type SerializeTupleVariant = <Json as Serializer>::SerializeTupleVariant;
    type SerializeMap = <Json as Serializer>::SerializeMap;
    type SerializeStruct = <Json as Serializer>::SerializeStruct;
    type SerializeStructVariant = <Json as Serializer>::SerializeStructVariant;

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        if name != HANDOVER {
            return value.serialize(self);
        }
        WANTED.set(true);
        value.serialize(Json)?;
        OBJECT.take().map(Value::Object).ok_or_else(|| Error::custom("an object was offered and not given"))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        Json.serialize_newtype_variant(name, index, variant, value)
    }

    forward! {
        serialize_bool(value: bool) -> Ok;
        serialize_i8(value: i8) -> Ok;
        serialize_i16(value: i16) -> Ok;
        serialize_i32(value: i32) -> Ok;
        serialize_i64(value: i64) -> Ok;
        serialize_i128(value: i128) -> Ok;
        serialize_u8(value: u8) -> Ok;
        serialize_u16(value: u16) -> Ok;
        serialize_u32(value: u32) -> Ok;
        serialize_u64(value: u64) -> Ok;
        serialize_u128(value: u128) -> Ok;
        serialize_f32(value: f32) -> Ok;
        serialize_f64(value: f64) -> Ok;
        serialize_char(value: char) -> Ok;
        serialize_str(value: &str) -> Ok;
        serialize_bytes(value: &[u8]) -> Ok;
        serialize_none() -> Ok;
        serialize_unit() -> Ok;
        serialize_unit_struct(name: &'static str) -> Ok;
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> Ok;
        serialize_seq(length: Option<usize>) -> SerializeSeq;
        serialize_tuple(length: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> SerializeTupleVariant;
        serialize_map(length: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, length: usize) -> SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> SerializeStructVariant;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::write;
    use serde_json::json;

    struct Point(Vec<Point>, Option<Box<Point>>);

    impl Serialize for Point {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            write(serializer, |writer| {
                writer.put("x", &1);
                writer.put_list("list", &self.0);
                writer.put_optional("next", &self.1);
            })
        }
    }

    #[test]
    fn objects_are_the_same_through_every_serializer() {
        let leaf = || Point(Vec::new(), None);
        let point = Point(vec![leaf(), leaf()], Some(Box::new(leaf())));
        let leaf = json!({"x": 1, "list": []});
        let expect = json!({"x": 1, "list": [leaf, leaf], "next": leaf});
        assert_eq!(to_value(&point).unwrap(), expect);
        assert_eq!(serde_json::to_value(&point).unwrap(), expect);
        assert_eq!(serde_json::to_string(&point).unwrap(), expect.to_string());
        assert_eq!(to_value(&(1, "a", [point])).unwrap(), json!([1, "a", [expect]]));
    }
}
