//! Cells: words of types, of what must be sent and of places that nobody knows, by the values that samples show.

use super::columns::is_method;
use super::draft::{Draft, Evidence};
use super::survey::{KINDS, Page};
use crate::dialect::{Column, Dialect, TypeWord, built_in, normalize};
use crate::lower::{titles, types};
use crate::model::Type;
use crate::page::{columns, routes};
use crate::syntax::markdown::{Kind, Line, Span, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Longest cell that may be a word.
const WORD: usize = 32;

/// A word of a column.
#[derive(Debug, Default)]
struct Word {
    text: String,
    evidence: Evidence,
    /// Kinds of the values that samples show of the names in its rows.
    kinds: [usize; KINDS.len()],
    /// Rows whose name is a placeholder of the page's path, and rows whose name no sample has.
    placed: usize,
    absent: usize,
}

#[derive(Default)]
struct Words {
    types: BTreeMap<String, Word>,
    required: BTreeMap<String, Word>,
    locations: BTreeMap<String, Word>,
    /// Known words of whole numbers, and cells that are the word for 64 bits of the same language.
    integers: BTreeMap<String, Word>,
    longs: usize,
    /// What titles name, normalised.
    titles: BTreeSet<String>,
    /// Marks before names.
    indents: BTreeMap<char, Evidence>,
}

/// Proposes `[types]`, `[required]`, `[locations]` and marks of indentation.
pub(super) fn propose(pages: &[Page<'_>], draft: &mut Draft) -> Result<(), built_in::Error> {
    let dialect = draft.dialect()?;
    let mut words = Words::default();
    for (at, page) in pages.iter().enumerate() {
        let placeholders = placeholders(page);
        for block in &page.document.blocks {
            match &block.kind {
                Kind::Table(table) => words.table(table, (at, page), &placeholders, &dialect),
                Kind::Heading { text, .. } => words.title(text, &dialect),
                _ => {}
            }
        }
    }
    types(&words, draft);
    widths(&words, draft);
    required(&words, draft);
    locations(&words, draft);
    for (mark, evidence) in words.indents.iter().filter(|(_, evidence)| evidence.rows > 2) {
        draft.word("nesting", "indents", &mark.to_string(), evidence.text("row"));
    }
    Ok(())
}

/// Placeholders of all paths on a page.
fn placeholders(page: &Page<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for block in &page.document.blocks {
        let Kind::Lines { lines, .. } = &block.kind else { continue };
        for line in lines {
            let value = line.text.split_once([':', '：']).map_or(&*line.text, |(_, value)| value);
            let path = routes::path(&Line { text: value.trim().into(), span: Span::default() });
            let path = path.map(|path| path.path).unwrap_or_default();
            names.extend(routes::placeholders(&path).into_iter().map(str::to_owned));
        }
    }
    names
}

impl Words {
    fn title(&mut self, heading: &str, dialect: &Dialect) {
        let paths = titles::parse(heading, dialect);
        let names = paths.iter().filter_map(|path| path.last());
        self.titles.extend(names.map(|name| normalize(name).into_owned()));
        self.titles.insert(normalize(heading).into_owned());
    }

    fn table(
        &mut self,
        table: &Table<'_>,
        (at, page): (usize, &Page<'_>),
        placeholders: &BTreeSet<String>,
        dialect: &Dialect,
    ) {
        let columns = columns::read(table, dialect);
        if columns::kind(&columns, table) != crate::page::TableKind::Fields {
            return;
        }
        let named = columns.iter().position(|column| *column == Some(Column::Name)).unwrap_or_default();
        for row in &table.rows {
            let cells = table.cells_of(row);
            let name = cells.get(named).map_or("", |cell| cell.text.trim());
            self.indent(name, at, dialect);
            let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '@'));
            for (cell, column) in cells.iter().zip(&columns) {
                let text = cell.text.trim();
                if text.is_empty() || text.chars().count() > WORD || text.contains('\n') {
                    continue;
                }
                let list = match column {
                    Some(Column::Type) => self.type_words(text, dialect),
                    Some(Column::Required) if dialect.required.get(text).is_none() => &mut self.required,
                    Some(Column::Location) if dialect.locations.get(text).is_none() => &mut self.locations,
                    _ => continue,
                };
                let word = list.entry(normalize(text).into_owned()).or_default();
                word.count(text, (at, page), name, placeholders);
            }
        }
    }

    /// Where a type cell belongs: among the unknown words, the whole numbers, or nowhere.
    fn type_words(&mut self, text: &str, dialect: &Dialect) -> &mut BTreeMap<String, Word> {
        match dialect.types.get(text) {
            Some(TypeWord::Integer) => return &mut self.integers,
            Some(TypeWord::Int64) => self.longs += usize::from(bare(text) == LONG),
            _ => {}
        }
        &mut self.types
    }

    fn indent(&mut self, name: &str, at: usize, dialect: &Dialect) {
        let Some(mark) = name.chars().next() else { return };
        let is_plain = mark.is_alphanumeric() || "_$@`*\"'<({[~.…".contains(mark);
        let rest = name.trim_start_matches(mark).trim_start();
        let is_known = dialect.nesting.indents.iter().any(|known| known.starts_with(mark));
        if !is_plain && !is_known && columns::is_identifier(rest) && !rest.is_empty() {
            self.indents.entry(mark).or_default().count(at, 1);
        }
    }
}

impl Word {
    fn count(
        &mut self,
        text: &str,
        (at, page): (usize, &Page<'_>),
        name: &str,
        placeholders: &BTreeSet<String>,
    ) {
        if self.text.is_empty() {
            self.text = text.to_owned();
        }
        self.evidence.count(at, 1);
        self.placed += usize::from(placeholders.contains(name));
        match page.shown.get(name).and_then(|shown| shown.kind()) {
            Some(kind) => self.kinds[kind] += 1,
            None => self.absent += 1,
        }
    }

    fn shown(&self) -> usize {
        self.kinds.iter().sum()
    }
}

/// A word whose values are of one kind is a word for that kind.
fn types(words: &Words, draft: &mut Draft) {
    let dialect = built_in::parse("shared", "");
    let Ok(dialect) = dialect else { return };
    let mut undecided = Vec::new();
    for word in words.types.values() {
        let parsed = types::parse(&word.text, &dialect);
        let of_title =
            |ty: &Type| matches!(ty, Type::Object(name) if words.titles.contains(&*normalize(name)));
        if parsed.known && (!matches!(parsed.ty.leaf(), Type::Object(_)) || of_title(parsed.ty.leaf())) {
            continue;
        }
        // `list of code`: the part that is no word is one of its own elsewhere.
        let is_whole = matches!(&parsed.ty, Type::Object(name) if normalize(name) == normalize(&word.text));
        if parsed.known && !is_whole || has_known_part(&word.text, &dialect) {
            continue;
        }
        let best = (0..KINDS.len()).max_by_key(|at| word.kinds[*at]).unwrap_or_default();
        let shown = word.shown();
        let enough = if draft.pages < 3 { 1 } else { 2 };
        if shown >= enough && word.kinds[best] * 10 >= shown * 8 {
            let why = format!("{}; {} of {shown} values", word.evidence.text("row"), word.kinds[best]);
            draft.word("types", KINDS[best], &word.text, why);
        } else {
            undecided.push(word);
        }
    }
    undecided.sort_by_key(|word| (std::cmp::Reverse(word.evidence.rows), &word.text));
    for word in undecided.iter().take(12).filter(|word| word.evidence.rows > 1) {
        draft.open(format!("the type `{}`: {}", word.text, word.evidence.text("row")));
    }
}

/// Whether a part of a cell is a word for a type: what the rest says is no word of its own.
fn has_known_part(text: &str, dialect: &Dialect) -> bool {
    let parts: Vec<&str> = text.split(|c: char| c.is_whitespace() || "<>[](),|/".contains(c)).collect();
    parts.len() > 1 && parts.iter().any(|part| !part.is_empty() && dialect.types.get(part).is_some())
        || parts.len() > 3
}

/// `Integer` beside `Long` is the one of 32 bits, as in the language that these words are from.
fn widths(words: &Words, draft: &mut Draft) {
    let narrow = words.integers.values().find(|word| bare(&word.text) == INTEGER);
    if let Some(word) = narrow.filter(|_| words.longs > 0) {
        let why = format!("{}; {} of `{LONG}` beside them", word.evidence.text("row"), words.longs);
        draft.word("types", "int32", INTEGER, why);
    }
}

/// The words for whole numbers of 32 and of 64 bits in pages made from Java.
const INTEGER: &str = "Integer";
const LONG: &str = "Long";

fn bare(text: &str) -> &str {
    text.trim_end_matches(['[', ']'])
}

/// Of two words, the one of placeholders of paths and of fields that every sample has is yes.
fn required(words: &Words, draft: &mut Draft) {
    let short =
        words.required.values().filter(|word| word.evidence.rows > 1 && word.text.chars().count() <= 12);
    let mut found: Vec<&Word> = short.collect();
    found.sort_by_key(|word| (std::cmp::Reverse(word.evidence.rows), &word.text));
    let [first, second] = found[..] else {
        found.iter().for_each(|word| {
            draft.open(format!(
                "the mark `{}` of what must be sent: {}",
                word.text,
                word.evidence.text("row")
            ));
        });
        return;
    };
    let rate = |word: &Word| word.shown() as f64 / word.evidence.rows as f64;
    let (a, b) = (rate(first) + first.placed as f64, rate(second) + second.placed as f64);
    let (yes, no) = if a >= b { (first, second) } else { (second, first) };
    let why = |word: &Word| {
        let Word { placed, .. } = word;
        format!("{}; {} in samples, {placed} in paths", word.evidence.text("row"), word.shown())
    };
    draft.word("required", "yes", &yes.text, why(yes));
    draft.word("required", "no", &no.text, why(no));
}

/// Methods stand for what they send.
fn locations(words: &Words, draft: &mut Draft) {
    for word in words.locations.values() {
        let reads = |word: &str| matches!(word.trim(), "GET" | "HEAD" | "DELETE");
        let parts = || word.text.split(['/', ',', '|']);
        let key = match () {
            () if word.placed * 2 > word.evidence.rows => "path",
            () if is_method(&word.text) && parts().all(reads) => "query",
            () if is_method(&word.text) => "body",
            () => {
                draft.open(format!("the place `{}`: {}", word.text, word.evidence.text("row")));
                continue;
            }
        };
        draft.word("locations", key, &word.text, word.evidence.text("row"));
    }
}
