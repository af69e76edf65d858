//! Values of flags: text read as the documented type.

use docwright::model::{IntegerWidth, Type};
use serde_json::Value;

/// Reads a text as a type; the error says what is expected.
pub(super) fn read(ty: &Type, text: &str) -> Result<Value, String> {
    match ty {
        Type::String => Ok(Value::from(text)),
        Type::Integer { width } => integer(*width, text),
        Type::Number => {
            let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
            let exact = serde_json::from_str::<Value>(text.trim()).ok().filter(Value::is_number);
            exact.or_else(|| number.map(Value::from)).ok_or_else(|| expected("a number", text))
        }
        Type::Boolean => match text.trim() {
            "true" | "1" | "yes" => Ok(Value::Bool(true)),
            "false" | "0" | "no" => Ok(Value::Bool(false)),
            _ => Err(expected("`true` or `false`", text)),
        },
        Type::Array(_) => json(text, Value::is_array, "a list in JSON"),
        Type::AnyObject | Type::Map(_) | Type::Object(_) | Type::Filter(_) => {
            json(text, Value::is_object, "an object in JSON")
        }
        // Any value: JSON where it is some, text where it is not.
        Type::Any | Type::OneOf(_) => Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))),
    }
}

fn integer(width: Option<IntegerWidth>, text: &str) -> Result<Value, String> {
    let text = text.trim();
    let value = text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from));
    let value = value.map_err(|_| expected("a whole number", text))?;
    let fits = match width {
        None => true,
        Some(IntegerWidth::Int64) => value.is_i64(),
        Some(IntegerWidth::Uint64) => value.is_u64(),
        Some(IntegerWidth::Int32) => value.as_i64().is_some_and(|value| i32::try_from(value).is_ok()),
        Some(IntegerWidth::Uint32) => value.as_u64().is_some_and(|value| u32::try_from(value).is_ok()),
    };
    match width.filter(|_| !fits) {
        Some(width) => Err(expected(&format!("a number that fits into {width}"), text)),
        None => Ok(value),
    }
}

fn json(text: &str, is_right: fn(&Value) -> bool, what: &str) -> Result<Value, String> {
    match serde_json::from_str::<Value>(text) {
        Ok(value) if is_right(&value) => Ok(value),
        Ok(_) => Err(expected(what, text)),
        Err(error) => Err(format!("{}: {error}", expected(what, text))),
    }
}

/// Characters of a value that a message shows.
const SHOWN: usize = 40;

fn expected(what: &str, text: &str) -> String {
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if text.chars().count() > SHOWN { "…" } else { "" };
    format!("expected {what}, found `{shown}{more}`")
}
