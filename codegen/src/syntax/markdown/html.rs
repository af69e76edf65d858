//! HTML tables, with cells that span rows and columns.

use super::document::{Block, Cell, Kind, Line, Row, Span, Table};
use super::inline::{plain, trim};
use super::tags;
use crate::limits;
use crate::syntax::text::offset_in;
use std::borrow::Cow;

/// Longest text of a cell that is repeated in the further rows it spans.
const REPEATED_BYTES: usize = 256;

/// The tables of an HTML block with the text between them; `None` when there is no table.
pub(super) fn tables<'a>(text: &'a str, span: Span) -> Option<Vec<Block<'a>>> {
    let lower = span.of(text).to_ascii_lowercase();
    if !lower.contains("<table") {
        return None;
    }
    let mut blocks = Vec::new();
    let mut from = 0;
    while let Some(start) = lower[from..].find("<table").map(|at| from + at) {
        let end = closing(&lower, start);
        push_text(text, Span::new(span.start + from, span.start + start), &mut blocks);
        push_table(text, &lower[start..end], span.start + start, DEPTH, &mut blocks);
        from = lower[end..].find('>').map_or(lower.len(), |at| end + at + 1);
    }
    push_text(text, Span::new(span.start + from, span.end), &mut blocks);
    Some(blocks)
}

