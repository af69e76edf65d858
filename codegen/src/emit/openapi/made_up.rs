//! Examples that are made up: answers of types that hold themselves, of which tools can make none.

use super::examples::{DEPTH, declared, is_within};
use super::operation::Operation;
use crate::model::{Field, Meaning, Type};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Levels that show all members; further down stand those that are required.
const SHOWN: usize = 2;

/// Values of an example; a larger one is not shown.
const MOST: usize = 1_000;

/// An answer of a type that holds itself; `None` for all others.
pub(super) fn of_recursive(operation: &Operation<'_>) -> Option<Value> {
    let payload = &operation.endpoint.response;
    let (mut above, mut done) = (Vec::new(), BTreeSet::new());
    if !payload.documented || !is_recursive(operation, &payload.ty, &mut above, &mut done) {
        return None;
    }
    let mut made = MadeUp { operation, left: MOST, above: Vec::new() };
    let inner = made.value(&payload.ty, &Meaning::default())?;
    Some(if payload.member.is_empty() { inner } else { json!({ payload.member.as_str(): inner }) })
}

/// `done` are the types that were followed to their ends: each is followed once, however many fields lead to it.
fn is_recursive(
    operation: &Operation<'_>,
    ty: &Type,
    above: &mut Vec<String>,
    done: &mut BTreeSet<String>,
) -> bool {
    let Type::Object(id) = ty.leaf() else { return false };
    if above.contains(id) {
        return true;
    }
    let Some(object) = declared(operation, id).filter(|_| !done.contains(id)) else { return false };
    above.push(id.clone());
    let found = object.fields.iter().any(|field| is_recursive(operation, &field.ty, above, done));
    above.pop();
    done.insert(id.clone());
    found
}

/// An example in the making.
struct MadeUp<'o> {
    operation: &'o Operation<'o>,
    /// Values that may still be made.
    left: usize,
    /// The types that the value stands in.
    above: Vec<String>,
}

impl MadeUp<'_> {
    fn value(&mut self, ty: &Type, meaning: &Meaning) -> Option<Value> {
        self.left = self.left.checked_sub(1).filter(|_| self.above.len() <= DEPTH)?;
        let value = match ty {
            Type::Any | Type::AnyObject | Type::Filter(_) | Type::Map(_) => json!({}),
            Type::OneOf(types) => self.value(types.first()?, meaning)?,
            Type::Array(_) => json!([]),
            Type::Object(id) => self.object(id)?,
            plain => documented(meaning, plain).unwrap_or_else(|| least(plain, meaning)),
        };
        is_within(&value, ty, meaning).then_some(value)
    }

    fn object(&mut self, id: &str) -> Option<Value> {
        let object = declared(self.operation, id)?;
        self.above.push(id.to_owned());
        let members = self.members(&object.fields);
        self.above.pop();
        members
    }

    fn members(&mut self, fields: &[Field]) -> Option<Value> {
        let mut members = json!({});
        for field in fields {
            let holds_itself = matches!(&field.ty, Type::Object(id) if self.above.contains(id));
            if !field.required && (holds_itself || self.above.len() > SHOWN) {
                continue;
            }
            match self.value(&field.ty, &field.meaning) {
                Some(value) => members[field.name.as_str()] = value,
                None if field.required => return None,
                None => {}
            }
        }
        Some(members)
    }
}

/// The first documented value, or the default, in the form of the type.
fn documented(meaning: &Meaning, ty: &Type) -> Option<Value> {
    let literal = meaning.values.first().map(|value| &value.literal).or(meaning.default.as_ref())?;
    let value: Value = serde_json::from_str(literal).ok()?;
    let fits = match ty {
        Type::String => value.is_string(),
        Type::Integer { .. } => value.is_i64(),
        Type::Number => value.is_number(),
        _ => value.is_boolean(),
    };
    fits.then_some(value)
}

/// The least value of a plain type.
fn least(ty: &Type, meaning: &Meaning) -> Value {
    match ty {
        Type::String => json!(match meaning.format.as_deref() {
            Some("date") => "2024-01-01",
            Some("date-time") => "2024-01-01T00:00:00Z",
            Some("uri") => "https://example.com/",
            Some("email") => "name@example.com",
            Some("ipv4") => "192.0.2.1",
            Some("ipv6") => "2001:db8::1",
            Some("uuid") => "00000000-0000-4000-8000-000000000000",
            _ => "",
        }),
        Type::Boolean => json!(false),
        _ => json!(meaning.min.unwrap_or_else(|| meaning.max.map_or(0, |most| most.min(0)))),
    }
}
