//! The operations that are offered, and their definitions.

use super::Mcp;
use crate::cli::call::target;
use docwright::emit::operations::Operation;
use docwright::emit::tools::{self, Input, Options};
use serde_json::{Value, json};

/// Operations of a search at most.
pub(super) const FOUND: usize = 50;

/// Operations of a search unless another number is asked for.
const FOUND_AT_FIRST: usize = 20;

/// Bytes of a schema that is not made smaller.
const LEAST_SCHEMA: usize = 64;

/// What to know of patterns.
pub(super) const PATTERNS: &str = "patterns are held against `SERVICE.OPERATION`, the operation alone, and the name of its tool; `docwright call` lists all";

/// What is offered.
pub(super) struct Catalog {
    all: Vec<Operation<'static>>,
    offered: Vec<Operation<'static>>,
    rules: Rules,
    options: Options,
}

/// Which operations are offered.
struct Rules {
    writes: bool,
    allow: Vec<glob::Pattern>,
    deny: Vec<glob::Pattern>,
}

impl Rules {
    /// Why an operation is not offered.
    fn refusal(&self, operation: &Operation<'_>) -> Option<String> {
        let first = |patterns: &[glob::Pattern]| patterns.iter().find(|it| operation.fits(it)).cloned();
        if let Some(pattern) = first(&self.deny) {
            return Some(format!("`--deny {pattern}` leaves it out"));
        }
        if !self.allow.is_empty() && first(&self.allow).is_none() {
            let patterns = self.allow.iter().map(|pattern| format!("`--allow {pattern}`"));
            return Some(format!("{} leaves it out", patterns.collect::<Vec<_>>().join(" with ")));
        }
        let is_kept = self.writes || operation.reads_only();
        let reason = "it may change something, and the server was started without `--allow-writes`";
        (!is_kept).then(|| reason.to_owned())
    }
}

impl Catalog {
    pub(super) fn new(all: Vec<Operation<'static>>, mcp: &Mcp, options: Options) -> Self {
        let rules = Rules { writes: mcp.allow_writes, allow: mcp.allow.clone(), deny: mcp.deny.clone() };
        let is_offered = |operation: &&Operation<'static>| rules.refusal(operation).is_none();
        let offered = all.iter().filter(is_offered).cloned().collect();
        Self { all, offered, rules, options }
    }

    /// What is said of patterns of `--allow` that no operation fits. One of `--deny` is an error: what it was to keep back
    /// would be offered.
    pub(super) fn idle_patterns(&self) -> Result<Vec<String>, String> {
        let idle = |flag: &str, patterns: &[glob::Pattern]| -> Vec<String> {
            let idle = patterns.iter().filter(|pattern| !self.all.iter().any(|it| it.fits(pattern)));
            idle.map(|pattern| format!("`{flag} {pattern}` fits no operation")).collect()
        };
        match idle("--deny", &self.rules.deny).first() {
            Some(idle) => Err(format!("{idle}, so it would keep nothing back\nhelp: {PATTERNS}")),
            None => Ok(idle("--allow", &self.rules.allow)),
        }
    }

    /// Whether an operation would be offered if writing was allowed.
    pub(super) fn lacks_writes(&self) -> bool {
        let Rules { writes, allow, deny } = &self.rules;
        let rules = Rules { writes: true, allow: allow.clone(), deny: deny.clone() };
        !writes && self.all.iter().any(|operation| rules.refusal(operation).is_none())
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

    /// The definition in at most so many bytes, as far as its schema can be cut.
    pub(super) fn bounded_definition(&self, operation: &Operation<'_>, bytes: usize) -> String {
        let mut options = self.options.clone();
        loop {
            let text = tools::define(operation, &options).0.to_string();
            if text.len() <= bytes || options.schema_bytes < LEAST_SCHEMA {
                return text;
            }
            // Something beside the schema has to go in, too.
            options.schema_bytes = options.schema_bytes.min(bytes) / 2;
        }
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
            let reason = self.rules.refusal(known).unwrap_or_default();
            format!("`{name}` is not offered: {reason}")
        })
    }

    /// The offered operations that words find, as many as fit into so many bytes.
    pub(super) fn search(&self, words: &str, limit: Option<usize>, bytes: usize) -> String {
        let found = target::search(&self.offered, words);
        let language = self.options.language.as_deref();
        let shown = found.iter().take(limit.unwrap_or(FOUND_AT_FIRST)).map(|operation| {
            let endpoint = operation.endpoint;
            json!({
                "name": operation.name,
                "title": operation.title(language),
                "route": format!("{} {}", endpoint.method, endpoint.path),
                "readOnly": operation.reads_only(),
            })
        });
        let mut shown: Vec<Value> = shown.collect();
        loop {
            let text = json!({ "found": found.len(), "operations": shown }).to_string();
            if text.len() <= bytes || shown.pop().is_none() {
                return text;
            }
        }
    }
}

/// The message without what only a person at a shell can do.
fn without_commands(message: String) -> String {
    message.lines().filter(|line| !line.contains("`docwright")).collect::<Vec<_>>().join("\n")
}
