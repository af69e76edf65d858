//! Fields: their types, setters and how they are read and written.

use super::type_scope::Scope;
use super::{docs, names};
use crate::model::{Field, IntegerWidth, Object, Tolerance, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Filter types of the runtime by the name of their grammar.
const FILTERS: &[(&str, &str)] =
    &[("cmdb", "docwright_runtime::filter::Filter"), ("hcm", "docwright_runtime::filter::hcm::Filter")];

/// Parts of field names that say "do not print me".
const SECRET_WORDS: &[&str] =
    &["password", "passwd", "pwd", "secret", "token", "credential", "private_key", "access_key"];

/// Method names that setters must leave alone.
const TAKEN_METHODS: &[&str] = &[
    "new",
    "attr",
    "get_attr",
    "default",
    "clone",
    "eq",
    "ne",
    "fmt",
    "from",
    "into",
    "try_from",
    "try_into",
    "to_owned",
    "borrow",
    "borrow_mut",
    "serialize",
    "deserialize",
    "type_id",
];

/// A field, decided.
pub(super) struct FieldPlan<'a> {
    pub(super) field: &'a Field,
    pub(super) ident: Ident,
    pub(super) setter: Ident,
    /// Type of the value, without `Option` and `Box`.
    value: TokenStream,
    /// How absence shows in the type.
    pub(super) presence: Presence,
    /// Whether the constructor asks for it.
    pub(super) needed: bool,
    /// Whether setters and constructors take what can become the value.
    pub(super) converts: bool,
    /// Whether values are those of an enum.
    pub(super) is_enum: bool,
    boxed: bool,
    pub(super) secret: bool,
    /// Whether values are files of a multipart form.
    pub(super) is_file: bool,
}

/// How absence shows in the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// `T`: always there.
    Always,
    /// `Option<T>`, always written.
    Nullable,
    /// `Option<T>`, left out when there is nothing.
    Maybe,
    /// `Vec<T>`, empty when there is nothing.
    List,
}

/// Decides all fields of an object; of fields with one wire name the first counts.
pub(super) fn plan<'a>(scope: &Scope<'_>, object: &'a Object) -> Vec<FieldPlan<'a>> {
    let mut fields: Vec<&Field> = Vec::new();
    for field in &object.fields {
        if fields.iter().all(|known| known.name != field.name) {
            fields.push(field);
        }
    }
    let further = |idx: usize| {
        let name = &fields[idx].name;
        let sealed = names::sealed(&names::snake(name), name);
        vec![names::spelled(name), names::styled(name), names::exact(name), sealed]
    };
    let snakes = fields.iter().map(|field| names::field(&field.name)).collect();
    let idents = names::resolve_lazily(snakes, &further, &[names::EXTRA], names::same);
    let taken = |name: &str| TAKEN_METHODS.contains(&name);
    let setters: Vec<Vec<String>> = idents
        .iter()
        .map(|ident| {
            if taken(ident) {
                vec![format!("with_{ident}"), format!("with_{ident}_value")]
            } else {
                vec![ident.clone()]
            }
        })
        .collect();
    let setters = names::resolve(&setters, &[], names::same);
    let plans = fields.into_iter().zip(idents).zip(setters);
    plans.map(|((field, ident), setter)| plan_one(scope, object, field, &ident, &setter)).collect()
}

fn plan_one<'a>(
    scope: &Scope<'_>,
    object: &Object,
    field: &'a Field,
    ident: &str,
    setter: &str,
) -> FieldPlan<'a> {
    let usage = scope.usage(object);
    let is_list = matches!(field.ty, Type::Array(_));
    let presence = match () {
        () if is_list && usage.response && (field.required || !usage.request) => Presence::List,
        () if field.required && !field.nullable => Presence::Always,
        () if field.required && usage.request => Presence::Nullable,
        () => Presence::Maybe,
    };
    let is_enum = scope.enum_of(object, field).is_some();
    let lower = ident.to_ascii_lowercase();
    let is_file = scope.is_file(object, field);
    let value = match is_file {
        true => file_type(&field.ty),
        false => value_type(scope, object, field, &field.ty),
    };
    FieldPlan {
        field,
        ident: names::ident(ident),
        setter: names::ident(setter),
        value,
        presence,
        needed: usage.request && field.required,
        converts: !is_file && (field.ty == Type::String || (is_enum && !is_list)),
        is_enum,
        boxed: scope.is_boxed(object, field),
        secret: SECRET_WORDS.iter().any(|word| lower.contains(word)),
        is_file,
    }
}

