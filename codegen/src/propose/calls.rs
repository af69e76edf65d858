//! Calls: what the pages show as a whole: languages, routes, names of operations, credentials, envelopes, paging.

use super::call::{Call, calls};
use super::draft::{Draft, Evidence};
use super::survey::Page;
use super::{envelope, paging};
use crate::dialect::built_in;
use crate::page::columns::is_identifier;
use crate::routes::RouteTable;
use crate::syntax::markdown::Kind;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
    paging::propose(&calls, built_in::shared(), draft);
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

fn is_credential(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    built_in::shared().propose.credentials.iter().any(|part| name.contains(part.as_str()))
}
