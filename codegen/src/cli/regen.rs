//! One regeneration of the configured trees, and its report.

use super::{Failure, input, output, progress::Bar};
use clap::Args;
use docwright::config::{CACHE, Config};
use docwright::output::cache::Cache;
use docwright::output::regen::{self, Mode, Regeneration};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What is regenerated, and how.
#[derive(Clone, Debug, Args)]
pub(super) struct Regen {
    /// Configuration file.
    #[arg(long, default_value = docwright::config::FILE)]
    pub(super) config: PathBuf,
    /// Make everything anew; the output is the same.
    #[arg(long)]
    no_cache: bool,
    /// Threads to use; all cores without it.
    #[arg(long)]
    threads: Option<usize>,
}

impl Regen {
    /// One run with the cache that is asked for.
    pub(super) fn run(&self, config: &Config, mode: Mode) -> Result<Regeneration, Failure> {
        let base = self.base();
        let cache = match self.no_cache {
            true => Cache::none(),
            false => Cache::open(&base.join(config.cache.as_deref().unwrap_or(Path::new(CACHE)))),
        };
        let bar = Bar::new();
        let run = || Ok(regen::run(config, &base, mode, &cache, &bar)?);
        let regeneration = input::in_pool(self.threads, run);
        bar.end();
        if regeneration.is_ok()
            && let Err(error) = cache.save()
        {
            output::note(&format!(
                "warning: cannot save the cache, so the next run starts without one: {error}"
            ));
        }
        regeneration
    }

    /// Folder that the paths of the configuration count from.
    pub(super) fn base(&self) -> PathBuf {
        self.config.parent().unwrap_or(Path::new("")).to_owned()
    }
}

/// Lines that are printed of a long list.
const SHOWN: usize = 50;

/// What changed for callers, and a summary of the pages.
pub(super) fn report(regeneration: &Regeneration, config: &Config) -> String {
    let mut text = list(regeneration.changes.iter().map(ToString::to_string));
    let summaries = || regeneration.trees.iter().map(|(_, summary)| summary);
    let files: usize = summaries().map(|it| it.unchanged + it.added.len() + it.changed.len()).sum();
    let touched: usize = summaries().map(docwright::output::write::Summary::touched).sum();
    let _ = writeln!(
        text,
        "{} pages, {} endpoints, {} types, {files} files, {touched} changed; {} findings, {} errors (`docwright check` shows them)",
        regeneration.counts.pages,
        regeneration.counts.endpoints,
        regeneration.types,
        regeneration.diagnostics.len(),
        regeneration.errors(config)
    );
    text
}

pub(super) fn list(lines: impl Iterator<Item = String>) -> String {
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
