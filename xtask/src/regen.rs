//! `regen`, `check`, `schema`: what is generated and committed.

use crate::shell::{root, run};

/// Where the JSON Schema of the model is kept.
const SCHEMA: &str = "codegen/schema/model.schema.json";

/// Where the reference of the diagnostics is kept.
const REFERENCE: &str = "docs/diagnostics.md";

/// The command of which these tasks are short forms.
const EMIT: &str = "cargo run -q -p docwright -- emit";

/// Writes the generated client; the arguments are those of `docwright emit`.
pub(crate) fn write(arguments: &[String]) -> Result<(), String> {
    run(&format!("{EMIT} {}", arguments.join(" ")))
}

/// Fails when a committed tree or the schema is stale.
pub(crate) fn check() -> Result<(), String> {
    run(&format!("{EMIT} --check")).map_err(|error| {
        format!("{error}\nhelp: where the generated client is stale, run `cargo xtask regen` and commit the result")
    })?;
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
