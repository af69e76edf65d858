//! Routes: a method before a path, and lines that are addresses.

use super::{Account, blocks};
use crate::syntax::markdown::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// A place that looks like a route.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The line that it stands on.
    pub line: Span,
    /// The method, in capitals; empty when the line has none.
    pub method: &'static str,
    /// The path or URL.
    pub path: Span,
    /// Where it stands.
    pub form: Form,
}

/// Where a route stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// On a line, in a tag, or in a block of code that holds nothing else.
    Line,
    /// In a heading that holds nothing else.
    Heading,
    /// In a sentence.
    Sentence,
    /// In a block of code that holds more.
    Code,
    /// In the cells of a row.
    Row,
    /// A line that is a path or URL, without a method.
    Address,
}

pub(super) const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
const CAPITALIZED: [&str; 7] = ["Get", "Post", "Put", "Delete", "Patch", "Head", "Options"];

/// Words in capitals that stand where a method does, and that no client sends.
pub(super) const OTHERS: [&str; 5] = ["ANY", "WS", "WSS", "TRACE", "CONNECT"];

/// Finds words that may be methods.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = METHODS.iter().chain(&CAPITALIZED).chain(&OTHERS);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
});

/// Reads the routes of a text whose blocks of code are known.
pub(super) fn read(text: &str, blocks: &[Span], account: &mut Account) {
    let Some(words) = &*WORDS else { return };
    let mut routes = Vec::new();
    for word in words.find_iter(text) {
        let pattern = word.pattern().as_usize();
        let other = pattern.checked_sub(METHODS.len() + CAPITALIZED.len());
        let method = other.map_or_else(|| METHODS[pattern % METHODS.len()], |other| OTHERS[other]);
        let is_capital = pattern < METHODS.len() || other.is_some();
        let Some(path) = path_behind(text, word.start(), word.end(), is_capital) else { continue };
        let line = line_of(text, word.start());
        if blocks::unquoted(line.of(text)).starts_with(['|', '｜']) {
            continue;
        }
        let form = form(text, line, word.start(), path, blocks);
        routes.push(Route { line, method, path, form });
    }
    addresses(text, blocks, &mut routes);
    routes.sort_by_key(|route| (route.path, route.method));
    account.routes = routes;
}

/// Whether a line is a route and no more.
pub(super) fn is_route(line: &str) -> bool {
    let found = request_line(line);
    found.is_some_and(|path| line[path.end..].trim_matches(is_mark).is_empty())
}

/// Whether a line begins with a method and a path, or is a URL.
pub(super) fn begins_request(line: &str) -> bool {
    let url = line.starts_with("http://") || line.starts_with("https://");
    request_line(line).is_some() || url && !line.contains([' ', '\t'])
}

fn request_line(line: &str) -> Option<Span> {
    let method = METHODS.iter().chain(&OTHERS).find(|method| line.starts_with(**method))?;
    path_behind(line, 0, method.len(), true)
}

/// What may stand around a method and around a path.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '`' | '*' | ':' | '：' | '"' | '\'' | '>' | '|' | '_' | '~' | '）' | ')' | '】' | ']'
    )
}

pub(super) fn line_of(text: &str, at: usize) -> Span {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |at| at + 1);
    let end = blocks::line_end(text, at);
    Span::new(start, start + text[start..end].trim_end().len())
}

/// The path behind a word that may be a method. A path without a slash in front counts where the word begins its line.
fn path_behind(text: &str, start: usize, end: usize, is_capital: bool) -> Option<Span> {
    let of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if text[..start].ends_with(of_word) || text[..start].ends_with('/') || text[end..].starts_with(of_word) {
        return None;
    }
    let line = &text[end..blocks::line_end(text, end)];
    let line = line.trim_end();
    // A tag has its path in an attribute or behind its end.
    let rest = match line.starts_with(['"', '\'']) {
        true => {
            line.find('/').map(|at| line[..at].rfind(['"', '\'', '>']).map_or(&line[at..], |q| &line[q..]))?
        }
        false => line,
    };
    let path = without_tags(rest).trim_start_matches(|c: char| is_mark(c) && c != '_');
    if path.len() == line.len() {
        return None;
    }
    let bare = is_capital && !path.starts_with(['/', 'h', '{', '$', '<']) && begins_line(text, start);
    let is_path = match path.as_bytes() {
        [b'/', next, ..] => begins_segment(*next) && !is_method_word(&path[1..]),
        [b'/'] => is_capital,
        [b'h', ..] => path.starts_with("http://") || path.starts_with("https://"),
        [b'<', b'/', ..] => false,
        [b'{' | b'$' | b'<', ..] => is_capital && path.split([' ', '\t']).next()?.contains("/"),
        _ => bare && is_bare_path(path),
    };
    let from = end + (line.len() - path.len());
    is_path.then(|| Span::new(from, from + path_length(path)))
}

