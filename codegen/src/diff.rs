//! Differences of two models: every change of the docs as one entry, with what it does to Rust callers and to calls.
//!
//! The models are compared (`endpoints`, `objects`, `fields`, `meaning`), then the emitted surfaces (`callers`),
//! because names depend on their neighbours: a change that only adds can rename what stands beside it.

mod addresses;
mod amounts;
mod arguments;
mod around;
mod callers;
mod client_spec;
mod contrasts;
mod defaults;
mod endpoints;
mod ends;
mod entry;
mod error_codes;
mod fields;
pub mod forms;
mod layout;
mod meaning;
mod negations;
mod objects;
mod pairs;
mod report;
mod reworded;
pub mod rules;
mod roots;
mod runs;
mod same;
mod services;
mod shared_types;
mod silenced;
mod stated;
mod types;
mod unread;
mod untold;
mod verdict;
mod walk;
mod whole_service;
mod witnesses;
mod wording;

pub use entry::{Entry, Place, Rust};
pub use report::{Bump, Report, SCHEMA_VERSION, Verdicts, schema};
pub use verdict::{Level, Wire};

use crate::model::Api;

/// Compares two models.
pub fn compare(old: &Api, new: &Api) -> Report {
    let mut entries = services::compare(old, new);
    silenced::mark(&mut entries, old, new);
    whole_service::join(&mut entries, new);
    Report::new(entries)
}
