//! Calls: what the pages show as a whole: languages, routes, names of operations, credentials, envelopes, paging.

use super::draft::{Draft, Evidence};
use super::survey::Page;
use super::{envelope, paging};
use crate::dialect::{Column, Dialect, built_in};
use crate::page::{self, Endpoint, Item, Side, TableKind, columns::is_identifier};
use crate::routes::RouteTable;
use crate::syntax::json::{Kind as JsonKind, Node};
use crate::syntax::markdown::Kind;
use crate::syntax::samples::{self, Body};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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

/// Proposes everything that is said of calls.
pub(super) fn propose(
    pages: &[Page<'_>],
    table: &RouteTable,
    draft: &mut Draft,
) -> Result<(), built_in::Error> {
    languages(pages, draft);
    let dialect = draft.dialect()?;
    let read: Vec<Vec<Call>> =
        pages.par_iter().enumerate().map(|(at, page)| calls(at, page, table, &dialect)).collect();
    let calls: Vec<Call> = read.into_iter().flatten().collect();
    if calls.is_empty() {
        return Ok(());
    }
    many(&calls, draft);
    let marker = default_path(&calls, draft);
    names(&calls, marker.as_deref(), draft);
    envelope::propose(&calls, draft);
    credentials(&calls, marker.as_deref(), draft)?;
    paging::propose(&calls, &built_in::shared().paging, draft);
    Ok(())
}

/// Pages of one name in folders of several languages: the language with most of the text leads.
fn languages(pages: &[Page<'_>], draft: &mut Draft) {
    let mut stems: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut sizes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for page in pages.iter().filter(|page| !page.file.language.is_empty()) {
        stems.entry(page.file.stem()).or_default().insert(page.file.language);
        let tables = page.document.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Table(table) => Some(table.rows.len()),
            _ => None,
        });
        let size = sizes.entry(page.file.language).or_default();
        *size = (size.0 + 1, size.1 + tables.sum::<usize>());
    }
    let shared = stems.values().filter(|languages| languages.len() > 1).count();
    if shared * 2 < stems.len() || shared == 0 {
        return;
    }
    // Of translations, the English one is rarely the original.
    let mut order: Vec<(&str, (usize, usize))> = sizes.into_iter().collect();
    order.sort_by_key(|(language, size)| (*language == "en", std::cmp::Reverse(*size), *language));
    for (language, (pages, rows)) in order {
        draft.word("pages", "languages", language, format!("{pages} pages, {rows} rows"));
    }
}

