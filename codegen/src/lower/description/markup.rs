//! What stands in a description and says nothing: tags, escapes, emphasis, marks that were put in the wrong place.

use std::borrow::Cow;

/// Underscores that are looked at for the end of an emphasis.
const EMPHASIS_MARKS: usize = 16;

/// Longest HTML tag, in bytes.
const TAG_BYTES: usize = 40;

/// The text without tags, escapes and emphasis; tags that end a line become line breaks.
pub(super) fn clean(description: &str) -> Cow<'_, str> {
    let text = description.trim();
    if let Some(repaired) =
        with_spaces(text).or_else(|| numbered(text)).or_else(|| circled(text)).or_else(|| ungrouped(text))
    {
        return Cow::Owned(clean(&repaired).into_owned());
    }
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'\\' | b'\r' | b'*' | b'_' | b'\n')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if !out.is_empty() {
            out.push('\n');
        }
        clean_line(unquoted(line), &mut out);
    }
    Cow::Owned(if out.contains('\n') { without_empty_lines(&out) } else { out })
}

/// The lines that hold something: tags that open and close an item end a line twice.
fn without_empty_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// A line of several that stands in quotes as a whole, without them.
fn unquoted(line: &str) -> &str {
    let inside = line.trim().strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inside.filter(|it| !it.contains('"')).unwrap_or(line)
}

fn clean_line(line: &str, out: &mut String) {
    let mut at = 0;
    let mut emphasis_ends = None;
    while let Some(it) = line[at..].chars().next() {
        let rest = &line[at..];
        let skip = match it {
            '<' => tag_len(rest),
            '*' if rest.starts_with("**") => 2,
            '_' if emphasis_ends == Some(at) => 1,
            '_' if out.chars().next_back().is_none_or(is_outside) => {
                emphasis_ends = emphasis(rest).map(|len| at + len);
                usize::from(emphasis_ends.is_some())
            }
            '\r' => 1,
            '\\' if rest[1..].starts_with(|next: char| next.is_ascii_punctuation()) => 1,
            _ => 0,
        };
        at += skip;
        if breaks_line(&rest[..skip]) {
            out.push('\n');
        }
        // The character behind an escape is text.
        if skip == 0 || it == '\\' {
            let text = line[at..].chars().next();
            out.extend(text);
            at += text.map_or(0, char::len_utf8);
        }
    }
}

/// Where the emphasis ends that an underscore at the start opens: several words between underscores.
fn emphasis(text: &str) -> Option<usize> {
    let inside = &text[1..];
    inside.chars().next().filter(|it| it.is_alphanumeric())?;
    let closes = |(at, _): &(usize, &str)| {
        let (before, behind) = (inside[..*at].chars().next_back(), inside[at + 1..].chars().next());
        before.is_some_and(|it| !it.is_whitespace()) && behind.is_none_or(is_outside)
    };
    let (end, _) = inside.match_indices('_').take(EMPHASIS_MARKS).find(closes)?;
    inside[..end].contains([' ', ':', '：']).then_some(end + 1)
}

/// Whether the character may stand outside of emphasis next to its mark.
fn is_outside(it: char) -> bool {
    it.is_whitespace() || matches!(it, '<' | '>' | '。' | '，' | '；')
}

/// Whether the tag ends a line: `<br>`, `<p>`, `<li>` and the like.
fn breaks_line(tag: &str) -> bool {
    let name = tag.strip_prefix('<').map(|it| it.trim_start_matches('/'));
    name.is_some_and(|name| name.starts_with(['b', 'B', 'p', 'l']) && !name.starts_with("b>"))
}

/// Length of the HTML tag at the start, 0 when there is none.
fn tag_len(text: &str) -> usize {
    let inside = text[1..].trim_start_matches('/');
    let end = text.bytes().take(TAG_BYTES).position(|it| it == b'>');
    end.filter(|_| inside.starts_with(|it: char| it.is_ascii_alphabetic())).map_or(0, |end| end + 1)
}

