//! `docwright emit`: writes the configured trees.

use super::regen::Regen;
use super::{Failure, output, watch};
use clap::Args;
use docwright::config::Config;
use docwright::output::regen::{self, Mode};
use std::process::ExitCode;

/// Arguments of `emit`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Emit {
    #[command(flatten)]
    regen: Regen,
    /// Write nothing; exit with 1 when a tree is not what it should be.
    #[arg(long)]
    check: bool,
    /// Run again whenever a page or the configuration changes; ends with Ctrl-C.
    #[arg(long, conflicts_with = "check")]
    watch: bool,
}

/// Runs the command.
pub(super) fn run(emit: &Emit) -> Result<ExitCode, Failure> {
    if emit.watch {
        return watch::run(&emit.regen);
    }
    let config = Config::read(&emit.regen.config)?;
    let mode = if emit.check { Mode::Check } else { Mode::Write };
    let regeneration = emit.regen.run(&config, mode)?;
    output::print(&regen::report(&regeneration, &config, mode))?;
    let fails = mode == Mode::Check && !regeneration.is_fresh();
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
