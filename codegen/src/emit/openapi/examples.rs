//! Examples: samples of the pages in the form that their schema has. A sample that cannot be brought into it is
//! left out; `docwright verify` and the findings name it. So is one with a member `$ref`: tools follow references wherever
//! they stand, to files and addresses that a page names.

use super::formats;
use super::operation::Operation;
use crate::model::json::Value as Sample;
use crate::model::{Endpoint, Example, Field, IntegerWidth, Meaning, Object, SampleRole, Type};
use serde_json::{Map, Value, json};

/// Levels of an example; deeper is not shown.
pub(super) const DEPTH: usize = 12;

/// The first sample of a role that is JSON and refers to nothing.
pub(super) fn of(endpoint: &Endpoint, wanted: SampleRole) -> Option<&Sample> {
    let of_role = |example: &&Example| example.role == wanted;
    let mut samples = endpoint.examples.iter().filter(of_role).filter_map(|example| example.json.as_deref());
    samples.find(|sample| !refers(&Value::from(*sample)))
}

/// The member that tools follow.
pub(super) const REFERENCE: &str = "$ref";

/// Whether a value has a member that tools follow.
pub(super) fn refers(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.contains_key(REFERENCE) || members.values().any(refers),
        Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}

/// Whether a sample of a response has the member as `null`.
pub(in crate::emit) fn shows_null(endpoint: &Endpoint, member: &str) -> bool {
    let of_role = |example: &&Example| matches!(example.role, SampleRole::Response | SampleRole::Error);
    let mut samples = endpoint.examples.iter().filter(of_role).filter_map(|example| example.json.as_deref());
    samples.any(|sample| matches!(sample.get(member), Some(Sample::Null)))
}

/// A sample of an object of these fields.
pub(super) fn object(operation: &Operation<'_>, fields: &[&Field], sample: &Sample) -> Option<Value> {
    members(operation, fields, &Value::from(sample), 0)
}

/// A sample of an argument that is the whole body.
pub(super) fn whole(operation: &Operation<'_>, field: &Field, sample: &Sample) -> Option<Value> {
    value(operation, &field.ty, field.nullable, &Value::from(sample), 0)
}

/// A sample of the whole answer.
pub(super) fn answer(operation: &Operation<'_>, sample: &Sample) -> Option<Value> {
    let payload = &operation.endpoint.response;
    let sample = Value::from(sample);
    if payload.documented && payload.member.is_empty() {
        return value(operation, &payload.ty, payload.nullable, &sample, 0);
    }
    let fields: Vec<Field> =
        operation.endpoint.envelope.iter().map(|field| answer_field(operation, field)).collect();
    let mut whole = members(operation, &fields.iter().collect::<Vec<_>>(), &sample, 0)?;
    if payload.documented {
        match sample.get(&payload.member) {
            Some(inner) => {
                whole[&payload.member] = value(operation, &payload.ty, payload.nullable, inner, 0)?;
            }
            None => {
                whole.as_object_mut()?.remove(&payload.member);
            }
        }
    }
    Some(whole)
}

fn answer_field(operation: &Operation<'_>, field: &Field) -> Field {
    Field { nullable: field.nullable || shows_null(operation.endpoint, &field.name), ..field.clone() }
}

pub(super) fn declared<'m>(operation: &Operation<'m>, id: &str) -> Option<&'m Object> {
    operation.endpoint.object(operation.service, id)
}

/// The members that fit; `None` when a required one does not.
fn members(operation: &Operation<'_>, fields: &[&Field], sample: &Value, depth: usize) -> Option<Value> {
    let mut kept: Map<String, Value> = sample.as_object()?.clone();
    for field in fields {
        let Some(shown) = kept.get(field.name.as_str()) else {
            if field.required {
                return None;
            }
            continue;
        };
        let fitting = value(operation, &field.ty, field.nullable, shown, depth + 1);
        match fitting.filter(|shown| is_within(shown, &field.ty, &field.meaning)) {
            Some(fitting) => {
                kept.insert(field.name.to_string(), fitting);
            }
            None if field.required => return None,
            None => {
                kept.shift_remove(field.name.as_str());
            }
        }
    }
    Some(Value::Object(kept))
}

