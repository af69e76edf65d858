//! Made-up values of documented types, for what no sample shows. A seed decides them.

use super::operation::Operation;
use super::random::{mix, of_text};
use docwright::model::{Field, Meaning, Object, Type};
use serde_json::{Map, Value, json};

/// Levels at which optional members, and then all, end.
const OPTIONAL_DEPTH: usize = 4;
const DEPTH: usize = 12;

/// Values of one answer or request.
const MOST: usize = 2_000;

/// Makes the values of one answer or request.
pub(super) struct Synthesis<'o> {
    operation: &'o Operation,
    random: u64,
    left: usize,
}

impl<'o> Synthesis<'o> {
    pub(super) fn new(operation: &'o Operation, seed: u64) -> Self {
        Self { operation, random: of_text(seed, &operation.name()), left: MOST }
    }

    fn number(&mut self, below: u64) -> u64 {
        self.random = mix(self.random);
        self.random % below.max(1)
    }

    /// An id of 32 digits.
    pub(super) fn id(&mut self) -> String {
        let halves = [self.number(u64::MAX), self.number(u64::MAX)];
        format!("{:016x}{:016x}", halves[0], halves[1])
    }

    /// A value of a type.
    pub(super) fn value(&mut self, name: &str, ty: &Type, meaning: &Meaning, depth: usize) -> Value {
        self.left = self.left.saturating_sub(1);
        match ty {
            Type::Array(inner) => self.list(name, inner, meaning, depth),
            Type::Map(inner) => {
                let value = self.value(name, inner, meaning, depth + 1);
                json!({ "key": value })
            }
            Type::Object(id) => match self.operation.object(id) {
                Some(object) if depth < DEPTH => Value::Object(self.object(object, depth + 1)),
                _ => json!({}),
            },
            Type::OneOf(types) => match types.first() {
                Some(first) if depth < DEPTH => self.value(name, first, meaning, depth + 1),
                _ => Value::Null,
            },
            Type::Any => json!(name),
            Type::AnyObject | Type::Filter(_) => json!({}),
            plain => self.documented(plain, meaning).unwrap_or_else(|| self.plain(name, plain, meaning)),
        }
    }

    fn list(&mut self, name: &str, inner: &Type, meaning: &Meaning, depth: usize) -> Value {
        let least = meaning.min_length.unwrap_or(0).min(16);
        let most = meaning.max_length.unwrap_or(2).min(16).max(least);
        let wanted = if depth >= OPTIONAL_DEPTH || self.left == 0 { least } else { most.min(2).max(least) };
        // Bounds of a list are none of its elements.
        let inside = Meaning { min_length: None, max_length: None, ..meaning.clone() };
        Value::Array((0..wanted).map(|_| self.value(name, inner, &inside, depth + 1)).collect())
    }

    /// The members of an object: all near the top, further down those that are promised.
    pub(super) fn object(&mut self, object: &Object, depth: usize) -> Map<String, Value> {
        let mut members = Map::new();
        for field in &object.fields {
            if field.required || (depth <= OPTIONAL_DEPTH && self.left > 0) {
                members.insert(field.name.to_string(), self.field(field, depth));
            }
        }
        members
    }

    pub(super) fn field(&mut self, field: &Field, depth: usize) -> Value {
        let is_cut = matches!(field.ty, Type::Object(_)) && (depth >= DEPTH || self.left == 0);
        if is_cut && field.nullable {
            return Value::Null;
        }
        self.value(&field.name, &field.ty, &field.meaning, depth)
    }

    /// One of the documented values, or the default.
    fn documented(&mut self, ty: &Type, meaning: &Meaning) -> Option<Value> {
        let literals: Vec<&String> = meaning.values.iter().map(|value| &value.literal).collect();
        let literal = match literals.len() {
            0 => meaning.default.as_ref()?,
            count => literals[self.number(count as u64) as usize],
        };
        let value = serde_json::from_str::<Value>(literal).ok()?;
        match (ty, &value) {
            (Type::String, Value::String(_)) | (Type::Boolean, Value::Bool(_)) => Some(value),
            (Type::Integer { .. }, Value::Number(number)) if !number.is_f64() => Some(value),
            (Type::Number, Value::Number(_)) => Some(value),
            (Type::String, Value::Number(number)) => Some(json!(number.to_string())),
            _ => None,
        }
    }

    fn plain(&mut self, name: &str, ty: &Type, meaning: &Meaning) -> Value {
        match ty {
            Type::Boolean => json!(self.number(2) == 1),
            Type::String => json!(self.text(name, meaning)),
            _ => {
                let low = meaning.min.unwrap_or_else(|| meaning.max.map_or(1, |max| max.min(1)));
                let high = meaning.max.unwrap_or(low.saturating_add(99)).max(low);
                let width = high.saturating_sub(low).unsigned_abs().saturating_add(1);
                json!(low.saturating_add(self.number(width).min(i64::MAX as u64) as i64))
            }
        }
    }

    fn text(&mut self, name: &str, meaning: &Meaning) -> String {
        let digits = self.number(10_000);
        let text = match meaning.format.as_deref() {
            Some("date-time") => format!("2024-01-01T00:00:{:02}Z", digits % 60),
            Some("date") => format!("2024-01-{:02}", digits % 28 + 1),
            Some("byte" | "base64") => "ZGF0YQ==".to_owned(),
            Some("ipv4") => format!("192.0.2.{}", digits % 254 + 1),
            Some("uuid") => {
                let id = self.id();
                format!("{}-{}-{}-{}-{}", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..])
            }
            _ => format!("{name}-{digits:04}"),
        };
        let (least, most) = (meaning.min_length.unwrap_or(0), meaning.max_length.unwrap_or(u64::MAX));
        let mut text: Vec<char> = text.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect();
        // Nothing is made longer than a screen.
        let least = usize::try_from(least.min(1_000)).unwrap_or_default();
        if text.len() < least {
            text.resize(least, 'x');
        }
        text.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::{field, operation};
    use super::super::{excuses, validate};
    use super::*;
    use docwright::model::Value as Documented;

    /// What is made up passes the validation.
    #[test]
    fn values_are_of_their_types_and_within_their_bounds() {
        let with =
            |name: &str, ty, meaning: Meaning| Field { meaning: meaning.into(), ..field(name, ty, true) };
        let bounds = Meaning { min: Some(-3), max: Some(-2), ..Meaning::default() };
        let length = Meaning { min_length: Some(3), max_length: Some(3), ..Meaning::default() };
        let value = Documented { literal: "\"on\"".to_owned(), ..Documented::default() };
        let values = Meaning { values: vec![value], ..Meaning::default() };
        let list = |ty| Type::Array(Box::new(ty));
        let fields = vec![
            with("n", Type::integer(), bounds),
            with("t", Type::String, length.clone()),
            with("l", list(Type::Object("o".to_owned())), length),
            with("e", Type::String, values),
        ];
        let own = field("self", Type::Object("o".to_owned()), true);
        let operation = operation(fields, vec![("o", vec![own, field("b", Type::Boolean, true)])]);
        let make = |seed| Synthesis::new(&operation, seed).object(&operation.endpoint.request, 0);
        assert_eq!(make(1), make(1));
        assert_ne!(make(1), make(2));
        for seed in 0..20 {
            let made = make(seed);
            let problems = validate::sample(&operation, &made);
            let claims: Vec<_> = problems.iter().filter(|(_, problem)| problem.kind.is_claim()).collect();
            assert!(claims.is_empty(), "{claims:?}\n{made:?}");
        }
        assert!(excuses::requests(&operation).is_empty());
    }
}
