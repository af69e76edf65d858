//! Places of routes: where on a page its method and its path stand.

use super::{Item, Section, Side, Table, TableKind, routes};
use crate::dialect::{Dialect, Role, normalize};
use crate::syntax::markdown::inline::plain;
use crate::syntax::markdown::{Line, Span, offset_in};
use std::borrow::Cow;

/// A method and a path, as far as they were found.
type Found = (Option<routes::Method>, Option<routes::Path>);

/// Own sections first, then `POST /x` lines before the first table of parameters, then route tables.
pub fn route(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Found {
    let mut found: Found = (None, None);
    for section in sections {
        if let Some((method, path)) = titled(section) {
            found.0.get_or_insert(method);
            found.1.get_or_insert(path);
        }
        if !matches!(section.role, Role::Url | Role::Method | Role::Other | Role::Description) {
            continue;
        }
        for item in &section.items {
            for line in item_lines(text, item).iter() {
                if let Some((method, path)) = routes::pair(line) {
                    found.0.get_or_insert(method);
                    found.1.get_or_insert(path);
                } else if section.role == Role::Method && !section.nested {
                    found.0 = found.0.or_else(|| routes::method(line));
                } else if section.role == Role::Url && !section.nested {
                    found.1 = found.1.or_else(|| routes::path(line));
                }
            }
        }
    }
    if found.0.is_none() || found.1.is_none() {
        let table = route_table(text, sections, dialect);
        found = (found.0.or(table.0), found.1.or(table.1));
    }
    if found.0.is_none() || found.1.is_none() {
        let pairs = named_values(text, sections, dialect);
        found = (found.0.or(pairs.0), found.1.or(pairs.1));
    }
    found
}

/// Whether there is a slash where [`route`] looks for a path: in most sections there is none.
pub fn may_have_path(text: &str, section: &Section<'_>) -> bool {
    let has_slash = |text: &str| memchr::memchr(b'/', text.as_bytes()).is_some();
    let is_in = |item: &Item<'_>| match item {
        Item::Lines(lines) => lines.iter().any(|line| has_slash(&line.text)),
        Item::Code { body, .. } => has_slash(body.of(text)),
        // In a cell as it is written an entity may stand for one.
        Item::Table(table) => table.kind != TableKind::Fields && table.span.of(text).contains(['/', '&']),
    };
    has_slash(&section.heading) || section.items.iter().any(is_in)
}

/// A heading that is a route: `## POST /v1/charges`.
pub fn titled(section: &Section<'_>) -> Option<(routes::Method, routes::Path)> {
    if !section.heading.starts_with(|c: char| c.is_ascii_uppercase() || c == '`') {
        return None;
    }
    let heading = section.heading.trim_start_matches('`');
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_method = rest.len() < heading.len() && rest.starts_with([' ', '`']);
    if !is_method || !rest.trim_start_matches([' ', '`']).starts_with(['/', 'h']) {
        return None;
    }
    routes::pair(&Line { text: Cow::Borrowed(heading), span: section.span })
}

/// The lines of prose and of short code blocks.
fn item_lines<'i, 't>(text: &'t str, item: &'i Item<'t>) -> Cow<'i, [Line<'t>]> {
    match item {
        Item::Lines(lines) => Cow::Borrowed(lines),
        Item::Code { body: span, .. } if span.of(text).trim().lines().nth(2).is_none() => {
            Cow::Owned(vec![Line { text: Cow::Borrowed(span.of(text).trim()), span: *span }])
        }
        _ => Cow::Borrowed(&[]),
    }
}

fn tables<'s, 't>(sections: &'s [Section<'t>]) -> impl Iterator<Item = &'s Table<'t>> {
    sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Table(table) => Some(table),
        _ => None,
    })
}

