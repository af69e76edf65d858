//! Stage 8: assemble. From decided endpoints to services: languages are joined, types shared, conventions recognised, samples held against
//! the result.

pub mod bodies;
pub mod conformance;
pub mod filters;
pub mod fixed_queries;
pub mod generalize;
pub mod idempotency;
pub mod languages;
pub mod operation_names;
pub mod nesting_depth;
pub mod paging;
pub mod shared_types;
pub mod success;

use crate::dialect::Dialect;
use crate::model::Endpoint;

/// What the conventions of the dialect say of one endpoint.
pub fn conventions(endpoint: &mut Endpoint, dialect: &Dialect) {
    idempotency::mark(endpoint, dialect);
    bodies::recognise(endpoint, dialect);
    filters::recognise(endpoint, &dialect.filters);
    paging::recognise(endpoint, &dialect.paging);
}
