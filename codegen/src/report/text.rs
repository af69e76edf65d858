//! The text of a page: line by line, with anchors, and with the findings where they stand.

use super::findings;
use super::html::{Html, beginning, escaped_len};
use super::lines::{line, starts};
use super::links::Links;
use crate::source::SourceFile;
use std::ops::Range;

/// Characters of a line that are shown.
const LONGEST_LINE: usize = 4_000;

/// Bytes of markup around each line.
const AROUND: usize = 48;

/// Of some lines, those from the first on that take at most so many bytes with the findings on them.
pub(super) fn fitting(links: &Links<'_>, file: &SourceFile, lines: Range<u32>, bytes: usize) -> Range<u32> {
    let starts = starts(file);
    let mut left = bytes;
    let last = lines.end.min(starts.len() as u32 + 1);
    for number in lines.start..last {
        let (text, _) = beginning(&file.text[line(file, &starts, number)], LONGEST_LINE);
        let on_line = standing(links, file, number);
        let beside = 400 * links.site.beside(file.id, on_line.clone()).len();
        let found: usize = links.site.on_lines(file.id, on_line).map(|at| findings::size(links, at)).sum();
        let size = escaped_len(text) + AROUND + found + beside;
        if size > left {
            return lines.start..number;
        }
        left -= size;
    }
    lines.start..last
}

/// Some lines of a file, with the findings on them. `anchors` are the places that links lead to, in order.
pub(super) fn lines(links: &Links<'_>, file: &SourceFile, range: Range<u32>, anchors: &[(u32, u32)]) -> Html {
    let mut html = Html::default();
    let starts = starts(file);
    let mut anchors = anchors;
    let mut is_code = false;
    html.raw("<div class=text translate=no>");
    for number in range {
        let span = line(file, &starts, number);
        let next = starts.get(number as usize).copied().unwrap_or(usize::MAX);
        let own = anchors.partition_point(|(start, _)| (*start as usize) < next);
        let is_fence = file.text[span.clone()].trim_start().starts_with("```");
        html.raw("<span class=\"l").raw(class(&file.text[span.clone()], is_code || is_fence)).raw("\" id=L");
        html.number(number as usize).raw(">");
        marked(&mut html, &file.text, span, &anchors[..own]);
        html.raw("\n</span>");
        anchors = &anchors[own..];
        is_code ^= is_fence;
        let on_line = standing(links, file, number);
        for (_, _, found, label) in links.site.beside(file.id, on_line.clone()) {
            findings::beside(&mut html, links, *found, *label);
        }
        for found in links.site.on_lines(file.id, on_line) {
            findings::note(&mut html, links, found);
        }
    }
    html.raw("</div>");
    html
}

/// The line numbers of findings that are shown on a line: the last line has those at the end of the file too.
fn standing(links: &Links<'_>, file: &SourceFile, number: u32) -> Range<u32> {
    let first = if number == 1 { 0 } else { number };
    let is_last = links.site.lines.get(file.id as usize) == Some(&number);
    first..if is_last { u32::MAX } else { number + 1 }
}

/// A line with its anchors. Places that lie in each other end where the inner one begins.
fn marked(html: &mut Html, text: &str, span: Range<usize>, anchors: &[(u32, u32)]) {
    let mut at = span.start;
    for (number, (start, end)) in anchors.iter().enumerate() {
        let next = anchors.get(number + 1).map_or(span.end, |(start, _)| *start as usize);
        let from = text.floor_char_boundary((*start as usize).clamp(at, span.end));
        let to = text.floor_char_boundary((*end as usize).min(next).clamp(from, span.end));
        shown(html, &text[at..from]);
        html.raw("<span class=o id=o").number(*start as usize).raw(">");
        shown(html, &text[from..to]);
        html.raw("</span>");
        at = to;
    }
    shown(html, &text[at..span.end]);
}

/// Text of a line; very long ones are cut.
fn shown(html: &mut Html, text: &str) {
    let (text, is_cut) = beginning(text, LONGEST_LINE);
    html.text(text);
    if is_cut {
        html.raw("<i class=cut>… ").word("line-cut").raw("</i>");
    }
}

/// What kind of line it is.
fn class(line: &str, is_code: bool) -> &'static str {
    match line.trim_start().chars().next() {
        _ if is_code => " c",
        Some('#') => " h",
        Some('|') => " t",
        _ => "",
    }
}
