//! The tools that read documents: one process takes all of them.

use super::{Verdict, first_line, in_order};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A style rule that contradicts pages whose paths end in a slash.
const REDOCLY_SKIPPED: &str = "no-path-trailing-slash";
/// Enough for a document that has an error of each sort in each operation.
const MOST_PROBLEMS: &str = "100000";

/// Prints `PATH: OK`, or what is wrong below the path.
pub(super) fn validator(tools: &Path, documents: &[PathBuf]) -> Result<Vec<Verdict>, String> {
    let output = Command::new(tools.join("python/bin/openapi-spec-validator")).args(documents).output();
    let output = output.map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = text.lines().collect();
    let verdict = |document: &PathBuf| {
        let front = format!("{}: ", document.display());
        let at = lines.iter().position(|line| line.starts_with(&front));
        let Some(at) = at else { return Verdict::bad(format!("no answer: {}", first_line(&output))) };
        match lines[at].strip_prefix(&front) {
            Some("OK") => Verdict::default(),
            _ => Verdict::bad(lines[at..].iter().take(3).copied().collect::<Vec<_>>().join(" ")),
        }
    };
    Ok(documents.iter().map(verdict).collect())
}

/// Prints an object for each document, in their order.
pub(super) fn redocly(tools: &Path, documents: &[PathBuf]) -> Result<Vec<Verdict>, String> {
    let mut command = Command::new(tools.join("node_modules/.bin/redocly"));
    command.args(["lint", "--extends", "recommended", "--format", "json", "--max-problems", MOST_PROBLEMS]);
    command.args(["--skip-rule", REDOCLY_SKIPPED]).args(documents);
    let reports = printed(command)?;
    let verdict = |report: &Value| {
        let errors = report["problems"].as_array().into_iter().flatten();
        Verdict::of(errors.filter(|problem| problem["severity"] == "error"))
    };
    let verdicts: Vec<Verdict> =
        reports.iter().filter(|report| report.get("problems").is_some()).map(verdict).collect();
    match verdicts.len() == documents.len() {
        true => Ok(verdicts),
        false => Err(format!("{} answers about {} documents", verdicts.len(), documents.len())),
    }
}

/// Prints one list of the problems of all documents.
pub(super) fn spectral(tools: &Path, documents: &[PathBuf]) -> Result<Vec<Verdict>, String> {
    let rules = tools.join("spectral.json");
    std::fs::write(&rules, "{\"extends\":[\"spectral:oas\"]}").map_err(|error| error.to_string())?;
    let mut command = Command::new(tools.join("node_modules/.bin/spectral"));
    command.args(["lint", "--format", "json", "--ruleset"]).arg(rules).args(documents);
    let reports = printed(command)?;
    let problems = reports.iter().find_map(Value::as_array).ok_or("no list of problems")?;
    let mut errors: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| problem["severity"] == 0) {
        errors.entry(problem["source"].as_str().unwrap_or_default()).or_default().push(problem);
    }
    let mut verdicts = BTreeMap::new();
    for (source, errors) in errors {
        let document = documents.iter().find(|document| document.as_path() == Path::new(source));
        let document = document.ok_or_else(|| format!("{source} was not asked for"))?;
        verdicts.insert(document.clone(), Verdict::of(errors.into_iter()));
    }
    Ok(in_order(documents, verdicts))
}

/// The JSON values that a tool prints; what stands around them is skipped.
fn printed(mut command: Command) -> Result<Vec<Value>, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let (mut values, mut rest) = (Vec::new(), text.as_ref());
    while let Some(start) = rest.find(['{', '[']) {
        let mut found = serde_json::Deserializer::from_str(&rest[start..]).into_iter::<Value>();
        let value = found.next().and_then(Result::ok);
        let end = if value.is_some() { found.byte_offset() } else { 1 };
        values.extend(value);
        rest = &rest[start + end..];
    }
    if values.is_empty() { Err(format!("no answer: {}", first_line(&output))) } else { Ok(values) }
}