/// A file, or a list of files.
fn file_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Array(_) => quote!(Vec<docwright_runtime::Upload>),
        _ => quote!(docwright_runtime::Upload),
    }
}

fn value_type(scope: &Scope<'_>, owner: &Object, field: &Field, ty: &Type) -> TokenStream {
    let enum_ = scope.enum_of(owner, field).map(|enum_| names::ident(&enum_.name));
    match ty {
        Type::String | Type::Integer { .. } if enum_.is_some() => quote!(#enum_),
        Type::Array(inner) => {
            let inner = value_type(scope, owner, field, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = value_type(scope, owner, field, inner);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        ty => plain_type(scope, ty),
    }
}

/// A type apart from any field: the payload's.
pub(super) fn plain_type(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Any | Type::OneOf(_) => quote!(wire::Value),
        Type::AnyObject => quote!(wire::Map),
        Type::String => quote!(String),
        Type::Integer { width } => integer(width.unwrap_or_default()),
        Type::Number => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Array(inner) => {
            let inner = plain_type(scope, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = plain_type(scope, inner);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        Type::Object(id) => scope.object_path(id).unwrap_or_else(|| quote!(wire::Value)),
        Type::Filter(grammar) => filter(grammar),
    }
}

fn integer(width: IntegerWidth) -> TokenStream {
    match width {
        IntegerWidth::Int32 => quote!(i32),
        IntegerWidth::Int64 => quote!(i64),
        IntegerWidth::Uint32 => quote!(u32),
        IntegerWidth::Uint64 => quote!(u64),
    }
}

fn filter(grammar: &str) -> TokenStream {
    let path = FILTERS.iter().find(|(name, _)| *name == grammar).map(|(_, path)| *path);
    path.and_then(|path| path.parse().ok()).unwrap_or_else(|| quote!(wire::Value))
}

impl FieldPlan<'_> {
    /// Whether the declared type is an `Option`.
    pub(super) fn may_be_absent(&self) -> bool {
        matches!(self.presence, Presence::Maybe | Presence::Nullable)
    }

    /// `/// … pub name: Type,`
    pub(super) fn declaration(&self) -> TokenStream {
        let FieldPlan { ident, .. } = self;
        let about = docs::outer(&self.about());
        let ty = self.full_type();
        quote!(#about pub #ident: #ty,)
    }

    /// The page's words, and what they state about values.
    fn about(&self) -> Vec<String> {
        let mut words = docs::paragraphs(&self.field.docs);
        if words.is_empty() {
            words.push(format!("{}.", docs::code(&self.field.name)));
        }
        docs::joined([words, docs::facts(&self.field.meaning)])
    }

    /// The type as declared.
    pub(super) fn full_type(&self) -> TokenStream {
        let value = self.boxed_type();
        match self.presence {
            Presence::Always | Presence::List => value,
            Presence::Maybe | Presence::Nullable => quote!(Option<#value>),
        }
    }

    fn boxed_type(&self) -> TokenStream {
        let value = &self.value;
        if self.boxed { quote!(Box<#value>) } else { quote!(#value) }
    }

    /// Parameter of a constructor or setter.
    pub(super) fn parameter(&self) -> TokenStream {
        let FieldPlan { ident, value, .. } = self;
        let ty = if self.converts { quote!(impl Into<#value>) } else { quote!(#value) };
        match self.presence {
            Presence::Nullable => quote!(#ident: Option<#value>),
            _ => quote!(#ident: #ty),
        }
    }

    /// The parameter as the field's value, `Option` aside.
    pub(super) fn argument(&self) -> TokenStream {
        let FieldPlan { ident, .. } = self;
        match (self.presence, self.boxed, self.converts) {
            (Presence::Nullable, true, _) => quote!(#ident.map(Box::new)),
            (Presence::Nullable, false, _) => quote!(#ident),
            (_, true, _) => quote!(Box::new(#ident)),
            (_, false, true) => quote!(#ident.into()),
            (_, false, false) => quote!(#ident),
        }
    }

    /// `name,` or `name: <absent>,` in a struct literal; a variable of the field's name holds what is required.
    pub(super) fn initial(&self) -> TokenStream {
        let FieldPlan { ident, .. } = self;
        match (self.needed, self.presence) {
            (true, _) => quote!(#ident,),
            (false, Presence::List) => quote!(#ident: Vec::new(),),
            (false, _) => quote!(#ident: None,),
        }
    }

    /// The documentation of a setter.
    pub(super) fn sets(&self) -> String {
        let name = docs::code(&self.field.name);
        match docs::first_line(&self.field.docs) {
            Some(line) => format!("Sets {name}: {line}"),
            None => format!("Sets {name}."),
        }
    }

    /// The chained setter of an optional field.
    pub(super) fn setter(&self) -> TokenStream {
        let FieldPlan { ident, setter, field, .. } = self;
        let about = docs::outer(&[self.sets()]);
        let deprecated = field.meaning.deprecated.as_ref().map(|words| quote!(#[deprecated(note = #words)]));
        let (parameter, argument) = (self.parameter(), self.argument());
        let value = if self.presence == Presence::List { argument } else { quote!(Some(#argument)) };
        quote! {
            #about
            #deprecated
            pub fn #setter(mut self, #parameter) -> Self {
                self.#ident = #value;
                self
            }
        }
    }

    /// `name: o.option("name"),`
    pub(super) fn read(&self) -> TokenStream {
        let FieldPlan { ident, field, .. } = self;
        let wire = field.name.as_str();
        // Only what has no value for absence ends the reading at once; see `Object::option`.
        let (how, end) = match self.presence {
            Presence::Always => ("required", quote!(?)),
            Presence::Nullable | Presence::Maybe => ("option", quote!()),
            Presence::List => ("vec", quote!()),
        };
        let tolerances = self.tolerances();
        if tolerances.is_empty() {
            let how = names::ident(how);
            return quote!(#ident: o.#how(#wire) #end,);
        }
        let how = names::ident(&format!("{how}_lenient"));
        quote!(#ident: o.#how(#wire, #(wire::Lenient::#tolerances)|*) #end,)
    }

    fn tolerances(&self) -> Vec<Ident> {
        let mut tolerances: Vec<&Tolerance> = self.field.accepts.iter().collect();
        tolerances.sort();
        tolerances.dedup();
        let reads_null = self.presence != Presence::Always;
        tolerances.retain(|tolerance| !(reads_null && **tolerance == Tolerance::NullList));
        tolerances.into_iter().map(|tolerance| names::ident(lenient(*tolerance))).collect()
    }

    /// `files.extend([("name", self.name.clone())]);`, where the field is a file.
    pub(super) fn push_files(&self) -> Option<TokenStream> {
        let FieldPlan { ident, field, .. } = self;
        let (wire, is_list) = (field.name.as_str(), matches!(field.ty, Type::Array(_)));
        let files = match (is_list, self.may_be_absent()) {
            (true, true) => quote!(self.#ident.iter().flatten()),
            (true, false) | (false, true) => quote!(self.#ident.iter()),
            (false, false) => {
                return self.is_file.then(|| quote!(files.extend([(#wire, self.#ident.clone())]);));
            }
        };
        self.is_file.then(|| quote!(files.extend(#files.map(|file| (#wire, file.clone())));))
    }

    /// `o.put("name", &self.name);`; files go another way.
    pub(super) fn write(&self) -> TokenStream {
        let FieldPlan { ident, field, .. } = self;
        let wire = field.name.as_str();
        match self.presence {
            _ if self.is_file => TokenStream::new(),
            Presence::Maybe => quote!(o.put_optional(#wire, &self.#ident);),
            _ => quote!(o.put(#wire, &self.#ident);),
        }
    }

    /// `.field("name", &self.name)` of a `Debug` that shows no secret.
    pub(super) fn debug(&self) -> TokenStream {
        let FieldPlan { ident, .. } = self;
        let name = ident.to_string();
        match (self.secret, self.presence) {
            (false, _) => quote!(.field(#name, &self.#ident)),
            (true, Presence::Maybe | Presence::Nullable) => {
                quote!(.field(#name, &self.#ident.as_ref().map(|_| "***")))
            }
            (true, _) => quote!(.field(#name, &"***")),
        }
    }
}

fn lenient(tolerance: Tolerance) -> &'static str {
    match tolerance {
        Tolerance::NullList => "NULL_LIST",
        Tolerance::NumberAsText => "NUMBER_AS_TEXT",
        Tolerance::TextAsNumber => "TEXT_AS_NUMBER",
        Tolerance::BoolAsNumber => "BOOL_AS_NUMBER",
        Tolerance::OneForList => "ONE_FOR_LIST",
        Tolerance::EmptyText => "EMPTY_TEXT",
    }
}
