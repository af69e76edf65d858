//! Tables, read leniently from lines: ragged rows, wrong or missing separators, missing edge pipes, glued notes.

use super::document::{Block, Cell, Fault, FaultKind, Kind, Line, Row, Span, Table};
use super::inline::{lines_of, plain, trim};
use crate::limits;
use crate::syntax::text::offset_in;
use smallvec::SmallVec;
use std::borrow::Cow;

/// Splits the rows and lines of a paragraph into tables and runs of prose.
pub(super) fn split<'a>(
    text: &'a str,
    lines: &[Span],
    item: bool,
    blocks: &mut Vec<Block<'a>>,
    faults: &mut Vec<Fault>,
) {
    let (mut prose, mut at) = (0, 0);
    while at < lines.len() {
        let Some(header) = table_at(text, &lines[at..]) else {
            at += 1;
            continue;
        };
        push_prose(text, &lines[prose..at], item, blocks);
        let (table, used) = read(text, &lines[at..], header, faults);
        let span = Span::new(lines[at].start, lines[at + used - 1].end);
        blocks.push(Block { kind: Kind::Table(table), span });
        at += used;
        prose = at;
    }
    push_prose(text, &lines[prose..], item, blocks);
}

/// Adds lines that continue a table across a blank line, rows without a separator of their own; returns their number.
pub(super) fn go_on<'a>(
    text: &'a str,
    lines: &[Span],
    table: &mut Table<'a>,
    faults: &mut Vec<Fault>,
) -> Option<usize> {
    let starts_row = |line: &Span| trim(line.of(text)).starts_with('|');
    if !lines.first().is_some_and(starts_row) || lines.iter().take(2).any(|line| separator(line.of(text)) > 0)
    {
        return None;
    }
    let columns = table.header.cells.len();
    (width(text, lines[0], columns) == columns).then(|| rows(text, lines, table, true, faults))
}

fn push_prose<'a>(text: &'a str, prose: &[Span], item: bool, blocks: &mut Vec<Block<'a>>) {
    let (Some(first), Some(last)) = (prose.first(), prose.last()) else { return };
    let span = Span::new(first.start, last.end);
    let lines = prose.iter().map(|&span| Line { text: plain(span.of(text)), span }).collect();
    blocks.push(Block { kind: Kind::Lines { item, lines }, span });
}

/// How a table starts.
enum Header {
    /// A header line, then a separator with this number of columns.
    Separated(usize),
    /// Two or more lines in pipes without a separator.
    Bare,
}

fn table_at(text: &str, lines: &[Span]) -> Option<Header> {
    let first = lines[0].of(text);
    let next = lines.get(1).map(|line| line.of(text));
    if separator(first) > 0 {
        return None;
    }
    if let Some(next) = next {
        let columns = separator(next);
        if columns > 0 && (columns > 1 || has_pipe(first)) {
            return Some(Header::Separated(columns));
        }
    }
    let boxed = |line: &str| trim(line).starts_with('|') && count_pipes(line) >= 3;
    (boxed(first) && next.is_some_and(boxed)).then_some(Header::Bare)
}

fn read<'a>(text: &'a str, lines: &[Span], header: Header, faults: &mut Vec<Fault>) -> (Table<'a>, usize) {
    let (separator, skip) = match header {
        Header::Separated(columns) => (columns, 2),
        Header::Bare => (0, 1),
    };
    let mut table = Table { separator, ..Table::default() };
    table.header = row(text, lines[0], 0, &mut table.cells, faults);
    if table.header.cells.len() == 1 && separator > 1 {
        split_lost_pipes(text, &mut table);
    }
    let closed = is_closed(lines[0].of(text));
    let used = rows(text, &lines[skip..], &mut table, closed, faults);
    (table, skip + used)
}

/// `| Field Type Required Description` above four columns: the words are the cells.
fn split_lost_pipes<'a>(text: &'a str, table: &mut Table<'a>) {
    let words: Vec<&'a str> = table.titles()[0].span.of(text).split_whitespace().collect();
    if words.len() != table.separator {
        return;
    }
    let cells = words.into_iter().map(|word| {
        let start = offset_in(text, word);
        Cell { text: plain(word), span: Span::new(start, start + word.len()) }
    });
    table.cells = cells.collect();
    table.header.cells = 0..table.cells.len();
}

/// Adds the rows that lines hold to a table; returns how many lines were used.
fn rows<'a>(
    text: &'a str,
    lines: &[Span],
    table: &mut Table<'a>,
    closed: bool,
    faults: &mut Vec<Fault>,
) -> usize {
    let Table { header, rows, cells, .. } = table;
    let (columns, before) = (header.cells.len(), rows.len());
    let is_separator = |at: usize| lines.get(at).is_some_and(|line| separator(line.of(text)) > 0);
    let mut used = 0;
    while let Some(&line) = lines.get(used) {
        let raw = line.of(text);
        if is_separator(used) {
            used += 1; // a repeated separator carries nothing
            continue;
        }
        // A header of its own with a separator below starts the next table.
        if used > 0 && is_separator(used + 1) {
            break;
        }
        let mut span = line;
        if let Some(open) = rows[before..].last().filter(|last| closed && continues(text, last, raw, columns))
        {
            span.start = open.span.start;
            cells.truncate(open.cells.start);
            rows.pop();
        } else if !has_pipe(raw) {
            let open = rows[before..].last().filter(|last| closed && !is_closed(last.span.of(text)));
            let Some((open, more)) = open.zip(text_inside(text, &lines[used..])) else { break };
            used += more - 1;
            span = Span::new(open.span.start, lines[used].end);
            cells.truncate(open.cells.start);
            rows.pop();
        }
        rows.push(row(text, span, columns, cells, faults));
        used += 1;
    }
    used
}

