//! Tags that give a route: `<APIEndpoint method="GET" url="/x" />`, `<Route verb="GET">/x</Route>`,
//! `{% swagger method="get" path="/x" %}`, `{{< endpoint method="GET" path="/x" >}}`, `<div class="endpoint post">/x</div>`.

use crate::dialect::{Dialect, Role};
use crate::page::routes::{self, Method, Path};
use crate::syntax::markdown::Line;
use crate::syntax::markdown::inline::plain;
use std::borrow::Cow;

/// How tags of pages and of their templates begin and end.
const MARKS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("<", ">"), ("{%", "%}")];

/// A tag over several lines is as long as this, at most.
const MAX_TAG: usize = 2048;

/// The route of a line that is a tag or begins one. Its attributes are named as labels are, or hold what can be nothing
/// but a method and a path.
pub(super) fn read(text: &str, line: &Line<'_>, dialect: &Dialect) -> Option<(Method, Path)> {
    let begin = line.span.start + (line.span.of(text).len() - line.span.of(text).trim_start().len());
    let raw = &text[begin..];
    let (open, close) = MARKS.into_iter().find(|(open, _)| raw.starts_with(open))?;
    let inner = raw[open.len()..].trim_start();
    let end = inner.find(close).filter(|end| *end < MAX_TAG)?;
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().filter(|name| !name.is_empty())?;
    let as_line = |value| Line { text: plain(value), span: line.span };
    let (mut method, mut path, mut is_method_alone) = (None, None, false);
    for (key, value) in attributes(inner[name.len()..end].trim_end_matches('/')) {
        match dialect.sections.get(key) {
            Some(Role::Method) => method = method.or_else(|| routes::method(&as_line(value))),
            Some(Role::Url) => path = path.or_else(|| routes::path(&as_line(value))),
            _ if method.is_none() && key == "class" => {
                let named = value.split_whitespace().find(|word| routes::known_method(word).is_some());
                method = named.and_then(|word| routes::method(&as_line(word)));
                is_method_alone = method.is_some();
            }
            _ if method.is_none() && routes::known_method(value).is_some() => {
                (method, is_method_alone) = (routes::method(&as_line(value)), true);
            }
            _ if path.is_none() && is_path(value) && !is_link(key) => path = routes::path(&as_line(value)),
            _ => {}
        }
    }
    let rest = &inner[end + close.len()..];
    let body = rest.lines().next().unwrap_or_default().split("</").next().unwrap_or_default();
    let behind = Line { text: Cow::Owned(plain(body).into_owned()), span: line.span };
    let of_body = || routes::path(&behind).filter(|_| !is_method_alone || is_path(&behind.text));
    method.zip(path.or_else(of_body))
}

/// The route of a line that begins with a picture of its method, which the address of the picture names where its words do
/// not: `` ![](https://x.org/badge/-GET-blue) `/x` ``.
pub(super) fn badge(text: &str, line: &Line<'_>) -> Option<(Method, Path)> {
    let raw = line.span.of(text).trim_start();
    let (address, rest) = raw.strip_prefix("![")?.split_once("](")?.1.split_once(')')?;
    let rest = plain(rest.trim_start_matches([' ', ')', ']']));
    let target = rest.trim().trim_matches('`');
    let words = address.rsplit('/').next()?.split(|c: char| !c.is_ascii_alphabetic());
    let mut methods = words.filter(|word| routes::known_method(word).is_some());
    let (name, None) = (methods.next()?, methods.next()) else { return None };
    let as_line = |value: &str| Line { text: Cow::Owned(value.to_owned()), span: line.span };
    let path = routes::path(&as_line(target)).filter(|_| is_path(target))?;
    Some((routes::method(&as_line(name))?, path))
}

fn is_path(text: &str) -> bool {
    let begins = text.starts_with('/') && text.len() > 1
        || text.starts_with("https://")
        || text.starts_with("http://");
    begins && !text.contains(char::is_whitespace)
}

fn is_link(key: &str) -> bool {
    ["href", "src", "to", "link", "baseurl", "icon"].iter().any(|known| known.eq_ignore_ascii_case(key))
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
        let first = raw.lines().next().unwrap_or_default();
        let line = Line { text: plain(first), span: Span::new(0, first.len()) };
        let route = read(raw, &line, &dialect);
        let shown = route.map(|(method, path)| format!("{} {}", method.name, path.path));
        assert_eq!(shown.unwrap_or_default(), expect, "{raw}");
    }

    #[test]
    fn pictures_that_name_a_method() {
        let route = |raw: &str| {
            let line = Line { text: plain(raw), span: Span::new(0, raw.len()) };
            badge(raw, &line).map(|(method, path)| format!("{} {}", method.name, path.path))
        };
        let check = |raw: &str, expect: Option<&str>| assert_eq!(route(raw).as_deref(), expect, "{raw}");
        check("![](https://x.org/badge/-PUT-red) `/owls/{id}`", Some("PUT /owls/{id}"));
        check("![](./img/delete.svg) /owls", Some("DELETE /owls"));
        check("![](./img/get.svg) an owl at /owls", None);
        check("![](./img/owl.svg) `/owls`", None);
    }

    #[test]
    fn tags_with_a_method_and_a_path() {
        check(r#"<APIEndpoint method="GET" url="/v5/boxes" />"#, "GET /v5/boxes");
        check(
            r#"<Route method='PUT'>/groves/[\{grove.id\}](/objects#grove)</Route>"#,
            "PUT /groves/{grove.id}",
        );
        check(r#"<Endpoint path={"/a"} method={`POST`} />"#, "POST /a");
        check(r#"<ApiRoute verb="POST">/v1/owls</ApiRoute>"#, "POST /v1/owls");
        check("<Endpoint\n  method={\"put\"}\n  path={\"/a/{b}\"}\n/>", "PUT /a/{b}");
        check(r#"{% swagger method="get" path="/a" baseUrl="https://b.c" summary="A" %}"#, "GET /a");
        check(r#"{{< endpoint method="GET" path="/v5/boxes" >}}"#, "GET /v5/boxes");
        check(r#"{{% route verb="PUT" url="/v5/boxes" %}}"#, "PUT /v5/boxes");
        check(r#"<div class="endpoint post">/boats/</div>"#, "POST /boats/");
        check(r#"<div class="post">About /boats</div>"#, "");
        check(r#"<a href="/x">GET</a>"#, "");
        check(r#"<a title="GET" href="/x">y</a>"#, "");
        check(r#"<Route method="GET" />"#, "");
        check("<id> of /x", "");
    }
}
