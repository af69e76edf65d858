//! `regen`, `check`, `schema`: what is generated and committed.

use crate::shell::root;
use docwright::config::{Config, FILE};
use docwright::regen::{self, Mode, Outcome};

/// Where the JSON Schema of the model is kept.
const SCHEMA: &str = "codegen/schema/model.schema.json";

/// Where the reference of the diagnostics is kept.
const REFERENCE: &str = "docs/diagnostics.md";

/// Writes the generated client.
pub(crate) fn write() -> Result<(), String> {
    let outcome = run(Mode::Write)?;
    for (_, summary) in &outcome.trees {
        for (word, paths) in
            [("added", &summary.added), ("changed", &summary.changed), ("removed", &summary.removed)]
        {
            paths.iter().for_each(|path| println!("{word:>8} {path}"));
        }
    }
    let counts = outcome.run.counts();
    println!(
        "{} pages, {} endpoints, {} table rows, {} findings",
        counts.pages,
        counts.endpoints,
        counts.rows,
        outcome.run.diagnostics.len()
    );
    Ok(())
}

/// Fails when a committed tree or the schema is stale.
pub(crate) fn check() -> Result<(), String> {
    let outcome = run(Mode::Check)?;
    if !outcome.is_fresh() {
        let stale = outcome
            .trees
            .iter()
            .flat_map(|(_, summary)| summary.added.iter().chain(&summary.changed).chain(&summary.removed));
        let list: Vec<&str> = stale.map(String::as_str).collect();
        return Err(format!(
            "the generated client is stale: {}\nrun `cargo xtask regen` and commit the result",
            list.join(", ")
        ));
    }
    let committed = std::fs::read_to_string(root().join(SCHEMA)).unwrap_or_default();
    if committed != docwright::model::schema() {
        return Err(format!("`{SCHEMA}` is stale\nrun `cargo xtask schema` and commit the result"));
    }
    println!("the generated client and the schema are what the pages and the model say");
    Ok(())
}

/// Writes the JSON Schema of the model and the reference of the diagnostics.
pub(crate) fn schema() -> Result<(), String> {
    put(SCHEMA, &docwright::model::schema())?;
    put(REFERENCE, &docwright::diagnostic::code::reference())
}

fn put(name: &str, text: &str) -> Result<(), String> {
    std::fs::write(root().join(name), text).map_err(|error| format!("cannot write `{name}`: {error}"))
}

fn run(mode: Mode) -> Result<Outcome, String> {
    let config = Config::read(&root().join(FILE)).map_err(|error| error.to_string())?;
    regen::run(&config, &root(), mode).map_err(|error| error.to_string())
}
