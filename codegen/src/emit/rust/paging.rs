//! Paging: how to walk through a long result, where the items can be reached by type.

use super::fields;
use super::names;
use super::type_scope::Scope;
use crate::model::{Endpoint, Paging, PagingStyle, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// `impl PagedOperation`, unless the path of the items leads to no list.
pub(super) fn paged_impl(endpoint: &Endpoint, scope: &Scope<'_>, operation: &str) -> Option<TokenStream> {
    let paging = endpoint.paging.as_ref().filter(|_| endpoint.response.documented)?;
    let (items, item) = items(endpoint, scope, &paging.items)?;
    let operation = names::ident(operation);
    let paging = constant(paging);
    Some(quote! {
        impl docwright_runtime::PagedOperation for #operation {
            type Item = #item;
            const PAGING: docwright_runtime::Paging = #paging;
            fn items(output: Self::Output) -> Vec<Self::Item> {
                #items
            }
        }
    })
}

fn constant(paging: &Paging) -> TokenStream {
    let Paging { style, start, limit, max, items, total, count_flag } = paging;
    let style = names::ident(match style {
        PagingStyle::Offset => "Offset",
        PagingStyle::Page => "Page",
    });
    let max = max.map(|max| {
        let max = proc_macro2::Literal::u64_unsuffixed(max);
        quote!(.max(#max))
    });
    let items = (!items.is_empty()).then(|| quote!(.items(&[#(#items),*])));
    let total = total.as_ref().map(|path| quote!(.total(&[#(#path),*])));
    let count_flag = count_flag.as_ref().map(|path| quote!(.count_flag(&[#(#path),*])));
    quote! {
        docwright_runtime::Paging::new(
            docwright_runtime::PageStyle::#style,
            &[#(#start),*],
            &[#(#limit),*],
        )
        #max #items #total #count_flag
    }
}

/// The expression that takes the items out of `output`, and their type.
fn items(endpoint: &Endpoint, scope: &Scope<'_>, path: &[String]) -> Option<(TokenStream, TokenStream)> {
    let mut ty = &endpoint.response.ty;
    let mut home = scope;
    let mut expression = quote!(output);
    let mut optional = endpoint.response.nullable;
    for segment in path {
        let Type::Object(id) = ty else { return None };
        let (holder, object) = home.object(id)?;
        let plan = fields::plan(holder, object).into_iter().find(|plan| plan.field.name == *segment)?;
        let ident = &plan.ident;
        let absent = plan.may_be_absent();
        expression = match (optional, absent) {
            (false, _) => quote!(#expression.#ident),
            (true, false) => quote!(#expression.map(|it| it.#ident)),
            (true, true) => quote!(#expression.and_then(|it| it.#ident)),
        };
        optional |= absent;
        ty = &object.fields.iter().find(|field| field.name == *segment)?.ty;
        home = holder;
    }
    let Type::Array(item) = ty else { return None };
    let expression = if optional { quote!(#expression.unwrap_or_default()) } else { expression };
    Some((expression, fields::plain_type(scope, item)))
}
