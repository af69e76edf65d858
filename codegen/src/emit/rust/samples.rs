//! Sample tests: every sample of a page makes a round trip through the emitted types.

use super::clients::{Client, Handle};
use super::context::{EndpointPlan, ServiceContext};
use super::endpoints;
use super::{docs, example_request, names};
use crate::model::{Endpoint, Example, Payload, SampleRole, Service};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The tests of one endpoint; none where its page has no samples.
pub(super) fn file(context: ServiceContext<'_>, plan: &EndpointPlan<'_>) -> Option<TokenStream> {
    let EndpointPlan { endpoint, module: _, operation } = plan;
    let operation = names::ident(operation);
    let requests = checks(context, plan, SampleRole::Request, request);
    let responses = checks(context, plan, SampleRole::Response, payload);
    if requests.is_empty() && responses.is_empty() {
        return None;
    }
    let about = docs::inner(&[format!("Samples of {}.", endpoints::route(endpoint))]);
    let path = [&context.options.crate_name, context.vendor, context.module];
    let path = path.map(names::ident);
    let (requests, responses) = (test("requests", &requests), test("responses", &responses));
    Some(quote! {
        #about
        use docwright_runtime::testing;
        use #(#path)::*::#operation;
        #requests
        #responses
    })
}

fn test(name: &str, checks: &[TokenStream]) -> Option<TokenStream> {
    let name = names::ident(name);
    (!checks.is_empty()).then(|| quote!(#[test] fn #name() { #(#checks)* }))
}

/// How a test prepares a sample: the value to check, and the paths of what was added to it.
type Take = fn(&Service, &Endpoint, &Value) -> Option<(Value, Vec<String>)>;

/// The checks of all samples in one role.
fn checks(
    context: ServiceContext<'_>,
    plan: &EndpointPlan<'_>,
    wanted: SampleRole,
    take: Take,
) -> Vec<TokenStream> {
    let check = names::ident(if wanted == SampleRole::Request { "request" } else { "payload" });
    let operation = names::ident(&plan.operation);
    let mut checks = Vec::new();
    for Example { role, title: _, json, repairs: _, origin } in &plan.endpoint.examples {
        let sample = json.as_ref().filter(|_| *role == wanted);
        let Some((sample, added)) =
            sample.and_then(|json| take(context.service, plan.endpoint, &json.as_ref().into()))
        else {
            continue;
        };
        let mut place = docs::path_and_line(context.files, origin).unwrap_or_default();
        if !added.is_empty() {
            place = format!("{place}, with {} added", added.join(", "));
        }
        let sample = raw_literal(&sample);
        checks.push(quote!(check(#place, #sample);));
    }
    if !checks.is_empty() {
        checks.insert(0, quote!(let check = testing::#check::<#operation>;));
    }
    checks
}

/// A request sample; what is required and the sample lacks is made up.
fn request(service: &Service, endpoint: &Endpoint, sample: &Value) -> Option<(Value, Vec<String>)> {
    // Files have no form in JSON that could be compared.
    if endpoint.request.fields.iter().any(|field| endpoint.is_file(field)) {
        return None;
    }
    let members = example_request::members(endpoint, sample.clone())?;
    Some(example_request::request(service, endpoint, &members))
}

/// The payload of a response sample. Members of the envelope that stand among its own are the runtime's.
fn payload(_: &Service, endpoint: &Endpoint, sample: &Value) -> Option<(Value, Vec<String>)> {
    let Payload { member, documented, .. } = &endpoint.response;
    let mut payload = match (documented, member.as_str()) {
        (false, _) => None,
        (true, "") => Some(sample),
        (true, member) => sample.get(member),
    }?
    .clone();
    if let (true, Value::Object(members)) = (member.is_empty(), &mut payload) {
        members.retain(|name, _| endpoint.envelope.iter().all(|field| field.name != *name));
    }
    Some((payload, Vec::new()))
}

/// JSON as a raw string, indented like the code context it.
fn raw_literal(sample: &Value) -> TokenStream {
    let json = serde_json::to_string_pretty(sample).unwrap_or_default();
    let json: String = json.replace('\n', "\n        ").chars().map(visible).collect();
    let longest = json.split('"').map(|rest| rest.bytes().take_while(|byte| *byte == b'#').count()).max();
    let fence = "#".repeat(longest.unwrap_or(0) + 1);
    let literal: Result<TokenStream, _> = format!("r{fence}\"{json}\"{fence}").parse();
    literal.unwrap_or_else(|_| quote!(#json))
}

/// JSON's escape for characters that are invisible or not allowed in a Rust literal.
fn visible(c: char) -> String {
    match docs::is_invisible(c) && c != '\n' {
        true => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
        false => c.to_string(),
    }
}

/// The root of the tests.
pub(super) fn root(clients: &[Client<'_>]) -> TokenStream {
    let about = docs::inner(&["Samples of the pages, one module per vendor.".to_owned()]);
    let modules = clients.iter().map(|client| client.module_item(quote!()));
    quote! {
        #about
        #![allow(clippy::module_inception, reason = "modules carry the documented names of services")]
        #(#modules)*
    }
}

/// The tests of a vendor.
pub(super) fn client(client: &Client<'_>) -> TokenStream {
    let about = docs::inner(&[format!("Samples of {}.", docs::code(&client.spec.name))]);
    let modules = client.services.iter().map(|handle| handle.module_item(quote!()));
    quote!(#about #(#modules)*)
}

/// The tests of a service.
pub(super) fn service(handle: &Handle<'_>, modules: &[&str]) -> TokenStream {
    let about = docs::inner(&[format!("Samples of {}.", docs::code(&handle.service.name))]);
    let modules = modules.iter().map(|module| names::ident(module));
    quote!(#about #(mod #modules;)*)
}
