//! Baseline: findings that are known. One line each, `CODE path: message`, so that moved lines do not matter.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{self, SourceFile};
use std::collections::BTreeMap;
use std::path::Path;

/// Known findings, each as often as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<String, usize>,
}

/// Findings with their severity.
pub type Findings<'a> = Vec<(&'a Diagnostic, Severity)>;

fn entry(found: &Diagnostic, files: &[SourceFile]) -> String {
    let path = found
        .labels
        .first()
        .and_then(|label| files.get(label.origin.file as usize))
        .map_or("", |file| &file.path);
    let line = format!("{} {path}: {}", found.code.id, found.message);
    line.replace(['\n', '\r'], " ")
}

/// The text of a baseline file with these findings.
pub fn write<'a>(found: impl Iterator<Item = &'a Diagnostic>, files: &[SourceFile]) -> String {
    let mut lines: Vec<String> = found.map(|found| entry(found, files)).collect();
    lines.sort();
    let header = "# Findings that are known; `docwright check --update-baseline` writes this file.\n";
    lines.iter().fold(header.to_owned(), |text, line| text + line + "\n")
}

/// Reads a baseline file.
pub fn read(path: &Path) -> Result<Baseline, source::Error> {
    Ok(parse(&source::text(path)?))
}

fn parse(text: &str) -> Baseline {
    let mut baseline = Baseline::default();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        *baseline.entries.entry(line.to_owned()).or_default() += 1;
    }
    baseline
}

impl Baseline {
    /// The findings that are not known, and the entries that match none.
    pub fn split<'a>(mut self, found: Findings<'a>, files: &[SourceFile]) -> (Findings<'a>, Vec<String>) {
        let mut is_new = |found: &Diagnostic| match self.entries.get_mut(&entry(found, files)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        let new = found.into_iter().filter(|(found, _)| is_new(found)).collect();
        let unused = self.entries.into_iter().filter(|(_, left)| *left > 0).map(|(entry, _)| entry).collect();
        (new, unused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;

    #[test]
    fn known_findings_go_and_stale_entries_stay() {
        let files = [SourceFile::new(0, "a.md", "x\n")];
        let known = Diagnostic::new(&code::NO_ROUTE, "`a` has no path").label(files[0].origin(0, 1), "");
        let new = Diagnostic::new(&code::ROW_SHORT, "short").label(files[0].origin(0, 1), "");
        let text = write([&known].into_iter(), &files) + "DW0101 b.md: gone\n";
        let found = vec![(&known, Severity::Error), (&new, Severity::Note), (&known, Severity::Error)];
        let (left, unused) = parse(&text).split(found, &files);
        assert_eq!(left.iter().map(|(found, _)| found.code.id).collect::<Vec<_>>(), ["DW0102", "DW0201"]);
        assert_eq!(unused, ["DW0101 b.md: gone"]);
    }
}
