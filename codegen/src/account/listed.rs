//! Routes that stand in pieces: in the cells of a row, in the attributes of a tag, in the settings of a page, and on two
//! lines with a label each.

use super::Account;
use super::routes::{Form, METHODS, OTHERS, Route, is_mark, line_of, path_length};
use crate::syntax::markdown::Span;
use foldhash::HashSet;

/// Lines of text between a method and its address, at most.
const NEAR: usize = 4;

/// Longest tag and longest settings that are read.
const MAX_BYTES: usize = 4096;

/// The method that a word is, in any case; a word that is none of a client's in capitals.
fn method(word: &str) -> Option<&'static str> {
    let known = METHODS.iter().find(|method| method.eq_ignore_ascii_case(word));
    known.or_else(|| OTHERS.iter().find(|other| **other == word)).copied()
}

/// The methods of a cell that holds nothing else: `GET`, `GET, POST`.
fn methods(cell: &str) -> Vec<&'static str> {
    let words = cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(method).collect::<Option<_>>().unwrap_or_default()
}

/// The path that a piece of text begins with, and that has the piece to itself.
fn path(piece: &str) -> Option<&str> {
    let piece = piece.trim_matches(|c| is_mark(c) || c == '[' || c == '\\');
    let begins = |next: &u8| next.is_ascii_alphanumeric() || b"{<:_$".contains(next);
    let is_path = piece.starts_with('/') && piece.as_bytes().get(1).is_some_and(begins);
    let is_url = piece.starts_with("http://") || piece.starts_with("https://");
    let path = &piece[..path_length(piece)];
    let path = path.split(']').next().unwrap_or_default();
    let rest = &piece[path.len()..];
    let alone =
        rest.trim_matches(is_mark).is_empty() || rest.starts_with("](") || rest.starts_with(['?', '(', '（']);
    ((is_path || is_url) && alone).then_some(path)
}

fn place(text: &str, piece: &str) -> Span {
    let start = crate::syntax::markdown::offset_in(text, piece);
    Span::new(start, start + piece.len())
}

/// Reads such routes of a text whose other routes are known.
pub(super) fn read(text: &str, blocks: &[Span], account: &mut Account) {
    let mut routes = std::mem::take(&mut account.routes);
    settings(text, &mut routes);
    tags(text, blocks, &mut routes);
    halves(text, &mut routes);
    rows(text, &account.rows, &mut routes);
    routes.sort_by_key(|route| (route.path, route.method));
    account.routes = routes;
}

/// Rows with a method in one cell and a path in another, or both in one.
fn rows(text: &str, rows: &[Span], routes: &mut Vec<Route>) {
    for row in rows {
        let raw = row.of(text);
        if memchr::memchr(b'/', raw.as_bytes()).is_none() {
            continue;
        }
        let cells = || cells(raw);
        let (methods, path) = match cells().find_map(both) {
            Some((method, path)) => (vec![method], Some(path)),
            None => (
                cells().map(methods).find(|found| !found.is_empty()).unwrap_or_default(),
                cells().find_map(path),
            ),
        };
        let path = path.map(|path| place(text, path));
        let route = |method| Some(Route { line: *row, method, path: path?, form: Form::Row });
        routes.extend(methods.into_iter().filter_map(route));
    }
}

/// The cells of a row in pipes or in HTML.
fn cells(row: &str) -> Box<dyn Iterator<Item = &str> + '_> {
    match row.trim_start().starts_with('<') {
        true => Box::new(row.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text)),
        false => Box::new(row.split(['|', '｜'])),
    }
}

/// A method and a path in one cell.
fn both(cell: &str) -> Option<(&'static str, &str)> {
    let cell = cell.trim_matches(|c| is_mark(c) || c == '[');
    let (word, rest) = cell.split_once([' ', '`', ':'])?;
    Some((method(word)?, path(rest)?))
}

/// `api: get /x` among the settings at the begin of a page.
fn settings(text: &str, routes: &mut Vec<Route>) {
    let Some(body) = text.trim_start_matches('\u{feff}').strip_prefix("---") else { return };
    let known = counted(routes);
    let lines = body.lines().skip(1).take_while(|line| line.trim_end() != "---").take(64);
    for line in lines {
        let Some((_, value)) = line.split_once(':').filter(|_| !known.contains(&place(text, line).start))
        else {
            continue;
        };
        let words: Vec<&str> = value.split_whitespace().map(|word| word.trim_matches(['"', '\''])).collect();
        let [.., word, target] = words.as_slice() else { continue };
        if let Some((method, path)) = method(word).zip(path(target)).filter(|_| words.len() <= 3) {
            routes.push(Route { line: place(text, line), method, path: place(text, path), form: Form::Line });
        }
    }
}

