//! Blocks, flat and spanned, from the events of pulldown-cmark.

use super::document::{Block, Document, Kind, Line, Span};
use super::inline::{anchor, is_blank, plain, trim};
use super::{html, tables};
use crate::syntax::text::offset_in;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Reads any text as a document.
pub fn read(text: &str) -> Document<'_> {
    let mut reader = Reader { text, blocks: Vec::new() };
    let byte_order_mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = byte_order_mark + front_matter(&text[byte_order_mark..]);
    while let Some(cut) = reader.part(at) {
        at = cut;
    }
    Document { blocks: reader.blocks }
}

/// Length of the front matter: settings between `---` lines at the start of a page.
fn front_matter(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("---") else { return 0 };
    let is_rule = |line: &str| line.trim_end() == "---";
    let first = rest.split_inclusive('\n').next().unwrap_or_default();
    let settings = |line: &str| line.trim().is_empty() || line.contains(':') || line.starts_with([' ', '-']);
    let mut length = 3 + first.len();
    for line in text[length..].split_inclusive('\n') {
        length += line.len();
        if is_rule(line) {
            return if first.trim().is_empty() { length } else { 0 };
        }
        if !settings(line) {
            return 0;
        }
    }
    0
}

struct Reader<'a> {
    text: &'a str,
    blocks: Vec<Block<'a>>,
}

/// The state between two events.
#[derive(Default)]
struct Open<'a> {
    /// Text of a tight list item, which has no paragraph events.
    text: Option<Span>,
    /// Info string and place of a code block.
    code: Option<(&'a str, Span)>,
    /// Whether a list item has begun whose first paragraph is still to come.
    fresh_item: bool,
    /// End of the last paragraph, heading or HTML block; inline events up to there belong to it.
    read_to: usize,
}

impl<'a> Reader<'a> {
    /// Reads all blocks from `start` on; returns where to begin again when a fence was cut.
    fn part(&mut self, start: usize) -> Option<usize> {
        let mut open = Open::default();
        let text: &'a str = &self.text[start..];
        for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
            let cut = self.event(event, Span::new(start + range.start, start + range.end), &mut open);
            if cut.is_some() {
                return cut;
            }
        }
        self.close(&mut open);
        None
    }

    /// Handles one event; returns where to begin again when a fence was cut.
    fn event(&mut self, event: Event<'a>, span: Span, open: &mut Open<'a>) -> Option<usize> {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading(level as u8, span);
                open.read_to = span.end;
            }
            Event::Start(Tag::Item) => {
                self.close(open);
                open.fresh_item = true;
            }
            Event::Start(Tag::Paragraph) => {
                self.close(open);
                self.lines_of(span, std::mem::take(&mut open.fresh_item));
                open.read_to = span.end;
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.close(open);
                open.fresh_item = false;
                let info = if matches!(kind, CodeBlockKind::Fenced(_)) { self.info(span) } else { "" };
                open.code = Some((info, span));
            }
            Event::End(TagEnd::CodeBlock) => {
                let (info, span) = open.code.take()?;
                return self.code(info, span);
            }
            Event::Start(Tag::HtmlBlock) => {
                self.close(open);
                self.html(span);
                open.read_to = span.end;
            }
            Event::Start(Tag::List(_)) | Event::End(TagEnd::Item | TagEnd::List(_)) => self.close(open),
            event if is_inline(&event) && open.code.is_none() && span.end > open.read_to => {
                open.text.get_or_insert(span).end = span.end;
                open.fresh_item = false;
            }
            _ => {}
        }
        None
    }

    /// Ends the text of a tight list item.
    fn close(&mut self, open: &mut Open<'a>) {
        if let Some(span) = open.text.take() {
            self.lines_of(span, true);
        }
    }

    fn heading(&mut self, level: u8, span: Span) {
        let raw = span.of(self.text);
        // `text\n---` makes a heading of the last line of a paragraph; table lines above it are none.
        if !raw.trim_start().starts_with('#') && raw.contains('|') {
            return self.lines_of(span, false);
        }
        let line = trim(raw.split('\n').next().unwrap_or_default());
        let body = line.trim_start_matches('#').trim_end_matches('#');
        let text = plain(body);
        let block = Kind::Heading { level, text, anchor: anchor(body) };
        self.blocks
            .push(Block { kind: block, span: Span::new(span.start, span.start + raw.trim_end().len()) });
    }

    /// A paragraph: tables, headings that lack the space after `#`, prose.
    fn lines_of(&mut self, span: Span, item: bool) {
        let lines: Vec<Span> = raw_lines(self.text, span).collect();
        let mut from = 0;
        for (at, &line) in lines.iter().enumerate() {
            if let Some(level) = tight_heading(line.of(self.text)) {
                self.flush(&lines[from..at], item);
                let body = trim(line.of(self.text)).trim_matches('#');
                let kind = Kind::Heading { level, text: plain(body), anchor: anchor(body) };
                self.blocks.push(Block { kind, span: line });
                from = at + 1;
            }
        }
        self.flush(&lines[from..], item);
    }

    /// Lines that are no headings.
    fn flush(&mut self, mut lines: &[Span], item: bool) {
        if let Some(Block { kind: Kind::Table(table), span }) = self.blocks.last_mut()
            && let Some(used) = tables::go_on(self.text, lines, table)
        {
            span.end = lines[used - 1].end;
            lines = &lines[used..];
        }
        tables::split(self.text, lines, item, &mut self.blocks);
    }

    /// The info string of a fence.
    fn info(&self, span: Span) -> &'a str {
        let first = span.of(self.text).lines().next().unwrap_or_default();
        first.trim_start().trim_start_matches(['`', '~']).trim()
    }

    /// Adds a code block. A fence that swallowed a heading ends before it; then that place is returned.
    fn code(&mut self, info: &'a str, span: Span) -> Option<usize> {
        let raw = span.of(self.text);
        let fence = raw.trim_start();
        let marker = &fence[..fence.len() - fence.trim_start_matches(['`', '~']).len()];
        if marker.len() < 3 {
            self.indented(span);
            return None;
        }
        let start = span.start + raw.find('\n').map_or(raw.len(), |at| at + 1);
        let last = raw.trim_end().rsplit('\n').next().unwrap_or_default().trim();
        let closed = start < span.end && last.len() >= 3 && last.trim_matches(['`', '~']).is_empty();
        let end =
            if closed { span.start + raw.trim_end().rfind('\n').map_or(0, |at| at + 1) } else { span.end };
        let body = Span::new(start.min(end), end);
        let cut = swallowed_heading(self.text, body, closed);
        let body = Span::new(body.start, cut.unwrap_or(body.end));
        let (info, body) = brace_in_info(self.text, info, body);
        self.blocks.push(Block {
            kind: Kind::Code { info, body, closed: closed && cut.is_none() },
            span: Span::new(span.start, cut.unwrap_or(span.end)),
        });
        cut
    }

    /// Text indented by four blanks is code, unless it holds table rows or headings.
    fn indented(&mut self, span: Span) {
        let text = span.of(self.text);
        if text.lines().any(|line| line.trim_start().starts_with('|') || tight_heading(line.trim()).is_some())
        {
            return self.lines_of(span, false);
        }
        self.blocks.push(Block { kind: Kind::Code { info: "", body: span, closed: true }, span });
    }

    fn html(&mut self, span: Span) {
        if let Some(blocks) = html::tables(self.text, span) {
            self.blocks.extend(blocks);
            return;
        }
        let lines: Vec<Line<'a>> = raw_lines(self.text, span)
            .map(|span| Line { text: plain(span.of(self.text)), span })
            .filter(|line| !line.text.is_empty())
            .collect();
        if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            let span = Span::new(first.span.start, last.span.end);
            self.blocks.push(Block { kind: Kind::Lines { item: false, lines }, span });
        }
    }
}

