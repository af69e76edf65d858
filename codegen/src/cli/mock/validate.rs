//! Validation of requests: arguments in their places against an operation of the model.

use super::arguments::Arguments;
use super::operation::Operation;
use crate::cli::problem::{self, Kind, MOST, Problem};
use crate::cli::validate::{Walk, word};
use docwright::model::{Field, Location, Object, Type};
use serde_json::{Map, Value};

/// Everything that is wrong with the arguments of a call.
pub(super) fn arguments(operation: &Operation, arguments: &Arguments) -> Vec<Problem> {
    let objects = |id: &str| operation.object(id);
    let mut request = Request { operation, walk: Walk::new(&objects, MOST) };
    request.walk.found.extend(arguments.problems.iter().map(|problem| (None, problem.clone())));
    let own = &operation.endpoint.request;
    for field in &own.fields {
        request.argument(field, arguments);
    }
    request.unknown(own, arguments, &arguments.query, Location::Query);
    match &arguments.body {
        Some(_) if has_whole_body(own) => {}
        Some(Value::Object(members)) => request.unknown(own, arguments, members, Location::Body),
        Some(other) if arguments.problems.is_empty() => {
            request.walk.place = Location::Body;
            let message = format!("is {}; an object is expected", word(other));
            request.walk.problem(Kind::Type, message, own.origin);
        }
        _ => {}
    }
    request.walk.found.into_iter().map(|(_, problem)| problem).collect()
}

/// What is wrong with the members of an object, as a sample shows them.
pub(super) fn sample(operation: &Operation, sample: &Map<String, Value>) -> Vec<(&'static Field, Problem)> {
    let objects = |id: &str| operation.object(id);
    let mut walk = Walk::new(&objects, usize::MAX);
    for field in &operation.endpoint.request.fields {
        if let Some(value) = sample.get(field.name.as_str()) {
            walk.member(field, value);
        }
    }
    walk.found.into_iter().filter_map(|(field, problem)| Some((field?, problem))).collect()
}

fn has_whole_body(request: &Object) -> bool {
    request.fields.iter().any(|field| field.location == Location::WholeBody)
}

struct Request<'w> {
    operation: &'w Operation,
    walk: Walk<'w, 'static>,
}

impl Request<'_> {
    /// An argument in its place.
    fn argument(&mut self, field: &'static Field, arguments: &Arguments) {
        let operation = self.operation;
        self.walk.place = operation.location(field);
        let name = field.name.as_str();
        if self.walk.place == Location::WholeBody {
            match &arguments.body {
                Some(value) => self.walk.value_of(field, value),
                None if field.required && arguments.problems.is_empty() => {
                    self.walk.of_field(Kind::Missing, "is missing".to_owned(), field);
                }
                None => {}
            }
            return;
        }
        let in_body = || arguments.body.as_ref().and_then(|body| body.get(name));
        let value = match self.walk.place {
            Location::Path => arguments.path.get(name),
            Location::Header => arguments.headers.get(name),
            Location::Query if operation.has_one_object() => arguments.query.get(name).or_else(in_body),
            Location::Query => arguments.query.get(name),
            _ if operation.has_one_object() => in_body().or_else(|| arguments.query.get(name)),
            _ => in_body(),
        };
        let is_flat = self.walk.place == Location::Query || arguments.is_form;
        match value {
            Some(value) => self.walk.member(field, value),
            None if !field.required || !arguments.problems.is_empty() => {}
            // An empty list or object leaves nothing in a query or form.
            None if is_flat && !is_plain(&field.ty) => {}
            None if arguments.files.iter().any(|file| file == name) => {}
            // A placeholder that is called otherwise is filled all the same.
            None if self.walk.place == Location::Path => {}
            None => self.walk.missing(field),
        }
    }

    /// Arguments that the page does not have, or has in another place.
    fn unknown(&mut self, request: &Object, all: &Arguments, members: &Map<String, Value>, place: Location) {
        if request.open.is_some() {
            return;
        }
        self.walk.place = place;
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
                let is_own = operation.location(field) == Location::Path && place == Location::Body;
                is_own && all.path.get(name) == members.get(name)
            };
            if fields().any(repeats) {
                continue;
            }
            let message = match fields().next() {
                Some(field) => {
                    let own = problem::place(operation.location(field));
                    format!("is an argument of the {own}")
                }
                None => "is no documented argument".to_owned(),
            };
            self.walk.of_name(name, message, request.origin);
        }
    }
}

/// Whether a value is of a type without parts.
fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Integer { .. } | Type::Number | Type::Boolean)
}

#[cfg(test)]
pub(super) mod tests;
