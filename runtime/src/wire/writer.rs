//! Writing emitted types: a JSON object is written field by field.

use super::Map;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A JSON object under construction in the serializer `M`.
#[derive(Debug)]
pub struct Writer<M: SerializeMap> {
    members: M,
    /// Names of the members so far.
    names: Vec<&'static str>,
    failure: Option<M::Error>,
}

/// Writes the object whose members `fill` writes.
pub fn write<S: Serializer>(
    serializer: S,
    fill: impl FnOnce(&mut Writer<S::SerializeMap>),
) -> Result<S::Ok, S::Error> {
    let members = serializer.serialize_map(None)?;
    let mut writer = Writer { members, names: Vec::new(), failure: None };
    fill(&mut writer);
    match writer.failure {
        Some(failure) => Err(failure),
        None => writer.members.end(),
    }
}

impl<M: SerializeMap> Writer<M> {
    /// Writes the field `name`.
    pub fn put<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.names.push(name);
        self.member(name, value);
    }

    /// Writes the field `name` unless it is `None`.
    pub fn put_optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// Writes the list `name`, even when it is empty.
    pub fn put_list<T: Serialize>(&mut self, name: &'static str, values: &[T]) {
        self.put(name, values);
    }

    /// Writes the attributes of an open object, except those that a field has already written.
    pub fn put_all(&mut self, attributes: &Map) {
        for (name, value) in attributes {
            if !self.names.contains(&name.as_str()) {
                self.member(name, value);
            }
        }
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.failure.is_none() {
            self.failure = self.members.serialize_entry(name, value).err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;
    use serde_json::json;

    struct Point(Vec<Point>, Option<Box<Point>>, Value);

    impl Serialize for Point {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            write(serializer, |writer| {
                writer.put("x", &1);
                writer.put_list("list", &self.0);
                writer.put_optional("next", &self.1);
                writer.put_all(self.2.as_object().unwrap_or(&Map::new()));
            })
        }
    }

    #[test]
    fn objects_are_the_same_through_every_serializer() {
        let leaf = || Point(Vec::new(), None, Value::Null);
        let point = Point(vec![leaf(), leaf()], Some(Box::new(leaf())), json!({"y": [2], "x": 3}));
        let leaf = json!({"x": 1, "list": []});
        let expect = json!({"x": 1, "list": [leaf, leaf], "next": leaf, "y": [2]});
        assert_eq!(serde_json::to_value(&point).unwrap(), expect);
        assert_eq!(serde_json::to_string(&point).unwrap(), expect.to_string());
        assert_eq!(serde_json::to_value((1, "a", [point])).unwrap(), json!([1, "a", [expect]]));
    }

    #[test]
    fn failures_come_through() {
        struct Bad;
        impl Serialize for Bad {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let nested = std::collections::HashMap::from([((1, 2), 3)]);
                write(serializer, |writer| {
                    writer.put("bad", &nested);
                    writer.put("good", &1);
                })
            }
        }
        assert_eq!(serde_json::to_string(&Bad).unwrap_err().to_string(), "key must be a string");
    }
}
