//! Call: what is read of one call, for the proposals that are made of all of them.

use super::survey::Page;
use crate::dialect::{Column, Dialect, built_in};
use crate::page::{self, Endpoint, Item, Side, TableKind, columns::is_identifier};
use crate::routes::RouteTable;
use crate::syntax::json::{Kind as JsonKind, Node};
use crate::syntax::samples::{self, Body};

/// What was read of one call.
#[derive(Debug, Default)]
pub(super) struct Call {
    /// Index of its page.
    pub page: usize,
    pub title: String,
    pub stem: String,
    pub has_path: bool,
    pub is_alone: bool,
    /// Names of arguments, those of headers apart.
    pub arguments: Vec<String>,
    pub headers: Vec<String>,
    /// Rows of the response's own table, and whether each holds more.
    pub rows: Vec<(String, bool)>,
    /// Members of each answer that a sample shows.
    pub answers: Vec<Vec<Member>>,
    /// Key and value pairs of the addresses in samples, with the path before them.
    pub queries: Vec<(String, String, String)>,
}

/// A member of an answer.
#[derive(Debug)]
pub(super) struct Member {
    pub name: String,
    /// Whether it holds an object or a list.
    pub holds: bool,
    pub is_null: bool,
    /// The value of one that holds no more.
    pub value: String,
    /// Names inside of it.
    pub inside: Vec<String>,
    /// Whether it is a list, and whether a number.
    pub list: bool,
    pub number: bool,
}

/// The calls of a page.
pub(super) fn calls(at: usize, page: &Page<'_>, table: &RouteTable, dialect: &Dialect) -> Vec<Call> {
    let (text, stem) = (&page.file.text, page.file.stem());
    let read = page::read(text, page.document.clone(), &page.file.path, dialect);
    let call = |endpoint: &Endpoint<'_>| {
        let mut call = Call {
            page: at,
            title: endpoint.title.as_ref().map(|(title, _)| title.trim().to_owned()).unwrap_or_default(),
            stem: stem.to_owned(),
            has_path: endpoint.path.is_some() || endpoint.shown.is_some() || table.get(stem).is_some(),
            is_alone: endpoint.alone,
            ..Call::default()
        };
        endpoint.sections.iter().for_each(|section| call.section(section, text));
        call
    };
    read.endpoints.iter().map(call).collect()
}

impl Call {
    fn section(&mut self, section: &page::Section<'_>, text: &str) {
        for item in &section.items {
            match item {
                Item::Table(table) if table.kind == TableKind::Fields && !section.nested => {
                    self.table(section, table);
                }
                Item::Code { body, sample, .. } => {
                    let code = body.of(text);
                    self.queries.extend(queries(code));
                    if sample.is_some_and(|shown| shown.side == Side::Response && !shown.failed) {
                        self.answer(code);
                    }
                }
                _ => {}
            }
        }
    }

    fn table(&mut self, section: &page::Section<'_>, table: &page::Table<'_>) {
        let rows = table.rows().filter(|row| row.depth == 0);
        let named = rows.map(|row| (row.name().text.trim().to_owned(), row));
        match section.side {
            Side::Request if section.role == crate::dialect::Role::HeaderParams => {
                self.headers.extend(named.map(|(name, _)| name));
            }
            Side::Request => self.arguments.extend(named.map(|(name, _)| name)),
            Side::Response if self.rows.is_empty() => {
                let holds = |row: page::Row<'_>| {
                    let ty = row.cell(Column::Type).map(|cell| cell.text.to_lowercase()).unwrap_or_default();
                    let words = &built_in::shared().propose.structures;
                    words.iter().any(|word| ty.contains(word.as_str()))
                        || ty.starts_with(|c: char| c.is_ascii_lowercase())
                            && ty.chars().any(|c| c.is_ascii_uppercase())
                };
                self.rows.extend(named.map(|(name, row)| (name, holds(row))));
            }
            _ => {}
        }
    }

    fn answer(&mut self, code: &str) {
        let samples = samples::read(code);
        let json = samples.iter().filter_map(|sample| match &sample.body {
            Body::Json(document) if sample.status.is_none_or(|status| status < 400) => Some(document),
            _ => None,
        });
        self.answers.extend(json.map(|document| document.root.members().iter().map(member).collect()));
    }
}

fn member(member: &crate::syntax::json::Member<'_>) -> Member {
    let node = &member.value;
    let value = match &node.kind {
        JsonKind::Text(text) => text.to_string(),
        JsonKind::Number(raw) => raw.to_string(),
        JsonKind::Bool(flag) => flag.to_string(),
        _ => String::new(),
    };
    let names = |node: &Node<'_>| node.members().iter().map(|member| member.name.to_string()).collect();
    let inside: Vec<String> = match node.items().first() {
        Some(item) => names(item),
        None => names(node),
    };
    Member {
        name: member.name.to_string(),
        holds: matches!(node.kind, JsonKind::Object(_) | JsonKind::List(_)),
        is_null: node.is_null(),
        value,
        inside,
        list: matches!(node.kind, JsonKind::List(_)),
        number: matches!(node.kind, JsonKind::Number(_)),
    }
}

/// `…/?Action=CreateDisk&Zone=x`: pairs of a key and a value that is an identifier, with the path before the first.
fn queries(code: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for line in code.lines().take(8) {
        let Some((before, query)) = line.split_once('?') else { continue };
        let address = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '\'' | '"')).next();
        let address = address.unwrap_or_default();
        let path = match address.split_once("//") {
            Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
            None => address,
        };
        let path = if path.starts_with('/') { path } else { "/" };
        for pair in query.split(['&', ' ', '\'', '"']).take(12) {
            if let Some((key, value)) = pair.split_once('=').filter(|(_, value)| is_identifier(value)) {
                found.push((key.to_owned(), value.to_owned(), path.to_owned()));
            }
        }
    }
    found
}
