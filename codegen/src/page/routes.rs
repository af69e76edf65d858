//! Routes: methods and paths in the many ways pages write them.

use crate::syntax::markdown::{Line, Span, offset_in};
use smallvec::SmallVec;
use std::borrow::Cow;

/// An HTTP method and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Upper case.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// A path and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// With `{name}` placeholders, without host and query.
    pub path: String,
    /// Host without scheme, empty when there is none.
    pub host: String,
    /// Whether the host stands behind `http://`.
    pub http: bool,
    /// The arguments in its query: `page` and `size` of `/lamps?page={page}&size=20` and of `/lamps{?page,size}`.
    pub query: Vec<QueryArgument>,
    /// Where it stands.
    pub span: Span,
}

/// An argument that the query of a route names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryArgument {
    /// Its name.
    pub name: String,
    /// A word that it has in the route, `ListLamps` of `?Action=ListLamps`; empty where a placeholder, a number or nothing
    /// stands there.
    pub word: String,
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// Words that pages write in capitals where a method stands, and that no client sends: the finding names the call.
const OTHERS: &[&str] = &["ANY", "WS", "WSS", "TRACE", "CONNECT"];

/// Arguments that a query names, at most.
pub const MAX_QUERY: usize = 64;

/// Letters of a word between two methods, at most.
const MAX_CONNECTIVE: usize = 4;

/// Methods that one line names for its path, at most.
const MAX_METHODS: usize = 6;

/// The HTTP method among the words of a line, when the line is little more than that.
pub fn method(line: &Line<'_>) -> Option<Method> {
    let words = line.text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.take(6).find_map(known_method)?.to_owned();
    Some(Method { name, span: line.span })
}

/// All methods of such a line: `GET/POST`, `GET or POST`.
pub fn methods(line: &Line<'_>) -> SmallVec<[Method; 1]> {
    let Some(first) = method(line) else { return SmallVec::new() };
    let text = line.text.as_ref();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let start = words.find(|word| word.eq_ignore_ascii_case(&first.name));
    let (names, _) = leading_methods(start.map_or(text, |word| &text[offset_in(text, word)..]));
    let named = names.iter().map(|name| Method { name: (*name).to_owned(), span: line.span });
    if names.is_empty() { std::iter::once(first).collect() } else { named.collect() }
}

/// The method that a word is, in upper case.
pub fn known_method(word: &str) -> Option<&'static str> {
    let known = METHODS.iter().find(|method| method.eq_ignore_ascii_case(word));
    known.or_else(|| OTHERS.iter().find(|other| **other == word)).copied()
}

/// Marks between two methods.
const BETWEEN_METHODS: &[char] = &[' ', '/', '|', '\\', ',', '，', '、', '`', '*', '&', '+'];

/// The methods that a text begins with (`POST`, `GET/POST`, `GET or POST`), and what follows. They are written alike:
/// `POST /get/x` is one and a path.
pub fn leading_methods(text: &str) -> (SmallVec<[&'static str; 1]>, &str) {
    let (mut found, mut rest) = (SmallVec::new(), text);
    let is_upper = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut are_upper = true;
    while found.len() < MAX_METHODS {
        let next = if found.is_empty() { rest } else { rest.trim_start_matches(BETWEEN_METHODS) };
        let next = if found.is_empty() { next } else { behind_connective(next) };
        let tail = next.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let word = &next[..next.len() - tail.len()];
        are_upper = if found.is_empty() { is_upper(word) } else { are_upper };
        let Some(method) = known_method(word).filter(|_| is_upper(word) == are_upper) else { break };
        if !found.contains(&method) {
            found.push(method);
        }
        rest = tail;
    }
    (found, rest)
}

/// What follows a short word between two methods, in any language: `or POST`, `或 POST`, `oder POST`. A word of the line that is
/// written as methods are is none.
fn behind_connective(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_alphabetic() && !c.is_ascii_uppercase());
    let word = &text[..text.len() - rest.len()];
    let ends = rest.starts_with(BETWEEN_METHODS) || !word.is_ascii();
    let is_short = (1..=MAX_CONNECTIVE).contains(&word.chars().count()) && known_method(word).is_none();
    if is_short && ends { rest.trim_start_matches(BETWEEN_METHODS) } else { text }
}

