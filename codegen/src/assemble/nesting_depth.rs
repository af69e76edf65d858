//! Nesting depth: where types nest deeper than rustc can follow, the field that crosses the limit takes any JSON value.
//!
//! rustc proves `Send`, `Sync` and the like of a type by recursion through everything it holds, and gives up at a
//! recursion limit of 128. Each kind of type counts for the levels that it adds to that proof.

use crate::diagnostic::{Diagnostic, code};
use crate::limits::TYPE_DEPTH;
use crate::model::{Endpoint, Field, Object, Service, Type};
use foldhash::HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Levels of a struct and the `Option` around it.
const OBJECT: usize = 2;
/// Levels of `Vec`.
const ARRAY: usize = 4;
/// Levels of `BTreeMap`.
const MAP: usize = 6;

/// Cuts what nests too deep, in the types of each endpoint and in those that the service shares.
pub fn limit(service: &mut Service) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut shared = BTreeSet::new();
    for endpoint in &mut service.endpoints {
        let mut walk = Walk::new(endpoint, &service.types);
        for field in &endpoint.request.fields {
            walk.field(None, field, OBJECT);
        }
        let too_deep = walk.ty(&endpoint.response.ty, 0);
        let Walk { own, of_service, cut_request, .. } = walk;
        shared.extend(of_service.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())));
        let own: BTreeSet<(String, String)> =
            own.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
        let cut_request: BTreeSet<String> = cut_request.into_iter().map(str::to_owned).collect();
        if own.is_empty() && cut_request.is_empty() && !too_deep {
            continue;
        }
        let endpoint = Arc::make_mut(endpoint);
        if too_deep {
            endpoint.response.ty = Type::Any;
            found.push(finding(&endpoint.id, endpoint.response.origin));
        }
        let request = endpoint.request.fields.iter_mut().filter(|field| cut_request.contains(&*field.name));
        found.extend(request.map(cut));
        for object in &mut endpoint.types {
            let id = object.id.clone();
            let fields = object.fields.iter_mut();
            found.extend(fields.filter(|field| own.contains(&(id.clone(), field.name.to_string()))).map(cut));
        }
        super::filters::keep_reachable(endpoint);
    }
    for (id, name) in shared {
        let fields = service.types.get_mut(&id).into_iter().flat_map(|object| &mut object.fields);
        found.extend(fields.filter(|field| field.name == name).map(cut));
    }
    found
}

fn cut(field: &mut Field) -> Diagnostic {
    field.ty = Type::Any;
    field.accepts.clear();
    finding(&field.name, field.origin)
}

fn finding(name: &str, origin: crate::model::Origin) -> Diagnostic {
    Diagnostic::new(&code::NESTED_TOO_DEEP, format!("`{name}` is nested too deep to have a type"))
        .label(origin, "takes any JSON value from here on")
}

/// A walk through everything that an endpoint reaches.
struct Walk<'m> {
    /// The objects of the endpoint, and those of the service that were come upon.
    objects: HashMap<&'m str, Seen<'m>>,
    shared: &'m BTreeMap<String, Object>,
    own: BTreeSet<(&'m str, &'m str)>,
    of_service: BTreeSet<(&'m str, &'m str)>,
    cut_request: BTreeSet<&'m str>,
}

/// An object, and how far it was looked at.
#[derive(Clone, Copy)]
struct Seen<'m> {
    object: &'m Object,
    is_shared: bool,
    /// The greatest depth at which it was seen.
    deepest: Option<usize>,
    /// Whether it holds the one at hand; one that holds itself is boxed, and its proof ends there.
    is_above: bool,
}

impl<'m> Seen<'m> {
    fn new(object: &'m Object, is_shared: bool) -> Self {
        Self { object, is_shared, deepest: None, is_above: false }
    }
}

