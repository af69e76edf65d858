//! Fit: a sample against the decided types, as the emitted types decode it. Known fields go into their types,
//! unknown ones into the open part of their object; what has no place would be lost, what does not fit rejected.

use crate::infer::{Places, values};
use crate::model::{Endpoint, Example, Field, Location, Object, SampleRole, Service, Tolerance, Type};
use crate::syntax::json::{Members, Value};
use foldhash::{HashMap, HashSet};
use std::borrow::Cow;
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

impl<'m> Known<'m> {
    /// The object of an id; all of an endpoint are noted when the first is asked for.
    fn object(&mut self, id: &str, endpoint: &'m Endpoint, service: &'m Service) -> Option<&'m Object> {
        if self.objects.is_empty() {
            for object in &endpoint.types {
                self.objects.entry(&object.id).or_insert(object);
            }
        }
        self.objects.get(id).copied().or_else(|| service.types.get(id))
    }
}

impl Target {
    /// What is the same for all that ask for the same change, whatever the samples show.
    pub fn key(&self) -> (u8, String, String, bool) {
        let (kind, object, name, inside) = match self {
            Self::Request => (0, "", "", false),
            Self::Payload { inside } => (1, "", "", *inside),
            Self::Field { object, name, inside } => (2, object.as_str(), name.as_str(), *inside),
            Self::PayloadPromise => (3, "", "", false),
            Self::Promise { object, name } => (4, object.as_str(), name.as_str(), false),
            Self::New { object, name, .. } => (5, object.as_str(), name.as_str(), false),
        };
        (kind, object.to_owned(), name.to_owned(), inside)
    }
}

/// Checks one sample; `None` when it is no JSON or shows a failed call.
pub fn sample(service: &Service, endpoint: &Endpoint, example: &Example) -> Option<(Counts, Vec<Misfit>)> {
    let json = example.json.as_ref()?;
    let counts =
        Counts { samples: 1, repaired: usize::from(!example.repairs.is_empty()), ..Counts::default() };
    let mut walk = Walk { service, endpoint, counts, misfits: Vec::new(), known: Known::default() };
    match example.role {
        SampleRole::Request => walk.request(json),
        SampleRole::Response => walk.response(json),
        SampleRole::Error | SampleRole::Other => return None,
    }
    walk.counts.whole = usize::from(walk.misfits.is_empty());
    Some((walk.counts, walk.misfits))
}

struct Walk<'m> {
    service: &'m Service,
    endpoint: &'m Endpoint,
    counts: Counts,
    misfits: Vec<Misfit>,
    known: Known<'m>,
}

/// What was looked up before: objects by their ids, and the places of their fields.
#[derive(Default)]
struct Known<'m> {
    objects: HashMap<&'m str, &'m Object>,
    places: HashMap<*const Object, Places>,
    /// Fields that the server promises.
    promised: HashMap<*const Object, Vec<usize>>,
}

/// Where a value stands and what it speaks for; a text is made of it only where something does not fit.
#[derive(Clone, Copy)]
struct Place<'p> {
    above: Option<&'p Place<'p>>,
    step: Step<'p>,
    part: Part<'p>,
    /// In a response, where required fields are a promise of the server.
    answered: bool,
}

