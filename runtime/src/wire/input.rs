//! A deserializer over a JSON value: it keeps the path, applies tolerances by the type that is asked for, and hands whole
//! objects to emitted types without copying them.

use super::document::{Kind, Member, Node};
use super::{Error, Lenient};
use serde::de::value::CowStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Number;
use std::borrow::Cow;

/// Name of the newtype by which [`super::read`] asks an [`Input`] for the JSON of its object.
pub(super) const HANDOVER: &str = "$docwright_runtime::wire::Object";

/// Decodes a payload; `null` is an empty list where a list is wanted.
pub(crate) fn decode<T: DeserializeOwned>(node: Node<'_>) -> Result<T, Error> {
    T::deserialize(Input::new(node, Lenient::NULL_LIST))
}

/// Decodes a body that is text.
pub(crate) fn decode_text<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let text = str::from_utf8(body).map_err(|error| Error::new(format!("the body is not text: {error}")))?;
    T::deserialize(serde::de::value::StrDeserializer::new(text))
}

/// Decodes a body that is bytes.
pub(crate) fn decode_binary<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    T::deserialize(serde::de::value::BytesDeserializer::new(body))
}

pub(crate) struct Input<'d> {
    node: Node<'d>,
    lenient: Lenient,
}

impl<'d> Input<'d> {
    pub(super) fn new(node: Node<'d>, lenient: Lenient) -> Self {
        Self { node, lenient }
    }

    /// The text of a string, when there is one and the tolerance for its form.
    fn text_for(&self, tolerance: Lenient) -> Option<&'d str> {
        let json = self.node.json();
        let quoted = || json.strip_prefix('"')?.strip_suffix('"');
        if self.lenient.allows(tolerance) { quoted().map(str::trim) } else { None }
    }

    fn is_empty_text(&self) -> bool {
        self.text_for(Lenient::EMPTY_TEXT).is_some_and(str::is_empty)
    }

    fn with(self, json: &'d str) -> Self {
        Self { node: Node::new(json), ..self }
    }

    /// The value with a number in place of its text form, where that is tolerated.
    fn number(self) -> Self {
        let text = self.text_for(Lenient::NUMBER_AS_TEXT);
        match text.filter(|text| serde_json::from_str::<Number>(text).is_ok()) {
            Some(number) => self.with(number),
            None => self,
        }
    }

    fn boolean(self) -> Self {
        match self.node.json() {
            "0" if self.lenient.allows(Lenient::BOOL_AS_NUMBER) => self.with("false"),
            "1" if self.lenient.allows(Lenient::BOOL_AS_NUMBER) => self.with("true"),
            _ => self,
        }
    }

    fn object(self) -> Self {
        if self.is_empty_text() { self.with("{}") } else { self }
    }

    fn list(self) -> Self {
        let empty = self.is_empty_text() || self.node.is_null() && self.lenient.allows(Lenient::NULL_LIST);
        if empty { self.with("[]") } else { self }
    }

    fn visit<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let lenient = self.lenient;
        let json = self.node.json();
        match self.node.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool => visitor.visit_bool(json == "true"),
            Kind::Number => visit_number(json, visitor),
            Kind::String => match self.node.as_str() {
                Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
                Some(Cow::Owned(text)) => visitor.visit_string(text),
                None => visitor.visit_string(parse(json)?),
            },
            Kind::List => {
                let values = self.node.items().unwrap_or_default().into_iter();
                visitor.visit_seq(Elements { values, lenient, index: 0 })
            }
            Kind::Object => {
                let members = self.node.members().unwrap_or_default().into_vec().into_iter();
                visitor.visit_map(Entries { members, lenient, value: None })
            }
        }
    }
}

/// Parses JSON that is known to be valid but for escapes, and for numbers that are out of range.
fn parse<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| without_position(&error))
}

fn visit_number<'d, V: Visitor<'d>>(json: &str, visitor: V) -> Result<V::Value, Error> {
    if let Ok(number) = json.parse() {
        visitor.visit_u64(number)
    } else if let Ok(number) = json.parse() {
        visitor.visit_i64(number)
    } else {
        visitor.visit_f64(parse(json)?)
    }
}

/// The position counts in the value and not in the body, so it would mislead.
fn without_position(error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    Error::new(text.strip_suffix(&position).unwrap_or(&text))
}

/// `deserialize_*` methods that first bring the value into the form that is asked for.
macro_rules! shaped {
    ($shape:ident: $($method:ident)+) => {$(
        fn $method<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$shape().visit(visitor)
        }
    )+};
}

impl<'d> Deserializer<'d> for Input<'d> {
    type Error = Error;

    shaped!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    shaped!(number: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    shaped!(number: deserialize_f32 deserialize_f64);
    shaped!(boolean: deserialize_bool);
    shaped!(object: deserialize_map);

    fn deserialize_struct<V: Visitor<'d>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.visit(visitor)
    }

    fn deserialize_tuple<V: Visitor<'d>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        self.visit(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'d>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.visit(visitor)
    }

    /// Values of any type, as those of open objects: serde_json reads all of one at once.
    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut json = serde_json::Deserializer::from_str(self.node.json());
        json.deserialize_any(visitor).map_err(|error| without_position(&error))
    }

    fn deserialize_string<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.kind() == Kind::Number && self.lenient.allows(Lenient::TEXT_AS_NUMBER) {
            return visitor.visit_borrowed_str(self.node.json());
        }
        self.visit(visitor)
    }

    fn deserialize_seq<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let input = self.list();
        let single = !matches!(input.node.kind(), Kind::List | Kind::Null);
        if single && input.lenient.allows(Lenient::ONE_FOR_LIST) {
            let values = std::iter::once(input.node);
            return visitor.visit_seq(Elements { values, lenient: input.lenient, index: 0 });
        }
        input.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() || self.is_empty_text() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    /// An operation that returns nothing takes any answer.
    fn deserialize_unit<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name != HANDOVER {
            return visitor.visit_newtype_struct(self);
        }
        let node = self.object().node;
        match node.kind() {
            Kind::Object => visitor.visit_borrowed_str(node.json()),
            other => Err(Error::new(format!("expected an object, found {}", other.noun()))),
        }
    }

    fn deserialize_enum<V: Visitor<'d>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.node.to_value().deserialize_enum(name, variants, visitor).map_err(Error::custom)
    }

    fn deserialize_str<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_char<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'d>>
        bytes byte_buf unit_struct ignored_any
    }
}

struct Elements<I> {
    values: I,
    lenient: Lenient,
    index: usize,
}

impl<'d, I: Iterator<Item = Node<'d>>> SeqAccess<'d> for Elements<I> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(node) = self.values.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Input::new(node, self.lenient)).map(Some).map_err(|error| error.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        self.values.size_hint().1
    }
}

struct Entries<'d, I> {
    members: I,
    lenient: Lenient,
    value: Option<Member<'d>>,
}

impl<'d, I: Iterator<Item = Member<'d>>> MapAccess<'d> for Entries<'d, I> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.value = self.members.next();
        let Some((name, _)) = &self.value else { return Ok(None) };
        seed.deserialize(CowStrDeserializer::new(name.clone())).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (name, node) = self.value.take().ok_or_else(|| Error::new("value requested before its name"))?;
        let value = seed.deserialize(Input::new(node, self.lenient));
        value.map_err(|error| error.in_member(&name))
    }
}
