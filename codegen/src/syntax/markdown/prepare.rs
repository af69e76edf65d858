//! The text that pulldown-cmark reads: the page with the forms that it reads otherwise rewritten in place, so that all
//! offsets stay. One pass over the lines; cells, headings and the like are read from the page itself.

mod fences;

use super::document::{Block, Fault, FaultKind, Span};
use super::inline::{is_blank, trim};
use super::next::Next;
use super::{inline, tables, tags};
use crate::limits;
use crate::syntax::text::offset_in;
use fences::Fences;
pub(super) use fences::brace_in_info;
use std::borrow::Cow;

/// The prepared text of a page.
pub(super) struct Prepared<'a> {
    /// As long as the page.
    pub(super) text: Cow<'a, str>,
    /// Code blocks that pulldown-cmark does not see: those of fences that would swallow a heading.
    pub(super) code: Vec<Block<'a>>,
    /// Faults, in file order.
    pub(super) faults: Vec<Fault>,
}

/// Prepares a page from `start` on.
pub(super) fn prepare(text: &str, start: usize) -> Prepared<'_> {
    let lines: Vec<Span> = text[start..].split_inclusive('\n').map(|line| place(text, line)).collect();
    let mut scan = Scan {
        text,
        fences: Fences::new(text, &lines),
        lines,
        comment_end: Next::new("-->"),
        table_end: Next::new("</table"),
        raw_ends: RAW.map(|(name, end)| (name, Next::new(end))),
        lower: None,
        edits: Vec::new(),
        code: Vec::new(),
        faults: Vec::new(),
    };
    let mut at = 0;
    while at < scan.lines.len() {
        at = scan.line(at).max(at + 1);
    }
    let Scan { edits, code, faults, .. } = scan;
    Prepared { text: rewritten(text, &edits), code, faults }
}

/// Tags whose content is no Markdown, and how they end.
const RAW: [(&str, &str); 4] =
    [("pre", "</pre"), ("script", "</script"), ("style", "</style"), ("textarea", "</textarea")];

/// How a comment begins and ends.
const COMMENT: (&[u8], &[u8]) = (b"<!--", b"-->");

/// How a piece of text is rewritten.
enum Edit {
    /// As blanks; line breaks stay.
    Blank(Span),
    /// As one line.
    Join(Span),
    /// As a heading of this level.
    Heading(Span, usize),
    /// As the text of a paragraph: its first byte becomes a letter.
    Text(usize),
    /// As a comment, which ends on its last line; other HTML goes on to the next blank line.
    Comment(Span),
}

fn rewritten<'a>(text: &'a str, edits: &[Edit]) -> Cow<'a, str> {
    if edits.is_empty() {
        return text.into();
    }
    let mut bytes = text.as_bytes().to_vec();
    let is_break = |byte: u8| matches!(byte, b'\n' | b'\r');
    for edit in edits {
        match *edit {
            Edit::Blank(span) => {
                bytes[span.start..span.end]
                    .iter_mut()
                    .filter(|byte| !is_break(**byte))
                    .for_each(|byte| *byte = b' ');
            }
            Edit::Join(span) => {
                bytes[span.start..span.end]
                    .iter_mut()
                    .filter(|byte| is_break(**byte))
                    .for_each(|byte| *byte = b' ');
            }
            Edit::Heading(span, level) => {
                let heading = &mut bytes[span.start..span.end];
                heading.fill(b'x');
                heading[..level].fill(b'#');
                heading[level] = b' ';
            }
            Edit::Text(at) => bytes[at] = b'x',
            Edit::Comment(span) => {
                let inside = &mut bytes[span.start..span.end];
                inside.iter_mut().filter(|byte| !is_break(**byte)).for_each(|byte| *byte = b'x');
                let last = inside.len().saturating_sub(COMMENT.1.len());
                inside[..COMMENT.0.len()].copy_from_slice(COMMENT.0);
                inside[last..].copy_from_slice(COMMENT.1);
            }
        }
    }
    // Whole characters were replaced, so the text is still UTF-8.
    String::from_utf8(bytes).map_or(text.into(), Cow::Owned)
}

