//! Routes: methods and paths in the many ways pages write them.

use crate::syntax::markdown::{Line, Span};

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
    /// Where it stands.
    pub span: Span,
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// The HTTP method among the words of a line, when the line is little more than that.
pub fn method(line: &Line<'_>) -> Option<Method> {
    let words = line.text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.take(6).find_map(known_method)?.to_owned();
    Some(Method { name, span: line.span })
}

fn known_method(word: &str) -> Option<&'static str> {
    METHODS.iter().find(|method| method.eq_ignore_ascii_case(word)).copied()
}

/// A method directly before a path: `POST /api/v1/x`, `- API: PUT /x`, `Delete https://…`.
pub fn pair(line: &Line<'_>) -> Option<(Method, Path)> {
    let raw = &line.text;
    let slash = raw.find('/')?;
    let at = find(raw, "http://").or_else(|| find(raw, "https://")).unwrap_or(slash);
    let word = raw[..at]
        .trim_end_matches([' ', ':', '：', '`', '\t', '*'])
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()?;
    let name = known_method(word)?.to_owned();
    Some((Method { name, span: line.span }, path(line)?))
}

/// The first path or URL of a line.
pub fn path(line: &Line<'_>) -> Option<Path> {
    let text = line.text.as_ref();
    let slash = text.find('/')?;
    let url = find(text, "https://").or_else(|| find(text, "http://"));
    let (host, rest) = match url {
        Some(at) => {
            let rest = &text[at + text[at..].find("//")? + 2..];
            let end = rest.find(['/', ' ', '?']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        }
        None => (String::new(), &text[slash..]),
    };
    let path = clean(rest);
    (path.len() > 1 || (path == "/" && !host.is_empty())).then_some(Path { path, host, span: line.span })
}

/// Lines are short: the searcher of the standard library takes longer to build than this one to search.
fn find(text: &str, part: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), part.as_bytes())
}

/// `{id}` placeholders in all their spellings, no query, no trailing words.
fn clean(text: &str) -> String {
    // Most paths are clean.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-.{}".contains(&byte);
    if text.bytes().all(is_plain) && !text.contains("{{") && !text.contains("}}") {
        return text.to_owned();
    }
    let mut depth = 0usize;
    let end = text
        .char_indices()
        .find(|(_, c)| {
            match c {
                '{' | '<' => depth += 1,
                '}' | '>' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
                && (c.is_whitespace()
                    || matches!(c, '?' | '`' | '"' | '\'' | '，' | '。' | ',' | '#')
                    || !c.is_ascii())
        })
        .map_or(text.len(), |(at, _)| at);
    let mut path = String::with_capacity(end);
    for (at, segment) in text[..end].split('/').enumerate() {
        if at > 0 {
            path.push('/');
        }
        match segment.strip_prefix(':') {
            Some(name) if !name.is_empty() => path.extend(["{", name, "}"]),
            _ if !segment.contains(['{', '}', '<', '>']) => path.push_str(segment),
            _ => path.push_str(&braced(segment)),
        }
    }
    path
}

/// `<id>` and `{{id}}` as `{id}`.
fn braced(segment: &str) -> String {
    segment.replace("{{", "{").replace("}}", "}").replace('<', "{").replace('>', "}")
}

/// The names of a path's placeholders.
pub fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let line = Line { text: Cow::Borrowed(text), span: Span::default() };
        let got = match (pair(&line), path(&line)) {
            (Some((method, path)), _) => format!("{} {}{}", method.name, path.host, path.path),
            (None, Some(path)) => format!("{}{}", path.host, path.path),
            (None, None) => "none".to_owned(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn spellings() {
        check("POST /api/v1/x/{id}", "POST /api/v1/x/{id}");
        check("- API： PUT /a/b", "PUT /a/b");
        check("Delete /api/cos", "DELETE /api/cos");
        check(
            "https://vm.jdcloud-api.com/v1/regions/{regionId}/instances/{id}:start",
            "vm.jdcloud-api.com/v1/regions/{regionId}/instances/{id}:start",
        );
        check("https://monitor.{regionId}.x.com/v1/m", "monitor.{regionId}.x.com/v1/m");
        check("/a/<id>/:name/b?x=1", "/a/{id}/{name}/b");
        check("`/api/v3/channel/list`", "/api/v3/channel/list");
        check("nothing here", "none");
    }
}
