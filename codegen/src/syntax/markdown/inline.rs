//! Inline markup: the visible text of a cell, a heading, a line.

use super::brackets::Brackets;
use super::next::Next;
use super::tags;
use std::borrow::Cow;

/// Tags that are markup. Anything else in angle brackets is text: `map<string, string>`, `<id>`.
const TAGS: &[&str] = &[
    "a",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
];

/// Tags that break lines.
const BREAKS: &[&str] =
    &["blockquote", "br", "dd", "details", "div", "dt", "hr", "li", "ol", "p", "summary", "tr", "ul"];

/// The visible text: markup, tags and entities resolved, odd spaces normalized, ends trimmed.
pub fn plain(raw: &str) -> Cow<'_, str> {
    let trimmed = trim(raw);
    if trimmed.bytes().all(is_letter) || !trimmed.contains(needs_reading) {
        return Cow::Borrowed(trimmed);
    }
    if let Some(code) = one_code_span(trimmed) {
        return Cow::Borrowed(trim(code));
    }
    let mut writer = Writer::new(trimmed);
    writer.write(0, trimmed.len(), 0);
    let mut out = writer.out;
    if out.contains('&') {
        out = html_escape::decode_html_entities(&out).into_owned();
    }
    if out.contains(|c| plain_char(c) != Some(c)) {
        out = out.chars().filter_map(plain_char).collect();
    }
    let kept = trim(&out);
    Cow::Owned(if kept.len() == out.len() { out } else { kept.to_owned() })
}

/// The inside of a text that is one code span with nothing else to resolve.
fn one_code_span(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('`')?.strip_suffix('`')?;
    (!inside.contains(needs_reading)).then_some(inside)
}

/// The text without blanks at its ends.
pub fn trim(text: &str) -> &str {
    // Most texts begin and end with something to be seen, or with plain blanks around it.
    let inside = text.trim_ascii();
    let is_seen = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    match is_seen(inside.as_bytes().first()) && is_seen(inside.as_bytes().last()) {
        true => inside,
        false => text.trim_matches(is_blank),
    }
}

/// Spaces, control characters and invisible characters.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}')
}

/// Which bytes are of letters, digits, blanks and marks that never are markup and are visible as they stand.
static LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < letters.len() {
        letters[byte] = match byte as u8 {
            b' ' | b'_' | b'-' | b'.' | b',' | b':' | b'/' => true,
            // Odd spaces and invisible characters begin with one of the bytes that are left out.
            0x80..=0xc1 | 0xc3..=0xe1 | 0xe4..=0xee | 0xf0.. => true,
            byte => byte.is_ascii_alphanumeric(),
        };
        byte += 1;
    }
    letters
};

/// Whether a byte is of a character that never is markup.
fn is_letter(byte: u8) -> bool {
    LETTERS[usize::from(byte)]
}

/// Whether a character is inline markup, or not visible as it stands.
fn needs_reading(c: char) -> bool {
    matches!(c, '`' | '*' | '<' | '&' | '[' | '\\' | '~' | '\n' | '\r') || plain_char(c) != Some(c)
}

fn plain_char(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{2009}' | '\u{3000}' => Some(' '),
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' => None,
        c => (!c.is_control()).then_some(c),
    }
}

/// Writes the visible text of inline markup. Each search is remembered, so that unclosed marks cost linear time.
struct Writer<'t> {
    text: &'t str,
    out: String,
    brackets: Option<Brackets>,
    comment_end: Next,
    tag_end: Next,
}

/// Link texts within link texts that are resolved.
const LINK_DEPTH: u8 = 4;

impl<'t> Writer<'t> {
    fn new(text: &'t str) -> Self {
        let out = String::with_capacity(text.len());
        Self { text, out, brackets: None, comment_end: Next::new("-->"), tag_end: Next::new(">") }
    }

    /// Writes a part of the text.
    fn write(&mut self, mut at: usize, end: usize, depth: u8) {
        while let Some(found) = self.text[at..end].find(['`', '*', '<', '[', '\\', '~']) {
            self.out.push_str(&self.text[at..at + found]);
            at += found;
            let tail = &self.text[at..end];
            let used = match tail.as_bytes()[0] {
                b'`' => code(tail, &mut self.out),
                b'*' => stars(tail, &self.out),
                b'<' => self.tag(at, end),
                b'[' => self.link(at, end, depth),
                b'~' => tildes(tail),
                _ => escape(tail, &mut self.out),
            };
            let kept = if used == 0 { text_length(tail) } else { 0 };
            self.out.push_str(&tail[..kept]);
            at += used + kept;
        }
        self.out.push_str(&self.text[at..end]);
    }

    /// `[text](target)` and `![alt](target)` leave their text.
    fn link(&mut self, at: usize, end: usize, depth: u8) -> usize {
        let text = self.text;
        let brackets = self.brackets.get_or_insert_with(|| Brackets::new(text));
        let Some(place) = brackets.link(at).filter(|place| place.target.end < end) else { return 0 };
        if self.out.ends_with('!') {
            self.out.pop();
        }
        if depth < LINK_DEPTH {
            self.write(place.text.start, place.text.end, depth + 1);
        } else {
            self.out.push_str(&text[place.text.clone()]);
        }
        place.target.end + 1 - at
    }

