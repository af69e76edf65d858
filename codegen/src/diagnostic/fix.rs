//! Fixes: the certain corrections of pages as one patch, `patch -p1` or `git apply` away from the docs.

use super::{Diagnostic, Fix};
use crate::source::SourceFile;
use std::collections::BTreeMap;

/// Corrections of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// Unified diffs, in the order of the files.
    pub text: String,
    /// Corrections in it.
    pub corrections: usize,
    /// Files in it.
    pub files: usize,
    /// Corrections that overlap others or contradict them; compile the corrected page to see them again.
    pub overlapping: usize,
    /// Files whose text is not what stands on disk, and the corrections that are left out for that.
    pub left_out: Vec<(String, usize)>,
}

/// Whether a correction of a file's text is one of the file: templates are expanded and bytes that are no UTF-8
/// replaced while reading.
pub fn is_verbatim(file: &SourceFile) -> bool {
    !file.path.ends_with(".j2") && !file.text.contains('\u{fffd}')
}

/// The corrections that the findings carry.
pub fn patch<'d>(found: impl Iterator<Item = &'d Diagnostic>, files: &[SourceFile]) -> Patch {
    let mut by_file: BTreeMap<u32, Vec<&Fix>> = BTreeMap::new();
    for fix in found.filter_map(|found| found.fix.as_ref()) {
        by_file.entry(fix.origin.file).or_default().push(fix);
    }
    let mut patch = Patch::default();
    for (id, fixes) in by_file {
        let Some(file) = files.get(id as usize) else { continue };
        if !is_verbatim(file) {
            patch.left_out.push((file.path.clone(), fixes.len()));
            continue;
        }
        let (fixes, rest) = disjoint(fixes);
        patch.overlapping += rest;
        if !fixes.is_empty() {
            patch.corrections += fixes.len();
            patch.files += 1;
            patch.text.push_str(&diff(file, &apply(&file.text, &fixes)));
        }
    }
    patch
}

/// Corrections that do not touch each other, by place, and the number of the others. Two that say different things of
/// one place contradict each other, and both go.
pub fn disjoint(mut fixes: Vec<&Fix>) -> (Vec<&Fix>, usize) {
    let range = |fix: &Fix| (fix.origin.start, fix.origin.end);
    fixes.sort_by_key(|fix| range(fix));
    let all = fixes.len();
    fixes.dedup_by(|a, b| range(a) == range(b) && a.text == b.text);
    let repeated = all - fixes.len();
    let contradicted = |fix: &Fix| {
        let mut alike =
            fixes.iter().filter(|other| range(other) == range(fix) && fix.origin.start < fix.origin.end);
        alike.any(|other| other.text != fix.text)
    };
    let mut end = 0;
    let mut kept = Vec::new();
    for fix in fixes.iter().filter(|fix| !contradicted(fix)) {
        if fix.origin.start >= end {
            end = fix.origin.end;
            kept.push(*fix);
        }
    }
    let rest = all - repeated - kept.len();
    (kept, rest)
}

/// The text with corrections that are in order and do not overlap.
fn apply(text: &str, fixes: &[&Fix]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for fix in fixes {
        out.push_str(&text[from..fix.origin.start as usize]);
        out.push_str(&fix.text);
        from = fix.origin.end as usize;
    }
    out.push_str(&text[from..]);
    out
}

/// Lines end at line feeds alone, as patch programs have it; carriage returns are part of their line.
fn diff(file: &SourceFile, new: &str) -> String {
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
    let (old, new) = (lines(file.text.as_str()), lines(new));
    let path = file.path.trim_start_matches('/');
    // A name with blanks ends at a tab.
    let end = if path.contains(' ') { "\t" } else { "" };
    similar::TextDiff::configure()
        .newline_terminated(true)
        .diff_slices(&old, &new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}{end}"), &format!("b/{path}{end}"))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;

    /// Edits as start, end, text.
    #[track_caller]
    fn check(text: &str, edits: &[(usize, usize, &str)], overlapping: usize, expect: &str) {
        let file = SourceFile::new(0, "zh/a b.md", text);
        let edit = |(start, end, text): &(usize, usize, &str)| {
            Diagnostic::new(&code::ROW_TAIL, "x").fix(file.origin(*start, *end), *text)
        };
        let found: Vec<Diagnostic> = edits.iter().map(edit).collect();
        let patch = patch(found.iter(), std::slice::from_ref(&file));
        assert_eq!((patch.text.as_str(), patch.overlapping), (expect, overlapping));
    }

    #[test]
    fn edits_become_hunks() {
        let head = "--- a/zh/a b.md\t\n+++ b/zh/a b.md\t\n";
        check("a\r\nb\r\n", &[(3, 4, "B")], 0, &format!("{head}@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n"));
        check(
            "a",
            &[(1, 1, "\nx"), (1, 1, "\ny")],
            0,
            &format!(
                "{head}@@ -1 +1,3 @@\n-a\n\\ No newline at end of file\n+a\n+x\n+y\n\\ No newline at end of file\n"
            ),
        );
        check(
            "\u{feff}ab\n",
            &[(3, 4, "A"), (3, 4, "A")],
            0,
            &format!("{head}@@ -1 +1 @@\n-\u{feff}ab\n+\u{feff}Ab\n"),
        );
        check("ab\n", &[(0, 1, "x"), (0, 1, "y")], 2, "");
        check("ab\n", &[(0, 2, "x"), (1, 1, "y")], 1, &format!("{head}@@ -1 +1 @@\n-ab\n+x\n"));
    }

    #[test]
    fn text_that_is_not_on_disk_stays() {
        let files = [SourceFile::new(0, "a.md.j2", "ab"), SourceFile::new(1, "b.md", "a\u{fffd}")];
        let fix = |file: &SourceFile| Diagnostic::new(&code::ROW_TAIL, "x").fix(file.origin(0, 1), "");
        let found: Vec<Diagnostic> = files.iter().map(fix).collect();
        let patch = patch(found.iter(), &files);
        assert_eq!(patch.text, "");
        assert_eq!(patch.left_out, [("a.md.j2".to_owned(), 1), ("b.md".to_owned(), 1)]);
    }
}
