//! Fit: a sample against the decided types, as the emitted types decode it. Known fields go into their types,
//! unknown ones into the open part of their object; what has no place would be lost, what does not fit rejected.

use super::values;
use crate::model::{Endpoint, Example, Field, Object, Service, Tolerance, Type};
use serde_json::{Map, Value};
use std::ops::AddAssign;

/// Samples and their leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All samples.
    pub samples: usize,
    /// Samples that were mended before.
    pub repaired: usize,
    /// Samples that decode and come back whole.
    pub whole: usize,
    /// Leaves in fields with a type.
    pub typed: usize,
    /// Leaves in open objects, maps and values of any type.
    pub open: usize,
    /// Leaves without a place.
    pub lost: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let Self { samples, repaired, whole, typed, open, lost } = other;
        self.samples += samples;
        self.repaired += repaired;
        self.whole += whole;
        self.typed += typed;
        self.open += open;
        self.lost += lost;
    }
}

/// A value that the model has no place for.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// Path inside the sample.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// What would have to change.
    pub target: Target,
}

/// The part of the model that a misfit speaks against.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// The request itself.
    Request,
    /// The payload; `inside` when only its elements are wrong.
    Payload {
        /// Below its lists and maps.
        inside: bool,
    },
    /// A field of the object with this id.
    Field {
        /// The object.
        object: String,
        /// The field.
        name: String,
        /// Below its lists and maps.
        inside: bool,
    },
    /// The promise that there is always a payload.
    PayloadPromise,
    /// The promise that a field is always there, with a value.
    Promise {
        /// The object.
        object: String,
        /// The field.
        name: String,
    },
    /// A field that the object with this id lacks.
    New {
        /// The object.
        object: String,
        /// The field.
        name: String,
        /// What the sample shows.
        value: Value,
    },
}

impl Target {
    /// Whether both ask for the same change, whatever the samples show.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::New { object, name, .. }, Self::New { object: other, name: found, .. }) => {
                object == other && name == found
            }
            _ => self == other,
        }
    }
}

/// Checks one sample; `None` when it is no JSON or shows a failed call.
pub fn sample(service: &Service, endpoint: &Endpoint, example: &Example) -> Option<(Counts, Vec<Misfit>)> {
    let json = example.json.as_ref()?;
    let counts =
        Counts { samples: 1, repaired: usize::from(!example.repairs.is_empty()), ..Counts::default() };
    let mut walk = Walk { service, endpoint, counts, misfits: Vec::new() };
    match example.role.as_str() {
        "request" => walk.request(json),
        "response" => walk.response(json),
        _ => return None,
    }
    walk.counts.whole = usize::from(walk.misfits.is_empty());
    Some((walk.counts, walk.misfits))
}

struct Walk<'m> {
    service: &'m Service,
    endpoint: &'m Endpoint,
    counts: Counts,
    misfits: Vec<Misfit>,
}

/// Where a value stands: the path to print and the part of the model that it speaks for.
#[derive(Clone)]
struct Place {
    path: String,
    target: Target,
    /// In a response, where required fields are a promise of the server.
    answered: bool,
}

impl Place {
    /// An element of a list or map.
    fn inside(&self, path: String) -> Self {
        let target = match self.target.clone() {
            Target::Field { object, name, .. } => Target::Field { object, name, inside: true },
            Target::Payload { .. } => Target::Payload { inside: true },
            other => other,
        };
        Self { path, target, answered: self.answered }
    }
}

/// Nothing reads as an empty list, and as a value of any type.
fn takes_null(ty: &Type) -> bool {
    matches!(ty, Type::Array(_) | Type::Any | Type::OneOf(_))
}

/// A body that is the payload, without the members of the envelope that stand among its own.
fn without(json: &Value, envelope: &[Field]) -> Value {
    let mut json = json.clone();
    if let Value::Object(members) = &mut json {
        members.retain(|name, _| !envelope.iter().any(|field| field.name == *name));
    }
    json
}

