//! Reading emitted types: the members of a JSON object are taken field by field.

use super::document::{Member, Members, Node};
use super::input::HANDOVER;
use super::{Error, Input, Lenient, Map, Value};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use std::fmt;

/// The members of a JSON object that are not yet taken by a field.
#[derive(Debug)]
pub struct Object<'d> {
    /// `None` once a field has taken the member.
    members: Vec<Option<Member<'d>>>,
    /// The position after the member that was taken last: most objects have their members in the documented order.
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
        Self { members: members.into_vec().into_iter().map(Some).collect(), next: 0 }
    }

    /// The required field `name`.
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

    /// [`Object::required`] that also accepts the forms in `lenient`.
    pub fn required_lenient<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        lenient: Lenient,
    ) -> Result<T, Error> {
        let value = match self.take(name) {
            Some(value) => value,
            None if lenient.allows(Lenient::NULL_LIST) => Node::NULL,
            None => return Err(Error::new("missing").in_member(name)),
        };
        field(name, value, lenient)
    }

    /// [`Object::optional`] that also accepts the forms in `lenient`.
    pub fn optional_lenient<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        lenient: Lenient,
    ) -> Result<Option<T>, Error> {
        match self.take(name) {
            Some(value) if !value.is_null() => field(name, value, lenient),
            _ => Ok(None),
        }
    }

    /// [`Object::list`] that also accepts the forms in `lenient`.
    pub fn list_lenient<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        lenient: Lenient,
    ) -> Result<Vec<T>, Error> {
        match self.take(name) {
            Some(value) if !value.is_null() => field(name, value, lenient),
            _ => Ok(Vec::new()),
        }
    }

    /// The members that no field has taken, in their order; for open objects.
    pub fn rest(&mut self) -> Map {
        let members = std::mem::take(&mut self.members).into_iter().flatten();
        members.map(|(name, node)| (name.into_owned(), node.to_value())).collect()
    }

    fn take(&mut self, name: &str) -> Option<Node<'d>> {
        let is = |member: &Option<Member<'_>>| member.as_ref().is_some_and(|(other, _)| other == name);
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

/// Builds a value of an object: of one that an [`Input`] hands over, or of one read through any other deserializer.
struct Build<T>(fn(&mut Object<'_>) -> Result<T, Error>);

impl<'de, T> Visitor<'de> for Build<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, json: &'de str) -> Result<T, E> {
        let members = Node::new(json).members().unwrap_or_default();
        (self.0)(&mut Object::new(members)).map_err(E::custom)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let json = Value::Object(Map::deserialize(deserializer)?).to_string();
        self.visit_borrowed_str(&json)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        self.visit_newtype_struct(MapAccessDeserializer::new(access))
    }
}
