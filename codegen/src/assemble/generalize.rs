//! Widening, the last step: what some sample of some page shows and no type has room for gets room. It is rare,
//! since samples were weighed before; pages that differ between languages and samples that differ among themselves
//! are what is left.

use super::conformance::{self, Target};
use crate::diagnostic::{Diagnostic, code};
use crate::infer::Places;
use crate::model::{Endpoint, Fact, Field, Object, Open, Origin, SampleRole, Service, Type, Witness};
use crate::policy::{Claim, PROMISES, SHAPE, Votes};
use crate::syntax::json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Rounds after which even nested misfits are gone: one per level.
const ROUNDS: usize = 12;

/// Makes every sample of the endpoint fit.
pub fn run(endpoint: &mut Arc<Endpoint>) -> Vec<Diagnostic> {
    let (empty, mut found) = (Service::default(), Vec::new());
    for _ in 0..ROUNDS {
        let misfits = misfits(endpoint, &empty);
        if misfits.is_empty() {
            break;
        }
        let (endpoint, mut places) = (Arc::make_mut(endpoint), Lookup::default());
        for (target, origin, witness) in misfits {
            found.extend(apply(endpoint, target, origin, witness, &mut places));
        }
    }
    found
}

/// What speaks against the model, each target once.
fn misfits(endpoint: &Endpoint, service: &Service) -> Vec<(Target, Origin, Witness)> {
    let (mut found, mut known) = (Vec::new(), HashSet::new());
    for example in &endpoint.examples {
        let witness = match example.role {
            SampleRole::Request => Witness::RequestExample,
            _ => Witness::ResponseExample,
        };
        let misfits =
            conformance::sample(service, endpoint, example).map(|(_, misfits)| misfits).unwrap_or_default();
        for target in misfits.into_iter().map(|misfit| misfit.target) {
            if target != Target::Request && known.insert(target.key()) {
                found.push((target, example.origin, witness));
            }
        }
    }
    found
}

/// Fields by the id of their object and their name, noted when an object is first asked for.
#[derive(Default)]
struct Lookup(HashMap<String, Option<(Option<usize>, Places)>>);

impl Lookup {
    /// The object of an id.
    fn object<'m>(&mut self, endpoint: &'m mut Endpoint, id: &str) -> Option<(&'m mut Object, &Places)> {
        if !self.0.contains_key(id) {
            let own = endpoint.types.iter().position(|object| object.id == id).map(Some);
            let at = if endpoint.request.id == id { Some(None) } else { own };
            let object = |at: Option<usize>| at.map_or(&endpoint.request, |at| &endpoint.types[at]);
            self.0.insert(id.to_owned(), at.map(|at| (at, Places::of(&object(at).fields))));
        }
        let (at, places) = self.0.get(id)?.as_ref()?;
        Some((at.map_or(&mut endpoint.request, |at| &mut endpoint.types[at]), places))
    }

    /// A field of it. Fields that are added meanwhile are asked for in the next round.
    fn field<'m>(&mut self, endpoint: &'m mut Endpoint, id: &str, name: &str) -> Option<&'m mut Field> {
        let (object, places) = self.object(endpoint, id)?;
        let at = places.get(&object.fields, name, usize::MAX)?;
        object.fields.get_mut(at)
    }
}

fn apply(
    endpoint: &mut Endpoint,
    target: Target,
    origin: Origin,
    witness: Witness,
    places: &mut Lookup,
) -> Option<Diagnostic> {
    match target {
        Target::Request => None,
        Target::Payload { inside } => {
            let payload = &mut endpoint.response;
            let said = payload.ty.to_string();
            loosen(&mut payload.ty, inside);
            payload.votes.decide(&SHAPE, claim(witness, &payload.ty, origin));
            Some(report(&payload.member, &said, payload.origin, origin))
        }
        Target::Field { object, name, inside } => {
            let field = places.field(endpoint, &object, &name)?;
            let said = field.ty.to_string();
            loosen(&mut field.ty, inside);
            field.votes.decide(&SHAPE, claim(witness, &field.ty, origin));
            Some(report(&name, &said, field.origin, origin))
        }
        Target::PayloadPromise => {
            let payload = &mut endpoint.response;
            payload.nullable = true;
            Some(broken(&payload.member, payload.origin, origin))
        }
        Target::Promise { object, name } => {
            let field = places.field(endpoint, &object, &name)?;
            field.required = false;
            field.votes.decide(&PROMISES, Claim::new(Fact::Required, witness, "absent", origin));
            Some(broken(&name, field.origin, origin))
        }
        Target::New { object, name, value } => {
            add(places.object(endpoint, &object)?.0, name, &value, origin, witness)
        }
    }
}

