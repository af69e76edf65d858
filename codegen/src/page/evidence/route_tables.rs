//! Route tables on a page: rows that give the address, and tables of contents that name a route for each call.

use super::{Site, Strength};
use crate::dialect::{Dialect, Role, normalize};
use crate::page::{Item, Section, Table, TableKind, TableRow, route_forms, routes};
use crate::syntax::markdown::{Cell, Line, cut_row, inline};
use foldhash::HashMap;
use smallvec::SmallVec;
use std::borrow::Cow;

/// Sites of all tables. A row that names a heading of the page gives the route of what stands below it.
pub(super) fn read(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Vec<Site> {
    let mut sites = Vec::new();
    let mut headings = None;
    for (at, section) in sections.iter().enumerate() {
        for item in &section.items {
            let Item::Table(table) = item else { continue };
            if table.kind == TableKind::Fields || !may_have_route(table.span.of(text)) {
                continue;
            }
            let headings = headings.get_or_insert_with(|| names(sections));
            let is_address = !section.nested && section.role == Role::Url;
            let of_headings = contents(text, table, (at, is_address), headings);
            // One row may as well be the route of the section itself, unless it links to the heading of its call.
            let leads = |site: &Site| site.section != at && table.span.of(text).contains("](");
            if !of_headings.is_empty() && (table.rows.len() > 1 || of_headings.iter().all(leads)) {
                sites.extend(of_headings);
                continue;
            }
            let found = columns(text, table, dialect).or_else(|| named_values(text, table, dialect));
            match found {
                Some((methods, path)) if methods.is_empty() => {
                    sites.push(Site { section: at, strength: Strength::Row, method: None, path });
                }
                Some((methods, path)) => sites.extend(methods.into_iter().map(|method| Site {
                    section: at,
                    strength: Strength::Row,
                    method: Some(method),
                    path: path.clone(),
                })),
                None => sites.extend(of_headings),
            }
        }
    }
    sites
}

/// In a cell as it is written an entity may stand for a slash.
fn may_have_route(raw: &str) -> bool {
    memchr::memchr2(b'/', b'&', raw.as_bytes()).is_some()
}

/// Methods and a path, as far as they were found.
type Found = (SmallVec<[routes::Method; 1]>, Option<routes::Path>);

fn line<'a>(cell: &Cell<'a>) -> Line<'a> {
    Line { text: cell.text.clone(), span: cell.span }
}

/// `| 地址 | 请求方式 |` with one row, by the words of the dialect.
fn columns(text: &str, table: &Table<'_>, dialect: &Dialect) -> Option<Found> {
    let (paths, methods) = (&dialect.routes.path_columns, &dialect.routes.method_columns);
    if paths.is_empty() {
        return None;
    }
    let header: Vec<Cow<'_, str>> = cut_row(text, table.header)
        .iter()
        .map(|cell| Cow::Owned(normalize(&cell.text).into_owned()))
        .collect();
    let column = |words: &[String]| header.iter().position(|cell| words.iter().any(|word| word == cell));
    let path_at = column(paths)?;
    let row = cut_row(text, table.rows.first()?.span);
    let address = line(row.get(path_at)?);
    let path = routes::path(&address)?;
    let cell = column(methods).and_then(|at| row.get(at));
    let mut methods = cell.map(|cell| routes::methods(&line(cell))).unwrap_or_default();
    if methods.is_empty() {
        // The address may begin with its method.
        methods.extend(route_forms::pair(&address).map(|(method, _)| method));
    }
    Some((methods, Some(path)))
}

/// `| HTTP URL | https://… |` and `| HTTP Method | POST |`: rows of a name and its value, the header among them. The value
/// may be the whole route.
fn named_values(text: &str, table: &Table<'_>, dialect: &Dialect) -> Option<Found> {
    let (mut own, mut of_address): (Found, SmallVec<[routes::Method; 1]>) = Default::default();
    let rows = std::iter::once(table.header).chain(table.rows.iter().map(|row| row.span));
    for row in rows {
        let row = cut_row(text, row);
        let [name, value] = row.as_slice() else { continue };
        let value = line(value);
        match dialect.sections.get(&name.text) {
            Some(Role::Url) if own.1.is_none() => {
                of_address
                    .extend(route_forms::all_alone(&value).into_iter().flatten().map(|(method, _)| method));
                own.1 = routes::path(&value);
            }
            Some(Role::Method) if own.0.is_empty() => own.0 = routes::methods(&value),
            _ => {}
        }
    }
    if own.0.is_empty() {
        own.0 = of_address;
    }
    (!own.0.is_empty() || own.1.is_some()).then_some(own)
}

/// Sections by their names: normalised headings and anchors.
fn names<'s>(sections: &'s [Section<'_>]) -> HashMap<Cow<'s, str>, usize> {
    let mut names = HashMap::default();
    for (at, section) in sections.iter().enumerate().filter(|(_, section)| section.level > 0) {
        let anchor = section.anchors.first().map(|name| normalize(name));
        for name in std::iter::once(normalize(&section.heading)).chain(anchor) {
            names.entry(name).or_insert(at);
        }
    }
    names
}

/// A table of contents: rows with a route in one cell, or a method and a path in two, and the name of a heading in another.
fn contents(
    text: &str,
    table: &Table<'_>,
    (section, is_address): (usize, bool),
    headings: &HashMap<Cow<'_, str>, usize>,
) -> Vec<Site> {
    let mut sites = Vec::new();
    for row in &table.rows {
        let Some((routes, cells)) = route(text, row) else { continue };
        let named = cells.iter().find_map(|cell| {
            let target = cell.span.of(text).split_once('(').and_then(|(_, target)| {
                target.rsplit_once('#').map(|(_, anchor)| anchor.trim_end_matches(['*', ')', ' ']))
            });
            let known = |name: &str| headings.get(&normalize(name)).copied();
            // The path itself may be written like a title.
            let by_words = Some(&*cell.text).filter(|text| !text.contains('/')).and_then(known);
            by_words.or_else(|| target.and_then(known))
        });
        let alone = (table.rows.len() == 1 || is_address).then_some(section);
        if let Some(section) = named.or(alone) {
            sites.extend(routes.into_iter().map(|(method, path)| Site {
                section,
                strength: Strength::Row,
                method: Some(method),
                path: Some(path),
            }));
        }
    }
    sites
}

/// The routes of a row, and its cells.
fn route<'a>(text: &'a str, row: &TableRow) -> Option<(route_forms::Routes, Vec<Cell<'a>>)> {
    let cells = cut_row(text, row.span);
    if let Some(routes) = cells.iter().find_map(|cell| route_forms::all_alone(&line(cell))) {
        return Some((routes, cells));
    }
    let methods = |cell: &Cell<'_>| {
        let (methods, rest) = routes::leading_methods(inline::trim(&cell.text));
        rest.is_empty().then_some(methods).filter(|methods| !methods.is_empty())
    };
    let is_path = |cell: &&Cell<'_>| {
        let text = inline::trim(&cell.text);
        text.starts_with(['/', 'h']) && !text.contains(char::is_whitespace) && text.contains('/')
    };
    let (place, methods) = cells.iter().find_map(|cell| Some((cell.span, methods(cell)?)))?;
    let path = cells.iter().filter(is_path).find_map(|cell| routes::path(&line(cell)))?;
    let method = |name: &&str| routes::Method { name: (*name).to_owned(), span: place };
    let routes = methods.iter().map(|name| (method(name), path.clone())).collect();
    Some((routes, cells))
}
