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

/// Where the field of that name stands. Pages and samples mostly list the same fields in the same order.
pub fn place_of(fields: &[Field], name: &str, expected: usize) -> Option<usize> {
    let named = |field: &Field| field.name == name;
    if fields.get(expected).is_some_and(named) { Some(expected) } else { fields.iter().position(named) }
}
