//! Constructors: how a caller gives the required fields of an object, each under its name.
//!
//! `CreateInst::new().bk_inst_name("sw-01").bk_obj_id("bk_switch")`: `new` begins a chain of one step per required field,
//! in the order of their names, and the last step gives the object. Two arguments cannot be exchanged by rows of a page
//! that change places, because no argument is known by its position; and where a field is renamed, or another one becomes
//! required, callers do not compile until they name it.

use super::docs;
use super::fields::FieldPlan;
use super::structs::{Constructor, Struct, chained};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

impl Struct<'_> {
    /// `new`, without the types that it needs.
    pub(super) fn new_fn(&self) -> TokenStream {
        let words = match self.constructor {
            Constructor::Plain => format!("Creates the {}; no field is required.", self.noun),
            Constructor::Chain(_) => {
                format!("Creates the {}, beginning with its required fields.", self.noun)
            }
            Constructor::Named(_) => format!("Creates the {} from its required fields.", self.noun),
        };
        let about = docs::outer(&docs::joined([vec![words], self.example.clone()]));
        match &self.constructor {
            Constructor::Plain => quote! {
                #about
                pub fn new() -> Self {
                    Self::default()
                }
            },
            Constructor::Chain(steps) => {
                let first = steps.first();
                quote! {
                    #about
                    pub fn new() -> #first {
                        #first(())
                    }
                }
            }
            Constructor::Named(required) => {
                let idents = self.plans.iter().filter(|plan| plan.needed).map(|plan| &plan.ident);
                let literal = self.literal();
                quote! {
                    #about
                    pub fn new(required: #required) -> Self {
                        let #required { #(#idents),* } = required;
                        #literal
                    }
                }
            }
        }
    }

    /// The struct literal; variables of the fields' names hold what is required.
    fn literal(&self) -> TokenStream {
        let name = &self.name;
        let fields = self.plans.iter().map(FieldPlan::initial);
        let extra = self.extra.iter().map(|extra| quote!(#extra: wire::Map::new(),));
        quote!(#name { #(#fields)* #(#extra)* })
    }

    /// The types that [`Struct::new_fn`] needs.
    pub(super) fn constructor_items(&self) -> TokenStream {
        match &self.constructor {
            Constructor::Plain => TokenStream::new(),
            Constructor::Chain(steps) => self.steps(steps),
            Constructor::Named(required) => self.required_item(required),
        }
    }

    /// One type per step; each holds the step before and its value.
    fn steps(&self, steps: &[Ident]) -> TokenStream {
        let needed = chained(&self.plans);
        let mut before = quote!(());
        let mut items = TokenStream::new();
        for (at, (plan, step)) in needed.iter().zip(steps).enumerate() {
            let title =
                format!("The step of [`{}::new`] that takes {}.", self.name, docs::code(&plan.field.name));
            let about = docs::outer(&[title]);
            let words = docs::outer(&[plan.sets()]);
            let (setter, parameter, argument) = (&plan.setter, plan.parameter(), plan.argument());
            let (next, body) = match steps.get(at + 1) {
                Some(next) => (next, quote!(#next(self, #argument))),
                None => (&self.name, self.last_step(&needed, steps)),
            };
            items.extend(quote! {
                #about
                pub struct #step(#before);
                impl #step {
                    #words
                    pub fn #setter(self, #parameter) -> #next {
                        #body
                    }
                }
            });
            let ty = plan.full_type();
            before = quote!(#step, #ty);
        }
        items
    }

    /// Takes the values out of the steps.
    fn last_step(&self, needed: &[&FieldPlan<'_>], steps: &[Ident]) -> TokenStream {
        let literal = self.literal();
        let Some((last, before)) = needed.split_last() else { return literal };
        let (ident, argument) = (&last.ident, last.argument());
        let mut pattern = quote!(_);
        for (plan, step) in before.iter().zip(steps.iter().skip(1)) {
            let ident = &plan.ident;
            pattern = quote!(#step(#pattern, #ident));
        }
        let unpack = (!before.is_empty()).then(|| quote!(let #pattern = self;));
        let convert = (*ident != argument.to_string()).then(|| quote!(let #ident = #argument;));
        quote!(#unpack #convert #literal)
    }

    /// The required fields of a large object.
    fn required_item(&self, required: &Ident) -> TokenStream {
        let about = docs::outer(&[format!("The required fields of [`{}`].", self.name)]);
        let fields = self.plans.iter().filter(|plan| plan.needed).map(|plan| {
            let (ident, ty) = (&plan.ident, plan.full_type());
            let words = docs::first_line(&plan.field.docs);
            let about = docs::outer(&[words.unwrap_or_else(|| format!("{}.", docs::code(&plan.field.name)))]);
            quote!(#about pub #ident: #ty,)
        });
        quote! {
            #about
            pub struct #required {
                #(#fields)*
            }
        }
    }
}
