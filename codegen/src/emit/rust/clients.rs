//! Clients: one type per vendor, with a handle for each of its services.

use super::{docs, names};
use crate::model::{ClientSpec, Runtime, Scalar, Service, SuccessRule};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// A vendor, and the services that are called in its one way.
pub(super) struct Client<'a> {
    pub(super) module: String,
    pub(super) spec: &'a ClientSpec,
    pub(super) services: Vec<Handle<'a>>,
}

/// A service and its names.
pub(super) struct Handle<'a> {
    pub(super) service: &'a Service,
    /// `cc`
    pub(super) module: String,
    /// `Cc`
    pub(super) name: String,
    /// `blueking-cc`
    pub(super) feature: String,
}

/// Sorts the services to their clients.
pub(super) fn plan(services: &[Service]) -> Vec<Client<'_>> {
    let mut groups: BTreeMap<([&str; 3], Option<String>), Vec<&Service>> = BTreeMap::new();
    for service in services {
        let ClientSpec { runtime, name, signed: _, signing_name: _, auth_header: _, success } =
            &service.client;
        let rule = success.as_ref().map(|rule| format!("{rule:?}"));
        groups.entry(([vendor(service), name, runtime.as_str()], rule)).or_default().push(service);
    }
    let candidates: Vec<Vec<String>> = groups.iter().map(vendor_names).collect();
    let modules =
        names::resolve(&candidates, &["docwright_runtime", "std", "core", "generated"], names::alike);
    let features = features(&services.iter().collect::<Vec<_>>());
    let plan = |(services, module)| client(services, module, &features);
    groups.into_values().zip(modules).filter_map(plan).collect()
}

/// Features that crates around emitted code have beside those of services.
const OTHER_FEATURES: &[&str] =
    &["default", "full", "both-ways", "rustls-tls", "native-tls", "gzip", "blocking", "mock", "jiff"];

/// The feature of each service, by the service's name.
pub(super) fn features<'s>(services: &[&'s Service]) -> BTreeMap<&'s str, String> {
    let candidates: Vec<Vec<String>> = services
        .iter()
        .map(|service| {
            let feature = names::feature(&service.name);
            let sealed = names::sealed(&feature, &service.name);
            vec![feature, sealed]
        })
        .collect();
    let names = services.iter().map(|service| service.name.as_str());
    names.zip(names::resolve(&candidates, OTHER_FEATURES, names::same)).collect()
}

/// The first segment of the service's name; the client's name where there is only one segment.
fn vendor(service: &Service) -> &str {
    service.name.split_once('.').map_or(&service.client.name, |(vendor, _)| vendor)
}

/// The vendor; with client and runtime, where its services have different ones; with a service, where they differ in what
/// a success is.
fn vendor_names(((group, rule), services): (&([&str; 3], Option<String>), &Vec<&Service>)) -> Vec<String> {
    let mut candidates: Vec<String> = (1..=3).map(|len| names::snake(&group[..len].join("_"))).collect();
    candidates.push(names::exact(&group.join("_")));
    let first = services.iter().map(|service| service.name.as_str()).min().unwrap_or_default();
    candidates.push(names::snake(&format!("{} {first}", group[0])));
    candidates.push(names::sealed(&names::snake(group[0]), &format!("{group:?} {rule:?}")));
    candidates
}

fn client<'a>(
    mut services: Vec<&'a Service>,
    module: String,
    features: &BTreeMap<&str, String>,
) -> Option<Client<'a>> {
    services.sort_by_key(|service| &service.name);
    let spec = &services.first()?.client;
    let candidates: Vec<Vec<String>> = services.iter().map(|service| service_names(&service.name)).collect();
    let reserved = ["new", "builder", "client", "from", "docwright_runtime", &spec.name];
    let modules = names::resolve(&candidates, &reserved, names::alike);
    let handles = services.into_iter().zip(modules).map(|(service, module)| Handle {
        service,
        name: names::camel(&module),
        feature: features[service.name.as_str()].clone(),
        module,
    });
    Some(Client { module, spec, services: handles.collect() })
}

/// The last segment, then ever more of the path.
fn service_names(name: &str) -> Vec<String> {
    let path: Vec<&str> = name.split('.').collect();
    let mut candidates: Vec<String> =
        (1..=path.len()).map(|len| names::snake(&path[path.len() - len..].join("_"))).collect();
    candidates.push(format!("{}_service", names::snake(name)));
    candidates.push(names::sealed(&names::snake(name), name));
    candidates
}