/// Where the table at `start` is closed: by the tag that closes as many tables as stand in its cells, else by the first.
fn closing(lower: &str, start: usize) -> usize {
    let mut depth = 0usize;
    let tags = lower[start..].match_indices('<').map(|(at, _)| start + at);
    for at in tags {
        if lower[at..].starts_with("<table") {
            depth += 1;
            // Deeper than that the tags are not pairs.
            if depth > usize::from(DEPTH) {
                break;
            }
        } else if lower[at..].starts_with("</table") {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    lower[start..].find("</table").map_or(lower.len(), |at| start + at)
}

/// Tables in cells, each from its tag to the one that closes it. `lower` begins with the tag of the table around them.
fn nested(lower: &str) -> Vec<Span> {
    let (mut found, mut from) = (Vec::new(), 1);
    while let Some(start) = lower[from..].find("<table").map(|at| from + at) {
        let close = closing(lower, start);
        let end = lower[close..].find('>').map_or(lower.len(), |at| close + at + 1);
        found.push(Span::new(start, end));
        from = end;
    }
    found
}

/// The JSON in a `<pre>` that is the whole block.
pub(super) fn preformatted(text: &str, span: Span) -> Option<Span> {
    let raw = trim(span.of(text));
    let lower = raw.to_ascii_lowercase();
    let is_tag =
        |rest: &str, name: &str| rest.starts_with(name) && rest[name.len()..].starts_with(['>', ' ']);
    let mut from = is_tag(&lower, "<pre").then(|| lower.find('>').map(|at| at + 1))??;
    if is_tag(&lower[from..], "<code") {
        from += lower[from..].find('>')? + 1;
    }
    let end = lower[from..].find("</").map(|at| from + at)?;
    let is_whole = lower[end..].split('>').all(|part| ["", "</code", "</pre"].contains(&part.trim()));
    let start = offset_in(text, raw);
    (is_whole && raw[from..end].trim_start().starts_with(['{', '[']))
        .then(|| Span::new(start + from, start + end))
}

/// The items of a list of definitions, each from its term to the end of what is said of it.
pub(super) fn definitions(text: &str, span: Span) -> Vec<Span> {
    let lower = span.of(text).to_ascii_lowercase();
    let terms = lower.match_indices("<dt").filter(|(at, _)| lower[at + 3..].starts_with(['>', ' ']));
    let starts: Vec<usize> = terms.map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([lower.len()]);
    let item = |(start, end): (&usize, usize)| {
        let end = lower[*start..end].find("</dl").map_or(end, |at| start + at);
        let raw = trim(&text[span.start + start..span.start + end]);
        let start = offset_in(text, raw);
        Span::new(start, start + raw.len())
    };
    starts.iter().zip(ends).map(item).collect()
}

fn push_text<'a>(text: &'a str, span: Span, blocks: &mut Vec<Block<'a>>) {
    let line = plain(span.of(text));
    if !line.is_empty() {
        blocks
            .push(Block { kind: Kind::Lines { item: false, lines: vec![Line { text: line, span }] }, span });
    }
}

/// Tables within tables that are read.
const DEPTH: u8 = 8;

/// A table, and behind it those in its cells, each under the first cell of its row.
fn push_table<'a>(text: &'a str, lower: &str, base: usize, depth: u8, blocks: &mut Vec<Block<'a>>) {
    let inside = if depth > 0 { nested(lower) } else { Vec::new() };
    let own = masked(lower, &inside);
    let cut: Vec<(Span, Vec<Piece<'a>>)> = pieces(&own, &["<tr"])
        .map(|(start, end)| row(text, &own[start..end], base + start))
        .filter(|(_, cells)| !cells.is_empty())
        .collect();
    let titles_in_two = is_title_row(lower, base, &cut, 0)
        && is_title_row(lower, base, &cut, 1)
        && cut[0].1.iter().any(|piece| piece.columns > 1);
    let columns = cut.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default().min(limits::ROW_CELLS);
    let mut table = Table::default();
    let mut spanning = Vec::new();
    for (span, pieces) in cut {
        let first = table.cells.len();
        fill(pieces, columns, &mut spanning, &mut table.cells);
        table.rows.push(Row { cells: first..table.cells.len(), tail: None, span });
    }
    if table.rows.is_empty() {
        return;
    }
    let titles: Vec<Option<Line<'a>>> =
        inside.iter().map(|inside| title(base + inside.start, &table)).collect();
    // The second row of titles has those of the first that span it, and what the others are parted into.
    let first = if titles_in_two && table.rows.len() > 1 { table.rows.remove(0) } else { Row::default() };
    table.header = table.rows.remove(0);
    if !first.cells.is_empty() {
        table.header.span.start = first.span.start;
    }
    table.separator = table.header.cells.len();
    let span = Span::new(base, base + lower.len());
    if let Some(line) = caption(text, &own, base) {
        blocks.push(Block { span: line.span, kind: Kind::Lines { item: false, lines: vec![line] } });
    }
    blocks.push(Block { kind: Kind::Table(table), span });
    for (inside, title) in inside.into_iter().zip(titles) {
        blocks.extend(title.map(|title| {
            let span = title.span;
            Block { kind: Kind::Lines { item: false, lines: vec![title] }, span }
        }));
        push_table(text, &lower[inside.start..inside.end], base + inside.start, depth - 1, blocks);
    }
}

/// Whether a row of a table has titles and nothing else.
fn is_title_row(lower: &str, base: usize, cut: &[(Span, Vec<Piece<'_>>)], at: usize) -> bool {
    cut.get(at).is_some_and(|(span, _)| !lower[span.start - base..span.end - base].contains("<td"))
}

/// The caption of a table, a line above it.
fn caption<'a>(text: &'a str, own: &str, base: usize) -> Option<Line<'a>> {
    let open = own.find("<caption")?;
    let start = open + own[open..].find('>')? + 1;
    let end = start + own[start..].find("</caption")?;
    let raw = trim(&text[base + start..base + end]);
    let start = offset_in(text, raw);
    let line = Line { text: plain(raw), span: Span::new(start, start + raw.len()) };
    (!line.text.is_empty()).then_some(line)
}

/// The first cell of the row that a place is in; the first row titles columns, and nothing else.
fn title<'a>(at: usize, table: &Table<'a>) -> Option<Line<'a>> {
    let row = table.rows.iter().skip(1).rev().find(|row| row.span.start <= at)?;
    let cell = table.cells.get(row.cells.start)?.clone();
    Some(Line { text: cell.text, span: cell.span })
}

/// A text with blanks for some parts of it.
fn masked<'t>(lower: &'t str, parts: &[Span]) -> Cow<'t, str> {
    if parts.is_empty() {
        return Cow::Borrowed(lower);
    }
    let mut out = String::with_capacity(lower.len());
    for part in parts {
        out.push_str(&lower[out.len()..part.start]);
        out.extend(std::iter::repeat_n(' ', part.end - part.start));
    }
    out.push_str(&lower[out.len()..]);
    Cow::Owned(out)
}