impl Walk<'_> {
    fn misfit(&mut self, place: &Place, what: impl Into<String>) {
        self.misfits.push(Misfit {
            path: place.path.clone(),
            what: what.into(),
            target: place.target.clone(),
        });
    }

    fn request(&mut self, json: &Value) {
        let place = Place { path: String::new(), target: Target::Request, answered: false };
        if !json.is_null() {
            self.object(json, &self.endpoint.request, &place);
        }
    }

    /// The payload inside its envelope; other members belong to the envelope.
    fn response(&mut self, json: &Value) {
        let payload = &self.endpoint.response;
        if !payload.documented {
            return;
        }
        let own = payload.member.is_empty().then(|| without(json, &self.endpoint.envelope));
        let inner = own.as_ref().or_else(|| json.get(&payload.member));
        let target = Target::Payload { inside: false };
        let place = Place { path: payload.member.clone(), target, answered: true };
        match inner {
            None => {}
            Some(Value::Null) if payload.nullable || takes_null(&payload.ty) => {}
            Some(Value::Null) => {
                self.misfit(&Place { target: Target::PayloadPromise, ..place }, "the sample has null");
            }
            Some(value) => self.value(value, &payload.ty, &[], &place),
        }
    }

    fn object(&mut self, json: &Value, object: &Object, place: &Place) {
        let Value::Object(members) = json else {
            self.counts.lost += values::leaves(json).max(1);
            return self
                .misfit(place, format!("an object is expected, the sample has {}", values::word(json)));
        };
        for (name, value) in members {
            let path = if place.path.is_empty() { name.clone() } else { format!("{}.{name}", place.path) };
            match object.fields.iter().find(|field| field.name == *name) {
                Some(field) => {
                    let target =
                        Target::Field { object: object.id.clone(), name: name.clone(), inside: false };
                    self.field(value, field, &Place { path, target, answered: place.answered });
                }
                None if object.open.is_some() => self.counts.open += values::leaves(value),
                None => {
                    self.counts.lost += values::leaves(value).max(1);
                    let target =
                        Target::New { object: object.id.clone(), name: name.clone(), value: value.clone() };
                    self.misfit(&Place { path, target, answered: place.answered }, "no field has this name");
                }
            }
        }
        if place.answered {
            self.promises(members, object, &place.path);
        }
    }

    /// What the answer of the server must hold.
    fn promises(&mut self, members: &Map<String, Value>, object: &Object, path: &str) {
        let promised = object.fields.iter().filter(|field| field.required && !takes_null(&field.ty));
        for Field { name, .. } in promised.filter(|field| !members.contains_key(&field.name)) {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let target = Target::Promise { object: object.id.clone(), name: name.clone() };
            self.misfit(&Place { path, target, answered: true }, "promised, and not in the sample");
        }
    }

    fn field(&mut self, value: &Value, field: &Field, place: &Place) {
        let Field { ty, required, nullable, accepts, .. } = field;
        match value {
            Value::Null if *nullable || !required => self.counts.typed += 1,
            Value::Null if matches!(ty, Type::Any | Type::OneOf(_)) => self.counts.open += 1,
            _ => self.value(value, ty, accepts, place),
        }
    }

    fn value(&mut self, value: &Value, ty: &Type, accepts: &[Tolerance], place: &Place) {
        let path = &place.path;
        match (ty, value) {
            (Type::Filter(_), _) => self.counts.typed += values::leaves(value).max(1),
            (Type::Any | Type::OneOf(_), _) | (Type::AnyObject, Value::Object(_)) => {
                self.counts.open += values::leaves(value).max(1)
            }
            (Type::Map(inner), Value::Object(members)) => {
                members.iter().for_each(|(name, value)| {
                    self.element(value, inner, accepts, &place.inside(format!("{path}.{name}")))
                });
            }
            (Type::Array(inner), Value::Array(items)) => {
                items.iter().enumerate().for_each(|(at, value)| {
                    self.element(value, inner, accepts, &place.inside(format!("{path}[{at}]")))
                });
            }
            (Type::Object(id), _) if !values::tolerated(value, accepts) => {
                match self.endpoint.object(self.service, id) {
                    Some(object) => self.object(value, object, place),
                    None => self.misfit(place, format!("the type `{id}` is missing")),
                }
            }
            _ if values::fits(value, ty) || values::tolerated(value, accepts) => self.counts.typed += 1,
            _ => {
                self.counts.lost += 1;
                self.misfit(place, format!("the type is {ty}, the sample has {}", values::word(value)));
            }
        }
    }

    /// `null` inside a list or map has no field that could be optional.
    fn element(&mut self, value: &Value, ty: &Type, accepts: &[Tolerance], place: &Place) {
        if value.is_null() && !matches!(ty, Type::Any | Type::OneOf(_)) {
            self.counts.lost += 1;
            return self.misfit(place, "`null` among the elements");
        }
        self.value(value, ty, accepts, place);
    }
}
