//! Changes of fields, of the request as a whole and of the payload.

use super::change::Change;
use super::types;
use super::writer::{Effect, OverrideWriter};
use crate::infer::values;
use crate::model::address::{self, Address, Holder, Place};
use crate::model::{
    Api, Fact, Field, Location, Object, Open, Service, Text, Texts, Tolerance, Type, Vote, Witness,
};
use crate::page::routes::placeholders;
use crate::source::language_of_text;
use crate::syntax::json::Value;
use std::sync::Arc;

type Done = Result<Effect, Effect>;

/// The places that a field of this path would be added to, and its name.
pub(super) fn parents<'f>(api: &Api, fact: &'f str) -> Option<(Vec<Address>, &'f str)> {
    let (parent, name) = fact.rsplit_once('.')?;
    let places = address::find(api, parent).ok().filter(|places| !places.is_empty())?;
    (!name.is_empty()).then_some((places, name))
}

/// Adds a field of a new name to the object at a place, or confirms the one that is there.
pub(super) fn add(
    service: &mut Service,
    at: &Address,
    new: Option<&str>,
    writer: OverrideWriter<'_>,
) -> Done {
    let Some(name) = new else { return confirm(service, at, writer) };
    let holder = container(service, at, writer)?;
    let in_path =
        holder == Holder::Request && placeholders(&service.endpoints[at.endpoint].path).contains(&name);
    let location = if in_path { Location::Path } else { Location::Body };
    let Some(object) = holder.object_mut(service, at.endpoint) else {
        return Effect::wrong("there is no such object");
    };
    let mut field =
        Field { name: name.into(), origin: writer.origin, location, required: in_path, ..Field::default() };
    writer.vote(&mut field.votes, Fact::Presence, "present".to_owned(), false);
    object.fields.push(field);
    Ok(Effect::Changed)
}

/// A field that only samples or the path show is described by the override now.
fn confirm(service: &mut Service, at: &Address, writer: OverrideWriter<'_>) -> Done {
    let Place::Field(holder, index) = &at.place else {
        return Effect::wrong("`add` applies to fields, and this is not a field");
    };
    let Some(field) = field_mut(service, at.endpoint, holder, *index) else {
        return Effect::wrong("there is no such field");
    };
    let known = field.votes.iter().any(is_documented);
    writer.vote(&mut field.votes, Fact::Presence, "present".to_owned(), false);
    Ok(Effect::of(!known))
}

/// The object that a new field goes into; a container without one gets one.
fn container(service: &mut Service, at: &Address, writer: OverrideWriter<'_>) -> Result<Holder, Effect> {
    let endpoint = &service.endpoints[at.endpoint];
    let (ty, id) = match &at.place {
        Place::Request => return Ok(Holder::Request),
        Place::Payload => (endpoint.response.ty.clone(), format!("response.{}", endpoint.response.member)),
        Place::Field(holder, index) => {
            let object = holder.object(service, endpoint).filter(|object| *index < object.fields.len());
            let Some(object) = object else { return Effect::wrong("there is no such object") };
            let field = &object.fields[*index];
            (field.ty.clone(), format!("{}.{}", object.id, field.name))
        }
        Place::Endpoint | Place::Envelope(_) => {
            return Effect::wrong("a field is added below `request` or `response`");
        }
    };
    if let Some(holder) = address::holder(service, endpoint, ty.leaf()) {
        return Ok(holder);
    }
    if !matches!(ty.leaf(), Type::AnyObject) {
        return Effect::wrong(format!("it is {ty}, which has no fields; give it the type `object` first"));
    }
    let id = id.trim_end_matches('.').to_owned();
    let target = match &at.place {
        Place::Field(holder, index) => {
            field_mut(service, at.endpoint, holder, *index).map(|field| &mut field.ty)
        }
        _ => service.endpoint_mut(at.endpoint).map(|endpoint| &mut endpoint.response.ty),
    };
    target.into_iter().for_each(|ty| ty.set_leaf(Type::Object(id.clone())));
    let types = &mut Arc::make_mut(&mut service.endpoints[at.endpoint]).types;
    types.push(Object { id, origin: writer.origin, ..Object::default() });
    Ok(Holder::Own(types.len() - 1))
}

