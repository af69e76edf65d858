//! The emitted surface: every public item that a caller can name, with the facts of the model that it stands for.
//!
//! It is read from the tokens that are emitted, so no rule of naming is written down twice.

use super::context::{EndpointPlan, ServiceContext};
use super::public_items::{self, Item};
use super::structs::{self, Struct};
use super::type_scope::Scope;
use super::{Options, clients, endpoints, services, signatures, twins};
use crate::model::{Api, Endpoint, Object, Service};
use proc_macro2::TokenStream;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What an item stands for: the id of an object, and the wire name of one of its fields.
pub type FactKey = (String, Option<String>);

/// Stands in a [`FactKey`] for what a call returns.
pub const OUTPUT: &str = "=output";

/// Stands in a [`FactKey`] for how a long result is walked through.
pub const PAGES: &str = "=pages";

/// The public items of one emitted file by their names below its module: `CreateItem.title`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The items.
    pub items: BTreeMap<String, Item>,
    /// What each type, field and method stands for.
    pub facts: BTreeMap<String, Vec<FactKey>>,
    /// What each field and variant is called on the wire.
    pub wire: BTreeMap<String, String>,
}

/// Names that a service has in the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceNames {
    /// Type of the client.
    pub client: String,
    /// How a client is made.
    pub builder: String,
    /// Module of the service, `vendor::service`.
    pub module: String,
    /// Type of the handle.
    pub handle: String,
    /// Feature that selects the service.
    pub feature: String,
}

/// Names that an endpoint has in the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointNames {
    /// Its module below the service's.
    pub module: String,
    /// Method of the handle.
    pub method: String,
    /// Type of the request.
    pub operation: String,
}

/// The surfaces of a whole model; each is made when it is asked for.
pub struct Surfaces<'a> {
    api: &'a Api,
    options: Options,
    services: BTreeMap<&'a str, Part<'a>>,
}

struct Part<'a> {
    service: &'a Service,
    names: ServiceNames,
    vendor: String,
    own: String,
    /// Which of `list` an endpoint of the model is, by its address.
    plans: BTreeMap<usize, usize>,
    list: Vec<EndpointPlan<'a>>,
    shared: Scope<'a>,
}

impl<'a> Surfaces<'a> {
    /// Decides the names of all services and endpoints.
    pub fn new(api: &'a Api) -> Self {
        let mut made = BTreeMap::new();
        for client in clients::plan(&api.services) {
            for handle in &client.services {
                made.insert(handle.service.name.as_str(), planned(&client, handle));
            }
        }
        Self { api, options: Options::default(), services: made }
    }

    /// Names of a service.
    pub fn service(&self, name: &str) -> Option<&ServiceNames> {
        self.services.get(name).map(|part| &part.names)
    }

    /// Names of an endpoint; `None` for one that is described twice and emitted once.
    pub fn names(&self, service: &str, endpoint: &Endpoint) -> Option<EndpointNames> {
        let plan = self.services.get(service)?.plan(endpoint)?;
        Some(EndpointNames {
            module: plan.module.clone(),
            method: plan.method().to_owned(),
            operation: plan.operation.clone(),
        })
    }

    /// The surface of an endpoint's file.
    pub fn endpoint(&self, service: &str, endpoint: &Endpoint) -> Surface {
        let Some(part) = self.services.get(service) else { return Surface::default() };
        let Some(plan) = part.plan(endpoint) else { return Surface::default() };
        let apart = twins::endpoint_apart(plan.endpoint);
        let (is_apart, mut endpoint) = (matches!(apart, Cow::Owned(_)), apart.into_owned());
        leave_out_words(&mut endpoint);
        let plan = EndpointPlan {
            endpoint: &endpoint,
            module: plan.module.clone(),
            operation: plan.operation.clone(),
        };
        let scope = Scope::endpoint(&endpoint, &plan.operation, part.service, &part.shared);
        let structs = structs::all(&scope);
        let mut surface =
            read(endpoints::items(self.context(part), &plan, &scope, &structs), &scope, &structs);
        if is_apart {
            let fields = surface.facts.values_mut().flatten().filter_map(|(_, field)| field.as_mut());
            fields.for_each(|field| *field = twins::documented(field).to_owned());
            surface.wire.values_mut().for_each(|name| *name = twins::documented(name).to_owned());
        }
        surface
    }

    /// Names of the types that the endpoints of a service share, with what they stand for.
    pub fn shared_names(&self, service: &str) -> BTreeSet<(&str, &str, Option<&str>)> {
        self.services.get(service).into_iter().flat_map(|part| part.shared.named_facts()).collect()
    }

    /// Whether the types that the endpoints of a service share go the same ways and have the same names on both sides. Where
    /// their fields are the same as well, so are their surfaces.
    pub fn shares_alike(&self, other: &Surfaces<'_>, [own, theirs]: [&str; 2]) -> bool {
        let (own, theirs) = (self.services.get(own), other.services.get(theirs));
        own.zip(theirs).is_some_and(|(own, theirs)| own.shared.is_like(&theirs.shared))
    }

    /// The surface of the types that the endpoints of a service share.
    pub fn shared(&self, service: &str) -> Surface {
        let Some(part) = self.services.get(service) else { return Surface::default() };
        if part.shared.objects.is_empty() {
            return Surface::default();
        }
        let mut bare = part.service.clone();
        leave_out_docs(bare.types.values_mut());
        let scope = Scope::shared(&bare);
        let structs = structs::all(&scope);
        read(services::type_items(&scope, &structs), &scope, &structs)
    }

