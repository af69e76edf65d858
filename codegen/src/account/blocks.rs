//! Where lines, fences, indented blocks and comments end.

use crate::syntax::markdown::Span;

/// A fenced block.
pub(super) struct Fence {
    /// The text inside.
    pub body: Span,
    /// Where the next line begins.
    pub next: usize,
}

/// Where the line that begins at `start` ends, its line break included.
pub(super) fn line_end(text: &str, start: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at + 1)
}

/// A line without its indentation, the marks of a quotation and of a list item in front of a table, a fence or JSON.
pub(super) fn unquoted(line: &str) -> &str {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}' | '\u{feff}');
    // Most lines begin with what they are.
    if line.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '|' | '#' | '`' | '"' | '{' | '}'))
    {
        return line;
    }
    let mut line = line.trim_start_matches(blank);
    while let Some(rest) = line.strip_prefix('>') {
        line = rest.trim_start_matches(blank);
    }
    let item = line.strip_prefix(['-', '*', '+']).map(|rest| rest.trim_start_matches(blank));
    match item.filter(|rest| rest.starts_with('|') || rest.starts_with("```")) {
        Some(rest) if rest.len() + 1 < line.len() => rest,
        _ => line,
    }
}

/// `# title`, `##title`.
pub(super) fn is_heading(line: &str) -> bool {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &line[level..];
    (1..=6).contains(&level)
        && (rest.starts_with([' ', '\t']) && !rest.trim().is_empty()
            || level > 1 && rest.starts_with(|c: char| c.is_alphanumeric() || c == '*' || c == '<'))
}

/// The fence that a line opens, `from` being where the next line begins. A fence that is not closed, or that a second one
/// follows before it is, ends in front of the first heading inside: its end was forgotten.
pub(super) fn fence(text: &str, line: &str, from: usize) -> Option<Fence> {
    let mark = line.chars().next()?;
    let width = line.len() - line.trim_start_matches(mark).len();
    let info = &line[width..];
    if width < 3 || mark == '`' && info.contains('`') {
        return None;
    }
    let (mut at, mut heading) = (from, None);
    while at < text.len() {
        let next = line_end(text, at);
        let inside = text[at..next].trim_ascii();
        // Most lines tell by their first character that nothing ends here.
        if inside.starts_with(['>', '-', '*', '+', mark]) && unquoted(inside).starts_with(mark) {
            let inside = unquoted(inside);
            let rest = inside.trim_start_matches(mark);
            let is_mark = inside.len() - rest.len() >= width;
            if is_mark && rest.is_empty() {
                return Some(Fence { body: Span::new(from, at), next });
            } else if let Some(cut) = heading.filter(|_| inside.len() - rest.len() >= 3) {
                return Some(Fence { body: Span::new(from, cut), next: cut });
            }
        } else if heading.is_none() && text[at..].starts_with("##") && is_heading(inside) {
            heading = Some(at);
        }
        at = next;
    }
    let end = heading.unwrap_or(text.len());
    Some(Fence { body: Span::new(from, end), next: end })
}

/// Whether a line is indented as code is.
pub(super) fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// Where the indented lines from `start` on end.
pub(super) fn indented_end(text: &str, start: usize) -> usize {
    let (mut at, mut end) = (start, start);
    while at < text.len() {
        let next = line_end(text, at);
        let line = &text[at..next];
        match line.trim().is_empty() {
            true => {}
            false if is_indented(line) => end = next,
            false => break,
        }
        at = next;
    }
    end
}

/// Where a comment ends that begins at `start`; one that is never closed takes the rest.
pub(super) fn comment_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    memchr::memmem::find(rest, b"-->").map_or(text.len(), |at| start + at + 3)
}
