//! Samples that are query strings: their values take the types of the parameters.

use super::claims;
use crate::diagnostic::Diagnostic;
use crate::model::{Endpoint, Object, Origin, Type};
use crate::syntax::json::{self, Kind, Value};
use std::sync::Arc;

/// Gives the values of every query-string sample their types, and holds them against the documented ones.
pub fn decode(endpoint: &mut Endpoint) -> Vec<Diagnostic> {
    let Endpoint { request, types, examples, .. } = endpoint;
    let queries = examples.iter_mut().filter(|example| example.is_query());
    for example in queries {
        example.json.iter_mut().for_each(|json| object(Arc::make_mut(json), request, types));
    }
    let queries = examples.iter().filter(|example| example.is_query());
    let shown: Vec<(Arc<Value>, Origin)> =
        queries.filter_map(|example| Some((example.json.clone()?, example.origin))).collect();
    shown.iter().flat_map(|(json, place)| test(json, request, types, *place)).collect()
}

/// Holds the members of a sample against what the fields of an object claim, and goes down into theirs.
fn test(json: &Value, object: &mut Object, types: &mut [Object], place: Origin) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut below: Vec<(String, &Value)> = Vec::new();
    for field in &mut object.fields {
        let Some(value) = json.get(&field.name) else { continue };
        found.extend(claims::of_query(field, value, place));
        if let Type::Object(id) = field.ty.leaf() {
            below.push((id.clone(), value));
        }
    }
    for (id, value) in below {
        let Some(at) = types.iter().position(|object| object.id == id) else { continue };
        let items = match value {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        // It is put back when its own members were read; a type that holds itself ends here.
        let mut own = std::mem::take(&mut types[at]);
        items.iter().for_each(|item| found.extend(test(item, &mut own, types, place)));
        types[at] = own;
    }
    found
}

fn object(json: &mut Value, object: &Object, types: &[Object]) {
    let Value::Object(members) = json else { return };
    for (name, json) in members.iter_mut() {
        let field = object.fields.iter().find(|field| field.name == name);
        field.into_iter().for_each(|field| value(json, &field.ty, types));
    }
}

fn value(json: &mut Value, ty: &Type, types: &[Object]) {
    match (&mut *json, ty) {
        (Value::String(text), _) => {
            if let Some(better) = parse(text, ty) {
                *json = better;
                if matches!(json, Value::Array(_) | Value::Object(_)) {
                    value(json, ty, types);
                }
            }
        }
        (Value::Array(items), Type::Array(inner)) => {
            items.iter_mut().for_each(|item| value(item, inner, types))
        }
        (Value::Object(_), Type::Object(id)) => {
            types.iter().filter(|object| object.id == *id).for_each(|known| object(json, known, types));
        }
        _ => {}
    }
}

fn parse(text: &str, ty: &Type) -> Option<Value> {
    match ty {
        Type::Integer { .. } | Type::Number => serde_json::from_str(text).ok().map(Value::Number),
        Type::Boolean => text.parse().ok().map(Value::Bool),
        Type::Array(_) if text.starts_with('[') => structure(text),
        Type::Object(_) | Type::AnyObject | Type::Map(_) if text.starts_with('{') => structure(text),
        Type::Array(inner) => text
            .split(',')
            .map(|item| {
                parse(item, inner).or_else(|| (**inner == Type::String).then(|| Value::String(item.into())))
            })
            .collect::<Option<_>>()
            .map(Value::Array),
        _ => None,
    }
}

/// JSON that is the value of one argument.
fn structure(text: &str) -> Option<Value> {
    let document = json::read(text)?;
    matches!(document.root.kind, Kind::Object(_) | Kind::List(_)).then(|| document.to_value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_takes_the_type_of_its_parameter() {
        let number = Type::integer();
        assert_eq!(parse("12", &number), Some(json!(12).into()));
        assert_eq!(parse("x", &number), None);
        assert_eq!(parse("true", &Type::Boolean), Some(json!(true).into()));
        assert_eq!(parse("1,2", &Type::Array(Box::new(number))), Some(json!([1, 2]).into()));
        assert_eq!(parse("a", &Type::String), None);
        let list = Type::Array(Box::new(Type::AnyObject));
        assert_eq!(parse(r#"[{"a": 1},]"#, &list), Some(json!([{ "a": 1 }]).into()));
        assert_eq!(parse(r#"{"a": 1}"#, &Type::AnyObject), Some(json!({ "a": 1 }).into()));
    }
}
