//! Route tables on a page: rows that give the address, and tables of contents that name a route for each call.

use super::{Site, Strength};
use crate::dialect::{Dialect, Role, normalize};
use crate::page::{Item, Section, Table, TableKind, TableRow, routes};
use crate::syntax::markdown::{Cell, Line, cut_row, inline};
use foldhash::HashMap;
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
            let of_headings = contents(text, table, at, headings);
            if table.rows.len() > 1 && !of_headings.is_empty() {
                sites.extend(of_headings);
                continue;
            }
            let found = columns(text, table, dialect).or_else(|| named_values(text, table, dialect));
            match found {
                Some((method, path)) => {
                    sites.push(Site { section: at, strength: Strength::Row, method, path })
                }
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

/// A method and a path, as far as they were found.
type Found = (Option<routes::Method>, Option<routes::Path>);

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
    let method = column(methods).and_then(|at| row.get(at)).and_then(|cell| routes::method(&line(cell)));
    // The address may begin with its method.
    Some((method.or_else(|| Some(routes::pair(&address)?.0)), Some(path)))
}

/// `| HTTP URL | https://… |` and `| HTTP Method | POST |`: rows of a name and its value, the header among them.
fn named_values(text: &str, table: &Table<'_>, dialect: &Dialect) -> Option<Found> {
    let mut found: Found = (None, None);
    let rows = std::iter::once(table.header).chain(table.rows.iter().map(|row| row.span));
    for row in rows {
        let row = cut_row(text, row);
        let [name, value] = row.as_slice() else { continue };
        match dialect.sections.get(&name.text) {
            Some(Role::Url) => found.1 = found.1.or_else(|| routes::path(&line(value))),
            Some(Role::Method) => found.0 = found.0.or_else(|| routes::method(&line(value))),
            _ => {}
        }
    }
    (found.0.is_some() || found.1.is_some()).then_some(found)
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
    section: usize,
    headings: &HashMap<Cow<'_, str>, usize>,
) -> Vec<Site> {
    let mut sites = Vec::new();
    for row in &table.rows {
        let Some((method, path, others)) = route(text, row) else { continue };
        let named = others.iter().find_map(|cell| {
            let target = cell.span.of(text).split_once('(').and_then(|(_, target)| {
                target.rsplit_once('#').map(|(_, anchor)| anchor.trim_end_matches(['*', ')', ' ']))
            });
            let known = |name: &str| headings.get(&normalize(name)).copied();
            known(&cell.text).or_else(|| target.and_then(known))
        });
        let alone = (table.rows.len() == 1).then_some(section);
        if let Some(section) = named.or(alone) {
            sites.push(Site { section, strength: Strength::Row, method: Some(method), path: Some(path) });
        }
    }
    sites
}

/// The route of a row and its other cells.
fn route<'a>(text: &'a str, row: &TableRow) -> Option<(routes::Method, routes::Path, Vec<Cell<'a>>)> {
    let mut cells = cut_row(text, row.span);
    let whole = cells.iter().position(|cell| routes::alone(&line(cell)).is_some());
    if let Some(at) = whole {
        let (method, path) = routes::alone(&line(&cells.remove(at)))?;
        return Some((method, path, cells));
    }
    let is_method = |cell: &Cell<'_>| cell.text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_path = |cell: &Cell<'_>| {
        let text = inline::trim(&cell.text);
        text.starts_with(['/', 'h']) && !text.contains(char::is_whitespace)
    };
    let method_at = cells.iter().position(|cell| is_method(cell) && routes::method(&line(cell)).is_some())?;
    let path_at = cells.iter().position(|cell| is_path(cell) && routes::path(&line(cell)).is_some())?;
    let method = routes::method(&line(&cells[method_at]))?;
    let path = routes::path(&line(&cells[path_at]))?;
    let others = cells.into_iter().enumerate().filter(|(at, _)| *at != method_at && *at != path_at);
    Some((method, path, others.map(|(_, cell)| cell).collect()))
}