/// Any value, inside its lists where these are right.
fn loosen(ty: &mut Type, inside: bool) {
    if inside && *ty.leaf() != Type::Any { ty.set_leaf(Type::Any) } else { *ty = Type::Any }
}

fn claim(witness: Witness, ty: &Type, origin: Origin) -> Claim {
    Claim::new(Fact::Type, witness, ty.to_string(), origin)
}

fn report(name: &str, said: &str, place: Origin, sample: Origin) -> Diagnostic {
    Diagnostic::new(&code::SHAPE_CONFLICT, format!("`{name}` is {said}, and a sample shows something else"))
        .label(place, "described here")
        .label(first_line(sample), "in this sample")
        .note("it takes any JSON value")
}

fn broken(name: &str, place: Origin, sample: Origin) -> Diagnostic {
    Diagnostic::new(&code::BROKEN_PROMISE, format!("`{name}` is promised, and a sample lacks it"))
        .label(place, "promised here")
        .label(first_line(sample), "not in this sample")
        .note("it became optional")
}

/// A whole sample would fill the screen.
fn first_line(origin: Origin) -> Origin {
    Origin { end: origin.start + 1, ..origin }
}

fn add(
    object: &mut Object,
    name: String,
    value: &Value,
    origin: Origin,
    witness: Witness,
) -> Option<Diagnostic> {
    if name.is_empty() {
        object.open = Some(Open { reason: "a sample has a member without a name".to_owned(), origin });
        return None;
    }
    let ty = match value {
        Value::Bool(_) => Type::Boolean,
        Value::Number(number) if number.is_i64() => Type::integer(),
        Value::Number(_) => Type::Number,
        Value::String(_) => Type::String,
        _ => Type::Any,
    };
    let found = Diagnostic::new(&code::SAMPLE_ONLY, format!("`{name}` is in a sample and in no table"))
        .label(first_line(origin), "in this sample")
        .note("it became an optional field");
    let nullable = *value == Value::Null;
    let mut field = Field { name: name.into(), ty, nullable, origin, ..Field::default() };
    field.votes.cast(Fact::Presence, witness, "present", origin);
    object.fields.push(field);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Example, Payload};
    use serde_json::json;

    #[test]
    fn every_sample_fits_afterwards() {
        let field = |name: &str, ty: Type| Field { name: name.into(), ty, ..Field::default() };
        let list = Type::Array(Box::new(Type::String));
        let sample = |role: SampleRole, json: serde_json::Value| Example {
            role,
            json: Some(Arc::new(json.into())),
            ..Example::default()
        };
        let mut endpoint = Arc::new(Endpoint {
            request: Object {
                id: "request".to_owned(),
                fields: vec![field("a", Type::String), field("b", list)],
                ..Object::default()
            },
            response: Payload {
                ty: Type::AnyObject,
                member: "data".to_owned(),
                documented: true,
                ..Payload::default()
            },
            examples: vec![
                sample(SampleRole::Request, json!({"a": 1, "b": ["x", null], "c": 2, "": 0})),
                sample(SampleRole::Response, json!({"data": "done"})),
            ],
            ..Endpoint::default()
        });
        let found = run(&mut endpoint);
        let service = Service::default();
        for example in &endpoint.examples {
            assert_eq!(conformance::sample(&service, &endpoint, example).unwrap().1, []);
        }
        let types: Vec<String> =
            endpoint.request.fields.iter().map(|field| format!("{}: {}", field.name, field.ty)).collect();
        assert_eq!(types, ["a: any value", "b: array of any value", "c: integer"]);
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn a_promise_that_a_sample_breaks_is_none() {
        let promised =
            |name: &str, ty: Type| Field { name: name.into(), ty, required: true, ..Field::default() };
        let list = Type::Array(Box::new(Type::String));
        let fields =
            vec![promised("kept", Type::String), promised("broken", Type::String), promised("list", list)];
        let mut endpoint = Arc::new(Endpoint {
            response: Payload {
                ty: Type::Object("response.data".to_owned()),
                member: "data".to_owned(),
                documented: true,
                ..Payload::default()
            },
            types: vec![Object { id: "response.data".to_owned(), fields, ..Object::default() }],
            examples: [json!({"data": {"kept": "x"}}), json!({"data": null})]
                .map(|json| Example {
                    role: SampleRole::Response,
                    json: Some(Arc::new(json.into())),
                    ..Example::default()
                })
                .to_vec(),
            ..Endpoint::default()
        });
        assert_eq!(run(&mut endpoint).len(), 2);
        let required: Vec<bool> = endpoint.types[0].fields.iter().map(|field| field.required).collect();
        assert_eq!((required, endpoint.response.nullable), (vec![true, false, true], true));
    }
}