/// Tags with a method in an attribute, and a path in another or behind: `<Route verb="get" path="/x" />`.
fn tags(text: &str, blocks: &[Span], routes: &mut Vec<Route>) {
    let known = counted(routes);
    let mut next = 0;
    for at in memchr::memchr2_iter(b'<', b'{', text.as_bytes()) {
        // A tag is the first thing on its line.
        if at < next {
            continue;
        }
        let line = text[next..at].rfind('\n').map_or(next, |end| next + end + 1);
        next = text[at..].find('\n').map_or(text.len(), |end| at + end);
        if !text[line..at].trim_start().is_empty() {
            continue;
        }
        let rest = &text[at..];
        let end = match () {
            () if rest.starts_with("{%") => rest.find("%}"),
            () if rest.starts_with('<') && !rest.starts_with("<!") => rest.find('>'),
            () => continue,
        };
        let block = blocks.partition_point(|block| block.end <= at);
        let Some(end) = end.filter(|end| *end < MAX_BYTES) else { continue };
        if blocks.get(block).is_some_and(|block| block.start <= at)
            || known.contains(&line_of(text, at).start)
        {
            continue;
        }
        let values = || quoted(&rest[..end]);
        let Some(method) = values().find_map(|(_, value)| method(value)) else { continue };
        let is_link = |key: &str| {
            ["href", "src", "to", "link", "baseurl"].iter().any(|it| it.eq_ignore_ascii_case(key))
        };
        let behind = rest[end..].lines().next().unwrap_or_default().trim_start_matches(['>', '%', '}']);
        let own = values().filter(|(key, _)| !is_link(key)).find_map(|(_, value)| path(value));
        let found = own.or_else(|| path(behind.split("</").next().unwrap_or_default()));
        if let Some(path) = found {
            routes.push(Route { line: line_of(text, at), method, path: place(text, path), form: Form::Line });
        }
    }
}

/// The attributes of a tag: names and values.
fn quoted(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let (before, behind) = rest.split_once('=')?;
        let key = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '}')).next()?;
        let behind = behind.trim_start_matches([' ', '{']);
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let (value, after) = behind[1..].split_once(quote)?;
        rest = after;
        Some((key, value))
    })
}

/// The lines that have been counted, by where they begin.
fn counted(routes: &[Route]) -> HashSet<usize> {
    routes.iter().map(|route| route.line.start).collect()
}

/// Addresses with a method on a line of its own nearby: `Method: GET`, `请求方式 POST`.
fn halves(text: &str, routes: &mut [Route]) {
    for route in routes.iter_mut().filter(|route| route.form == Form::Address) {
        let below = text[route.line.end..].lines().skip(1);
        let above = text[..route.line.start].lines().rev();
        let near = |lines: &mut dyn Iterator<Item = &'_ str>| {
            let lines = lines.map(str::trim).filter(|line| !line.is_empty()).take(NEAR);
            lines.take_while(|line| !line.starts_with(['#', '|', '<']) && !line.contains('/')).find_map(half)
        };
        if let Some(method) = near(&mut { below }).or_else(|| near(&mut { above })) {
            (route.method, route.form) = (method, Form::Line);
        }
    }
}

/// The method of a line that is one, behind a label or alone.
fn half(line: &str) -> Option<&'static str> {
    // A method without a label is one where a mark sets it off.
    let is_marked = line.starts_with(['-', '*', '+', '`', '>']);
    let line = line.trim_matches(|c: char| is_mark(c) || matches!(c, '-' | '+' | '.' | '。'));
    let word = line.rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    let name = METHODS.iter().find(|method| **method == word).copied()?;
    let before = &line[..line.len() - word.len()];
    let label = before.trim_end_matches(|c: char| is_mark(c));
    let is_label = label.len() < before.len() && label.chars().count() <= 24;
    let is_titled = before.contains([':', '：']) || !before.is_ascii();
    let is_alone = before.is_empty() && is_marked;
    (is_alone || is_label && is_titled && label.split_whitespace().count() <= 3).then_some(name)
}
