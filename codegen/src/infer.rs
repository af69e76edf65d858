//! Stage 7: infer. In: [`Tree`]. Out: `model::Endpoint`, decided: what tables and samples say of one fact is weighed by
//! the policy, each outcome against a witness is a diagnostic, and every object gets its id.

pub mod absent_from_samples;
pub mod claims;
pub mod finalize;
pub mod list_bodies;
pub mod maps;
pub mod payload;
pub mod query_samples;
pub mod relocate_fields;
pub mod remarks;
pub mod sample_only_rows;
pub mod samples;
pub mod seen;
pub mod templates;
pub mod types_from_samples;
pub mod values;

use crate::lower::Context;
use crate::lower::draft::{self, Sample};
use crate::model::{Field, Location, Witness};
use crate::page::Side;
use crate::resolve::tree::Tree;
use crate::syntax::json::Repair;
pub use finalize::Decided;
use seen::{Compare, Seen};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::Arc;

/// Decides the types of one endpoint by its samples.
pub fn endpoint(mut tree: Tree<'_>, context: Context<'_>) -> Decided {
    let samples = std::mem::take(&mut tree.samples);
    let of_side = |side| -> Vec<Seen<'_>> {
        let samples = samples.iter().filter(|sample| sample.side == side && !sample.error);
        let seen = samples.map(|sample| Seen {
            node: &sample.document.root,
            base: sample.base,
            torn: is_torn(sample, context),
            template: sample.template,
        });
        seen.collect()
    };
    let compare = Compare { context, witness: Witness::RequestExample, depth: 0, open_rest: false };
    let request = tree.request;
    let shown = of_side(Side::Request);
    let is_whole = |field: &draft::Field| field.location == Location::WholeBody;
    if !tree.objects[request].fields.iter().any(is_whole) {
        list_bodies::wrap(&mut tree, &shown, compare);
    }
    let whole = tree.objects[request].fields.iter().position(is_whole);
    match whole {
        Some(at) if !shown.is_empty() => samples::field(&mut tree, (request, at), &shown, compare),
        Some(_) => {}
        None => samples::object(&mut tree, request, &shown, compare),
    }
    let mut requests = tree.objects.iter().filter(|object| object.side == Side::Request);
    let open_rest = requests.any(|object| object.is_reached() && object.open.is_some());
    let compare = Compare { witness: Witness::ResponseExample, open_rest, ..compare };
    payload::response(&mut tree, &of_side(Side::Response), compare);
    absent_from_samples::report(&mut tree);
    let mut decided = finalize::endpoint(tree);
    let found = query_samples::decode(Arc::make_mut(&mut decided.endpoint));
    decided.diagnostics.extend(found);
    decided
}

/// Whether a part of a sample had to be dropped that is no remark behind a value.
fn is_torn(sample: &Sample<'_>, context: Context<'_>) -> bool {
    let root = &sample.document.root;
    let is_part = |at: u32| {
        let rest = context.file.text.get(sample.base + at as usize..).unwrap_or_default();
        rest.starts_with([':', '=', '{', '[', '"'])
    };
    let mut dropped = sample.document.repairs.iter().filter(|(repair, _)| *repair == Repair::Garbage);
    dropped.any(|(_, at)| (root.start..root.end).contains(at) && is_part(*at))
}

/// Where fields stand by their names, for lists that are asked often.
#[derive(Debug, Default)]
pub struct Places(HashMap<SmolStr, usize>);

/// Lists of up to so many fields are searched without an index.
const FEW: usize = 16;

impl Places {
    /// Of these fields.
    pub fn of(fields: &[Field]) -> Self {
        let mut places = HashMap::new();
        for (at, field) in fields.iter().enumerate().filter(|_| fields.len() > FEW) {
            places.entry(field.name.clone()).or_insert(at);
        }
        Self(places)
    }

    /// One more field at the end.
    pub fn add(&mut self, name: &SmolStr, at: usize) {
        if !self.0.is_empty() {
            self.0.entry(name.clone()).or_insert(at);
        }
    }

    /// Where the field of that name stands. Pages and samples mostly list the same fields in the same order.
    pub fn get(&self, fields: &[Field], name: &str, expected: usize) -> Option<usize> {
        let named = |field: &Field| field.name == name;
        match () {
            () if fields.get(expected).is_some_and(named) => Some(expected),
            () if self.0.is_empty() => fields.iter().position(named),
            () => self.0.get(name).copied(),
        }
    }
}
