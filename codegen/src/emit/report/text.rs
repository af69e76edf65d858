//! The text of a page: line by line, with anchors, and with the findings where they stand.

use super::findings;
use super::html::{Html, beginning, escaped_len};
use super::links::Links;
use crate::source::SourceFile;
use std::ops::Range;

/// Characters of a line that are shown.
const LONGEST_LINE: usize = 4_000;

/// Bytes of markup around each line.
const AROUND: usize = 48;

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

/// Of some lines, those from the first on that take at most so many bytes with the findings on them.
pub(super) fn fitting(links: &Links<'_>, file: &SourceFile, lines: Range<u32>, bytes: usize) -> Range<u32> {
    let starts = starts(file);
    let mut left = bytes;
    let last = lines.end.min(starts.len() as u32 + 1);
    for number in lines.start..last {
        let (text, _) = beginning(&file.text[line(file, &starts, number)], LONGEST_LINE);
        let on_line = links.site.on_lines(file.id, number..number + 1);
        let found: usize = on_line.map(|at| findings::size(links, at)).sum();
        let beside = 400 * links.site.beside(file.id, number..number + 1).len();
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
    let mut anchors = anchors.iter().peekable();
    let mut is_code = false;
    html.raw("<div class=text translate=no>");
    for number in range {
        let span = line(file, &starts, number);
        while anchors.next_if(|(start, _)| (*start as usize) < span.start).is_some() {}
        let is_fence = file.text[span.clone()].trim_start().starts_with("```");
        html.raw("<span class=\"l").raw(class(&file.text[span.clone()], is_code || is_fence)).raw("\" id=L");
        html.number(number as usize).raw(">");
        let mut at = span.start;
        while let Some((start, end)) = anchors.next_if(|(start, _)| (*start as usize) <= span.end) {
            let (start, next) = (*start as usize, anchors.peek().map_or(span.end, |(start, _)| *start as usize));
            // Places that lie in each other end where the inner one begins.
            let end = (*end as usize).min(span.end).min(next).max(start);
            if !file.text.is_char_boundary(start) || !file.text.is_char_boundary(end) || start < at {
                continue;
            }
            shown(&mut html, &file.text[at..start]);
            html.raw("<span class=o id=o").number(start).raw(">");
            shown(&mut html, &file.text[start..end]);
            html.raw("</span>");
            at = end;
        }
        shown(&mut html, &file.text[at..span.end]);
        html.raw("\n</span>");
        is_code ^= is_fence;
        for (_, _, found, label) in links.site.beside(file.id, number..number + 1) {
            findings::beside(&mut html, links, *found, *label);
        }
        for found in links.site.on_lines(file.id, number..number + 1) {
            findings::note(&mut html, links, found);
        }
    }
    html.raw("</div>");
    html
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
