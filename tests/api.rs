//! The public surface of the generated crate: types, their fields, and the signatures of methods. A diff of this
//! snapshot is what callers have to know about.

use crate::support;
use docwright::emit::Tree;
use std::fmt::Write;
use syn::{ImplItem, Item, Visibility};

#[test]
fn the_public_surface() {
    let run = docwright::compile::run(&support::config(), &support::root()).unwrap();
    let mut text = String::new();
    for file in support::emit(&run).iter().filter(|file| file.tree == Tree::Source) {
        let _ = writeln!(text, "== {}", file.path);
        syn::parse_file(&file.text).unwrap().items.iter().for_each(|item| show(item, &mut text));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("public-api", text));
}

/// One line per public item; bodies and docs are left out.
fn show(item: &Item, text: &mut String) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let _ = writeln!(text, "struct {}", item.ident);
            for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                let _ = writeln!(text, "  {name}: {}", source(&field.ty));
            }
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let variants =
                item.variants.iter().map(|variant| variant.ident.to_string()).collect::<Vec<_>>().join(", ");
            let _ = writeln!(text, "enum {} {{ {variants} }}", item.ident);
        }
        Item::Impl(item) => {
            let target = source(&item.self_ty);
            if let Some((path, _)) = &item.trait_ {
                let _ = writeln!(text, "impl {} for {target}", source(path));
            }
            for part in &item.items {
                if let ImplItem::Fn(function) = part
                    && is_public(&function.vis)
                {
                    let _ = writeln!(text, "{target}::{}", source(&function.sig));
                }
            }
        }
        Item::Mod(item) if is_public(&item.vis) => {
            let _ = writeln!(text, "mod {}", item.ident);
        }
        Item::Use(item) if is_public(&item.vis) => {
            let _ = writeln!(text, "{}", source(item));
        }
        _ => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn source(tokens: &impl quote::ToTokens) -> String {
    tokens
        .to_token_stream()
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace("& ", "&")
        .replace(" ,", ",")
        .replace(" (", "(")
        .replace("( ", "(")
        .replace(" )", ")")
        .replace(" : ", ": ")
}