fn calls(at: usize, page: &Page<'_>, table: &RouteTable, dialect: &Dialect) -> Vec<Call> {
    let (text, stem) = (&page.file.text, page.file.stem());
    let read = page::read(text, page.document.clone(), stem, dialect);
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
                    ["obj", "array", "list", "dict", "map", "result", "[]", "对象", "数组"]
                        .iter()
                        .any(|word| ty.contains(word))
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

/// Whether most pages with calls have several.
fn many(calls: &[Call], draft: &mut Draft) {
    let mut pages: BTreeMap<usize, usize> = BTreeMap::new();
    calls.iter().for_each(|call| *pages.entry(call.page).or_default() += 1);
    let several = pages.values().filter(|calls| **calls > 1).count();
    if several * 2 > pages.len() {
        let why = format!("{several} of {} pages have several calls", pages.len());
        draft.value("pages", "endpoints", "\"many\"", why);
    }
}

/// Names that a call's page gives it, by source.
fn sources(call: &Call) -> [(&'static str, Option<&str>); 3] {
    let is_name = |text: &&str| is_identifier(text) && text.is_ascii();
    let tail = call.title.rsplit([' ', '-', '－', '—']).find(|part| !part.is_empty());
    [
        ("heading", Some(call.title.as_str()).filter(is_name)),
        ("heading_tail", tail.filter(is_name)),
        ("file_stem", Some(call.stem.as_str()).filter(is_name).filter(|_| call.is_alone)),
    ]
}

/// Calls to one address with the operation's name in a parameter of the query: the parameter.
fn default_path(calls: &[Call], draft: &mut Draft) -> Option<String> {
    let without: Vec<&Call> = calls.iter().filter(|call| !call.has_path).collect();
    if without.len() * 2 < calls.len() {
        return None;
    }
    let mut keys: BTreeMap<(&str, &str), Evidence> = BTreeMap::new();
    for call in &without {
        let names: Vec<&str> = sources(call).into_iter().filter_map(|(_, name)| name).collect();
        let named = call.queries.iter().find(|(_, value, _)| names.contains(&value.as_str()));
        if let Some((key, _, path)) = named {
            keys.entry((path, key)).or_default().count(call.page, 1);
        }
    }
    let ((path, key), evidence) = keys.into_iter().max_by_key(|(_, evidence)| evidence.rows)?;
    if evidence.rows * 4 < without.len() {
        return None;
    }
    let why = format!("{} of {} pages without a path show it in a sample", evidence.rows, without.len());
    let pattern = super::draft::quoted(&format!("{path}?{key}={{name}}"));
    draft.value("routes", "default_path", &pattern, why);
    let why = "no page names a method; one that takes its arguments in the query is called with GET too";
    draft.value("routes", "default_method", "\"POST\"", why.to_owned());
    Some(key.to_owned())
}

/// Sources of names, where one of them names nearly all calls and no two alike, or the parameter that names the
/// operation confirms it. Titles of several words are read without a line.
fn names(calls: &[Call], marker: Option<&str>, draft: &mut Draft) {
    let count = |source: usize| {
        let named = calls.iter().filter_map(|call| Some((call, sources(call)[source].1?)));
        let is_shown = |(call, name): &(&Call, &str)| {
            call.queries.iter().any(|(key, value, _)| Some(key.as_str()) == marker && value == name)
        };
        (named.clone().filter(is_shown).count(), named.count())
    };
    let counts = [count(0), count(1), count(2)];
    let is_good = |at: &usize| {
        let (shown, named) = counts[*at];
        shown * 2 > calls.len() || *at != 1 && named * 10 >= calls.len() * 9
    };
    let mut order: Vec<usize> = (0..3).filter(is_good).collect();
    order.sort_by_key(|at| std::cmp::Reverse(counts[*at]));
    for at in order {
        let why = format!("{} of {} calls, {} in samples", counts[at].1, calls.len(), counts[at].0);
        draft.word("routes", "name", sources(&calls[0])[at].0, why);
    }
}

/// Arguments of nearly all calls whose names are those of credentials, and headers that are transport.
fn credentials(calls: &[Call], marker: Option<&str>, draft: &mut Draft) -> Result<(), built_in::Error> {
    let generic = built_in::builtin(built_in::GENERIC)?;
    let mut found: BTreeMap<&str, Evidence> = BTreeMap::new();
    let mut headers: BTreeMap<&str, Evidence> = BTreeMap::new();
    for call in calls {
        let of_call: BTreeSet<&str> = call.arguments.iter().map(String::as_str).collect();
        let shown: BTreeSet<&str> = call.queries.iter().map(|(key, _, _)| key.as_str()).collect();
        for name in of_call.union(&shown) {
            found.entry(name).or_default().count(call.page, 1);
        }
        for name in call.headers.iter().collect::<BTreeSet<_>>() {
            headers.entry(name).or_default().count(call.page, 1);
        }
    }
    for (name, evidence) in &found {
        let is_marker = Some(*name) == marker;
        if is_marker || is_identifier(name) && is_credential(name) && evidence.rows * 2 > calls.len() {
            draft.word("envelope", "credentials", name, evidence.text("call"));
        }
    }
    let known = |name: &str| generic.envelope.headers.iter().any(|known| known.eq_ignore_ascii_case(name));
    for (name, evidence) in headers.iter().filter(|(name, _)| known(name)) {
        draft.word("envelope", "headers", name, evidence.text("call"));
    }
    let first = |call: &Call| sources(call).iter().find_map(|(_, name)| name.map(str::to_lowercase));
    for word in &generic.notes.reads {
        let count = calls.iter().filter_map(first).filter(|name| name.starts_with(word.as_str())).count();
        if count > 0 {
            draft.word("notes", "reads", word, format!("{count} calls"));
        }
    }
    Ok(())
}

/// Parts of names that credentials have.
const CREDENTIALS: [&str; 8] =
    ["signature", "publickey", "accesskey", "appsecret", "apikey", "accesstoken", "secretkey", "nonce"];

fn is_credential(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    CREDENTIALS.iter().any(|part| name.contains(part))
}