/// Parts of media types and of sentences that have a slash and are no path.
const NO_SEGMENT: &[&str] = &["http", "https", "application", "text", "multipart", "image", "and"];

/// The first path or URL of a line.
pub fn path(line: &Line<'_>) -> Option<Path> {
    let text = line.text.as_ref();
    let slash = first_slash(text)?;
    let url = find(text, "https://").or_else(|| find(text, "http://")).or_else(|| find(text, "http(s)://"));
    let url = url.or_else(|| is_host(&text[slash..]).then_some(slash));
    let (host, rest, bare) = match url {
        Some(at) => {
            let rest = &text[at + text[at..].find("//")? + 2..];
            let end = rest.find(['/', ' ', '?']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..], false)
        }
        None => {
            let start = token(text, slash);
            // `{{host}}/v1/lamps`: a variable for all that stands before the path.
            let start = if text[start..slash].starts_with("{{") { slash } else { start };
            (String::new(), &text[start..], start < slash)
        }
    };
    let (template, behind) = rest.split_at(end_of_path(rest));
    let mut query = query_of_template(template);
    query.extend(arguments_of_query(behind));
    query.truncate(MAX_QUERY);
    let mut path = clean(rest);
    if bare {
        path.insert(0, '/');
    }
    // A slash alone is a path behind a host, and behind a method where nothing else stands on the line.
    let is_root = || !host.is_empty() || known_method(text.trim().trim_end_matches(['/', ' '])).is_some();
    let http = url.is_some_and(|at| find(&text[at..], "http://") == Some(0));
    (path.len() > 1 || path == "/" && is_root()).then_some(Path { path, host, http, query, span: line.span })
}

/// Whether a text begins with a host that lacks its scheme: `//api.example.com/v1/lamps`.
fn is_host(text: &str) -> bool {
    let Some((host, _)) = text.strip_prefix("//").and_then(|rest| rest.split_once('/')) else { return false };
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b".-:".contains(&byte);
    host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.contains('.') && host.bytes().all(is_part)
}

/// The first slash of a text that is not the one of a media type or of `and/or`.
fn first_slash(text: &str) -> Option<usize> {
    let is_of_words = |slash: usize| {
        let word = text[..slash].rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        !text[slash..].starts_with("//") && NO_SEGMENT.iter().any(|part| part.eq_ignore_ascii_case(word))
    };
    memchr::memchr_iter(b'/', text.as_bytes()).find(|slash| !is_of_words(*slash))
}

/// Where the path begins whose first slash is at `slash`: a route may lack the slash in front.
pub fn token(text: &str, slash: usize) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '{' | '}' | '<' | '>');
    let start = text[..slash].trim_end_matches(is_part).len();
    let first = &text[start..slash];
    let before = text[..start].chars().next_back();
    let is_word_start = before.is_none_or(|c| c.is_whitespace() || "`:：]】\"*".contains(c));
    let is_segment = !NO_SEGMENT.iter().any(|word| word.eq_ignore_ascii_case(first));
    // Behind a name without a slash more has to follow: `a/b`.
    let goes_on = text[slash + 1..]
        .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | '_' | ':' | '<'));
    let is_ascii_word = first.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '_' | '{' | '<'));
    if is_word_start && is_segment && goes_on && is_ascii_word { start } else { slash }
}

/// Lines are short: the searcher of the standard library takes longer to build than this one to search.
pub fn find(text: &str, part: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), part.as_bytes())
}

/// Where a path ends that begins here.
pub fn end_of_path(text: &str) -> usize {
    end_outside(text, |c| matches!(c, '?' | '`' | '"' | '\'' | '，' | '。' | ',' | '#') || !c.is_ascii())
}

/// Where a route ends that begins here, its query included.
pub fn end_of_route(text: &str) -> usize {
    let end = end_of_path(text);
    text[end..].strip_prefix('?').map_or(end, |query| end + 1 + end_of_query(query))
}

