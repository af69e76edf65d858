//! A deserializer over a value of a [`Document`](super::Document): it keeps the path, applies tolerances by the type
//! that is asked for, and hands whole objects to emitted types without copying them.

use super::document::{List, Members, Node, Text};
use super::{Error, Lenient};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Number;

/// Name of the newtype by which [`super::read`] asks an [`Input`] for the bytes of its object.
pub(super) const HANDOVER: &str = "$docwright_runtime::wire::Object";

/// Decodes a payload; `null` is an empty list where a list is wanted.
pub(crate) fn decode<T: DeserializeOwned>(node: Node<'_>) -> Result<T, Error> {
    T::deserialize(Input::new(node, Lenient::NULL_LIST))
}

pub(crate) struct Input<'d> {
    node: Node<'d>,
    lenient: Lenient,
}

impl<'d> Input<'d> {
    pub(super) fn new(node: Node<'d>, lenient: Lenient) -> Self {
        Self { node, lenient }
    }

    fn is_empty_text(&self) -> bool {
        self.lenient.allows(Lenient::EMPTY_TEXT)
            && self.node.as_str().is_some_and(|text| text.trim().is_empty())
    }

    /// The value with a number in place of its text form, where that is tolerated.
    fn number(self) -> Self {
        let text = self.node.as_str().filter(|_| self.lenient.allows(Lenient::NUMBER_AS_TEXT));
        match text.and_then(|text| serde_json::from_str::<Number>(text.trim()).ok()) {
            Some(number) => Self { node: Node::Number(number), ..self },
            None => self,
        }
    }

    fn boolean(self) -> Self {
        let bit = self.node.as_u64().filter(|bit| *bit < 2 && self.lenient.allows(Lenient::BOOL_AS_NUMBER));
        match bit {
            Some(bit) => Self { node: Node::Bool(bit == 1), ..self },
            None => self,
        }
    }

    fn object(self) -> Self {
        if self.is_empty_text() { Self { node: Node::Object(Members::default()), ..self } } else { self }
    }

    fn list(self) -> Self {
        let empty = self.is_empty_text() || self.node.is_null() && self.lenient.allows(Lenient::NULL_LIST);
        if empty { Self { node: Node::List(List::default()), ..self } } else { self }
    }

    fn visit<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let lenient = self.lenient;
        match self.node {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(value),
            Node::Number(number) => number.deserialize_any(visitor).map_err(Error::custom),
            Node::Text(text) => visitor.visit_borrowed_str(text.as_str()),
            Node::List(list) => visitor.visit_seq(Elements { values: list.iter(), lenient, index: 0 }),
            Node::Object(members) => {
                visitor.visit_map(Entries { members: members.iter(), lenient, entry: None })
            }
        }
    }
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

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit(visitor)
    }

    fn deserialize_string<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node {
            Node::Number(number) if self.lenient.allows(Lenient::TEXT_AS_NUMBER) => {
                visitor.visit_string(number.to_string())
            }
            _ => self.visit(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let input = self.list();
        let single = !matches!(input.node, Node::List(_) | Node::Null);
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
        match self.object().node {
            Node::Object(members) => visitor.visit_borrowed_bytes(members.packed()),
            other => Err(Error::new(format!("expected an object, found {}", other.kind()))),
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
        bytes byte_buf unit_struct tuple tuple_struct struct ignored_any
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
    entry: Option<(Text<'d>, Node<'d>)>,
}

impl<'d, I: Iterator<Item = (Text<'d>, Node<'d>)>> MapAccess<'d> for Entries<'d, I> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.entry = self.members.next();
        let Some((name, _)) = self.entry else { return Ok(None) };
        seed.deserialize(BorrowedStrDeserializer::new(name.as_str())).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (name, node) = self.entry.take().ok_or_else(|| Error::new("value asked for before its name"))?;
        let outcome = seed.deserialize(Input::new(node, self.lenient));
        outcome.map_err(|error| error.in_member(name.as_str()))
    }
}
