//! `docwright emit`: writes the configured trees.

use super::{Failure, output};
use clap::Args;
use docwright::config::Config;
use docwright::regen::{self, Mode, Outcome};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `emit`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Emit {
    /// Configuration file.
    #[arg(long, default_value = docwright::config::FILE)]
    config: PathBuf,
    /// Write nothing; exit with 1 when a tree is not what it should be.
    #[arg(long)]
    check: bool,
    /// Threads to use; all cores without it.
    #[arg(long)]
    threads: Option<usize>,
}

/// Runs the command.
pub(super) fn run(emit: &Emit) -> Result<ExitCode, Failure> {
    let config = Config::read(&emit.config)?;
    let base = emit.config.parent().unwrap_or(Path::new("")).to_owned();
    let mode = if emit.check { Mode::Check } else { Mode::Write };
    let outcome = super::input::in_pool(emit.threads, || Ok(regen::run(&config, &base, mode)?))?;
    output::print(&report(&outcome, &config))?;
    let stale = mode == Mode::Check && !outcome.is_fresh();
    Ok(if stale { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What changed, and what the pages gave.
fn report(outcome: &Outcome, config: &Config) -> String {
    let mut text = String::new();
    for (root, summary) in &outcome.trees {
        for (mark, paths) in [('+', &summary.added), ('~', &summary.changed), ('-', &summary.removed)] {
            paths.iter().for_each(|path| {
                let _ = writeln!(text, "{mark} {}/{path}", root.display());
            });
        }
    }
    let counts = outcome.run.counts();
    let (files, changed): (usize, usize) =
        outcome.trees.iter().fold((0, 0), |(files, changed), (_, summary)| {
            let touched = summary.added.len() + summary.changed.len() + summary.removed.len();
            (files + summary.unchanged + summary.added.len() + summary.changed.len(), changed + touched)
        });
    let types: usize = outcome
        .run
        .api
        .services
        .iter()
        .map(|service| {
            service.types.len() + service.endpoints.iter().map(|endpoint| endpoint.types.len()).sum::<usize>()
        })
        .sum();
    let _ = writeln!(
        text,
        "{} pages, {} endpoints, {types} types, {files} files, {changed} changed; {} findings, {} errors (`docwright check` shows them)",
        counts.pages,
        counts.endpoints,
        outcome.run.diagnostics.len(),
        outcome.errors(config)
    );
    text
}