struct Scan<'a> {
    text: &'a str,
    /// With their line breaks.
    lines: Vec<Span>,
    fences: Fences,
    comment_end: Next,
    table_end: Next,
    raw_ends: [(&'static str, Next); RAW.len()],
    /// The text in lower case, made when HTML is met.
    lower: Option<String>,
    edits: Vec<Edit>,
    code: Vec<Block<'a>>,
    faults: Vec<Fault>,
}

impl<'a> Scan<'a> {
    /// Looks at the block that may begin at a line; returns the line to go on at.
    fn line(&mut self, at: usize) -> usize {
        let text: &'a str = self.text;
        let line = self.lines[at].of(text);
        let body = line.trim_start_matches([' ', '\t']);
        let is_indented = line.len() - body.len() > 3;
        if let Some(next) = self.fence(at) {
            return next;
        }
        if body.starts_with('<') && !is_indented {
            return self.html(at, trim(body));
        }
        if body.contains('|') || body.contains('｜') { self.table(at) } else { at + 1 }
    }

    /// A fence: one that swallowed a heading ends before it.
    fn fence(&mut self, at: usize) -> Option<usize> {
        let fence = self.fences.at(at)?;
        if let Some(heading) = fence.swallowed {
            let span = Span::new(self.lines[at].start, self.lines[heading].start);
            self.edits.push(Edit::Blank(span));
            self.code.push(fences::cut(self.text, span));
            return Some(heading);
        }
        fence.end.map(|end| end + 1)
    }

    fn html(&mut self, at: usize, body: &'a str) -> usize {
        if body.starts_with("<!--") {
            return self.comment(at);
        }
        let Some(tag) = tags::read(body) else { return at + 1 };
        match tag.name.to_ascii_lowercase().as_str() {
            "table" if !tag.closes => self.html_table(at),
            name if !tag.closes && RAW.iter().any(|raw| raw.0 == name) => self.raw_html(at, name),
            name if !tag.closes && heading_level(name).is_some() => self.html_heading(at),
            name => {
                if is_tags_alone(body) {
                    self.edits.push(Edit::Blank(self.lines[at]));
                } else if tag.length == body.len() && !inline::is_markup(name) {
                    // A placeholder alone on its line is text, and the lines below are no HTML.
                    self.edits.push(Edit::Text(offset_in(self.text, body)));
                }
                at + 1
            }
        }
    }

    /// The line that holds an offset.
    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.end <= offset)
    }

    fn comment(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let start = line.end - line.of(self.text).trim_start().len();
        match self.comment_end.find(self.text, start, self.text.len()) {
            Some(end) => self.line_of(end) + 1,
            None => {
                self.edits.push(Edit::Text(start));
                self.faults.push(Fault {
                    kind: FaultKind::OpenComment,
                    span: place(self.text, trim(line.of(self.text))),
                });
                at + 1
            }
        }
    }

    /// The line behind the end of an HTML table. Blank lines in it are taken out, because they would end it.
    fn html_table(&mut self, at: usize) -> usize {
        let text = self.text;
        let lower = self.lower.get_or_insert_with(|| text.to_ascii_lowercase());
        let start = self.lines[at].start;
        let first = lower[start..].find("<table").map_or(start, |found| start + found);
        let Some(mut end) = self.table_end.find(lower, first, lower.len()) else {
            self.faults
                .push(Fault { kind: FaultKind::OpenTable, span: place(text, trim(self.lines[at].of(text))) });
            return at + 1;
        };
        let inner = lower[first + 1..end].matches("<table").count();
        for _ in 0..inner {
            end = self.table_end.find(lower, end + 1, lower.len()).unwrap_or(end);
        }
        let last = self.line_of(end);
        let region = Span::new(start, self.lines[last].start);
        if region.of(text).lines().any(|line| trim(line).is_empty()) {
            self.edits.push(Edit::Join(region));
        }
        let whole = Span::new(first, end + "</table".len());
        let goes_on = self.lines.get(last + 1).is_some_and(|next| opens_block(next.of(text)));
        if goes_on && text[start..first].trim().is_empty() {
            self.edits.push(Edit::Comment(whole));
        }
        last + 1
    }

    /// The line behind a block whose lines are no Markdown.
    fn raw_html(&mut self, at: usize, name: &str) -> usize {
        let text = self.text;
        let lower = self.lower.get_or_insert_with(|| text.to_ascii_lowercase());
        let start = self.lines[at].start;
        let ends = self.raw_ends.iter_mut().find(|(raw, _)| *raw == name);
        let end = ends.and_then(|(_, end)| end.find(lower, start, lower.len()));
        end.map_or(at + 1, |end| self.line_of(end) + 1)
    }

    /// `<h2 id="x">Title</h2>` on lines of its own is a heading.
    fn html_heading(&mut self, at: usize) -> usize {
        /// Lines of a heading.
        const LINES: usize = 4;
        let lines = &self.lines[at..self.lines.len().min(at + LINES)];
        let Some(last) = lines.iter().position(|line| closes_heading(line.of(self.text))) else {
            return at + 1;
        };
        let start = lines[0].end - lines[0].of(self.text).trim_start().len();
        let end = lines[last].start + lines[last].of(self.text).trim_end().len();
        let span = Span::new(start, end);
        let level = tags::read(span.of(self.text)).and_then(|tag| heading_level(tag.name));
        let is_blank = |line: &Span| trim(line.of(self.text)).is_empty();
        if let Some(level) = level.filter(|_| !lines[..last].iter().any(is_blank)) {
            self.edits.push(Edit::Heading(span, level));
        }
        at + last + 1
    }

    /// A table: rows of several lines are joined, up to the pipe that closes them.
    fn table(&mut self, at: usize) -> usize {
        let Some(next) = self.lines.get(at + 1) else { return at + 1 };
        let Some(columns) =
            tables::columns(self.text, self.trimmed(at), place(self.text, next.of(self.text).trim_end()))
        else {
            return at + 1;
        };
        if !tables::is_closed(self.trimmed(at).of(self.text)) {
            return at + 2;
        }
        let mut row = at + 2;
        while row < self.lines.len() {
            let line = self.trimmed(row).of(self.text);
            let starts_row = line.starts_with('|');
            row = match () {
                () if !starts_row && !line.is_empty() => return row,
                () if starts_row && !tables::is_closed(line) => self.open_row(row, columns),
                // `|name|type|`: the pipe opens a last cell that begins on a line below.
                () if starts_row && self.is_short(row, columns) => self.join(row, columns).unwrap_or(row + 1),
                () => row + 1,
            };
        }
        row
    }

    /// A row whose line is not closed; returns the line to go on at.
    fn open_row(&mut self, at: usize, columns: usize) -> usize {
        if let Some(next) = self.join(at, columns) {
            return next;
        }
        let first = self.trimmed(at);
        let goes_on =
            self.lines.get(at + 1).is_some_and(|_| !self.trimmed(at + 1).of(self.text).starts_with('|'));
        if goes_on && tables::width(self.text, first, columns) < columns {
            self.faults.push(Fault { kind: FaultKind::OpenRow, span: first });
        }
        at + 1
    }

    /// Whether a row lacks cells and the next line is no row.
    fn is_short(&self, at: usize, columns: usize) -> bool {
        let is_row = |at| self.trimmed(at).of(self.text).starts_with('|');
        at + 1 < self.lines.len()
            && !is_row(at + 1)
            && tables::width(self.text, self.trimmed(at), columns) < columns
    }

    /// Joins a row with the lines up to its closing pipe, where its cells then fit; returns the line to go on at.
    fn join(&mut self, at: usize, columns: usize) -> Option<usize> {
        let last = self.closing_line(at)?;
        let end = self.trimmed(last).end;
        let whole = Span::new(self.trimmed(at).start, end);
        // Cells that its first line has too many are text of the last one.
        let most = columns.max(tables::width(self.text, self.trimmed(at), columns));
        if tables::width(self.text, whole, columns) > most {
            return None;
        }
        self.edits.push(Edit::Join(whole));
        Some(self.line_of(end.saturating_sub(1)) + 1)
    }

    /// The line whose pipe closes the row of an open line.
    fn closing_line(&mut self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        while next < self.lines.len().min(at + limits::ROW_LINES) {
            let line = self.trimmed(next).of(self.text);
            if let Some(fence) = self.fences.at(next) {
                next = fence.end.filter(|_| fence.swallowed.is_none())? + 1;
                continue;
            }
            match line {
                "|" => return Some(next),
                _ if line.starts_with('|') || line.starts_with('#') => return None,
                _ if tables::is_closed(line) => return Some(next),
                _ => next += 1,
            }
        }
        None
    }

    /// A line without the blanks around it.
    fn trimmed(&self, at: usize) -> Span {
        let line = self.lines[at];
        let trimmed = trim(line.of(self.text));
        if trimmed.is_empty() { Span::new(line.start, line.start) } else { place(self.text, trimmed) }
    }
}