/// Whether an event is text inside of a block.
fn is_inline(event: &Event<'_>) -> bool {
    let is_span =
        |tag: &Tag<'_>| matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. });
    match event {
        Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) => true,
        Event::Start(tag) => is_span(tag),
        _ => false,
    }
}

/// The brace of ```` ```json{ ```` belongs to the body.
fn brace_in_info<'a>(text: &'a str, info: &'a str, body: Span) -> (&'a str, Span) {
    match info.strip_suffix('{') {
        Some(word) => {
            let start = offset_in(text, info) + word.len();
            (word.trim_end(), Span::new(start, body.end))
        }
        None => (info, body),
    }
}

/// Non-blank lines of a range, without their line ends.
fn raw_lines(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let lines = span.of(text).split('\n').map(|line| line.trim_end_matches('\r'));
    lines.filter(|line| line.contains(|c| !is_blank(c))).map(move |line| {
        let start = offset_in(text, line);
        Span::new(start, start + line.len())
    })
}

/// Level of `##title`, a heading whose space was lost. One `#` alone is a comment or a tag.
fn tight_heading(line: &str) -> Option<u8> {
    let line = line.trim_start_matches(is_blank);
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let titled = line[level..].chars().next().is_some_and(|c| c.is_alphanumeric() || c == '*' || c == '<');
    ((2..=6).contains(&level) && titled).then_some(level as u8)
}

/// Where a heading begins inside a fence that should have ended before it.
fn swallowed_heading(text: &str, body: Span, closed: bool) -> Option<usize> {
    let is_heading = |rest: &str| {
        let level = rest.bytes().take_while(|byte| *byte == b'#').count();
        (2..=6).contains(&level) && rest[level..].starts_with(' ')
    };
    let reopened = |rest: &str| rest.lines().any(|line| line.trim_start().starts_with("```"));
    let begins_line = |at: usize| at == body.start || text.as_bytes()[at - 1] == b'\n';
    body.of(text)
        .match_indices('#')
        .map(|(at, _)| (body.start + at, &text[body.start + at..body.end]))
        .find(|(at, rest)| begins_line(*at) && is_heading(rest) && (!closed || reopened(rest)))
        .map(|(at, _)| at)
}