    fn context<'s>(&'s self, part: &'s Part<'a>) -> ServiceContext<'s> {
        ServiceContext {
            files: &self.api.files,
            options: &self.options,
            client: &part.service.client,
            vendor: &part.vendor,
            module: &part.own,
            handle: &part.names.handle,
            service: part.service,
            shared: &part.shared,
        }
    }
}

/// Documentation is most of what is emitted, and no part of the surface.
fn leave_out_words(endpoint: &mut Endpoint) {
    endpoint.title = Default::default();
    endpoint.description = Default::default();
    endpoint.response.docs = Default::default();
    endpoint.examples = Default::default();
    leave_out_docs(endpoint.types.iter_mut().chain([&mut endpoint.request]));
}

fn leave_out_docs<'o>(objects: impl Iterator<Item = &'o mut Object>) {
    objects.flat_map(|object| &mut object.fields).for_each(|field| field.docs = Default::default());
}

fn planned<'a>(client: &clients::Client<'a>, handle: &clients::Handle<'a>) -> Part<'a> {
    let service = handle.service;
    let list = services::plan(service, &handle.name);
    let names = ServiceNames {
        client: super::names::camel(&client.spec.name),
        builder: format!(
            "{} {}",
            client.spec.runtime,
            if client.spec.signed { "credentials" } else { "base_url" }
        ),
        module: format!("{}::{}", client.module, handle.module),
        handle: handle.name.clone(),
        feature: handle.feature.clone(),
    };
    let plans = list.iter().enumerate().map(|(at, plan)| (address(plan.endpoint), at));
    Part {
        names,
        vendor: client.module.clone(),
        own: handle.module.clone(),
        plans: plans.collect(),
        shared: Scope::shared(service),
        list,
        service,
    }
}

fn address(endpoint: &Endpoint) -> usize {
    std::ptr::from_ref(endpoint).addr()
}

impl<'a> Part<'a> {
    fn plan(&self, endpoint: &Endpoint) -> Option<&EndpointPlan<'a>> {
        self.list.get(*self.plans.get(&address(endpoint))?)
    }
}

fn read(tokens: TokenStream, scope: &Scope<'_>, structs: &[Struct<'_>]) -> Surface {
    let file = match syn::parse2(signatures::of(tokens)) {
        Ok(file) => file,
        Err(error) => panic!("the emitted tokens are not Rust: {error}"),
    };
    let (items, mut facts) = (public_items::of(file), facts(scope, structs));
    for (mark, fact) in
        [(": Operation::Output", OUTPUT), (": PagedOperation", PAGES), (": PagedOperation::Item", PAGES)]
    {
        let of_mark = items.keys().filter(|name| name.ends_with(mark));
        of_mark.for_each(|name| _ = facts.insert(name.clone(), vec![(fact.to_owned(), None)]));
    }
    Surface { items, facts, wire: wire(scope, structs) }
}

fn wire(scope: &Scope<'_>, structs: &[Struct<'_>]) -> BTreeMap<String, String> {
    let mut wire = BTreeMap::new();
    for it in structs {
        let name = &it.name;
        let plans = it.plans.iter();
        wire.extend(plans.map(|plan| (format!("{name}.{}", plan.ident), plan.field.name.to_string())));
    }
    for it in &scope.enums {
        wire.extend(it.literals().map(|(variant, literal)| (format!("{}::{variant}", it.name), literal)));
    }
    wire
}

/// What each type, field and method of a file stands for.
fn facts(scope: &Scope<'_>, structs: &[Struct<'_>]) -> BTreeMap<String, Vec<FactKey>> {
    let mut facts: BTreeMap<String, Vec<FactKey>> = BTreeMap::new();
    let mut ids: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, id, field) in scope.named_facts() {
        facts.entry(name.to_owned()).or_default().push((id.to_owned(), field.map(str::to_owned)));
        if field.is_none() {
            ids.entry(name).or_default().push(id);
        }
    }
    for (object, it) in scope.objects.iter().zip(structs) {
        let name = scope.name(object);
        for plan in &it.plans {
            let own = || ids.get(name).into_iter().flatten();
            let keys: Vec<FactKey> =
                own().map(|id| ((*id).to_owned(), Some(plan.field.name.to_string()))).collect();
            facts.insert(format!("{name}.{}", plan.ident), keys.clone());
            facts.insert(format!("{name}::{}()", plan.setter), keys);
        }
    }
    facts
}

impl Surface {
    /// What an item stands for: its own facts, or those of its type.
    pub fn facts_of(&self, item: &str) -> &[FactKey] {
        let item = item.strip_suffix(public_items::DEPRECATED).unwrap_or(item);
        let of_type = || self.facts.get(item.split(['.', ':', ' ']).next().unwrap_or(item));
        self.facts.get(item).or_else(of_type).map(Vec::as_slice).unwrap_or_default()
    }

    /// The surface with another word at the beginning of types that are named after the operation.
    #[must_use]
    pub fn renamed(&self, from: &str, to: &str) -> Self {
        let word = |text: &str| replaced(text, from, to);
        let item = |item: &Item| Item { text: word(&item.text) };
        Self {
            items: self.items.iter().map(|(name, it)| (word(name), item(it))).collect(),
            facts: self.facts.iter().map(|(name, facts)| (word(name), facts.clone())).collect(),
            wire: self.wire.iter().map(|(name, wire)| (word(name), wire.clone())).collect(),
        }
    }
}

/// Replaces names that are, or begin with, the operation's: `GetThing`, `GetThingOutput`, `GetThingNeedsId`.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        match word.strip_prefix(from) {
            Some("") => out.push_str(to),
            Some(tail) if tail == "Output" || tail.starts_with("Needs") || tail.starts_with("Required") => {
                out.push_str(to);
                out.push_str(tail);
            }
            _ => out.push_str(word),
        }
        rest = &rest[end..];
    }
    out + rest
}
