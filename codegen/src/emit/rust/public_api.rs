//! The public API of an emitted file, read back from its text.

use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{Expr, Fields, ImplItem, Item, ItemImpl, Type};

/// The public items of a file of an endpoint or of shared types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicApi {
    /// Method and path of the endpoint, `Post /x/{id}`; empty in a file of types.
    pub route: String,
    /// What a call returns.
    pub output: String,
    /// The types by name.
    pub types: BTreeMap<String, Members>,
}

/// Fields with their types, or variants with nothing.
pub type Members = BTreeMap<String, String>;

/// Reads a file; `None` when it is not Rust.
pub fn read(text: &str) -> Option<PublicApi> {
    let mut api = PublicApi::default();
    for item in syn::parse_file(text).ok()?.items {
        match item {
            // The steps of a constructor are tuples.
            Item::Struct(item) if matches!(item.fields, Fields::Unnamed(_)) => {}
            Item::Struct(item) => _ = api.types.insert(item.ident.to_string(), fields(&item.fields)),
            Item::Enum(item) => {
                let variants = item.variants.iter().map(|variant| (variant.ident.to_string(), String::new()));
                api.types.insert(item.ident.to_string(), variants.collect());
            }
            Item::Impl(item) if is_operation(&item) => api.operation(&item),
            _ => {}
        }
    }
    Some(api)
}

/// The names of the types in a file as it is emitted: formatted, so that every item begins its line.
pub fn type_names(text: &str) -> impl Iterator<Item = &str> {
    let items = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum ")));
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    items.filter_map(move |item| {
        let name = &item[..item.find(|c: char| !is_of_name(c)).unwrap_or(item.len())];
        (!item[name.len()..].starts_with('(')).then_some(name)
    })
}

fn fields(fields: &Fields) -> Members {
    let named = fields.iter().filter_map(|field| Some((field.ident.as_ref()?.to_string(), plain(&field.ty))));
    named.collect()
}

/// A type as it is written, without spaces that tokens bring along.
fn plain(ty: &Type) -> String {
    ty.to_token_stream().to_string().replace(' ', "")
}

fn is_operation(item: &ItemImpl) -> bool {
    item.trait_.iter().any(|(path, _)| path.segments.last().is_some_and(|last| last.ident == "Operation"))
}

impl PublicApi {
    fn operation(&mut self, item: &ItemImpl) {
        for item in &item.items {
            match item {
                ImplItem::Type(item) => self.output = plain(&item.ty),
                ImplItem::Const(item) => self.route = route(&item.expr).unwrap_or_default(),
                _ => {}
            }
        }
    }
}

/// The last two arguments of the call at the start of a chain: the method, and the path.
fn route(mut expr: &Expr) -> Option<String> {
    while let Expr::MethodCall(call) = expr {
        expr = &call.receiver;
    }
    let Expr::Call(call) = expr else { return None };
    let mut arguments = call.args.iter().rev();
    let (path, method) = (arguments.next()?, arguments.next()?);
    let (Expr::Lit(path), Expr::Path(method)) = (path, method) else { return None };
    let syn::Lit::Str(path) = &path.lit else { return None };
    Some(format!("{} {}", method.path.segments.last()?.ident, path.value()))
}
