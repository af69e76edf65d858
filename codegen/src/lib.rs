//! Docwright: a compiler for API documentation.
#![warn(missing_docs)]

pub mod model;
pub mod json;
pub mod lower;
