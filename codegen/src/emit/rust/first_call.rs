//! A first call: what a new crate's example and readme show.

use super::clients::{self, Client, Handle};
use super::context::{EndpointPlan, ServiceContext};
use super::type_scope::Scope;
use super::{Options, endpoints, examples, names, services};
use crate::model::{Api, Endpoint, Method, Service};

/// A call that can be written down with what the pages say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstCall {
    /// Module of the runtime that the client speaks through.
    pub runtime: String,
    /// Path of the client type, `my_api::api::Api`.
    pub client: String,
    /// The import of the request and its types.
    pub import: String,
    /// The statement; its client is `client`.
    pub statement: String,
    /// Whether it gives a `response`.
    pub responds: bool,
    /// Feature of its service.
    pub feature: String,
    /// Method and path, as Markdown code.
    pub route: String,
    /// What the pages call it.
    pub title: String,
}

impl FirstCall {
    /// The call that is easiest to make: one that only reads, and has few required arguments. None where the model has no
    /// endpoint.
    pub fn find(api: &Api, options: &Options) -> Option<Self> {
        let clients = clients::plan(&api.services);
        let handles = || clients.iter().flat_map(|client| client.services.iter().map(move |it| (client, it)));
        let mut calls: Vec<(usize, (&Client<'_>, &Handle<'_>), &Endpoint)> = Vec::new();
        for (at, (client, handle)) in handles().enumerate() {
            let own = handle.service.endpoints.iter();
            calls.extend(own.map(|endpoint| (at, (client, handle), &**endpoint)));
        }
        calls.sort_by_key(|(at, _, endpoint)| (effort(endpoint), *at));
        calls.into_iter().find_map(|(_, place, endpoint)| of(api, options, place, endpoint))
    }
}

/// How much a caller has to know.
fn effort(endpoint: &Endpoint) -> (bool, bool, usize) {
    let required = endpoint.request.fields.iter().filter(|field| field.required).count();
    (endpoint.deprecated.is_some(), endpoint.method != Method::Get && !endpoint.idempotent, required)
}

fn of(
    api: &Api,
    options: &Options,
    (client, handle): (&Client<'_>, &Handle<'_>),
    endpoint: &Endpoint,
) -> Option<FirstCall> {
    let full = handle.service;
    let (shared, head) = (Scope::shared(full), Service { endpoints: Vec::new(), ..full.clone() });
    let context = ServiceContext::new(&api.files, options, (client, handle), &head, &shared);
    let plans = services::plan(full, &handle.name);
    let plan: &EndpointPlan<'_> = plans.iter().find(|plan| std::ptr::eq(plan.endpoint, endpoint))?;
    let scope = Scope::endpoint(endpoint, &plan.operation, context.service, context.shared);
    let statement = examples::statement(context, plan, &scope)?;
    Some(FirstCall {
        runtime: client.spec.runtime.to_string(),
        client: format!("{}::{}", context.home(), names::camel(&client.spec.name)),
        import: examples::import(context, plan, &statement),
        responds: endpoint.returns(),
        feature: handle.feature.clone(),
        route: endpoints::route(endpoint),
        title: endpoints::headline(endpoint).into_iter().next().unwrap_or_default(),
        statement,
    })
}
