//! Fences: where each ends, and which would swallow a heading because their end is missing.

use crate::syntax::markdown::document::{Block, Kind, Span};
use crate::syntax::text::offset_in;

/// A line that begins with the mark of a fence.
#[derive(Clone, Copy)]
struct Mark {
    line: usize,
    byte: u8,
    length: usize,
    /// Whether nothing else stands on the line, so that it may close a fence.
    is_bare: bool,
    /// Whether it may open a fence.
    opens: bool,
    /// Whether it stands at the margin: others may belong to a list.
    is_outer: bool,
}

/// The fences of a page, asked for in file order.
pub(super) struct Fences {
    marks: Vec<Mark>,
    /// Lines with a heading of the second level or below.
    headings: Vec<usize>,
    /// For each kind and length of marks that was sought: from which mark, and which mark was found.
    closers: Vec<(u8, usize, usize, Option<usize>)>,
}

/// A fence that a line opens.
pub(super) struct Fence {
    /// The line that closes it.
    pub(super) end: Option<usize>,
    /// The line of the heading that it would swallow.
    pub(super) swallowed: Option<usize>,
}

impl Fences {
    pub(super) fn new(text: &str, lines: &[Span]) -> Self {
        let lines = || lines.iter().map(|line| line.of(text)).enumerate();
        let marks = lines().filter_map(|(at, line)| mark(at, line)).collect();
        let headings = lines().filter(|(_, line)| is_heading(line)).map(|(at, _)| at).collect();
        Self { marks, headings, closers: Vec::new() }
    }

    /// The fence that a line opens; `None` when it opens none, or one that is left to pulldown-cmark.
    pub(super) fn at(&mut self, line: usize) -> Option<Fence> {
        let index = self.marks.binary_search_by_key(&line, |mark| mark.line).ok()?;
        let mark = self.marks[index];
        if !mark.opens {
            return None;
        }
        let closer = self.closer(index);
        let end = closer.map(|closer| self.marks[closer].line);
        let first = self.headings.get(self.headings.partition_point(|heading| *heading < line));
        let heading = first.copied().filter(|heading| mark.is_outer && end.is_none_or(|end| *heading < end));
        // A closed fence has swallowed a heading where another one opens behind it.
        let reopens = |heading: usize| {
            let next = self.marks.partition_point(|mark| mark.line < heading);
            self.marks[next..]
                .iter()
                .find(|mark| mark.byte == b'`')
                .is_some_and(|mark| end.is_some_and(|end| mark.line < end))
        };
        let swallowed = heading.filter(|heading| end.is_none() || reopens(*heading));
        (end.is_some() || swallowed.is_some()).then_some(Fence { end, swallowed })
    }

    /// The mark that closes the fence of a mark. What was found is kept: many fences may share one end, or lack it.
    fn closer(&mut self, index: usize) -> Option<usize> {
        let Mark { byte, length, .. } = self.marks[index];
        let is_same = |known: &&(u8, usize, usize, Option<usize>)| {
            (known.0, known.1) == (byte, length)
                && known.2 <= index
                && known.3.is_none_or(|found| found > index)
        };
        if let Some(known) = self.closers.iter().find(is_same) {
            return known.3;
        }
        let closes = |mark: &Mark| mark.is_bare && mark.byte == byte && mark.length >= length;
        let found = self.marks[index + 1..].iter().position(closes).map(|at| index + 1 + at);
        self.closers.retain(|known| (known.0, known.1) != (byte, length));
        self.closers.push((byte, length, index, found));
        found
    }
}

fn mark(line: usize, text: &str) -> Option<Mark> {
    memchr::memchr2(b'`', b'~', text.as_bytes())?;
    let body = text.trim_start_matches([' ', '\t']);
    let indent = text.len() - body.len();
    let inner = without_markers(body);
    let byte = inner.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = inner.bytes().take_while(|other| *other == byte).count();
    let info = inner[length..].trim();
    let is_inner = inner.len() < body.len();
    (length >= 3).then_some(Mark {
        line,
        byte,
        length,
        is_bare: info.is_empty() && !is_inner,
        opens: byte == b'~' || !info.contains('`'),
        is_outer: indent <= 3 && !is_inner,
    })
}

/// The text behind the marks of list items and quotes.
fn without_markers(mut text: &str) -> &str {
    loop {
        let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let ordered = number.strip_prefix(['.', ')']).filter(|_| number.len() < text.len());
        let Some(rest) = ordered.or_else(|| text.strip_prefix(['-', '*', '+', '>'])) else { return text };
        let inner = rest.trim_start_matches([' ', '\t']);
        if inner.len() == rest.len() {
            return text;
        }
        text = inner;
    }
}

fn is_heading(line: &str) -> bool {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    (2..=6).contains(&level) && line[level..].starts_with(' ')
}

/// The code block of a fence that ends before a heading.
pub(super) fn cut(text: &str, span: Span) -> Block<'_> {
    let raw = span.of(text);
    let first = raw.split_inclusive('\n').next().unwrap_or_default();
    let fence = first.trim_start();
    let body = Span::new(span.start + first.len(), span.end);
    let (info, body) = brace_in_info(text, fence.trim_start_matches(['`', '~']).trim(), body);
    let start = offset_in(text, fence);
    Block { kind: Kind::Code { info, body, closed: false }, span: Span::new(start, span.end) }
}

/// The brace of ```` ```json{ ```` belongs to the body.
pub(in crate::syntax::markdown) fn brace_in_info<'a>(
    text: &'a str,
    info: &'a str,
    body: Span,
) -> (&'a str, Span) {
    match info.strip_suffix('{') {
        Some(word) => {
            let start = offset_in(text, info) + word.len();
            (word.trim_end(), Span::new(start, body.end))
        }
        None => (info, body),
    }
}
