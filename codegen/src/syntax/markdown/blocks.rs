//! Blocks, flat and spanned, from the events of pulldown-cmark.

use super::definitions::{self, defined};
use super::document::{Block, Document, Fault, Kind, Line, Span};
use super::inline::{is_blank, plain, trim};
use super::prepare::{Prepared, brace_in_info, prepare};
use super::{anchors, html, tables, tags};
use crate::syntax::text::offset_in;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Reads any text as a document.
pub fn read(text: &str) -> Document<'_> {
    let byte_order_mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = byte_order_mark + front_matter(&text[byte_order_mark..]);
    let Prepared { text: prepared, code, faults } = prepare(text, start);
    let mut reader = Reader { text, prepared: &prepared, blocks: Vec::new(), faults, quotes: 0 };
    reader.read(start);
    let Reader { mut blocks, mut faults, .. } = reader;
    if !code.is_empty() {
        blocks.extend(code);
        blocks.sort_by_key(|block| block.span.start);
    }
    faults.sort_by_key(|fault| (fault.span.start, fault.kind));
    Document { anchors: anchors::all(text, &blocks), blocks, faults }
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

struct Reader<'a, 'p> {
    text: &'a str,
    /// What pulldown-cmark reads in its place.
    prepared: &'p str,
    blocks: Vec<Block<'a>>,
    faults: Vec<Fault>,
    /// Quotes around the place.
    quotes: usize,
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

impl<'a> Reader<'a, '_> {
    /// Reads all blocks from `start` on.
    fn read(&mut self, start: usize) {
        let mut open = Open::default();
        let prepared = self.prepared;
        for (event, range) in Parser::new_ext(&prepared[start..], Options::empty()).into_offset_iter() {
            self.event(event, Span::new(start + range.start, start + range.end), &mut open);
        }
        self.close(&mut open);
    }

    fn event(&mut self, event: Event<'_>, span: Span, open: &mut Open<'a>) {
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
                if let Some((info, span)) = open.code.take() {
                    self.code(info, span);
                }
            }
            Event::Start(Tag::HtmlBlock) => {
                self.close(open);
                self.html(span);
                open.read_to = span.end;
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.close(open);
                self.quotes += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.close(open);
                self.quotes = self.quotes.saturating_sub(1);
            }
            Event::Start(Tag::List(_)) | Event::End(TagEnd::Item | TagEnd::List(_)) => self.close(open),
            event if is_inline(&event) && open.code.is_none() && span.end > open.read_to => {
                open.text.get_or_insert(span).end = span.end;
                open.fresh_item = false;
            }
            _ => {}
        }
    }

    /// Ends the text of a tight list item.
    fn close(&mut self, open: &mut Open<'a>) {
        if let Some(span) = open.text.take() {
            self.lines_of(span, true);
        }
    }

    fn heading(&mut self, level: u8, span: Span) {
        let raw = span.of(self.text);
        let begins = raw.trim_start();
        // `text\n---` makes a heading of the last line of a paragraph; table lines above it are none.
        if !begins.starts_with(['#', '<']) && raw.contains('|') {
            return self.lines_of(span, false);
        }
        let line = if begins.starts_with('<') {
            trim(raw)
        } else {
            trim(raw.split('\n').next().unwrap_or_default())
        };
        let end = span.start + raw.trim_end().len();
        self.push_heading(level, line, Span::new(span.start, end));
    }

    fn push_heading(&mut self, level: u8, line: &'a str, span: Span) {
        let (title, _) = anchors::split_attributes(line);
        let text = plain(trim(title).trim_matches('#'));
        self.blocks
            .push(Block { kind: Kind::Heading { level, text, anchor: anchors::of_heading(line) }, span });
    }

    /// A paragraph: tables, headings that lack the space after `#`, prose.
    fn lines_of(&mut self, span: Span, item: bool) {
        let unquoted = |line: Span| unquoted(self.prepared, line, self.quotes);
        let lines: Vec<Span> = raw_lines(self.prepared, span).map(unquoted).collect();
        let mut from = 0;
        for (at, &line) in lines.iter().enumerate() {
            if let Some(level) = tight_heading(line.of(self.text)) {
                self.flush(&lines[from..at], item);
                self.push_heading(level, line.of(self.text), line);
                from = at + 1;
            }
        }
        self.flush(&lines[from..], item);
    }

    /// Lines that are no headings.
    fn flush(&mut self, mut lines: &[Span], item: bool) {
        if let Some(Block { kind: Kind::Table(table), span }) = self.blocks.last_mut()
            && let Some(used) = tables::go_on(self.text, lines, table, &mut self.faults)
        {
            span.end = lines[used - 1].end;
            lines = &lines[used..];
        }
        let defined = defined(self.text, lines);
        tables::split(
            self.text,
            defined.as_deref().unwrap_or(lines),
            item,
            &mut self.blocks,
            &mut self.faults,
        );
    }

    /// The info string of a fence.
    fn info(&self, span: Span) -> &'a str {
        let first = span.of(self.text).lines().next().unwrap_or_default();
        first.trim_start().trim_start_matches(['`', '~']).trim()
    }

    /// Adds a code block.
    fn code(&mut self, info: &'a str, span: Span) {
        let raw = span.of(self.text);
        let fence = raw.trim_start();
        let marker = &fence[..fence.len() - fence.trim_start_matches(['`', '~']).len()];
        if marker.len() < 3 {
            return self.indented(span);
        }
        let start = span.start + raw.find('\n').map_or(raw.len(), |at| at + 1);
        // In a quotation each line has its mark.
        let mark = |line: &str| match self.quotes {
            0 => 0,
            _ => line.len() - line.trim_start_matches(['>', ' ', '\t']).len(),
        };
        let start = start + mark(&raw[start - span.start..]);
        let last = raw.trim_end().rsplit('\n').next().unwrap_or_default();
        let last = last[mark(last)..].trim();
        let closed = start < span.end && last.len() >= 3 && last.trim_matches(['`', '~']).is_empty();
        let end =
            if closed { span.start + raw.trim_end().rfind('\n').map_or(0, |at| at + 1) } else { span.end };
        let (info, body) = brace_in_info(self.text, info, Span::new(start.min(end), end));
        self.blocks.push(Block { kind: Kind::Code { info, body, closed }, span });
    }

    /// Text indented by four blanks is code, unless it holds table rows or headings.
    fn indented(&mut self, span: Span) {
        let text = span.of(self.text);
        let components = self.components(span);
        if !components.is_empty() {
            return self.blocks.extend(components);
        }
        let definitions = self.definitions(span);
        if !definitions.is_empty() {
            return self.blocks.extend(definitions);
        }
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
        let components = self.components(span);
        if !components.is_empty() {
            return self.blocks.extend(components);
        }
        if let Some(body) = html::preformatted(self.text, span) {
            return self.blocks.push(Block { kind: Kind::Code { info: "", body, closed: true }, span });
        }
        let items = html::definitions(self.text, span);
        let end = items.first().map_or(span.end, |item| item.start);
        let lines: Vec<Line<'a>> = raw_lines(self.text, Span::new(span.start, end))
            .map(|span| Line { text: plain(span.of(self.text)), span })
            .filter(|line| !line.text.is_empty() || tags::gives_method(line.span.of(self.text)))
            .collect();
        if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            let span = Span::new(first.span.start, last.span.end);
            self.blocks.push(Block { kind: Kind::Lines { item: false, lines }, span });
        }
        for span in items {
            let lines = vec![Line { text: plain(span.of(self.text)), span }];
            self.blocks.push(Block { kind: Kind::Lines { item: true, lines }, span });
        }
    }
}