/// The last step of a path.
#[derive(Clone, Copy)]
enum Step<'p> {
    Root(&'p str),
    Member(&'p str),
    /// A key of a map.
    Key(&'p str),
    Item(usize),
}

/// A [`Target`] by reference.
#[derive(Clone, Copy)]
enum Part<'p> {
    Request,
    Payload { inside: bool },
    Field { object: &'p str, name: &'p str, inside: bool },
    PayloadPromise,
    Promise { object: &'p str, name: &'p str },
    New { object: &'p str, name: &'p str, value: &'p Value },
}

impl<'p> Place<'p> {
    /// A root of its own: the request or the payload.
    fn root(name: &'p str, part: Part<'p>, answered: bool) -> Self {
        Self { above: None, step: Step::Root(name), part, answered }
    }

    /// A member of the object that stands here.
    fn member(&'p self, name: &'p str, part: Part<'p>) -> Self {
        Self { above: Some(self), step: Step::Member(name), part, answered: self.answered }
    }

    /// An element of the list or map that stands here.
    fn inside(&'p self, step: Step<'p>) -> Self {
        let part = match self.part {
            Part::Field { object, name, .. } => Part::Field { object, name, inside: true },
            Part::Payload { .. } => Part::Payload { inside: true },
            other => other,
        };
        Self { above: Some(self), step, part, answered: self.answered }
    }

    fn path(&self) -> String {
        let mut path = self.above.map(Place::path).unwrap_or_default();
        let dot = if path.is_empty() { "" } else { "." };
        path += &match self.step {
            Step::Root(name) => name.to_owned(),
            Step::Member(name) => format!("{dot}{name}"),
            Step::Key(name) => format!(".{name}"),
            Step::Item(at) => format!("[{at}]"),
        };
        path
    }
}

impl Part<'_> {
    fn target(self) -> Target {
        match self {
            Part::Request => Target::Request,
            Part::Payload { inside } => Target::Payload { inside },
            Part::Field { object, name, inside } => {
                Target::Field { object: object.to_owned(), name: name.to_owned(), inside }
            }
            Part::PayloadPromise => Target::PayloadPromise,
            Part::Promise { object, name } => {
                Target::Promise { object: object.to_owned(), name: name.to_owned() }
            }
            Part::New { object, name, value } => {
                Target::New { object: object.to_owned(), name: name.to_owned(), value: value.clone() }
            }
        }
    }
}

/// Nothing reads as an empty list, and as a value of any type.
fn takes_null(ty: &Type) -> bool {
    matches!(ty, Type::Array(_) | Type::Any | Type::OneOf(_))
}

/// A body that is the payload, without the members of the envelope that stand among its own.
fn without<'v>(json: &'v Value, envelope: &[Field]) -> Cow<'v, Value> {
    let is_envelope = |name: &str| envelope.iter().any(|field| field.name == *name);
    match json {
        Value::Object(members) if members.iter().any(|(name, _)| is_envelope(name)) => {
            let mut own = members.clone();
            own.retain(|name| !is_envelope(name));
            Cow::Owned(Value::Object(own))
        }
        _ => Cow::Borrowed(json),
    }
}

/// Where the field stands that a sample shows: of two of one name, the one in the body.
fn shown_at(fields: &[Field], name: &str, at: Option<usize>) -> Option<usize> {
    let at = at?;
    let in_body = |field: &Field| field.name == name && field.location != Location::Path;
    let twin = (fields[at].location == Location::Path).then(|| fields.iter().position(in_body)).flatten();
    twin.or(Some(at))
}

impl<'m> Walk<'m> {
    fn misfit(&mut self, place: &Place<'_>, what: impl Into<String>) {
        self.misfits.push(Misfit { path: place.path(), what: what.into(), target: place.part.target() });
    }

