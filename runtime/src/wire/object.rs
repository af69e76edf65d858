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
    /// The first value that [`Object::option`] or [`Object::vec`] could not read.
    error: Option<Error>,
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
        Self { members: members.into_vec().into_iter().map(Some).collect(), next: 0, error: None }
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

    /// [`Object::optional`] for fields of emitted types: a value that cannot be read is `None`, and [`read`] gives its error
    /// in the end. Without a `?` for each field a decoder takes the compiler half the time.
    pub fn option<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        self.option_lenient(name, Lenient::NONE)
    }

    /// [`Object::option`] that also accepts the forms in `lenient`.
    pub fn option_lenient<T: DeserializeOwned>(&mut self, name: &'static str, lenient: Lenient) -> Option<T> {
        self.note(|object| object.optional_lenient(name, lenient))
    }

    /// [`Object::list`] for fields of emitted types; a value that cannot be read is handled as [`Object::option`] does.
    pub fn vec<T: DeserializeOwned>(&mut self, name: &'static str) -> Vec<T> {
        self.vec_lenient(name, Lenient::NONE)
    }

    /// [`Object::vec`] that also accepts the forms in `lenient`.
    pub fn vec_lenient<T: DeserializeOwned>(&mut self, name: &'static str, lenient: Lenient) -> Vec<T> {
        self.note(|object| object.list_lenient(name, lenient))
    }

    /// Keeps the first error; nothing is read behind it.
    fn note<T: Default>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> T {
        if self.error.is_some() {
            return T::default();
        }
        read(self).unwrap_or_else(|error| {
            self.error = Some(error);
            T::default()
        })
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
        let mut object = Object::new(Node::new(json).members().unwrap_or_default());
        let built = (self.0)(&mut object);
        // What was noted comes before what ended the building.
        object.error.map_or(built, Err).map_err(E::custom)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let json = Value::Object(Map::deserialize(deserializer)?).to_string();
        self.visit_borrowed_str(&json)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        self.visit_newtype_struct(MapAccessDeserializer::new(access))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Reading(Option<i64>, Vec<i64>, i64);

    impl<'de> Deserialize<'de> for Reading {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            read(from, |o| {
                Ok(Self(o.option("a"), o.vec_lenient("b", Lenient::ONE_FOR_LIST), o.required("c")?))
            })
        }
    }

    fn check(json: &str, expect: Result<Reading, &str>) {
        let value: Value = serde_json::from_str(json).unwrap();
        let by_value = Reading::deserialize(value).map_err(|error| error.to_string());
        let by_input = super::super::decode(Node::new(json)).map_err(|error| error.to_string());
        assert_eq!(
            by_input.as_ref().map_err(String::as_str),
            expect.as_ref().map_err(|error| *error),
            "{json}"
        );
        assert_eq!(by_value, by_input, "{json}");
    }

    #[test]
    fn the_first_error_counts() {
        check(r#"{"a": 1, "b": [2], "c": 3}"#, Ok(Reading(Some(1), vec![2], 3)));
        check(r#"{"a": null, "b": 2, "c": 3}"#, Ok(Reading(None, vec![2], 3)));
        check(r#"{"c": 3}"#, Ok(Reading(None, Vec::new(), 3)));
        check(r#"{"a": "x", "b": ["y"], "c": 3}"#, Err("at `a`: expected i64, found a string"));
        check(r#"{"a": 1, "b": [2, "y"]}"#, Err("at `b[1]`: expected i64, found a string"));
        check(r#"{"a": 1}"#, Err("at `c`: missing"));
    }
}
