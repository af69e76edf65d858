//! Running commands in the root of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// Where cargo builds: `CARGO_TARGET_DIR`, or `target` in the root.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The release build of the program.
pub(crate) fn program() -> PathBuf {
    target().join("release/docwright").with_extension(std::env::consts::EXE_EXTENSION)
}

/// Runs a command; its failure is an error that names it.
pub(crate) fn run(line: &str) -> Result<(), String> {
    run_with(line, &[])
}

/// Runs a command with environment variables.
pub(crate) fn run_with(line: &str, variables: &[(&str, &str)]) -> Result<(), String> {
    println!("$ {line}");
    let mut words = line.split_whitespace();
    let program = words.next().ok_or("no command")?;
    let status =
        Command::new(program).args(words).envs(variables.iter().copied()).current_dir(root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed: {status}")),
        Err(error) => Err(format!("cannot run `{program}`: {error}")),
    }
}

/// What a folder holds, in the order of names.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}
