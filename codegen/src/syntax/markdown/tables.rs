//! Tables, read leniently from lines: ragged rows, wrong or missing separators, missing edge pipes, glued notes.

use super::bytes::{is_mark, is_suspicious};
use super::inline::{plain, plain_suspicious, trim};
use super::{Block, Cell, Kind, Line, Row, Span, Table};
use std::borrow::Cow;

/// Splits the raw lines of a paragraph into tables and runs of prose.
pub fn split<'a>(text: &'a str, lines: &[Span], item: bool, blocks: &mut Vec<Block<'a>>) {
    let (mut prose, mut at) = (0, 0);
    while at < lines.len() {
        let Some(header) = table_at(text, &lines[at..]) else {
            at += 1;
            continue;
        };
        push_prose(text, &lines[prose..at], item, blocks);
        let (table, used) = read(text, &lines[at..], header);
        let span = Span::new(lines[at].start, lines[at + used - 1].end);
        blocks.push(Block { kind: Kind::Table(table), span });
        at += used;
        prose = at;
    }
    push_prose(text, &lines[prose..], item, blocks);
}

/// Adds lines that go on with a table across a blank line, rows without a separator of their own; returns how many.
pub fn go_on<'a>(text: &'a str, lines: &[Span], table: &mut Table<'a>) -> Option<usize> {
    let starts_row = |line: &Span| trim(line.of(text)).starts_with('|');
    if !lines.first().is_some_and(starts_row) || lines.iter().take(2).any(|line| separator(line.of(text)) > 0)
    {
        return None;
    }
    let (columns, cells) = (table.header.cells.len(), table.cells.len());
    let first = row(text, lines[0], columns, &mut table.cells);
    table.cells.truncate(cells);
    (first.cells.len() == columns).then(|| rows(text, lines, table, true))
}

fn push_prose<'a>(text: &'a str, prose: &[Span], item: bool, blocks: &mut Vec<Block<'a>>) {
    let (Some(first), Some(last)) = (prose.first(), prose.last()) else { return };
    let span = Span::new(first.start, last.end);
    let lines = prose.iter().map(|&span| Line { text: plain(span.of(text)), span }).collect();
    blocks.push(Block { kind: Kind::Lines { item, lines }, span });
}

/// How a table begins.
enum Header {
    /// Header line, then a separator of so many columns.
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

fn read<'a>(text: &'a str, lines: &[Span], header: Header) -> (Table<'a>, usize) {
    let (separator, skip) = match header {
        Header::Separated(columns) => (columns, 2),
        Header::Bare => (0, 1),
    };
    let cells = Vec::with_capacity(USUAL_COLUMNS * lines.len());
    let mut table = Table { separator, cells, ..Table::default() };
    table.header = row(text, lines[0], 0, &mut table.cells);
    if table.header.cells.len() == 1 && separator > 1 {
        split_lost_pipes(text, &mut table);
    }
    table.cells.reserve(table.header.cells.len() * (lines.len() - skip));
    let closed = trim(lines[0].of(text)).ends_with(['|', '｜']);
    let used = rows(text, &lines[skip..], &mut table, closed);
    (table, skip + used)
}

/// Columns of most tables.
const USUAL_COLUMNS: usize = 4;

/// `| Field Type Required Description` above four columns: the words are the cells.
fn split_lost_pipes<'a>(text: &'a str, table: &mut Table<'a>) {
    let words: Vec<&'a str> = table.titles()[0].span.of(text).split_whitespace().collect();
    if words.len() != table.separator {
        return;
    }
    let cells = words.into_iter().map(|word| {
        let start = super::offset_in(text, word);
        Cell { text: plain(word), span: Span::new(start, start + word.len()) }
    });
    table.cells = cells.collect();
    table.header.cells = 0..table.cells.len();
}

/// Adds the rows that lines hold to a table; returns how many lines were used.
fn rows<'a>(text: &'a str, lines: &[Span], table: &mut Table<'a>, closed: bool) -> usize {
    let Table { header, rows, cells, .. } = table;
    let (columns, before) = (header.cells.len(), rows.len());
    rows.reserve(lines.len());
    let separates = |at: usize| lines.get(at).is_some_and(|line| separator(line.of(text)) > 0);
    let (mut used, mut is_separator) = (0, separates(0));
    while let Some(&line) = lines.get(used) {
        let goes_before = std::mem::replace(&mut is_separator, separates(used + 1));
        let raw = line.of(text);
        if goes_before {
            used += 1; // a repeated separator says nothing
            continue;
        }
        // A header of its own with a separator below starts the next table.
        if is_separator && used > 0 {
            break;
        }
        let mut span = line;
        if let Some(open) = rows[before..].last().filter(|last| closed && continues(text, last, raw, columns))
        {
            span.start = open.span.start;
            cells.truncate(open.cells.start);
            rows.pop();
        } else if !has_pipe(raw) {
            break;
        }
        rows.push(row(text, span, columns, cells));
        used += 1;
    }
    used
}

