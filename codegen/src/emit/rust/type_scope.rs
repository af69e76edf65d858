//! The types of one emitted file: their names, the directions they travel in, and the fields that need a box.

use super::enums::{self, Enum};
use super::usage::Usage;
use super::{dedup_types, names};
use crate::model::{Endpoint, Field, Object, Service, Type};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// The types of one file.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    /// In document order, the request first.
    pub(super) objects: Vec<&'a Object>,
    /// In the order of their names.
    pub(super) enums: Vec<Enum<'a>>,
    names: BTreeMap<&'a str, String>,
    /// Which of [`Scope::objects`] each id means.
    stands_for: BTreeMap<&'a str, &'a str>,
    pub(super) usage: BTreeMap<&'a str, Usage>,
    enum_of_field: BTreeMap<(&'a str, &'a str), usize>,
    boxed: BTreeSet<(&'a str, &'a str)>,
    /// Type of the constructor's step for a required field.
    steps: BTreeMap<(&'a str, &'a str), String>,
    /// Request fields that are files of a multipart form.
    files: BTreeSet<&'a str>,
    /// The service's scope, for an endpoint's.
    shared: Option<&'a Scope<'a>>,
}

/// Ids of the reachable objects: the endpoint's own, and the service's.
#[derive(Default)]
struct Reach<'a> {
    own: BTreeSet<&'a str>,
    shared: BTreeSet<&'a str>,
}