/// A cell and the number of rows and columns that it spans.
struct Piece<'a> {
    cell: Cell<'a>,
    rows: usize,
    columns: usize,
}

/// The cells of a row that is one of HTML.
pub(super) fn cut_row(text: &str, span: Span) -> Option<Vec<Cell<'_>>> {
    let raw = span.of(text);
    let is_row = raw.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("<tr"));
    is_row.then(|| {
        let (_, pieces) = row(text, &raw.to_ascii_lowercase(), span.start);
        pieces.into_iter().map(|piece| piece.cell).collect()
    })
}

fn row<'a>(text: &'a str, lower: &str, base: usize) -> (Span, Vec<Piece<'a>>) {
    let cut = pieces(lower, &["<td", "<th"]);
    let cells = cut.map(|(start, end)| cell(text, &lower[start..end], base + start)).collect();
    (Span::new(base, base + lower.trim_end().len()), cells)
}

fn cell<'a>(text: &'a str, lower: &str, base: usize) -> Piece<'a> {
    let tag = tags::read(&text[base..base + lower.len()]);
    let spanned = |name| tag.as_ref().and_then(|tag| tag.attribute(name)?.trim().parse().ok()).unwrap_or(1);
    let open =
        tag.as_ref().map_or_else(|| lower.find('>').map_or(lower.len(), |at| at + 1), |tag| tag.length);
    let close = lower[open..].rfind("</t").map_or(lower.len(), |at| open + at);
    let raw = &text[base + open..base + close];
    let trimmed = trim(raw);
    let start = base + open + if trimmed.is_empty() { 0 } else { offset_in(raw, trimmed) };
    let cell = Cell { text: without_tables(trimmed), span: Span::new(start, start + trimmed.len()) };
    Piece { cell, rows: spanned("rowspan"), columns: spanned("colspan") }
}

/// The text of a cell without the tables in it, which are read by themselves.
fn without_tables(raw: &str) -> Cow<'_, str> {
    let begins = |tag: &[u8]| tag.eq_ignore_ascii_case(b"<table");
    let Some(first) = raw.as_bytes().windows(6).position(begins) else { return plain(raw) };
    let last = raw.to_ascii_lowercase().rfind("</table");
    let behind = last.and_then(|at| Some(&raw[at + raw[at..].find('>')? + 1..])).unwrap_or_default();
    let parts = [plain(&raw[..first]), plain(behind)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n").into()
}

/// Adds the cells of a row. `spanning` holds, for each column, the cell of a row above and how many rows it still spans.
fn fill<'a>(
    pieces: Vec<Piece<'a>>,
    columns: usize,
    spanning: &mut Vec<Option<(Cell<'a>, usize)>>,
    cells: &mut Vec<Cell<'a>>,
) {
    let first = cells.len();
    for Piece { cell, rows, columns: wide } in pieces {
        from_above(first, spanning, cells);
        let empty = Cell { span: Span::new(cell.span.end, cell.span.end), ..Cell::default() };
        let at = cells.len() - first;
        // No wider than the widest row: behind that there is nothing to keep apart.
        let wide = wide.clamp(1, columns.saturating_sub(at).max(1));
        let below = if cell.text.len() > REPEATED_BYTES { empty.clone() } else { cell.clone() };
        cells.push(cell);
        cells.extend(std::iter::repeat_n(empty.clone(), wide - 1));
        if rows > 1 {
            spanning.resize(spanning.len().max(at + wide), None);
            spanning[at] = Some((below, rows - 1));
            spanning[at + 1..at + wide].fill(Some((empty, rows - 1)));
        }
    }
    from_above(first, spanning, cells);
}

/// Adds the cells of rows above that span this row at its next columns.
fn from_above<'a>(first: usize, spanning: &mut [Option<(Cell<'a>, usize)>], cells: &mut Vec<Cell<'a>>) {
    while let Some(slot) = spanning.get_mut(cells.len() - first)
        && let Some((cell, rows)) = slot
    {
        cells.push(cell.clone());
        *rows -= 1;
        if *rows == 0 {
            *slot = None;
        }
    }
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