impl<'m> Walk<'m> {
    fn new(endpoint: &'m Endpoint, shared: &'m BTreeMap<String, Object>) -> Self {
        Self {
            objects: endpoint.types.iter().map(|own| (own.id.as_str(), Seen::new(own, false))).collect(),
            shared,
            own: BTreeSet::new(),
            of_service: BTreeSet::new(),
            cut_request: BTreeSet::new(),
        }
    }

    /// A field of an object, or of the request.
    fn field(&mut self, owner: Option<(&'m str, bool)>, field: &'m Field, depth: usize) {
        if self.ty(&field.ty, depth) {
            match owner {
                None => _ = self.cut_request.insert(&field.name),
                Some((id, true)) => _ = self.of_service.insert((id, &field.name)),
                Some((id, false)) => _ = self.own.insert((id, &field.name)),
            }
        }
    }

    /// Whether a type itself crosses the limit; what its object holds is looked at on the way.
    fn ty(&mut self, ty: &'m Type, depth: usize) -> bool {
        if depth > TYPE_DEPTH {
            // Any value has no depth of its own.
            return *ty != Type::Any;
        }
        match ty {
            Type::Array(inner) => self.ty(inner, depth + ARRAY),
            Type::Map(inner) => self.ty(inner, depth + MAP),
            Type::Object(id) => {
                self.object(id, depth + OBJECT);
                false
            }
            _ => false,
        }
    }

    fn object(&mut self, id: &'m str, depth: usize) {
        if !self.objects.contains_key(id)
            && let Some(object) = self.shared.get(id)
        {
            self.objects.insert(id, Seen::new(object, true));
        }
        let Some(seen) = self.objects.get_mut(id) else { return };
        if seen.is_above || seen.deepest.is_some_and(|deepest| deepest >= depth) {
            return;
        }
        (seen.deepest, seen.is_above) = (Some(depth), true);
        let Seen { object, is_shared, .. } = *seen;
        object.fields.iter().for_each(|field| self.field(Some((id, is_shared)), field, depth));
        self.objects.entry(id).and_modify(|seen| seen.is_above = false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain of so many objects below the request, each in a list of the one above.
    fn chain(len: usize, wrap: fn(Type) -> Type) -> Service {
        let id = |at: usize| format!("request.{at}");
        let field =
            |at: usize| Field { name: "next".into(), ty: wrap(Type::Object(id(at))), ..Field::default() };
        let object = |at: usize| {
            let fields = if at + 1 < len { vec![field(at + 1)] } else { Vec::new() };
            Object { id: id(at), fields, ..Object::default() }
        };
        let request = Object { id: "request".to_owned(), fields: vec![field(0)], ..Object::default() };
        let endpoint = Endpoint { request, types: (0..len).map(object).collect(), ..Endpoint::default() };
        Service { endpoints: vec![endpoint.into()], ..Service::default() }
    }

    #[track_caller]
    fn check(mut service: Service, findings: usize, types: usize) {
        assert_eq!(limit(&mut service).len(), findings);
        assert_eq!(service.endpoints[0].types.len(), types);
        assert!(limit(&mut service).is_empty(), "the limit holds afterwards");
    }

    #[test]
    fn what_is_too_deep_takes_any_value() {
        check(chain(8, |ty| Type::Array(Box::new(ty))), 0, 8);
        check(chain(120, |ty| ty), 1, TYPE_DEPTH / OBJECT);
        check(chain(120, |ty| Type::Array(Box::new(ty))), 1, TYPE_DEPTH / (ARRAY + OBJECT));
        let mut lists = chain(1, |ty| ty);
        lists.endpoint_mut(0).unwrap().response.ty =
            (0..50).fold(Type::String, |ty, _| Type::Array(Box::new(ty)));
        check(lists, 1, 1);
    }

    #[test]
    fn types_that_hold_themselves_end() {
        let mut service = chain(3, |ty| ty);
        service.endpoint_mut(0).unwrap().types[2].fields =
            vec![Field { name: "back".into(), ty: Type::Object("request.0".to_owned()), ..Field::default() }];
        check(service, 0, 3);
    }
}