/// Whether `raw` goes on with a row that the line before left open.
fn continues(text: &str, last: &Row, raw: &str, columns: usize) -> bool {
    if last.span.of(text).ends_with(['|', '｜']) {
        return false;
    }
    let raw = trim(raw);
    !raw.starts_with('|') && raw.ends_with('|') && last.cells.len() + count_pipes(raw) - 1 <= columns
}

/// Number of columns of a separator line, 0 when it is none.
pub fn separator(line: &str) -> usize {
    // Most lines show by their first word that they are none.
    let first = line.bytes().find(|byte| !matches!(byte, b' ' | b'|'));
    let is_none = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'-' | b':' | b'+' | b'=');
    if first.is_none_or(|byte| is_none(byte) || matches!(byte, 0xe4..=0xe9)) {
        return 0;
    }
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
    line.starts_with('|') || pieces(line).next().is_some_and(|first| first.closed)
}

fn count_pipes(line: &str) -> usize {
    pieces(line).count() - 1
}

/// What stands between two pipes.
struct Piece<'a> {
    text: &'a str,
    /// Whether a pipe follows.
    closed: bool,
    /// Whether there may be markup in it.
    suspicious: bool,
}

/// Cuts a line at its pipes: `\|` is none, nor is a pipe in a code span. Every byte of a table is looked at here, and
/// those of most cells nowhere else.
fn pieces(line: &str) -> Pieces<'_> {
    Pieces { line, from: Some(0), code: false }
}

struct Pieces<'a> {
    line: &'a str,
    /// Where the next piece begins.
    from: Option<usize>,
    /// Whether a code span is open.
    code: bool,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    // Where rows are cut, the state belongs into registers.
    #[inline(always)]
    fn next(&mut self) -> Option<Piece<'a>> {
        let begin = self.from?;
        let bytes = self.line.as_bytes();
        let (mut at, mut suspicious) = (begin, false);
        while let Some(&byte) = bytes.get(at) {
            if !is_mark(byte) {
                at += 1;
                continue;
            }
            let pipe = match bytes[at..] {
                [b'|', ..] if !self.code => 1,
                [0xef, 0xbd, 0x9c, ..] => '｜'.len_utf8(),
                _ => 0,
            };
            if pipe > 0 {
                self.from = Some(at + pipe);
                return Some(Piece { text: &self.line[begin..at], closed: true, suspicious });
            }
            suspicious |= is_suspicious(byte);
            match bytes[at..] {
                [b'\\', b'|' | b'\\' | b'`', ..] => at += 1,
                [b'`', ..] => self.code = !self.code && opens_union(&self.line[at + 1..]),
                _ => {}
            }
            at += 1;
        }
        self.from = None;
        Some(Piece { text: &self.line[begin..], closed: false, suspicious })
    }
}

/// Only a code span that closes before the row ends, and holds one pipe with blanks around, protects it.
fn opens_union(rest: &str) -> bool {
    rest.find('`').is_some_and(|end| union_in_code(&rest[..end]))
}

/// A code span such as `bool | null` whose pipe belongs to the cell.
fn union_in_code(span: &str) -> bool {
    span.contains(" | ") && span.split(" | ").all(|part| !part.trim().is_empty() && !part.contains('|'))
}

/// Cuts one row. `columns` is the width of the header, 0 for the header itself.
pub fn row<'a>(text: &'a str, span: Span, columns: usize, cells: &mut Vec<Cell<'a>>) -> Row {
    let raw = span.of(text);
    let first = cells.len();
    let mut tail = None;
    for (at, piece) in pieces(raw).enumerate() {
        let cell = cell(text, &piece);
        let is_empty = cell.span.start == cell.span.end;
        let is_first = cells.len() == first;
        match piece.closed {
            // What stands before the pipe that opens a row is no cell.
            true if at == 0 && is_empty => {}
            false if is_empty && !is_first => {}
            false
                if !is_empty
                    && columns > 0
                    && cells.len() >= first + columns
                    && is_junk(cell.span.of(text)) =>
            {
                tail = Some(cell.span);
            }
            _ => cells.push(cell),
        }
    }
    Row { cells: first..cells.len(), tail, span: place(text, raw, trim(raw)) }
}

/// Text behind the last pipe that nobody can have meant as a cell.
fn is_junk(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric())
}

fn cell<'a>(text: &str, piece: &Piece<'a>) -> Cell<'a> {
    let trimmed = trim(piece.text);
    let plain = if piece.suspicious { plain_suspicious(trimmed) } else { Cow::Borrowed(trimmed) };
    Cell { text: plain, span: place(text, piece.text, trimmed) }
}

/// Where a trimmed part stands; one of nothing but blanks is empty where it begins.
fn place(text: &str, raw: &str, trimmed: &str) -> Span {
    let start = super::offset_in(text, if trimmed.is_empty() { raw } else { trimmed });
    Span::new(start, start + trimmed.len())
}
