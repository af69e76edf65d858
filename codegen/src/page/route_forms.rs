//! Forms of routes: the ways in which a line, a heading or a sentence gives methods and a path, each list in the order
//! in which they are tried.

use super::routes::{self, Method, Path};
use crate::syntax::markdown::Line;
use smallvec::SmallVec;
use std::borrow::Cow;

/// A route of a line.
pub type Route = (Method, Path);

/// The routes of one line: several where it names several methods for one path.
pub type Routes = SmallVec<[Route; 1]>;

/// What stands between a method and its path: `[POST] /x`, ``GET: `/x` ``.
const BETWEEN: &[char] = &[' ', '\t', ':', '：', '`', '*', ']', '】', ')', '）', '|', '"', '-', '–', '—'];

/// What may open a route or stand between the words of a title and its route.
const OPENERS: &[char] = &['[', '【', '(', '（', '`', '*', '"', '<'];

/// What may close one.
const CLOSERS: &[char] = &[']', '】', ')', '）', '`', '*', '"', '>'];

/// A form of a route on a line of its own.
type Form = fn(&Line<'_>, &str) -> Option<Routes>;

/// The forms of a line that is a route and nothing else.
const ALONE: &[Form] = &[method_first, path_first];

/// The first route of a line that is a route and nothing else; a label before it, a remark in brackets behind it and the
/// version of the protocol are no other text.
pub fn alone(line: &Line<'_>) -> Option<Route> {
    all_alone(line)?.into_iter().next()
}

/// The routes of such a line: `POST /x`, `URL: GET/POST /x`, `/x (POST)`.
pub fn all_alone(line: &Line<'_>) -> Option<Routes> {
    let raw = line.text.as_ref();
    memchr::memchr(b'/', raw.as_bytes())?;
    let raw = without_shortcode(raw).trim_start_matches('>').trim_matches([' ', '\t', '-', '*', '`', '"']);
    let text = without_bracket(without_label(raw).trim_start_matches(OPENERS));
    ALONE.iter().find_map(|form| form(line, text))
}

/// `{{< badge "POST" >}} POST /x` without the mark in front.
fn without_shortcode(text: &str) -> &str {
    let marks = [("{{<", ">}}"), ("{{%", "%}}")];
    let behind = marks.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.split_once(close));
    behind.map_or(text, |(_, rest)| rest.trim_start())
}

/// A link without the bracket that closes it; one that closes a placeholder stays: `/x/<id>`.
fn without_bracket(text: &str) -> &str {
    let is_of_link = text.ends_with('>') && text.matches('<').count() < text.matches('>').count();
    if is_of_link { &text[..text.len() - 1] } else { text }
}

/// `POST /x`, `[GET] v1/x`, `DELETE https://…`, `GET/POST /x`.
fn method_first(line: &Line<'_>, text: &str) -> Option<Routes> {
    let (methods, rest) = routes::leading_methods(text);
    let first = methods.first()?;
    let target = rest.trim_start_matches(BETWEEN);
    let is_cut = target.len() < rest.len();
    // Emphasis with low lines stays in the text, because names have them.
    let target = match target.strip_prefix('_') {
        Some(inside) if inside.starts_with('/') => inside.trim_end_matches('_'),
        _ => target,
    };
    let is_upper = text.starts_with(first);
    let end = routes::end_of_path(target);
    let is_target = begins_path(target) || is_upper && target[..end].contains('/');
    if !is_cut || !is_target || !is_end(&target[end..]) {
        return None;
    }
    with_path(line, &methods, target)
}

/// `[GET /x](#get-x)`: an entry of a table of contents, which leads to the call and is none.
pub fn is_entry(raw: &str) -> bool {
    let raw = raw.trim().trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.) \t".contains(c));
    let link = raw.strip_prefix('[').and_then(|raw| raw.strip_suffix(')'));
    link.and_then(|link| link.split_once("](#")).is_some_and(|(_, target)| !target.contains(['(', ' ', ']']))
}

/// `POST _trees`, `GET {index}`: a method in capitals and one segment that is no word of a sentence.
pub fn segment(line: &Line<'_>) -> Option<Route> {
    let text = line.text.trim_matches([' ', '\t', '-', '*', '`']);
    let (methods, rest) = routes::leading_methods(text);
    let (name, target) = (*methods.first()?, rest.trim());
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-{}<>".contains(&byte);
    let is_segment = target.starts_with(['_', '{', '<']) && target.len() > 2 && target.bytes().all(is_part);
    if !text.starts_with(name) || methods.len() > 1 || !is_segment {
        return None;
    }
    let path = routes::path(&Line { text: format!("/{target}").into(), span: line.span })?;
    Some((Method { name: name.to_owned(), span: line.span }, path))
}

