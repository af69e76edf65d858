//! Tests of the whole: pages in, diagnostics, model and client out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod api;
mod cases;
mod claims;
mod client;
mod corpus;
mod descriptions;
mod determinism;
mod diffs;
mod error_codes;
mod fixes;
mod freshness;
mod hostile;
mod languages;
mod mutations;
mod openapi;
mod proposals;
mod report;
mod seeds;
mod support;
mod tidy;
mod tools;
mod versions;
mod witnesses;
