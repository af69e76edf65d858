//! Endpoints: one file each. The first screen says what the call is, what it needs and what it returns.

use super::objects::{self, Struct};
use super::type_scope::Scope;
use super::{Options, docs, enums, examples, fields, names, paging};
use crate::model::{
    ClientSpec, Endpoint, Location, Object, Origin, Payload, Service, SourceName, Text, Type,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// An endpoint and its names.
pub(super) struct Plan<'a> {
    pub(super) endpoint: &'a Endpoint,
    /// Name of the module, the file and the method: `create_inst`.
    pub(super) module: String,
    /// Name of the request type: `CreateInst`.
    pub(super) operation: String,
}

impl Plan<'_> {
    /// Name of the handle's method; `new` makes the handle.
    pub(super) fn method(&self) -> &str {
        if self.module == "new" { "call_new" } else { &self.module }
    }

    /// All of it as bytes.
    pub(super) fn cache_key(&self) -> Vec<u8> {
        let whole = (&self.module, &self.operation, self.endpoint);
        serde_json::to_vec(&whole).expect("every model has a JSON form")
    }
}

/// What all endpoints of a service have in common, and all that the files of one may depend on besides its plan:
/// hence a service without endpoints.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    pub(super) files: &'a [SourceName],
    pub(super) options: &'a Options,
    pub(super) client: &'a ClientSpec,
    /// Module of the client: `blueking`.
    pub(super) vendor: &'a str,
    /// Module of the service: `cc`.
    pub(super) module: &'a str,
    /// Type of the service's handle: `Cc`.
    pub(super) handle: &'a str,
    pub(super) service: &'a Service,
    pub(super) shared: &'a Scope<'a>,
}

impl Around<'_> {
    /// Where something stands, as a link if pages have an address.
    pub(super) fn place(&self, origin: &Origin) -> Option<String> {
        docs::place(self.files, &self.options.source_url, origin)
    }

    /// Folder of the service's files.
    pub(super) fn folder(&self) -> String {
        format!("{}/{}", self.vendor, self.module)
    }

    /// All of it as bytes. Of the shared types, the rest follows from the service's and the directions they travel in.
    pub(super) fn cache_key(&self) -> Vec<u8> {
        let Self { files, options, client, vendor, module, handle, service, shared } = self;
        let model = (files, client, vendor, module, handle, service);
        let mut bytes = serde_json::to_vec(&model).expect("every model has a JSON form");
        bytes.extend(format!("{options:?} {:?}", shared.usage).into_bytes());
        bytes
    }
}

/// The items of the endpoint's file, and those of its file of the directions that no call needs.
pub(super) fn files(around: Around<'_>, plan: &Plan<'_>) -> (TokenStream, TokenStream) {
    let Plan { endpoint, module, operation } = plan;
    let scope = Scope::endpoint(endpoint, operation, around.service, around.shared);
    let mut structs: Vec<Struct> = scope.objects.iter().map(|object| objects::plan(&scope, object)).collect();
    if let Some(request) = structs.first_mut() {
        request.example = examples::lines(around, plan, &scope);
    }
    let about = docs::inner(&about(around, endpoint));
    let (first, rest) = leading(around, plan, &scope, &structs);
    let operation = operation_impl(around.service, endpoint, &scope, &names::ident(operation));
    let paged = paging::paged_impl(endpoint, &scope, &plan.operation);
    let own_methods = structs.iter().take(1).map(|it| it.methods());
    let own_required = structs.iter().take(1).map(|it| it.required_item());
    let types = types(&scope, &structs, &rest);
    let file = quote! {
        #about
        use docwright_runtime::wire::{self, serde};
        #(#first)*
        #operation
        #paged
        #(#own_required)*
        #(#own_methods)*
        #types
    };
    (file, both_ways(&scope, &structs, module))
}

