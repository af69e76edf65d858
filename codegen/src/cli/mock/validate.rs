//! Validation: arguments against the model, with the tolerances that it knows and no others.

use super::arguments::Arguments;
use super::operation::Operation;
use super::problem::{Kind, MOST, Problem, push};
use docwright::model::{Field, IntegerWidth, Location, Meaning, Object, Origin, Tolerance, Type};
use serde_json::{Map, Value};

/// Everything that is wrong with the arguments of a call.
pub(super) fn arguments(operation: &Operation, arguments: &Arguments) -> Vec<Problem> {
    let mut walk = Walk::new(operation, Location::Body);
    walk.problems.extend(arguments.problems.iter().cloned());
    let request = &operation.endpoint.request;
    for field in &request.fields {
        walk.argument(field, arguments);
    }
    walk.unknown(request, arguments, &arguments.query, Location::Query);
    match &arguments.body {
        Some(_) if has_whole_body(request) => {}
        Some(Value::Object(members)) => walk.unknown(request, arguments, members, Location::Body),
        Some(other) if arguments.problems.is_empty() => {
            walk.place = Location::Body;
            walk.problem(Kind::Type, format!("is {}; an object is expected", word(other)), request.origin);
        }
        _ => {}
    }
    walk.problems
}

/// What is wrong with the members of an object, as a sample shows them.
pub(super) fn sample(operation: &Operation, sample: &Map<String, Value>) -> Vec<(*const Field, Problem)> {
    let mut walk = Walk::new(operation, Location::Body);
    let mut found = Vec::new();
    walk.fields = Some(&mut found);
    for field in &operation.endpoint.request.fields {
        if let Some(value) = sample.get(field.name.as_str()) {
            walk.member(field, value);
        }
    }
    found
}

fn has_whole_body(request: &Object) -> bool {
    request.fields.iter().any(|field| field.location == Location::WholeBody)
}

struct Walk<'w> {
    operation: &'w Operation,
    place: Location,
    pointer: String,
    problems: Vec<Problem>,
    /// Collects problems with the fields that they are of.
    fields: Option<&'w mut Vec<(*const Field, Problem)>>,
}

impl<'w> Walk<'w> {
    fn new(operation: &'w Operation, place: Location) -> Self {
        Self { operation, place, pointer: String::new(), problems: Vec::new(), fields: None }
    }

    fn problem(&mut self, kind: Kind, message: String, origin: Origin) {
        if self.problems.len() < MOST {
            let (place, pointer) = (self.place, self.pointer.clone());
            self.problems.push(Problem { kind, place, pointer, message, origin });
        }
    }

    /// A problem of the value of a field.
    fn of_field(&mut self, kind: Kind, message: String, field: &Field) {
        if let Some(found) = &mut self.fields {
            let (place, pointer) = (self.place, self.pointer.clone());
            found.push((field, Problem { kind, place, pointer, message, origin: field.origin }));
        } else {
            self.problem(kind, message, field.origin);
        }
    }

    /// An argument in its place.
    fn argument(&mut self, field: &Field, arguments: &Arguments) {
        let operation = self.operation;
        self.place = operation.location(field);
        let name = field.name.as_str();
        if self.place == Location::WholeBody {
            match &arguments.body {
                Some(value) => self.value_of(field, value),
                None if field.required && arguments.problems.is_empty() => {
                    self.of_field(Kind::Missing, "is missing".to_owned(), field);
                }
                None => {}
            }
            return;
        }
        let in_body = || arguments.body.as_ref().and_then(|body| body.get(name));
        let value = match self.place {
            Location::Path => arguments.path.get(name),
            Location::Header => arguments.headers.get(name),
            Location::Query if operation.has_one_object() => arguments.query.get(name).or_else(in_body),
            Location::Query => arguments.query.get(name),
            _ if operation.has_one_object() => in_body().or_else(|| arguments.query.get(name)),
            _ => in_body(),
        };
        let is_flat = self.place == Location::Query || arguments.is_form;
        match value {
            Some(value) => self.member(field, value),
            None if !field.required || !arguments.problems.is_empty() => {}
            // An empty list or object leaves nothing in a query or form.
            None if is_flat && !is_plain(&field.ty) => {}
            None if arguments.files.iter().any(|file| file == name) => {}
            // A placeholder that is called otherwise is filled all the same.
            None if self.place == Location::Path => {}
            None => self.missing(field),
        }
    }

