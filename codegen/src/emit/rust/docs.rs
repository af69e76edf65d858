//! rustdoc from page text, escaped so that no Markdown syntax of the page is interpreted.

use crate::model::{Meaning, Origin, SourceName, Text};
use proc_macro2::TokenStream;
use quote::quote;
use std::iter::Peekable;
use std::str::Chars;

/// One `#[doc]` per line; prettyplease prints each as `///`.
pub(super) fn outer(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#[doc = #lines])*)
}

/// One `#![doc]` per line.
pub(super) fn inner(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#![doc = #lines])*)
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// Text as Markdown lines that show exactly the text. List items stay list items, other lines keep their
/// breaks.
pub(super) fn paragraph(text: &str) -> Vec<String> {
    let text = text.replace(['\u{2028}', '\u{2029}', '\r', '\u{b}', '\u{c}', '\u{85}'], "\n");
    let mut lines: Vec<String> = Vec::new();
    let mut in_list = false;
    for line in text.lines().map(clean).filter(|line| !line.is_empty()) {
        let item = list_item(&line);
        match (item, lines.last_mut()) {
            (None, Some(last)) if !in_list => last.push('\\'),
            (item, Some(_)) if item.is_some() != in_list => lines.push(String::new()),
            _ => {}
        }
        in_list = item.is_some();
        lines.push(match item {
            Some(item) => format!("- {}", escaped_line(item)),
            None => escaped_line(&line),
        });
    }
    lines
}

/// The first line of a text, for places that hold one line only.
pub(super) fn first_line(texts: &[Text]) -> Option<String> {
    let first = texts.first()?;
    paragraph(&first.text).into_iter().next().map(|line| line.trim_end_matches('\\').to_owned())
}

/// Paragraphs, each in every language the page has.
pub(super) fn paragraphs(texts: &[Text]) -> Vec<String> {
    joined(texts.iter().map(|text| paragraph(&text.text)))
}

/// Puts an empty line between blocks, leaves out empty ones.
pub(super) fn joined(blocks: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks.into_iter().filter(|block| !block.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(block);
    }
    lines
}

/// Default, range, unit and the like, as far as a description states them.
pub(super) fn facts(meaning: &Meaning) -> Vec<String> {
    let Meaning {
        values: _,
        default,
        min,
        max,
        min_length,
        max_length,
        unit,
        format,
        deprecated,
        since,
        condition,
    } = meaning;
    let facts = [
        default.as_ref().map(|text| format!("Default: {}.", code(text))),
        range(*min, *max).map(|range| format!("Range: {range}.")),
        range(*min_length, *max_length).map(|range| format!("Length: {range}.")),
        unit.as_ref().map(|text| format!("Unit: {}.", code(text))),
        format.as_ref().map(|text| format!("Format: {}.", code(text))),
        since.as_ref().map(|text| format!("Since {}.", code(text))),
        condition.as_ref().map(|text| format!("Required when: {}", one_line(text))),
        deprecated.as_ref().map(|text| format!("Deprecated: {}", one_line(text))),
    ];
    let mut lines: Vec<String> = facts.into_iter().flatten().collect();
    let breaks = lines.len().saturating_sub(1);
    lines[..breaks].iter_mut().for_each(|line| line.push('\\'));
    lines
}

fn range<T: ToString>(min: Option<T>, max: Option<T>) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("at least {}", min.to_string())),
        (None, Some(max)) => Some(format!("at most {}", max.to_string())),
        (Some(min), Some(max)) => Some(format!("{} to {}", min.to_string(), max.to_string())),
    }
}

/// All lines of a text in one.
pub(super) fn one_line(text: &str) -> String {
    escaped_line(&text.lines().map(clean).collect::<Vec<_>>().join(" "))
}

/// A code span that holds any text.
pub(super) fn code(text: &str) -> String {
    let text = clean(&text.replace(['\n', '\r'], " "));
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match text.is_empty() || text.starts_with('`') || text.ends_with('`') {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// Where something stands: a link where pages have an address, else path and line.
pub(super) fn place(files: &[SourceName], source_url: &str, origin: &Origin) -> Option<String> {
    let place = path_and_line(files, origin)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-#".contains(c);
    if source_url.is_empty() || !place.chars().all(plain) {
        return Some(code(&place));
    }
    Some(format!("[{}]({source_url}{place})", escaped_line(&place)))
}

/// `docs-src/blueking/cc/zh/create_set.md#L12`
pub(super) fn path_and_line(files: &[SourceName], origin: &Origin) -> Option<String> {
    let file = files.get(origin.file as usize)?;
    match origin.line {
        0 => Some(clean(&file.path)),
        line => Some(format!("{}#L{line}", clean(&file.path))),
    }
}

/// Drops invisible characters and marks of text direction.
fn clean(line: &str) -> String {
    let line = line.replace(['\t', '\u{a0}'], " ");
    line.chars().filter(|c| !is_invisible(*c)).collect::<String>().trim().to_owned()
}

/// Control characters, marks of text direction, joiners.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{61c}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn list_item(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+', '•'])?;
    let item = rest.strip_prefix(' ')?.trim_start();
    (!item.is_empty()).then_some(item)
}

/// Escapes what Markdown would read as markup; code spans stay, addresses become links.
fn escaped_line(line: &str) -> String {
    let marker = block_marker(line);
    let mut out = String::with_capacity(line.len() + 8);
    let (mut idx, mut before) = (0, ' ');
    while let Some(c) = line[idx..].chars().next() {
        let rest = &line[idx..];
        if let Some((text, len)) = code_span(rest) {
            out.push_str(&code(text));
            idx += len;
        } else if let Some(url) = url(rest) {
            out.push_str(&format!("<{url}>"));
            idx += url.len();
        } else {
            if marker == Some(idx) || is_markup(before, c, rest) {
                out.push('\\');
            }
            out.push(c);
            idx += c.len_utf8();
        }
        before = c;
    }
    out
}

/// The code span that a text begins with, and its length.
fn code_span(text: &str) -> Option<(&str, usize)> {
    let fence = text.bytes().take_while(|byte| *byte == b'`').count();
    if fence == 0 {
        return None;
    }
    let mut from = fence;
    loop {
        let start = from + text[from..].find('`')?;
        let len = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        if len == fence {
            let inside = text[fence..start].trim();
            return (!inside.is_empty()).then_some((inside, start + len));
        }
        from = start + len;
    }
}

/// Where a backslash keeps a line from starting a block: before `#`, behind the digits of `1.`, …
fn block_marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return Some(digits);
    }
    line.starts_with(['#', '>', '-', '+', '=', ':', '|']).then_some(0)
}

fn is_markup(before: char, c: char, rest: &str) -> bool {
    let after = rest.chars().nth(1).unwrap_or(' ');
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' => true,
        '_' => !before.is_alphanumeric() || !after.is_alphanumeric(),
        '&' => is_entity(rest.chars().peekable()),
        _ => false,
    }
}

fn is_entity(mut text: Peekable<Chars<'_>>) -> bool {
    text.next();
    while text.next_if(|c| c.is_ascii_alphanumeric() || *c == '#').is_some() {}
    text.next() == Some(';')
}

/// The address that a text begins with.
fn url(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let part_of_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%{}".contains(c);
    let len = text[scheme.len()..].find(|c| !part_of_url(c)).unwrap_or(text.len() - scheme.len());
    let url = text[..scheme.len() + len].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    (url.len() > scheme.len()).then_some(url)
}

#[cfg(test)]
mod tests;