/// `/x (POST)`, `/x 【GET】`, `https://… POST`, in capitals.
fn path_first(line: &Line<'_>, text: &str) -> Option<Routes> {
    let is_path = text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://");
    if !is_path {
        return None;
    }
    // A bracket that follows without a blank is none of the path's.
    let end = text[..routes::end_of_path(text)].find(['(', '【', '（', '[']);
    let end = end.unwrap_or(routes::end_of_route(text));
    let rest = text[end..].trim_matches(|c| OPENERS.contains(&c) || CLOSERS.contains(&c) || is_gap(c));
    let (methods, behind) = routes::leading_methods(rest);
    let is_upper = rest.bytes().all(|byte| !byte.is_ascii_lowercase());
    (is_upper && behind.is_empty() && !methods.is_empty()).then(|| with_path(line, &methods, &text[..end]))?
}

/// `x/{id} (DELETE)`: the same without the slash in front.
pub fn relative(line: &Line<'_>) -> Option<Routes> {
    let text = line.text.trim_matches([' ', '\t', '-', '*', '`']);
    let is_relative = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && !text.contains("://");
    is_relative.then(|| path_first(line, &format!("/{text}")))?
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '：' | ',' | '，' | '|' | '.' | '。' | '·' | '%')
}

fn begins_path(text: &str) -> bool {
    text.starts_with('/') || text.starts_with("http") || text.starts_with('{')
}

fn with_path(line: &Line<'_>, methods: &[&'static str], target: &str) -> Option<Routes> {
    let path = routes::path(&Line { text: Cow::Borrowed(target), span: line.span })?;
    let method = |name: &&str| Method { name: (*name).to_owned(), span: line.span };
    Some(methods.iter().map(|name| (method(name), path.clone())).collect())
}

/// `URL: GET /x` without its label.
fn without_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_once([':', '：']) else { return text };
    let label = label.trim_matches(['*', ' ', '`']);
    let is_label = !label.is_empty() && label.chars().count() <= 24 && routes::known_method(label).is_none();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '、');
    let is_scheme = rest.starts_with("//");
    if is_label && !is_scheme && label.chars().all(is_word) {
        rest.trim_matches(['*', ' ', '`'])
    } else {
        text
    }
}

/// What may stand behind a path on a line that is nothing but a route.
fn is_end(rest: &str) -> bool {
    // A query belongs to the route; values in it make the line a sample, which is for the caller to say.
    let rest = match rest.strip_prefix(['?', '#']) {
        Some(query) => query.trim_start_matches(|c: char| !c.is_whitespace()),
        None => rest,
    };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || ".。;；,，:：`*\"'".contains(c));
    let is_remark = rest.starts_with(['(', '（']) && rest.ends_with([')', '）']);
    rest.is_empty() || rest.starts_with("HTTP/") && !rest.contains(' ') || is_remark
}

/// A method directly before a path, anywhere on a line: `Run POST /api/v1/x first`.
pub fn pair(line: &Line<'_>) -> Option<Route> {
    let raw = &line.text;
    let slash = raw.find('/')?;
    let url = routes::find(raw, "http://").or_else(|| routes::find(raw, "https://"));
    let start = url.unwrap_or_else(|| routes::token(raw, slash));
    let word = raw[..start].trim_end_matches(BETWEEN).rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    let name = routes::known_method(word)?.to_owned();
    let path = routes::path(line).filter(|path| routes::known_method(&path.path[1..]).is_none())?;
    Some((Method { name, span: line.span }, path))
}

/// The forms of a sentence that gives a route.
pub fn in_sentence(line: &Line<'_>) -> Option<Route> {
    pair(line).or_else(|| apart(line))
}

/// A sentence with one method in capitals and one path: `Send a GET request to /v1/x.`
fn apart(line: &Line<'_>) -> Option<Route> {
    let text = line.text.as_ref();
    memchr::memchr(b'/', text.as_bytes())?;
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '/'));
    let mut methods =
        words.by_ref().filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase()));
    let name = methods.find_map(routes::known_method)?;
    if methods.any(|word| routes::known_method(word).is_some()) {
        return None;
    }
    let mut targets = text.split_whitespace().map(|word| word.trim_start_matches(OPENERS)).filter(|word| {
        let second = word.as_bytes().get(1);
        word.starts_with("http://")
            || word.starts_with("https://")
            || word.starts_with('/')
                && second.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'{')
    });
    let target = targets.next().filter(|_| targets.next().is_none())?;
    let path = routes::path(&Line { text: Cow::Borrowed(target), span: line.span })?;
    Some((Method { name: name.to_owned(), span: line.span }, path))
}

/// A heading that gives a route.
pub struct Heading<'h> {
    /// The routes.
    pub routes: Routes,
    /// The words beside them; empty for a heading that is nothing else.
    pub words: &'h str,
    /// Whether nothing says that the words are the title of the route.
    pub is_mention: bool,
}

/// The forms of a heading: a route and nothing else, a title with its route behind, a route with words behind.
pub fn heading<'h>(line: &'h Line<'_>) -> Option<Heading<'h>> {
    memchr::memchr(b'/', line.text.as_bytes())?;
    let text = line.text.trim();
    let may_begin = text.starts_with(|c: char| c.is_ascii_uppercase() || "`[【(/".contains(c));
    let whole = || {
        let routes = all_alone(line).filter(|_| may_begin && without_label(text).len() == text.len())?;
        Some(Heading { routes, words: "", is_mention: false })
    };
    whole().or_else(|| titled(line)).or_else(|| begins(line).filter(|_| may_begin))
}

