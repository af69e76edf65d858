//! Open enums: documented values of texts and integers, and room for any other.

use super::usage::Usage;
use super::{docs, names};
use crate::model::{Field, Object, Type, Value};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// The values a field documents, as one type.
#[derive(Debug)]
pub(super) struct Enum<'a> {
    pub(super) name: String,
    pub(super) usage: Usage,
    values: Vec<(Raw, &'a Value)>,
    field: &'a Field,
}

/// A value as it travels.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Raw {
    Text(String),
    Integer(i64),
}

/// Fields of one name with the same documented values: one enum.
pub(super) struct EnumCandidate<'a> {
    /// Owner's id and field, in the order of the ids.
    members: Vec<(&'a str, &'a Field)>,
    values: Vec<(Raw, &'a Value)>,
    usage: Usage,
}

/// Which enum stands for which field of which object.
type ByField<'a> = BTreeMap<(&'a str, &'a str), usize>;

/// Collects the enums of all fields.
pub(super) fn groups<'a>(
    objects: &[(&'a str, &'a Object)],
    usage: &BTreeMap<&'a str, Usage>,
) -> Vec<EnumCandidate<'a>> {
    let mut sorted: Vec<_> = objects.to_vec();
    sorted.sort_by_key(|(id, _)| *id);
    let mut groups: BTreeMap<(&str, Vec<Raw>), EnumCandidate> = BTreeMap::new();
    for (id, object) in sorted {
        for field in &object.fields {
            let values = values(field);
            if values.is_empty() {
                continue;
            }
            let key = (field.name.as_str(), values.iter().map(|(raw, _)| raw.clone()).collect());
            let empty = EnumCandidate { members: Vec::new(), values, usage: Usage::default() };
            let group = groups.entry(key).or_insert(empty);
            let travels = usage.get(id).copied().unwrap_or_default();
            group.usage.request |= travels.request;
            group.usage.response |= travels.response;
            group.members.push((id, field));
        }
    }
    groups.into_values().collect()
}

/// Gives the groups their names.
pub(super) fn named<'a>(groups: Vec<EnumCandidate<'a>>, names: &[String]) -> (Vec<Enum<'a>>, ByField<'a>) {
    let mut pairs: Vec<_> = groups.into_iter().zip(names).collect();
    pairs.sort_by_key(|(_, name)| *name);
    let mut by_field = BTreeMap::new();
    let mut enums = Vec::new();
    for (EnumCandidate { members, values, usage }, name) in pairs {
        by_field.extend(members.iter().map(|(id, field)| ((*id, field.name.as_str()), enums.len())));
        let Some((_, field)) = members.first() else { continue };
        enums.push(Enum { name: name.clone(), usage, values, field });
    }
    (enums, by_field)
}

/// The distinct values of a field, if they can make an enum: all texts, or all integers, and at least two.
fn values(field: &Field) -> Vec<(Raw, &Value)> {
    let mut values: Vec<(Raw, &Value)> = Vec::new();
    for value in &field.meaning.values {
        let Some(raw) = raw(field.ty.leaf(), &value.literal) else { return Vec::new() };
        if values.iter().all(|(known, _)| *known != raw) {
            values.push((raw, value));
        }
    }
    if values.len() < 2 { Vec::new() } else { values }
}

fn raw(leaf: &Type, literal: &str) -> Option<Raw> {
    let json: serde_json::Value = serde_json::from_str(literal).ok()?;
    match (leaf, json) {
        (Type::String, serde_json::Value::String(text)) => Some(Raw::Text(text)),
        (Type::String, serde_json::Value::Number(number)) => Some(Raw::Text(number.to_string())),
        (Type::Integer { .. }, serde_json::Value::Number(number)) => number.as_i64().map(Raw::Integer),
        (Type::Integer { .. }, serde_json::Value::String(text)) => text.parse().ok().map(Raw::Integer),
        _ => None,
    }
}

impl<'a> EnumCandidate<'a> {
    /// Owner and field that come first, and whether the enum is of answers alone.
    pub(super) fn place(&self) -> (&'a str, &'a str, bool) {
        let (id, field) = self.members.first().map_or(("", ""), |(id, field)| (*id, field.name.as_str()));
        (id, field, !self.usage.request)
    }

    /// Names for the enum: the field's, then ever more of the path to it.
    pub(super) fn candidates(&self) -> Vec<String> {
        let Some((id, field)) = self.members.first() else { return vec![String::new()] };
        let is_list = matches!(field.ty, Type::Array(_));
        let last = if is_list { names::singular(&field.name) } else { field.name.to_string() };
        let path: Vec<&str> = id.split('.').chain([last.as_str()]).collect();
        let mut candidates: Vec<String> =
            (1..=path.len()).map(|len| names::camel(&path[path.len() - len..].join("_"))).collect();
        candidates.push(format!("{}Value", names::camel(&path.join("_"))));
        candidates.push(names::sealed(&names::camel(&last), &path.join(".")));
        candidates
    }
}

impl Enum<'_> {
    /// Whether the values are texts.
    pub(super) fn is_text(&self) -> bool {
        self.values.iter().all(|(raw, _)| matches!(raw, Raw::Text(_)))
    }

    /// Names of the variants, and what each is called on the wire.
    pub(super) fn literals(&self) -> impl Iterator<Item = (String, String)> {
        let called = |(raw, _): &(Raw, &Value)| match raw {
            Raw::Text(text) => text.clone(),
            Raw::Integer(number) => number.to_string(),
        };
        self.variants().into_iter().zip(self.values.iter().map(called))
    }

    fn variants(&self) -> Vec<String> {
        let candidates: Vec<Vec<String>> =
            self.values.iter().map(|(raw, value)| variant_candidates(raw, english(value))).collect();
        names::resolve(&candidates, &["Other", "Self"], names::alike)
    }
}

