//! Definitions: the tables of a page that calls may refer to, each lowered once.

use super::anchor::Anchor;
use super::calls::{Call, Wanted};
use super::context::Context;
use super::draft::{Content, Draft, Table};
use super::shared::{Definition, Place};
use super::table_context::{self, TableContext};
use super::{inherits, links, listed_values, numbers, tables};
use crate::dialect::Role;
use crate::model::Endpoint;
use crate::page::{self, Item, Page, Side, TableKind};
use std::collections::BTreeSet;

/// The definitions of a page: what stands outside of its calls, and what links of other calls lead to inside of them.
pub fn read(page: &Page<'_>, linked: &BTreeSet<Anchor>, context: Context<'_>) -> Vec<Definition> {
    let outside = table_context::outside(&page.outside, context);
    let mut definitions = grouped(&outside, context);
    if let ([only], []) = (&mut definitions[..], &page.endpoints[..]) {
        let whole = Anchor { page: context.file.id, name: "".into() };
        if let Some(table) = only.tables.first_mut() {
            table.anchors.push(whole.clone());
        }
        only.anchors.push(whole);
    }
    let own = Anchor { page: context.file.id, name: "".into() };
    let is_linked = linked.range(own..).next().is_some_and(|anchor| anchor.page == context.file.id);
    let may_have = |endpoint: &&page::Endpoint<'_>| is_linked && has_anchor(endpoint, linked, context);
    for endpoint in page.endpoints.iter().filter(may_have) {
        let inside = table_context::read(endpoint, context);
        let mut own = grouped(&inside, context);
        own.retain(|definition| definition.anchors.iter().any(|anchor| linked.contains(anchor)));
        for definition in &mut own {
            // The call itself answers for the rows and for what is found in them.
            definition.places.clear();
            definition.diagnostics.clear();
            definition.is_type = false;
        }
        definitions.extend(own);
    }
    if is_linked {
        let inside = page.endpoints.iter().flat_map(|endpoint| &endpoint.sections);
        let listed = inside.chain(&page.outside).filter_map(|it| listed_values::read(it, linked, context));
        definitions.extend(listed);
    }
    definitions
}

/// Whether a table of a call, or a title above one, is where a link leads to.
fn has_anchor(endpoint: &page::Endpoint<'_>, linked: &BTreeSet<Anchor>, context: Context<'_>) -> bool {
    let (page, is_linked) = (context.file.id, |anchor: Anchor| linked.contains(&anchor));
    let is_number = |title: &str| {
        let number = numbers::of_title(title, context.dialect);
        number.is_some_and(|number| is_linked(Anchor::numbered(page, &number)))
    };
    let of_table = |table: &page::Table<'_>| {
        let caption = table.caption.as_ref();
        links::named(&table.anchors, page).any(is_linked) || caption.is_some_and(|line| is_number(&line.text))
    };
    let of_item = |item: &Item<'_>| matches!(item, Item::Table(table) if of_table(table));
    endpoint.sections.iter().any(|section| {
        links::anchors(section, page).into_iter().any(is_linked)
            || is_number(&section.heading)
            || section.items.iter().any(of_item)
    })
}

/// Every name that links to a page may end in.
pub fn places(page: &Page<'_>, id: u32) -> Vec<Anchor> {
    let inside = page.endpoints.iter().flat_map(|endpoint| &endpoint.sections);
    let headings = inside.chain(&page.outside).flat_map(|section| links::anchors(section, id));
    headings.chain(links::named(&page.anchors, id)).collect()
}

/// Tables under one heading are one definition, and so are the values of its fields below it.
fn grouped(tables: &[TableContext<'_, '_>], context: Context<'_>) -> Vec<Definition> {
    let mut definitions: Vec<Definition> = Vec::new();
    for of_page in
        tables.iter().filter(|of_page| !matches!(of_page.kind, TableKind::Other | TableKind::Bodies))
    {
        let goes_on = of_page.continues || of_page.table.kind == TableKind::NamedValues;
        let lowered = lower(of_page, context);
        match definitions.last_mut().filter(|_| goes_on) {
            Some(above) => above.take(lowered),
            None => definitions.push(lowered),
        }
    }
    definitions
}

impl Definition {
    fn take(&mut self, other: Self) {
        self.tables.extend(other.tables);
        self.anchors.extend(other.anchors);
        self.diagnostics.extend(other.diagnostics);
        self.places.extend(other.places);
    }
}

fn lower(of_page: &TableContext<'_, '_>, context: Context<'_>) -> Definition {
    let mut draft = Draft::default();
    tables::read(of_page, &mut draft, context);
    let place = Place {
        span: of_page.table.span,
        header: of_page.table.header,
        rows: of_page.table.rows.iter().map(|row| (row.span, row.count)).collect(),
    };
    Definition {
        page: context.file.id,
        language: context.file.page_language(),
        tables: draft.tables.into_iter().map(|table| weightless(table, Side::None)).collect(),
        anchors: of_page.anchors.clone(),
        is_type: of_page.role == Role::Types
            || of_page.kind == TableKind::Fields && of_page.titles.len() == 1,
        diagnostics: draft.diagnostics,
        places: vec![place],
    }
}

/// A table whose rows count nothing and take no further ones: they are those of another page or call.
fn weightless(mut table: Table, side: Side) -> Table {
    table.side = side;
    match &mut table.content {
        Content::Fields { rows, end, .. } => {
            rows.iter_mut().for_each(|row| row.rows = 0);
            *end = None;
        }
        Content::Values { rows, .. } => *rows = 0,
    }
    table
}

/// The calls of a page that others take over, of `routes`, the decided ones: those that are wanted, or all of them.
pub fn calls<'t>(
    routes: impl Iterator<Item = (&'t page::Endpoint<'t>, Box<Endpoint>)>,
    wanted: Option<&Wanted>,
    context: Context<'_>,
) -> Vec<Call> {
    let named = routes.map(|(endpoint, route)| (named(endpoint, &route, context), endpoint, route));
    let wanted = named.filter(|(call, ..)| wanted.is_none_or(|wanted| wanted.has(call)));
    wanted.map(|(call, endpoint, route)| with_tables(call, endpoint, route, context)).collect()
}

/// What names a call.
fn named(endpoint: &page::Endpoint<'_>, route: &Endpoint, context: Context<'_>) -> Call {
    let page = context.file.id;
    let title = endpoint.title.as_ref();
    let is_title = |section: &&page::Section<'_>| title.is_some_and(|(_, span)| *span == section.span);
    let titling = endpoint.sections.iter().filter(is_title);
    let mut anchors: Vec<Anchor> = titling.flat_map(|section| links::anchors(section, page)).collect();
    if endpoint.alone {
        anchors.push(Anchor { page, name: "".into() });
    }
    Call {
        page,
        route: (route.method.as_str().into(), route.path.clone()),
        title: title.map(|(title, _)| title.to_string()).unwrap_or_default(),
        anchors,
        tables: Vec::new(),
        inherits: Vec::new(),
    }
}

/// A call with what it sends and returns.
fn with_tables(
    call: Call,
    endpoint: &page::Endpoint<'_>,
    route: Box<Endpoint>,
    context: Context<'_>,
) -> Call {
    let mut draft = Draft { endpoint: route, ..Draft::default() };
    for of_page in &table_context::read(endpoint, context) {
        tables::read(of_page, &mut draft, context);
    }
    let weightless = |table: Table| {
        let side = table.side;
        weightless(table, side)
    };
    let tables = draft.tables.into_iter().map(weightless).collect();
    Call { tables, inherits: inherits::read(endpoint, context), ..call }
}
