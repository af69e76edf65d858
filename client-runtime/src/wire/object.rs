//! Reading an emitted type: a JSON object that is consumed field by field.

use super::input::{HANDOVER, Input, take_object};
use super::{Error, Lenient, Map, Value};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, Visitor};
use std::fmt;

/// A JSON object on its way into an emitted type.
#[derive(Debug)]
pub struct Object {
    members: Map,
}

/// Reads an object from `deserializer` and builds a value of it.
pub fn read<'de, D, T>(deserializer: D, build: fn(&mut Object) -> Result<T, Error>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let members = deserializer.deserialize_newtype_struct(HANDOVER, Handover)?;
    build(&mut Object { members }).map_err(D::Error::custom)
}

impl Object {
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
            None if lenient.allows(Lenient::NULL_LIST) => Value::Null,
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
            None | Some(Value::Null) => Ok(None),
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
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(value) => field(name, value, lenient),
        }
    }

    /// The members no field has taken, in their order; for open objects.
    pub fn rest(&mut self) -> Map {
        std::mem::take(&mut self.members)
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        // Swapping is cheaper than shifting, but would disturb the order that `rest` keeps.
        self.members.shift_remove(name)
    }
}

fn field<T: DeserializeOwned>(name: &str, value: Value, lenient: Lenient) -> Result<T, Error> {
    T::deserialize(Input::new(value, lenient)).map_err(|error| error.in_member(name))
}

/// Receives the object: handed over by [`Input`], or read through any other deserializer.
struct Handover;

impl<'de> Visitor<'de> for Handover {
    type Value = Map;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Map, E> {
        take_object().ok_or_else(|| E::custom("expected an object, found null"))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Map, D::Error> {
        Map::deserialize(deserializer)
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, access: A) -> Result<Map, A::Error> {
        Map::deserialize(serde::de::value::MapAccessDeserializer::new(access))
    }
}
