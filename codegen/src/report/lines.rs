//! Lines of a file.

use crate::source::SourceFile;
use std::ops::Range;

/// A line without its end.
pub(super) fn line(file: &SourceFile, starts: &[usize], number: u32) -> Range<usize> {
    let at = (number as usize).saturating_sub(1);
    let start = starts.get(at).copied().unwrap_or(file.text.len());
    let end = starts.get(at + 1).copied().unwrap_or(file.text.len());
    let text = &file.text[start..end];
    start..start + text.trim_end_matches(['\n', '\r']).len()
}

/// Where the lines of a file begin.
pub(super) fn starts(file: &SourceFile) -> Vec<usize> {
    let after = memchr::memchr_iter(b'\n', file.text.as_bytes()).map(|at| at + 1);
    let mut starts: Vec<usize> = std::iter::once(0).chain(after).collect();
    // What follows the last line break is no line.
    if starts.len() > 1 && starts.last() == Some(&file.text.len()) {
        starts.pop();
    }
    starts
}
