//! Round trips of page samples through the types of a client; called by emitted tests.
//!
//! The encoded value must equal the sample. These differences are accepted, because both forms mean the same or the
//! decoder accepts both:
//! - a member that is `null` or `""` in the sample and absent, `null`, or an empty list or object afterwards;
//! - an empty list that the sample does not have;
//! - a number and its text, `0`/`1` and a boolean, `1` and `1.0`;
//! - one value and the list of it.
//!
//! The order of members is not compared.

use crate::Operation;
use crate::wire::{self, Map, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Checks the round trip of a request sample through the request type; `place` is its position in the pages.
///
/// # Panics
/// When the values differ; the message has the place and the path in the sample.
#[track_caller]
pub fn request<O: Operation + DeserializeOwned>(place: &str, sample: &str) {
    check(place, sample, round::<O>);
}

/// Checks the round trip of a response payload through the output type.
///
/// # Panics
/// When the values differ; the message has the place and the path in the sample.
#[track_caller]
pub fn payload<O: Operation>(place: &str, sample: &str)
where
    O::Output: Serialize,
{
    check(place, sample, round::<O::Output>);
}

fn round<T: DeserializeOwned + Serialize>(sample: &Value) -> Result<Value, String> {
    let json = sample.to_string();
    let value: T =
        wire::decode(wire::Node::new(&json)).map_err(|error| format!("does not decode: {error}"))?;
    serde_json::to_value(value).map_err(|error| format!("does not encode: {error}"))
}

#[track_caller]
fn check(place: &str, sample: &str, round: fn(&Value) -> Result<Value, String>) {
    let outcome = match serde_json::from_str::<Value>(sample) {
        Ok(sample) => round(&sample).and_then(|again| compare("", &sample, &again)),
        Err(error) => Err(format!("is not valid JSON: {error}")),
    };
    if let Err(message) = outcome {
        panic!("the sample at {place} {message}");
    }
}

/// Reports the first difference.
fn compare(path: &str, sample: &Value, again: &Value) -> Result<(), String> {
    match (sample, again) {
        (Value::Object(sample), Value::Object(again)) => members(path, sample, again),
        (Value::Array(sample), Value::Array(again)) if sample.len() == again.len() => {
            let mut pairs = sample.iter().zip(again).enumerate();
            pairs.try_for_each(|(at, (sample, again))| compare(&format!("{path}[{at}]"), sample, again))
        }
        (sample, Value::Array(again)) if again.len() == 1 && !sample.is_array() => {
            compare(path, sample, &again[0])
        }
        (sample, again) if is_same(sample, again) => Ok(()),
        _ => Err(format!("has `{sample}` at `{path}`, which becomes `{again}`")),
    }
}

fn members(path: &str, sample: &Map, again: &Map) -> Result<(), String> {
    let inside = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, value) in sample {
        compare(&inside(name), value, again.get(name).unwrap_or(&Value::Null))?;
    }
    let added = again.iter().find(|(name, value)| !sample.contains_key(*name) && !is_nothing(value));
    match added {
        Some((name, value)) => Err(format!("has nothing at `{}`, where `{value}` appears", inside(name))),
        None => Ok(()),
    }
}

fn is_same(sample: &Value, again: &Value) -> bool {
    match (sample, again) {
        (Value::Null, again) => is_nothing(again),
        (Value::String(text), again) if text.trim().is_empty() && !again.is_string() => {
            is_nothing(again) || again.as_object().is_some_and(Map::is_empty)
        }
        (Value::String(text), Value::Number(number)) | (Value::Number(number), Value::String(text)) => {
            text.trim().parse::<f64>().ok() == number.as_f64()
        }
        (Value::Number(sample), Value::Number(again)) => sample == again || sample.as_f64() == again.as_f64(),
        (Value::Number(bit), Value::Bool(again)) => bit.as_u64() == Some(u64::from(*again)),
        (sample, again) => sample == again,
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::compare;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(sample: Value, again: Value, expect: Result<(), &str>) {
        assert_eq!(compare("", &sample, &again), expect.map_err(str::to_owned));
    }

    #[test]
    fn forms_that_mean_the_same() {
        check(json!({"a": null, "b": ""}), json!({}), Ok(()));
        check(json!({}), json!({"a": [], "b": null}), Ok(()));
        check(json!({"a": "", "b": ""}), json!({"a": [], "b": {}}), Ok(()));
        check(json!(["1", 1, 1, 1]), json!([1, "1", 1.0, true]), Ok(()));
        check(json!({"a": {"b": 1}}), json!({"a": [{"b": 1}]}), Ok(()));
        check(json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), Ok(()));
    }

    #[test]
    fn losses_are_named_by_their_path() {
        check(json!({"a": [{"b": 1}]}), json!({"a": [{}]}), Err("has `1` at `a[0].b`, which becomes `null`"));
        check(json!({"a": {}}), json!({}), Err("has `{}` at `a`, which becomes `null`"));
        check(json!({"a": false}), json!({}), Err("has `false` at `a`, which becomes `null`"));
        check(json!({}), json!({"a": 0}), Err("has nothing at `a`, where `0` appears"));
        check(json!([1, 2]), json!([1]), Err("has `[1,2]` at ``, which becomes `[1]`"));
        check(json!("x"), json!("y"), Err("has `\"x\"` at ``, which becomes `\"y\"`"));
        check(json!(2), json!(true), Err("has `2` at ``, which becomes `true`"));
    }
}
