//! The log: a line of JSON per call. Secrets are left out: credentials, and arguments whose names say that they are secret.

use super::answer::Outcome;
use super::operation::Operation;
use crate::cli::problem::{Kind, Problem, page};
use docwright::model::Api;
use docwright_runtime::server::is_secret;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Stands for a secret.
const HIDDEN: &str = "***";

/// A file that lines are added to.
pub(super) struct Log {
    file: Mutex<File>,
}

/// What is known of a call.
#[derive(Default)]
pub(super) struct Entry<'e> {
    pub(super) method: &'e str,
    pub(super) path: &'e str,
    pub(super) operation: Option<&'e Operation>,
    pub(super) arguments: Value,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
}

impl Log {
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let file = File::options().create(true).append(true).open(path);
        let file = file.map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
        Ok(Self { file: Mutex::new(file) })
    }

    /// Adds a line. A log that cannot be written stops no call.
    pub(super) fn write(&self, api: &Api, entry: &Entry<'_>, outcome: &Outcome, took: Duration) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let line = format!("{}\n", line(api, entry, outcome, took, now));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = file.write_all(line.as_bytes());
    }
}

fn line(api: &Api, entry: &Entry<'_>, outcome: &Outcome, took: Duration, now: Duration) -> Value {
    // What was captured may be secret, so that the path of a known call is shown as documented.
    let path = entry.operation.map_or(entry.path, |operation| operation.endpoint.path.as_str());
    let mut line = json!({
        "at": now.as_millis() as u64,
        "method": entry.method,
        "path": path,
        "status": outcome.status,
        "micros": took.as_micros() as u64,
    });
    if let Some(operation) = entry.operation {
        line["operation"] = json!(operation.name());
        line["page"] = json!(operation.endpoint.origins.first().and_then(|origin| page(api, origin)));
        line["arguments"] = redacted(operation, &entry.arguments);
    }
    let why = outcome.why();
    if !why.is_empty() {
        line["refused"] = json!(why);
    }
    for (name, problems) in [("problems", &entry.problems), ("warnings", &entry.warnings)] {
        if !problems.is_empty() {
            line[name] = problems.iter().map(|problem| of_problem(api, problem)).collect();
        }
    }
    if outcome.fault.is_some() {
        line["fault"] = json!(format!("{:?}", outcome.fault).to_lowercase());
    }
    line
}

/// A problem; what is wrong with a secret may quote it.
fn of_problem(api: &Api, problem: &Problem) -> Value {
    let mut shown = problem.json(api);
    let quotes = matches!(problem.kind, Kind::Value | Kind::Range);
    if quotes && problem.pointer.split('/').any(is_secret) {
        shown["message"] = json!(HIDDEN);
    }
    shown
}

/// Arguments without secrets.
pub(super) fn redacted(operation: &Operation, arguments: &Value) -> Value {
    match arguments {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let hidden = !value.is_null() && (is_secret(name) || operation.is_credential(name));
                (name.clone(), if hidden { json!(HIDDEN) } else { redacted(operation, value) })
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => items.iter().map(|item| redacted(operation, item)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::operation;
    use super::*;

    #[test]
    fn secrets_are_left_out() {
        let operation = operation(Vec::new(), Vec::new());
        let arguments = json!({"password": "p", "list": [{"api_token": 1, "n": 2}], "secret": null});
        let expect = json!({"password": "***", "list": [{"api_token": "***", "n": 2}], "secret": null});
        assert_eq!(redacted(&operation, &arguments), expect);
    }
}
