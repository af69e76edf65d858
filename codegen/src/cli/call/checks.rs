//! What is wrong with arguments before they are sent, as far as the docs say.

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

/// Required members of given objects that are missing, by their paths.
pub(super) fn missing_inside(operation: &Operation<'_>, arguments: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for field in &operation.endpoint.request.fields {
        if let Some(value) = arguments.get(field.name.as_str()) {
            inside(operation, &field.ty, value, &field.name, &mut found);
        }
    }
    found
}

/// The depth is that of the value, which a reader of JSON has bounded.
fn inside(operation: &Operation<'_>, ty: &Type, value: &Value, path: &str, found: &mut Vec<String>) {
    match (ty, value) {
        (Type::Array(inner), Value::Array(items)) => {
            for (at, item) in items.iter().enumerate() {
                inside(operation, inner, item, &format!("{path}.{at}"), found);
            }
        }
        (Type::Object(id), Value::Object(members)) => {
            let object = operation.endpoint.object(operation.service, id);
            for field in object.into_iter().flat_map(|object| &object.fields) {
                let path = format!("{path}.{}", field.name);
                match members.get(field.name.as_str()) {
                    Some(value) => inside(operation, &field.ty, value, &path, found),
                    None if field.required => {
                        found.push(format!("`--{path}` is required ({})", noun(&field.ty)))
                    }
                    None => {}
                }
            }
        }
        _ => {}
    }
}

/// Arguments that the docs do not know.
pub(in crate::cli) fn unknown(operation: &Operation<'_>, arguments: &Map<String, Value>) -> Vec<String> {
    let request = &operation.endpoint.request;
    if request.open.is_some() {
        return Vec::new();
    }
    let is_known = |name: &str| request.fields.iter().any(|field| field.name == name);
    let unknown = arguments.keys().filter(|name| !is_known(name));
    unknown.map(|name| format!("`{}` has no argument `{name}`", operation.key())).collect()
}

/// Values that the docs do not list and bounds that are not kept: remarks, because docs may be behind the service.
pub(in crate::cli) fn remarks(operation: &Operation<'_>, arguments: &Map<String, Value>) -> Vec<String> {
    let fields = operation.endpoint.request.fields.iter();
    fields.filter_map(|field| remark(field, arguments.get(field.name.as_str())?)).collect()
}

fn remark(field: &Field, value: &Value) -> Option<String> {
    let (name, meaning) = (&field.name, &field.meaning);
    let literals: Vec<&str> = meaning.values.iter().map(|value| value.literal.as_str()).collect();
    let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let is_scalar = |value: &&Value| value.is_string() || value.is_number();
    let strange =
        values.iter().filter(is_scalar).find(|value| !literals.contains(&value.to_string().as_str()));
    if let Some(value) = strange.filter(|_| !literals.is_empty()) {
        return Some(format!("`--{name}`: the docs list {}, not {value}", shown(&literals)));
    }
    let number = value.as_i64()?;
    let below = meaning.min.filter(|min| number < *min).map(|min| format!("at least {min}"));
    let above = meaning.max.filter(|max| number > *max).map(|max| format!("at most {max}"));
    below.or(above).map(|bound| format!("`--{name}`: the docs say {bound}, not {number}"))
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
