//! Labels that name a method or an address: `Method: POST`, `URL: /x Method: POST`, `请求方式 POST`.

use crate::dialect::{Dialect, Role};
use crate::page::route_forms::{self, Routes};
use crate::page::routes::{self, Method, Path};
use crate::syntax::markdown::{Line, offset_in};
use smallvec::SmallVec;
use std::borrow::Cow;

/// What the labels of a line give.
#[derive(Default)]
pub(super) struct Labelled {
    /// Whole routes behind the label of an address.
    pub(super) routes: Routes,
    /// The methods: several where one label names them.
    pub(super) methods: SmallVec<[Method; 1]>,
    /// The path.
    pub(super) path: Option<Path>,
}

/// Labels of one line that are read, at most.
const MAX_LABELS: usize = 4;

/// Words that a label within a line may have.
const MAX_WORDS: usize = 3;

/// Reads the labels of a line.
pub(super) fn read(line: &Line<'_>, dialect: &Dialect) -> Labelled {
    let mut found = Labelled::default();
    let labels = with_colons(&line.text, dialect);
    let labels =
        if labels.is_empty() { without_colon(&line.text, dialect).into_iter().collect() } else { labels };
    if labels.is_empty() {
        found.methods.extend(of_any_label(line, dialect));
        found.routes.extend(of_method_label(line, dialect));
    }
    for (role, value) in labels {
        let value = Line {
            text: Cow::Borrowed(value.trim_end_matches([' ', '|', ',', '，', ';', '；'])),
            span: line.span,
        };
        if role == Role::Method {
            if found.methods.is_empty() {
                found.methods = routes::methods(&value);
            }
            continue;
        }
        if found.routes.is_empty() && found.path.is_none() {
            let pair = || route_forms::pair(&value).into_iter().collect();
            found.routes = route_forms::all_alone(&value).unwrap_or_else(pair);
            found.path = routes::path(&value).filter(|_| found.routes.is_empty());
        }
    }
    found
}

/// The other half of a route on a line that begins with the value of the label above it: `/v1/b Method: POST`.
pub(super) fn behind(line: &Line<'_>, dialect: &Dialect) -> (SmallVec<[Method; 1]>, Option<Path>) {
    let mut found = (SmallVec::new(), None);
    for (at, colon) in line.text.match_indices([':', '：']).take(MAX_LABELS) {
        let Some((role, _)) = label(&line.text, 0, at, false, dialect) else { continue };
        let value = Line { text: Cow::Borrowed(&line.text[at + colon.len()..]), span: line.span };
        match role {
            Role::Method if found.0.is_empty() => found.0 = routes::methods(&value),
            Role::Method => {}
            _ => found.1 = found.1.or_else(|| routes::path(&value)),
        }
    }
    found
}

/// The labels of a line that end with colons, each with what follows up to the next one.
fn with_colons<'l>(text: &'l str, dialect: &Dialect) -> Vec<(Role, &'l str)> {
    let mut labels: Vec<(Role, usize, usize)> = Vec::new();
    let mut from = 0;
    for (at, colon) in text.match_indices([':', '：', '】']) {
        if labels.len() == MAX_LABELS {
            break;
        }
        if let Some((role, start)) = label(text, from, at, labels.is_empty(), dialect) {
            from = at + colon.len();
            labels.push((role, start, from));
        } else if labels.is_empty() {
            // What stands before the first colon is a label or none at all.
            break;
        }
    }
    let end = |next: usize| labels.get(next).map_or(text.len(), |(_, start, _)| *start);
    labels.iter().enumerate().map(|(at, (role, _, from))| (*role, &text[*from..end(at + 1)])).collect()
}

/// The label that ends at `end`: all that stands before it where it `is_first`, else the last few words.
fn label(text: &str, from: usize, end: usize, is_first: bool, dialect: &Dialect) -> Option<(Role, usize)> {
    let before = &text[from..end];
    let role = |words: &str| {
        let words = words.trim_matches(['-', '*', ' ', '`', '|', '【', '】']);
        let role = dialect.sections.get(words).or_else(|| dialect.compounds.role(words));
        role.filter(|role| matches!(role, Role::Method | Role::Url))
    };
    if is_first {
        return role(before).map(|role| (role, from));
    }
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '，' | ',' | '；' | ';' | '、' | '|');
    let words = before.split(is_gap).filter(|word| !word.is_empty());
    let starts = words.map(|word| offset_in(before, word)).collect::<Vec<_>>();
    let last = &starts[starts.len().saturating_sub(MAX_WORDS)..];
    last.iter().find_map(|start| role(&before[*start..]).map(|role| (role, from + start)))
}

/// The half of a route that words name, alone or as those of a call: `方法`, `path`.
pub(super) fn half(words: &str, dialect: &Dialect) -> Option<Role> {
    let words = words.trim_matches(['-', '*', ' ', '`', '|', '【', '】']);
    let known = dialect.sections.get(words).or_else(|| dialect.compounds.role(words));
    let of_call = || dialect.compounds.role(&format!("HTTP {words}"));
    known.or_else(of_call).filter(|role| matches!(role, Role::Method | Role::Url))
}

