//! The rule of constructors: no value is known by its position.

use super::models::{api, endpoint, field, object, service};
use crate::emit::rust::{Options, emit};
use crate::emit::{File, Tree};
use crate::model::{Field, Object, Type};
use syn::{FnArg, ImplItem, Item};

/// The source files of one endpoint with these arguments, and with a nested object of the same fields.
fn files(fields: &[Field]) -> Vec<File> {
    let request = [fields, &[nested()]].concat();
    let types: Vec<Object> = vec![object("request.nested", fields.to_vec())];
    let endpoint = endpoint("make", "/make", request, Type::Any, types);
    let api = api(vec![service("a.b", "plain", "A", vec![endpoint])]);
    emit(&api, &Options::default()).into_iter().filter(|file| file.tree == Tree::Source).collect()
}

fn nested() -> Field {
    field("nested", Type::Object("request.nested".to_owned()), true, "")
}

fn text(name: &str) -> Field {
    field(name, Type::String, true, "")
}

/// The signatures of all functions that callers see, by the type they belong to.
fn signatures(files: &[File]) -> Vec<(String, syn::Signature)> {
    let mut signatures = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with("/make.rs")) {
        for item in syn::parse_file(&file.text).unwrap().items {
            let Item::Impl(item) = item else { continue };
            let own = item.items.into_iter().filter_map(|item| match item {
                ImplItem::Fn(item) if matches!(item.vis, syn::Visibility::Public(_)) => Some(item.sig),
                _ => None,
            });
            let ty = &item.self_ty;
            let name = quote::quote!(#ty).to_string();
            signatures.extend(own.map(|signature| (name.clone(), signature)));
        }
    }
    signatures
}

#[test]
fn every_value_is_given_under_its_name() {
    for count in [1, 2, 5, 16, 17] {
        let fields: Vec<Field> = (0..count).map(|at| text(&format!("f{at}"))).collect();
        for (ty, signature) in signatures(&files(&fields)) {
            let values: Vec<&FnArg> =
                signature.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_))).collect();
            assert!(values.len() <= 1, "`{ty}::{}` takes {} values", signature.ident, values.len());
            // A value of `new` is a struct with a name for each field.
            let is_named = quote::quote!(#(#values)*).to_string().starts_with("required :");
            assert!(signature.ident != "new" || values.is_empty() || is_named, "`{ty}::new`");
        }
    }
}

#[test]
fn rows_that_change_places_change_no_signature() {
    let sorted = |fields: &[Field]| {
        let shown =
            |(ty, signature): &(String, syn::Signature)| format!("{ty} {}", quote::quote!(#signature));
        let mut signatures: Vec<String> = signatures(&files(fields)).iter().map(shown).collect();
        signatures.sort();
        signatures
    };
    assert_eq!(sorted(&[text("b"), text("a"), text("c")]), sorted(&[text("c"), text("b"), text("a")]));
    assert_ne!(
        sorted(&[text("b"), text("a")]),
        sorted(&[text("b"), text("z")]),
        "a renamed field has another setter"
    );
}
