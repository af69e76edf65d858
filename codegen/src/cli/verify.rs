//! `docwright verify`: samples against the model.

use super::{Failure, Input, input, ledger, output};
use clap::Args;
use docwright::compile::Run;
use docwright::verify::{self, Counts, Report};
use std::fmt::Write;
use std::process::ExitCode;

/// Arguments of `verify`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    input: Input,
    /// Only the figures.
    #[arg(long)]
    summary: bool,
}

/// Runs the command.
pub(super) fn run(verify: &Verify) -> Result<ExitCode, Failure> {
    let run = input::compile(&verify.input)?;
    let reports = verify::run(&run.api);
    let mut text = String::new();
    for report in &reports {
        if !verify.summary {
            misfits(&run, report, &mut text);
        }
        figures(report, &mut text);
    }
    for set in &run.sets {
        let samples = ledger::samples(&set.counts.ledger.samples);
        let _ = writeln!(text, "`{}`: {samples}", set.set.path.display());
    }
    output::print(&text)?;
    let clean = reports.iter().all(|report| report.misfits.is_empty());
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn misfits(run: &Run, report: &Report, text: &mut String) {
    for misfit in &report.misfits {
        let file = &run.files[misfit.origin.file as usize].path;
        let _ = writeln!(
            text,
            "{file}:{}: {}: `{}`: {}",
            misfit.origin.line, misfit.endpoint, misfit.path, misfit.what
        );
    }
}

fn figures(report: &Report, text: &mut String) {
    let Report { service, requests, responses, unread, misfits: _ } = report;
    let _ = writeln!(text, "{service}: {unread} samples of another kind");
    for (label, counts) in [("requests", requests), ("responses", responses)] {
        let Counts { samples, repaired, whole, typed, open, lost } = *counts;
        let share = percent(typed, typed + open + lost);
        let _ = writeln!(
            text,
            "  {label:<9} {samples} samples, {repaired} repaired, {whole} whole ({}); leaves: {typed} typed ({share}), {open} open, {lost} lost",
            percent(whole, samples)
        );
    }
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.1}%", part as f64 * 100.0 / whole as f64) }
}
