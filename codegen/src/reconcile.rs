//! Stage 6 of 9: reconcile. In: [`Draft`]. Out: `model::Endpoint`, decided: what tables and samples say of one fact is
//! weighed, the outcome against a witness is a diagnostic, and every object gets its id.
//!
//! Whom it believes on which fact stands in one table, `policy.rs`; `docwright explain policy` prints it.

pub mod bodies;
pub mod filters;
pub mod finish;
pub mod fit;
pub mod languages;
pub mod levels;
pub mod maps;
pub mod paging;
pub mod policy;
pub mod queries;
pub mod reads;
pub mod rows;
pub mod samples;
pub mod shared;
pub mod values;
pub mod unseen;
pub mod widen;
pub mod shapes;

use crate::lower::Context;
use crate::lower::draft::{Draft, Sample};
use crate::model::{Endpoint, Field};

/// Decides a draft by its samples.
pub fn endpoint(mut draft: Draft, samples: &[Sample<'_>], context: Context<'_>) -> Decided {
    samples::weigh(&mut draft, samples, context);
    reads::mark(&mut draft, context.dialect);
    let mut decided = finish::endpoint(draft, context);
    queries::decode(&mut decided.endpoint);
    filters::recognise(&mut decided.endpoint, &context.dialect.filters);
    paging::recognise(&mut decided.endpoint, &context.dialect.paging);
    decided
}

/// Where the field of that name stands. Pages and samples mostly list the same fields in the same order.
fn place_of(fields: &[Field], name: &str, expected: usize) -> Option<usize> {
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
