//! Types of texts: what stands in a path, query, header or form is text, and becomes what its argument is.

use super::operation::Operation;
use docwright::model::{Field, Type};
use serde_json::{Map, Value};

/// Deepest numbered name, `a.1.b.2`.
const DEPTH: usize = 16;

/// The arguments that pairs of names and texts stand for: a repeated name is a list; numbered names are lists and objects.
pub(super) fn members<'p>(
    operation: &Operation,
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
    numbered: bool,
) -> Map<String, Value> {
    let field = |name: &str| operation.endpoint.request.fields.iter().find(|field| field.name == name);
    let mut members = Map::new();
    for (name, text) in pairs {
        let steps: Vec<&str> = name.split('.').collect();
        let is_path = numbered && field(name).is_none() && steps.len() > 1 && steps.len() <= DEPTH;
        match is_path {
            true => put(members.entry(steps[0]).or_insert(Value::Null), &steps[1..], text),
            false => add(&mut members, name, text),
        }
    }
    for (name, value) in &mut members {
        if let Some(field) = field(name) {
            *value = of_field(operation, field, value.take());
        }
    }
    members
}

/// One more text of a name.
fn add(members: &mut Map<String, Value>, name: &str, text: &str) {
    match members.get_mut(name) {
        None => drop(members.insert(name.to_owned(), text.into())),
        Some(Value::Array(items)) => items.push(text.into()),
        Some(one) => *one = Value::Array(vec![one.take(), text.into()]),
    }
}

/// A text at the place that numbers and names lead to.
fn put(place: &mut Value, steps: &[&str], text: &str) {
    let Some((step, rest)) = steps.split_first() else {
        *place = text.into();
        return;
    };
    // Numbers count from 1; they arrive in the order of texts, 1, 10, 2.
    if step.parse::<usize>().is_ok_and(|number| number > 0) {
        if !matches!(place, Value::Object(members) if !members.is_empty()) && !place.is_array() {
            *place = Value::Object(Map::new());
        }
    } else if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(members) = place {
        put(members.entry(*step).or_insert(Value::Null), rest, text);
    }
}

/// Objects whose names are `1` to their number are lists.
fn lists(value: Value) -> Value {
    let Value::Object(members) = value else { return value };
    let numbers: Option<Vec<usize>> = members.keys().map(|name| name.parse().ok()).collect();
    let is_list = numbers.is_some_and(|mut numbers| {
        numbers.sort_unstable();
        !numbers.is_empty() && numbers.iter().enumerate().all(|(at, number)| *number == at + 1)
    });
    if !is_list {
        return Value::Object(members);
    }
    let mut items: Vec<(usize, Value)> =
        members.into_iter().map(|(name, value)| (name.parse().unwrap_or_default(), value)).collect();
    items.sort_by_key(|(number, _)| *number);
    Value::Array(items.into_iter().map(|(_, value)| value).collect())
}

fn of_field(operation: &Operation, field: &Field, given: Value) -> Value {
    match (&field.ty, given) {
        (Type::Array(inner), Value::String(text)) if field.joined => {
            let items = text.split(',').map(|item| value(operation, inner, item.into()));
            Value::Array(items.collect())
        }
        (ty, given) => value(operation, ty, given),
    }
}

/// A value of texts in a type; what is none of it stays as it is, for the validation to say so.
pub(super) fn value(operation: &Operation, ty: &Type, given: Value) -> Value {
    let given = if matches!(ty, Type::Array(_)) { lists(given) } else { given };
    match (ty, given) {
        (Type::Array(inner), Value::Array(items)) => {
            Value::Array(items.into_iter().map(|item| value(operation, inner, item)).collect())
        }
        (Type::Array(inner), Value::String(text)) => match structure(&text).filter(Value::is_array) {
            Some(list) => list,
            None => Value::Array(vec![value(operation, inner, text.into())]),
        },
        (Type::Object(id), Value::Object(mut members)) => {
            let fields = operation.object(id).map_or(&[] as &[Field], |object| &object.fields);
            for field in fields {
                if let Some(member) = members.get_mut(field.name.as_str()) {
                    *member = value(operation, &field.ty, member.take());
                }
            }
            Value::Object(members)
        }
        (Type::Map(inner), Value::Object(mut members)) => {
            members.values_mut().for_each(|member| *member = value(operation, inner, member.take()));
            Value::Object(members)
        }
        (Type::Object(_) | Type::Map(_) | Type::AnyObject | Type::Filter(_), Value::String(text)) => {
            structure(&text).unwrap_or(Value::String(text))
        }
        (Type::OneOf(types), given @ Value::String(_)) => {
            let mut read = types.iter().map(|ty| value(operation, ty, given.clone()));
            read.find(|read| *read != given).unwrap_or(given)
        }
        (ty, Value::String(text)) => plain(ty, text),
        (_, given) => given,
    }
}

fn structure(text: &str) -> Option<Value> {
    text.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

fn plain(ty: &Type, text: String) -> Value {
    let number = || serde_json::from_str::<serde_json::Number>(text.trim()).ok().map(Value::Number);
    match ty {
        Type::Integer { .. } | Type::Number => number().unwrap_or(Value::String(text)),
        Type::Boolean => match text.as_str() {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            _ => number().unwrap_or(Value::String(text)),
        },
        _ => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::{field, operation};
    use super::*;
    use docwright::model::Location;
    use serde_json::json;

    #[track_caller]
    fn check(query: &str, numbered: bool, expect: Value) {
        let query_field =
            |name: &str, ty: Type| Field { location: Location::Query, ..field(name, ty, false) };
        let list = |ty: Type| Type::Array(Box::new(ty));
        let joined = Field { joined: true, ..query_field("joined", list(Type::integer())) };
        let fields = vec![
            query_field("n", Type::integer()),
            query_field("b", Type::Boolean),
            query_field("list", list(Type::integer())),
            query_field("objects", list(Type::Object("o".to_owned()))),
            query_field("any", Type::AnyObject),
            joined,
        ];
        let object = vec![field("name", Type::String, false), field("values", list(Type::integer()), false)];
        let operation = operation(fields, vec![("o", object)]);
        let pairs = super::super::target::pairs(query);
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        assert_eq!(Value::Object(members(&operation, pairs, numbered)), expect);
    }

    #[test]
    fn texts_become_what_their_arguments_are() {
        check("n=1&b=true", false, json!({"n": 1, "b": true}));
        check("n=x&b=2&more=1", false, json!({"n": "x", "b": 2, "more": "1"}));
        check("list=1&list=2", false, json!({"list": [1, 2]}));
        check("list=1", false, json!({"list": [1]}));
        check("list=[3,4]&any=%7B%22a%22:1%7D", false, json!({"list": [3, 4], "any": {"a": 1}}));
        check("joined=1,2", false, json!({"joined": [1, 2]}));
        let filters = "objects.1.name=a&objects.1.values.1=5&objects.2.values.1=6&list.10=1&list.2=1";
        check(
            filters,
            true,
            json!({
                "objects": [{"name": "a", "values": [5]}, {"values": [6]}],
                "list": {"10": "1", "2": "1"},
            }),
        );
        check("list.1=7&list.2=8", true, json!({"list": [7, 8]}));
        check("list.1=7", false, json!({"list.1": "7"}));
    }
}