/// Whether `raw` continues a row that the line before did not close.
fn continues(text: &str, last: &Row, raw: &str, columns: usize) -> bool {
    if is_closed(last.span.of(text)) {
        return false;
    }
    let raw = trim(raw);
    !raw.starts_with('|') && raw.ends_with('|') && last.cells.len() + count_pipes(raw) - 1 <= columns
}

/// Lines of text in a row that is never closed, at most.
const MAX_INSIDE: usize = 20;

/// How many lines of text stand in front of the next row.
fn text_inside(text: &str, lines: &[Span]) -> Option<usize> {
    let is_row = |line: &Span| trim(line.of(text)).starts_with('|');
    lines.iter().take(MAX_INSIDE).position(is_row).filter(|count| *count > 0)
}

/// Number of columns of a separator line, 0 when it is none.
pub(super) fn separator(line: &str) -> usize {
    let line = trim(line);
    let (mut dashes, mut pipes) = (false, 0);
    for c in line.chars() {
        match c {
            '-' | '—' | '–' | '－' => dashes = true,
            '|' | '｜' => pipes += 1,
            ':' | '：' | '+' | '=' | ' ' | '\t' | '\u{a0}' => {}
            _ => return 0,
        }
    }
    if !dashes || pipes == 0 {
        return 0;
    }
    pipes + 1 - usize::from(line.starts_with(['|', '｜'])) - usize::from(line.ends_with(['|', '｜']))
}

fn has_pipe(line: &str) -> bool {
    line.starts_with('|') || pieces(line, Kept::Alternatives).next().is_some_and(|first| first.closed)
}

fn count_pipes(line: &str) -> usize {
    pieces(line, Kept::Alternatives).count() - 1
}

/// Whether a line is closed by a pipe.
pub(super) fn is_closed(line: &str) -> bool {
    trim(line).ends_with(['|', '｜'])
}

/// Number of cells of a row.
pub(super) fn width(text: &str, row_span: Span, columns: usize) -> usize {
    fitting(text, row_span.of(text), columns).cells.len()
}

/// Number of columns of the table with a separator that two lines begin; `None` when there is none.
pub(super) fn columns(text: &str, header: Span, next: Span) -> Option<usize> {
    let Some(Header::Separated(_)) = table_at(text, &[header, next]) else { return None };
    Some(width(text, header, 0))
}

/// The first byte of a pipe of full width.
const WIDE_PIPE: u8 = 0xef;

/// The text between two pipes.
struct Piece<'a> {
    text: &'a str,
    /// Whether a pipe follows.
    closed: bool,
}

/// Which pipes belong to their cell although they are not escaped.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    /// Those of alternatives between blanks in a code span, as in `bool | null`.
    Alternatives,
    /// All in code spans.
    InCode,
    /// Those between blanks: in a row whose other pipes stand close, they are text.
    Spaced,
    /// Those that stand close: in a row whose other pipes stand between blanks, they are text.
    Close,
}

impl Kept {
    /// Whether pipes of this kind can be text in a row. Those between blanks can where all others touch their cells.
    fn is_likely(self, raw: &str) -> bool {
        let raw = trim(raw);
        let touches =
            |at: usize| is_spaced(raw, at) || !raw[..at].ends_with(' ') && !raw[at + 1..].starts_with(' ');
        match self {
            Self::Alternatives => true,
            Self::InCode => raw.contains('`'),
            Self::Spaced => raw.match_indices('|').all(|(at, _)| touches(at) || at + 1 == raw.len()),
            Self::Close => {
                raw.match_indices('|').all(|(at, _)| touches(at) || at == 0 || at + 1 == raw.len())
            }
        }
    }
}

/// Cuts a row at its pipes, except for `\|` and for those that are kept.
fn pieces(line: &str, kept: Kept) -> impl Iterator<Item = Piece<'_>> {
    let mut from = Some(0);
    let mut code = false;
    std::iter::from_fn(move || {
        let begin = from?;
        let mut next = begin;
        // None of these bytes stands inside of another character.
        let is_mark = |byte: &u8| matches!(*byte, b'|' | WIDE_PIPE | b'\\' | b'`');
        while let Some(found) = line.as_bytes()[next..].iter().position(is_mark) {
            let at = next + found;
            next = at + 1;
            match line.as_bytes()[at..] {
                [b'|', ..] if code || kept == Kept::Spaced && is_spaced(line, at) => {}
                [b'|', ..] if kept == Kept::Close && is_close(line, at) => {}
                [b'|', ..] => {
                    from = Some(next);
                    return Some(Piece { text: &line[begin..at], closed: true });
                }
                [b'\\', b'|' | b'\\' | b'`', ..] => next += 1,
                [b'`', ..] => code = !code && opens_code(&line[next..], kept),
                [WIDE_PIPE, ..] if line[at..].starts_with('｜') => {
                    from = Some(at + '｜'.len_utf8());
                    return Some(Piece { text: &line[begin..at], closed: true });
                }
                _ => {}
            }
        }
        from = None;
        Some(Piece { text: &line[begin..], closed: false })
    })
}

