//! JSON values of samples; short names and texts are stored inline.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;
use smol_str::SmolStr;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt;

/// A JSON value that keeps the order of members.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "serde_json::Value")]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(SmolStr),
    /// A list.
    Array(Vec<Value>),
    /// An object.
    Object(Members),
}

/// The members of an object, each name once. Their order is kept, and means nothing.
#[derive(Clone, Debug, Default)]
pub struct Members(Vec<(SmolStr, Value)>);

impl Value {
    /// The value of the member with this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        if let Self::Object(members) = self { members.get(name) } else { None }
    }

    /// The member of that name, `null` if it is new; any other value becomes an object.
    pub fn member(&mut self, name: &str) -> &mut Value {
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Members::default());
        }
        match self {
            Self::Object(members) => members.of(name),
            other => other,
        }
    }

    /// The first element, `null` if it is new; any other value becomes a list.
    pub fn element(&mut self) -> &mut Value {
        if !matches!(self, Self::Array(items) if !items.is_empty()) {
            *self = Self::Array(vec![Self::Null]);
        }
        match self {
            Self::Array(items) => &mut items[0],
            other => other,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }
}

impl Members {
    /// The value of the member with this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter().find(|(have, _)| *have == name).map(|(_, value)| value)
    }

    /// The value of the member with this name, which is `null` if it is new.
    pub fn of(&mut self, name: &str) -> &mut Value {
        let at = self.0.iter().position(|(have, _)| have == name).unwrap_or_else(|| {
            self.0.push((name.into(), Value::Null));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The members in their order, to change the values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.0.iter_mut().map(|(name, value)| (name.as_str(), value))
    }

    /// Keeps the members whose names are wanted.
    pub fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| is_wanted(name));
    }

    /// Members of which no two have the same name.
    pub(crate) fn distinct(members: Vec<(SmolStr, Value)>) -> Self {
        Self(members)
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        let places = OnceCell::new();
        let by_name = || other.iter().collect::<HashMap<&str, &Value>>();
        let has = |(at, (name, value)): (usize, &(SmolStr, Value))| match other.0.get(at) {
            // Mostly the order is the same.
            Some((same, theirs)) if name == same => value == theirs,
            _ => places.get_or_init(by_name).get(name.as_str()) == Some(&value),
        };
        self.0.len() == other.0.len() && self.0.iter().enumerate().all(has)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(bool) => serializer.serialize_bool(*bool),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter()),
        }
    }
}

/// As JSON in one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl JsonSchema for Value {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        serde_json::Value::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        serde_json::Value::json_schema(generator)
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Self::Null,
            Json::Bool(bool) => Self::Bool(bool),
            Json::Number(number) => Self::Number(number),
            Json::String(text) => Self::String(text.into()),
            Json::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Json::Object(members) => {
                let member = |(name, value): (String, Json)| (name.into(), value.into());
                Self::Object(Members(members.into_iter().map(member).collect()))
            }
        }
    }
}

impl From<&Value> for serde_json::Value {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(bool) => Self::Bool(*bool),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::String(text.to_string()),
            Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|(name, value)| (name.to_owned(), value.into())).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_order_of_members_is_kept_and_means_nothing() {
        let (ab, ba) = (r#"{"a":[1,{"c":null}],"b":"x"}"#, r#"{"b":"x","a":[1,{"c":null}]}"#);
        assert_eq!([value(ab), value(ba)].map(|value| value.to_string()), [ab, ba]);
        assert_eq!(value(ab), value(ba));
        assert_ne!(value(ab), value(r#"{"a":[1,{"c":null}],"c":"x"}"#));
        assert_ne!(value(ab), value(r#"{"a":[1,{"c":null}]}"#));
    }

    #[test]
    fn members_and_elements_are_made() {
        let mut made = Value::default();
        *made.member("a").element().member("b") = Value::Bool(true);
        *made.member("a").element().member("c") = Value::Null;
        made.member("d");
        assert_eq!(made.to_string(), r#"{"a":[{"b":true,"c":null}],"d":null}"#);
    }
}