/// `| HTTP URL | https://… |` and `| HTTP Method | POST |`: rows of a name and its value.
fn named_values(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Found {
    let mut found: Found = (None, None);
    for table in tables(sections).filter(|table| table.kind != TableKind::Fields) {
        for line in table.span.of(text).lines() {
            let mut cells = line.trim().trim_matches('|').split('|');
            let (Some(name), Some(value), None) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            let start = table.span.start + offset_in(table.span.of(text), line);
            let line = Line { text: plain(value), span: Span::new(start, start + line.len()) };
            match dialect.sections.get(&plain(name)) {
                Some(Role::Url) => found.1 = found.1.or_else(|| routes::path(&line)),
                Some(Role::Method) => found.0 = found.0.or_else(|| routes::method(&line)),
                _ => {}
            }
        }
    }
    found
}

/// The request line that a request sample begins with. A number in it may be a value instead of a placeholder, and a
/// path of one slash says nothing.
pub fn sample(text: &str, sections: &[Section<'_>]) -> Option<(routes::Method, routes::Path)> {
    let asked = sections.iter().filter(|section| section.side == Side::Request);
    let bodies = asked.flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Code { body, .. } => Some(*body),
        _ => None,
    });
    let fixed = |path: &str| {
        path.len() > 1 && !path.split('/').any(|part| part.starts_with(|c: char| c.is_ascii_digit()))
    };
    bodies
        .filter_map(|body| {
            let code = body.of(text);
            let line = code.lines().find(|line| !line.trim().is_empty())?;
            let start = body.start + offset_in(code, line);
            let span = Span::new(start, start + line.len());
            let starts = line.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
            routes::pair(&Line { text: Cow::Borrowed(line), span })
                .filter(|(_, path)| starts && fixed(&path.path))
        })
        .next()
}

/// `| 地址 | 请求方式 |` with one row.
fn route_table(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Found {
    let (paths, methods) = (&dialect.routes.path_columns, &dialect.routes.method_columns);
    if paths.is_empty() {
        return (None, None);
    }
    for table in tables(sections).filter(|table| table.kind != TableKind::Fields) {
        let header: Vec<Cow<'_, str>> =
            table.header.of(text).trim_matches(['|', ' ']).split('|').map(normalize).collect();
        let column = |words: &[String]| header.iter().position(|cell| words.iter().any(|word| word == cell));
        let Some(path_at) = column(paths) else { continue };
        let Some(row) = table.rows.first() else { continue };
        let raw = row.span.of(text).trim().trim_start_matches('|');
        let cell = |at: usize| raw.split('|').nth(at).map(|cell| Line { text: plain(cell), span: row.span });
        let path = cell(path_at).and_then(|line| routes::path(&line));
        let method = column(methods).and_then(cell).and_then(|line| routes::method(&line));
        if path.is_some() {
            return (method, path);
        }
    }
    (None, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::page::sections;
    use crate::syntax::markdown;
    use proptest::prelude::*;

    /// Lines with routes in every place that one is looked for in, and lines without.
    const LINES: &[&str] = &[
        "## POST /a/{id}",
        "## 请求地址",
        "### 请求方法",
        "/api/v1/a/",
        "`GET https://a.example/b`",
        "| 名称 | 值 |\n|---|---|\n| 地址 | &#47;a&sol;b |",
        "| 请求方法 | GET /c |\n|---|---|",
        "```\ncurl -X POST https://a.example/d\n```",
        "- URL: /e",
        "text",
        "",
    ];

    proptest! {
        #[test]
        fn what_has_a_route_may_have_a_path(lines in prop::collection::vec(prop::sample::select(LINES), 0..6)) {
            let text = lines.join("\n\n");
            let dialect = built_in::builtin("blueking-esb").unwrap();
            for section in sections::read(&text, markdown::read(&text), &dialect) {
                let routed = route(&text, std::slice::from_ref(&section), &dialect).1.is_some();
                prop_assert!(!routed || may_have_path(&text, &section), "{text}");
            }
        }
    }
}
