//! Inline markup: the visible text of a cell, a heading, a line.

use std::borrow::Cow;

/// Tags that are markup. Anything else in angle brackets is text: `map<string, string>`, `<id>`.
const TAGS: &[&str] = &[
    "a", "b", "big", "br", "center", "code", "del", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strike", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul",
];

/// Tags that break lines.
const BREAKS: &[&str] = &["br", "div", "hr", "li", "ol", "p", "tr", "ul"];

/// The visible text: markup, tags and entities resolved, odd spaces normalized, ends trimmed.
pub fn plain(raw: &str) -> Cow<'_, str> {
    let trimmed = trim(raw);
    if !trimmed.contains(needs_reading) {
        return Cow::Borrowed(trimmed);
    }
    if let Some(code) = one_code_span(trimmed) {
        return Cow::Borrowed(trim(code));
    }
    let mut out = String::with_capacity(trimmed.len());
    write_plain(trimmed, &mut out, 0);
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
    text.trim_matches(is_blank)
}

/// Spaces, control characters and invisible characters.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}')
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

/// `depth` bounds the recursion into link texts.
fn write_plain(text: &str, out: &mut String, depth: u8) {
    let mut rest = text;
    let opens = |byte: &u8| matches!(byte, b'`' | b'*' | b'<' | b'[' | b'\\' | b'~');
    while let Some(at) = rest.as_bytes().iter().position(opens) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let used = match tail.as_bytes()[0] {
            b'`' => code(tail, out),
            b'*' => stars(tail, out),
            b'<' => tag(tail, out),
            b'[' => link(tail, out, depth),
            b'~' => tildes(tail),
            _ => escape(tail, out),
        };
        if used == 0 {
            let first = tail.chars().next().map_or(1, char::len_utf8);
            out.push_str(&tail[..first]);
            rest = &tail[first..];
        } else {
            rest = &tail[used..];
        }
    }
    out.push_str(rest);
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

/// `[text](target)` and `![alt](target)` leave their text.
fn link(tail: &str, out: &mut String, depth: u8) -> usize {
    let Some((text, target)) = link_parts(tail) else { return 0 };
    if out.ends_with('!') {
        out.pop();
    }
    if depth < 4 {
        write_plain(text, out, depth + 1);
    } else {
        out.push_str(text);
    }
    1 + text.len() + 2 + target.len() + 1
}

/// Text and target of the link that `tail` begins with.
pub fn link_parts(tail: &str) -> Option<(&str, &str)> {
    let mut open = 0usize;
    let close = tail.char_indices().find_map(|(at, c)| {
        match c {
            '[' => open += 1,
            ']' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })?;
    let target = tail[close + 1..].strip_prefix('(')?;
    let end = target.find(')')?;
    (!target[..end].contains('\n')).then(|| (&tail[1..close], &target[..end]))
}

fn tag(tail: &str, out: &mut String) -> usize {
    if let Some(comment) = tail.strip_prefix("<!--") {
        return comment.find("-->").map_or(0, |end| 4 + end + 3);
    }
    let Some(end) = tail.find('>') else { return 0 };
    let Some(name) = tag_name(&tail[1..end]) else { return autolink(&tail[1..end], out) };
    if BREAKS.contains(&name) && !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    end + 1
}

/// `<https://…>` leaves the address.
fn autolink(inner: &str, out: &mut String) -> usize {
    let address = inner.starts_with("http://") || inner.starts_with("https://");
    if !address || inner.contains(char::is_whitespace) {
        return 0;
    }
    out.push_str(inner);
    inner.len() + 2
}

fn tag_name(inner: &str) -> Option<&'static str> {
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let boundary = inner[end..].chars().next().is_none_or(|c| c.is_whitespace() || c == '/');
    TAGS.iter().find(|tag| boundary && tag.eq_ignore_ascii_case(&inner[..end])).copied()
}

/// The `id` or `name` an HTML tag inside `raw` gives.
pub fn anchor(raw: &str) -> Option<&str> {
    raw.find('=')?;
    let at = ["id=", "name="].iter().find_map(|key| raw.find(key).map(|at| at + key.len()))?;
    let quote = raw[at..].chars().next().filter(|c| *c == '"' || *c == '\'')?;
    let body = &raw[at + 1..];
    body.find(quote).map(|end| &body[..end])
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
    fn an_unbalanced_bracket_is_text() {
        check("[a](b", "[a](b");
        check("]x[", "]x[");
    }
}