/// `Read bee [GET /bees/{id}]`, `Read bee - GET /bees/{id}`, `3. 删除蜜蜂 DELETE /bees/{id}`.
fn titled<'h>(line: &'h Line<'_>) -> Option<Heading<'h>> {
    let text = line.text.trim_end_matches(|c: char| is_gap(c));
    let of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '{');
    let mut starts =
        text.char_indices().filter(|(at, c)| c.is_ascii_uppercase() && !text[..*at].ends_with(of_word));
    let (at, methods, target) = starts.find_map(|(at, _)| {
        let (methods, rest) = routes::leading_methods(&text[at..]);
        let target = rest.trim_start_matches(BETWEEN);
        let is_upper = methods.first().is_some_and(|method| text[at..].starts_with(method));
        let end = routes::end_of_route(target);
        let is_end = target[end..].trim_matches(|c: char| CLOSERS.contains(&c) || is_gap(c)).is_empty();
        (is_upper && begins_path(target) && is_end && target.len() < rest.len())
            .then_some((at, methods, target))
    })?;
    let before = &text[..at];
    let words = before.trim_end_matches(|c: char| is_gap(c) || OPENERS.contains(&c)).trim_start();
    let is_marked = words.len() < before.trim().len() || !words.is_ascii();
    let routes = with_path(line, &methods, target)?;
    (!words.is_empty()).then_some(Heading { routes, words, is_mention: !is_marked })
}

/// `POST /v1/charges for tests`, `[GET] /x lists them`.
fn begins<'h>(line: &'h Line<'_>) -> Option<Heading<'h>> {
    let heading = line.text.trim_start_matches(['`', '[', '【']);
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_method = rest.len() < heading.len() && rest.starts_with([' ', '`', ']', '】']);
    if !is_method || !rest.trim_start_matches([' ', '`', ']', '】']).starts_with(['/', 'h']) {
        return None;
    }
    let routes = std::iter::once(pair(line)?).collect();
    Some(Heading { routes, words: "", is_mention: true })
}

/// The method that a title begins with in capitals, where the address stands below it, and the title: `POST Make lamp`.
pub fn method_before_title(heading: &str) -> Option<(&'static str, &str)> {
    let (word, words) = heading.trim().split_once(' ')?;
    let is_upper = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let words = words.trim_start_matches(['-', '–', '—', ':', ' ']);
    let is_title = words.starts_with(char::is_alphabetic) && !words.contains('/');
    routes::known_method(word).filter(|_| is_upper && is_title).map(|method| (method, words))
}

/// The method in brackets behind a title: `Make lamp (POST)`.
pub fn method_behind_title(heading: &str) -> Option<(&'static str, &str)> {
    let (words, word) = heading.trim().strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let is_upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_title = words.contains(char::is_alphabetic) && !words.contains('/');
    routes::known_method(word).filter(|_| is_upper && is_title).map(|method| (method, words.trim_end()))
}

/// The address that a line is, and nothing else: `https://api.x.org/v1/lamps`, `{{host}}/v1/lamps`.
pub fn address(line: &Line<'_>) -> Option<Path> {
    let text = line.text.trim_matches(|c: char| c.is_whitespace() || "`*\"".contains(c));
    let target = text.strip_prefix("{{").and_then(|rest| Some(rest.split_once("}}")?.1)).unwrap_or(text);
    let is_address =
        target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://");
    let path = routes::path(&Line { text: Cow::Borrowed(target), span: line.span })?;
    (is_address && is_end(&target[routes::end_of_path(target)..])).then_some(path)
}

/// A heading over the methods of one path: `/lamps`, `Lamps [/lamps]`.
pub fn path_heading(line: &Line<'_>) -> Option<(Path, bool)> {
    let text = line.text.trim().trim_matches('`');
    let bracketed = || text.strip_suffix([']', ')', '】', '）'])?.rsplit_once(['[', '(', '【', '（']);
    let (target, is_whole) = match text.starts_with('/') {
        true => (text, true),
        false => (bracketed()?.1, false),
    };
    let is_path = target.starts_with('/') && target.len() > 1 && !target.contains(char::is_whitespace);
    let path = routes::path(&Line { text: Cow::Borrowed(target), span: line.span }).filter(|_| is_path)?;
    Some((path, is_whole))
}

/// The method of a heading below one of a path (`GET`, `List lamps [GET]`), and the words beside it.
pub fn method_heading(heading: &str) -> Option<(&'static str, &str)> {
    let text = heading.trim();
    if text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return routes::known_method(text).map(|method| (method, ""));
    }
    let (words, method) = text.strip_suffix([']', '】'])?.rsplit_once(['[', '【'])?;
    let is_upper = method.bytes().all(|byte| byte.is_ascii_uppercase());
    routes::known_method(method).filter(|_| is_upper).map(|method| (method, words.trim_end()))
}

#[cfg(test)]
mod tests;