/// Where a query ends.
fn end_of_query(text: &str) -> usize {
    end_outside(text, |c| matches!(c, '`' | '"' | '\'' | '#' | '，' | '。' | '；' | '、' | '）'))
}

/// The first blank or mark that ends a text, where it stands outside of placeholders: what these hold belongs to them.
fn end_outside(text: &str, is_end: impl Fn(char) -> bool) -> usize {
    let mut depth = 0usize;
    let end = text.char_indices().find(|(_, c)| {
        match c {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && (c.is_whitespace() || is_end(*c))
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// `{id}` placeholders in all their spellings, no query, no trailing words, no mark that ends a sentence.
fn clean(text: &str) -> String {
    let text = &text[..end_of_path(text)];
    // `/lamps[?page={page}]`: the query may be left out.
    let text = text.trim_end_matches(['.', ':', ';', '!', '*', '|', '[', '(']);
    let text = if text.contains(['(', '[']) { text } else { text.trim_end_matches([')', ']', '.', ':']) };
    // Most paths are clean.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-.{}".contains(&byte);
    if text.bytes().all(is_plain) && !text.contains("{{") && !text.contains("}}") {
        return text.to_owned();
    }
    let text = without_inner_links(text);
    let mut path = String::with_capacity(text.len());
    for (at, segment) in text.split('/').enumerate() {
        if at > 0 {
            path.push('/');
        }
        match marked(segment) {
            Some(name) => path.extend(["{", name, "}"]),
            _ if !segment.contains(['{', '}', '<', '>']) => path.push_str(segment),
            _ => path.push_str(&bare_names(&braced(segment))),
        }
    }
    path
}

/// The name of a placeholder that is a whole segment without braces: `:id`, `:id(\d+)`, `*path`, `[id]`, `$boatId`.
fn marked(segment: &str) -> Option<&str> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    if let Some(name) = segment.strip_prefix(':').filter(|name| !name.is_empty()) {
        return Some(name.split_once('(').map(|(bare, _)| bare).filter(|bare| is_name(bare)).unwrap_or(name));
    }
    // `$boatId` is a placeholder, while `$count` and `$metadata` are words of a query language.
    let is_made_of_words =
        |name: &str| name == "id" || name.contains(|c: char| c == '_' || c.is_ascii_uppercase());
    if let Some(name) = segment.strip_prefix('$').filter(|name| is_name(name) && is_made_of_words(name)) {
        return Some(name);
    }
    let inside = segment.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inside.or_else(|| segment.strip_prefix('*')).filter(|name| is_name(name))
}

/// `${id}`, `{id:int}`, `{+id}` and `{id*}` as `{id}`: what frameworks add to a name is no part of it.
fn bare_names(segment: &str) -> Cow<'_, str> {
    if !segment.contains(['$', ':', '+', '*']) {
        return Cow::Borrowed(segment);
    }
    let (mut out, mut rest) = (String::with_capacity(segment.len()), segment);
    while let Some((before, (inside, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        let name = inside.split(':').next().unwrap_or_default().trim_matches(['+', '*', ' ']);
        out.extend([
            before.strip_suffix('$').unwrap_or(before),
            "{",
            if name.is_empty() { inside } else { name },
            "}",
        ]);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `{id#TARGET/of-a-link}` and `{id=shops/*}` as `{id}`, and `/lamps{?page,size}`, which has its query in braces, as `/lamps`.
fn without_inner_links(text: &str) -> Cow<'_, str> {
    if !text.contains(['#', '?', '&', '=']) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, (inside, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        out.push_str(before);
        let name = inside.split(['#', '=']).next().unwrap_or_default();
        if !name.is_empty() && !name.starts_with(['?', '&']) {
            out.extend(["{", name, "}"]);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `page` and `size` of `/lamps{?page,size*}` and of `/lamps{?page}{&size}`, as templates of URLs have them.
fn query_of_template(text: &str) -> Vec<QueryArgument> {
    let braced = text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(inside, _)| inside));
    let lists = braced.filter_map(|inside| inside.strip_prefix(['?', '&']));
    let names = lists.flat_map(|list| list.split(',')).map(|name| name.trim().trim_end_matches('*'));
    let argument = |name: &str| QueryArgument { name: name.to_owned(), word: String::new() };
    names.filter(|name| is_argument(name)).take(MAX_QUERY).map(argument).collect()
}

/// `page` and `size` of `?page={page}&size=20`. A word without a value counts where there are others, or nothing follows:
/// a question mark may end a sentence.
fn arguments_of_query(behind: &str) -> Vec<QueryArgument> {
    let Some(query) = behind.strip_prefix('?') else { return Vec::new() };
    let (query, after) = query.split_at(end_of_query(query));
    if !query.contains(['=', '&']) && !after.trim_matches(['`', '*', ' ']).is_empty() {
        return Vec::new();
    }
    let pairs = query.split('&').map(|pair| pair.strip_prefix("amp;").unwrap_or(pair));
    let named = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = name.trim_end_matches(['.', ',', ';', ')']);
        // `?page={page}[&size={size}]`: what may be left out stands in brackets.
        let is_open = name.matches('[').count() != name.matches(']').count();
        (if is_open { name.trim_end_matches(['[', ']']) } else { name }, value)
    });
    let argument = |(name, value): (&str, &str)| QueryArgument { name: name.to_owned(), word: word(value) };
    named.filter(|(name, _)| is_argument(name)).take(MAX_QUERY).map(argument).collect()
}

/// The value of an argument where it is a word that travels as it stands.
fn word(value: &str) -> String {
    let value = value.trim_end_matches(['.', ',', ';', ')', '*']);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let is_word = value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.bytes().all(is_plain);
    if is_word { value.to_owned() } else { String::new() }
}

/// Whether a word can be the name of an argument in a query.
fn is_argument(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.$:@[]".contains(&byte))
}

/// `<id>`, `<int:id>` and `{{id}}` as `{id}`.
fn braced(segment: &str) -> String {
    let mut plain = segment.replace("{{", "{").replace("}}", "}");
    for converter in CONVERTERS {
        plain = plain.replace(&format!("<{converter}:"), "<");
    }
    plain.replace('<', "{").replace('>', "}")
}

/// Types that frameworks write before the name of a placeholder.
const CONVERTERS: &[&str] = &["int", "str", "string", "float", "path", "uuid", "slug"];

/// The names of a path's placeholders.
pub fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

/// Paths that one with segments that may be left out stands for, at most.
const MAX_SPELLED: usize = 4;

/// The paths that one with segments in brackets stands for: `/lamps[/{id}]` is `/lamps` and `/lamps/{id}`.
pub fn spelled(path: Path) -> SmallVec<[Path; 1]> {
    let mut paths: SmallVec<[Path; 1]> = smallvec::smallvec![path];
    while paths.len() < MAX_SPELLED {
        let parted = paths.iter().enumerate().find_map(|(at, path)| Some((at, optional(&path.path)?)));
        let Some((at, [without, with])) = parted else { break };
        let whole = Path { path: with, ..paths[at].clone() };
        paths[at].path = without;
        paths.insert(at + 1, whole);
    }
    paths
}

/// A path without the segments that may be left out, and with them.
fn optional(path: &str) -> Option<[String; 2]> {
    let (open, close) = [("[/", ']'), ("(/", ')')].into_iter().find(|(open, _)| path.contains(open))?;
    let (before, rest) = path.split_once(open)?;
    let (inside, behind) = rest.rsplit_once(close)?;
    let without = format!("{before}{behind}");
    (without.len() > 1).then(|| [without, format!("{before}/{inside}{behind}")])
}

/// What tells an operation from another one with the same sections: a segment of its path, else its method.
pub fn suffix(own: (&Method, &Path), other: (&Method, &Path)) -> String {
    let segments = |path: &Path| -> Vec<String> {
        path.path.split(['/', '{', '}']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let theirs = segments(other.1);
    let new = segments(own.1).into_iter().find(|segment| !theirs.contains(segment));
    let word = new.unwrap_or_else(|| own.0.name.to_lowercase());
    word.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
