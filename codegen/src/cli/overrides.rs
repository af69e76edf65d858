//! `docwright override`: entries for the findings at hand.

use super::{Failure, Input, input, output};
use clap::Subcommand;
use docwright::diagnostic::Diagnostic;
use docwright::overrides::suggest;
use std::process::ExitCode;

/// What to do with overrides.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Override {
    /// Print entries, ready to paste into a file of overrides, for the findings that an override would settle.
    Suggest {
        #[command(flatten)]
        input: Input,
        /// Only for findings of these codes (`DW0103` or `shape-conflict`).
        #[arg(long, value_name = "CODE")]
        only: Vec<String>,
    },
}

/// Runs the command.
pub(super) fn run(command: &Override) -> Result<ExitCode, Failure> {
    let Override::Suggest { input, only } = command;
    let only = input::codes(only)?;
    let (config, base) = input::config(input)?;
    let run = input::in_pool(input.threads, || Ok(docwright::compile::run(&config, &base)?))?;
    let asked = |found: &&Diagnostic| {
        config.severity(found.code).is_some() && (only.is_empty() || only.contains(&found.code))
    };
    let service = |file: u32| {
        let report = run.sets.iter().find(|report| report.files.contains(&(file as usize)))?;
        // Where hosts name the services, a page without a route belongs to none.
        Some(report.set.service.clone()).filter(|name| !name.contains('{'))
    };
    let suggestions = suggest::run(&run.api, run.diagnostics.iter().filter(asked), &service);
    output::print(&suggest::text(&suggestions))?;
    let findings: usize = suggestions.iter().map(|suggestion| suggestion.findings.len()).sum();
    output::note(&format!(
        "{} entries for {findings} of {} findings",
        suggestions.len(),
        run.diagnostics.iter().filter(asked).count()
    ));
    Ok(ExitCode::SUCCESS)
}
