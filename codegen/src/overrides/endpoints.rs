//! Changes of endpoints: name, route, idempotency, paging, and leaving one out.

use super::change::Change;
use super::writer::{Effect, OverrideWriter};
use crate::model::address::{self, Holder};
use crate::model::{Api, Endpoint, Fact, Field, Object, Paging, Service, Text, Type, Witness};
use std::sync::Arc;

/// Mark of an endpoint that is left out; it goes when every change is made, so that indices stay.
const GONE: &str = "";

/// Changes one endpoint.
pub(super) fn change(
    service: &mut Service,
    at: usize,
    change: &Change,
    writer: OverrideWriter<'_>,
) -> Result<Effect, Effect> {
    let endpoint = &service.endpoints[at];
    match change {
        Change::Method(_) | Change::Path(_) => return Ok(route(endpoint, change.fact(), writer)),
        Change::Paging(Some(paging)) => paging_fits(service, endpoint, paging)?,
        Change::Name(name) => free(service, at, name)?,
        _ => {}
    }
    let endpoint = Arc::make_mut(&mut service.endpoints[at]);
    let (changed, says) = match change {
        Change::Idempotent(idempotent) => {
            let says = if *idempotent { "harmless to repeat" } else { "not to be repeated" };
            let was = endpoint.is_repeatable();
            endpoint.idempotent = *idempotent;
            if !idempotent {
                endpoint.idempotency_token = Default::default();
            }
            (was != *idempotent, says.to_owned())
        }
        Change::Paging(paging) => {
            let says = paging.as_ref().map_or("none".to_owned(), |paging| format!("by {}", paging.style));
            (std::mem::replace(&mut endpoint.paging, paging.clone()) != *paging, says)
        }
        Change::Description(text) => {
            let said = endpoint.description.len() == 1 && endpoint.description[0].text == *text;
            let language = crate::source::language_of_text(text).into();
            endpoint.description = vec![Text { language, text: text.as_str().into(), origin: writer.origin }];
            (!said, text.clone())
        }
        Change::Name(name) => (std::mem::replace(&mut endpoint.id, name.clone()) != *name, name.clone()),
        Change::Remove => {
            GONE.clone_into(&mut endpoint.id);
            (true, "absent".to_owned())
        }
        _ => return Effect::wrong("this key belongs to a field, and the path leads to an endpoint"),
    };
    writer.vote(&mut endpoint.votes, change.fact(), says, changed);
    Ok(Effect::of(changed))
}

/// The route was corrected before the page was lowered; whether others say the same shows in the votes.
fn route(endpoint: &Endpoint, fact: Fact, writer: OverrideWriter<'_>) -> Effect {
    let mut votes = endpoint.votes.iter().filter(|vote| vote.fact == fact);
    let ours = votes.clone().find(|vote| vote.witness == Witness::Override && vote.origin == writer.origin);
    match ours {
        Some(ours) => {
            Effect::of(!votes.any(|vote| vote.witness != Witness::Override && vote.says == ours.says))
        }
        None => Effect::Wrong("no page of the endpoint took it".to_owned()),
    }
}

fn free(service: &Service, at: usize, name: &str) -> Result<(), Effect> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(plain) {
        return Effect::wrong("a name has letters, digits, `_`, `-` and `.`, and begins with a letter");
    }
    let taken =
        service.endpoints.iter().enumerate().any(|(other, endpoint)| other != at && endpoint.id == name);
    if taken { Effect::wrong(format!("the service has another operation `{name}`")) } else { Ok(()) }
}

/// Whether the fields that a paging walks by are there.
pub(super) fn paging_fits(service: &Service, endpoint: &Endpoint, paging: &Paging) -> Result<(), Effect> {
    let Paging { style: _, start, limit, max: _, items, total, count_flag } = paging;
    let in_request = |path: &[String]| field(service, endpoint, &endpoint.request, path);
    let is_number = |field: &&Field| matches!(field.ty, Type::Integer { .. } | Type::Number);
    for path in [start, limit] {
        if in_request(path).filter(is_number).is_none() {
            return Effect::wrong(format!("the request has no number `{}`", path.join(".")));
        }
    }
    if let Some(flag) = count_flag
        && in_request(flag).is_none_or(|field| field.ty != Type::Boolean)
    {
        return Effect::wrong(format!("the request has no boolean `{}`", flag.join(".")));
    }
    let payload = &endpoint.response.ty;
    let object = address::holder(service, endpoint, payload);
    let object = object.as_ref().and_then(|holder: &Holder| holder.object(service, endpoint));
    let in_payload = |path: &[String]| object.and_then(|object| field(service, endpoint, object, path));
    let listed = match items.as_slice() {
        [] => matches!(payload, Type::Array(_)),
        path => in_payload(path).is_some_and(|field| matches!(field.ty, Type::Array(_))),
    };
    if !listed {
        return Effect::wrong(format!("the payload has no list `{}`", items.join(".")));
    }
    match total {
        Some(total) if in_payload(total).filter(is_number).is_none() => {
            Effect::wrong(format!("the payload has no number `{}`", total.join(".")))
        }
        _ => Ok(()),
    }
}

fn field<'m>(
    service: &'m Service,
    endpoint: &'m Endpoint,
    object: &'m Object,
    path: &[String],
) -> Option<&'m Field> {
    let (first, rest) = path.split_first()?;
    let found = object.fields.iter().find(|field| field.name == *first)?;
    match (rest, &found.ty) {
        ([], _) => Some(found),
        (rest, Type::Object(id)) => field(service, endpoint, endpoint.object(service, id)?, rest),
        _ => None,
    }
}

/// Leaves out what is to be left out, and puts the rest into the order of its names.
pub(super) fn finish(api: &mut Api) {
    for service in &mut api.services {
        service.endpoints.retain(|endpoint| endpoint.id != GONE);
        service.endpoints.sort_by(|a, b| (&a.id, &a.method, &a.path).cmp(&(&b.id, &b.method, &b.path)));
    }
}
