//! One operation of OpenAPI `paths`, as far as a table of routes needs it.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// All methods of OpenAPI; whether a client can send one is decided when the endpoint is lowered.
const METHODS: &[&str] = &["get", "post", "put", "delete", "patch", "head", "options", "trace"];

/// Whether a key of a path item is a method, so that its value is an operation.
fn is_method(key: &str) -> bool {
    METHODS.iter().any(|method| method.eq_ignore_ascii_case(key))
}

/// The parts of an operation that a table of routes needs; parameters and schemas are skipped.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Operation {
    pub(super) id: Value,
    pub(super) summary: Option<Value>,
    pub(super) description: Option<Value>,
    pub(super) english: Option<Value>,
}

impl Operation {
    /// Whether this is the operation of a key in a path item: other keys hold parameters, servers or extensions. A key
    /// that is no known method and has an operation is kept, so that it can be reported.
    pub(super) fn is_of(&self, key: &str) -> bool {
        is_method(key) || self.id.is_string() && !key.starts_with("x-")
    }

    /// Gateways keep the English text in an extension.
    fn extend(&mut self, extension: &Value) {
        self.english = self.english.take().or_else(|| extension.get("descriptionEn").cloned());
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OperationVisitor)
    }
}

struct OperationVisitor;

impl<'de> Visitor<'de> for OperationVisitor {
    type Value = Operation;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an operation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Operation, A::Error> {
        let mut operation = Operation::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "operationId" => operation.id = map.next_value()?,
                "summary" => operation.summary = Some(map.next_value()?),
                "description" => operation.description = Some(map.next_value()?),
                extension if extension.starts_with("x-") => operation.extend(&map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(operation)
    }

    /// A path item has other keys than methods, such as `parameters: []`.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Operation, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Operation::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Operation, E> {
        Ok(Operation::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Operation, E> {
        Ok(Operation::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Operation, E> {
        Ok(Operation::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Operation, E> {
        Ok(Operation::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Operation, E> {
        Ok(Operation::default())
    }

    fn visit_unit<E>(self) -> Result<Operation, E> {
        Ok(Operation::default())
    }
}