    fn missing(&mut self, field: &Field) {
        let known = self.pointer.len();
        push(&mut self.pointer, &field.name);
        self.of_field(Kind::Missing, format!("is missing; {} is expected", expected(&field.ty)), field);
        self.pointer.truncate(known);
    }

    fn member(&mut self, field: &Field, value: &Value) {
        let known = self.pointer.len();
        push(&mut self.pointer, &field.name);
        self.value_of(field, value);
        self.pointer.truncate(known);
    }

    /// The value of a field: `null` where it may stand, else its type.
    fn value_of(&mut self, field: &Field, value: &Value) {
        if value.is_null() && (field.nullable || !field.required) {
            return;
        }
        self.value(field, &field.ty, value);
        let is_list = matches!((&field.ty, value), (Type::Array(_), Value::Array(_)));
        self.length(field, value, is_list);
    }

    fn value(&mut self, field: &Field, ty: &Type, value: &Value) {
        let known = self.pointer.len();
        match (ty, value) {
            (Type::Any | Type::OneOf(_) | Type::Filter(_), _) | (Type::AnyObject, Value::Object(_)) => {}
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
                if let Some(object) = self.operation.object(id) {
                    self.object(object, members);
                }
            }
            _ if fits(value, ty) => self.claims(field, value),
            _ if tolerated(value, ty, &field.accepts) => {}
            _ => {
                self.of_field(Kind::Type, format!("is {}; {} is expected", word(value), expected(ty)), field)
            }
        }
    }

    fn object(&mut self, object: &'static Object, members: &Map<String, Value>) {
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
            let known = self.pointer.len();
            push(&mut self.pointer, name);
            self.problem(Kind::Unknown, "is no documented member".to_owned(), object.origin);
            self.pointer.truncate(known);
        }
    }

    /// Arguments that the page does not have, or has in another place.
    fn unknown(&mut self, request: &Object, all: &Arguments, members: &Map<String, Value>, place: Location) {
        if request.open.is_some() {
            return;
        }
        self.place = place;
        let operation = self.operation;
        let one_object = operation.has_one_object();
        for name in members.keys().filter(|name| !operation.is_credential(name)) {
            let fits = |field: &Field| {
                let own = operation.location(field);
                own == place || (one_object && matches!(own, Location::Body | Location::Query))
            };
            let fields = || request.fields.iter().filter(|field| field.name == *name);
            let is_fixed = operation.route.fixed.iter().any(|(fixed, _)| fixed == name);
            if fields().any(fits) || is_fixed {
                continue;
            }
            // The same argument may be repeated in the body of a call that has it in its path.
            let repeats = |field: &Field| {
                operation.location(field) == Location::Path && all.path.get(name) == members.get(name)
            };
            if fields().any(repeats) {
                continue;
            }
            let known = self.pointer.len();
            push(&mut self.pointer, name);
            let message = match fields().next() {
                Some(field) => {
                    let own = super::problem::place(operation.location(field));
                    format!("is an argument of the {own}")
                }
                None => "is no documented argument".to_owned(),
            };
            self.problem(Kind::Unknown, message, request.origin);
            self.pointer.truncate(known);
        }
    }

    /// Documented values and bounds of a number.
    fn claims(&mut self, field: &Field, value: &Value) {
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
    fn length(&mut self, field: &Field, value: &Value, is_list: bool) {
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

/// Whether a value is of a type without parts.
fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Integer { .. } | Type::Number | Type::Boolean)
}

fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::Integer { width } => match width {
            None | Some(IntegerWidth::Int64) => value.is_i64() || value.is_u64(),
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

fn word(value: &Value) -> &'static str {
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
pub(super) mod tests;
