//! The generators of Rust clients: a crate for each document, and whether the compiler takes it.

use super::{Verdict, first_line};
use crate::bench::progenitor;
use crate::shell::target;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) const PROGENITOR: &str = "progenitor 0.15.1";
pub(super) const GENERATOR: &str = "openapi-generator-cli==7.26.0";

/// What progenitor makes of a document; it reads 3.0 only.
pub(super) fn of_progenitor(_: &Path, document: &Path) -> Result<Verdict, String> {
    let (name, folder) = place("progenitor", document)?;
    let mut command = Command::new(progenitor::install()?);
    command.args(["progenitor", "--version", "0.0.0", "--name", &name]);
    command.arg("--input").arg(document).arg("--output").arg(&folder);
    compiled(command, "progenitor", &name)
}

/// What openapi-generator makes of a document.
pub(super) fn of_generator(tools: &Path, document: &Path) -> Result<Verdict, String> {
    let (name, folder) = place("generator", document)?;
    let mut command = Command::new(tools.join("python/bin/openapi-generator-cli"));
    command.args(["generate", "--generator-name", "rust", "--package-name", &name]);
    command.arg("--input-spec").arg(document).arg("--output").arg(&folder);
    compiled(command, "generator", &name)
}

/// Name and empty folder of the crate of a document, in a workspace whose crates share their dependencies.
fn place(generator: &str, document: &Path) -> Result<(String, PathBuf), String> {
    let version = document.parent().and_then(Path::file_name).unwrap_or_default();
    let stem = document.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let stem = stem.split(".openapi").next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = format!("v{}_{stem}", version.to_string_lossy()).chars().map(plain).collect();
    let workspace = target().join("consumers/crates").join(generator);
    let folder = workspace.join(&name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let manifest = "[workspace]\nmembers = [\"*\"]\nexclude = [\"target\"]\nresolver = \"3\"\n\n[profile.dev]\ndebug = false\n";
    fs::write(workspace.join("Cargo.toml"), manifest).map_err(|error| error.to_string())?;
    Ok((name, folder))
}

/// Runs a generator, and the compiler on its crate.
fn compiled(mut generate: Command, workspace: &str, name: &str) -> Result<Verdict, String> {
    let output = generate.output().map_err(|error| format!("{generate:?}: {error}"))?;
    if !output.status.success() {
        return Ok(Verdict { errors: 1, first: first_line(&output) });
    }
    let workspace = target().join("consumers/crates").join(workspace);
    let mut check = Command::new("cargo");
    check.args(["check", "--quiet", "--message-format", "short", "--package", name]).current_dir(&workspace);
    // Warnings are the generator's.
    check.env("CARGO_TARGET_DIR", workspace.join("target")).env("RUSTFLAGS", "-Awarnings");
    let output = check.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<&str> = said.lines().filter(|line| line.contains("error")).collect();
    let first = errors.first().copied().unwrap_or_default().to_owned();
    let count = if output.status.success() { 0 } else { errors.len().max(1) };
    Ok(Verdict { errors: count, first })
}
