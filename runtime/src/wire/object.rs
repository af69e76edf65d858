//! Reading an emitted type: a JSON object that is consumed field by field.

use super::document::Text;
use super::input::HANDOVER;
use super::{Document, Error, Input, Lenient, Map, Members, Node, Value};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use std::fmt;

/// A JSON object on its way into an emitted type.
#[derive(Debug)]
pub struct Object<'d> {
    /// `None` where a field has taken its member.
    members: Vec<Option<(Text<'d>, Node<'d>)>>,
    /// Behind the member that was taken last: objects commonly have their members in the documented order.
    next: usize,
}

/// Reads an object from `deserializer` and builds a value of it.
pub fn read<'de, D, T>(deserializer: D, build: fn(&mut Object<'_>) -> Result<T, Error>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    deserializer.deserialize_newtype_struct(HANDOVER, Build(build))
}

impl<'d> Object<'d> {
    fn new(members: Members<'d>) -> Self {
        let mut own = Vec::with_capacity(members.len());
        own.extend(members.iter().map(Some));
        Self { members: own, next: 0 }
    }

    /// The field `name`, which the docs promise.
    pub fn required<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Error> {
        self.required_lenient(name, Lenient::NONE)
    }

    /// The field `name`; `None` when it is missing or null.
    pub fn optional<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<Option<T>, Error> {
        self.optional_lenient(name, Lenient::NONE)
    }

    /// The list `name`; empty when it is missing or null.
    pub fn list<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<Vec<T>, Error> {
        self.list_lenient(name, Lenient::NONE)
    }

    /// [`Object::required`] that also takes the forms in `lenient`.
    pub fn required_lenient<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        lenient: Lenient,
    ) -> Result<T, Error> {
        let value = match self.take(name) {
            Some(value) => value,
            None if lenient.allows(Lenient::NULL_LIST) => Node::Null,
            None => return Err(Error::new("missing").in_member(name)),
        };
        field(name, value, lenient)
    }

    /// [`Object::optional`] that also takes the forms in `lenient`.
    pub fn optional_lenient<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        lenient: Lenient,
    ) -> Result<Option<T>, Error> {
        match self.take(name) {
            None | Some(Node::Null) => Ok(None),
            Some(value) => field(name, value, lenient),
        }
    }

    /// [`Object::list`] that also takes the forms in `lenient`.
    pub fn list_lenient<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        lenient: Lenient,
    ) -> Result<Vec<T>, Error> {
        match self.take(name) {
            None | Some(Node::Null) => Ok(Vec::new()),
            Some(value) => field(name, value, lenient),
        }
    }

    /// The members no field has taken, in their order; for open objects.
    pub fn rest(&mut self) -> Map {
        let members = std::mem::take(&mut self.members).into_iter().flatten();
        members.map(|(name, node)| (name.as_str().to_owned(), node.to_value())).collect()
    }

    fn take(&mut self, name: &str) -> Option<Node<'d>> {
        let is =
            |member: &Option<(Text<'_>, Node<'_>)>| member.as_ref().is_some_and(|(other, _)| other == name);
        let (before, after) = self.members.split_at(self.next.min(self.members.len()));
        let at = match after.iter().position(is) {
            Some(at) => self.next + at,
            None => before.iter().position(is)?,
        };
        self.next = at + 1;
        self.members[at].take().map(|(_, node)| node)
    }
}

fn field<T: DeserializeOwned>(name: &str, node: Node<'_>, lenient: Lenient) -> Result<T, Error> {
    T::deserialize(Input::new(node, lenient)).map_err(|error| error.in_member(name))
}

/// Builds a value of an object: handed over by [`Input`], or read through any other deserializer.
struct Build<T>(fn(&mut Object<'_>) -> Result<T, Error>);

impl<T> Build<T> {
    fn build<E: serde::de::Error>(self, members: Members<'_>) -> Result<T, E> {
        (self.0)(&mut Object::new(members)).map_err(E::custom)
    }
}

impl<'de, T> Visitor<'de> for Build<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_borrowed_bytes<E: serde::de::Error>(self, packed: &'de [u8]) -> Result<T, E> {
        self.build(Members::new(packed))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let value = Value::Object(Map::deserialize(deserializer)?);
        let document = Document::of(&value).map_err(D::Error::custom)?;
        self.build(document.root().as_object().unwrap_or_default())
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        self.visit_newtype_struct(MapAccessDeserializer::new(access))
    }
}
