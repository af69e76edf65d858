//! JSON values against plain types.

use crate::model::{Tolerance, Type};
use crate::syntax::json::Value;

/// Whether a plain value has a plain type.
pub fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => matches!(value, Value::String(_)),
        Type::Integer { .. } => {
            matches!(value, Value::Number(number) if number.is_i64() || number.is_u64())
        }
        Type::Number => matches!(value, Value::Number(_)),
        Type::Boolean => matches!(value, Value::Bool(_)),
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
        Tolerance::NullList => *value == Value::Null,
        Tolerance::NumberAsText => value.as_str().is_some_and(is_number),
        Tolerance::TextAsNumber => matches!(value, Value::Number(_)),
        Tolerance::BoolAsNumber => {
            matches!(value, Value::Number(number) if matches!(number.as_i64(), Some(0 | 1)))
        }
        Tolerance::OneForList => !matches!(value, Value::Array(_)),
        Tolerance::EmptyText => value.as_str() == Some(""),
    })
}

/// Plain values below a value.
pub fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(members) => members.iter().map(|(_, value)| leaves(value)).sum(),
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
        assert!(fits(&json!(1).into(), &Type::integer()));
        assert!(!fits(&json!(1.5).into(), &Type::integer()));
        assert!(fits(&json!(1).into(), &Type::Number) && !fits(&json!("1").into(), &Type::Number));
        assert!(
            tolerated(&json!("1").into(), &[Tolerance::NumberAsText])
                && !tolerated(&json!("a").into(), &[Tolerance::NumberAsText])
        );
        assert!(
            tolerated(&json!(1).into(), &[Tolerance::TextAsNumber])
                && !tolerated(&json!("01").into(), &[Tolerance::NumberAsText])
        );
        assert_eq!(leaves(&json!({"a": [1, {"b": 2}], "c": null, "d": {}}).into()), 3);
    }
}