impl<'a> Scope<'a> {
    /// The types that the endpoints of a service share.
    pub(super) fn shared(service: &'a Service) -> Scope<'a> {
        let mut usage: BTreeMap<&str, Usage> = BTreeMap::new();
        for endpoint in &service.endpoints {
            for id in reach(endpoint, service, request_types(endpoint)).shared {
                usage.entry(id).or_default().request = true;
            }
            for id in reach(endpoint, service, vec![&endpoint.response.ty]).shared {
                usage.entry(id).or_default().response = true;
            }
        }
        let objects = service.types.iter().filter(|(id, _)| usage.contains_key(id.as_str()));
        let objects: Vec<(&str, &Object)> = objects.map(|(id, object)| (id.as_str(), object)).collect();
        let stands_for = objects.iter().map(|(id, _)| (*id, *id)).collect();
        Scope::new(objects, usage, &BTreeMap::new(), stands_for, None)
    }

    /// The types of an endpoint whose operation is called `operation`.
    pub(super) fn endpoint(
        endpoint: &'a Endpoint,
        operation: &str,
        service: &'a Service,
        shared: &'a Scope<'a>,
    ) -> Self {
        let mut usage: BTreeMap<&str, Usage> = BTreeMap::new();
        usage.insert(&endpoint.request.id, Usage { request: true, response: false });
        for id in reach(endpoint, service, request_types(endpoint)).own {
            usage.entry(id).or_default().request = true;
        }
        for id in reach(endpoint, service, vec![&endpoint.response.ty]).own {
            usage.entry(id).or_default().response = true;
        }
        let mut fixed = BTreeMap::from([(endpoint.request.id.as_str(), operation.to_owned())]);
        if let Type::Object(id) = &endpoint.response.ty {
            fixed.entry(id.as_str()).or_insert_with(|| format!("{operation}Output"));
        }
        let mut objects = vec![(endpoint.request.id.as_str(), &endpoint.request)];
        for object in &endpoint.types {
            if usage.contains_key(object.id.as_str()) && objects.iter().all(|(id, _)| *id != object.id) {
                objects.push((&object.id, object));
            }
        }
        let stands_for = dedup_types::representatives(&objects, &fixed);
        for (id, representative) in &stands_for {
            let Usage { request, response } = usage.get(id).copied().unwrap_or_default();
            let merged = usage.entry(representative).or_default();
            merged.request |= request;
            merged.response |= response;
        }
        objects.retain(|(id, _)| stands_for[id] == *id);
        let files = endpoint.request.fields.iter().filter(|field| endpoint.is_file(field));
        let files = files.map(|field| field.name.as_str()).collect();
        Scope { files, ..Scope::new(objects, usage, &fixed, stands_for, Some(shared)) }
    }

    fn new(
        objects: Vec<(&'a str, &'a Object)>,
        usage: BTreeMap<&'a str, Usage>,
        fixed: &BTreeMap<&'a str, String>,
        stands_for: BTreeMap<&'a str, &'a str>,
        shared: Option<&'a Scope<'a>>,
    ) -> Self {
        let groups = enums::groups(&objects, &usage);
        let elements = list_elements(&objects, &stands_for);
        let candidates: Vec<Vec<String>> = objects
            .iter()
            .map(|(id, object)| {
                object_candidates(id, object, fixed, &elements, &dedup_types::of(&stands_for, id))
            })
            .chain(groups.iter().map(enums::EnumCandidate::candidates))
            .collect();
        let ranks: Vec<Rank> = objects
            .iter()
            .map(|(id, object)| Rank::of_object(id, object, fixed, &usage))
            .chain(groups.iter().map(Rank::of_enum))
            .collect();
        let resolved = names::resolve_ranked(&candidates, &ranks, names::PRELUDE_TYPES, names::alike);
        let (object_names, enum_names) = resolved.split_at(objects.len());
        let own: BTreeMap<&str, &String> = objects.iter().map(|(id, _)| *id).zip(object_names).collect();
        let names = stands_for.iter().map(|(id, first)| (*id, own[first].clone())).collect();
        let (enums, enum_of_field) = enums::named(groups, enum_names);
        let boxed = boxed(&objects, &stands_for);
        let steps = steps(&objects, &usage, &resolved);
        let objects = objects.into_iter().map(|(_, object)| object).collect();
        let files = BTreeSet::new();
        Scope { objects, enums, names, stands_for, usage, enum_of_field, boxed, steps, files, shared }
    }

    /// Name of one of [`Scope::objects`].
    pub(super) fn name(&self, object: &Object) -> &str {
        self.names.get(object.id.as_str()).map_or("", String::as_str)
    }

    /// Name of the struct that holds the required arguments of an object.
    pub(super) fn required_name(&self, object: &Object) -> String {
        let name = format!("{}Required", self.name(object));
        let key = names::alike(&name);
        let mut others = self.names.values().chain(self.enums.iter().map(|enum_| &enum_.name));
        match others.any(|other| names::alike(other) == key) {
            true => format!("{name}Arguments"),
            false => name,
        }
    }

    /// Name of the type of the constructor's step for a required field.
    pub(super) fn step_name(&self, owner: &Object, field: &Field) -> String {
        self.steps.get(&(owner.id.as_str(), field.name.as_str())).cloned().unwrap_or_default()
    }

    /// The objects, and of enums and steps the fields, that each emitted type stands for.
    pub(super) fn named_facts(&self) -> impl Iterator<Item = (&str, &'a str, Option<&'a str>)> {
        let objects = self.names.iter().map(|(id, name)| (name.as_str(), *id, None));
        let enums = self.enum_of_field.iter();
        let enums = enums
            .filter_map(|((id, field), at)| Some((self.enums.get(*at)?.name.as_str(), *id, Some(*field))));
        let steps = self.steps.iter().map(|((id, field), name)| (name.as_str(), *id, Some(*field)));
        objects.chain(enums).chain(steps)
    }

    /// Whether types of the same fields come out the same.
    pub(super) fn is_like(&self, other: &Scope<'_>) -> bool {
        self.usage == other.usage
            && self.stands_for == other.stands_for
            && self.boxed == other.boxed
            && self.files == other.files
            && self.named_facts().eq(other.named_facts())
    }

    /// Directions of one of [`Scope::objects`].
    pub(super) fn usage(&self, object: &Object) -> Usage {
        self.usage.get(object.id.as_str()).copied().unwrap_or_default()
    }

    /// Whether the field would make its type infinitely large.
    pub(super) fn is_boxed(&self, owner: &Object, field: &Field) -> bool {
        self.boxed.contains(&(owner.id.as_str(), field.name.as_str()))
    }

    /// Whether the field is a file of a multipart form.
    pub(super) fn is_file(&self, owner: &Object, field: &Field) -> bool {
        let request = self.objects.first().filter(|_| !self.files.is_empty());
        request.is_some_and(|request| request.id == owner.id) && self.files.contains(field.name.as_str())
    }

    /// The enum that stands for the documented values of the field.
    pub(super) fn enum_of(&self, owner: &Object, field: &Field) -> Option<&Enum<'a>> {
        let idx = self.enum_of_field.get(&(owner.id.as_str(), field.name.as_str()))?;
        self.enums.get(*idx)
    }