fn field_mut<'m>(
    service: &'m mut Service,
    endpoint: usize,
    holder: &Holder,
    index: usize,
) -> Option<&'m mut Field> {
    holder.object_mut(service, endpoint)?.fields.get_mut(index)
}

/// Changes one field.
pub(super) fn change(
    service: &mut Service,
    endpoint: usize,
    holder: &Holder,
    index: usize,
    change: &Change,
    writer: OverrideWriter<'_>,
) -> Done {
    let Some(field) = field_mut(service, endpoint, holder, index).map(|field| field.clone()) else {
        return Effect::wrong("there is no such field");
    };
    match change {
        Change::Open(open) => {
            let effect = inside(service, endpoint, &field.ty, *open, writer)?;
            let votes = field_mut(service, endpoint, holder, index).map(|field| &mut field.votes);
            votes.into_iter().for_each(|votes| vote_open(votes, *open, &effect, writer));
            return Ok(effect);
        }
        Change::Name(name) => return rename(service, endpoint, holder, index, name, writer),
        Change::Remove => return remove(service, endpoint, holder, index),
        Change::Location(_) if *holder != Holder::Request => {
            return Effect::wrong("only parameters of the request itself travel by `in`");
        }
        _ => {}
    }
    let mut field = field;
    let done = own(&mut field, service, endpoint, change, writer)?;
    if let Some(target) = field_mut(service, endpoint, holder, index) {
        *target = field;
    }
    Ok(done)
}

/// The changes that concern nothing but the field.
fn own(
    field: &mut Field,
    service: &Service,
    endpoint: usize,
    change: &Change,
    writer: OverrideWriter<'_>,
) -> Done {
    let of = &service.endpoints[endpoint];
    let is_placeholder = |name: &str| placeholders(&of.path).contains(&name);
    let (changed, says) = match change {
        Change::Type(text) => {
            let (ty, nullable) = types::read(text, &field.ty, writer.dialect, service, of)?;
            let changed = ty != field.ty || nullable && !field.nullable;
            field.nullable |= nullable;
            field.ty = ty;
            field.accepts.retain(|tolerance| tolerates(&field.ty, *tolerance));
            (changed, field.ty.to_string())
        }
        Change::Required(required) => {
            if !required && field.location == Location::Path && is_placeholder(&field.name) {
                return Effect::wrong("the path needs it, so it is always sent");
            }
            let says = if *required { "required" } else { "optional" };
            let answers = field.is_required_sometimes();
            let changed = std::mem::replace(&mut field.required, *required) != *required;
            (changed || answers, says.to_owned())
        }
        Change::Nullable(nullable) => {
            let says = if *nullable { "null stands for it" } else { "never null" };
            (std::mem::replace(&mut field.nullable, *nullable) != *nullable, says.to_owned())
        }
        Change::Description(text) => (describe(&mut field.docs, text, writer), text.clone()),
        Change::Default(literal) => {
            default_fits(literal.as_deref(), &field.ty)?;
            let changed = std::mem::replace(&mut field.meaning.default, literal.clone()) != *literal;
            (changed, literal.clone().unwrap_or_else(|| "none".to_owned()))
        }
        Change::Values(values) => {
            let changed = std::mem::replace(&mut field.meaning.values, values.clone()) != *values;
            let says: Vec<&str> = values.iter().map(|value| value.literal.as_str()).collect();
            (changed, says.join(", "))
        }
        Change::Location(location) => {
            if (*location == Location::Path) != is_placeholder(&field.name) {
                return Effect::wrong("what travels in the path are its placeholders, and nothing else");
            }
            if *location == Location::WholeBody && field.location != Location::WholeBody {
                return Effect::wrong("only a page makes one argument the whole body");
            }
            let changed = std::mem::replace(&mut field.location, *location) != *location;
            (changed, format!("{location:?}").to_lowercase())
        }
        _ => return Effect::wrong("this key belongs to an endpoint, and the path leads to a field"),
    };
    writer.vote(&mut field.votes, change.fact(), says, changed);
    Ok(Effect::of(changed))
}

