//! Endpoints: which sections of a page describe which call.

use super::{Endpoint, Item, Page, Section, routes};
use crate::dialect::PerPage;
use crate::dialect::{Dialect, Role, normalize};
use crate::markdown::{Document, Line, Span};
use std::borrow::Cow;

/// Reads a page.
pub fn read<'a>(text: &'a str, document: Document<'a>, stem: &str, dialect: &Dialect) -> Page<'a> {
    let sections = super::sections::read(text, document, dialect);
    if dialect.skips(stem) || stem.starts_with('_') {
        return Page { endpoints: Vec::new(), outside: count_tables(&sections) };
    }
    let whole = || std::iter::once(0..sections.len()).collect();
    let groups = match dialect.pages.endpoints {
        PerPage::One => whole(),
        PerPage::Many => widest_with_one_route(text, &sections, dialect),
        PerPage::Auto => calls(text, &sections, dialect).unwrap_or_else(whole),
    };
    let several = groups.len() > 1 || dialect.pages.endpoints == PerPage::Many;
    split(text, sections, groups, several, dialect)
}

/// The heading sections of a page that describe one call each, when there are several: a route and parameters in
/// every one of them.
fn calls(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Option<Vec<std::ops::Range<usize>>> {
    let mut groups = widest_with_one_route(text, sections, dialect);
    groups.retain(|group| {
        sections[group.clone()].iter().any(|section| !section.nested && section.side != super::Side::None)
    });
    (groups.len() > 1).then_some(groups)
}

fn split<'a>(
    text: &'a str,
    sections: Vec<Section<'a>>,
    groups: Vec<std::ops::Range<usize>>,
    several: bool,
    dialect: &Dialect,
) -> Page<'a> {
    let mut page = Page::default();
    let mut endpoints: Vec<Vec<Section<'a>>> = groups.iter().map(|_| Vec::new()).collect();
    for (at, section) in sections.into_iter().enumerate() {
        match groups.iter().position(|group| group.contains(&at)) {
            Some(group) => endpoints[group].push(section),
            None => page.outside += count_tables(std::slice::from_ref(&section)),
        }
    }
    for mut sections in endpoints {
        // What stands before the endpoint's first role heading belongs to no section of the endpoint before.
        sections.iter_mut().take_while(|section| section.nested).for_each(|section| {
            (section.role, section.side) = (Role::Other, super::Side::None);
        });
        if is_endpoint(&sections) {
            page.endpoints.push(endpoint(text, sections, several, dialect));
        } else {
            page.outside += count_tables(&sections);
        }
    }
    page
}

fn count_tables(sections: &[Section<'_>]) -> usize {
    sections.iter().flat_map(|section| &section.items).filter(|item| matches!(item, Item::Table(_))).count()
}

/// A page without any section on request, response or address is something else.
fn is_endpoint(sections: &[Section<'_>]) -> bool {
    sections.iter().any(|section| {
        !section.nested
            && (section.side != super::Side::None || matches!(section.role, Role::Method | Role::Url))
    })
}

fn endpoint<'a>(text: &'a str, sections: Vec<Section<'a>>, several: bool, dialect: &Dialect) -> Endpoint<'a> {
    let mut titles = sections
        .iter()
        .take_while(|section| section.level == 0 || section.role == Role::Other)
        .filter(|section| section.level > 0 && section.nested);
    // Of several headings the first names a page of one endpoint, the nearest one of many.
    let title = if several { titles.last() } else { titles.next() };
    let title = title.map(|section| (section.heading.clone(), section.span));
    let (method, path) = find_route(text, &sections, dialect);
    Endpoint { title, sections, method, path, alone: !several }
}

type Found = (Option<routes::Method>, Option<routes::Path>);

/// Own sections first, then `POST /x` lines before the first table of parameters, then route tables.
fn find_route(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Found {
    let mut found: Found = (None, None);
    for section in sections {
        for item in &section.items {
            for line in item_lines(text, item) {
                let pair = match section.role {
                    Role::Url | Role::Method | Role::Other | Role::Description => routes::pair(&line),
                    _ => None,
                };
                if let Some((method, path)) = pair {
                    found.0.get_or_insert(method);
                    found.1.get_or_insert(path);
                } else if section.role == Role::Method && !section.nested {
                    found.0 = found.0.or_else(|| routes::method(&line));
                } else if section.role == Role::Url && !section.nested {
                    found.1 = found.1.or_else(|| routes::path(&line));
                }
            }
        }
    }
    if found.0.is_none() || found.1.is_none() {
        let table = route_table(text, sections, dialect);
        found = (found.0.or(table.0), found.1.or(table.1));
    }
    found
}

/// The lines of prose and of short code blocks.
fn item_lines<'t>(text: &'t str, item: &Item<'t>) -> Vec<Line<'t>> {
    match item {
        Item::Lines(lines) => lines.clone(),
        Item::Code { body: span, .. } if span.of(text).trim().lines().count() <= 2 => {
            vec![Line { text: Cow::Borrowed(span.of(text).trim()), span: *span }]
        }
        _ => Vec::new(),
    }
}

/// `| 地址 | 请求方式 |` with one row.
fn route_table(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Found {
    let tables = sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Table(table) => Some(table),
        _ => None,
    });
    for table in tables {
        let header: Vec<String> =
            table.header.of(text).trim_matches(['|', ' ']).split('|').map(normalize).collect();
        let column = |words: &[String]| {
            header.iter().position(|cell| words.iter().any(|word| normalize(word) == *cell))
        };
        let Some(path_at) = column(&dialect.routes.path_columns) else { continue };
        let Some(row) = table.rows.first() else { continue };
        let raw = row.span.of(text).trim().trim_start_matches('|');
        let cell = |at: usize| {
            raw.split('|')
                .nth(at)
                .map(|cell| Line { text: crate::markdown::inline::plain(cell), span: row.span })
        };
        let path = cell(path_at).and_then(|line| routes::path(&line));
        let method =
            column(&dialect.routes.method_columns).and_then(cell).and_then(|line| routes::method(&line));
        if path.is_some() {
            return (method, path);
        }
    }
    (None, None)
}

/// The widest heading sections that hold exactly one route.
fn widest_with_one_route(
    text: &str,
    sections: &[Section<'_>],
    dialect: &Dialect,
) -> Vec<std::ops::Range<usize>> {
    let routes: Vec<usize> =
        (0..sections.len()).filter(|&at| has_route(text, &sections[at..=at], dialect)).collect();
    let end_of = |at: usize| {
        let level = sections[at].level;
        (at + 1..sections.len())
            .find(|&next| sections[next].level <= level && sections[next].level > 0)
            .unwrap_or(sections.len())
    };
    let mut groups = Vec::new();
    let mut at = 0;
    while at < sections.len() {
        let range = at..end_of(at);
        let held = routes.iter().filter(|route| range.contains(route)).count();
        if held == 1 && sections[at].level > 0 {
            at = range.end;
            groups.push(range);
        } else {
            at += 1;
        }
    }
    if groups.is_empty() && routes.len() == 1 {
        groups.push(0..sections.len());
    }
    groups
}

fn has_route(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> bool {
    find_route(text, sections, dialect).1.is_some()
}

/// The place of an endpoint: its title, else its first heading.
pub fn place(endpoint: &Endpoint<'_>) -> Span {
    endpoint
        .title
        .as_ref()
        .map(|(_, span)| *span)
        .or_else(|| endpoint.sections.iter().find(|s| s.level > 0).map(|s| s.span))
        .unwrap_or_default()
}
