//! Blocks, flat and spanned: those that are certain from their lines, and of the others what pulldown-cmark's events say
//! that the later stages need.

use super::certain::{self, Certain};
use super::inline::{anchor, is_blank, plain, trim};
use super::{Block, Document, Kind, Line, Span, html, tables};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Blocks of most pages.
const USUAL_BLOCKS: usize = 32;

/// Lines of most tables.
const USUAL_LINES: usize = 32;

/// Reads any text as a document.
pub fn read(text: &str) -> Document<'_> {
    let mut scan = Scan::new(text);
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    at += front_matter(&text[at..]);
    scan.blocks(at);
    Document { blocks: scan.blocks }
}

/// Length of the block of settings between `---` lines that site generators put first.
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

struct Scan<'a> {
    text: &'a str,
    blocks: Vec<Block<'a>>,
    /// The lines of the paragraph at hand; empty between paragraphs.
    paragraph: Vec<Span>,
}

/// A paragraph, list item or heading that is being collected.
#[derive(Default)]
struct Open {
    start: usize,
    end: usize,
    item: bool,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        let (blocks, paragraph) = (Vec::with_capacity(USUAL_BLOCKS), Vec::with_capacity(USUAL_LINES));
        Self { text, blocks, paragraph }
    }

    /// Reads all blocks from `at` on.
    fn blocks(&mut self, mut at: usize) {
        while at < self.text.len() {
            at = self.block(at).max(at + 1);
        }
    }

    /// Reads the block at `start`, or all that there is doubt about; returns where the next block begins.
    fn block(&mut self, start: usize) -> usize {
        let Some((block, span, next)) = certain::block(self.text, start, &mut self.paragraph) else {
            self.paragraph.clear();
            let end = certain::doubt_ends(self.text, start);
            return self.doubtful(Span::new(start, end)).unwrap_or(end);
        };
        match block {
            Certain::Blank => {}
            Certain::Heading(level) => self.heading(level, span),
            Certain::Lines => self.lines(false),
            Certain::Fence => return self.code(self.info(span), span).unwrap_or(next),
        }
        next
    }

    /// Reads a part as pulldown-cmark does; returns where to begin again when a fence was cut.
    fn doubtful(&mut self, part: Span) -> Option<usize> {
        let mut open: Option<Open> = None;
        let mut code: Option<(&'a str, Span)> = None;
        let mut fresh_item = false;
        // Where the last paragraph, heading or block of HTML ends: what stands in it is read with it.
        let mut read_to = 0;
        for (event, range) in Parser::new_ext(part.of(self.text), Options::empty()).into_offset_iter() {
            let span = Span::new(part.start + range.start, part.start + range.end);
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    self.heading(level as u8, span);
                    read_to = range.end;
                }
                Event::Start(Tag::Item) => {
                    self.close(&mut open);
                    fresh_item = true;
                }
                Event::Start(Tag::Paragraph) => {
                    self.close(&mut open);
                    self.lines_of(span, std::mem::take(&mut fresh_item));
                    read_to = range.end;
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.close(&mut open);
                    fresh_item = false;
                    let info = if matches!(kind, CodeBlockKind::Fenced(_)) { self.info(span) } else { "" };
                    code = Some((info, span));
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((info, span)) = code.take()
                        && let Some(next) = self.code(info, span)
                    {
                        return Some(next);
                    }
                }
                Event::Start(Tag::HtmlBlock) => {
                    self.close(&mut open);
                    self.html(span);
                    read_to = range.end;
                }
                Event::Text(_)
                | Event::Code(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
                    // Text straight inside an item: a tight list has no paragraph events.
                    if code.is_none() && range.end > read_to => {
                        let Span { start, end } = span;
                        open.get_or_insert(Open { start, end, item: true }).end = end;
                        fresh_item = false;
                    }
                Event::Start(Tag::List(_)) | Event::End(TagEnd::Item | TagEnd::List(_)) => {
                    self.close(&mut open)
                }
                _ => {}
            }
        }
        self.close(&mut open);
        None
    }

    fn close(&mut self, open: &mut Option<Open>) {
        if let Some(Open { start, end, item }) = open.take() {
            self.lines_of(Span::new(start, end), item);
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

    /// A paragraph by its place.
    fn lines_of(&mut self, span: Span, item: bool) {
        self.paragraph.extend(raw_lines(self.text, span));
        self.lines(item);
    }

    /// A paragraph: tables, headings that lack the space after `#`, prose.
    fn lines(&mut self, item: bool) {
        let lines = std::mem::take(&mut self.paragraph);
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
        self.paragraph = lines;
        self.paragraph.clear();
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

    /// Keeps a code block. A fence that swallowed a heading ends before it; then the place to go on is returned.
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

    /// Four blanks make a code block; table rows and headings in it are none.
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

/// The brace of ```` ```json{ ```` belongs to the body.
fn brace_in_info<'a>(text: &'a str, info: &'a str, body: Span) -> (&'a str, Span) {
    match info.strip_suffix('{') {
        Some(word) => {
            let start = super::offset_in(text, info) + word.len();
            (word.trim_end(), Span::new(start, body.end))
        }
        None => (info, body),
    }
}

/// Non-blank lines of a range, without their line ends.
fn raw_lines(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut from = span.start;
    let breaks = memchr::memchr_iter(b'\n', span.of(text).as_bytes()).map(move |at| span.start + at);
    breaks.chain([span.end]).filter_map(move |end| {
        let start = std::mem::replace(&mut from, end + 1);
        let line = text[start..end].trim_end_matches('\r');
        line.contains(|c| !is_blank(c)).then(|| Span::new(start, start + line.len()))
    })
}

/// Level of `##title`, a heading whose space was lost. One `#` alone is a comment or a tag.
fn tight_heading(line: &str) -> Option<u8> {
    // Nearly all lines tell by their first word that they are none.
    if line.trim_ascii_start().bytes().next().is_some_and(|byte| byte.is_ascii_graphic() && byte != b'#') {
        return None;
    }
    let line = line.trim_start_matches(is_blank);
    if !line.starts_with("##") {
        return None;
    }
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
    memchr::memchr_iter(b'#', body.of(text).as_bytes())
        .map(|at| (body.start + at, &text[body.start + at..body.end]))
        .find(|(at, rest)| begins_line(*at) && is_heading(rest) && (!closed || reopened(rest)))
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// Lines that open, end or go on with blocks.
    const LINES: &[&str] = &[
        "",
        " ",
        "|a|",
        "|`b|",
        "|c> |",
        "| d] |  ",
        " |e|",
        "# f",
        "#g",
        "##h",
        "- i",
        "> j",
        "```",
        "~~~",
        "<div>",
        "<!--",
        "-->",
        "[k]:",
        "[l",
        "]: m",
        "---",
        "|---|",
        "    n",
        "o\r|p|",
        "\\",
        "1. q",
        "</pre>",
        "<pre>",
        "\t|r|",
        "```s",
        "  ```",
        "````",
        "```\rt",
        "<b>",
        "<script>",
        "<?",
        "=",
        "u",
        "表 ",
        "`v`",
        "**w**",
        "***",
        "  x",
        "```y`z",
        "``` ",
        "#",
        "####### a",
        "  - b",
    ];

    /// What pulldown-cmark alone says of a text.
    fn doubted(text: &str) -> Vec<Block<'_>> {
        let (mut scan, mut at) = (Scan::new(text), 0);
        while let Some(next) = scan.doubtful(Span::new(at, text.len())) {
            at = next.max(at + 1);
        }
        scan.blocks
    }

    fn scanned(text: &str) -> Vec<Block<'_>> {
        let mut scan = Scan::new(text);
        scan.blocks(0);
        scan.blocks
    }

    proptest! {
        #[test]
        fn what_is_certain_is_no_other_in_doubt(
            lines in vec(select(LINES), 0..12),
            end in select(&["\n", "\r\n"][..]),
        ) {
            let text = lines.join(end);
            prop_assert_eq!(scanned(&text), doubted(&text), "{:?}", text);
        }
    }
}
