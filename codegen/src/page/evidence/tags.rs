//! Tags that give a route: `<APIEndpoint method="GET" url="/x" />`, `<Route method="GET">/x</Route>`.

use crate::dialect::{Dialect, Role};
use crate::page::routes::{self, Method, Path};
use crate::syntax::markdown::Line;
use crate::syntax::markdown::inline::plain;
use std::borrow::Cow;

/// The route of a line that is a tag. Its attributes are named as labels are.
pub(super) fn read(text: &str, line: &Line<'_>, dialect: &Dialect) -> Option<(Method, Path)> {
    let raw = line.span.of(text).trim();
    let inner = raw.strip_prefix('<')?;
    let end = inner.find('>')?;
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().filter(|name| !name.is_empty())?;
    let as_line = |value| Line { text: plain(value), span: line.span };
    let (mut method, mut path) = (None, None);
    for (key, value) in attributes(inner[name.len()..end].trim_end_matches('/')) {
        match dialect.sections.get(key) {
            Some(Role::Method) => method = method.or_else(|| routes::method(&as_line(value))),
            Some(Role::Url) => path = path.or_else(|| routes::path(&as_line(value))),
            _ => {}
        }
    }
    let body = inner[end + 1..].split("</").next().unwrap_or_default();
    let line = Line { text: Cow::Owned(plain(body).into_owned()), span: line.span };
    let path = path.or_else(|| routes::path(&line));
    method.zip(path)
}

/// `name="value"` pairs.
fn attributes(mut text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    while let Some((name, rest)) = text.split_once('=') {
        let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
        let rest = rest.trim_start().trim_start_matches('{');
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) else { break };
        let Some((value, rest)) = rest[1..].split_once(quote) else { break };
        found.push((name, value));
        text = rest;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown::Span;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let line = Line { text: plain(raw), span: Span::new(0, raw.len()) };
        let route = read(raw, &line, &dialect);
        let shown = route.map(|(method, path)| format!("{} {}", method.name, path.path));
        assert_eq!(shown.unwrap_or_default(), expect, "{raw}");
    }

    #[test]
    fn tags_with_a_method_and_a_path() {
        check(r#"<APIEndpoint method="GET" url="/v5/boxes" />"#, "GET /v5/boxes");
        check(
            r#"<Route method='PUT'>/groves/[\{grove.id\}](/objects#grove)</Route>"#,
            "PUT /groves/{grove.id}",
        );
        check(r#"<Endpoint path={"/a"} method={`POST`} />"#, "POST /a");
        check(r#"<a href="/x">GET</a>"#, "");
        check(r#"<Route method="GET" />"#, "");
        check("<id> of /x", "");
    }
}
