//! Writing an emitted type: a JSON object that is filled field by field.

use super::output::{hand_over, to_value};
use super::{Map, Value};
use serde::ser::{Error as _, Serialize, Serializer};

/// A JSON object under construction.
#[derive(Debug, Default)]
pub struct Writer {
    members: Map,
    failure: Option<serde_json::Error>,
}

/// Writes the object that `fill` describes.
pub fn write<S: Serializer>(serializer: S, fill: impl FnOnce(&mut Writer)) -> Result<S::Ok, S::Error> {
    let mut writer = Writer::default();
    fill(&mut writer);
    match writer.failure {
        Some(failure) => Err(S::Error::custom(failure)),
        None => hand_over(serializer, writer.members),
    }
}

impl Writer {
    /// Writes the field `name`.
    pub fn put<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.set(name, to_value(value));
    }

    /// Writes the field `name` unless it is `None`.
    pub fn put_optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// Writes the list `name`, also when it is empty.
    pub fn put_list<T: Serialize>(&mut self, name: &str, values: &[T]) {
        self.set(name, values.iter().map(to_value).collect());
    }

    /// Writes the attributes of an open object; fields already written keep their value.
    pub fn put_all(&mut self, attributes: &Map) {
        for (name, value) in attributes {
            self.members.entry(name.as_str()).or_insert_with(|| value.clone());
        }
    }

    fn set(&mut self, name: &str, value: serde_json::Result<Value>) {
        match value {
            Ok(value) => drop(self.members.insert(name.to_owned(), value)),
            Err(failure) => self.failure = Some(failure),
        }
    }
}
