//! JSON values against plain types.

use crate::model::{Tolerance, Type};
use serde_json::Value;

/// Whether a plain value has a plain type.
pub fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::Integer { .. } => value.is_i64() || value.is_u64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        _ => false,
    }
}

/// Whether a text is a number. An id with leading zeros is none: the zeros would be lost.
pub fn is_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text.trim()).is_ok()
}

/// Whether a tolerance of the field covers a value.
pub fn tolerated(value: &Value, accepts: &[Tolerance]) -> bool {
    accepts.iter().any(|tolerance| match tolerance {
        Tolerance::NullList => value.is_null(),
        Tolerance::NumberAsText => value.as_str().is_some_and(is_number),
        Tolerance::TextAsNumber => value.is_number(),
        Tolerance::BoolAsNumber => value.as_i64().is_some_and(|number| number == 0 || number == 1),
        Tolerance::OneForList => !value.is_array(),
        Tolerance::EmptyText => value.as_str() == Some(""),
    })
}

/// Plain values below a value.
pub fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(members) => members.values().map(leaves).sum(),
        _ => 1,
    }
}

/// What a value is, in a word.
pub fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plain_values() {
        assert!(fits(&json!(1), &Type::Integer { width: String::new() }));
        assert!(!fits(&json!(1.5), &Type::Integer { width: String::new() }));
        assert!(fits(&json!(1), &Type::Number) && !fits(&json!("1"), &Type::Number));
        assert!(
            tolerated(&json!("1"), &[Tolerance::NumberAsText])
                && !tolerated(&json!("a"), &[Tolerance::NumberAsText])
        );
        assert!(
            tolerated(&json!(1), &[Tolerance::TextAsNumber])
                && !tolerated(&json!("01"), &[Tolerance::NumberAsText])
        );
        assert_eq!(leaves(&json!({"a": [1, {"b": 2}], "c": null, "d": {}})), 3);
    }
}
