//! HTTP request lines with their headers and bodies, and query strings.

use super::request::Request;
use crate::syntax::json;
use crate::syntax::text::line_of;

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// The end of the header lines at `pos`.
pub fn skip_headers(text: &str, mut pos: usize) -> usize {
    loop {
        let start = line_break(text, pos);
        let line = line_of(&text[start..]);
        if start == pos || !is_header(line) {
            return pos;
        }
        pos = start + line.len();
    }
}

/// `POST /path`, the rest of its query string, its headers, and its JSON body.
pub(super) fn request_at(text: &str, pos: usize) -> Option<(Request<'_>, usize)> {
    let line = line_of(&text[pos..]);
    let (method, rest) = line.trim_end().split_once(' ')?;
    let mut words = rest.split_whitespace();
    let mut target = words.next()?.to_owned();
    let version = words.next().is_none_or(|it| it.starts_with("HTTP/"));
    if !METHODS.contains(&method) || !target.contains('/') || !version || words.next().is_some() {
        return None;
    }
    let end = continuation(text, pos + line.len(), &mut target);
    let end = skip_headers(text, end);
    let body = end + blank_len(&text[end..]);
    let rest = text[body..].starts_with(['{', '[']).then(|| json::read_at(text, body)).flatten();
    let (rest, end) = rest.map_or((None, end), |(document, end)| (Some(document), end));
    Some((Request::Line { method: method.to_owned(), target, rest }, end))
}

/// `a=1&b=2`, alone or behind a URL, in one line or with one `&…` a line.
pub(super) fn query_at(text: &str, pos: usize) -> Option<(Request<'static>, usize)> {
    let line = line_of(&text[pos..]);
    let mut query = line.trim_end().to_owned();
    let end = value_below(text, pos + line.len(), &mut query);
    let end = continuation(text, end, &mut query);
    let pairs = match query.split_once('?') {
        Some((url, query)) if is_url(url) => pairs(query)?,
        _ if query.starts_with(is_word) || query.starts_with('&') => {
            let alone = text[end..].trim().is_empty() && text[..pos].trim().is_empty();
            let spaced = query.contains(" =") || query.contains("= ");
            pairs(&query).filter(|it| it.len() > 1 || (alone && !spaced))?
        }
        _ => return None,
    };
    Some((Request::Query(pairs), end))
}

/// Appends the lines that begin with `&` or `?`, and gives their end.
fn continuation(text: &str, mut end: usize, target: &mut String) -> usize {
    loop {
        let start = end + blank_len(&text[end..]);
        let line = line_of(&text[start..]);
        if start == end || !line.starts_with(['&', '?']) {
            return end;
        }
        target.push_str(line.trim_end());
        end = value_below(text, start + line.len(), target);
    }
}

/// Lines of a value, at most.
const VALUE_LINES: usize = 64;

/// `&rules=[` and the lines up to the one that closes it: a value of JSON in a query. Appends them, and gives their end.
fn value_below(text: &str, mut end: usize, target: &mut String) -> usize {
    let last = target.rsplit('&').next().and_then(|pair| pair.split_once('='));
    let mut open = last.filter(|(_, value)| value.starts_with(['[', '{'])).map_or(0, |it| depth(it.1));
    for _ in 0..VALUE_LINES {
        let start = line_break(text, end);
        let line = line_of(&text[start..]);
        if open <= 0 || start == end || line.trim_start().starts_with('&') {
            break;
        }
        open += depth(line);
        target.push_str(line.trim());
        end = start + line.len();
    }
    end
}

/// Brackets that a text opens and does not close.
fn depth(text: &str) -> isize {
    let one = |byte| match byte {
        b'[' | b'{' => 1,
        b']' | b'}' => -1,
        _ => 0,
    };
    text.bytes().map(one).sum()
}

/// The pairs of a query string; `None` when a part of it is no pair.
fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    let parts = query.split('&').map(str::trim).filter(|it| !it.is_empty());
    let pairs: Option<Vec<_>> = parts.map(pair).collect();
    pairs.filter(|it| !it.is_empty())
}

fn pair(part: &str) -> Option<(String, String)> {
    let (name, value) = part.split_once('=')?;
    let name = name.trim_end();
    let in_name = |it| is_word(it) || matches!(it, '.' | '-' | '[' | ']' | '%' | '$' | '{' | '}' | '*');
    let plain = !name.is_empty() && name.chars().all(in_name);
    let code = value.starts_with(['=', '"', '\'']) || value.contains(['(', ';']);
    (plain && !code).then(|| (name.to_owned(), value.trim_start().to_owned()))
}

fn is_url(text: &str) -> bool {
    let path = text.is_empty() || text.starts_with('/') || text.contains("://");
    path && !text.contains(char::is_whitespace)
}

fn is_header(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// The offset behind one line break at `pos`, or `pos`.
fn line_break(text: &str, pos: usize) -> usize {
    let rest = &text[pos..];
    pos + if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) }
}

fn blank_len(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
