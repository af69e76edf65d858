//! A missing permission, in the form of the BlueKing permission centre. Any member may be missing.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

/// The permission to apply for.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Permission {
    /// Id of the system that guards the resources.
    #[serde(deserialize_with = "tolerant")]
    pub system_id: String,
    /// Its name.
    #[serde(deserialize_with = "tolerant")]
    pub system_name: String,
    /// The actions that are missing.
    #[serde(deserialize_with = "tolerant")]
    pub actions: Vec<PermittedAction>,
}

/// An action on resources.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PermittedAction {
    /// Id of the action.
    #[serde(deserialize_with = "tolerant")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "tolerant")]
    pub name: String,
    /// The kinds of resource it works on.
    #[serde(deserialize_with = "tolerant")]
    pub related_resource_types: Vec<ResourceType>,
}

/// A kind of resource, with the resources in question.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ResourceType {
    /// Id of the system that owns the resource.
    #[serde(deserialize_with = "tolerant")]
    pub system_id: String,
    /// Its name.
    #[serde(deserialize_with = "tolerant")]
    pub system_name: String,
    /// Id of the kind.
    #[serde(rename = "type", deserialize_with = "tolerant")]
    pub kind: String,
    /// Name of the kind.
    #[serde(rename = "type_name", deserialize_with = "tolerant")]
    pub kind_name: String,
    /// The resources: each is a path from the outermost one.
    #[serde(deserialize_with = "tolerant")]
    pub instances: Vec<Vec<Instance>>,
    /// Attributes that select resources.
    #[serde(deserialize_with = "tolerant")]
    pub attributes: Vec<Attribute>,
}

/// One step of a path to a resource.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Instance {
    /// Id of the kind.
    #[serde(rename = "type", deserialize_with = "tolerant")]
    pub kind: String,
    /// Name of the kind.
    #[serde(rename = "type_name", deserialize_with = "tolerant")]
    pub kind_name: String,
    /// Id of the resource.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "text")]
    pub name: String,
}

/// An attribute that selects resources.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Attribute {
    /// Id of the attribute.
    #[serde(deserialize_with = "tolerant")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "tolerant")]
    pub name: String,
    /// The values in question.
    #[serde(deserialize_with = "tolerant")]
    pub values: Vec<AttributeValue>,
}

/// A value of an attribute.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AttributeValue {
    /// Id of the value.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "text")]
    pub name: String,
}

impl Permission {
    /// Reads a permission; `None` for null, for anything that is no object, and for an object without actions
    /// or system.
    pub(crate) fn from_value(value: &Value) -> Option<Box<Self>> {
        let permission = Self::deserialize(value).ok()?;
        (permission != Self::default()).then(|| Box::new(permission))
    }
}

/// A value of the wrong form counts as missing: an error must not hide behind its own details.
fn tolerant<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(T::deserialize(value).unwrap_or_default())
}

/// Ids are written as texts or numbers.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    })
}
