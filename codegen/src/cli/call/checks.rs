//! What is wrong with arguments before they are sent, as far as the docs say.

use super::target;
use crate::cli::problem::{Kind, MOST};
use crate::cli::validate::Walk;
use docwright::emit::operations::Operation;
use docwright::model::{Field, Type};
use docwright_runtime::Upload;
use serde_json::{Map, Value};

/// Required arguments that are missing; `provided` are given by the environment.
pub(in crate::cli) fn missing(
    operation: &Operation<'_>,
    arguments: &Map<String, Value>,
    files: &[(String, Upload)],
    provided: &[&str],
) -> Vec<String> {
    let is_given = |field: &Field| {
        arguments.contains_key(field.name.as_str())
            || files.iter().any(|(name, _)| *name == field.name)
            || provided.contains(&field.name.as_str())
    };
    let fields = operation.endpoint.request.fields.iter();
    let absent = fields.filter(|field| field.required && !is_given(field));
    absent.map(|field| format!("`--{}` is required ({})", field.name, noun(&field.ty))).collect()
}

/// What is wrong with the values of arguments.
#[derive(Debug, Default)]
pub(in crate::cli) struct Values {
    /// Values of other types, and members that are missing or that the docs do not know.
    pub(in crate::cli) wrong: Vec<String>,
    /// Values that the docs do not list and bounds that are not kept: docs may be behind the service.
    pub(in crate::cli) remarks: Vec<String>,
}

/// Holds the arguments that are given against the model.
pub(in crate::cli) fn values(operation: &Operation<'_>, arguments: &Map<String, Value>) -> Values {
    let Operation { service, endpoint, .. } = *operation;
    let objects = |id: &str| endpoint.object(service, id);
    let mut walk = Walk::new(&objects, MOST);
    for field in endpoint.request.fields.iter().filter(|field| !endpoint.is_file(field)) {
        if let Some(value) = arguments.get(field.name.as_str()) {
            walk.member(field, value);
        }
    }
    let mut values = Values::default();
    for (field, problem) in walk.found {
        let place = problem.path();
        let list = if problem.kind.is_claim() { &mut values.remarks } else { &mut values.wrong };
        list.push(match (problem.kind, field) {
            (Kind::Missing, Some(field)) => format!("`--{place}` is required ({})", noun(&field.ty)),
            _ => format!("`--{place}` {}", problem.message),
        });
    }
    values
}

/// Arguments that the docs do not know.
pub(in crate::cli) fn unknown(operation: &Operation<'_>, arguments: &Map<String, Value>) -> Vec<String> {
    let request = &operation.endpoint.request;
    if request.open.is_some() {
        return Vec::new();
    }
    let is_known = |name: &str| request.fields.iter().any(|field| field.name == name);
    let unknown = arguments.keys().filter(|name| !is_known(name));
    let names = || request.fields.iter().map(|field| field.name.to_string()).collect();
    unknown
        .map(|name| {
            let near = target::nearest(name, names()).into_iter().next();
            let guess = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            format!("`{}` has no argument `{name}`{guess}", operation.key())
        })
        .collect()
}

/// Values that a message lists.
const LISTED: usize = 12;

/// Literals as a list of words.
pub(super) fn shown(literals: &[&str]) -> String {
    let first: Vec<&str> = literals.iter().take(LISTED).copied().collect();
    let more = literals.len().saturating_sub(LISTED);
    if more > 0 { format!("{} and {more} more", first.join(", ")) } else { first.join(", ") }
}

/// A type in one or two words.
pub(super) fn noun(ty: &Type) -> String {
    match ty {
        Type::Any | Type::OneOf(_) => "any value".to_owned(),
        Type::Object(_) | Type::AnyObject | Type::Filter(_) | Type::Map(_) => "object".to_owned(),
        Type::Array(inner) => match inner.leaf() {
            Type::Object(_) | Type::AnyObject | Type::Filter(_) | Type::Map(_) => {
                "list of objects".to_owned()
            }
            inner => format!("list of {}", noun(inner)),
        },
        scalar => scalar.to_string(),
    }
}