    fn request(&mut self, json: &Value) {
        let place = Place::root("", Part::Request, false);
        let request = &self.endpoint.request;
        if let Some(field) = request.fields.iter().find(|field| field.location == Location::WholeBody) {
            let part = Part::Field { object: &request.id, name: &field.name, inside: false };
            return self.field(json, field, &place.member(&field.name, part));
        }
        if *json != Value::Null {
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
        let inner = own.as_deref().or_else(|| json.get(&payload.member));
        let place = Place::root(&payload.member, Part::Payload { inside: false }, true);
        match inner {
            None => {}
            Some(Value::Null) if payload.nullable || takes_null(&payload.ty) => {}
            Some(Value::Null) => {
                self.misfit(&Place { part: Part::PayloadPromise, ..place }, "the sample has null");
            }
            Some(value) => match &payload.ty {
                Type::Array(inner) if values::tolerated(value, &payload.accepts) => {
                    self.element(value, inner, &[], &place.inside(Step::Item(0)));
                }
                ty => self.value(value, ty, &[], &place),
            },
        }
    }

    fn object(&mut self, json: &Value, object: &Object, place: &Place<'_>) {
        let Value::Object(members) = json else {
            self.counts.lost += values::leaves(json).max(1);
            return self
                .misfit(place, format!("an object is expected, the sample has {}", values::word(json)));
        };
        for (at, (name, value)) in members.iter().enumerate() {
            let id = object.id.as_str();
            let places = self.known.places.entry(object).or_insert_with(|| Places::of(&object.fields));
            match shown_at(&object.fields, name, places.get(&object.fields, name, at)) {
                Some(at) => {
                    let part = Part::Field { object: id, name, inside: false };
                    self.field(value, &object.fields[at], &place.member(name, part));
                }
                None if object.open.is_some() => self.counts.open += values::leaves(value),
                None => {
                    self.counts.lost += values::leaves(value).max(1);
                    let part = Part::New { object: id, name, value };
                    self.misfit(&place.member(name, part), "no field has this name");
                }
            }
        }
        if place.answered {
            self.promises(members, object, place);
        }
    }

    /// What the answer of the server must hold.
    fn promises(&mut self, members: &Members, object: &Object, place: &Place<'_>) {
        let is_promised = |field: &Field| field.required && !takes_null(&field.ty);
        let fields = object.fields.iter().enumerate();
        let known = &mut self.known.promised;
        let promised = known
            .entry(object)
            .or_insert_with(|| fields.filter(|(_, field)| is_promised(field)).map(|(at, _)| at).collect());
        if promised.is_empty() {
            return;
        }
        let promised: Vec<&Field> = promised.iter().map(|at| &object.fields[*at]).collect();
        let names: HashSet<&str> = members.iter().map(|(name, _)| name).collect();
        for Field { name, .. } in promised.into_iter().filter(|field| !names.contains(field.name.as_str())) {
            let part = Part::Promise { object: &object.id, name };
            self.misfit(&place.member(name, part), "promised, and not in the sample");
        }
    }

    fn field(&mut self, value: &Value, field: &Field, place: &Place<'_>) {
        let Field { ty, required, nullable, accepts, .. } = field;
        match value {
            Value::Null if *nullable || !required => self.counts.typed += 1,
            Value::Null if matches!(ty, Type::Any | Type::OneOf(_)) => self.counts.open += 1,
            _ => self.value(value, ty, accepts, place),
        }
    }

    fn value(&mut self, value: &Value, ty: &Type, accepts: &[Tolerance], place: &Place<'_>) {
        match (ty, value) {
            (Type::Filter(_), _) => self.counts.typed += values::leaves(value).max(1),
            (Type::Any | Type::OneOf(_), _) | (Type::AnyObject, Value::Object(_)) => {
                self.counts.open += values::leaves(value).max(1)
            }
            (Type::Map(inner), Value::Object(members)) => {
                members.iter().for_each(|(name, value)| {
                    self.element(value, inner, accepts, &place.inside(Step::Key(name)))
                });
            }
            (Type::Array(inner), Value::Array(items)) => {
                items.iter().enumerate().for_each(|(at, value)| {
                    self.element(value, inner, accepts, &place.inside(Step::Item(at)))
                });
            }
            (Type::Object(id), _) if !values::tolerated(value, accepts) => {
                let (endpoint, service) = (self.endpoint, self.service);
                match self.known.object(id, endpoint, service) {
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
    fn element(&mut self, value: &Value, ty: &Type, accepts: &[Tolerance], place: &Place<'_>) {
        if *value == Value::Null && !matches!(ty, Type::Any | Type::OneOf(_)) {
            self.counts.lost += 1;
            return self.misfit(place, "`null` among the elements");
        }
        self.value(value, ty, accepts, place);
    }
}
