//! Values without spans, as the model keeps them: most names and texts are short and stand inside their value.

use super::{Kind, Member, Node};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;
use smol_str::SmolStr;
use std::borrow::Cow;
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

    /// The member of that name, `null` if it is new; what is no object becomes one.
    pub fn member(&mut self, name: &str) -> &mut Value {
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Members::default());
        }
        match self {
            Self::Object(members) => members.of(name),
            other => other,
        }
    }

    /// The first element, `null` if it is new; what is no list becomes one.
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

    /// The members as read. Of those with the same name the last one wins, in the place of the first.
    pub(super) fn read(members: &[Member<'_>]) -> Self {
        if has_repeats(members) {
            let mut read = Self::default();
            members.iter().for_each(|member| *read.of(&member.name) = member.value.to_value());
            return read;
        }
        let read = |Member { name, value, .. }: &Member<'_>| (name.as_ref().into(), value.to_value());
        Self(members.iter().map(read).collect())
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        let has = |(at, (name, value)): (usize, &(SmolStr, Value))| match other.0.get(at) {
            // Mostly the order is the same.
            Some((same, theirs)) if name == same => value == theirs,
            _ => other.get(name) == Some(value),
        };
        self.0.len() == other.0.len() && self.0.iter().enumerate().all(has)
    }
}

/// Whether two members have the same name.
fn has_repeats(members: &[Member<'_>]) -> bool {
    /// So many names are sorted sooner than held against each other.
    const MANY: usize = 32;
    if members.len() < MANY {
        let is_again = |(at, member): (usize, &Member<'_>)| {
            members[..at].iter().any(|before| before.name == member.name)
        };
        return members.iter().enumerate().any(is_again);
    }
    let mut names: Vec<&str> = members.iter().map(|member| &*member.name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

impl Node<'_> {
    /// The value without spans. Of members with the same name the last one wins.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(bool) => Value::Bool(*bool),
            Kind::Number(raw) => number(raw),
            Kind::Text(text) => Value::String(text.as_ref().into()),
            Kind::List(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Kind::Object(members) => Value::Object(Members::read(members)),
        }
    }
}

/// A number beyond the range of a double stays what was written, as text.
fn number(raw: &str) -> Value {
    match raw.parse::<u64>() {
        Ok(whole) => Value::Number(whole.into()),
        Err(_) => serde_json::from_str(raw).map_or_else(|_| Value::String(raw.into()), Value::Number),
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
    use proptest::prelude::*;

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

    proptest! {
        /// Few names are held against each other, many are sorted.
        #[test]
        fn of_members_with_one_name_the_last_one_wins(names in prop::collection::vec("[a-z]{1,2}", 0..60)) {
            let members = names.iter().enumerate().map(|(at, name)| format!("\"{name}\": {at}"));
            let text = format!("{{{}}}", members.collect::<Vec<_>>().join(", "));
            let read = crate::json::read(&text).unwrap().to_value();
            prop_assert_eq!(read.to_string(), serde_json::from_str::<serde_json::Value>(&text).unwrap().to_string());
        }
    }
}