/// What follows the tags that close around a method and open around its path: `</code> <code><b>/x`.
fn without_tags(text: &str) -> &str {
    let (mut rest, mut closed) = (text, false);
    loop {
        let next = rest.trim_start_matches([' ', '\t', '`', '*']);
        let Some((tag, behind)) = next.strip_prefix('<').and_then(|next| next.split_once('>')) else {
            return rest;
        };
        let name = tag.strip_prefix('/').unwrap_or(tag);
        closed |= name.len() < tag.len();
        // The cells of a row are read as such.
        if matches!(name, "td" | "th" | "tr") {
            return text;
        }
        if !closed || name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return rest;
        }
        rest = behind;
    }
}

/// `_cat/indices`, `v2/regions/{id}`: a path that lacks its slash.
fn is_bare_path(path: &str) -> bool {
    let path = &path[..path_length(path)];
    let of_path = |c: char| c.is_ascii_alphanumeric() || "/_-.{}<>:~*,$@%".contains(c);
    (path.starts_with('_') || path.contains('/'))
        && path.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && path.chars().all(of_path)
        && !is_method_word(path)
}

fn begins_segment(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || b"{<:_$[(.~*%".contains(&byte)
        || matches!(byte, b' ' | b'\t' | b'`' | b'?')
}

/// `GET /POST`, ``GET` / `POST``: two methods, no path.
fn is_method_word(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t', '`', '*']);
    METHODS
        .iter()
        .any(|method| text.get(..method.len()).is_some_and(|word| word.eq_ignore_ascii_case(method)))
}

pub(super) fn path_length(text: &str) -> usize {
    let ends =
        |c: char| c.is_ascii_whitespace() || !c.is_ascii() || matches!(c, '`' | '"' | '\'' | ',' | ';' | '|');
    let end = text.find(ends).unwrap_or(text.len());
    // The names of a template stand between commas: `/lamps{?page,size}`.
    let open = text[..end].rfind("{?").or_else(|| text[..end].rfind("{&")).map(|at| &text[at..]);
    let template = open.and_then(|open| {
        let at = open.find(|c: char| c == '}' || c.is_whitespace())?;
        open[at..].starts_with('}').then(|| &open[..=at])
    });
    let end = match template {
        Some(template) => end.max(crate::syntax::markdown::offset_in(text, template) + template.len()),
        None => end,
    };
    // A tag ends the path; `<id>` is a part of it.
    let end = text[..end].find("</").or_else(|| text[..end].find("<br")).unwrap_or(end);
    let path = text[..end].trim_end_matches(['.', ':', '*', '\\', '。']);
    // A bracket around the route is no part of it.
    if path.contains(['[', '(']) { path.len() } else { path.trim_end_matches([']', ')']).len() }
}

/// Whether a word begins its line, marks and a short label aside.
fn begins_line(text: &str, at: usize) -> bool {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |at| at + 1);
    is_label(&text[start..at])
}

/// Marks, a number, a short label that ends with a colon, or one of characters that take no blanks between words.
fn is_label(text: &str) -> bool {
    let text = text.trim_matches(|c: char| {
        is_mark(c) && !matches!(c, ':' | '：')
            || matches!(c, '#' | '-' | '+' | '$' | '.' | '\u{a0}' | '\u{3000}')
    });
    let plain = text.trim_end_matches([':', '：', '*', '`', ' ']);
    plain.chars().all(|c| c.is_ascii_digit() || c == '.')
        || plain.chars().all(|c| !c.is_ascii() && c.is_alphanumeric()) && plain.chars().count() <= 12
        || plain.len() < text.len() && plain.chars().count() <= 24
}

