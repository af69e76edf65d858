//! Endpoints: one file each. Route, documentation, request and output come first, nested types follow.

use super::context::{EndpointPlan, ServiceContext};
use super::structs::{self, Struct};
use super::type_scope::Scope;
use super::{docs, enums, examples, fields, names, paging};
use crate::model::{
    AnswerFormat, BodyFormat, Endpoint, Location, Method, Object, Payload, Service, Text, Tolerance, Type,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The items of the endpoint's file, and those of its `both_ways` file.
pub(super) fn files(context: ServiceContext<'_>, plan: &EndpointPlan<'_>) -> (TokenStream, TokenStream) {
    let EndpointPlan { endpoint, module, operation } = plan;
    let scope = Scope::endpoint(endpoint, operation, context.service, context.shared);
    let mut structs = structs::all(&scope);
    if let Some(request) = structs.first_mut() {
        request.noun = "request";
        request.example = examples::lines(context, plan, &scope);
    }
    let about = docs::inner(&about(context, endpoint));
    let items = items(context, plan, &scope, &structs);
    let file = quote! {
        #about
        use docwright_runtime::wire::{self, serde};
        #items
    };
    (file, both_ways(&scope, &structs, module))
}

/// What the endpoint's file declares.
pub(super) fn items(
    context: ServiceContext<'_>,
    plan: &EndpointPlan<'_>,
    scope: &Scope<'_>,
    structs: &[Struct<'_>],
) -> TokenStream {
    let (first, rest) = leading(context, plan, scope, structs);
    let paged = paging::paged_impl(plan.endpoint, scope, &plan.operation);
    let own_methods = structs.iter().take(1).map(|it| it.methods());
    let own_steps = structs.iter().take(1).map(|it| it.constructor_items());
    let types = types(scope, structs, &rest);
    quote! {
        #first
        #paged
        #(#own_steps)*
        #(#own_methods)*
        #types
    }
}

/// Of the endpoint's file, the items that say what is sent and what comes back: no constructors, no conversions.
pub(super) fn excerpt(
    context: ServiceContext<'_>,
    plan: &EndpointPlan<'_>,
    scope: &Scope<'_>,
    structs: &[Struct<'_>],
) -> TokenStream {
    let (first, rest) = leading(context, plan, scope, structs);
    let nested = rest.iter().map(|at| structs[*at].item(None, None));
    let enum_items = scope.enums.iter().map(enums::item);
    quote! {
        #first
        #(#nested)*
        #(#enum_items)*
    }
}

/// Request, output and how they belong together, then the positions of all other structs.
fn leading(
    context: ServiceContext<'_>,
    plan: &EndpointPlan<'_>,
    scope: &Scope<'_>,
    structs: &[Struct<'_>],
) -> (TokenStream, Vec<usize>) {
    let endpoint = plan.endpoint;
    let output = match &endpoint.response.ty {
        Type::Object(id) => scope.objects.iter().position(|object| object.id == *id),
        _ => None,
    };
    let output = output.filter(|idx| *idx != 0);
    let (handle, method) = (context.handle, plan.method());
    let sends = format!("The request of [`{handle}::{method}`](super::{handle}::{method}).");
    let request_doc = docs::joined([titles(endpoint), vec![sends]]);
    let output_doc =
        docs::joined([docs::paragraphs(&endpoint.response.docs), vec!["The output of the call.".to_owned()]]);
    let must_use = Some("a request does nothing until it is sent");
    let request = structs.iter().take(1).map(|it| it.item(Some(&request_doc), must_use));
    let first = request.chain(output.map(|idx| structs[idx].item(Some(&output_doc), None)));
    let rest = (1..structs.len()).filter(|idx| Some(*idx) != output).collect();
    let files = structs.first().and_then(Struct::files);
    let operation = operation_impl(context.service, endpoint, scope, &names::ident(&plan.operation), files);
    (quote!(#(#first)* #operation), rest)
}

/// Everything below the first screen: nested types, enums, conversions.
pub(super) fn types(scope: &Scope<'_>, structs: &[Struct<'_>], items: &[usize]) -> TokenStream {
    let nested = items.iter().map(|idx| {
        let it = &structs[*idx];
        let (item, steps, methods) = (it.item(None, None), it.constructor_items(), it.methods());
        quote!(#item #steps #methods)
    });
    let others = structs.iter().enumerate().filter(|(idx, _)| *idx != 0 && !items.contains(idx));
    let other_methods = others.map(|(_, it)| {
        let (steps, methods) = (it.constructor_items(), it.methods());
        quote!(#steps #methods)
    });
    let enum_items = scope.enums.iter().map(enums::item);
    let conversions = scope.enums.iter().map(enums::conversions);
    let debugs = structs.iter().map(Struct::debug);
    let serde = serde_impls(scope, structs, false);
    quote! {
        #(#other_methods)*
        #(#nested)*
        #(#enum_items)*
        #(#debugs)*
        #(#conversions)*
        #(#serde)*
    }
}

/// The serde impls of each type, in the directions it travels in; `reverse` for the others.
fn serde_impls(scope: &Scope<'_>, structs: &[Struct<'_>], reverse: bool) -> Vec<TokenStream> {
    let mut impls = Vec::new();
    for it in structs {
        impls.extend((it.usage.request != reverse).then(|| it.serialize()));
        impls.extend((it.usage.response != reverse).then(|| it.deserialize()));
    }
    for it in &scope.enums {
        impls.extend((it.usage.request != reverse).then(|| enums::serialize(it)));
        impls.extend((it.usage.response != reverse).then(|| enums::deserialize(it)));
    }
    impls
}

/// The `both_ways` file: the serde impls of the directions that no call uses; empty when every direction is used.
pub(super) fn both_ways(scope: &Scope<'_>, structs: &[Struct<'_>], module: &str) -> TokenStream {
    let impls = serde_impls(scope, structs, true);
    if impls.is_empty() {
        return TokenStream::new();
    }
    let title = format!("The directions of {} that no call uses.", docs::code(module));
    let (about, module) = (docs::inner(&[title]), names::ident(module));
    quote! {
        #about
        use super::super::#module::*;
        use docwright_runtime::wire::{self, serde};
        #(#impls)*
    }
}

/// Method and path, title, description, page.
fn about(context: ServiceContext<'_>, endpoint: &Endpoint) -> Vec<String> {
    let deprecated =
        endpoint.deprecated.iter().map(|words| format!("Deprecated: {}", docs::one_line(&words.text)));
    let places: Vec<String> = endpoint.origins.iter().filter_map(|origin| context.place(origin)).collect();
    let places =
        if places.is_empty() { Vec::new() } else { vec![format!("Described in {}.", places.join(", "))] };
    let is_title = |text: &Text| endpoint.title.iter().any(|title| title.text.trim() == text.text.trim());
    let description: Vec<Text> =
        endpoint.description.iter().filter(|text| !is_title(text)).cloned().collect();
    let description = docs::paragraphs(&description);
    let name = match (titles(endpoint), description.is_empty()) {
        (titles, true) if titles.is_empty() => headline(endpoint),
        (titles, _) => titles,
    };
    docs::joined([vec![route(endpoint)], name, deprecated.collect(), description, places])
}

/// `POST /api/v3/…`
pub(super) fn route(endpoint: &Endpoint) -> String {
    docs::code(&format!("{} {}", endpoint.method, endpoint.path))
}

/// The titles, or else the description, or else the id.
pub(super) fn headline(endpoint: &Endpoint) -> Vec<String> {
    let lines = [titles(endpoint), docs::paragraphs(&endpoint.description)];
    let lines = lines.into_iter().find(|lines| !lines.is_empty());
    lines.unwrap_or_else(|| vec![docs::code(&endpoint.id)])
}

fn titles(endpoint: &Endpoint) -> Vec<String> {
    let titles = endpoint.title.iter().map(|title| docs::one_line(&title.text)).filter(|it| !it.is_empty());
    docs::joined(titles.map(|title| vec![title]))
}

fn operation_impl(
    service: &Service,
    endpoint: &Endpoint,
    scope: &Scope<'_>,
    operation: &Ident,
    files: Option<TokenStream>,
) -> TokenStream {
    let output = match endpoint.answer {
        AnswerFormat::Json => output(scope, &endpoint.response),
        AnswerFormat::Text => quote!(String),
        AnswerFormat::Binary => quote!(wire::Binary),
    };
    let constant = endpoint_const(service, endpoint);
    quote! {
        impl docwright_runtime::Operation for #operation {
            type Output = #output;
            const ENDPOINT: docwright_runtime::Endpoint = #constant;
            #files
        }
    }
}

/// What a successful call returns.
fn output(scope: &Scope<'_>, payload: &Payload) -> TokenStream {
    let Payload { ty, nullable, documented, accepts, .. } = payload;
    let ty = match ty {
        Type::Array(inner) if accepts.contains(&Tolerance::OneForList) => {
            let inner = fields::plain_type(scope, inner);
            quote!(wire::OneOrMany<#inner>)
        }
        ty => fields::plain_type(scope, ty),
    };
    match (documented, nullable) {
        (false, _) => quote!(()),
        (true, true) => quote!(Option<#ty>),
        (true, false) => ty,
    }
}

fn endpoint_const(service: &Service, endpoint: &Endpoint) -> TokenStream {
    let Service { name: service_name, client, .. } = service;
    let Endpoint { id, method, path, host, idempotent, idempotency_token, request, response, .. } = endpoint;
    let method = names::ident(method_name(*method));
    let texts = [
        ("host", host.as_str()),
        ("payload", &response.member),
        ("signing_name", &client.signing_name),
        ("idempotency_token", idempotency_token),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(setter, text)| {
        let setter = names::ident(setter);
        quote!(.#setter(#text))
    });
    let places = [
        ("path_params", Location::Path),
        ("query_params", Location::Query),
        ("header_params", Location::Header),
    ];
    let places = places.into_iter().filter_map(|(setter, location)| {
        let names = wire_names(request, location);
        let setter = names::ident(setter);
        (!names.is_empty()).then(|| quote!(.#setter(&[#(#names),*])))
    });
    let idempotent = idempotent.then(|| quote!(.idempotent()));
    let body = wire_names(request, Location::WholeBody).into_iter().map(|name| quote!(.body_param(#name)));
    let joined = request.fields.iter().filter(|field| field.joined).map(|field| field.name.as_str());
    let joined: Vec<&str> = joined.collect();
    let joined = (!joined.is_empty()).then(|| quote!(.joined_params(&[#(#joined),*])));
    let format = match endpoint.body {
        BodyFormat::Json => None,
        BodyFormat::Form => Some(quote!(Form)),
        BodyFormat::Multipart => Some(quote!(Multipart)),
    };
    let answer = match endpoint.answer {
        AnswerFormat::Json => None,
        AnswerFormat::Text => Some(quote!(Text)),
        AnswerFormat::Binary => Some(quote!(Binary)),
    };
    let answer = answer.map(|name| quote!(.response_format(docwright_runtime::ResponseFormat::#name)));
    let format = format.map(|name| quote!(.body_format(docwright_runtime::BodyFormat::#name)));
    quote! {
        docwright_runtime::Endpoint::new(#service_name, #id, docwright_runtime::Method::#method, #path)
            #(#texts)* #(#places)* #(#body)* #joined #format #answer #idempotent
    }
}

fn wire_names(request: &Object, location: Location) -> Vec<&str> {
    let fields = request.fields.iter().filter(|field| field.location == location);
    fields.map(|field| field.name.as_str()).collect()
}

/// Name of the runtime's variant.
fn method_name(method: Method) -> &'static str {
    match method {
        Method::Delete => "Delete",
        Method::Get => "Get",
        Method::Head => "Head",
        Method::Patch => "Patch",
        Method::Post => "Post",
        Method::Put => "Put",
    }
}
