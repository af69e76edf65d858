//! Examples in rustdoc: the call that sends a request sample of the page.

use super::context::{EndpointPlan, ServiceContext};
use super::fields::{FieldPlan, Presence};
use super::structs::{self, Constructor, Struct, chained};
use super::type_scope::Scope;
use super::{example_request, names};
use crate::model::{IntegerWidth, Object, SampleRole, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Number, Value};

/// The lines of an example; none where no call can be written.
pub(super) fn lines(context: ServiceContext<'_>, plan: &EndpointPlan<'_>, scope: &Scope<'_>) -> Vec<String> {
    statement(context, plan, scope).map(|body| framed(context, plan, &body)).unwrap_or_default()
}

/// The call of an example as a statement; what it returns is `response`, where it returns something.
pub(super) fn statement(
    context: ServiceContext<'_>,
    plan: &EndpointPlan<'_>,
    scope: &Scope<'_>,
) -> Option<String> {
    let mut sample = plan.endpoint.examples.iter().filter(|example| example.role == SampleRole::Request);
    let sample =
        sample.find_map(|example| example_request::members(plan.endpoint, example.json.as_deref()?.into()));
    let (request, _) = example_request::request(context.service, plan.endpoint, &sample.unwrap_or_default());
    let writer = Writer { scope };
    let request = writer.object(&plan.endpoint.request, &request)?;
    let (service, method) = (names::ident(context.module), names::ident(plan.method()));
    let binding = plan.endpoint.returns().then(|| quote!(let response =));
    let call = quote!(#binding client.#service().#method(#request).await?;);
    Some(body(&call))
}

/// The statement, formatted.
fn body(call: &TokenStream) -> String {
    let file = syn::parse2(quote!(fn example() { #call })).map(|file| prettyplease::unparse(&file));
    let text = file.unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
    lines.collect::<Vec<_>>().join("\n")
}

fn framed(context: ServiceContext<'_>, plan: &EndpointPlan<'_>, body: &str) -> Vec<String> {
    let (home, client) = (context.home(), names::camel(&context.client.name));
    let mut lines = vec!["```no_run".to_owned()];
    if body.contains("json!(") {
        lines.push("# use docwright_runtime::serde_json::json;".to_owned());
    }
    lines.push(format!(
        "# async fn example(client: {home}::{client}) -> Result<(), Box<dyn std::error::Error>> {{"
    ));
    lines.push(import(context, plan, body));
    lines.push(String::new());
    lines.extend(body.lines().map(str::to_owned));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// The import of what a statement names.
pub(super) fn import(context: ServiceContext<'_>, plan: &EndpointPlan<'_>, body: &str) -> String {
    let (home, service) = (context.home(), context.module);
    match body.contains("types::") {
        true => format!("use {home}::{service}::{{{}::*, types}};", plan.module),
        false => format!("use {home}::{service}::{}::*;", plan.module),
    }
}

/// Writes values as expressions.
struct Writer<'a> {
    scope: &'a Scope<'a>,
}

impl Writer<'_> {
    /// `cc::CreateInst::new(…).bk_biz_id(2)`
    fn object(&self, object: &Object, value: &Value) -> Option<TokenStream> {
        let (scope, object) = self.scope.object(&object.id)?;
        let members = value.as_object()?;
        let it = structs::plan(scope, object);
        let home = self.home(scope);
        let new = self.new_call(&it, &home, members)?;
        let optional = it.plans.iter().filter(|plan| !plan.needed && plan.field.meaning.deprecated.is_none());
        let setters = optional.filter_map(|plan| {
            let value = members.get(plan.field.name.as_str()).filter(|value| !is_empty(value))?;
            let (setter, value) = (&plan.setter, self.argument(plan, value, plan.converts)?);
            Some(quote!(.#setter(#value)))
        });
        let attributes = it.is_open().then(|| {
            members.iter().filter(|(name, _)| it.plans.iter().all(|plan| plan.field.name != **name))
        });
        let attributes = attributes.into_iter().flatten().map(|(name, value)| {
            let value = attribute(value);
            quote!(.attr(#name, #value))
        });
        Some(quote!(#new #(#setters)*#(#attributes)*))
    }

    /// The types of the endpoint are imported, those of the service are not.
    fn home(&self, scope: &Scope<'_>) -> TokenStream {
        if std::ptr::eq(scope, self.scope) { TokenStream::new() } else { quote!(types::) }
    }

    /// `cc::CreateInst::new().bk_obj_id(…)`: the call of the constructor with all that is required.
    fn new_call(
        &self,
        it: &Struct<'_>,
        home: &TokenStream,
        members: &Map<String, Value>,
    ) -> Option<TokenStream> {
        let name = &it.name;
        let argument = |plan: &FieldPlan<'_>, converts: bool| {
            self.argument(plan, members.get(plan.field.name.as_str())?, converts)
        };
        match &it.constructor {
            Constructor::Plain => Some(quote!(#home #name::new())),
            Constructor::Chain(_) => {
                let step = |plan: &FieldPlan<'_>| {
                    let (setter, value) = (&plan.setter, argument(plan, plan.converts)?);
                    Some(quote!(.#setter(#value)))
                };
                let steps = chained(&it.plans).into_iter().map(step).collect::<Option<Vec<_>>>()?;
                Some(quote!(#home #name::new()#(#steps)*))
            }
            Constructor::Named(required) => {
                let field = |plan: &FieldPlan<'_>| {
                    let (ident, value) = (&plan.ident, argument(plan, false)?);
                    Some(quote!(#ident: #value))
                };
                let needed = it.plans.iter().filter(|plan| plan.needed);
                let fields = needed.map(field).collect::<Option<Vec<_>>>()?;
                Some(quote!(#home #name::new(#home #required { #(#fields),* })))
            }
        }
    }

    /// An argument; `converts` when the parameter takes what can become the value.
    fn argument(&self, plan: &FieldPlan<'_>, value: &Value, converts: bool) -> Option<TokenStream> {
        if plan.is_file {
            return Some(file(plan));
        }
        if plan.presence == Presence::Nullable {
            if value.is_null() {
                return Some(quote!(None));
            }
            let value = self.value(&plan.field.ty, value, plan.is_enum)?;
            return Some(quote!(Some(#value)));
        }
        match value {
            Value::String(_) | Value::Number(_) if converts => scalar(&plan.field.ty, value),
            value => self.value(&plan.field.ty, value, plan.is_enum),
        }
    }

    /// An expression of exactly the type.
    fn value(&self, ty: &Type, value: &Value, is_enum: bool) -> Option<TokenStream> {
        match (ty, value) {
            (Type::Any | Type::OneOf(_), value) => Some(json(value)),
            (Type::AnyObject, Value::Object(members)) => Some(map(members)),
            (Type::String | Type::Integer { .. }, value) if is_enum => {
                let value = scalar(ty, value)?;
                Some(quote!(#value.into()))
            }
            (Type::String, value) => {
                let text = scalar(ty, value)?;
                Some(quote!(#text.to_owned()))
            }
            (Type::Integer { .. } | Type::Number | Type::Boolean, value) => scalar(ty, value),
            (Type::Array(inner), Value::Array(values)) => {
                let values: Option<Vec<_>> =
                    values.iter().map(|value| self.value(inner, value, is_enum)).collect();
                let values = values?;
                Some(if values.is_empty() { quote!(Vec::new()) } else { quote!(Vec::from([#(#values),*])) })
            }
            (Type::Map(inner), Value::Object(members)) => {
                let pair = |(name, value)| Some((name, self.value(inner, value, is_enum)?));
                let (names, values): (Vec<&String>, Vec<_>) =
                    members.iter().map(pair).collect::<Option<Vec<_>>>()?.into_iter().unzip();
                Some(quote!(std::collections::BTreeMap::from([#((#names.to_owned(), #values)),*])))
            }
            (Type::Object(id), value) => self.object(self.scope.object(id)?.1, value),
            (Type::Filter(_), value) => {
                let value = json(value);
                Some(quote!(docwright_runtime::serde_json::from_value(#value)?))
            }
            _ => None,
        }
    }
}

/// A file that says what stands there.
fn file(plan: &FieldPlan<'_>) -> TokenStream {
    let file = quote!(docwright_runtime::Upload::new("file.txt", "content"));
    let value = match plan.field.ty {
        Type::Array(_) => quote!(Vec::from([#file])),
        _ => file,
    };
    if plan.presence == Presence::Nullable { quote!(Some(#value)) } else { value }
}

/// Samples list optional parameters that say nothing; an example does not.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

/// A literal of a scalar type, if the value fits.
fn scalar(ty: &Type, value: &Value) -> Option<TokenStream> {
    match (ty, value) {
        (Type::String, Value::String(text)) => Some(quote!(#text)),
        (Type::String, Value::Number(number)) => {
            let text = number.to_string();
            Some(quote!(#text))
        }
        (Type::Boolean, Value::Bool(value)) => Some(quote!(#value)),
        (Type::Integer { width }, Value::String(text)) => {
            integer(width.unwrap_or_default(), &serde_json::from_str(text).ok()?)
        }
        (Type::Integer { width }, Value::Number(number)) => integer(width.unwrap_or_default(), number),
        (Type::Number, Value::Number(number)) => {
            let literal = Literal::f64_unsuffixed(
                number.as_f64().filter(|number| number.is_finite() && *number >= 0.0)?,
            );
            Some(quote!(#literal))
        }
        _ => None,
    }
}

fn integer(width: IntegerWidth, number: &Number) -> Option<TokenStream> {
    let number = i128::from(number.as_i64()?);
    let range = match width {
        IntegerWidth::Int32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
        IntegerWidth::Uint32 => 0..=i128::from(u32::MAX),
        IntegerWidth::Uint64 => 0..=i128::from(u64::MAX),
        IntegerWidth::Int64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
    };
    let literal = Literal::i128_unsuffixed(number);
    range.contains(&number).then(|| quote!(#literal))
}

/// What `attr` takes.
fn attribute(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote!(#text),
        Value::Bool(value) => quote!(#value),
        value => json(value),
    }
}

fn map(members: &Map<String, Value>) -> TokenStream {
    if members.is_empty() {
        return quote!(docwright_runtime::wire::Map::new());
    }
    let names = members.keys();
    let values = members.values().map(json);
    quote!(docwright_runtime::wire::Map::from_iter([#((#names.to_owned(), #values)),*]))
}

/// `json!(…)`; JSON literals are Rust tokens, except that texts escape differently.
fn json(value: &Value) -> TokenStream {
    let inner = json_tokens(value);
    quote!(json!(#inner))
}

fn json_tokens(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::String(text) => quote!(#text),
        Value::Number(number) => number.to_string().parse().unwrap_or_default(),
        Value::Array(values) => {
            let values = values.iter().map(json_tokens);
            quote!([#(#values),*])
        }
        Value::Object(members) => {
            let (names, values) = (members.keys(), members.values().map(json_tokens));
            quote!({ #(#names: #values),* })
        }
    }
}
