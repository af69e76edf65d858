//! `curl` commands, as far as samples use shell words and curl options.

use super::request::Request;
use crate::syntax::json::{self, Document, Kind, Member, Node};
use std::borrow::Cow;

const DATA_OPTIONS: &[&str] = &["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"];
const METHOD_OPTIONS: &[&str] = &["-X", "--request"];
/// Options whose value must not be taken for the URL.
const OTHER_OPTIONS: &[&str] = &[
    "-H",
    "--header",
    "-u",
    "--user",
    "-o",
    "--output",
    "-A",
    "--user-agent",
    "-b",
    "--cookie",
    "-e",
    "--referer",
    "-F",
    "--form",
    "-x",
    "--proxy",
    "-m",
    "--max-time",
    "--connect-timeout",
    "-w",
];

/// A word of the command: its value and its place.
struct Word {
    text: String,
    start: usize,
    end: usize,
    /// Whether `text` equals the source between `start` and `end`, quotes aside.
    verbatim: bool,
}

/// The command that begins at `pos`, and where it ends.
pub(super) fn read_at(text: &str, pos: usize) -> Option<(Request<'_>, usize)> {
    let line = &text[pos..];
    let command = line.strip_prefix('$').map_or(line, str::trim_start);
    if !command.strip_prefix("curl")?.starts_with([' ', '\t', '\\']) {
        return None;
    }
    let (words, end) = words(text, pos + line.len() - command.len());
    let (mut method, mut target, mut data) = (None, None, None);
    let (mut is_query, mut query) = (false, Vec::new());
    let mut words = words.into_iter().skip(1);
    while let Some(word) = words.next() {
        let option = word.text.as_str();
        if METHOD_OPTIONS.contains(&option) {
            method = words.next().map(|it| it.text.to_ascii_uppercase());
        } else if DATA_OPTIONS.contains(&option) {
            data = words.next();
            query.extend(data.as_ref().map(|word| word.text.clone()));
        } else if option == "--data-urlencode" {
            query.extend(words.next().map(|word| word.text));
        } else if matches!(option, "-G" | "--get") {
            is_query = true;
        } else if OTHER_OPTIONS.contains(&option) {
            words.next();
        } else if let Some(joined) = option.strip_prefix("-X") {
            method = Some(joined.to_ascii_uppercase());
        } else if !option.starts_with('-') && option.contains(['/', '.', ':']) && target.is_none() {
            target = Some(word.text);
        }
    }
    if is_query {
        let mut target: String = target?;
        for pair in query.iter().map(|pair| pair.trim()).filter(|pair| !pair.is_empty()) {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&pair.replace(' ', "%20"));
        }
        let method = method.unwrap_or_else(|| "GET".to_owned());
        return Some((Request::Line { method, target, rest: None }, end));
    }
    let method = method.unwrap_or_else(|| if data.is_some() { "POST" } else { "GET" }.to_owned());
    let rest = data.and_then(|it| document(text, &it));
    Some((Request::Line { method, target: target?, rest }, end))
}

/// Reads the payload in place, or, if it has shell escapes, the text after the shell has resolved them.
fn document<'t>(text: &'t str, word: &Word) -> Option<Document<'t>> {
    if word.verbatim {
        let source = &text[word.start..word.end];
        let inner = source.find(['{', '['])?;
        return json::read_at(text[..word.end].trim_end_matches(['\'', '"']), word.start + inner)
            .map(|it| it.0);
    }
    let Document { root, mut repairs } = json::read(&word.text)?;
    repairs.iter_mut().for_each(|it| it.1 = word.start as u32);
    Some(Document { root: placed(root, word.start as u32, word.end as u32), repairs })
}

/// The value as owned text; every span is that of the word.
fn placed(node: Node<'_>, start: u32, end: u32) -> Node<'static> {
    let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    let member = |it: Member<'_>| Member {
        name: owned(it.name),
        name_start: start,
        name_end: end,
        value: placed(it.value, start, end),
    };
    let kind = match node.kind {
        Kind::Null => Kind::Null,
        Kind::Bool(bool) => Kind::Bool(bool),
        Kind::Number(raw) => Kind::Number(owned(raw)),
        Kind::Text(text) => Kind::Text(owned(text)),
        Kind::List(items) => Kind::List(items.into_iter().map(|it| placed(it, start, end)).collect()),
        Kind::Object(object) => Kind::Object(object.into_members().into_iter().map(member).collect()),
    };
    Node { kind, start, end }
}

/// The words of the command at `pos`, up to the line break that ends it.
fn words(text: &str, mut pos: usize) -> (Vec<Word>, usize) {
    let mut words = Vec::new();
    loop {
        let rest = &text[pos..];
        let continuation = line_continuation(rest);
        match rest.chars().next() {
            Some(' ' | '\t') => pos += 1,
            Some(_) if continuation > 0 => pos += continuation,
            None | Some('\n' | '\r' | '|' | ';') => return (words, pos),
            Some(_) => {
                let word = word(text, pos);
                pos = word.end;
                words.push(word);
            }
        }
    }
}

/// Length of a backslash and the line break behind it. `\r` alone and `\r\r\n` are line breaks, too: converted files
/// have them, and a word that ended before one without taking it would end there again and again.
fn line_continuation(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('\\') else { return 0 };
    let returns = rest.bytes().take_while(|byte| *byte == b'\r').count();
    let length = returns + usize::from(rest[returns..].starts_with('\n'));
    if length == 0 { 0 } else { 1 + length }
}

fn word(text: &str, start: usize) -> Word {
    let mut word = Word { text: String::new(), start, end: text.len(), verbatim: true };
    let mut quote = None;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, char)) = chars.next() {
        match (char, quote) {
            ('\'' | '"', None) => quote = Some(char),
            (_, Some(open)) if char == open => quote = None,
            ('\\', None | Some('"')) => match chars.peek() {
                Some((_, '\n' | '\r')) if quote.is_none() => {
                    word.end = start + offset;
                    break;
                }
                Some((_, next @ ('"' | '\\' | '$' | '`' | '\''))) => {
                    word.verbatim = false;
                    word.text.push(*next);
                    chars.next();
                }
                _ => word.text.push('\\'),
            },
            (' ' | '\t' | '\n' | '\r' | '|' | ';', None) => {
                word.end = start + offset;
                break;
            }
            _ => word.text.push(char),
        }
    }
    word
}
