//! HTML tables.

use super::document::{Block, Cell, Kind, Line, Row, Span, Table};
use super::inline::{plain, trim};
use crate::syntax::text::offset_in;

/// The tables of an HTML block with the text between them; `None` when there is no table.
pub(super) fn tables<'a>(text: &'a str, span: Span) -> Option<Vec<Block<'a>>> {
    let lower = span.of(text).to_ascii_lowercase();
    if !lower.contains("<table") {
        return None;
    }
    let mut blocks = Vec::new();
    let mut from = 0;
    while let Some(start) = lower[from..].find("<table").map(|at| from + at) {
        let end = lower[start..].find("</table").map_or(lower.len(), |at| start + at);
        push_text(text, Span::new(span.start + from, span.start + start), &mut blocks);
        push_table(text, &lower[start..end], span.start + start, &mut blocks);
        from = lower[end..].find('>').map_or(lower.len(), |at| end + at + 1);
    }
    push_text(text, Span::new(span.start + from, span.end), &mut blocks);
    Some(blocks)
}

fn push_text<'a>(text: &'a str, span: Span, blocks: &mut Vec<Block<'a>>) {
    let line = plain(span.of(text));
    if !line.is_empty() {
        blocks
            .push(Block { kind: Kind::Lines { item: false, lines: vec![Line { text: line, span }] }, span });
    }
}

fn push_table<'a>(text: &'a str, lower: &str, base: usize, blocks: &mut Vec<Block<'a>>) {
    let mut table = Table::default();
    for (start, end) in pieces(lower, &["<tr"]) {
        let row = row(text, &lower[start..end], base + start, &mut table.cells);
        table.rows.extend(Some(row).filter(|row| !row.cells.is_empty()));
    }
    if table.rows.is_empty() {
        return;
    }
    table.header = table.rows.remove(0);
    table.separator = table.header.cells.len();
    let span = Span::new(base, base + lower.len());
    blocks.push(Block { kind: Kind::Table(table), span });
}

fn row<'a>(text: &'a str, lower: &str, base: usize, cells: &mut Vec<Cell<'a>>) -> Row {
    let first = cells.len();
    let cut = pieces(lower, &["<td", "<th"]);
    cells.extend(cut.map(|(start, end)| cell(text, &lower[start..end], base + start)));
    Row { cells: first..cells.len(), tail: None, span: Span::new(base, base + lower.trim_end().len()) }
}

fn cell<'a>(text: &'a str, lower: &str, base: usize) -> Cell<'a> {
    let open = lower.find('>').map_or(lower.len(), |at| at + 1);
    let close = lower[open..].rfind("</t").map_or(lower.len(), |at| open + at);
    let raw = &text[base + open..base + close];
    let trimmed = trim(raw);
    let start = base + open + if trimmed.is_empty() { 0 } else { offset_in(raw, trimmed) };
    Cell { text: plain(trimmed), span: Span::new(start, start + trimmed.len()) }
}

/// Ranges from one opening tag to the next; `<thead` is no `<th`.
fn pieces<'t>(lower: &'t str, tags: &'static [&'static str]) -> impl Iterator<Item = (usize, usize)> + 't {
    let opens = |at: usize| {
        tags.iter().any(|tag| {
            lower[at..].starts_with(tag)
                && lower.as_bytes().get(at + tag.len()).is_none_or(|byte| !byte.is_ascii_alphabetic())
        })
    };
    let starts: Vec<usize> = lower.match_indices('<').map(|(at, _)| at).filter(|at| opens(*at)).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([lower.len()]).collect();
    starts.into_iter().zip(ends)
}
