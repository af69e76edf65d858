//! Findings in their places, with a preview of their correction.

use super::html::{Html, beginning, escaped_len};
use super::links::Links;
use crate::diagnostic::{Fix, Severity};
use crate::source::SourceFile;

/// Characters of a message or of the lines of a correction that are shown.
const LONGEST: usize = 1_200;

/// Name of a severity, as class and as key of a word.
pub(super) fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Bytes that a finding takes, at most.
pub(super) fn size(links: &Links<'_>, at: usize) -> usize {
    let mut html = Html::default();
    note(&mut html, links, at);
    html.len()
}

fn cut(html: &mut Html, text: &str) {
    let (text, is_cut) = beginning(text, LONGEST);
    html.text(text);
    if is_cut {
        html.raw("…");
    }
}

/// A finding at its first place.
pub(super) fn note(html: &mut Html, links: &Links<'_>, at: usize) {
    let (found, severity) = links.site.found[at];
    html.raw("<div role=note class=\"f ").raw(name(severity)).raw("\" data-code=").raw(found.code.id);
    html.raw(" id=f")
        .number(links.site.number(at))
        .raw("><p><b class=sev>")
        .word(name(severity))
        .raw("</b> <a href=\"");
    html.raw(links.root)
        .raw("findings.html#code=")
        .raw(found.code.id)
        .raw("\" title=\"")
        .value(found.code.summary);
    html.raw("\">").raw(found.code.id).raw("</a> ");
    cut(html, &found.message);
    html.raw(" <a class=perma href=#f").number(links.site.number(at)).label("permalink").raw(">#</a></p>");
    for label in found.labels.iter().take(8) {
        if label.text.is_empty() {
            continue;
        }
        html.raw("<p class=lb>");
        links.line(html, label.origin);
        html.raw(" ");
        cut(html, &label.text);
        html.raw("</p>");
    }
    for (key, text) in [("decided", &found.note), ("help", &found.help)] {
        if let Some(text) = text {
            html.raw("<p class=lb><b>").word(key).raw("</b> ");
            cut(html, text);
            html.raw("</p>");
        }
    }
    if let Some(fix) = &found.fix
        && let Some(file) = links.site.run.files.get(fix.origin.file as usize)
    {
        preview(html, file, fix);
    }
    html.raw("</div>");
}

/// Another place of a finding.
pub(super) fn beside(html: &mut Html, links: &Links<'_>, at: usize, label: usize) {
    let (found, severity) = links.site.found[at];
    html.raw("<div class=\"f also ")
        .raw(name(severity))
        .raw("\" data-code=")
        .raw(found.code.id)
        .raw("><p><a href=\"");
    links.finding(html, at);
    html.raw("\">").raw(found.code.id).raw("</a> ");
    let text = found.labels.get(label).map(|label| &*label.text).unwrap_or_default();
    html.text(beginning(text, 120).0).raw("</p></div>");
}

/// The lines that a correction changes, before and after.
fn preview(html: &mut Html, file: &SourceFile, fix: &Fix) {
    let text = file.text.as_str();
    let (start, end) = (fix.origin.start as usize, fix.origin.end as usize);
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return };
    let Some(old) = text.get(start..end) else { return };
    let head = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let tail = &after[..after.find('\n').unwrap_or(after.len())];
    html.raw("<div class=fix><b>").word("fix").raw("</b>");
    for (is_new, middle) in [(false, old), (true, fix.text.as_str())] {
        html.raw(if is_new { "<ins>" } else { "<del>" });
        let sides = (LONGEST.saturating_sub(escaped_len(middle))) / 2;
        let from = head.char_indices().rev().take(sides).last().map_or(head.len(), |(at, _)| at);
        html.text(&head[from..]).raw("<mark>");
        cut(html, middle);
        html.raw("</mark>").text(beginning(tail, sides).0).raw(if is_new { "</ins>" } else { "</del>" });
    }
    html.raw("</div>");
}
