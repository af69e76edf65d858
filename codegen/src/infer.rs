//! Stage 6 of 9: reconcile. In: [`Draft`]. Out: `model::Endpoint`, decided: what tables and samples say of one fact is
//! weighed, the outcome against a witness is a diagnostic, and every object gets its id.
//!
//! Whom it believes on which fact stands in one table, `policy.rs`; `docwright explain policy` prints it.

pub mod bare_payload;
pub mod finalize;
pub mod relocate_fields;
pub mod maps;
pub mod query_samples;
pub mod sample_only_rows;
pub mod samples;
pub mod values;
pub mod absent_from_samples;
pub mod types_from_samples;

use crate::lower::Context;
use crate::lower::draft::{Draft, Sample};
use crate::model::{Endpoint, Field};

/// Decides a draft by its samples.
pub fn endpoint(mut draft: Draft, samples: &[Sample<'_>], context: Context<'_>) -> Decided {
    samples::weigh(&mut draft, samples, context);
    crate::assemble::idempotency::mark(&mut draft, context.dialect);
    let mut decided = finalize::endpoint(draft, context);
    query_samples::decode(&mut decided.endpoint);
    crate::assemble::filters::recognise(&mut decided.endpoint, &context.dialect.filters);
    crate::assemble::paging::recognise(&mut decided.endpoint, &context.dialect.paging);
    decided
}

/// Where the field of that name stands. Pages and samples mostly list the same fields in the same order.
pub fn place_of(fields: &[Field], name: &str, expected: usize) -> Option<usize> {
    let named = |field: &Field| field.name == name;
    if fields.get(expected).is_some_and(named) { Some(expected) } else { fields.iter().position(named) }
}

/// A decided endpoint and how the rows of its pages ended.
#[derive(Debug)]
pub struct Decided {
    /// The endpoint; it is handed on several times, and large.
    pub endpoint: Box<Endpoint>,
    /// What was found.
    pub diagnostics: Vec<crate::diagnostic::Diagnostic>,
    /// Rows that are items of the model, of each page that describes the endpoint.
    pub modelled: Vec<usize>,
}