/// The label that can name a variant.
fn english(value: &Value) -> &str {
    if value.english.is_empty() { &value.label } else { &value.english }
}

/// Names for a variant: the text, or the label of a number where it has an English one.
fn variant_candidates(raw: &Raw, label: &str) -> Vec<String> {
    let label = label.trim();
    let is_name = !label.is_empty()
        && label.len() <= 40
        && label.starts_with(|c: char| c.is_ascii_alphabetic())
        && label.chars().all(|c| c.is_ascii_alphanumeric() || " _-/.".contains(c));
    let mut candidates: Vec<String> = Vec::new();
    let literal = match raw {
        Raw::Text(text) if text.parse::<f64>().is_err() => {
            candidates.push(names::camel(text));
            names::camel(&names::exact(text))
        }
        Raw::Text(text) => numbered(text),
        Raw::Integer(number) => numbered(&number.to_string()),
    };
    if is_name && candidates.is_empty() {
        candidates.push(names::camel(label));
        candidates.push(format!("{}{literal}", names::camel(label)));
    }
    candidates.push(literal.clone());
    candidates.push(names::sealed(&literal, &format!("{raw:?}")));
    candidates
}

fn numbered(number: &str) -> String {
    let number = number.replace('-', "minus_").replace('.', "_point_");
    format!("Value{}", names::camel(&format!("v_{number}")).trim_start_matches('V'))
}

/// The enum and what it is made from.
pub(super) fn item(enum_: &Enum<'_>) -> TokenStream {
    let name = names::ident(&enum_.name);
    let about = docs::joined([
        docs::first_line(&enum_.field.docs).into_iter().collect(),
        vec![format!(
            "Values of {}; one that the page does not list is kept.",
            docs::code(&enum_.field.name)
        )],
    ]);
    let about = docs::outer(&about);
    let variants = enum_.variants().into_iter().zip(&enum_.values).map(|(variant, (raw, value))| {
        let variant = names::ident(&variant);
        let about = docs::outer(&[variant_doc(raw, value)]);
        quote!(#about #variant,)
    });
    let (derives, raw) = match enum_.is_text() {
        true => (quote!(Clone, Debug, PartialEq, Eq), quote!(String)),
        false => (quote!(Clone, Copy, Debug, PartialEq, Eq), quote!(i64)),
    };
    quote! {
        #about
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// Any other value.
            Other(#raw),
        }
    }
}

fn variant_doc(raw: &Raw, value: &Value) -> String {
    let literal = match raw {
        Raw::Text(text) => docs::code(text),
        Raw::Integer(number) => docs::code(&number.to_string()),
    };
    match value.label.trim() {
        "" => literal,
        label => format!("{literal}: {}", docs::one_line(label)),
    }
}

/// Conversions from and to the raw value.
pub(super) fn conversions(enum_: &Enum<'_>) -> TokenStream {
    let name = names::ident(&enum_.name);
    let variants: Vec<_> = enum_.variants().iter().map(|variant| names::ident(variant)).collect();
    let raws: Vec<_> = enum_.values.iter().map(|(raw, _)| raw.token()).collect();
    if enum_.is_text() {
        quote! {
            impl wire::TextEnum for #name {
                fn from_text(text: String) -> Self {
                    match text.as_str() {
                        #(#raws => Self::#variants,)*
                        _ => Self::Other(text),
                    }
                }
                fn as_text(&self) -> &str {
                    match self {
                        #(Self::#variants => #raws,)*
                        Self::Other(text) => text,
                    }
                }
            }
            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    wire::TextEnum::from_text(text.to_owned())
                }
            }
            impl From<String> for #name {
                fn from(text: String) -> Self {
                    wire::TextEnum::from_text(text)
                }
            }
        }
    } else {
        quote! {
            impl wire::IntEnum for #name {
                fn from_int(number: i64) -> Self {
                    match number {
                        #(#raws => Self::#variants,)*
                        _ => Self::Other(number),
                    }
                }
                fn as_int(&self) -> i64 {
                    match self {
                        #(Self::#variants => #raws,)*
                        Self::Other(number) => *number,
                    }
                }
            }
            impl From<i64> for #name {
                fn from(number: i64) -> Self {
                    wire::IntEnum::from_int(number)
                }
            }
        }
    }
}

impl Raw {
    fn token(&self) -> Literal {
        match self {
            Raw::Text(text) => Literal::string(text),
            Raw::Integer(number) => Literal::i64_unsuffixed(*number),
        }
    }
}

/// `impl Serialize`.
pub(super) fn serialize(enum_: &Enum<'_>) -> TokenStream {
    let name = names::ident(&enum_.name);
    let write = names::ident(if enum_.is_text() { "write_text_enum" } else { "write_int_enum" });
    quote! {
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                wire::#write(to, self)
            }
        }
    }
}

/// `impl Deserialize`.
pub(super) fn deserialize(enum_: &Enum<'_>) -> TokenStream {
    let name = names::ident(&enum_.name);
    let read = names::ident(if enum_.is_text() { "read_text_enum" } else { "read_int_enum" });
    quote! {
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                wire::#read(from)
            }
        }
    }
}