impl<'a> Reader<'a, '_> {
    /// The components of a block that have types, each with the lines in it: an item for each.
    fn components(&self, span: Span) -> Vec<Block<'a>> {
        let lines: Vec<Span> = raw_lines(self.text, span).collect();
        let begins = |line: &Span| tags::gives_type(line.of(self.text));
        let starts: Vec<usize> = (0..lines.len()).filter(|at| begins(&lines[*at])).collect();
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        let item = |(start, end): (&usize, usize)| {
            let lines = &lines[*start..end];
            let of_text = |span: &Span| Line { text: plain(span.of(self.text)), span: *span };
            let (first, rest) = lines.split_first()?;
            let inside = rest.iter().map(of_text).filter(|line| !line.text.is_empty());
            let lines: Vec<Line<'a>> = std::iter::once(of_text(first)).chain(inside).collect();
            let span = Span::new(first.start, lines.last()?.span.end);
            Some(Block { kind: Kind::Lines { item: true, lines }, span })
        };
        starts.iter().zip(ends).filter_map(item).collect()
    }
}

impl<'a> Reader<'a, '_> {
    /// Definitions below a definition, each an item: they stand as deep as code would.
    fn definitions(&self, span: Span) -> Vec<Block<'a>> {
        let lines: Vec<Span> = raw_lines(self.text, span).collect();
        let items = definitions::items(self.text, &lines).into_iter().filter_map(|lines| {
            let span = Span::new(lines.first()?.start, lines.last()?.end);
            let lines = lines.into_iter().map(|span| Line { text: plain(span.of(self.text)), span });
            Some(Block { kind: Kind::Lines { item: true, lines: lines.collect() }, span })
        });
        items.collect()
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

/// Non-blank lines of a range, without their line ends.
fn raw_lines(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let lines = span.of(text).split('\n').map(|line| line.trim_end_matches('\r'));
    lines.filter(|line| line.contains(|c| !is_blank(c))).map(move |line| {
        let start = offset_in(text, line);
        Span::new(start, start + line.len())
    })
}

/// A line without the marks of the quotes that it stands in.
fn unquoted(text: &str, mut line: Span, quotes: usize) -> Span {
    for _ in 0..quotes {
        let raw = line.of(text);
        let Some(rest) = raw.trim_start().strip_prefix('>') else { break };
        line.start += offset_in(raw, rest.trim_start());
    }
    line
}

/// Level of `##title`, a heading whose space was lost. One `#` alone is a comment or a tag.
fn tight_heading(line: &str) -> Option<u8> {
    let line = line.trim_start_matches(is_blank);
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let titled = line[level..].chars().next().is_some_and(|c| c.is_alphanumeric() || c == '*' || c == '<');
    ((2..=6).contains(&level) && titled).then_some(level as u8)
}
