//! Lines: rows in pipes, fences, indented JSON, headings, comments.

use super::blocks::{self, Fence};
use super::code::{Holds, holds};
use super::{Account, Sample, Table};
use crate::syntax::markdown::Span;

/// Reads a text line by line; returns its blocks of code.
pub(super) fn read(text: &str, account: &mut Account) -> Vec<Span> {
    let mut scan = Scan { text, account, above: Above::Nothing, fences: Vec::new(), blank: true };
    let mut at = 0;
    while at < text.len() {
        at = scan.line(at);
    }
    scan.fences
}

/// What the lines above leave open.
#[derive(Clone, Copy)]
enum Above {
    /// Nothing that a row could go on with.
    Nothing,
    /// A line right above: the header of a table if a separator follows. One in pipes is that if a row follows, too.
    Line { span: Span, boxed: bool },
    /// A table.
    Table(Open),
}

/// A table whose rows may go on.
#[derive(Clone, Copy)]
struct Open {
    /// Whether its rows end with a pipe, so that one that does not is open.
    closed: bool,
    /// Pipes of its header, or of its first row.
    pipes: usize,
    /// Whether the last row is open.
    open: bool,
    /// What the line right above is.
    last: Last,
    /// Whether a blank line stands between.
    gap: bool,
}

/// The line right above in a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Row,
    Head,
    Other,
}

struct Scan<'a, 'c> {
    text: &'a str,
    account: &'c mut Account,
    above: Above,
    fences: Vec<Span>,
    /// Whether the line above is blank.
    blank: bool,
}

