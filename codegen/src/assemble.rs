//! From decided endpoints to services: languages are joined, types shared, conventions recognised, samples held against
//! the result.

pub mod conformance;
pub mod filters;
pub mod generalize;
pub mod idempotency;
pub mod languages;
pub mod operation_names;
pub mod paging;
pub mod shared_types;