    /// One of the objects, own or shared, with the scope that holds it.
    pub(super) fn object(&self, id: &str) -> Option<(&Scope<'a>, &'a Object)> {
        let first = self.stands_for.get(id);
        let own = self.objects.iter().find(|object| first == Some(&object.id.as_str()));
        match own {
            Some(object) => Some((self, object)),
            None => self.shared?.object(id),
        }
    }

    /// Path of an object type as this file writes it.
    pub(super) fn object_path(&self, id: &str) -> Option<TokenStream> {
        if let Some(name) = self.names.get(id) {
            let name = names::ident(name);
            return Some(quote!(#name));
        }
        let name = names::ident(self.shared?.names.get(id)?);
        Some(quote!(super::types::#name))
    }
}

fn request_types(endpoint: &Endpoint) -> Vec<&Type> {
    endpoint.request.fields.iter().map(|field| &field.ty).collect()
}

/// Follows types from `roots`. A service's type refers to the service's types only.
fn reach<'a>(endpoint: &'a Endpoint, service: &'a Service, roots: Vec<&'a Type>) -> Reach<'a> {
    let mut reach = Reach::default();
    let mut pending: Vec<(bool, &Type)> = roots.into_iter().map(|ty| (true, ty)).collect();
    while let Some((from_endpoint, ty)) = pending.pop() {
        let Type::Object(id) = ty.leaf() else { continue };
        let own = endpoint.types.iter().find(|object| from_endpoint && object.id == *id);
        let is_new = match own {
            Some(_) => reach.own.insert(id),
            None => reach.shared.insert(id),
        };
        if let Some(object) = own.or_else(|| service.types.get(id)).filter(|_| is_new) {
            pending.extend(object.fields.iter().map(|field| (own.is_some(), &field.ty)));
        }
    }
    reach
}

/// Ids of objects that occur as list elements only.
fn list_elements<'a>(
    objects: &[(&'a str, &'a Object)],
    stands_for: &BTreeMap<&'a str, &'a str>,
) -> BTreeSet<&'a str> {
    let (mut elements, mut singles) = (BTreeSet::new(), BTreeSet::new());
    for ty in objects.iter().flat_map(|(_, object)| &object.fields).map(|field| &field.ty) {
        if let Type::Object(id) = ty.leaf() {
            let set = if matches!(ty, Type::Array(_)) { &mut elements } else { &mut singles };
            set.insert(*stands_for.get(id.as_str()).unwrap_or(&id.as_str()));
        }
    }
    elements.difference(&singles).copied().collect()
}

/// Which of two types that meet keeps the name: one that the call or the page names, then one of requests, then the one that
/// lies higher. So what answers gain, and what is added further down, renames nothing that was there.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    named_by: u8,
    of_answers: bool,
    depth: usize,
    path: (&'a str, &'a str),
}

impl<'a> Rank<'a> {
    fn of_object(
        id: &'a str,
        object: &Object,
        fixed: &BTreeMap<&str, String>,
        usage: &BTreeMap<&str, Usage>,
    ) -> Self {
        let named_by = match (fixed.contains_key(id), &object.name) {
            (true, _) => 0,
            (_, Some(_)) => 1,
            _ => 2,
        };
        let of_answers = !usage.get(id).is_some_and(|usage| usage.request);
        Self { named_by, of_answers, depth: depth(id), path: (id, "") }
    }

    fn of_enum(group: &enums::EnumCandidate<'a>) -> Self {
        let (id, field, of_answers) = group.place();
        Self { named_by: 2, of_answers, depth: depth(id) + 1, path: (id, field) }
    }
}