fn form(text: &str, line: Span, at: usize, path: Span, blocks: &[Span]) -> Form {
    let block = blocks.partition_point(|block| block.end <= at);
    if let Some(block) = blocks.get(block).filter(|block| block.start <= at) {
        let lines = block.of(text).lines().filter(|line| !line.trim().is_empty());
        let is_alone = lines.take(9).all(|line| is_route(line.trim()) || line.trim().starts_with(['#', '/']));
        return if is_alone { Form::Line } else { Form::Code };
    }
    let before = &text[line.start..at];
    let is_attribute = before.contains("ethod") || before.ends_with(['"', '\'', '`']);
    let is_tag = before.trim_start().starts_with(['<', '{']) && is_attribute;
    let is_only_markup = before.trim_start().starts_with('<') && before.trim_end().ends_with('>') && {
        let mut inside = false;
        before.trim().chars().all(|c| {
            inside = c == '<' || inside && c != '>';
            inside || c == '>'
        })
    };
    let after = text[path.end..line.end].trim_matches(is_mark);
    let short = after.split_whitespace().count() <= 1 && after.chars().count() <= 24
        || after.starts_with(['(', '（']);
    match before.trim_start().starts_with('#') {
        _ if is_tag => Form::Line,
        _ if is_only_markup && after.starts_with('<') => Form::Line,
        true if short => Form::Heading,
        false if is_label(before) && short => Form::Line,
        _ => Form::Sentence,
    }
}

/// Lines that are a path or a URL and no more, behind a mark or a label.
fn addresses(text: &str, blocks: &[Span], routes: &mut Vec<Route>) {
    let taken: Vec<Span> = routes.iter().map(|route| route.line).collect();
    let (mut taken, mut blocks) = (taken.iter().peekable(), blocks.iter().peekable());
    for slash in slashes(text) {
        let line = line_of(text, slash);
        while taken.next_if(|taken| taken.end < line.start).is_some() {}
        while blocks.next_if(|block| block.end <= line.start).is_some() {}
        let is_taken = taken.peek().is_some_and(|taken| taken.start <= line.start);
        if is_taken || blocks.peek().is_some_and(|block| block.start <= line.start) {
            continue;
        }
        if let Some(path) = address(line.of(text), slash - line.start) {
            let path = Span::new(line.start + path.start, line.start + path.end);
            routes.push(Route { line, method: "", path, form: Form::Address });
        }
    }
}

/// The first slash of each line that has one.
fn slashes(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut end = 0;
    memchr::memchr_iter(b'/', text.as_bytes()).filter(move |&at| {
        let is_first = at >= end;
        if is_first {
            end = blocks::line_end(text, at);
        }
        is_first
    })
}

/// The path or URL that a line is; `slash` is its first one.
fn address(line: &str, slash: usize) -> Option<Span> {
    let url = ["https:", "http:"].iter().find(|scheme| line[..slash].ends_with(**scheme));
    let start = slash - url.map_or(0, |scheme| scheme.len());
    let path = &line[start..];
    let length = path_length(path);
    let is_path =
        path.as_bytes().get(1).is_some_and(|next| begins_segment(*next) && !next.is_ascii_whitespace());
    let alone = path[length..].chars().all(is_mark) && is_label(&line[..start]);
    let named =
        path[..length].contains(|c: char| c.is_ascii_alphabetic()) && !path[..length].contains(['(', '<']);
    (is_path && alone && named && length > 2).then(|| Span::new(start, start + length))
}

/// Whether two routes lead to the same path: hosts, queries and a prefix in front do not count, and a placeholder is any
/// segment.
pub fn same_path(one: &str, other: &str) -> bool {
    let (one, other) = (segments(one), segments(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let long = &long[long.len() - short.len()..];
    let free = |segment: &str| segment.starts_with(['{', ':', '<', '$', '[']) || segment.contains("{");
    let mut fixed = short.iter().zip(long).filter(|(a, b)| !free(a) && !free(b)).peekable();
    fixed.peek().is_some() && fixed.all(|(a, b)| a.eq_ignore_ascii_case(b))
}

fn segments(path: &str) -> Vec<&str> {
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}
