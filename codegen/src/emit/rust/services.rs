//! Services: a module with one file per endpoint, and the handle whose methods make the calls.

use super::context::{EndpointPlan, ServiceContext};
use super::endpoints;
use super::error_codes;
use super::structs::{self, Struct};
use super::type_scope::Scope;
use super::{docs, names};
use crate::model::{Endpoint, Service};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// Names each endpoint after its id, further versions of a call after their version; where two meet, after method or path
/// as well.
pub(super) fn plan<'a>(service: &'a Service, handle: &str) -> Vec<EndpointPlan<'a>> {
    let mut endpoints: Vec<&Endpoint> = Vec::new();
    let mut seen = BTreeSet::new();
    for endpoint in &service.endpoints {
        if seen.insert((&endpoint.id, &endpoint.method, &endpoint.path)) {
            endpoints.push(endpoint);
        }
    }
    let ids = names::versions::ids(&endpoints).iter().map(|id| names::snake(id)).collect();
    let mut reserved: Vec<&str> = names::PRELUDE_TYPES.to_vec();
    reserved.extend(["types", error_codes::MODULE, "both_ways", "wire", "serde", handle]);
    let modules = names::resolve_lazily(ids, &|idx| further(endpoints[idx]), &reserved, names::alike);
    let plans = endpoints.into_iter().zip(modules);
    plans
        .map(|(endpoint, module)| EndpointPlan { endpoint, operation: names::camel(&module), module })
        .collect()
}

/// Names for what the id alone does not name: with the method; with ever more of the path, from its end; with all of it.
fn further(endpoint: &Endpoint) -> Vec<String> {
    let Endpoint { id, method, path, .. } = endpoint;
    let fixed = |part: &&str| !part.is_empty() && !part.contains(['{', '}']);
    let mut parts: Vec<&str> = path.split('/').filter(fixed).collect();
    if parts.last().is_some_and(|last| names::snake(last) == names::snake(id)) {
        parts.pop();
    }
    let mut forms = vec![format!("{id} {method}")];
    forms.extend((1..=parts.len()).map(|len| format!("{id} {}", parts[parts.len() - len..].join(" "))));
    forms.push(format!("{id} {method} {path}"));
    let mut candidates: Vec<String> = forms.iter().map(|form| names::snake(form)).collect();
    candidates.push(names::sealed(&names::snake(id), &format!("{id} {method} {path}")));
    candidates
}

/// The service's own module.
pub(super) fn module(
    context: ServiceContext<'_>,
    plans: &[EndpointPlan<'_>],
    handle: &str,
    has_codes: bool,
) -> TokenStream {
    let unit = if plans.len() == 1 { "endpoint" } else { "endpoints" };
    let title = format!("{}: {} {unit}.", docs::code(&context.service.name), plans.len());
    let about = docs::inner(&[title]);
    let types = (!context.shared.objects.is_empty()).then(|| {
        quote!(
            pub mod types;
        )
    });
    let codes = has_codes.then(|| {
        let module = names::ident(error_codes::MODULE);
        quote!(
            pub mod #module;
        )
    });
    let modules = plans.iter().map(|plan| names::ident(&plan.module));
    let operations = plans.iter().map(|plan| {
        let (module, operation) = (names::ident(&plan.module), names::ident(&plan.operation));
        quote!(pub use #module::#operation;)
    });
    let handle = handle_items(context, plans, handle);
    quote! {
        #about
        #types
        #codes
        #(pub mod #modules;)*
        #[cfg(feature = "both-ways")]
        mod both_ways;
        #(#operations)*
        #handle
    }
}

fn handle_items(context: ServiceContext<'_>, plans: &[EndpointPlan<'_>], handle: &str) -> TokenStream {
    let about = docs::outer(&[format!("The calls of {}.", docs::code(&context.service.name))]);
    let handle = names::ident(handle);
    let methods = plans.iter().map(|plan| method(context, plan));
    quote! {
        #about
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'c> {
            client: &'c docwright_runtime::Client,
        }
        impl<'c> #handle<'c> {
            /// The calls of this service through `client`.
            pub fn new(client: &'c docwright_runtime::Client) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    }
}

fn method(context: ServiceContext<'_>, plan: &EndpointPlan<'_>) -> TokenStream {
    let EndpointPlan { endpoint, module: _, operation } = plan;
    let places = endpoint.origins.iter().filter_map(|origin| context.place(origin));
    let page: Vec<String> = places.take(1).map(|place| format!("Described in {place}.")).collect();
    let about = docs::outer(&docs::joined([endpoints::headline(endpoint), page]));
    let deprecated = endpoint.deprecated.as_ref().map(|words| {
        let words = words.text.as_str();
        quote!(#[deprecated(note = #words)])
    });
    let name = names::ident(plan.method());
    let operation = names::ident(operation);
    quote! {
        #about
        #deprecated
        pub fn #name(&self, request: #operation) -> docwright_runtime::Call<#operation> {
            self.client.call(request)
        }
    }
}

/// The types that the endpoints share, and their `both_ways` file.
pub(super) fn types(context: ServiceContext<'_>) -> (TokenStream, TokenStream) {
    let scope: &Scope = context.shared;
    let about =
        docs::inner(&[format!("Types that endpoints of {} share.", docs::code(&context.service.name))]);
    let structs = structs::all(scope);
    let types = type_items(scope, &structs);
    let file = quote! {
        #about
        use docwright_runtime::wire::{self, serde};
        #types
    };
    (file, endpoints::both_ways(scope, &structs, "types"))
}

/// What the file of shared types declares.
pub(super) fn type_items(scope: &Scope<'_>, structs: &[Struct<'_>]) -> TokenStream {
    endpoints::types(scope, structs, &(0..structs.len()).collect::<Vec<_>>())
}

/// The module above the `both_ways` files.
pub(super) fn both_ways(modules: &[&str]) -> TokenStream {
    let about = docs::inner(&["Decoding of requests and encoding of responses.".to_owned()]);
    let modules = modules.iter().map(|module| names::ident(module));
    quote! {
        #about
        #(mod #modules;)*
    }
}