/// How far below the call an object lies; types that the page names are used by others.
fn depth(id: &str) -> usize {
    let mut path = id.split('.');
    let is_of_call = path.next().is_some_and(|first| ["request", "response"].contains(&first));
    1 + path.count() + usize::from(!is_of_call)
}

/// Names for an object, the shortest first: the page's, the field's, then ever more of its path.
fn object_candidates(
    id: &str,
    object: &Object,
    fixed: &BTreeMap<&str, String>,
    elements: &BTreeSet<&str>,
    twins: &[&str],
) -> Vec<String> {
    if let Some(name) = fixed.get(id) {
        return vec![name.clone()];
    }
    let path: Vec<&str> = id.split('.').collect();
    let last = path.last().copied().unwrap_or_default();
    let single = if elements.contains(id) { names::singular(last) } else { last.to_owned() };
    let mut candidates: Vec<String> = object.name.iter().map(|name| names::camel(name)).collect();
    candidates.extend(dedup_types::common_name(twins).filter(|_| object.name.is_none()));
    for len in 0..path.len() {
        let above = &path[path.len() - 1 - len..path.len() - 1];
        let qualified = |name: &str| names::camel(&[above, &[name]].concat().join("_"));
        candidates.extend([qualified(&single), qualified(last)]);
    }
    candidates.push(format!("{}Object", names::camel(&path.join("_"))));
    candidates.push(names::sealed(&names::camel(&single), id));
    candidates
}

/// Names for the type of a step, the shortest first.
fn step_candidates(object: &str, name: &str, field: &str) -> Vec<String> {
    let short = format!("{name}Needs{}", names::camel(field));
    let sealed = names::sealed(&short, &format!("{object}\0{field}"));
    vec![short, sealed]
}

/// Names for the steps of constructors; `taken` are the names of objects, in their order, and of enums.
fn steps<'a, 'n>(
    objects: &[(&'a str, &'a Object)],
    usage: &BTreeMap<&'a str, Usage>,
    taken: &'n [String],
) -> BTreeMap<(&'a str, &'a str), String> {
    let travels = |id: &str| usage.get(id).is_some_and(|usage| usage.request);
    let of_object = |((id, object), name): (&(&'a str, &'a Object), &'n String)| {
        let needed = object.fields.iter().filter(|field| travels(id) && field.required);
        needed.map(|field| ((*id, field.name.as_str()), name)).collect::<Vec<_>>()
    };
    let mut keys: Vec<_> = objects.iter().zip(taken).flat_map(of_object).collect();
    keys.sort();
    keys.dedup();
    let candidates: Vec<Vec<String>> =
        keys.iter().map(|((id, field), name)| step_candidates(id, name, field)).collect();
    let reserved: Vec<&str> =
        names::PRELUDE_TYPES.iter().copied().chain(taken.iter().map(String::as_str)).collect();
    let names = names::resolve(&candidates, &reserved, names::alike);
    keys.into_iter().map(|(key, _)| key).zip(names).collect()
}

/// Fields that hold an object which, without a list or map between, holds the owner again.
fn boxed<'a>(
    objects: &[(&'a str, &'a Object)],
    stands_for: &BTreeMap<&'a str, &'a str>,
) -> BTreeSet<(&'a str, &'a str)> {
    let mut holds: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (id, object) in objects {
        for field in &object.fields {
            let Type::Object(target) = &field.ty else { continue };
            let target = stands_for.get(target.as_str()).copied().unwrap_or(target);
            holds.entry(id).or_default().push((&field.name, target));
        }
    }
    let reaches = |from: &str, goal: &str| {
        let (mut seen, mut pending) = (BTreeSet::new(), vec![from]);
        while let Some(id) = pending.pop() {
            if id == goal {
                return true;
            }
            if seen.insert(id) {
                pending.extend(holds.get(id).into_iter().flatten().map(|(_, target)| *target));
            }
        }
        false
    };
    let edges = holds.iter().flat_map(|(id, edges)| edges.iter().map(move |edge| (*id, *edge)));
    edges.filter(|(id, (_, target))| reaches(target, id)).map(|(id, (field, _))| (id, field)).collect()
}
