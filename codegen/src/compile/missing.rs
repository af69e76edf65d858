//! What a doc set without endpoints lacked: words that its pages have and its dialect does not, and names that skip them.

use super::{Detected, Report};
use crate::account::{self, Account};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Dialect;
use crate::model::Origin;
use crate::page::titles::unnumbered;
use crate::source::SourceFile;
use std::collections::BTreeMap;
use std::path::Path;

/// Words that are named; more of them say no more.
const NAMED: usize = 8;

/// Pages that are looked at; their words repeat.
const ASKED: usize = 200;

/// Findings on a doc set that nothing could be made of. `files` are those of the set.
pub(super) fn findings(report: &Report, dialect: &Dialect, files: &[SourceFile]) -> Vec<Diagnostic> {
    let Report { set, detected, files: range, counts, .. } = report;
    if counts.pages == 0 {
        return Vec::new();
    }
    let first = Origin { file: range.start as u32, line: 1, ..Origin::default() };
    // Where a folder lies on a machine is nobody else's business.
    let own = set.path.file_name().filter(|_| set.path.is_absolute());
    let path = own.map_or(&*set.path, Path::new).display();
    let mut found = Vec::new();
    found.extend(detected.as_ref().and_then(|detected| unsure(report, detected, first)));
    if detected.as_ref().is_some_and(|detected| detected.best.is_none()) {
        let message = format!("no dialect knows the pages of `{path}`");
        found.push(
            Diagnostic::new(&code::NO_DIALECT, message)
                .label(first, "and the other pages of the doc set")
                .note(format!("they were read with `{}`, the words that all vendors share", dialect.name))
                .help("name a dialect, or write one: docs/dialects.md shows how"),
        );
    }
    if counts.others == counts.pages {
        let message = format!("no page of `{path}` describes an endpoint");
        let told = Diagnostic::new(&code::NO_ENDPOINTS, message)
            .label(first, "and the other pages of the doc set")
            .help(lacked(dialect, files));
        found.push(told);
    }
    found
}

/// Two dialects whose signs the pages show about as much.
fn unsure(report: &Report, detected: &Detected, first: Origin) -> Option<Diagnostic> {
    let Detected { best: Some((best, points)), next: Some((next, others)), unsure: true, .. } = detected
    else {
        return None;
    };
    let path = report.set.path.display();
    let message = format!("the pages of `{path}` show signs of more than one dialect");
    let note = format!(
        "`{best}` has {points} points and `{next}` has {others}; they were read with `{}`",
        report.dialect
    );
    let found =
        Diagnostic::new(&code::DIALECT_UNSURE, message).label(first, "and the other pages of the doc set");
    Some(found.note(note).help("name the dialect: `dialect = \"…\"` of the doc set, or `--dialect`"))
}

/// What the dialect would have to know.
fn lacked(dialect: &Dialect, files: &[SourceFile]) -> String {
    let is_skipped = |file: &&SourceFile| dialect.skips(&file.path);
    let (skipped, read): (Vec<_>, Vec<_>) = files.iter().partition(is_skipped);
    let mut parts = Vec::new();
    if !skipped.is_empty() {
        let names = most(skipped.iter().map(|file| file.stem().to_owned()));
        parts.push(format!("skipped by `pages.skip` of the dialect for their file names: {names}"));
    }
    let accounts: Vec<(&SourceFile, Account)> =
        read.into_iter().take(ASKED).map(|file| (file, account::read(&file.text))).collect();
    let headings = accounts.iter().flat_map(|(file, text)| headings(file, text, dialect));
    let columns = accounts.iter().flat_map(|(file, text)| columns(file, text, dialect));
    for (what, table, words) in
        [("headings", "sections", most(headings)), ("titles of columns", "columns", most(columns))]
    {
        if !words.is_empty() {
            parts.push(format!("{what} that `[{table}]` of the dialect lacks: {words}"));
        }
    }
    match parts.is_empty() {
        true => format!("the pages have no headings and tables that `{}` could know", dialect.name),
        false => parts.join("; "),
    }
}

fn headings<'a>(
    file: &'a SourceFile,
    text: &'a Account,
    dialect: &'a Dialect,
) -> impl Iterator<Item = String> + 'a {
    let titles = text.headings.iter().map(|heading| {
        let title = heading.of(&file.text).trim_matches(['#', ' ', '*', ':', '：']);
        unnumbered(title.split("{#").next().unwrap_or(title).trim()).to_owned()
    });
    titles.filter(|title| !title.is_empty() && dialect.sections.get(title).is_none())
}

fn columns<'a>(
    file: &'a SourceFile,
    text: &'a Account,
    dialect: &'a Dialect,
) -> impl Iterator<Item = String> + 'a {
    let headers = text.tables.iter().filter_map(|table| table.header);
    let cells = headers.flat_map(|header| header.of(&file.text).split(['|', '｜']));
    let cells = cells.map(|cell| cell.trim().trim_matches('*').to_owned());
    cells.filter(|cell| !cell.is_empty() && !cell.starts_with('<') && dialect.columns.get(cell).is_none())
}

/// The words that come most, each in backticks.
fn most(words: impl Iterator<Item = String>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    words.filter(|word| word.chars().count() <= 60).for_each(|word| *counts.entry(word).or_default() += 1);
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let more = if counts.len() > NAMED { ", …" } else { "" };
    let named: Vec<String> = counts.into_iter().take(NAMED).map(|(word, _)| format!("`{word}`")).collect();
    named.join(", ") + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in::{GENERIC, builtin};

    #[track_caller]
    fn check(files: &[(&str, &str)], expect: &str) {
        let dialect = builtin(GENERIC).unwrap();
        let files: Vec<SourceFile> =
            files.iter().map(|(path, text)| SourceFile::new(0, *path, *text)).collect();
        assert_eq!(lacked(&dialect, &files), expect);
    }

    #[test]
    fn what_is_unknown_is_named() {
        check(
            &[
                ("a.md", "# Wugs\n\n## Wug list\n\n| Name | Wuggy |\n|---|---|\n| a | b |\n"),
                ("b.md", "# Wugs\n"),
            ],
            "headings that `[sections]` of the dialect lacks: `Wugs`, `Wug list`; titles of columns that `[columns]` of the dialect lacks: `Wuggy`",
        );
        check(
            &[("index.md", "# Wugs\n")],
            "skipped by `pages.skip` of the dialect for their file names: `index`",
        );
        check(&[("a.md", "text\n")], "the pages have no headings and tables that `generic` could know");
    }
}
