//! Columns: titles that nobody knows, by what stands below them.

use super::association::Association;
use super::draft::{Draft, Evidence};
use super::survey::{KINDS, Page};
use crate::dialect::{Column, Dialect, built_in, normalize};
use crate::lower::types;
use crate::model::Type;
use crate::page::columns::{self, is_identifier};
use crate::syntax::markdown::{Kind, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Distinct cells of a column that are remembered.
const DISTINCT: usize = 64;

/// Longest cell that may be a word.
const WORD: usize = 24;

/// What stands in the columns of one title.
#[derive(Debug, Default)]
struct Stats {
    title: String,
    evidence: Evidence,
    tables: usize,
    identifiers: usize,
    /// Cells that are names of members in samples of their page.
    shown: usize,
    types: usize,
    required: usize,
    marks: usize,
    locations: usize,
    methods: usize,
    paths: usize,
    prose: usize,
    /// Cells that are words, with the kinds of values that samples show of the names in their rows.
    words: BTreeMap<String, [usize; KINDS.len()]>,
    /// Cells that are too many or too long to be words.
    others: usize,
    /// Tables that have a column of this meaning, and titles beside it.
    beside: BTreeMap<Column, usize>,
    titles: BTreeMap<String, usize>,
}

/// Proposes `[columns]`.
pub(super) fn propose(pages: &[Page<'_>], draft: &mut Draft) -> Result<(), built_in::Error> {
    let dialect = draft.dialect()?;
    let mut found: BTreeMap<String, Stats> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for block in &page.document.blocks {
            if let Kind::Table(table) = &block.kind {
                count(table, (at, page), &dialect, &mut found);
            }
        }
    }
    route_columns(&found, draft);
    let least = draft.least();
    found.retain(|_, stats| stats.evidence.rows > 1 && (stats.evidence.pages >= least || stats.tables > 2));
    let decided = decide(&found);
    for (title, column) in &decided {
        let stats = &found[title];
        draft.word("columns", key(*column), &stats.title, stats.evidence.text("row"));
    }
    Ok(())
}

/// The key of a column in a dialect.
fn key(column: Column) -> &'static str {
    match column {
        Column::Name => "name",
        Column::Type => "type",
        Column::Required => "required",
        Column::Optional => "optional",
        Column::Nullable => "nullable",
        Column::ReadOnly => "read_only",
        Column::Deprecated => "deprecated",
        Column::Default => "default",
        Column::Location => "location",
        Column::Example => "example",
        Column::Ignored => "ignored",
        Column::NeverNull => "never_null",
        Column::AlwaysPresent => "always_present",
        Column::Schema => "schema",
        Column::Code => "code",
        Column::Status => "status",
        Column::Value => "value",
        Column::Label => "label",
        Column::Description => "description",
    }
}

/// Counts the unknown columns of a table.
fn count(
    table: &Table<'_>,
    (at, page): (usize, &Page<'_>),
    dialect: &Dialect,
    found: &mut BTreeMap<String, Stats>,
) {
    // Without a separator the first row may be no header.
    if table.separator == 0 {
        return;
    }
    let known = columns::read(table, dialect);
    let titles: Vec<String> = table.titles().iter().map(|cell| normalize(&cell.text).into_owned()).collect();
    let name = known.iter().position(|column| *column == Some(Column::Name)).unwrap_or_default();
    for (column, title) in titles.iter().enumerate() {
        let is_known = known.get(column).is_some_and(Option::is_some);
        if is_known || title.trim().is_empty() || title.chars().count() > WORD {
            continue;
        }
        let stats = found.entry(title.clone()).or_default();
        if stats.title.is_empty() {
            stats.title = table.titles()[column].text.trim().to_owned();
        }
        stats.tables += 1;
        for column in known.iter().flatten().collect::<BTreeSet<_>>() {
            *stats.beside.entry(*column).or_default() += 1;
        }
        for other in titles.iter().filter(|other| *other != title) {
            *stats.titles.entry(other.clone()).or_default() += 1;
        }
        for row in &table.rows {
            let cells = table.cells_of(row);
            let Some(cell) = cells.get(column).filter(|cell| !cell.text.trim().is_empty()) else { continue };
            let kind = cells.get(name).and_then(|name| page.shown.get(bare(&name.text))?.kind());
            stats.evidence.count(at, 1);
            stats.shown += usize::from(page.shown.contains_key(bare(&cell.text)));
            stats.cell(cell.text.trim(), kind, dialect);
        }
    }
}

/// A name without the marks around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '@'))
}

