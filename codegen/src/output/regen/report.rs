//! What a regeneration did, in words.

use super::{Mode, Regeneration};
use crate::config::Config;
use crate::output::write::Summary;
use std::fmt::Write;

/// Lines that are printed of a long list.
const SHOWN: usize = 50;

/// What changed for callers, and a summary of the pages; in [`Mode::Check`] the stale files before them.
pub fn report(regeneration: &Regeneration, config: &Config, mode: Mode) -> String {
    let mut text = String::new();
    if mode == Mode::Check {
        list(stale(regeneration), &mut text);
    }
    list(regeneration.changes.iter().map(ToString::to_string), &mut text);
    if regeneration.changes.iter().any(|change| change.mark == '~') {
        text.push_str("help: `docwright diff` gives each change of the docs its verdicts, those of words and values included\n");
    }
    let summaries = || regeneration.trees.iter().map(|(_, summary)| summary);
    let files: usize = summaries().map(|it| it.unchanged + it.added.len() + it.changed.len()).sum();
    let touched: usize = summaries().map(Summary::touched).sum();
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

/// The files that are not what they should be.
fn stale(regeneration: &Regeneration) -> impl Iterator<Item = String> {
    regeneration.trees.iter().flat_map(|(root, summary)| {
        let lists = [('+', &summary.added), ('~', &summary.changed), ('-', &summary.removed)];
        lists.into_iter().flat_map(move |(mark, files)| {
            files.iter().map(move |file| format!("{mark} {}/{}", root.display(), file.path))
        })
    })
}

fn list(lines: impl Iterator<Item = String>, text: &mut String) {
    let lines: Vec<String> = lines.collect();
    text.extend(lines.iter().take(SHOWN).map(|line| format!("{line}\n")));
    if lines.len() > SHOWN {
        let count = |mark| lines.iter().filter(|line| line.starts_with(mark)).count();
        let (added, changed, removed) = (count('+'), count('~'), count('-'));
        let more = lines.len() - SHOWN;
        let _ =
            writeln!(text, "… and {more} more; in all {added} added, {changed} changed, {removed} removed");
    }
}
