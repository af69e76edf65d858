//! `docwright check`: findings, summaries and the ledger.

use super::{Failure, Input, input, ledger, output};
use clap::{Args, ValueEnum};
use docwright::compile::{Detected, Run};
use docwright::diagnostic::{Diagnostic, Severity, code, render};
use docwright::limits;
use docwright::source::{self, visible};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `check`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    input: Input,
    /// How findings are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Only the summary.
    #[arg(long)]
    summary: bool,
    /// How many findings are printed, the most severe before others; the rest is counted. 0 prints all.
    #[arg(long, value_name = "N", default_value_t = limits::FINDINGS)]
    max_findings: usize,
    /// Exit with 1 for findings of this severity too.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// File of known findings, over the one of the configuration; entries that match nothing are reported.
    #[arg(long)]
    baseline: Option<std::path::PathBuf>,
    /// Write every finding of this run into the baseline file.
    #[arg(long)]
    update_baseline: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
    Notes,
}

/// Runs the command.
pub(super) fn run(check: &Check) -> Result<ExitCode, Failure> {
    let (config, base) = match input::config(&check.input) {
        Err(failure) => return no_pages(failure),
        Ok(config) => config,
    };
    let run = input::in_pool(check.input.threads, || Ok(docwright::compile::run(&config, &base)?))?;
    let found: Vec<(&Diagnostic, Severity)> =
        run.diagnostics.iter().filter_map(|found| Some((found, config.severity(found.code)?))).collect();
    let path = check.baseline.clone().or_else(|| config.baseline.as_ref().map(|path| base.join(path)));
    if check.update_baseline {
        let path = path.ok_or("name the file: `--baseline FILE`")?;
        std::fs::write(&path, docwright::baseline::write(found.iter().map(|(found, _)| *found), &run.files))?;
        output::note(&format!("wrote {} findings to `{}`", found.len(), path.display()));
        return Ok(ExitCode::SUCCESS);
    }
    let (found, unused) = match path {
        Some(path) => docwright::baseline::read(&path)?.split(found, &run.files),
        None => (found, Vec::new()),
    };
    let text = match (check.format, check.summary) {
        (Format::Json, true) => json_summary(&run, &found),
        (_, true) => summary(&run, &found),
        (format, false) => {
            let shown = most_severe(&found, check.max_findings);
            if shown.len() < found.len() {
                let (shown, all) = (shown.len(), found.len());
                output::note(&format!(
                    "note: {shown} of {all} findings are printed, the most severe; `--max-findings 0` prints all, and `--summary` counts them"
                ));
            }
            let rendered = rendered(format, &run, &shown);
            if format == Format::Text { rendered + &summary(&run, &found) } else { rendered }
        }
    };
    output::print(&text)?;
    for entry in &unused {
        output::note(&format!(
            "warning: the baseline entry `{entry}` matches no finding any more; delete it"
        ));
    }
    let worst = found.iter().map(|(_, severity)| *severity).max();
    let limit = match check.deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Notes) => Severity::Note,
    };
    let describes_none = |(found, _): &(&Diagnostic, Severity)| *found.code == code::NO_ENDPOINTS;
    let counts = run.counts();
    // Pages that were turned off are no mistake.
    let is_asked_for = check.input.without.is_empty();
    let is_empty =
        is_asked_for && counts.endpoints == 0 && (counts.pages == 0 || found.iter().any(describes_none));
    let fails =
        is_empty || worst.is_some_and(|worst| worst >= limit) || check.deny.is_some() && !unused.is_empty();
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A folder without a page is a finding on the folder: the run did what it could.
fn no_pages(failure: Failure) -> Result<ExitCode, Failure> {
    let Some(source::Error::NoPages { path }) = failure.downcast_ref::<source::Error>() else {
        return Err(failure);
    };
    eprintln!("error: {failure}");
    let mut endings: BTreeMap<String, usize> = BTreeMap::new();
    for (file, _) in source::find(Path::new(path), &|_| true).unwrap_or_default() {
        let ending = file.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
        *endings.entry(ending.unwrap_or_else(|| "no ending".to_owned())).or_default() += 1;
    }
    for (ending, count) in &endings {
        eprintln!("  {count} with {}, left out", visible(ending));
    }
    Ok(ExitCode::FAILURE)
}

/// The summary as one JSON document.
fn json_summary(run: &Run, found: &[(&Diagnostic, Severity)]) -> String {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().for_each(|(found, _)| *codes.entry(found.code.id).or_default() += 1);
    let sets: Vec<_> = run.sets.iter().map(ledger::json).collect();
    let total = ledger::counts(run.counts());
    serde_json::json!({ "sets": sets, "findings": codes, "total": total }).to_string() + "\n"
}

