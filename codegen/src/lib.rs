//! Docwright: a compiler for API documentation.
//!
//! The modules are the stages of the pipeline, in order; each looks only at the ones before it.
//! [`compile::run`] is the pipeline on one screen.
#![warn(missing_docs)]

pub mod diagnostic;
pub mod model;
pub mod json;
pub mod source;
pub mod markdown;
pub mod dialect;
pub mod routes;
pub mod page;
pub mod lower;
pub mod reconcile;
pub mod overrides;
pub mod lint;
pub mod verify;
pub mod config;
pub mod baseline;
pub mod compile;
pub mod emit;
pub mod cache;
pub mod write;
pub mod regen;