impl Stats {
    fn cell(&mut self, text: &str, kind: Option<usize>, dialect: &Dialect) {
        let is_word = text.chars().count() <= WORD;
        self.identifiers += usize::from(is_identifier(text));
        self.required += usize::from(dialect.required.get(text).is_some());
        self.marks += usize::from(dialect.marks.get(text).is_some());
        let is_method = is_method(text);
        self.methods += usize::from(is_method);
        self.locations += usize::from(is_method || dialect.locations.get(text).is_some());
        self.paths += usize::from(text.starts_with('/') || text.contains("://"));
        self.prose += usize::from(text.contains(char::is_whitespace) || !text.is_ascii());
        let parsed = is_word.then(|| types::parse(text, dialect));
        let is_type =
            parsed.is_some_and(|parsed| parsed.known && !matches!(parsed.ty.leaf(), Type::Object(_)));
        self.types += usize::from(is_type);
        if is_word && (self.words.len() < DISTINCT || self.words.contains_key(text)) {
            let kinds = self.words.entry(text.to_owned()).or_default();
            kind.into_iter().for_each(|kind| kinds[kind] += 1);
        } else {
            self.others += 1;
        }
    }

    fn share(&self, count: usize) -> f64 {
        count as f64 / self.evidence.rows.max(1) as f64
    }

    /// Whether the words of the column repeat and each goes with one kind of value, and not all with the same.
    fn tells_kinds(&self) -> bool {
        let shown: Vec<&[usize; KINDS.len()]> =
            self.words.values().filter(|kinds| kinds.iter().sum::<usize>() > 0).collect();
        let total: usize = shown.iter().map(|kinds| kinds.iter().sum::<usize>()).sum();
        let pure: usize = shown.iter().filter_map(|kinds| kinds.iter().max()).sum();
        let mut kinds = [0; KINDS.len()];
        shown.iter().for_each(|word| (0..kinds.len()).for_each(|at| kinds[at] += word[at]));
        let several = kinds.iter().filter(|count| **count > 0).count() > 1;
        self.others == 0 && several && total > 2 && pure * 10 >= total * 9 && self.repeats()
    }

    /// Whether there are fewer words than cells.
    fn repeats(&self) -> bool {
        self.words.len() * 5 <= self.evidence.rows * 4
    }

    /// Whether the column has two or three words that repeat.
    fn is_choice(&self) -> bool {
        self.others == 0 && (2..=3).contains(&self.words.len()) && self.repeats()
    }
}

/// Whether a word is a method.
pub(super) fn is_method(text: &str) -> bool {
    text.split(['/', ',', '|']).all(|word| word.trim().parse::<crate::model::Method>().is_ok())
}

/// Gives a title its meaning, by its cells and by what else its tables have.
type Pass<'p> = &'p dyn Fn(&Stats, &dyn Fn(Column) -> bool) -> Option<Column>;