/// `Type: POST`, `Verb: GET`: a short label of any words, and nothing but a method in capitals; `方法：post`.
fn of_any_label(line: &Line<'_>, dialect: &Dialect) -> Option<Method> {
    let (label, value) = line.text.split_once([':', '：'])?;
    let value = value.trim_matches(['`', '*', ' ']);
    let is_label = (1..=24).contains(&label.trim().chars().count()) && label.split_whitespace().count() <= 3;
    let is_label = is_label && !label.contains('/');
    let is_upper = value.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_said = || is_upper || half(label, dialect) == Some(Role::Method);
    let name = routes::known_method(value).filter(|_| is_label && is_said())?;
    Some(Method { name: name.to_owned(), span: line.span })
}

/// `POST方式：https://x.org/v1/b`: the label of the address names the method.
fn of_method_label(line: &Line<'_>, dialect: &Dialect) -> Option<(Method, Path)> {
    let (label, value) = line.text.split_once([':', '：'])?;
    let label = label.trim_matches(['-', '*', ' ', '`']);
    let words = label.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let name = routes::known_method(&label[..label.len() - words.len()])?;
    let value = value.trim_matches(['`', '*', ' ']);
    let is_path = value.starts_with('/') || value.starts_with("https://") || value.starts_with("http://");
    let is_alone = is_path && !value.contains(char::is_whitespace) && half(words, dialect).is_some();
    let path = routes::path(&Line { text: Cow::Borrowed(value), span: line.span }).filter(|_| is_alone)?;
    Some((Method { name: name.to_owned(), span: line.span }, path))
}

/// `Resource: /v1/b`, `Sandbox: https://x.org/v1/b`: a short label of any words, and nothing but a path.
pub(super) fn path_of_any_label(line: &Line<'_>) -> Option<Path> {
    let (label, value) = line.text.split_once([':', '：'])?;
    let value = value.trim_matches(['`', '*', ' ']);
    let is_label = (1..=24).contains(&label.trim().chars().count()) && label.split_whitespace().count() <= 3;
    let is_url = value.starts_with("https://") || value.starts_with("http://");
    let is_path = value.starts_with('/') && value.len() > 1 && !value.starts_with("//") || is_url;
    let is_alone = !label.contains('/') && !value.contains(char::is_whitespace);
    let value = Line { text: Cow::Borrowed(value), span: line.span };
    routes::path(&value).filter(|_| is_label && is_path && is_alone)
}

/// `请求方式 POST`, `请求地址 /v1/x`, `Endpoint GET /v1/x`: a label, a blank, and nothing but the value.
fn without_colon<'l>(text: &'l str, dialect: &Dialect) -> Option<(Role, &'l str)> {
    let text = text.trim_matches(['-', '*', ' ']);
    let begins =
        |word: &str| word.starts_with('/') || word.starts_with("http://") || word.starts_with("https://");
    let last = text.rsplit(char::is_whitespace).next()?;
    let mut value = offset_in(text, last);
    let word = last.trim_matches(['`', '*']);
    let expected = match routes::known_method(word) {
        Some(_) => Role::Method,
        None if begins(word) => Role::Url,
        None => return None,
    };
    let before = text[..value].trim_end();
    if let Some(method) = before.rsplit(char::is_whitespace).next().filter(|_| expected == Role::Url)
        && routes::known_method(method.trim_matches(['`', '*'])).is_some()
    {
        value = offset_in(text, method);
    }
    let label = text[..value].trim_matches(['`', '*', ' ']);
    let role = dialect.sections.get(label).or_else(|| dialect.compounds.role(label));
    let role = role.filter(|role| *role == expected)?;
    Some((role, &text[value..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown::Span;

    #[test]
    fn labels_give_methods_and_paths() {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let check = |text: &str, expect: &str| {
            let Labelled { routes, methods, path } =
                read(&Line { text: text.into(), span: Span::default() }, &dialect);
            let whole = routes.iter().map(|(method, path)| format!("{} {}", method.name, path.path));
            let halves = methods.into_iter().map(|method| method.name).chain(path.map(|path| path.path));
            assert_eq!(whole.chain(halves).collect::<Vec<_>>().join(" "), expect, "{text}");
        };
        check("- Method: POST", "POST");
        check("URL: /v1/b", "/v1/b");
        check("URL: https://a.b/v1/b", "/v1/b");
        check("请求地址：GET /v1/b", "GET /v1/b");
        check("URL: /v1/b Method: POST", "POST /v1/b");
        check("Method: POST | URL: /v1/b", "POST /v1/b");
        check("HTTP method: PUT, Request URL: https://a.b/v1", "PUT /v1");
        check("请求方式 POST", "POST");
        check("请求方式：GET/POST", "GET POST");
        check("Method: `GET` or `POST`, by what is sent", "GET POST");
        check("Method: POST Delete trees", "POST");
        check("请求地址 /v1/b", "/v1/b");
        check("请求地址 PUT /v1/b", "PUT /v1/b");
        check("【请求方式】POST", "POST");
        check("【请求地址】/v1/b", "/v1/b");
        check("方法：post", "POST");
        check("请求方式：POST，请求地址：https://a.b/v1/b", "POST /v1/b");
        check("POST方式：https://a.b/v1/b", "POST /v1/b");
        check("求 :", "");
        check("GET请求：/v1/b", "");
        check("Note: the method is POST", "");
        check("Send it to /v1/b", "");
    }
}
