//! Validation of values: JSON against the types of the model, with the tolerances that it knows and no others. Requests
//! that arrive at the mock server are held against it, and those that `call` and `mcp` send.

use super::problem::{Kind, Problem, push};
use docwright::model::{Field, IntegerWidth, Location, Meaning, Object, Origin, Tolerance, Type};
use serde_json::{Map, Value};

/// The object of an id.
pub(super) type Objects<'o, 'm> = &'o dyn Fn(&str) -> Option<&'m Object>;

/// Unions within unions that are looked into: each is tried with all of its types. What stands deeper is taken as it is.
const UNIONS: usize = 4;

/// A walk through values and types.
pub(super) struct Walk<'o, 'm> {
    objects: Objects<'o, 'm>,
    /// Where what is looked at travels.
    pub(super) place: Location,
    pointer: String,
    /// Unions that the value at hand stands in.
    unions: usize,
    /// What is wrong, each with the field that it is of, if it is of one.
    pub(super) found: Vec<(Option<&'m Field>, Problem)>,
    most: usize,
}

impl<'o, 'm> Walk<'o, 'm> {
    /// A walk that stops to tell after so many problems.
    pub(super) fn new(objects: Objects<'o, 'm>, most: usize) -> Self {
        Self { objects, place: Location::Body, pointer: String::new(), unions: 0, found: Vec::new(), most }
    }

    fn tell(&mut self, kind: Kind, message: String, origin: Origin, field: Option<&'m Field>) {
        if self.found.len() < self.most {
            let (place, pointer) = (self.place, self.pointer.clone());
            self.found.push((field, Problem { kind, place, pointer, message, origin }));
        }
    }

    /// A problem of what stands at the place, which is of no field.
    pub(super) fn problem(&mut self, kind: Kind, message: String, origin: Origin) {
        self.tell(kind, message, origin, None);
    }

    /// A problem of the value of a field.
    pub(super) fn of_field(&mut self, kind: Kind, message: String, field: &'m Field) {
        self.tell(kind, message, field.origin, Some(field));
    }

    /// A problem of a member that no field describes.
    pub(super) fn of_name(&mut self, name: &str, message: String, origin: Origin) {
        let known = self.pointer.len();
        push(&mut self.pointer, name);
        self.problem(Kind::Unknown, message, origin);
        self.pointer.truncate(known);
    }

    /// A required field is not there.
    pub(super) fn missing(&mut self, field: &'m Field) {
        let known = self.pointer.len();
        push(&mut self.pointer, &field.name);
        self.of_field(Kind::Missing, format!("is missing; {} is expected", expected(&field.ty)), field);
        self.pointer.truncate(known);
    }

    /// The value of a field in what is looked at.
    pub(super) fn member(&mut self, field: &'m Field, value: &Value) {
        let known = self.pointer.len();
        push(&mut self.pointer, &field.name);
        self.value_of(field, value);
        self.pointer.truncate(known);
    }

    /// The value of a field: `null` where it may stand, else its type.
    pub(super) fn value_of(&mut self, field: &'m Field, value: &Value) {
        if value.is_null() && (field.nullable || !field.required) {
            return;
        }
        self.value(field, &field.ty, value);
        let is_list = matches!((&field.ty, value), (Type::Array(_), Value::Array(_)));
        self.length(field, value, is_list);
    }

    fn value(&mut self, field: &'m Field, ty: &Type, value: &Value) {
        let known = self.pointer.len();
        match (ty, value) {
            (Type::Any | Type::Filter(_), _) | (Type::AnyObject, Value::Object(_)) => {}
            (Type::OneOf(types), _) => self.one_of(field, ty, types, value),
            (Type::Array(inner), Value::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    push(&mut self.pointer, &at.to_string());
                    self.value(field, inner, item);
                    self.pointer.truncate(known);
                }
            }
            (Type::Array(inner), one) if field.accepts.contains(&Tolerance::OneForList) && !one.is_null() => {
                self.value(field, inner, one);
            }
            (Type::Map(inner), Value::Object(members)) => {
                for (name, member) in members {
                    push(&mut self.pointer, name);
                    self.value(field, inner, member);
                    self.pointer.truncate(known);
                }
            }
            (Type::Object(id), Value::Object(members)) => {
                if let Some(object) = (self.objects)(id) {
                    self.object(object, members);
                }
            }
            _ if fits(value, ty) => self.claims(field, value),
            _ if tolerated(value, ty, &field.accepts) => {}
            _ => self.mismatch(field, ty, value),
        }
    }

