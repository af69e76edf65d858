//! Unknown: what a dialect still lacks for some pages, by the rows that are lost to it.

use crate::account;
use crate::dialect::{Column, Dialect};
use crate::lower::types;
use crate::model::Type;
use crate::page::{self, Item, TableKind, set_aside};
use crate::source::SourceFile;
use crate::syntax::markdown::{self, Span, cut_row};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A word that the dialect lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// What it is: `heading`, `column`, `type`, `required`, `location`, `route`.
    pub what: &'static str,
    /// The word; of a table without a known name column, all of its titles.
    pub word: String,
    /// Rows that no call takes, or that are taken without what the word says.
    pub rows: usize,
    /// Whether the rows are lost; otherwise only their cells are not understood.
    pub lost: bool,
    /// Pages that have it.
    pub pages: usize,
    /// A place: path and line.
    pub place: (String, u32),
}

/// Where a word stands: what it is, the word, and whether its rows are lost.
type Key = (&'static str, String, bool);

/// A place and its rows.
type Place = (Span, usize);

/// What is unknown, the most rows first.
pub fn list(files: &[SourceFile], dialect: &Dialect) -> Vec<Unknown> {
    let read: Vec<Vec<(Key, Place)>> = files.par_iter().map(|file| page(file, dialect)).collect();
    let mut found: BTreeMap<Key, Unknown> = BTreeMap::new();
    for (file, words) in files.iter().zip(read) {
        let mut on_page: Vec<Key> = Vec::new();
        for (key, (span, rows)) in words {
            let unknown = found.entry(key.clone()).or_insert_with(|| Unknown {
                what: key.0,
                word: key.1.clone(),
                lost: key.2,
                place: (file.path.clone(), file.line(span.start)),
                ..Unknown::default()
            });
            unknown.rows += rows;
            if !on_page.contains(&key) {
                unknown.pages += 1;
                on_page.push(key);
            }
        }
    }
    let mut all: Vec<Unknown> = found.into_values().filter(|unknown| unknown.rows > 0).collect();
    all.sort_by(|a, b| (b.lost, b.rows, &a.word).cmp(&(a.lost, a.rows, &b.word)));
    all
}

/// The unknown words of a page.
fn page(file: &SourceFile, dialect: &Dialect) -> Vec<(Key, Place)> {
    let text = account::read(&file.text);
    let read = page::read(&file.text, markdown::read(&file.text), &file.path, dialect);
    let titles = Titles::of(&file.text, &text);
    let mut found = Vec::new();
    for piece in read.set_aside.iter().filter(|piece| is_lost(piece)) {
        let rows = text.rows.iter().filter(|row| row.start >= piece.span.start && row.end <= piece.span.end);
        found.extend(table(file, &text, piece.span, dialect).map(|key| (key, (piece.span, rows.count()))));
    }
    let has_default = !dialect.routes.default_path.is_empty();
    for endpoint in &read.endpoints {
        let tables =
            endpoint.sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
                Item::Table(table) if table.kind == TableKind::Fields => Some(table),
                _ => None,
            });
        let has_route = endpoint.path.is_some() || endpoint.shown.is_some() || endpoint.prose.1.is_some();
        for table in tables {
            if !has_route && !has_default {
                found.push((
                    ("route", "no path on the page".to_owned(), true),
                    (table.span, table.rows.len()),
                ));
            }
            table.rows().for_each(|row| cells(row, dialect, &titles, &mut found));
        }
    }
    found
}

/// Whether a piece of a page was left out although it may be a part of a call.
fn is_lost(piece: &page::SetAside) -> bool {
    use set_aside::Reason;
    let of_calls = matches!(piece.reason, Reason::Unknown | Reason::Preamble | Reason::NoCall);
    piece.kind == set_aside::Kind::Table && of_calls
}

/// The word that a table lacks: the titles of its columns, or what it stands under.
fn table(file: &SourceFile, text: &account::Account, span: Span, dialect: &Dialect) -> Option<Key> {
    let header = text.tables.iter().filter_map(|table| table.header);
    let header = header.into_iter().find(|header| header.start >= span.start && header.end <= span.end)?;
    let titles = cut_row(&file.text, header);
    let known: Vec<Option<Column>> = titles.iter().map(|cell| dialect.columns.get(&cell.text)).collect();
    if !page::columns::list_fields(&known) {
        let unknown = titles.iter().zip(&known).filter(|(_, column)| column.is_none());
        let words: Vec<&str> =
            unknown.map(|(cell, _)| cell.text.trim()).filter(|word| !word.is_empty()).collect();
        return (!words.is_empty()).then(|| ("column", words.join(" | "), true));
    }
    let heading = text.heading_above(span.start)?;
    let title = heading.of(&file.text).trim().trim_start_matches('#').trim();
    Some(("heading", title.split(" {#").next().unwrap_or(title).to_owned(), true))
}

/// The words of lines that may be titles of a page. A type that is called by one is a structure.
struct Titles(BTreeSet<String>);

/// Words of a title at most; what has more of them is a sentence.
const TITLE_WORDS: usize = 8;

impl Titles {
    fn of(text: &str, account: &account::Account) -> Self {
        let samples = account.samples.iter().map(|sample| &sample.span);
        let others = account.rows.iter().chain(samples);
        let mut places: Vec<(usize, usize)> = others.map(|span| (span.start, span.end)).collect();
        places.sort_unstable();
        let (mut words, mut at) = (BTreeSet::new(), 0);
        for line in text.split_inclusive('\n') {
            let (start, end) = (at, at + line.len());
            at = end;
            let before = places.partition_point(|(other, _)| *other < end);
            let is_other = before.checked_sub(1).is_some_and(|last| places[last].1 > start);
            if !is_other && line.split_whitespace().count() <= TITLE_WORDS {
                words.extend(line.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase));
            }
        }
        Self(words)
    }

    /// Whether all words of a name are words of titles, maybe as several of their kind.
    fn names(&self, name: &str) -> bool {
        let is_known = |word: &str| {
            let word = word.to_lowercase();
            self.0.contains(&word) || self.0.contains(&format!("{word}s"))
        };
        name.split(|c: char| !c.is_alphanumeric()).all(is_known)
    }
}

/// Cells of a row that say nothing to the dialect.
fn cells(row: page::Row<'_>, dialect: &Dialect, titles: &Titles, found: &mut Vec<(Key, Place)>) {
    let mut push = |what, column: Column, is_known: &dyn Fn(&str) -> bool| {
        let cell = row.cell(column).filter(|cell| !cell.text.trim().is_empty());
        if let Some(cell) = cell.filter(|cell| !is_known(&cell.text)) {
            found.push(((what, cell.text.trim().to_owned(), false), (row.span, 1)));
        }
    };
    push("type", Column::Type, &|text| {
        let parsed = types::parse(text, dialect);
        match parsed.ty.leaf() {
            Type::Object(name) => titles.names(name),
            _ => parsed.known,
        }
    });
    push("required", Column::Required, &|text| dialect.required.get(text).is_some());
    push("location", Column::Location, &|text| dialect.locations.get(text).is_some());
}