impl<'a> Scan<'a, '_> {
    /// Reads the line that begins at `start`; returns where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let next = blocks::line_end(self.text, start);
        let raw = self.text[start..next].trim_ascii_end();
        let line = blocks::unquoted(raw);
        let span = Span::new(start + raw.len() - line.len(), start + raw.len());
        let Some(&first) = line.as_bytes().first() else {
            self.blank();
            return next;
        };
        let after_blank = std::mem::take(&mut self.blank);
        match first {
            b'`' | b'~' => {
                if let Some(fence) = blocks::fence(self.text, line, next) {
                    return self.code(fence);
                }
            }
            b'#' if blocks::is_heading(line) => {
                self.account.headings.push(span);
                self.above = Above::Nothing;
                return next;
            }
            b'<' if line.starts_with("<!--") => self.comment(span.start),
            b'{' | b'[' if after_blank && blocks::is_indented(raw) => return self.indented(start),
            _ => {}
        }
        self.text_line(line, span, first);
        next
    }

    /// A comment; one inside of another is no comment.
    fn comment(&mut self, start: usize) {
        if self.account.comments.last().is_none_or(|last| last.end <= start) {
            let end = blocks::comment_end(self.text, start);
            self.account.comments.push(Span::new(start, end));
        }
    }

    fn blank(&mut self) {
        self.blank = true;
        match &mut self.above {
            Above::Table(table) => (table.last, table.gap) = (Last::Other, true),
            above => *above = Above::Nothing,
        }
    }

    /// A line of text, a row among them.
    fn text_line(&mut self, line: &str, span: Span, first: u8) {
        let boxed = first == b'|' || line.starts_with('｜');
        if (boxed || matches!(first, b'-' | b':' | b'+' | b'=' | 0xe2 | 0xef)) && is_separator(line) {
            return self.separator();
        }
        match self.above {
            Above::Line { span: above, boxed: true } if boxed => {
                self.start(Some(above));
                self.row(line, span);
            }
            // A pipe alone ends the row above, if that is open.
            Above::Table(table) if boxed && table.open && line.chars().count() == 1 => {
                self.went_on(Last::Row, false);
            }
            Above::Table(table) if boxed => {
                let goes_on = !table.gap || table.open || pipes(line) == table.pipes;
                match goes_on {
                    true => self.row(line, span),
                    false => self.above = Above::Line { span, boxed },
                }
            }
            Above::Table(table) if table.open && ends_with_pipe(line) => self.went_on(Last::Row, false),
            Above::Table(table) if table.open => self.went_on(Last::Other, true),
            Above::Table(table)
                if table.last != Last::Other && memchr::memchr(b'|', line.as_bytes()).is_some() =>
            {
                self.row(line, span);
            }
            _ => self.above = Above::Line { span, boxed },
        }
    }

    /// A separator makes the line right above the header of a table.
    fn separator(&mut self) {
        let header = match self.above {
            Above::Line { span, .. } => Some(span),
            Above::Table(Open { last: Last::Row, open: false, .. }) => self.take_row(),
            // A separator that is repeated says nothing.
            Above::Table(Open { gap: false, .. }) => return,
            Above::Table(_) | Above::Nothing => None,
        };
        self.start(header);
    }

    /// The last row, which was a header.
    fn take_row(&mut self) -> Option<Span> {
        let row = self.account.rows.pop();
        if let Some(table) = self.account.tables.last_mut() {
            table.rows.end = self.account.rows.len();
        }
        row
    }

    /// Begins a table.
    fn start(&mut self, header: Option<Span>) {
        let header_text = header.map(|header| header.of(self.text)).unwrap_or_default();
        let rows = self.account.rows.len();
        self.account.tables.push(Table { header, rows: rows..rows });
        self.above = Above::Table(Open {
            closed: ends_with_pipe(header_text),
            pipes: pipes(header_text),
            open: false,
            last: Last::Head,
            gap: false,
        });
    }

    /// A row; it goes on with the table at hand.
    fn row(&mut self, line: &str, span: Span) {
        self.account.rows.push(span);
        if let Some(table) = self.account.tables.last_mut() {
            table.rows.end = self.account.rows.len();
        }
        self.went_on(Last::Row, !ends_with_pipe(line));
    }

    fn went_on(&mut self, last: Last, open: bool) {
        if let Above::Table(table) = &mut self.above {
            (table.open, table.last, table.gap) = (open && table.closed, last, false);
        }
    }

    /// A fenced block.
    fn code(&mut self, fence: Fence) -> usize {
        self.block(fence.body);
        fence.next
    }

    /// A block of lines that are indented as JSON is.
    fn indented(&mut self, start: usize) -> usize {
        let end = blocks::indented_end(self.text, start);
        self.block(Span::new(start, end));
        end
    }

    fn block(&mut self, body: Span) {
        self.fences.push(body);
        match holds(body.of(self.text)) {
            Holds::Json => self.account.samples.push(Sample { span: body, json: true }),
            Holds::Call => self.account.samples.push(Sample { span: body, json: false }),
            Holds::Route | Holds::Other => {}
        }
        match &mut self.above {
            Above::Table(table) if table.open => (table.last, table.gap) = (Last::Other, true),
            above => *above = Above::Nothing,
        }
    }
}

/// `|---|:--:|`: dashes and pipes, and nothing that is read.
fn is_separator(line: &str) -> bool {
    let of_separator = |c: char| {
        matches!(c, ' ' | '\t' | '\u{a0}' | ':' | '：' | '+' | '=' | '|' | '｜' | '-' | '—' | '–' | '－')
    };
    line.contains(['-', '—', '–', '－']) && line.contains(['|', '｜']) && line.chars().all(of_separator)
}

fn ends_with_pipe(line: &str) -> bool {
    line.ends_with(['|', '｜'])
}

/// Pipes of a line that do not stand behind a backslash, with the one that may be missing at its end.
fn pipes(line: &str) -> usize {
    let bytes = line.as_bytes();
    let own = memchr::memchr_iter(b'|', bytes).filter(|&at| at == 0 || bytes[at - 1] != b'\\').count();
    own + line.matches('｜').count() + usize::from(!ends_with_pipe(line))
}
