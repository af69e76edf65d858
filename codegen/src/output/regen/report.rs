//! What a regeneration did, in words.

use super::{Change, Mode, Regeneration};
use crate::config::Config;
use crate::diff::{Report, forms};
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
    match regeneration.docs.as_ref().filter(|docs| !docs.entries.is_empty()) {
        Some(docs) => entries(docs, &mut text),
        None => code(&regeneration.changes, &mut text),
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

/// What changed in the docs, in short.
fn entries(docs: &Report, text: &mut String) {
    text.extend(docs.entries.iter().take(SHOWN).map(|entry| forms::brief(entry) + "\n"));
    if docs.entries.len() > SHOWN {
        let _ = writeln!(text, "… and {} more", docs.entries.len() - SHOWN);
    }
    let _ = writeln!(text, "{}; `docwright diff` shows both pages of each", forms::line(docs));
}

/// What changed in the code, where it is not known what changed in the docs.
fn code(changes: &[Change], text: &mut String) {
    list(changes.iter().map(ToString::to_string), text);
    if changes.iter().any(|change| change.mark == '~') {
        text.push_str("help: `docwright diff` gives each change of the docs its verdicts, those of words and values included\n");
    }
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