/// The span of a part of the text.
fn place(text: &str, part: &str) -> Span {
    let start = offset_in(text, part);
    Span::new(start, start + part.len())
}

/// The level of `h1` to `h6`.
fn heading_level(name: &str) -> Option<usize> {
    let digit = name.strip_prefix(['h', 'H']).and_then(|level| level.parse().ok());
    digit.filter(|level| (1..=6).contains(level))
}

/// Whether a line right below a table is a heading, a block of its own, or another table.
fn opens_block(line: &str) -> bool {
    let tag = tags::read(line.trim_start()).filter(|tag| !tag.closes);
    tag.is_some_and(|tag| {
        let name = tag.name.to_ascii_lowercase();
        heading_level(&name).is_some() || name == "table" || RAW.iter().any(|raw| raw.0 == name)
    })
}

/// Whether a line ends in `</h2>` or the like.
fn closes_heading(line: &str) -> bool {
    let close = line.trim_end().rsplit("</").next().unwrap_or_default();
    close.strip_suffix('>').is_some_and(|name| heading_level(name.trim_end()).is_some())
}

/// Whether a line is nothing but tags that wrap or name what follows: it is no text, and must not make HTML of the
/// Markdown below.
fn is_tags_alone(line: &str) -> bool {
    if tags::gives_method(line) || tags::gives_type(line) {
        return false;
    }
    let mut rest = line;
    while let Some(tag) = tags::read(rest) {
        let wraps = ["a", "center", "details", "div", "span", "tabs"].iter().any(|name| tag.is(name));
        if !wraps && !tag.is_component() || tag.is("br") || tag.is("img") || tag.is("hr") {
            return false;
        }
        rest = rest[tag.length..].trim_start_matches(is_blank);
    }
    rest.is_empty()
}
