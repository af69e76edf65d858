//! Running commands in the root of the repository.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Instant;

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

/// The release build of the program, built anew where it is stale; `DOCWRIGHT` names another program.
pub(crate) fn built() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("DOCWRIGHT") {
        return std::path::absolute(named).map_err(|error| error.to_string());
    }
    run("cargo build --quiet --release -p docwright")?;
    Ok(program())
}

/// Runs a command and says how long it took; its failure is an error that names it.
pub(crate) fn run(line: &str) -> Result<(), String> {
    run_with(line, &[])
}

/// Runs a command with environment variables.
pub(crate) fn run_with(line: &str, variables: &[(&str, &str)]) -> Result<(), String> {
    println!("$ {line}");
    let start = Instant::now();
    outcome(line, command(line)?.envs(variables.iter().copied()).status())?;
    println!("# {:.0} s: {line}", start.elapsed().as_secs_f64());
    Ok(())
}

fn command(line: &str) -> Result<Command, String> {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().ok_or("no command")?);
    command.args(words).current_dir(root());
    Ok(command)
}

fn outcome(line: &str, status: std::io::Result<ExitStatus>) -> Result<(), String> {
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed: {status}")),
        Err(error) => Err(format!("cannot run `{line}`: {error}")),
    }
}

/// A command that runs beside others; it ends with whoever started it.
pub(crate) struct Started {
    line: String,
    child: Child,
}

/// Starts a command.
pub(crate) fn start(line: &str) -> Result<Started, String> {
    println!("$ {line} &");
    let child = command(line)?.spawn().map_err(|error| format!("cannot run `{line}`: {error}"))?;
    Ok(Started { line: line.to_owned(), child })
}

impl Started {
    /// Waits for its end; its failure is an error that names it.
    pub(crate) fn finish(mut self) -> Result<(), String> {
        outcome(&self.line, self.child.wait())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // One that has ended cannot be killed, and needs it no more.
        let _ = self.child.kill();
    }
}

/// What a folder holds, in the order of names.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}
