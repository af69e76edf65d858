//! Endpoints: which sections of a page describe which call.

use super::{Endpoint, Item, Page, Section, TableKind, find_route};
use crate::dialect::{Dialect, PerPage, Role};
use crate::syntax::markdown::{Document, Span};

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
    let speaks = |section: &Section<'_>| {
        let fields = |item: &Item<'_>| matches!(item, Item::Table(table) if table.kind == TableKind::Fields);
        !section.nested && (section.side != super::Side::None || section.items.iter().any(fields))
            || find_route::titled(section).is_some()
    };
    groups.retain(|group| sections[group.clone()].iter().any(speaks));
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
    let mut endpoints: Vec<Vec<Section<'a>>> =
        groups.iter().map(|group| Vec::with_capacity(group.len())).collect();
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
            || find_route::titled(section).is_some()
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
    let (method, path) = find_route::route(text, &sections, dialect);
    let shown = find_route::sample(text, &sections);
    Endpoint { title, sections, method, path, shown, alone: !several }
}

/// The widest heading sections that hold exactly one route.
fn widest_with_one_route(
    text: &str,
    sections: &[Section<'_>],
    dialect: &Dialect,
) -> Vec<std::ops::Range<usize>> {
    let routes: Vec<usize> =
        (0..sections.len()).filter(|&at| has_route(text, &sections[at], dialect)).collect();
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

fn has_route(text: &str, section: &Section<'_>, dialect: &Dialect) -> bool {
    find_route::may_have_path(text, section)
        && find_route::route(text, std::slice::from_ref(section), dialect).1.is_some()
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