/// Whether a tolerance means anything for a type.
fn tolerates(ty: &Type, tolerance: Tolerance) -> bool {
    let leaf = ty.leaf();
    match tolerance {
        Tolerance::NullList | Tolerance::OneForList => matches!(ty, Type::Array(_)),
        Tolerance::NumberAsText => matches!(leaf, Type::Integer { .. } | Type::Number),
        Tolerance::TextAsNumber => *leaf == Type::String,
        Tolerance::BoolAsNumber => *leaf == Type::Boolean,
        Tolerance::EmptyText => !matches!(ty, Type::String | Type::Any | Type::OneOf(_)),
    }
}

fn default_fits(literal: Option<&str>, ty: &Type) -> Result<(), Effect> {
    let Some(value) = literal.and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
        return Ok(());
    };
    let fits = match ty {
        Type::Array(_) => matches!(value, Value::Array(_)),
        Type::Map(_) | Type::AnyObject | Type::Object(_) => matches!(value, Value::Object(_)),
        Type::Any | Type::OneOf(_) | Type::Filter(_) => true,
        plain => values::fits(&value, plain),
    };
    if fits {
        Ok(())
    } else {
        Effect::wrong(format!("the type is {ty}, and this is {}", values::word(&value)))
    }
}

/// The text becomes the description in its language; what other languages say stays.
fn describe(docs: &mut Texts, text: &str, writer: OverrideWriter<'_>) -> bool {
    let language = language_of_text(text);
    let own: Vec<&Text> = docs.iter().filter(|have| have.language == language).collect();
    if own.len() == 1 && own[0].text == text {
        return false;
    }
    let at = docs.iter().position(|have| have.language == language).unwrap_or(docs.len());
    docs.retain(|have| have.language != language);
    let text = Text { language: language.into(), text: text.into(), origin: writer.origin };
    docs.insert(at.min(docs.len()), text);
    true
}

fn vote_open(votes: &mut Vec<Vote>, open: bool, effect: &Effect, writer: OverrideWriter<'_>) {
    let says = if open { "open" } else { "closed" };
    writer.vote(votes, Fact::Open, says.to_owned(), *effect == Effect::Changed);
}

/// Opens or closes the object behind a type; the vote stands with the field or payload that holds it.
fn inside(service: &mut Service, endpoint: usize, ty: &Type, open: bool, writer: OverrideWriter<'_>) -> Done {
    if *ty.leaf() == Type::AnyObject && open {
        return Ok(Effect::Same);
    }
    let Some(holder) = address::holder(service, &service.endpoints[endpoint], ty.leaf()) else {
        return Effect::wrong(format!("it is {ty}; only an object with fields is open or closed"));
    };
    let Some(object) = holder.object_mut(service, endpoint) else {
        return Effect::wrong("there is no such object");
    };
    Ok(Effect::of(set_open(object, open, writer)))
}

fn set_open(object: &mut Object, open: bool, writer: OverrideWriter<'_>) -> bool {
    let changed = object.open.is_some() != open;
    if changed {
        object.open = open.then(|| Open { reason: writer.reason.to_owned(), origin: writer.origin });
    }
    changed
}

