//! A deserializer over a JSON value in memory: it keeps the path, applies tolerances by the type that is
//! asked for, and hands whole objects to emitted types without copying them.

use super::{Error, Lenient, Map, Value};
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::cell::Cell;

/// Name of the newtype by which [`super::read`] asks an [`Input`] for its object.
pub(super) const HANDOVER: &str = "$client_runtime::wire::Object";

thread_local! {
    /// The object on its way from [`Input`] to [`super::read`]: a visitor cannot be given a `Value`.
    static OBJECT: Cell<Option<Map>> = const { Cell::new(None) };
}

/// Decodes a payload; `null` is an empty list where a list is wanted.
pub(crate) fn decode<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Input::new(value, Lenient::NULL_LIST))
}

pub(super) fn take_object() -> Option<Map> {
    OBJECT.take()
}

pub(super) struct Input {
    value: Value,
    lenient: Lenient,
}

impl Input {
    pub(super) fn new(value: Value, lenient: Lenient) -> Self {
        Self { value, lenient }
    }

    fn is_empty_text(&self) -> bool {
        self.lenient.allows(Lenient::EMPTY_TEXT)
            && self.value.as_str().is_some_and(|text| text.trim().is_empty())
    }

    /// The value with a number in place of its text form, where that is tolerated.
    fn number(self) -> Self {
        let Value::String(text) = &self.value else { return self };
        if !self.lenient.allows(Lenient::NUMBER_AS_TEXT) {
            return self;
        }
        match serde_json::from_str(text.trim()) {
            Ok(number @ Value::Number(_)) => Self { value: number, ..self },
            _ => self,
        }
    }

    /// The value with text in place of a number, where that is tolerated.
    fn text(self) -> Self {
        match &self.value {
            Value::Number(number) if self.lenient.allows(Lenient::TEXT_AS_NUMBER) => {
                Self { value: Value::String(number.to_string()), ..self }
            }
            _ => self,
        }
    }

    fn boolean(self) -> Self {
        let bit = self.value.as_u64().filter(|bit| *bit < 2 && self.lenient.allows(Lenient::BOOL_AS_NUMBER));
        match bit {
            Some(bit) => Self { value: Value::Bool(bit == 1), ..self },
            None => self,
        }
    }

    fn list(self) -> Self {
        let empty = self.is_empty_text() || self.value.is_null() && self.lenient.allows(Lenient::NULL_LIST);
        let value = match self.value {
            value @ Value::Array(_) => value,
            _ if empty => Value::Array(Vec::new()),
            value if self.lenient.allows(Lenient::ONE_FOR_LIST) && !value.is_null() => {
                Value::Array(vec![value])
            }
            value => value,
        };
        Self { value, ..self }
    }

    fn object(self) -> Self {
        if self.is_empty_text() { Self { value: Value::Object(Map::new()), ..self } } else { self }
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => number.deserialize_any(visitor).map_err(Error::custom),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(values) => {
                visitor.visit_seq(Elements { values: values.into_iter(), lenient: self.lenient, index: 0 })
            }
            Value::Object(map) => {
                visitor.visit_map(Members { members: map.into_iter(), lenient: self.lenient, value: None })
            }
        }
    }
}

/// `deserialize_*` methods that first bring the value into the form that is asked for.
macro_rules! shaped {
    ($shape:ident: $($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$shape().visit(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Input {
    type Error = Error;

    shaped!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    shaped!(number: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    shaped!(number: deserialize_f32 deserialize_f64);
    shaped!(text: deserialize_str deserialize_string deserialize_char deserialize_identifier);
    shaped!(boolean: deserialize_bool);
    shaped!(list: deserialize_seq);
    shaped!(object: deserialize_map);

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() || self.is_empty_text() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    /// An operation that returns nothing takes any answer.
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name != HANDOVER {
            return visitor.visit_newtype_struct(self);
        }
        match self.object().value {
            Value::Object(map) => {
                OBJECT.set(Some(map));
                visitor.visit_unit()
            }
            other => Err(Error::new(format!("expected an object, found {}", kind(&other)))),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value.deserialize_enum(name, variants, visitor).map_err(Error::custom)
    }

    forward_to_deserialize_any! { bytes byte_buf unit_struct tuple tuple_struct struct ignored_any }
}

struct Elements {
    values: std::vec::IntoIter<Value>,
    lenient: Lenient,
    index: usize,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(value) = self.values.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Input::new(value, self.lenient)).map(Some).map_err(|error| error.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.values.len())
    }
}

struct Members {
    members: serde_json::map::IntoIter,
    lenient: Lenient,
    value: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Members {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((name, value)) = self.members.next() else { return Ok(None) };
        self.value = Some((name.clone(), value));
        seed.deserialize(StringDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (name, value) = self.value.take().ok_or_else(|| Error::new("value asked for before its name"))?;
        seed.deserialize(Input::new(value, self.lenient)).map_err(|error| error.in_member(&name))
    }
}

/// The kind of a JSON value, in words for messages; never its content.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
