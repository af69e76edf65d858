//! Parameters that a heading names and the lines below it describe, and those that a sentence names.

use super::loose::leading;
use super::{attribute, cell, is_article, name, of_row, parts, split, table};
use crate::dialect::{Column, Dialect};
use crate::page::{Table, TableRow};
use crate::syntax::markdown::{Cell, Line, Span};
use std::borrow::Cow;

/// Whether a sentence names a parameter in code, with its type in brackets: ``Query parameters: `page` (integer)``.
pub fn in_sentence(text: &str, line: &Line<'_>, dialect: &Dialect) -> bool {
    let raw = line.span.of(text);
    let mut opened = raw.match_indices("` (").chain(raw.match_indices("`（")).map(|(end, _)| end);
    opened.any(|end| {
        let Some(start) = raw[..end].rfind('`') else { return false };
        let end = raw[end..].find([')', '）']).map_or(raw.len(), |close| end + close + 1);
        let end = (end..=raw.len()).find(|at| raw.is_char_boundary(*at)).unwrap_or(raw.len());
        let span = Span::new(line.span.start + start, line.span.start + end);
        table(text, &[Line { text: Cow::Borrowed(span.of(text)), span }], dialect).is_some()
    })
}

/// The parameter that a heading names and the lines below describe: `#### limit` over `Type: integer. Optional. At most 100`.
pub fn under_heading<'a>(
    text: &'a str,
    heading: Span,
    lines: &[&Line<'a>],
    dialect: &Dialect,
) -> Option<Table<'a>> {
    let raw = heading.of(text).lines().next()?.trim_start_matches('#').trim_end_matches(['#', ' ']);
    let (name, rest) = name(raw).filter(|(name, rest)| !is_article(raw, name, rest, dialect))?;
    let span = Span::new(heading.start, lines.last().map_or(heading.end, |line| line.span.end));
    let (mut row, mut cells) = (TableRow::of_item(span), Vec::new());
    match parts(name, rest, dialect) {
        Some((said, "")) => {
            said.into_iter().for_each(|part| attribute(text, part, &mut row, &mut cells, dialect));
        }
        _ if rest.is_empty() || leading(text, rest, (&mut row, &mut cells), dialect).is_empty() => {}
        _ => return None,
    }
    read(text, lines.iter().copied(), &mut row, &mut cells, dialect);
    row.with(&cells).cell(Column::Type)?;
    row.put(Column::Name, cell(text, name), &mut cells);
    Some(of_row(row, cells))
}

/// The parameter that a bold line names, also as a link, and the lines below describe: `**limit**` over `Type: integer`.
pub fn under_title<'a>(text: &'a str, lines: &[Line<'a>], dialect: &Dialect) -> Option<Table<'a>> {
    let (first, rest) = lines.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let (title, behind) = first.span.of(text).trim().strip_prefix("**")?.split_once("**")?;
    let title = title.trim().trim_end_matches([':', '：']);
    let linked = title.strip_prefix('[').and_then(|title| title.split_once("](")).map(|(title, _)| title);
    let (name, more) = name(linked.unwrap_or(title))?;
    if !more.is_empty() || !super::untagged(behind).trim_matches(['\\', ':', '：', ' ']).is_empty() {
        return None;
    }
    let span = Span::new(first.span.start, lines.last()?.span.end);
    let (mut row, mut cells) = (TableRow::of_item(span), Vec::new());
    read(text, rest.iter(), &mut row, &mut cells, dialect);
    row.with(&cells).cell(Column::Type)?;
    row.put(Column::Name, cell(text, name), &mut cells);
    Some(of_row(row, cells))
}

/// Reads lines that describe a parameter.
fn read<'a, 'l>(
    text: &'a str,
    lines: impl Iterator<Item = &'l Line<'a>>,
    row: &mut TableRow,
    cells: &mut Vec<Cell<'a>>,
    dialect: &Dialect,
) where
    'a: 'l,
{
    for line in lines {
        let mut rest = line.span.of(text);
        while let Some(behind) = sentence(text, rest, row, cells, dialect) {
            rest = behind;
        }
        if !rest.trim().is_empty() {
            row.describe(cell(text, rest), cells);
        }
    }
}

/// Reads the sentence that a line begins with, where it states a column: `Type: string`, `Required`, `string, optional`.
/// Returns what stands behind it.
fn sentence<'a>(
    text: &'a str,
    line: &'a str,
    row: &mut TableRow,
    cells: &mut Vec<Cell<'a>>,
    dialect: &Dialect,
) -> Option<&'a str> {
    let ends = [". ", "。", "; ", "；"];
    let end = ends.iter().filter_map(|end| Some((line.find(end)?, end.len()))).min();
    let (said, behind) = end.map_or((line, ""), |(at, length)| (&line[..at], &line[at + length..]));
    let is_mark = |c: char| c.is_whitespace() || "*_`.".contains(c);
    let said = said.trim_matches(is_mark);
    if said.is_empty() {
        return None;
    }
    let titled = said.split_once([':', '：']).map(|(title, value)| (title.trim_matches(is_mark), value));
    let column = titled.and_then(|(title, value)| Some((dialect.columns.get(title)?, value)));
    let is_free = |column| row.with(cells).cell(column).is_none();
    match column {
        Some((column @ (Column::Type | Column::Required | Column::Default | Column::Location), value))
            if is_free(column) =>
        {
            row.put(column, cell(text, value.trim_matches(is_mark)), cells);
        }
        _ if is_free(Column::Required) && dialect.marks.get(said).is_some() => {
            row.put(Column::Required, cell(text, said), cells);
        }
        None if is_free(Column::Type) => {
            let (said, _) = super::said("", said, dialect).filter(|(_, behind)| behind.is_empty())?;
            split(said).for_each(|part| attribute(text, part, row, cells, dialect));
        }
        _ => return None,
    }
    Some(behind)
}

#[cfg(test)]
mod tests {
    use super::super::tests::show;
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown::inline::plain;
    use crate::syntax::markdown::offset_in;

    #[track_caller]
    fn check_under_heading(raw: &str, expect: &str) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let (heading, _) = raw.split_once('\n').unwrap();
        let mut lines = Vec::new();
        for line in raw.lines().skip(1) {
            let start = offset_in(raw, line);
            lines.push(Line { text: plain(line), span: Span::new(start, start + line.len()) });
        }
        let lines: Vec<&Line<'_>> = lines.iter().collect();
        let shown =
            under_heading(raw, Span::new(0, heading.len()), &lines, &dialect).map(|table| show(&table));
        assert_eq!(shown.unwrap_or_default(), expect, "{raw}");
    }

    #[test]
    fn parameters_under_headings() {
        check_under_heading(
            "#### q\nType: string. Required. What to find.",
            "q | string | Required |  | What to find.",
        );
        check_under_heading("#### `n`\ninteger, optional. How many", "n | integer | optional |  | How many");
        check_under_heading("#### n (integer)\nHow many. Or so", "n | integer |  |  | How many. Or so");
        check_under_heading("#### n\n**Type**: int\n**Default**: `3`\nHow many", "n | int |  | 3 | How many");
        check_under_heading("#### n\nHow many there are. See below.", "");
        check_under_heading("#### How many\nType: int", "");
    }
}
