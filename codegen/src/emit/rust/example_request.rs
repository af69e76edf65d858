//! Complete requests: a sample with its missing required fields added, or a request of required fields alone.

use crate::model::{Endpoint, Field, Location, Object, Service, Type};
use serde_json::{Map, Value};

/// Depth at which made-up objects of a recursive type end.
const MAX_DEPTH: usize = 8;

/// A request with all required fields, and the paths of those that the sample lacks.
pub(super) fn request(
    service: &Service,
    endpoint: &Endpoint,
    sample: &Map<String, Value>,
) -> (Value, Vec<String>) {
    let mut complete = Complete { service, endpoint, added: Vec::new() };
    let members = complete.object(&endpoint.request, sample.clone(), "", 0);
    (Value::Object(members), complete.added)
}

/// The members of a request sample; where one argument is the whole body, the sample is that.
pub(super) fn members(endpoint: &Endpoint, sample: Value) -> Option<Map<String, Value>> {
    let mut fields = endpoint.request.fields.iter();
    match (fields.find(|field| field.location == Location::WholeBody), sample) {
        (Some(field), sample) => Some(Map::from_iter([(field.name.to_string(), sample)])),
        (None, Value::Object(members)) => Some(members),
        (None, _) => None,
    }
}

struct Complete<'a> {
    service: &'a Service,
    endpoint: &'a Endpoint,
    added: Vec<String>,
}

impl Complete<'_> {
    fn object(
        &mut self,
        object: &Object,
        mut members: Map<String, Value>,
        path: &str,
        depth: usize,
    ) -> Map<String, Value> {
        for field in &object.fields {
            let path =
                if path.is_empty() { field.name.to_string() } else { format!("{path}.{}", field.name) };
            match members.get_mut(field.name.as_str()) {
                Some(value) => {
                    let old = value.take();
                    *value = self.value(&field.ty, old, &path, depth + 1);
                }
                None if field.required => {
                    self.added.push(path);
                    members.insert(field.name.to_string(), self.made_up(field, depth + 1));
                }
                None => {}
            }
        }
        members
    }

    fn value(&mut self, ty: &Type, value: Value, path: &str, depth: usize) -> Value {
        match (ty, value) {
            (Type::Object(id), Value::Object(members)) if depth < MAX_DEPTH => {
                match self.endpoint.object(self.service, id) {
                    Some(object) => Value::Object(self.object(object, members, path, depth)),
                    None => Value::Object(members),
                }
            }
            (Type::Array(inner), Value::Array(values)) => {
                let element = |(at, value)| self.value(inner, value, &format!("{path}[{at}]"), depth);
                Value::Array(values.into_iter().enumerate().map(element).collect())
            }
            (Type::Map(inner), Value::Object(members)) => {
                let member = |(name, value): (String, Value)| {
                    let value = self.value(inner, value, &format!("{path}.{name}"), depth);
                    (name, value)
                };
                Value::Object(members.into_iter().map(member).collect())
            }
            (_, value) => value,
        }
    }

    /// A value for a field: its default, its first documented value, or one of its type.
    fn made_up(&mut self, field: &Field, depth: usize) -> Value {
        let Field { name, ty, meaning, .. } = field;
        let literal = meaning.default.as_ref().or(meaning.values.first().map(|value| &value.literal));
        let known = literal.and_then(|literal| serde_json::from_str(literal).ok());
        match (ty, known) {
            (Type::String, Some(Value::String(text))) => Value::String(text),
            (Type::Integer { .. }, Some(Value::Number(number))) if !number.is_f64() => Value::Number(number),
            (Type::Boolean, Some(Value::Bool(value))) => Value::Bool(value),
            (Type::String | Type::Any | Type::OneOf(_), _) => Value::from(name.as_str()),
            (Type::Integer { .. } | Type::Number, _) => Value::from(meaning.min.unwrap_or(1)),
            (Type::Boolean, _) => Value::Bool(true),
            (Type::Array(_), _) => Value::Array(Vec::new()),
            (Type::Object(id), _) if depth < MAX_DEPTH => {
                let object = self.endpoint.object(self.service, id);
                // The list of added paths names the object alone, not its fields.
                let mut inner = Complete { added: Vec::new(), ..*self };
                Value::Object(
                    object.map_or_else(Map::new, |object| inner.object(object, Map::new(), "", depth)),
                )
            }
            (Type::Object(_) | Type::AnyObject | Type::Map(_) | Type::Filter(_), _) => {
                Value::Object(Map::new())
            }
        }
    }
}
