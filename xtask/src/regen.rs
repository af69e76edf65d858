//! `regen`, `check`, `schema`: what is generated and committed.

use crate::shell::{root, run};
use docwright::config::{CACHE, Config};
use docwright::output::cache::Cache;
use docwright::output::regen::{self, Mode};
use std::path::Path;

/// Where the JSON Schema of the model is kept.
const SCHEMA: &str = "codegen/schema/model.schema.json";

/// Where the reference of the diagnostics is kept.
const REFERENCE: &str = "docs/diagnostics.md";

/// Where the JSON Schema of reports on changed docs is kept.
const CHANGES_SCHEMA: &str = "codegen/schema/diff.schema.json";

/// Where the reference of the changes is kept.
const CHANGES: &str = "docs/changes.md";

/// The command of which these tasks are short forms.
const EMIT: &str = "cargo run -q -p docwright -- emit";

/// Writes the generated client; the arguments are those of `docwright emit`. Without any, the library does it here: a
/// fresh clone then need not build the program.
pub(crate) fn write(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return run(&format!("{EMIT} {}", arguments.join(" ")));
    }
    emit(Mode::Write).map(|_| ())
}

/// One regeneration of the committed client; whether it was fresh.
fn emit(mode: Mode) -> Result<bool, String> {
    let base = root();
    let config = Config::read(&base.join(docwright::config::FILE)).map_err(|error| error.to_string())?;
    let cache = Cache::open(&base.join(config.cache.as_deref().unwrap_or(Path::new(CACHE))));
    let regeneration = regen::run(&config, &base, mode, &cache, &()).map_err(|error| error.to_string())?;
    if let Err(error) = cache.save() {
        println!("warning: cannot save the cache, so the next run starts without one: {error}");
    }
    print!("{}", regen::report(&regeneration, &config, mode));
    Ok(regeneration.is_fresh())
}

/// Fails when a committed tree or the schema is stale.
pub(crate) fn check() -> Result<(), String> {
    if !emit(Mode::Check)? {
        return Err("the generated client is stale\nrun `cargo xtask regen` and commit the result".to_owned());
    }
    for (name, text) in printed() {
        if std::fs::read_to_string(root().join(name)).unwrap_or_default() != text {
            return Err(format!("`{name}` is stale\nrun `cargo xtask schema` and commit the result"));
        }
    }
    println!("the generated client, the schemas and the manuals are what the pages and the code say");
    Ok(())
}

/// The files that are printed from the code.
fn printed() -> [(&'static str, String); 4] {
    [
        (SCHEMA, docwright::model::schema()),
        (REFERENCE, docwright::diagnostic::code::reference()),
        (CHANGES_SCHEMA, docwright::diff::schema()),
        (CHANGES, docwright::diff::rules::reference()),
    ]
}

/// Writes the JSON Schemas and the manuals.
pub(crate) fn schema() -> Result<(), String> {
    printed().iter().try_for_each(|(name, text)| put(name, text))
}

fn put(name: &str, text: &str) -> Result<(), String> {
    std::fs::write(root().join(name), text).map_err(|error| format!("cannot write `{name}`: {error}"))
}
