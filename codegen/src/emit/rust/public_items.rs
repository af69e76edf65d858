//! The public items of an emitted file: types, fields, variants, methods, traits, each with what a caller sees of it.

use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{Attribute, Fields, FnArg, ImplItem, ImplItemFn, ItemImpl, ReturnType, Visibility};

/// One public item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its type or signature; two items of one name and one text are the same to every caller.
    pub text: String,
}

/// What stands behind the name of an item whose use warns.
pub const DEPRECATED: &str = " #[deprecated]";

type Items = BTreeMap<String, Item>;

/// Reads a file.
pub(super) fn of(file: syn::File) -> Items {
    let mut items = Items::new();
    for item in file.items {
        match item {
            syn::Item::Struct(item) => {
                let name = item.ident.to_string();
                let is_open = has(&item.attrs, "non_exhaustive");
                let mut text = "struct".to_owned();
                for field in named(&item.fields) {
                    let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    if !is_open {
                        text.push_str(&format!(" {ident}"));
                    }
                    put(&mut items, format!("{name}.{ident}"), words(&field.ty));
                }
                derives(&mut items, &name, &item.attrs);
                put(&mut items, name, text);
            }
            syn::Item::Enum(item) => {
                let name = item.ident.to_string();
                for variant in &item.variants {
                    put(&mut items, format!("{name}::{}", variant.ident), words(&variant.fields));
                }
                derives(&mut items, &name, &item.attrs);
                put(&mut items, name, "enum".to_owned());
            }
            syn::Item::Impl(item) => implementation(&mut items, &item),
            _ => {}
        }
    }
    items
}

fn put(items: &mut Items, name: String, text: String) {
    items.insert(name, Item { text });
}

fn named(fields: &Fields) -> impl Iterator<Item = &syn::Field> {
    fields.iter().filter(|field| field.ident.is_some() && matches!(field.vis, Visibility::Public(_)))
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

fn derives(items: &mut Items, name: &str, attributes: &[Attribute]) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _ = attribute.parse_nested_meta(|meta| {
            put(items, format!("{name}: {}", words(&meta.path)), String::new());
            Ok(())
        });
    }
}

fn implementation(items: &mut Items, item: &ItemImpl) {
    let name = words(&item.self_ty);
    let Some((path, _)) = &item.trait_ else {
        let methods = item
            .items
            .iter()
            .filter_map(|item| if let ImplItem::Fn(item) = item { Some(item) } else { None });
        methods.for_each(|method| self::method(items, &name, method));
        return;
    };
    // Private helpers of the runtime are no promise to callers.
    let last = path.segments.last().map(words).unwrap_or_default();
    if ["TextEnum", "IntEnum"].contains(&last.as_str()) {
        return;
    }
    let last = last.replace("Deserialize<'de>", "Deserialize");
    put(items, format!("{name}: {last}"), String::new());
    for inner in &item.items {
        if let ImplItem::Type(inner) = inner {
            put(items, format!("{name}: {last}::{}", inner.ident), words(&inner.ty));
        }
    }
}

fn method(items: &mut Items, name: &str, method: &ImplItemFn) {
    if !matches!(method.vis, Visibility::Public(_)) {
        return;
    }
    let arguments = method.sig.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => words(receiver).replace("mut ", ""),
        FnArg::Typed(input) => words(&input.ty),
    });
    let arguments: Vec<String> = arguments.collect();
    let output = match &method.sig.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", words(ty)),
    };
    let generics = words(&method.sig.generics);
    let item = format!("{name}::{}()", method.sig.ident);
    if has(&method.attrs, "deprecated") {
        put(items, format!("{item}{DEPRECATED}"), String::new());
    }
    put(items, item, format!("{generics}({}){output}", arguments.join(", ")));
}

/// Tokens as people write them.
fn words(tokens: &impl ToTokens) -> String {
    let tight = [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
    ];
    let text = tokens.to_token_stream().to_string();
    let tighter = |text: String, (wide, tight): &(&str, &str)| match text.contains(wide) {
        true => text.replace(wide, tight),
        false => text,
    };
    tight.iter().fold(text, tighter).trim().to_owned()
}