/// Whether a pipe stands between blanks.
fn is_spaced(line: &str, at: usize) -> bool {
    line[..at].ends_with(' ') && line[at + 1..].starts_with(' ')
}

/// Whether a pipe stands between characters that are no blanks.
fn is_close(line: &str, at: usize) -> bool {
    at > 0 && !line[..at].ends_with([' ', '|', '\\']) && !line[at + 1..].starts_with([' ', '|'])
}

/// Whether the code span that a tick opens closes in the row and keeps its pipes.
fn opens_code(rest: &str, kept: Kept) -> bool {
    let Some(end) = rest.find('`') else { return false };
    let code = &rest[..end];
    let is_part = |part: &str| !part.trim().is_empty() && !part.contains('|');
    kept == Kept::InCode || code.contains(" | ") && code.split(" | ").all(is_part)
}

/// The cells of one row, as it stands in the text.
pub fn cut_row(text: &str, span: Span) -> Vec<Cell<'_>> {
    if let Some(cells) = super::html::cut_row(text, span) {
        return cells;
    }
    let mut cells = Vec::new();
    row(text, span, 0, &mut cells, &mut Vec::new());
    cells
}

/// Cuts one row. `columns` is the width of the header, 0 for the header itself.
fn row<'a>(
    text: &'a str,
    span: Span,
    columns: usize,
    cells: &mut Vec<Cell<'a>>,
    faults: &mut Vec<Fault>,
) -> Row {
    let raw = span.of(text);
    let span = place(text, raw, trim(raw));
    let cut = fitting(text, raw, columns);
    if cut.kept != Kept::Alternatives {
        faults.push(Fault { kind: FaultKind::PipeInCell, span });
    }
    let first = cells.len();
    cells.extend(cut.cells.iter().map(|span| Cell { text: visible(span.of(text)), span: *span }));
    Row { cells: first..cells.len(), tail: cut.tail, span }
}

/// Where the cells of a row stand.
struct Cut {
    cells: SmallVec<[Span; 8]>,
    /// The text behind them that is no cell.
    tail: Option<Span>,
    kept: Kept,
}

/// Cuts a row so that it fits the columns, where that can be.
fn fitting(text: &str, raw: &str, columns: usize) -> Cut {
    let plain = cut(text, raw, columns, Kept::Alternatives);
    if columns == 0 || plain.cells.len() <= columns {
        return plain;
    }
    // Some of the pipes may be text: those whose keeping makes the row fit.
    let likely = [Kept::InCode, Kept::Spaced, Kept::Close].into_iter().filter(|kept| kept.is_likely(raw));
    let mut others = likely.map(|kept| cut(text, raw, columns, kept));
    others.find(|cut| cut.cells.len() == columns).unwrap_or(plain)
}

/// Cuts a row at the pipes that are not kept.
fn cut(text: &str, raw: &str, columns: usize, kept: Kept) -> Cut {
    let mut cut = Cut { cells: SmallVec::new(), tail: None, kept };
    for (at, piece) in pieces(raw, kept).enumerate() {
        let cell = place(text, piece.text, trim(piece.text));
        let is_empty = cell.start == cell.end;
        let count = cut.cells.len();
        let is_behind = || columns > 0 && count >= columns && is_junk(cell.of(text));
        match piece.closed {
            // Nothing stands before the opening pipe of a row.
            true if at == 0 && is_empty => {}
            false if is_empty && count > 0 => {}
            false if is_behind() => {
                cut.tail = Some(cell);
                break;
            }
            _ if count >= limits::ROW_CELLS => {
                cut.tail = Some(Span::new(cell.start, offset_in(text, raw) + raw.len()));
                break;
            }
            _ => cut.cells.push(cell),
        }
    }
    cut
}

/// Text behind the last pipe that cannot be a cell.
fn is_junk(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric())
}

/// What is to be seen of a cell.
fn visible(cell: &str) -> Cow<'_, str> {
    let visible = if cell.contains('\n') { lines_of(cell).into() } else { plain(cell) };
    if !visible.is_ascii() && visible.contains('¦') { visible.replace('¦', "|").into() } else { visible }
}

/// The span of a trimmed part; a blank part is an empty span at its start.
fn place(text: &str, raw: &str, trimmed: &str) -> Span {
    let start = offset_in(text, if trimmed.is_empty() { raw } else { trimmed });
    Span::new(start, start + trimmed.len())
}