/// Request and output, then the positions of all other structs.
fn leading(
    around: Around<'_>,
    plan: &Plan<'_>,
    scope: &Scope<'_>,
    structs: &[Struct<'_>],
) -> (Vec<TokenStream>, Vec<usize>) {
    let endpoint = plan.endpoint;
    let output = match &endpoint.response.ty {
        Type::Object(id) => scope.objects.iter().position(|object| object.id == *id),
        _ => None,
    };
    let output = output.filter(|idx| *idx != 0);
    let (handle, method) = (around.handle, plan.method());
    let sends = format!("The request of [`{handle}::{method}`](super::{handle}::{method}).");
    let request_doc = docs::joined([titles(endpoint), vec![sends]]);
    let output_doc =
        docs::joined([docs::paragraphs(&endpoint.response.docs), vec!["What the call returns.".to_owned()]]);
    let must_use = Some("a request does nothing until it is sent");
    let request = structs.iter().take(1).map(|it| it.item(Some(&request_doc), must_use));
    let first = request.chain(output.map(|idx| structs[idx].item(Some(&output_doc), None))).collect();
    let rest = (1..structs.len()).filter(|idx| Some(*idx) != output).collect();
    (first, rest)
}

/// Everything below the first screen: nested types, enums, conversions.
pub(super) fn types(scope: &Scope<'_>, structs: &[Struct<'_>], items: &[usize]) -> TokenStream {
    let nested = items.iter().map(|idx| {
        let it = &structs[*idx];
        let (item, required, methods) = (it.item(None, None), it.required_item(), it.methods());
        quote!(#item #required #methods)
    });
    let others = structs.iter().enumerate().filter(|(idx, _)| *idx != 0 && !items.contains(idx));
    let other_methods = others.map(|(_, it)| {
        let (required, methods) = (it.required_item(), it.methods());
        quote!(#required #methods)
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

/// The file of the directions that no call needs; empty when all are needed.
pub(super) fn both_ways(scope: &Scope<'_>, structs: &[Struct<'_>], module: &str) -> TokenStream {
    let impls = serde_impls(scope, structs, true);
    if impls.is_empty() {
        return TokenStream::new();
    }
    let title = format!("The directions of {} that no call needs.", docs::code(module));
    let (about, module) = (docs::inner(&[title]), names::ident(module));
    quote! {
        #about
        use super::super::#module::*;
        use docwright_runtime::wire::{self, serde};
        #(#impls)*
    }
}

/// Method and path, title, description, page.
fn about(around: Around<'_>, endpoint: &Endpoint) -> Vec<String> {
    let deprecated =
        endpoint.deprecated.iter().map(|words| format!("Deprecated: {}", docs::one_line(&words.text)));
    let places: Vec<String> = endpoint.origins.iter().filter_map(|origin| around.place(origin)).collect();
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
) -> TokenStream {
    let output = output(scope, &endpoint.response);
    let constant = endpoint_const(service, endpoint);
    quote! {
        impl docwright_runtime::Operation for #operation {
            type Output = #output;
            const ENDPOINT: docwright_runtime::Endpoint = #constant;
        }
    }
}

/// What a successful call returns.
fn output(scope: &Scope<'_>, payload: &Payload) -> TokenStream {
    let Payload { ty, member: _, nullable, documented, origin: _, docs: _, votes: _ } = payload;
    let ty = fields::plain_type(scope, ty);
    match (documented, nullable) {
        (false, _) => quote!(()),
        (true, true) => quote!(Option<#ty>),
        (true, false) => ty,
    }
}

fn endpoint_const(service: &Service, endpoint: &Endpoint) -> TokenStream {
    let Service { name: service_name, client, .. } = service;
    let Endpoint { id, method, path, host, idempotent, request, response, .. } = endpoint;
    let method = names::ident(method_name(method));
    let texts = [("host", host), ("payload", &response.member), ("signing_name", &client.signing_name)];
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
    quote! {
        docwright_runtime::Endpoint::new(#service_name, #id, docwright_runtime::Method::#method, #path)
            #(#texts)* #(#places)* #idempotent
    }
}

fn wire_names(request: &Object, location: Location) -> Vec<&str> {
    let fields = request.fields.iter().filter(|field| field.location == location);
    fields.map(|field| field.name.as_str()).collect()
}

fn method_name(method: &str) -> &'static str {
    match method.to_ascii_uppercase().as_str() {
        "GET" => "Get",
        "PUT" => "Put",
        "DELETE" => "Delete",
        "PATCH" => "Patch",
        "HEAD" => "Head",
        _ => "Post",
    }
}