    /// A value of a union is of one of its types; where it is of the kind of one, what is wrong with it there counts.
    fn one_of(&mut self, field: &'m Field, union: &Type, types: &[Type], value: &Value) {
        if self.unions >= UNIONS {
            return;
        }
        let known = self.found.len();
        let mut close = None;
        for ty in types {
            self.unions += 1;
            self.value(field, ty, value);
            self.unions -= 1;
            let found = self.found.split_off(known);
            if found.is_empty() {
                return;
            }
            let is_other = found.iter().any(|(_, it)| it.kind == Kind::Type && it.pointer == self.pointer);
            close = close.or_else(|| (!is_other).then_some(found));
        }
        match close {
            Some(found) => self.found.extend(found),
            None => self.mismatch(field, union, value),
        }
    }

    fn mismatch(&mut self, field: &'m Field, ty: &Type, value: &Value) {
        self.of_field(Kind::Type, format!("is {}; {} is expected", word(value), expected(ty)), field);
    }

    fn object(&mut self, object: &'m Object, members: &Map<String, Value>) {
        for field in &object.fields {
            match members.get(field.name.as_str()) {
                Some(value) => self.member(field, value),
                None if field.required => self.missing(field),
                None => {}
            }
        }
        if object.open.is_some() {
            return;
        }
        let is_known = |name: &str| object.fields.iter().any(|field| field.name == name);
        for name in members.keys().filter(|name| !is_known(name)) {
            self.of_name(name, "is no documented member".to_owned(), object.origin);
        }
    }

    /// Documented values and bounds of a number.
    fn claims(&mut self, field: &'m Field, value: &Value) {
        let Meaning { values, min, max, .. } = &*field.meaning;
        if !values.is_empty() && !values.iter().any(|known| is_literal(value, &known.literal)) {
            let list: Vec<&str> = values.iter().take(20).map(|known| known.literal.as_str()).collect();
            let message = format!("is {}; documented are {}", short(value), list.join(", "));
            self.of_field(Kind::Value, message, field);
        }
        let Some(number) = value.as_f64() else { return };
        if let Some(min) = min.filter(|min| number < *min as f64) {
            self.of_field(Kind::Range, format!("is {value}; the smallest is {min}"), field);
        }
        if let Some(max) = max.filter(|max| number > *max as f64) {
            self.of_field(Kind::Range, format!("is {value}; the largest is {max}"), field);
        }
    }

    /// Length of a list, or of a text.
    fn length(&mut self, field: &'m Field, value: &Value, is_list: bool) {
        let (length, noun) = match value {
            Value::Array(items) if is_list => (items.len(), "elements"),
            Value::String(text) if field.ty == Type::String => (text.chars().count(), "characters"),
            _ => return,
        };
        let Meaning { min_length, max_length, .. } = &*field.meaning;
        if let Some(least) = min_length.filter(|least| (length as u64) < *least) {
            self.of_field(Kind::Length, format!("has {length} {noun}; the least is {least}"), field);
        }
        if let Some(most) = max_length.filter(|most| (length as u64) > *most) {
            self.of_field(Kind::Length, format!("has {length} {noun}; the most is {most}"), field);
        }
    }
}

/// A type in words; objects have names of the model alone.
fn expected(ty: &Type) -> String {
    match ty {
        Type::Object(_) => "an object".to_owned(),
        Type::Array(inner) => match inner.as_ref() {
            Type::Object(_) => "a list of objects".to_owned(),
            _ => ty.to_string(),
        },
        _ => ty.to_string(),
    }
}

fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::Integer { width } => match width {
            None => value.is_i64() || value.is_u64(),
            Some(IntegerWidth::Int64) => value.is_i64(),
            Some(IntegerWidth::Int32) => value.as_i64().is_some_and(|it| i32::try_from(it).is_ok()),
            Some(IntegerWidth::Uint32) => value.as_u64().is_some_and(|it| u32::try_from(it).is_ok()),
            Some(IntegerWidth::Uint64) => value.is_u64(),
        },
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        _ => false,
    }
}

/// Whether a form beside the type is one that the model knows of.
fn tolerated(value: &Value, ty: &Type, accepts: &[Tolerance]) -> bool {
    let is_number = |text: &str| serde_json::from_str::<serde_json::Number>(text.trim()).is_ok();
    accepts.iter().any(|tolerance| match tolerance {
        Tolerance::NullList => value.is_null(),
        Tolerance::NumberAsText => !is_list(ty) && value.as_str().is_some_and(is_number),
        Tolerance::TextAsNumber => !is_list(ty) && value.is_number(),
        Tolerance::BoolAsNumber => matches!(value.as_i64(), Some(0 | 1)),
        // Lists are looked at element by element.
        Tolerance::OneForList => false,
        Tolerance::EmptyText => value.as_str() == Some(""),
    })
}

fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::Array(_))
}

/// Whether a value is a documented one; a number may be documented as text, and the other way round.
fn is_literal(value: &Value, literal: &str) -> bool {
    let plain = literal.trim_matches('"');
    value.as_str().map_or_else(|| value.to_string(), str::to_owned) == plain
}

/// A value as messages quote it.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { text.chars().take(60).chain(['…']).collect() }
}

/// What a value is, in words.
pub(super) fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
