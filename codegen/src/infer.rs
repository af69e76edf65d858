//! Stage 7: infer. In: [`Tree`]. Out: `model::Endpoint`, decided: what tables and samples say of one fact is weighed by
//! the policy, each outcome against a witness is a diagnostic, and every object gets its id.

pub mod absent_from_samples;
pub mod finalize;
pub mod maps;
pub mod payload;
pub mod query_samples;
pub mod relocate_fields;
pub mod sample_only_rows;
pub mod samples;
pub mod seen;
pub mod types_from_samples;
pub mod values;

use crate::lower::Context;
use crate::model::{Field, Witness};
use crate::page::Side;
use crate::resolve::tree::Tree;
pub use finalize::Decided;
use seen::{Compare, Seen};
use smol_str::SmolStr;
use std::collections::HashMap;

/// Decides the types of one endpoint by its samples.
pub fn endpoint(mut tree: Tree<'_>, context: Context<'_>) -> Decided {
    let samples = std::mem::take(&mut tree.samples);
    let of_side = |side| -> Vec<Seen<'_>> {
        let samples = samples.iter().filter(|sample| sample.side == side && !sample.error);
        samples.map(|sample| Seen { node: &sample.document.root, base: sample.base }).collect()
    };
    let compare = Compare { context, witness: Witness::RequestExample, depth: 0, open_rest: false };
    let request = tree.request;
    samples::object(&mut tree, request, &of_side(Side::Request), compare);
    let mut requests = tree.objects.iter().filter(|object| object.side == Side::Request);
    let open_rest = requests.any(|object| object.is_reached() && object.open.is_some());
    let compare = Compare { witness: Witness::ResponseExample, open_rest, ..compare };
    payload::response(&mut tree, &of_side(Side::Response), compare);
    absent_from_samples::report(&mut tree);
    let mut decided = finalize::endpoint(tree);
    query_samples::decode(&mut decided.endpoint);
    decided
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