    fn tag(&mut self, at: usize, end: usize) -> usize {
        let tail = &self.text[at..end];
        if tail.starts_with("<!--") {
            return self.comment_end.find(self.text, at + 4, end).map_or(0, |close| close + 3 - at);
        }
        let Some(name) = tag_name(&tail[1..]) else {
            return autolink(tail, &mut self.out).unwrap_or_else(|| component(tail));
        };
        let Some(close) = self.tag_end.find(self.text, at, end) else { return 0 };
        if BREAKS.contains(&name) && !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        close + 1 - at
    }
}

fn code(tail: &str, out: &mut String) -> usize {
    let ticks = tail.bytes().take_while(|byte| *byte == b'`').count();
    let body = &tail[ticks..];
    match body.find(&tail[..ticks]) {
        Some(end) => {
            out.push_str(body[..end].trim());
            ticks + end + ticks
        }
        // A tick without its partner is broken markup, not text.
        None => ticks,
    }
}

/// `**bold**` and `*emphasis*` lose their stars where they flank words; a lone `*` stays.
fn stars(tail: &str, out: &str) -> usize {
    let run = tail.bytes().take_while(|byte| *byte == b'*').count();
    let opens = tail[run..].chars().next().is_some_and(|c| !is_blank(c));
    let before = out.chars().next_back();
    let closes = before.is_some_and(|c| !is_blank(c));
    let lone = run == 1
        && (!opens && !closes
            || before == Some('.')
            || matches!(before, None | Some('[' | '(')) && tail[1..].starts_with(['.', ']', ')']));
    if lone || run > 3 { 0 } else { run }
}

/// Length of a mark that is text: of a long run of stars all but the last three.
fn text_length(tail: &str) -> usize {
    tail.bytes().take_while(|byte| *byte == b'*').count().saturating_sub(3).max(1)
}

fn tildes(tail: &str) -> usize {
    if tail.starts_with("~~") { 2 } else { 0 }
}

fn escape(tail: &str, out: &mut String) -> usize {
    match tail.as_bytes().get(1) {
        Some(byte) if byte.is_ascii_punctuation() => {
            out.push(*byte as char);
            2
        }
        _ => 0,
    }
}

/// `<https://…>` leaves the address.
fn autolink(tail: &str, out: &mut String) -> Option<usize> {
    (tail.starts_with("<http://") || tail.starts_with("<https://")).then_some(())?;
    let end = tail.find(['>', ' ', '\t', '\n', '\r']).filter(|end| tail[*end..].starts_with('>'))?;
    out.push_str(&tail[1..end]);
    Some(end + 1)
}

/// Length of the tag of a component (`<Tooltip tip="x">`, `<Anchor />`, `</Tooltip>`); 0 for other text in angle brackets.
fn component(tail: &str) -> usize {
    tags::read(tail).filter(|tag| tag.is_component()).map_or(0, |tag| tag.length)
}

/// Whether a tag of this name is markup.
pub(super) fn is_markup(name: &str) -> bool {
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// The tag of markup that a text behind `<` begins with.
fn tag_name(inner: &str) -> Option<&'static str> {
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let is_whole = inner[end..].starts_with(|c: char| c.is_whitespace() || c == '/' || c == '>');
    TAGS.iter().find(|tag| is_whole && tag.eq_ignore_ascii_case(&inner[..end])).copied()
}

/// The visible lines of a cell of several lines, without the marks of list items and code blocks.
pub(super) fn lines_of(cell: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in cell.lines().map(trim).filter(|line| !line.is_empty() && !line.starts_with("```")) {
        lines.push(["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line));
    }
    plain(&lines.join("\n")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        assert_eq!(plain(raw), expect);
    }

    #[test]
    fn markup_goes() {
        check(" **regionId**\t", "regionId");
        check("`bk_biz_id`", "bk_biz_id");
        check("*已弃用*，见 [Filter[]](describe#filter)", "已弃用，见 Filter[]");
        check("array[[*Disk*](#Disk)]", "array[Disk]");
        check("a<br>b<br/>c", "a\nb\nc");
        check(r"bk\_data\_id \| x", "bk_data_id | x");
        check("<div style=\"width: 50pt\">必选</div>", "必选");
    }

    #[test]
    fn text_stays() {
        check("map<string, list<int>>", "map<string, list<int>>");
        check("/x/<id>/y", "/x/<id>/y");
        check("data.forms.*.type", "data.forms.*.type");
        check("data[*].id", "data[*].id");
        check("3 * 4", "3 * 4");
        check("bk_set_name", "bk_set_name");
        check("a\u{a0}b\u{200b}", "a b");
        check("-&gt; &#34;x&#34;&emsp;", "-> \"x\"");
    }

    #[test]
    fn blocks_in_cells_are_lines() {
        check("Kind <details><summary>More</summary>`oak`, `elm`</details>", "Kind \nMore\noak, elm");
        check("How <ul><li>`0`: up</li><li>`1`: down</li></ul>", "How \n0: up\n1: down");
        check("a <!-- b --> c", "a  c");
    }

    #[test]
    fn components_are_markup_and_placeholders_are_text() {
        check("<Tip text=\"x > y\">a</Tip> <Anchor id='b' />", "a");
        check("<Tip text={x}>a</Tip>", "a");
        check("List<String> <ID> </id> <a", "List<String> <ID> </id> <a");
    }

    #[test]
    fn an_unbalanced_bracket_is_text() {
        check("[a](b", "[a](b");
        check("]x[", "]x[");
    }
}
