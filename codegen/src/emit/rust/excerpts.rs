//! Excerpts: what the client has for each endpoint, for people to look at. The items are those of the emitted files; what
//! stands around them (constructors, setters, serde impls) is left out.

use super::clients::{self, Client, Handle};
use super::context::{EndpointPlan, ServiceContext};
use super::type_scope::Scope;
use super::{Options, endpoints, files, services, structs, twins};
use crate::model::{Api, Endpoint, Service};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The items of one endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Path of the endpoint's file in the emitted tree.
    pub path: String,
    /// The items.
    pub text: String,
    /// Which field of which struct stands for a field of the model: object id and wire name, struct and field.
    pub fields: BTreeMap<(String, String), (String, String)>,
}

/// The excerpts of all endpoints, by service, in the order of the model; `None` for a call that is described twice and
/// emitted once.
pub fn read<'a>(api: &'a Api, options: &Options) -> BTreeMap<&'a str, Vec<Option<Excerpt>>> {
    let clients = clients::plan(&api.services);
    let handles = clients.iter().flat_map(|client| client.services.iter().map(move |it| (client, it)));
    let work: Vec<_> = handles
        .filter_map(|(client, handle)| {
            let service = api.services.iter().find(|service| service.name == handle.service.name)?;
            Some((client, handle, service))
        })
        .collect();
    let of_service = |(client, handle, full): (&Client<'_>, &Handle<'_>, &'a Service)| {
        (full.name.as_str(), service(api, options, (client, handle), full))
    };
    work.into_par_iter().map(of_service).collect()
}

fn service(
    api: &Api,
    options: &Options,
    (client, handle): (&Client<'_>, &Handle<'_>),
    full: &Service,
) -> Vec<Option<Excerpt>> {
    let apart = twins::apart(full);
    let full = &*apart;
    let shared = Scope::shared(full);
    let Service { name, dialect, client: spec, types, .. } = full;
    let (name, dialect, spec, types) = (name.clone(), dialect.clone(), spec.clone(), types.clone());
    let head = Service { name, dialect, client: spec, types, ..Service::default() };
    let context = ServiceContext::new(&api.files, options, (client, handle), &head, &shared);
    let plans = services::plan(full, &handle.name);
    let made = plans.par_iter().map(|plan| (address(plan.endpoint), excerpt(context, plan)));
    let mut made: BTreeMap<usize, Excerpt> = made.collect();
    full.endpoints.iter().map(|endpoint| made.remove(&address(endpoint))).collect()
}

fn address(endpoint: &Endpoint) -> usize {
    std::ptr::from_ref(endpoint).addr()
}

fn excerpt(context: ServiceContext<'_>, plan: &EndpointPlan<'_>) -> Excerpt {
    let scope = Scope::endpoint(plan.endpoint, &plan.operation, context.service, context.shared);
    let mut structs = structs::all(&scope);
    structs.iter_mut().take(1).for_each(|request| request.noun = "request");
    let path = format!("{}/{}.rs", context.folder(), plan.module);
    let text = files::format(endpoints::excerpt(context, plan, &scope, &structs), &path);
    let mut fields = BTreeMap::new();
    for (name, id, _) in scope.named_facts().filter(|(_, _, field)| field.is_none()) {
        for plan in structs.iter().filter(|it| it.name == name).flat_map(|it| &it.plans) {
            let key = (id.to_owned(), plan.field.name.to_string());
            fields.insert(key, (name.to_owned(), plan.ident.to_string()));
        }
    }
    Excerpt { path, text, fields }
}
