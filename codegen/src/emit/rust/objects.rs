//! Object types: the struct, its constructor and setters, and its two serde impls.

use super::docs;
use super::fields::{FieldPlan, Presence};
use super::structs::Struct;
use proc_macro2::TokenStream;
use quote::quote;

impl Struct<'_> {
    /// The struct; `about` replaces its own documentation.
    pub(super) fn item(&self, about: Option<&[String]>, must_use: Option<&str>) -> TokenStream {
        let Struct { name, plans, .. } = self;
        let own = [format!("{}.", docs::code(&self.title))];
        let about = docs::outer(about.unwrap_or(&own));
        let must_use = must_use.map(|words| quote!(#[must_use = #words]));
        let derives = self.derives();
        let fields = plans.iter().map(FieldPlan::declaration);
        let extra = self.extra_declaration();
        quote! {
            #about
            #must_use
            #derives
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                #extra
            }
        }
    }

    fn derives(&self) -> TokenStream {
        let debug = (!self.has_secrets()).then(|| quote!(Debug,));
        let default = self.has_default().then(|| quote!(, Default));
        quote!(#[derive(Clone, #debug PartialEq #default)])
    }

    /// Whether attributes beyond the documented ones have a place.
    pub(super) fn is_open(&self) -> bool {
        self.extra.is_some()
    }

    fn has_secrets(&self) -> bool {
        self.plans.iter().any(|plan| plan.secret)
    }

    /// Requests without required fields, which `new()` makes too. Answers have none: they would lose it with their first
    /// field that is always there.
    fn has_default(&self) -> bool {
        self.usage.request && self.plans.iter().all(|plan| plan.presence != Presence::Always && !plan.needed)
    }

    fn extra_declaration(&self) -> Option<TokenStream> {
        let (extra, open) = (self.extra.as_ref()?, self.open?);
        let words = docs::paragraph(&open.reason);
        let about =
            docs::outer(&docs::joined([vec!["Attributes beyond the documented ones.".to_owned()], words]));
        Some(quote!(#about pub #extra: wire::Map,))
    }

    /// Constructor and setters, where the type is part of a request; access to attributes beyond the documented ones.
    pub(super) fn methods(&self) -> Option<TokenStream> {
        let Struct { name, plans, usage, .. } = self;
        let get_attr = self.get_attr();
        if !usage.request {
            return get_attr.map(|get_attr| quote!(impl #name { #get_attr }));
        }
        let new = self.new_fn();
        let setters = plans.iter().filter(|plan| !plan.needed).map(FieldPlan::setter);
        let attr = self.attr();
        Some(quote! {
            impl #name {
                #new
                #(#setters)*
                #attr
                #get_attr
            }
        })
    }

    fn attr(&self) -> Option<TokenStream> {
        let extra = self.extra.as_ref()?;
        Some(quote! {
            /// Sets an attribute beyond the documented ones.
            pub fn attr(mut self, name: impl Into<String>, value: impl Into<wire::Value>) -> Self {
                self.#extra.insert(name.into(), value.into());
                self
            }
        })
    }

    fn get_attr(&self) -> Option<TokenStream> {
        let extra = self.extra.as_ref()?;
        Some(quote! {
            /// An attribute beyond the documented ones, by type; `None` when it is missing or null.
            pub fn get_attr<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, wire::Error> {
                wire::attribute(&self.#extra, name)
            }
        })
    }

    /// `impl Debug`, where a derived one would show secrets.
    pub(super) fn debug(&self) -> Option<TokenStream> {
        let Struct { name, plans, extra, .. } = self;
        if !self.has_secrets() {
            return None;
        }
        let title = name.to_string();
        let fields = plans.iter().map(FieldPlan::debug);
        let extra = extra.iter().map(|extra| {
            let title = extra.to_string();
            quote!(.field(#title, &self.#extra))
        });
        Some(quote! {
            impl std::fmt::Debug for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(#title)#(#fields)*#(#extra)*.finish()
                }
            }
        })
    }

    /// The files of a multipart form, where a field is one.
    pub(super) fn files(&self) -> Option<TokenStream> {
        let pushes: Vec<TokenStream> = self.plans.iter().filter_map(FieldPlan::push_files).collect();
        (!pushes.is_empty()).then(|| {
            quote! {
                fn files(&self) -> Vec<(&'static str, docwright_runtime::Upload)> {
                    let mut files = Vec::new();
                    #(#pushes)*
                    files
                }
            }
        })
    }

    /// `impl Serialize`.
    pub(super) fn serialize(&self) -> TokenStream {
        let Struct { name, plans, extra, .. } = self;
        let writes = plans.iter().map(FieldPlan::write);
        let extra = extra.iter().map(|extra| quote!(o.put_all(&self.#extra);));
        let is_empty = plans.iter().all(|plan| plan.is_file) && self.extra.is_none();
        let o = if is_empty { quote!(_) } else { quote!(o) };
        quote! {
            impl serde::Serialize for #name {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    wire::write(to, |#o| { #(#writes)* #(#extra)* })
                }
            }
        }
    }

    /// `impl Deserialize`.
    pub(super) fn deserialize(&self) -> TokenStream {
        let Struct { name, plans, extra, .. } = self;
        let reads = plans.iter().map(FieldPlan::read);
        let extra = extra.iter().map(|extra| quote!(#extra: o.rest(),));
        let o = if plans.is_empty() && self.extra.is_none() { quote!(_) } else { quote!(o) };
        quote! {
            impl<'de> serde::Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    wire::read(from, |#o| Ok(Self { #(#reads)* #(#extra)* }))
                }
            }
        }
    }
}