/// As many findings as are asked for, in the order of their places; 0 asks for all.
fn most_severe<'f>(found: &[(&'f Diagnostic, Severity)], limit: usize) -> Vec<(&'f Diagnostic, Severity)> {
    let mut shown: Vec<(usize, (&Diagnostic, Severity))> = found.iter().copied().enumerate().collect();
    if limit > 0 {
        shown.sort_by_key(|(_, (_, severity))| std::cmp::Reverse(*severity));
        shown.truncate(limit);
        shown.sort_by_key(|(place, _)| *place);
    }
    shown.into_iter().map(|(_, found)| found).collect()
}

fn rendered(format: Format, run: &Run, found: &[(&Diagnostic, Severity)]) -> String {
    let color = output::color();
    let each = |one: &dyn Fn(&Diagnostic, Severity) -> String| -> String {
        found.iter().map(|(found, severity)| one(found, *severity)).collect()
    };
    match format {
        Format::Text => each(&|found, severity| render::text(found, severity, &run.files, color) + "\n\n"),
        Format::Json => each(&|found, severity| render::json(found, severity, &run.files) + "\n"),
        Format::Github => each(&|found, severity| render::github(found, severity, &run.files) + "\n"),
        Format::Sarif => render::sarif(found, &run.files) + "\n",
    }
}

/// One line per code and doc set, then the ledger.
fn summary(run: &Run, found: &[(&Diagnostic, Severity)]) -> String {
    let mut text = String::new();
    let mut own = vec![false; run.files.len()];
    for report in &run.sets {
        own[report.files.clone()].fill(true);
        let detected = match &report.detected {
            Some(Detected { best: None, .. }) => " (no signs of another dialect)".to_owned(),
            Some(Detected { best: Some((best, points)), next: Some((next, others)), .. }) => {
                let best = if *best == report.dialect { "detected" } else { best };
                format!(" ({best} with {points} points; {next} has {others})")
            }
            Some(Detected { best: Some((_, points)), .. }) => format!(" (detected with {points} points)"),
            None => String::new(),
        };
        let routes = if report.routes > 0 { format!(", {} routes", report.routes) } else { String::new() };
        let _ = writeln!(
            text,
            "{} `{}`: dialect {}{detected}{routes}",
            names(report),
            report.set.path.display(),
            report.dialect
        );
        text.push_str(&codes(in_files(found, &report.files).iter()));
        let _ = writeln!(text, "  {}", ledger::text(report.counts));
    }
    let is_own = |found: &Diagnostic| own.get(found.place().file as usize).copied().unwrap_or_default();
    let on_overrides = codes(found.iter().filter(|(found, _)| !is_own(found)));
    if !on_overrides.is_empty() {
        let _ = write!(text, "overrides\n{on_overrides}");
    }
    if run.sets.len() > 1 {
        let _ = writeln!(text, "total: {}", ledger::text(run.counts()));
    }
    visible(&text).into_owned()
}

/// The findings in files of a range; they stand in the order of files.
fn in_files<'f, 'r>(
    found: &'f [(&'r Diagnostic, Severity)],
    files: &Range<usize>,
) -> &'f [(&'r Diagnostic, Severity)] {
    let place = |end: usize| found.partition_point(|(found, _)| (found.place().file as usize) < end);
    &found[place(files.start)..place(files.end)]
}

/// One line per code of the findings.
fn codes<'f>(found: impl Iterator<Item = &'f (&'f Diagnostic, Severity)>) -> String {
    let mut codes: BTreeMap<&str, (usize, u32, Severity, &str)> = BTreeMap::new();
    for (found, severity) in found {
        let entry = codes.entry(found.code.id).or_insert((0, 0, *severity, found.code.summary));
        entry.0 += 1;
        entry.1 += found.rows;
    }
    let mut text = String::new();
    for (id, (count, rows, severity, about)) in codes {
        let severity = format!("{severity:?}").to_lowercase();
        let rows = if rows > 0 { format!(" ({rows} rows)") } else { String::new() };
        let _ = writeln!(text, "  {count:>5} {severity:<7} {id} {about}{rows}");
    }
    text
}

/// The services of a doc set; what the configuration says when it has none.
fn names(report: &docwright::compile::Report) -> String {
    let names: Vec<&str> = report.services.iter().map(String::as_str).collect();
    if names.is_empty() { report.set.service.clone() } else { names.join(", ") }
}