/// Meanings of the titles. Types go first: what else a table has is told by them.
fn decide(found: &BTreeMap<String, Stats>) -> BTreeMap<String, Column> {
    let association = Association::new(&built_in::shared().columns);
    let mut decided: BTreeMap<String, Column> = BTreeMap::new();
    let is_name = |stats: &Stats| stats.share(stats.identifiers) >= 0.85 && !stats.is_choice();
    let passes: [Pass<'_>; 6] = [
        &|stats, has| {
            (!has(Column::Name) && is_name(stats) && stats.share(stats.shown) >= 0.4).then_some(Column::Name)
        },
        &|stats, has| (!has(Column::Type) && stats.share(stats.types) >= 0.8).then_some(Column::Type),
        &|stats, has| (!has(Column::Type) && stats.tells_kinds()).then_some(Column::Type),
        &|stats, has| location(stats, has).or_else(|| presence(stats, has, &association)),
        &|stats, has| {
            let of_fields = has(Column::Type) || has(Column::Required);
            (!has(Column::Name) && is_name(stats) && of_fields).then_some(Column::Name)
        },
        &|stats, has| described(stats, has, &association),
    ];
    for pass in passes {
        for (title, stats) in found {
            if decided.contains_key(title) {
                continue;
            }
            let has = |column: Column| {
                let known = stats.beside.get(&column).copied().unwrap_or_default();
                let others = stats.titles.iter().filter(|(other, _)| decided.get(*other) == Some(&column));
                (known + others.map(|(_, count)| *count).max().unwrap_or_default()) * 2 > stats.tables
            };
            if let Some(column) = pass(stats, &has) {
                decided.insert(title.clone(), column);
            }
        }
    }
    decided
}

fn location(stats: &Stats, has: &dyn Fn(Column) -> bool) -> Option<Column> {
    let beside = has(Column::Name) && !has(Column::Location);
    (beside && stats.share(stats.locations) >= 0.9 && stats.evidence.rows > 2).then_some(Column::Location)
}

/// A column that says whether a field must be there. Yes and no may be said of anything, so the title has to speak for it;
/// words such as `required` speak for themselves.
fn presence(
    stats: &Stats,
    has: &dyn Fn(Column) -> bool,
    association: &Association<Column>,
) -> Option<Column> {
    let of_fields = has(Column::Name) || has(Column::Type);
    if !of_fields || has(Column::Required) || has(Column::Optional) {
        return None;
    }
    if stats.share(stats.marks) >= 0.9 {
        return Some(Column::Required);
    }
    let meanings =
        [Column::Required, Column::Optional, Column::Nullable, Column::ReadOnly, Column::Deprecated];
    let said = association.best(&stats.title, |column| meanings.contains(&column));
    if stats.share(stats.required) >= 0.9 {
        return said.map(|(column, _)| column);
    }
    // Two or three words beside types, and neither a type nor a place: nothing else of a field has so few.
    (stats.is_choice() && has(Column::Type) && stats.words.keys().all(|word| is_plain(word)))
        .then_some(said.map_or(Column::Required, |(column, _)| column))
}

fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | ' ' | '\''))
}

/// Prose is a description; defaults and examples are told by their titles.
fn described(
    stats: &Stats,
    has: &dyn Fn(Column) -> bool,
    association: &Association<Column>,
) -> Option<Column> {
    let of_fields = has(Column::Type) || has(Column::Required) || has(Column::Name);
    let by_title = association
        .best(&stats.title, |_| true)
        .filter(|(column, share)| {
            *share >= 0.6 && matches!(column, Column::Default | Column::Example | Column::Description)
        })
        .map(|(column, _)| column);
    let by_content = (stats.share(stats.prose) >= 0.6).then_some(Column::Description);
    of_fields.then(|| by_title.or(by_content)).flatten()
}

/// Tables of one row that give the address of a call.
fn route_columns(found: &BTreeMap<String, Stats>, draft: &mut Draft) {
    let of_routes = |stats: &&Stats| stats.evidence.rows > 0 && stats.evidence.rows <= stats.tables;
    for stats in found.values().filter(of_routes) {
        if stats.share(stats.paths) >= 0.9 {
            draft.word("routes", "path_columns", &stats.title, stats.evidence.text("table"));
        } else if stats.share(stats.methods) >= 0.9 {
            draft.word("routes", "method_columns", &stats.title, stats.evidence.text("table"));
        }
    }
}