/// The text with a space behind each full stop that ends a word and stands right before the next sentence:
/// `is 1 or 2.Valid from v2`. None when there is no such place. In `java.lang.String` and `monitor.Name` there is none,
/// because no space stands before or no second word behind.
fn with_spaces(text: &str) -> Option<String> {
    if !text.contains('.') {
        return None;
    }
    let places: Vec<usize> =
        text.match_indices('.').map(|(at, _)| at).filter(|at| is_joint(text, *at)).collect();
    let mut from = 0;
    let mut out = String::with_capacity(text.len() + places.len());
    for at in &places {
        out.push_str(&text[from..=*at]);
        out.push(' ');
        from = at + 1;
    }
    out.push_str(&text[from..]);
    (!places.is_empty()).then_some(out)
}

/// Longest word before such a full stop, in characters.
const WORD: usize = 48;

/// Whether the full stop at the offset ends a sentence, and the next one begins right behind it.
fn is_joint(text: &str, at: usize) -> bool {
    let next = &text[at + 1..];
    let Some(rest) = next.strip_prefix(|it: char| it.is_ascii_uppercase()) else { return false };
    let behind = rest.trim_start_matches(|it: char| it.is_ascii_lowercase());
    if behind.len() == rest.len() || !behind.starts_with([' ', ':']) {
        return false;
    }
    let mut before = text[..at].chars().rev().take(WORD);
    let ends = before.next().is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == ')');
    let inner = before.find(|it| it.is_whitespace() || matches!(it, '.' | '/' | ':'));
    ends && inner.is_some_and(char::is_whitespace)
}

/// The text with `12,000` as `12000`. One or two digits before a comma and three behind it are one number; longer ones may be
/// several.
fn ungrouped(text: &str) -> Option<String> {
    if !text.contains(',') {
        return None;
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let group =
        |at: usize| bytes[at] == b',' && digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
    let is_first = |at: usize| {
        let digits = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let before = at.checked_sub(digits + 1).map(|before| bytes[before]);
        let is_apart = before.is_none_or(|byte| {
            !matches!(byte, b',' | b'.' | b'-' | b'_' | b'[' | b'(') && !byte.is_ascii_alphanumeric()
        });
        (1..=2).contains(&digits) && bytes[at - digits] != b'0' && is_apart
    };
    let (mut out, mut from, mut end) = (String::with_capacity(text.len()), 0, None);
    for (at, _) in text.match_indices(',') {
        if group(at) && (end == Some(at) || is_first(at)) {
            out.push_str(&text[from..at]);
            (from, end) = (at + 1, Some(at + 4));
        }
    }
    out.push_str(&text[from..]);
    (out.len() < text.len()).then_some(out)
}

/// The text with plain numbers in place of circled ones: `①text ②image`. None where it has no list of them.
fn circled(text: &str) -> Option<String> {
    let number = |it: char| matches!(it, '①'..='⑳').then(|| it as u32 - '①' as u32 + 1);
    if text.chars().filter_map(number).count() < 2 {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match number(it) {
            Some(number) => out.push_str(&format!(" {number}、")),
            None => out.push(it),
        }
    }
    Some(out)
}

/// The text with a full stop behind the numbers of a list that has brackets there: `1) text 2) image`. None when every
/// bracket was opened before.
fn numbered(text: &str) -> Option<String> {
    let count = |marks: [char; 2]| text.matches(marks).count();
    if !text.contains([')', '）']) || count([')', '）']) < count(['(', '（']) + 2 {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        let is_number = || {
            let number = out.trim_end_matches(|it: char| it.is_ascii_digit());
            let digits = out.len() - number.len();
            (1..=2).contains(&digits) && !number.ends_with(|it: char| it.is_ascii_alphanumeric() || it == '.')
        };
        out.push(if matches!(it, ')' | '）') && is_number() { '.' } else { it });
    }
    (out != text).then_some(out)
}
