//! Types and what is known of fields, in the words of JSON Schema 2020-12.

use crate::emit::texts::{chosen, plain};
use crate::model::{Field, IntegerWidth, Meaning, Tolerance, Type, Value as Documented};
use serde_json::{Value, json};

/// How documented values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emit) enum Enums {
    /// Beside any other value of the type: what the docs list is not always all.
    Open,
    /// As the only ones.
    Closed,
}

/// The schema of a type; `object` gives the one of an object type by its id.
pub(in crate::emit) fn of_type(ty: &Type, object: &mut dyn FnMut(&str) -> Value) -> Value {
    match ty {
        Type::Any => json!({}),
        Type::AnyObject | Type::Filter(_) => json!({ "type": "object" }),
        Type::String => json!({ "type": "string" }),
        Type::Integer { width } => integer(*width),
        Type::Number => json!({ "type": "number" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Array(inner) => json!({ "type": "array", "items": of_type(inner, object) }),
        Type::Map(inner) => json!({ "type": "object", "additionalProperties": of_type(inner, object) }),
        Type::Object(id) => object(id),
        Type::OneOf(types) => {
            let types: Vec<Value> = types.iter().map(|ty| of_type(ty, object)).collect();
            json!({ "anyOf": types })
        }
    }
}

fn integer(width: Option<IntegerWidth>) -> Value {
    let mut schema = json!({ "type": "integer" });
    if width.is_some_and(IntegerWidth::is_unsigned) {
        schema["minimum"] = json!(0);
    }
    schema
}

/// Adds what descriptions mean: values, default, bounds, lengths, format.
pub(in crate::emit) fn add_meaning(schema: &mut Value, field: &Field, enums: Enums, language: Option<&str>) {
    let (ty, meaning) = (&field.ty, &*field.meaning);
    let values = values(ty.leaf(), meaning);
    if !values.is_empty() {
        let leaf = leaf(schema);
        match enums {
            Enums::Closed => leaf["enum"] = values.iter().map(|(_, value)| value.clone()).collect(),
            Enums::Open => open_enum(leaf, &values, language),
        }
    }
    let of_type = |value: &Value| is_of(value, ty);
    if let Some(default) = meaning.default.as_deref().and_then(literal).filter(of_type) {
        schema["default"] = default;
    }
    add_bounds(schema, ty, meaning);
    add_format(schema, ty, meaning);
}

fn add_bounds(schema: &mut Value, ty: &Type, meaning: &Meaning) {
    let (least, most) =
        if *ty == Type::String { ("minLength", "maxLength") } else { ("minItems", "maxItems") };
    let is_number = matches!(ty, Type::Integer { .. } | Type::Number);
    let is_long = matches!(ty, Type::String | Type::Array(_));
    let number = |bound: Option<i64>| bound.filter(|_| is_number).map(Value::from);
    let length = |bound: Option<u64>| bound.filter(|_| is_long).map(Value::from);
    let bounds = [
        ("minimum", number(meaning.min)),
        ("maximum", number(meaning.max)),
        (least, length(meaning.min_length)),
        (most, length(meaning.max_length)),
    ];
    for (word, bound) in bounds {
        if let Some(bound) = bound {
            schema[word] = bound;
        }
    }
}

/// Formats that the specification lists; another one is for people.
const FORMATS: &[&str] = &["date-time", "date", "time", "uri", "email", "ipv4", "ipv6", "uuid", "hostname"];

fn add_format(schema: &mut Value, ty: &Type, meaning: &Meaning) {
    let Some(format) = meaning.format.as_deref().filter(|_| *ty == Type::String) else { return };
    match format {
        "byte" | "base64" => schema["contentEncoding"] = json!("base64"),
        "binary" => schema["contentMediaType"] = json!("application/octet-stream"),
        known if FORMATS.contains(&known) => schema["format"] = json!(known),
        other => schema["x-format"] = json!(plain(other)),
    }
}

/// The type with its values as those that are known.
fn open_enum(leaf: &mut Value, values: &[(&Documented, Value)], language: Option<&str>) {
    let known = |(documented, value): &(&Documented, Value)| {
        let Documented { label, english, .. } = documented;
        let label = if language == Some("en") && !english.is_empty() { english } else { label };
        match plain(label.trim()) {
            label if label.is_empty() => json!({ "const": value }),
            label => json!({ "const": value, "title": label }),
        }
    };
    let ty = leaf.as_object_mut().and_then(|leaf| leaf.remove("type")).unwrap_or_default();
    let known = values.iter().map(known);
    leaf["anyOf"] = known.chain([json!({ "type": ty })]).collect();
}

/// The documented values that are of the type, without those that stand there twice.
fn values<'m>(leaf: &Type, meaning: &'m Meaning) -> Vec<(&'m Documented, Value)> {
    let is_scalar = matches!(leaf, Type::String | Type::Integer { .. } | Type::Number);
    let mut values: Vec<(&Documented, Value)> = Vec::new();
    for documented in meaning.values.iter().filter(|_| is_scalar) {
        let value = literal(&documented.literal).filter(|value| is_of(value, leaf));
        if let Some(value) = value.filter(|value| values.iter().all(|(_, known)| known != value)) {
            values.push((documented, value));
        }
    }
    values
}

fn literal(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The schema inside of lists and maps.
fn leaf(schema: &mut Value) -> &mut Value {
    let word = ["items", "additionalProperties"].into_iter().find(|word| schema.get(word).is_some());
    match word {
        Some(word) => leaf(&mut schema[word]),
        None => schema,
    }
}

/// Whether a value is one of the type, as far as a literal can tell.
fn is_of(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::Integer { width } => {
            value.is_u64() || value.is_i64() && !width.is_some_and(IntegerWidth::is_unsigned)
        }
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Array(inner) => {
            value.as_array().is_some_and(|items| items.iter().all(|item| is_of(item, inner)))
        }
        _ => false,
    }
}

/// Adds description, deprecation, and the words that have no keyword.
pub(super) fn add_words(schema: &mut Value, field: &Field, language: Option<&str>) {
    let Meaning { unit, deprecated, since, condition, .. } = &*field.meaning;
    let description = chosen(language, &field.docs);
    if !description.is_empty() {
        schema["description"] = json!(description);
    }
    if deprecated.is_some() {
        schema["deprecated"] = json!(true);
    }
    for (word, text) in [("x-unit", unit), ("x-since", since), ("x-required-when", condition)] {
        if let Some(text) = text {
            schema[word] = json!(plain(text));
        }
    }
}

/// The schema with the further forms that the server sends or takes, and `null` where it may stand.
pub(super) fn tolerant(schema: Value, ty: &Type, accepts: &[Tolerance], nullable: bool) -> Value {
    let mut forms: Vec<Value> = accepts.iter().filter_map(|form| further(*form, ty, &schema)).collect();
    if nullable {
        forms.push(json!({ "type": "null" }));
    }
    forms.dedup();
    if forms.is_empty() || schema == json!({}) {
        return schema;
    }
    forms.insert(0, schema);
    json!({ "anyOf": forms })
}

fn further(form: Tolerance, ty: &Type, schema: &Value) -> Option<Value> {
    Some(match form {
        Tolerance::NullList => json!({ "type": "null" }),
        Tolerance::NumberAsText => json!({ "type": "string", "pattern": NUMBER }),
        Tolerance::TextAsNumber => json!({ "type": "number" }),
        Tolerance::BoolAsNumber => json!({ "enum": [0, 1] }),
        Tolerance::OneForList => schema.get("items").filter(|_| matches!(ty, Type::Array(_)))?.clone(),
        Tolerance::EmptyText => json!({ "const": "" }),
    })
}

/// A number as text.
const NUMBER: &str = r"^\s*-?[0-9]*\.?[0-9]*([eE][+-]?[0-9]+)?\s*$";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meaning;

    fn field(ty: Type, meaning: Meaning) -> Field {
        Field { ty, meaning: meaning.into(), ..Field::default() }
    }

    fn listed(literals: &[&str]) -> Meaning {
        let value = |literal: &&str| Documented { literal: (*literal).to_owned(), ..Documented::default() };
        Meaning { values: literals.iter().map(value).collect(), ..Meaning::default() }
    }

    #[track_caller]
    fn check(field: &Field, enums: Enums, expect: Value) {
        let mut schema = of_type(&field.ty, &mut |_| json!({ "type": "object" }));
        add_meaning(&mut schema, field, enums, None);
        assert_eq!(schema, expect);
    }

    #[test]
    fn values_belong_to_the_leaf_and_are_of_its_type() {
        let list = field(Type::Array(Type::integer().into()), listed(&["1", "\"x\"", "2", "1"]));
        check(
            &list,
            Enums::Closed,
            json!({ "type": "array", "items": { "type": "integer", "enum": [1, 2] } }),
        );
        let text = field(Type::String, listed(&["\"a\""]));
        check(&text, Enums::Open, json!({ "anyOf": [{ "const": "a" }, { "type": "string" }] }));
        check(&field(Type::Boolean, listed(&["1"])), Enums::Closed, json!({ "type": "boolean" }));
    }

    #[test]
    fn bounds_defaults_and_formats() {
        let meaning = Meaning {
            default: Some("5".to_owned()),
            min: Some(1),
            max: Some(9),
            max_length: Some(3),
            format: Some("date-time".to_owned()),
            ..Meaning::default()
        };
        let number = json!({ "type": "integer", "default": 5, "minimum": 1, "maximum": 9 });
        check(&field(Type::integer(), meaning.clone()), Enums::Open, number);
        let text = json!({ "type": "string", "maxLength": 3, "format": "date-time" });
        check(&field(Type::String, meaning.clone()), Enums::Open, text);
        let list = json!({ "type": "array", "items": { "type": "boolean" }, "maxItems": 3 });
        check(&field(Type::Array(Type::Boolean.into()), meaning), Enums::Open, list);
    }

    #[test]
    fn further_forms_stand_beside_the_type() {
        let list = json!({ "type": "array", "items": { "type": "integer" } });
        let ty = Type::Array(Type::integer().into());
        let forms = tolerant(list.clone(), &ty, &[Tolerance::OneForList, Tolerance::NullList], true);
        assert_eq!(forms, json!({ "anyOf": [list, { "type": "integer" }, { "type": "null" }] }));
        assert_eq!(tolerant(json!({}), &Type::Any, &[], true), json!({}));
    }
}
