//! Captions: the line above a table that may title it.

use super::Cutter;
use crate::dialect::words::is_identifier;
use crate::dialect::{Column, Role};
use crate::page::titles::{Heads, Label};
use crate::page::{Item, Row, Side, Table, titles};
use crate::syntax::markdown::Line;
use std::borrow::Cow;

impl<'a> Cutter<'a, '_> {
    /// The last line of prose since the last table or heading. Anchors, comments and tags between a caption and its table
    /// say nothing.
    pub(super) fn caption(&self) -> Option<Line<'a>> {
        let is_silent = |line: &Line<'a>| {
            let raw = line.span.of(self.text).trim();
            line.text.is_empty()
                || raw.starts_with('<') && raw.ends_with("/>")
                || ["{/*", "{: ", "{:#", "[]{"].iter().any(|mark| raw.starts_with(mark))
        };
        let prose = self.sections.last()?.items.iter().rev().map_while(|item| match item {
            Item::Lines(lines) => Some(lines),
            _ => None,
        });
        let mut lines = prose.flat_map(|lines| lines.iter().rev()).filter(|line| !is_silent(line));
        let last = lines.next()?;
        // A sentence between a bold caption and its table is about what the caption names.
        let is_caption = |line: &&Line<'a>| self.is_bold_caption(line);
        let is_sentence = last.text.trim_end().ends_with(['.', '。']) && !is_caption(&last);
        let above = lines.next().filter(is_caption).filter(|_| is_sentence);
        above.or(Some(last)).map(|line| self.titled(line))
    }

    /// The title of the table that an item is right above, where the item has the name and the type of a row of a table above
    /// and says no more: `- box (object)`.
    pub(super) fn names_row_above(&self, item: &Table<'a>, heads: Option<Heads>) -> Option<Line<'a>> {
        let row = item.rows().next().filter(|row| heads == Some(Heads::Table) && is_bare(*row))?;
        let name = row.cell(Column::Name)?;
        let text = Cow::Owned(name.text.clone().into_owned());
        self.is_row_above(&name.text).then_some(Line { text, span: item.span })
    }

    /// Whether a label above a table is the name of a row of a table above, though the dialect knows the word as something that
    /// is no part of a call: `**status**` below the row `status | string`.
    pub(super) fn names_plain_field(&self, label: &Label<'_>, heads: Option<Heads>) -> bool {
        use Role::{Description, Errors, Note, Other, Types};
        let is_other = matches!(label.title.role, Some(Description | Errors | Note | Other | Types));
        let name = label.text.trim_matches(|c: char| c.is_whitespace() || "*_`:：".contains(c));
        heads == Some(Heads::Table) && is_other && is_identifier(name) && self.is_row_above(name)
    }

    /// Whether a row of a table above has that name.
    fn is_row_above(&self, name: &str) -> bool {
        let above = self.sections.iter().rev().take_while(|section| section.side != Side::None);
        let items = above.flat_map(|section| &section.items).filter_map(|item| match item {
            Item::Table(table) => Some(table),
            _ => None,
        });
        let mut rows = items.flat_map(|table| table.rows()).take(MAX_ROWS);
        let is_named = |other: Row<'_>| other.cell(Column::Name).is_some_and(|other| other.text == name);
        rows.any(is_named)
    }

    /// Whether a line is bold from its beginning to its end, a colon aside, or the number of a table is and a few words follow.
    fn is_bold_caption(&self, line: &Line<'a>) -> bool {
        let raw = line.span.of(self.text);
        let is_number = |bold: &str| {
            let rest = self.dialect.nesting.numbered.iter().find_map(|word| bold.strip_prefix(word.as_str()));
            let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | ' ' | ':' | '：');
            rest.is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(is_digit))
        };
        is_bold_alone(raw)
            || !line.text.ends_with(['.', '。']) && bold_begin(raw).is_some_and(|(bold, _)| is_number(bold))
    }

    /// The line as a title: without the marks of `__box__`, and of `**box**: what it is made of` the name alone.
    fn titled(&self, line: &Line<'a>) -> Line<'a> {
        let raw = line.span.of(self.text).trim();
        let inside = raw.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
        let is_name = |text: &str| {
            let text = text.trim_matches('`');
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]".contains(&byte))
        };
        let named = bold_begin(raw).filter(|(bold, rest)| {
            is_name(bold)
                && rest.trim_start().starts_with([':', '：', '—', '–'])
                && rest.trim_end().ends_with(['.', '。'])
        });
        let text = inside.filter(|inside| !inside.contains("__")).or(named.map(|(bold, _)| bold));
        match text {
            Some(text) => Line { text: Cow::Borrowed(text.trim_matches('`')), span: line.span },
            None => line.clone(),
        }
    }
}

/// Rows among which the one that a caption names is looked for.
const MAX_ROWS: usize = 1024;

/// Whether a row says no more than a name and a type, and whether it must be sent.
fn is_bare(row: Row<'_>) -> bool {
    let says = |column| row.cell(column).is_some_and(|cell| !cell.text.is_empty());
    let is_described = row.descriptions().iter().any(|cell| !cell.text.trim().is_empty());
    !is_described && says(Column::Type) && !says(Column::Default)
}

/// What a line has in bold at its beginning, and what follows.
fn bold_begin(raw: &str) -> Option<(&str, &str)> {
    let raw = raw.trim_start();
    let (opens, ends) = titles::BOLD.iter().find(|(opens, _)| raw.starts_with(opens))?;
    raw[opens.len()..].split_once(ends)
}

/// Whether a line is bold from its beginning to its end, a colon aside.
fn is_bold_alone(line: &str) -> bool {
    let rest = line.trim().trim_end_matches([':', '：']).trim_end();
    bold_begin(rest).is_some_and(|(_, behind)| behind.is_empty())
}
