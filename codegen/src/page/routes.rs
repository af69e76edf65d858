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

/// What stands between a method and its path: `[POST] /x`, ``GET: `/x` ``.
const BETWEEN: &[char] = &[' ', '\t', ':', '：', '`', '*', ']', '】', ')', '|', '"'];

/// The HTTP method among the words of a line, when the line is little more than that.
pub fn method(line: &Line<'_>) -> Option<Method> {
    let words = line.text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.take(6).find_map(known_method)?.to_owned();
    Some(Method { name, span: line.span })
}

fn known_method(word: &str) -> Option<&'static str> {
    METHODS.iter().find(|method| method.eq_ignore_ascii_case(word)).copied()
}

/// A method directly before a path: `POST /api/v1/x`, `- API: PUT /x`, `Delete https://…`, `[GET] v1/x`.
pub fn pair(line: &Line<'_>) -> Option<(Method, Path)> {
    let raw = &line.text;
    let slash = raw.find('/')?;
    let start = find(raw, "http://").or_else(|| find(raw, "https://")).unwrap_or_else(|| token(raw, slash));
    let word = raw[..start].trim_end_matches(BETWEEN).rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    let name = known_method(word)?.to_owned();
    Some((Method { name, span: line.span }, path(line)?))
}

/// A line that is a route and nothing else; a label before it, a remark in brackets behind it and the version of the
/// protocol are no other text.
pub fn alone(line: &Line<'_>) -> Option<(Method, Path)> {
    let text = without_label(line.text.trim_matches([' ', '\t', '-', '*', '`', '"', '>']));
    let text = text.trim_start_matches(['[', '【', '(', '`', '*', '"']);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let name = known_method(&text[..text.len() - rest.len()])?;
    let target = rest.trim_start_matches(BETWEEN);
    let is_cut = target.len() < rest.len();
    let is_upper = text.starts_with(name);
    let end = end_of_path(target);
    let begins = target.starts_with('/') || target.starts_with("http") || target.starts_with('{');
    let is_target = begins || is_upper && target[..end].contains('/');
    (is_cut && is_target && is_end(&target[end..])).then(|| pair(line)).flatten()
}

/// `URL: GET /x` without its label.
fn without_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_once([':', '：']) else { return text };
    let label = label.trim_matches(['*', ' ', '`']);
    let is_label = !label.is_empty() && label.chars().count() <= 20 && known_method(label).is_none();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    if is_label && label.chars().all(is_word) { rest.trim_matches(['*', ' ', '`']) } else { text }
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

/// Parts of media types and of sentences that have a slash and are no path.
const NO_SEGMENT: &[&str] = &["http", "https", "application", "text", "multipart", "image", "and"];

/// The first path or URL of a line.
pub fn path(line: &Line<'_>) -> Option<Path> {
    let text = line.text.as_ref();
    let slash = text.find('/')?;
    let url = find(text, "https://").or_else(|| find(text, "http://"));
    let (host, rest, bare) = match url {
        Some(at) => {
            let rest = &text[at + text[at..].find("//")? + 2..];
            let end = rest.find(['/', ' ', '?']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..], false)
        }
        None => (String::new(), &text[token(text, slash)..], token(text, slash) < slash),
    };
    let mut path = clean(rest);
    if bare {
        path.insert(0, '/');
    }
    (path.len() > 1 || (path == "/" && !host.is_empty())).then_some(Path { path, host, span: line.span })
}

/// Where the path begins whose first slash is at `slash`: a route may lack the slash in front.
fn token(text: &str, slash: usize) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let start = text[..slash].trim_end_matches(is_part).len();
    let first = &text[start..slash];
    let before = text[..start].chars().next_back();
    let is_word_start = before.is_none_or(|c| c.is_whitespace() || "`:：]】\"*".contains(c));
    let is_segment = !NO_SEGMENT.iter().any(|word| word.eq_ignore_ascii_case(first));
    // Behind a name without a slash more has to follow: `a/b`.
    let goes_on = text[slash + 1..]
        .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | '_' | ':' | '<'));
    let is_ascii_word = first.starts_with(|c: char| c.is_ascii_lowercase());
    if is_word_start && is_segment && goes_on && is_ascii_word { start } else { slash }
}

/// Lines are short: the searcher of the standard library takes longer to build than this one to search.
fn find(text: &str, part: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), part.as_bytes())
}

/// Where a path ends that begins here.
fn end_of_path(text: &str) -> usize {
    let mut depth = 0usize;
    let end = text.char_indices().find(|(_, c)| {
        match c {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
            && (c.is_whitespace()
                || matches!(c, '?' | '`' | '"' | '\'' | '，' | '。' | ',' | '#')
                || !c.is_ascii())
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// `{id}` placeholders in all their spellings, no query, no trailing words, no mark that ends a sentence.
fn clean(text: &str) -> String {
    let text = &text[..end_of_path(text)];
    let text = text.trim_end_matches(['.', ':', ';', '!', '*', '|']);
    let text = if text.contains(['(', '[']) { text } else { text.trim_end_matches([')', ']', '.', ':']) };
    // Most paths are clean.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-.{}".contains(&byte);
    if text.bytes().all(is_plain) && !text.contains("{{") && !text.contains("}}") {
        return text.to_owned();
    }
    let mut path = String::with_capacity(text.len());
    for (at, segment) in text.split('/').enumerate() {
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
        check("[POST] /v1/x", "POST /v1/x");
        check("Send DELETE /trees/{id}.", "DELETE /trees/{id}");
        check("POST trees/{id}:", "POST /trees/{id}");
        check("v1/trees", "/v1/trees");
        check("api.example.com/v1/x", "/v1/x");
        check("(see /v1/x)", "/v1/x");
    }

    #[test]
    fn a_line_that_is_a_route_and_nothing_else() {
        let check = |text: &str, expect: bool| {
            let line = Line { text: Cow::Borrowed(text), span: Span::default() };
            assert_eq!(alone(&line).is_some(), expect, "{text}");
        };
        let routes = [
            "GET /x",
            "`POST /x`",
            "[POST] /x",
            "- API： PUT /a/b",
            "GET /x HTTP/1.1",
            "GET /x (HMAC)",
            "DELETE a/{id}.",
        ];
        routes.iter().for_each(|text| check(text, true));
        let prose =
            ["Run `GET /x` to see it", "get and/or set", "GET", "对应接口 `POST /x`。", "GET /x 的签名示例"];
        prose.iter().for_each(|text| check(text, false));
    }
}
