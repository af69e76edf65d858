//! `docwright fix`: certain corrections as a patch.

use super::{Failure, Input, input, output};
use clap::Args;
use docwright::diagnostic::{Diagnostic, fix};
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `fix`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Fix {
    #[command(flatten)]
    input: Input,
    /// Only for findings of these codes (`DW0103` or `shape-conflict`).
    #[arg(long, value_name = "CODE")]
    only: Vec<String>,
}

/// Runs the command.
pub(super) fn run(arguments: &Fix) -> Result<ExitCode, Failure> {
    let only = input::codes(&arguments.only)?;
    let (config, base) = input::config(&arguments.input)?;
    let run = input::in_pool(arguments.input.threads, || Ok(docwright::compile::run(&config, &base)?))?;
    let asked = |found: &&Diagnostic| {
        config.severity(found.code).is_some() && (only.is_empty() || only.contains(&found.code))
    };
    let patch = fix::patch(run.diagnostics.iter().filter(asked), &run.files);
    output::print(&patch.text)?;
    output::note(&format!("{} corrections in {} files; nothing was written", patch.corrections, patch.files));
    if let Some(folder) = below_repository(&base).filter(|_| patch.corrections > 0) {
        output::note(&format!(
            "note: the paths count from `{folder}`; at the root of the repository, \
             `git apply --directory='{folder}'` applies them"
        ));
    }
    if let Some((path, _)) = patch.left_out.first() {
        let corrections: usize = patch.left_out.iter().map(|(_, count)| count).sum();
        let more = if patch.left_out.len() > 1 { " and others" } else { "" };
        output::note(&format!(
            "note: {corrections} more are omitted, because `{path}`{more} is a template or not UTF-8"
        ));
    }
    if patch.overlapping > 0 {
        output::note(&format!(
            "note: {} corrections touch others; run again when the patch is applied",
            patch.overlapping
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The way from the root of the git repository that a folder is in to the folder, where that is another one.
fn below_repository(folder: &Path) -> Option<String> {
    let here = folder.as_os_str().is_empty();
    let folder = std::fs::canonicalize(if here { Path::new(".") } else { folder }).ok()?;
    let root = folder.ancestors().find(|folder| folder.join(".git").exists())?;
    let way = folder.strip_prefix(root).ok()?.to_str()?;
    (!way.is_empty()).then(|| way.replace('\\', "/"))
}