/// A value in the documented form of its type: what the model tolerates is written as it is documented.
fn value(operation: &Operation<'_>, ty: &Type, nullable: bool, shown: &Value, depth: usize) -> Option<Value> {
    if depth > DEPTH {
        return None;
    }
    if shown.is_null() && (nullable || *ty == Type::Any) {
        return Some(Value::Null);
    }
    match ty {
        Type::Any => Some(shown.clone()),
        Type::AnyObject | Type::Filter(_) => shown.is_object().then(|| shown.clone()),
        Type::String => match shown {
            Value::String(_) => Some(shown.clone()),
            Value::Number(number) => Some(json!(number.to_string())),
            _ => None,
        },
        Type::Integer { .. } => {
            let number = shown.as_i64().or_else(|| shown.as_str()?.trim().parse().ok())?;
            let fits = has_width(&json!(number), ty);
            fits.then(|| json!(number))
        }
        Type::Number if shown.is_number() => Some(shown.clone()),
        Type::Number => {
            let number = shown.as_str()?.trim().parse::<f64>().ok();
            number.filter(|number| number.is_finite()).map(|number| json!(number))
        }
        Type::Boolean => match shown {
            Value::Bool(_) => Some(shown.clone()),
            _ => shown.as_i64().filter(|number| matches!(number, 0 | 1)).map(|number| json!(number == 1)),
        },
        Type::Array(inner) => list(operation, inner, shown, depth),
        Type::Map(inner) => {
            let pairs = shown.as_object()?.iter();
            let pair = |(name, shown): (&String, &Value)| {
                Some((name.clone(), value(operation, inner, false, shown, depth + 1)?))
            };
            Some(Value::Object(pairs.map(pair).collect::<Option<_>>()?))
        }
        Type::Object(id) => match declared(operation, id) {
            Some(object) => members(operation, &object.fields.iter().collect::<Vec<_>>(), shown, depth),
            None => Some(shown.clone()),
        },
        Type::OneOf(types) => {
            let mut first = None;
            for ty in types {
                let fitting = value(operation, ty, nullable, shown, depth + 1);
                // What is of one of the types as it stands stays.
                if fitting.as_ref() == Some(shown) {
                    return fitting;
                }
                first = first.or(fitting);
            }
            first
        }
    }
}

fn list(operation: &Operation<'_>, inner: &Type, shown: &Value, depth: usize) -> Option<Value> {
    match shown {
        Value::Array(items) => {
            let items = items.iter().map(|item| value(operation, inner, false, item, depth + 1));
            Some(Value::Array(items.collect::<Option<_>>()?))
        }
        Value::Null => Some(json!([])),
        one => Some(json!([value(operation, inner, false, one, depth + 1)?])),
    }
}

/// Whether the value keeps the bounds and the format that its schema states.
pub(super) fn is_within(shown: &Value, ty: &Type, meaning: &Meaning) -> bool {
    let number = shown.as_f64();
    let length = shown.as_str().map(|text| text.chars().count()).or_else(|| shown.as_array().map(Vec::len));
    let low = |least: i64| number.is_none_or(|number| number >= least as f64);
    let high = |most: i64| number.is_none_or(|number| number <= most as f64);
    let long = |least: u64| length.is_none_or(|length| length as u64 >= least);
    let short = |most: u64| length.is_none_or(|length| length as u64 <= most);
    meaning.min.is_none_or(low)
        && meaning.max.is_none_or(high)
        && meaning.min_length.is_none_or(long)
        && meaning.max_length.is_none_or(short)
        && meaning.format.as_deref().is_none_or(|format| formats::has(shown, format))
        && has_width(shown, ty)
}

/// Validators that compute with doubles take no number beyond theirs for one of a stated width.
fn has_width(shown: &Value, ty: &Type) -> bool {
    let (Type::Integer { width: Some(width) }, Some(number)) = (ty, shown.as_i64()) else { return true };
    match width {
        IntegerWidth::Int32 => i32::try_from(number).is_ok(),
        IntegerWidth::Uint32 => u32::try_from(number).is_ok(),
        IntegerWidth::Int64 => number.unsigned_abs() < 1 << 53,
        IntegerWidth::Uint64 => (0..1 << 53).contains(&number),
    }
}
