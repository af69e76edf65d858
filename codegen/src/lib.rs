//! Docwright: a compiler for API documentation.
//!
//! The modules are the stages of the pipeline, in order; each looks only at the ones before it.
//! [`compile::run`] is the pipeline on one screen.
#![warn(missing_docs)]

pub mod limits;
pub mod diagnostic;
pub mod model;
pub mod source;
pub mod syntax;
pub mod account;
pub mod dialect;
pub mod routes;
pub mod page;
pub mod lower;
pub mod resolve;
pub mod infer;
pub mod policy;
pub mod assemble;
pub mod overrides;
pub mod lint;
pub mod verify;
pub mod config;
pub mod baseline;
pub mod compile;
pub mod propose;
pub mod emit;
pub mod diff;
pub mod report;
pub mod output;