/// Gives a field another name on the wire. A field of that name which only samples show is the same field.
fn rename(
    service: &mut Service,
    endpoint: usize,
    holder: &Holder,
    index: usize,
    name: &str,
    writer: OverrideWriter<'_>,
) -> Done {
    let Some(object) = holder.object_mut(service, endpoint) else {
        return Effect::wrong("there is no such object");
    };
    if object.fields[index].name == name {
        return Ok(Effect::Same);
    }
    if name.is_empty() || object.fields[index].location == Location::Path {
        return Effect::wrong("the name is that of a placeholder; change `path` of the endpoint");
    }
    let twin = object.fields.iter().position(|field| field.name == name);
    let in_table = |vote: &Vote| matches!(vote.witness, Witness::Table | Witness::OtherLanguage);
    if twin.is_some_and(|twin| object.fields[twin].votes.iter().any(in_table)) {
        return Effect::wrong(format!("the object has another field `{name}`"));
    }
    let seen = twin.map(|twin| object.fields[twin].clone());
    let field = &mut object.fields[index];
    field.name = name.into();
    if let Some(seen) = seen {
        if matches!(field.ty.leaf(), Type::Any | Type::AnyObject) {
            field.ty = seen.ty;
        }
        field.nullable |= seen.nullable;
        field.accepts.extend(seen.accepts);
        field.accepts.retain(|tolerance| tolerates(&field.ty, *tolerance));
        field.accepts.sort();
        field.accepts.dedup();
        field.votes.extend(seen.votes);
    }
    writer.vote(&mut field.votes, Fact::Name, name.to_owned(), true);
    twin.into_iter().for_each(|twin| drop(object.fields.remove(twin)));
    Ok(Effect::Changed)
}

fn is_documented(vote: &Vote) -> bool {
    matches!(vote.witness, Witness::Table | Witness::OtherLanguage | Witness::Override)
}

fn remove(service: &mut Service, endpoint: usize, holder: &Holder, index: usize) -> Done {
    let Some(object) = holder.object_mut(service, endpoint) else {
        return Effect::wrong("there is no such object");
    };
    if object.fields[index].location == Location::Path {
        return Effect::wrong("the path needs it; change `path` of the endpoint");
    }
    object.fields.remove(index);
    Ok(Effect::Changed)
}

/// Changes the request as a whole.
pub(super) fn request(
    service: &mut Service,
    endpoint: usize,
    change: &Change,
    writer: OverrideWriter<'_>,
) -> Done {
    let Change::Open(open) = change else {
        return Effect::wrong(
            "of the request as a whole, `open` can be said; its fields have paths of their own",
        );
    };
    let endpoint = Arc::make_mut(&mut service.endpoints[endpoint]);
    let changed = set_open(&mut endpoint.request, *open, writer);
    let effect = Effect::of(changed);
    vote_open(&mut endpoint.votes, *open, &effect, writer);
    Ok(effect)
}

/// Changes the payload.
pub(super) fn payload(
    service: &mut Service,
    endpoint: usize,
    change: &Change,
    writer: OverrideWriter<'_>,
) -> Done {
    let mut payload = service.endpoints[endpoint].response.clone();
    let (changed, says) = match change {
        Change::Open(open) => {
            let effect = inside(service, endpoint, &payload.ty, *open, writer)?;
            vote_open(
                &mut Arc::make_mut(&mut service.endpoints[endpoint]).response.votes,
                *open,
                &effect,
                writer,
            );
            return Ok(effect);
        }
        Change::Type(text) => {
            let (ty, _) =
                types::read(text, &payload.ty, writer.dialect, service, &service.endpoints[endpoint])?;
            let changed = ty != payload.ty || !payload.documented;
            (payload.ty, payload.documented) = (ty, true);
            (changed, payload.ty.to_string())
        }
        Change::Nullable(nullable) => {
            let says = if *nullable { "may be absent" } else { "always there" };
            (std::mem::replace(&mut payload.nullable, *nullable) != *nullable, says.to_owned())
        }
        Change::Description(text) => (describe(&mut payload.docs, text, writer), text.clone()),
        Change::Member(member) => {
            (std::mem::replace(&mut payload.member, member.clone()) != *member, member.clone())
        }
        Change::Remove => {
            let changed = std::mem::replace(&mut payload.documented, false);
            payload.ty = Type::Any;
            (changed, "absent".to_owned())
        }
        _ => return Effect::wrong("this key does not apply to a payload"),
    };
    writer.vote(&mut payload.votes, change.fact(), says, changed);
    Arc::make_mut(&mut service.endpoints[endpoint]).response = payload;
    Ok(Effect::of(changed))
}
