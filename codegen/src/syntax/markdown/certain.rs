//! Blocks that are certain from their lines alone: most pages are headings, rows, fences and sentences, and what marks
//! those is the first thing on a line. Where there is doubt, pulldown-cmark is asked.

use super::Span;

/// What begins where any block may begin.
pub(super) enum Certain {
    /// Nothing: the line is blank.
    Blank,
    /// A heading of this level, one line long.
    Heading(u8),
    /// A fence that is closed.
    Fence,
    /// A paragraph, a table maybe.
    Lines,
}

/// The mark of a fence. One that is indented, longer or made of tildes is not certain.
const FENCE: &[u8] = b"```";

/// The block that begins at `start`, its place and where the next line begins. The lines of a paragraph are added to
/// `lines`, without their breaks.
pub(super) fn block(text: &str, start: usize, lines: &mut Vec<Span>) -> Option<(Certain, Span, usize)> {
    let Line { span, next } = line(text, start)?;
    let (block, Line { span, next }) = match begins(text, span)? {
        Begins::Nothing => (Certain::Blank, Line { span, next }),
        Begins::Heading(level) => (Certain::Heading(level), Line { span, next }),
        Begins::Fence => (Certain::Fence, closing(text, next)?),
        Begins::Text => (Certain::Lines, paragraph(text, start, lines)?),
    };
    Some((block, Span::new(start, span.end), next))
}

/// Where pulldown-cmark may stop that is asked from `start` on: everything is closed where something certain begins at
/// the edge, unless a fence or a block of HTML is open that reaches on.
pub(super) fn doubt_ends(text: &str, start: usize) -> usize {
    let (mut at, mut is_below_blank, mut is_html) = (start, false, false);
    while let Some(Line { span, next }) = line(text, at) {
        let begins = begins(text, span);
        let interrupts = matches!(begins, Some(Begins::Heading(_) | Begins::Fence)) && !is_html;
        if at > start && (interrupts || is_below_blank && !matches!(begins, None | Some(Begins::Nothing))) {
            return at;
        }
        if may_reach_on(span.of(text)) || next == text.len() {
            break;
        }
        is_below_blank = matches!(begins, Some(Begins::Nothing));
        is_html = !is_below_blank && (is_html || span.of(text).contains('<'));
        at = next;
    }
    text.len()
}

/// A line without its break.
struct Line {
    span: Span,
    /// Where the next one begins.
    next: usize,
}

/// The line at `start`, unless there is a lone carriage return in it, which ends a line for some.
fn line(text: &str, start: usize) -> Option<Line> {
    let rest = &text.as_bytes()[start..];
    let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    let line_break = match rest[length..] {
        [] => 0,
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    let end = start + length;
    Some(Line { span: Span::new(start, end), next: end + line_break })
}

/// What begins with a line.
enum Begins {
    Nothing,
    Heading(u8),
    Fence,
    Text,
}

fn begins(text: &str, line: Span) -> Option<Begins> {
    match bytes(text, line) {
        [b'a'..=b'z' | b'A'..=b'Z' | b'|' | 0xe4..=0xe9, ..] => Some(Begins::Text),
        line @ [b'#', ..] => hashes(line),
        line @ [b'`', ..] => ticks(line),
        [b'*', b'*', byte, ..] if is_letter(*byte) => Some(Begins::Text),
        line => line.iter().all(is_blank).then_some(Begins::Nothing),
    }
}

fn bytes(text: &str, span: Span) -> &[u8] {
    &text.as_bytes()[span.start..span.end]
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, 0xe4..=0xe9)
}

/// A heading, or a text whose writer forgot the space.
fn hashes(line: &[u8]) -> Option<Begins> {
    let level = line.iter().take_while(|byte| **byte == b'#').count();
    match line.get(level) {
        Some(b' ') if level <= 6 => Some(Begins::Heading(level as u8)),
        Some(byte) if is_letter(*byte) => Some(Begins::Text),
        _ => None,
    }
}

