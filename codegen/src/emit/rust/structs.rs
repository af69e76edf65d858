//! Structs: an object of the model, and everything that is decided about the Rust type that stands for it.

use super::fields::{self, FieldPlan};
use super::names;
use super::type_scope::Scope;
use super::usage::Usage;
use crate::model::{Object, Open};
use proc_macro2::Ident;

/// Longest chain; the required fields of larger objects are given in one struct.
pub(super) const MAX_STEPS: usize = 16;

/// How the required fields are given.
pub(super) enum Constructor {
    /// None is required.
    Plain,
    /// By a chain of steps: the names of their types, in the order of [`chained`].
    Chain(Vec<Ident>),
    /// In one struct of this name.
    Named(Ident),
}

/// The required fields in the order of the chain.
pub(super) fn chained<'p, 'a>(plans: &'p [FieldPlan<'a>]) -> Vec<&'p FieldPlan<'a>> {
    let mut needed: Vec<&FieldPlan> = plans.iter().filter(|plan| plan.needed).collect();
    needed.sort_by(|a, b| a.field.name.cmp(&b.field.name));
    needed
}

/// An object and everything that is decided about its struct.
pub(super) struct Struct<'a> {
    pub(super) name: Ident,
    pub(super) usage: Usage,
    pub(super) plans: Vec<FieldPlan<'a>>,
    pub(super) open: Option<&'a Open>,
    /// The field that holds attributes beyond the documented ones.
    pub(super) extra: Option<Ident>,
    pub(super) constructor: Constructor,
    /// What the page calls it.
    pub(super) title: String,
    /// What rustdoc calls a value of it.
    pub(super) noun: &'static str,
    /// Lines of rustdoc that show how to make it.
    pub(super) example: Vec<String>,
}

/// Decides everything about the objects of a file.
pub(super) fn all<'a>(scope: &Scope<'a>) -> Vec<Struct<'a>> {
    scope.objects.iter().map(|object| plan(scope, object)).collect()
}

/// Decides everything about one object.
pub(super) fn plan<'a>(scope: &Scope<'_>, object: &'a Object) -> Struct<'a> {
    let Object { id, name, fields: _, open, origin: _ } = object;
    let plans = fields::plan(scope, object);
    let needed = chained(&plans);
    let step = |plan: &&FieldPlan| names::ident(&scope.step_name(object, plan.field));
    let constructor = match needed.len() {
        0 => Constructor::Plain,
        len if len <= MAX_STEPS => Constructor::Chain(needed.iter().map(step).collect()),
        _ => Constructor::Named(names::ident(&scope.required_name(object))),
    };
    Struct {
        name: names::ident(scope.name(object)),
        constructor,
        usage: scope.usage(object),
        open: open.as_ref(),
        extra: open.as_ref().map(|_| names::ident(names::EXTRA)),
        title: name.as_ref().unwrap_or(id).clone(),
        noun: "object",
        example: Vec::new(),
        plans,
    }
}
