//! The operations that are offered, and their definitions.

use super::Mcp;
use crate::cli::call::target;
use docwright::emit::operations::Operation;
use docwright::emit::tools::{self, Input, Options};
use serde_json::{Value, json};

/// Operations of a search at most.
const FOUND: usize = 50;

/// Operations of a search unless another number is asked for.
const FOUND_AT_FIRST: usize = 20;

/// What is offered.
pub(super) struct Catalog {
    all: Vec<Operation<'static>>,
    offered: Vec<Operation<'static>>,
    options: Options,
}

impl Catalog {
    pub(super) fn new(all: Vec<Operation<'static>>, mcp: &Mcp, options: Options) -> Self {
        let fits = |patterns: &[glob::Pattern], operation: &Operation<'_>| {
            patterns.iter().any(|pattern| pattern.matches(&operation.key()))
        };
        let is_offered = |operation: &&Operation<'static>| {
            (mcp.allow_writes || operation.reads_only())
                && (mcp.allow.is_empty() || fits(&mcp.allow, operation))
                && !fits(&mcp.deny, operation)
        };
        let offered = all.iter().filter(is_offered).cloned().collect();
        Self { all, offered, options }
    }

    /// Number of operations that are offered, and of all.
    pub(super) fn count(&self) -> (usize, usize) {
        (self.offered.len(), self.all.len())
    }

    pub(super) fn offered(&self) -> &[Operation<'static>] {
        &self.offered
    }

    /// The definition of a tool.
    pub(super) fn definition(&self, operation: &Operation<'_>) -> Value {
        tools::define(operation, &self.options).0
    }

    /// The schema of the arguments, which knows their names on the wire.
    pub(super) fn input(&self, operation: &Operation<'_>) -> Input {
        Input::new(operation, self.options.language.as_deref(), self.options.schema_bytes)
    }

    /// An operation that is offered, by any of its names.
    pub(super) fn find(&self, name: &str) -> Result<&Operation<'static>, String> {
        let known = target::find(&self.all, name).map_err(without_commands)?;
        let offered = self.offered.iter().find(|operation| operation.name == known.name);
        offered.ok_or_else(|| {
            let reason = match known.reads_only() {
                false => "it may change something, and the server was started without `--allow-writes`",
                true => "the patterns of `--allow` and `--deny` leave it out",
            };
            format!("`{name}` is not offered: {reason}")
        })
    }

    /// The offered operations that have all words.
    pub(super) fn search(&self, words: &str, limit: Option<usize>) -> Value {
        let found = target::search(&self.offered, words);
        let limit = limit.unwrap_or(FOUND_AT_FIRST).clamp(1, FOUND);
        let language = self.options.language.as_deref();
        let shown = found.iter().take(limit).map(|operation| {
            let endpoint = operation.endpoint;
            json!({
                "name": operation.name,
                "title": operation.title(language),
                "route": format!("{} {}", endpoint.method, endpoint.path),
                "readOnly": operation.reads_only(),
            })
        });
        json!({ "found": found.len(), "operations": shown.collect::<Vec<_>>() })
    }
}

/// The message without what only a person at a shell can do.
fn without_commands(message: String) -> String {
    message.lines().filter(|line| !line.contains("`docwright")).collect::<Vec<_>>().join("\n")
}
