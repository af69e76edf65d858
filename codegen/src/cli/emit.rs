//! `docwright emit`: writes the configured trees.

use super::{Failure, input, output, progress::Bar, watch};
use clap::Args;
use docwright::config::{CACHE, Config};
use docwright::output::cache::Cache;
use docwright::output::regen::{self, Mode, Outcome};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `emit`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Emit {
    /// Configuration file.
    #[arg(long, default_value = docwright::config::FILE)]
    pub(super) config: PathBuf,
    /// Write nothing; exit with 1 when a tree is not what it should be.
    #[arg(long)]
    check: bool,
    /// Run again whenever a page or the configuration changes; ends with Ctrl-C.
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// Make everything anew; the output is the same.
    #[arg(long)]
    no_cache: bool,
    /// Threads to use; all cores without it.
    #[arg(long)]
    threads: Option<usize>,
}

/// Runs the command.
pub(super) fn run(emit: &Emit) -> Result<ExitCode, Failure> {
    if emit.watch {
        return watch::run(emit);
    }
    let config = Config::read(&emit.config)?;
    let mode = if emit.check { Mode::Check } else { Mode::Write };
    let outcome = once(emit, &config, mode)?;
    output::print(&(stale(&outcome, mode) + &report(&outcome, &config)))?;
    let fails = mode == Mode::Check && !outcome.is_fresh();
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// One run with the cache that is asked for.
pub(super) fn once(emit: &Emit, config: &Config, mode: Mode) -> Result<Outcome, Failure> {
    let base = base(emit);
    let cache = match emit.no_cache {
        true => Cache::none(),
        false => Cache::open(&base.join(config.cache.as_deref().unwrap_or(Path::new(CACHE)))),
    };
    let bar = Bar::new();
    let run = || Ok(regen::run(config, &base, mode, &cache, &bar)?);
    let outcome = input::in_pool(emit.threads, run);
    bar.end();
    if outcome.is_ok()
        && let Err(error) = cache.save()
    {
        eprintln!("warning: cannot save the cache, so the next run starts from nothing: {error}");
    }
    outcome
}

/// Folder that the paths of the configuration count from.
pub(super) fn base(emit: &Emit) -> PathBuf {
    emit.config.parent().unwrap_or(Path::new("")).to_owned()
}

/// Lines that are printed of a long list.
const SHOWN: usize = 50;

/// The files that are not what they should be, when that was the question.
fn stale(outcome: &Outcome, mode: Mode) -> String {
    let files = outcome.trees.iter().flat_map(|(root, summary)| {
        let lists = [('+', &summary.added), ('~', &summary.changed), ('-', &summary.removed)];
        lists.into_iter().flat_map(move |(mark, files)| {
            files.iter().map(move |file| format!("{mark} {}/{}", root.display(), file.path))
        })
    });
    list(files.filter(|_| mode == Mode::Check))
}

/// What changed for callers, and what the pages gave.
pub(super) fn report(outcome: &Outcome, config: &Config) -> String {
    let mut text = list(outcome.changes.iter().map(ToString::to_string));
    let summaries = || outcome.trees.iter().map(|(_, summary)| summary);
    let files: usize = summaries().map(|it| it.unchanged + it.added.len() + it.changed.len()).sum();
    let touched: usize = summaries().map(docwright::output::write::Summary::touched).sum();
    let _ = writeln!(
        text,
        "{} pages, {} endpoints, {} types, {files} files, {touched} changed; {} findings, {} errors (`docwright check` shows them)",
        outcome.counts.pages,
        outcome.counts.endpoints,
        outcome.types,
        outcome.diagnostics.len(),
        outcome.errors(config)
    );
    text
}

fn list(lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    let mut text: String = lines.iter().take(SHOWN).map(|line| format!("{line}\n")).collect();
    if lines.len() > SHOWN {
        let count = |mark| lines.iter().filter(|line| line.starts_with(mark)).count();
        let (added, changed, removed) = (count('+'), count('~'), count('-'));
        let more = lines.len() - SHOWN;
        let _ =
            writeln!(text, "… and {more} more; in all {added} added, {changed} changed, {removed} removed");
    }
    text
}