impl Client<'_> {
    /// `mod blueking;`, when one of its services is selected.
    pub(super) fn module_item(&self, visibility: TokenStream) -> TokenStream {
        let module = names::ident(&self.module);
        let features: Vec<&String> = self.services.iter().map(|handle| &handle.feature).collect();
        let selected = match features.as_slice() {
            [feature] => quote!(feature = #feature),
            features => quote!(any(#(feature = #features),*)),
        };
        quote!(#[cfg(#selected)] #visibility mod #module;)
    }
}

impl Handle<'_> {
    /// `mod cc;`, when the service is selected.
    pub(super) fn module_item(&self, visibility: TokenStream) -> TokenStream {
        let (feature, module) = (&self.feature, names::ident(&self.module));
        quote!(#[cfg(feature = #feature)] #visibility mod #module;)
    }
}

/// The root of the generated tree.
pub(super) fn root(clients: &[Client<'_>]) -> TokenStream {
    let about = docs::inner(&["Clients, one module per vendor.".to_owned()]);
    let modules = clients.iter().map(|client| client.module_item(quote!(pub)));
    quote! {
        #about
        #![allow(
            clippy::new_ret_no_self,
            clippy::wrong_self_convention,
            clippy::should_implement_trait,
            clippy::module_inception,
            clippy::type_complexity,
            reason = "`new` begins the chain of required fields; setters and modules carry documented names; lists nest as documented"
        )]
        #(#modules)*
    }
}

/// A vendor's module.
pub(super) fn module(client: &Client<'_>) -> TokenStream {
    let Client { module: _, spec, services } = client;
    let name = names::ident(&names::camel(&spec.name));
    let about = docs::inner(&[format!("The {} client and its services.", docs::code(&spec.name))]);
    let modules = services.iter().map(|handle| handle.module_item(quote!(pub)));
    let item = client_item(spec, services);
    let builder = builder(spec, &name);
    quote! {
        #about
        #(#modules)*
        #item
        impl From<docwright_runtime::Client> for #name {
            fn from(client: docwright_runtime::Client) -> Self {
                Self { client }
            }
        }
        #builder
    }
}

fn client_item(spec: &ClientSpec, services: &[Handle<'_>]) -> TokenStream {
    let name = names::ident(&names::camel(&spec.name));
    let methods = services.iter().map(|handle| {
        let Handle { service, module, name, feature } = handle;
        let about = docs::outer(&[format!("The calls of {}.", docs::code(&service.name))]);
        let (module, name) = (names::ident(module), names::ident(name));
        quote! {
            #about
            #[cfg(feature = #feature)]
            pub fn #module(&self) -> #module::#name<'_> {
                #module::#name::new(&self.client)
            }
        }
    });
    quote! {
        /// A client; cheap to clone.
        #[derive(Clone, Debug)]
        pub struct #name {
            client: docwright_runtime::Client,
        }
        impl #name {
            #(#methods)*
            /// The runtime's client, for calls without a handle.
            pub fn client(&self) -> &docwright_runtime::Client {
                &self.client
            }
        }
    }
}

fn builder(spec: &ClientSpec, name: &proc_macro2::Ident) -> TokenStream {
    let runtime = names::ident(spec.runtime.as_str());
    // Signing needs credentials and knows the hosts from the pages; everybody else needs an address.
    let (argument, ty) = match spec.signed {
        true => (names::ident("credentials"), quote!(docwright_runtime::#runtime::Credentials)),
        false => (names::ident("base_url"), quote!(impl Into<String>)),
    };
    let success = spec.success.as_ref().filter(|_| spec.runtime == Runtime::Plain).map(|rule| {
        let rule = success(rule);
        quote!(.success(#rule))
    });
    quote! {
        impl #name {
            /// Configures a client.
            pub fn builder(#argument: #ty) -> docwright_runtime::#runtime::Builder<Self> {
                docwright_runtime::#runtime::builder(#argument)#success
            }
        }
    }
}

/// The expression of a success rule.
fn success(rule: &SuccessRule) -> TokenStream {
    let SuccessRule { member, equals, status, code, message, request_id, optional } = rule;
    let value = |value: &Scalar| match value {
        Scalar::Boolean(value) => quote!(#value),
        Scalar::Integer(value) => {
            let literal = match i32::try_from(*value) {
                Ok(value) => proc_macro2::Literal::i32_unsuffixed(value),
                Err(_) => proc_macro2::Literal::i64_suffixed(*value),
            };
            quote!(#literal)
        }
        Scalar::Text(text) => quote!(#text),
    };
    let first = equals.first().map_or_else(|| quote!(0), value);
    let others = equals.iter().skip(1).map(value);
    let status = status.iter().map(|status| proc_macro2::Literal::u16_unsuffixed(*status));
    let code = (!code.is_empty()).then(|| quote!(.code(#code)));
    let request_id = (!request_id.is_empty()).then(|| quote!(.request_id(#request_id)));
    let optional = optional.then(|| quote!(.optional()));
    quote! {
        docwright_runtime::plain::SuccessRule::new(#member, #first)
            #(.or_equals(#others))* #(.status(#status))* #code #(.message(#message))* #request_id #optional
    }
}
