//! Docwright: a compiler for API documentation.
#![warn(missing_docs)]

pub mod source;
pub mod diagnostic;
pub mod model;
pub mod json;
pub mod markdown;
pub mod dialect;
pub mod page;
pub mod lower;
pub mod reconcile;
pub mod emit;
