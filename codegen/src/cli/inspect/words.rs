//! `docwright inspect --stage words`: every word of a page that a dialect has to know, and what it is read as.

use docwright::dialect::{Column, Dialect};
use docwright::lower::{titles, types};
use docwright::model::Type;
use docwright::page::{self, columns};
use docwright::source::SourceFile;
use docwright::syntax::markdown::{self, Cell, Kind, Line, Span};
use std::collections::BTreeSet;

/// One line per word, in the order of the page; a word that comes again is not repeated.
pub(super) fn show(file: &SourceFile, dialect: &Dialect) -> String {
    let mut words = Words { file, dialect, seen: BTreeSet::new(), text: String::new() };
    words.push("what", "word", "read as", None);
    for block in markdown::read(&file.text).blocks {
        match block.kind {
            Kind::Heading { text, .. } => words.heading(&text, block.span),
            Kind::Lines { lines, .. } => lines.iter().for_each(|line| words.line(line)),
            Kind::Table(table) => {
                let known = columns::read(&table, dialect);
                for (cell, column) in table.titles().iter().zip(&known) {
                    words.word("column", &cell.text, column.map(key), cell.span);
                }
                table.rows.iter().for_each(|row| words.cells(table.cells_of(row), &known));
            }
            Kind::Code { .. } => {}
        }
    }
    words.text
}

/// The key of a meaning, as a dialect writes it.
fn key(meaning: impl std::fmt::Debug) -> String {
    let mut key = String::new();
    for c in format!("{meaning:?}").chars() {
        if c.is_uppercase() && !key.is_empty() {
            key.push('_');
        }
        key.extend(c.to_lowercase());
    }
    key
}

struct Words<'a> {
    file: &'a SourceFile,
    dialect: &'a Dialect,
    seen: BTreeSet<(&'static str, String)>,
    text: String,
}

impl Words<'_> {
    fn heading(&mut self, heading: &str, span: Span) {
        let role = self.dialect.sections.get(page::titles::unnumbered(heading)).map(key);
        let title = || titles::parse(heading, self.dialect);
        let shown = role.or_else(|| match &title()[..] {
            [] => None,
            paths => {
                let paths = paths.iter().map(|path| path.join("."));
                Some(format!("title of {}", paths.collect::<Vec<_>>().join(", ")))
            }
        });
        self.word("heading", heading, shown, span);
    }

    /// A line with a label that opens a section, or could if the dialect knew it.
    fn line(&mut self, line: &Line<'_>) {
        let Some((label, _)) =
            line.text.split_once([':', '：']).filter(|(label, _)| label.chars().count() <= 40)
        else {
            return;
        };
        let bold = line.span.of(&self.file.text).trim_start().starts_with("**");
        let role = self.dialect.sections.get(label).filter(|_| bold || self.dialect.pages.labels);
        self.word("label", label, role.map(key), line.span);
    }

    fn cells(&mut self, cells: &[Cell<'_>], columns: &[Option<Column>]) {
        for (cell, column) in cells.iter().zip(columns).filter(|(cell, _)| !cell.text.is_empty()) {
            match column {
                Some(Column::Type) => {
                    let read = types::parse(&cell.text, self.dialect);
                    let shown = match &read.ty {
                        Type::Object(name) => format!("the type `{name}`"),
                        ty => ty.to_string(),
                    };
                    self.word("type", &cell.text, read.known.then_some(shown), cell.span);
                }
                Some(Column::Required | Column::Optional | Column::Nullable) => {
                    let mark = self.dialect.required.get(&cell.text);
                    self.word(
                        "required",
                        &cell.text,
                        mark.map(|yes| if yes { "yes" } else { "no" }.to_owned()),
                        cell.span,
                    );
                }
                Some(Column::Location) => {
                    self.word(
                        "location",
                        &cell.text,
                        self.dialect.locations.get(&cell.text).map(key),
                        cell.span,
                    );
                }
                _ => {}
            }
        }
    }

    fn word(&mut self, what: &'static str, word: &str, read: Option<String>, span: Span) {
        if self.seen.insert((what, word.to_owned())) {
            let line = self.file.line(span.start);
            self.push(what, word, read.as_deref().unwrap_or("?"), Some(line));
        }
    }

    fn push(&mut self, what: &str, word: &str, read: &str, line: Option<u32>) {
        let line = line.map_or("line".to_owned(), |line| line.to_string());
        // Han characters are two columns wide.
        let width = word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        let fill = " ".repeat(26usize.saturating_sub(width));
        self.text.push_str(&format!("{line:>5}  {what:<8}  {word}{fill}  {read}\n"));
    }
}
