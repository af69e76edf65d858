//! The types that the endpoints of a service share: which of them say something else on the other side.

use super::same;
use crate::emit::rust::surface::Surfaces;
use crate::model::{Endpoint, Field, Service, Type};
use std::collections::{BTreeMap, BTreeSet};

/// Shared types that say something else on the other side.
pub(super) enum ChangedTypes<'a> {
    /// These, and those that hold one of them.
    Some(BTreeSet<&'a str>),
    /// Other names are taken in the emitted crate, and any type of an endpoint may be named after that.
    Names,
}

impl<'a> ChangedTypes<'a> {
    pub(super) fn between(services: [&'a Service; 2], surfaces: [&Surfaces<'a>; 2]) -> Self {
        let ([old, new], [before, after]) = (services, surfaces);
        let names = (before.shared_names(&old.name), after.shared_names(&new.name));
        if old.types.keys().ne(new.types.keys()) || names.0 != names.1 {
            return Self::Names;
        }
        let both = old.types.iter().zip(new.types.values());
        let differ = both.filter(|((_, before), after)| !same::object(before, after));
        let mut pending: Vec<&str> = differ.map(|((id, _), _)| id.as_str()).collect();
        if pending.is_empty() {
            return Self::Some(BTreeSet::new());
        }
        let (holders, mut changed) = (holders(services), BTreeSet::new());
        while let Some(id) = pending.pop() {
            if changed.insert(id) {
                pending.extend(holders.get(id).into_iter().flatten());
            }
        }
        Self::Some(changed)
    }

    pub(super) fn are_none(&self) -> bool {
        matches!(self, Self::Some(changed) if changed.is_empty())
    }

    /// Whether an endpoint of either side uses one of them.
    pub(super) fn has_one_of(&self, endpoints: [&Endpoint; 2]) -> bool {
        let Self::Some(changed) = self else { return true };
        !changed.is_empty() && endpoints.into_iter().any(|endpoint| uses(endpoint, changed))
    }
}

/// The shared types that hold each of them.
fn holders(services: [&Service; 2]) -> BTreeMap<&str, Vec<&str>> {
    let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (holder, object) in services.into_iter().flat_map(|service| &service.types) {
        for field in &object.fields {
            if let Type::Object(held) = field.ty.leaf() {
                holders.entry(held).or_default().push(holder);
            }
        }
    }
    holders
}

fn leads_to(ty: &Type, changed: &BTreeSet<&str>) -> bool {
    matches!(ty.leaf(), Type::Object(id) if changed.contains(id.as_str()))
}

fn uses(endpoint: &Endpoint, changed: &BTreeSet<&str>) -> bool {
    let Endpoint { request, response, envelope, credentials, types, .. } = endpoint;
    let objects = std::iter::once(request).chain(types).flat_map(|object| &object.fields);
    let mut fields = objects.chain(envelope).chain(credentials);
    leads_to(&response.ty, changed) || fields.any(|field: &Field| leads_to(&field.ty, changed))
}