/// A fence, or a text that begins with code.
fn ticks(line: &[u8]) -> Option<Begins> {
    match line.strip_prefix(FENCE) {
        Some(info) => memchr::memchr(b'`', info).is_none().then_some(Begins::Fence),
        None => line.get(1).is_some_and(|byte| is_letter(*byte)).then_some(Begins::Text),
    }
}

/// The line that closes a fence whose inside begins at `start`: the next mark of its kind, beyond doubt.
fn closing(text: &str, start: usize) -> Option<Line> {
    let inside = &text.as_bytes()[start..];
    let is_mark = |at: &usize| inside[*at..].starts_with(FENCE);
    let mark = start + memchr::memchr_iter(b'`', inside).find(is_mark)?;
    let closing = line(text, mark)?;
    let is_alone = bytes(text, closing.span)[FENCE.len()..].iter().all(is_blank);
    (is_alone && text[..mark].ends_with('\n')).then_some(closing)
}

/// The last line of a paragraph: what follows is blank, a heading or a fence. All lines have to be text beyond doubt.
fn paragraph(text: &str, start: usize, lines: &mut Vec<Span>) -> Option<Line> {
    let mut last = Line { span: Span::default(), next: start };
    while last.next < text.len() {
        let line = line(text, last.next)?;
        match begins(text, line.span).or_else(|| goes_on(text, line.span))? {
            Begins::Text => lines.push(line.span),
            _ => break,
        }
        last = line;
    }
    Some(last)
}

/// Text that is indented goes on with the text above.
fn goes_on(text: &str, line: Span) -> Option<Begins> {
    let indent = bytes(text, line).iter().take_while(|byte| is_blank(byte)).count();
    begins(text, Span::new(line.start + indent, line.end)).filter(|begins| matches!(begins, Begins::Text))
}

/// Whether a line may open a fence, or a block of HTML that blank lines do not end.
fn may_reach_on(line: &str) -> bool {
    let opens = |at: usize| {
        let tag = line.as_bytes()[at + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let tag = &line[at + 1..at + 1 + tag];
        line[at + 1..].starts_with(['!', '?'])
            || ["pre", "script", "style", "textarea"].iter().any(|word| word.eq_ignore_ascii_case(tag))
    };
    line.contains("```") || line.contains("~~~") || memchr::memchr_iter(b'<', line.as_bytes()).any(opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first block, and how much of the text it is; for a block in doubt, how much pulldown-cmark is asked for.
    #[track_caller]
    fn check(text: &str, expect: &str, length: usize) {
        let mut lines = Vec::new();
        let (found, end) = match block(text, 0, &mut lines) {
            Some((Certain::Blank, _, end)) => ("blank", end),
            Some((Certain::Heading(_), _, end)) => ("heading", end),
            Some((Certain::Fence, _, end)) => ("fence", end),
            Some((Certain::Lines, _, end)) => ("lines", end),
            None => ("doubt", doubt_ends(text, 0)),
        };
        assert_eq!((found, end), (expect, length), "{text}");
    }

    #[test]
    fn most_blocks_are_certain() {
        check(" \t\r\n# a", "blank", 4);
        check("## a\nb", "heading", 5);
        check("a\n|b|\n  |c|\n\n", "lines", 12);
        check("表\n# b", "lines", 4);
        check("##a\n```\n", "lines", 4);
        check("```json\r\n{\n\n}\r\n``` \r\na", "fence", 21);
    }

    #[test]
    fn doubt_ends_where_something_certain_begins() {
        check("- a\n- b\n\n  c\n# d", "doubt", 13);
        check("1. a\nb\n\nc", "doubt", 8);
        check("a\n---\n```\n```", "doubt", 6);
        check("<div>\n# a\n\n# b", "doubt", 11);
        check("a\rb\n\nc", "doubt", 6);
    }

    #[test]
    fn doubt_reaches_on_where_a_block_may_be_open() {
        check("<!-- a\n\n# b", "doubt", 11);
        check("- ```\n# a", "doubt", 9);
        check("~~~\n\na", "doubt", 6);
        check("```\na\n  ```\n\n# b", "doubt", 16);
        check("```a`b\n\nc", "doubt", 9);
    }
}
