//! Types of values on the wire.

use super::IntegerWidth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Type of a value on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Any JSON value: the docs do not say, or say several.
    #[default]
    Any,
    /// A JSON object of unknown fields.
    AnyObject,
    /// Text.
    String,
    /// A whole number.
    Integer {
        /// The width the docs name, if they name one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        width: Option<IntegerWidth>,
    },
    /// A number with fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array(Box<Type>),
    /// An object used as a map from text to one type.
    Map(Box<Type>),
    /// One of [`Endpoint::types`](super::Endpoint::types) or [`Service::types`](super::Service::types), by its id.
    Object(String),
    /// The runtime's filter type; the text is the filter's grammar: `cmdb`, `hcm`.
    Filter(String),
    /// One of several types; decoded as any JSON value.
    OneOf(Vec<Type>),
}

impl Type {
    /// A whole number of no width that the docs name.
    pub fn integer() -> Type {
        Type::Integer { width: None }
    }

    /// Puts `leaf` at the bottom of the lists and maps.
    pub fn set_leaf(&mut self, leaf: Type) {
        match self {
            Type::Array(inner) | Type::Map(inner) => inner.set_leaf(leaf),
            other => *other = leaf,
        }
    }

    /// The type inside all lists and maps.
    pub fn leaf(&self) -> &Type {
        match self {
            Type::Array(inner) | Type::Map(inner) => inner.leaf(),
            other => other,
        }
    }
}

impl std::fmt::Display for Type {
    /// In words: ``array of `request.data` ``.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Type::Any => f.write_str("any value"),
            Type::AnyObject => f.write_str("any object"),
            Type::String => f.write_str("string"),
            Type::Integer { width: None } => f.write_str("integer"),
            Type::Integer { width: Some(width) } => width.fmt(f),
            Type::Number => f.write_str("number"),
            Type::Boolean => f.write_str("boolean"),
            Type::Array(inner) => write!(f, "array of {inner}"),
            Type::Map(inner) => write!(f, "map of {inner}"),
            Type::Object(id) => write!(f, "`{id}`"),
            Type::Filter(grammar) => write!(f, "{grammar} filter"),
            Type::OneOf(types) => {
                let words: Vec<String> = types.iter().map(Type::to_string).collect();
                f.write_str(&words.join(" or "))
            }
        }
    }
}
