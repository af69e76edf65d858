//! Parameters with their types in brackets behind an equals sign, each on a line of its own: `id=[integer]`.

use super::{cell, extend, of_row};
use crate::dialect::{Column, Dialect};
use crate::page::{Table, TableRow};
use crate::syntax::markdown::Line;

/// The parameters that a paragraph is. The line `above` may say whether they must be sent.
pub fn assigned<'a>(
    text: &'a str,
    lines: &[Line<'a>],
    above: Option<&Line<'a>>,
    dialect: &Dialect,
) -> Option<Table<'a>> {
    let is_mark = |c: char| c.is_whitespace() || "*_`:：.".contains(c);
    let above = above.map(|line| line.span.of(text).trim_matches(is_mark));
    let mark = above.filter(|said| dialect.marks.get(said).is_some());
    let mut whole: Option<Table<'a>> = None;
    for line in lines {
        let raw = line.span.of(text).trim().trim_matches('`');
        let (name, rest) = raw.split_once("=[")?;
        let (ty, about) = rest.split_once(']')?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.$".contains(c);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_plain);
        let is_word = !ty.is_empty() && ty.chars().all(|c| c.is_ascii_alphanumeric() || " _-".contains(c));
        if !is_name || !is_word {
            return None;
        }
        let (mut row, mut cells) = (TableRow::of_item(line.span), Vec::new());
        row.put(Column::Name, cell(text, name), &mut cells);
        row.put(Column::Type, cell(text, ty), &mut cells);
        mark.into_iter().for_each(|said| row.put(Column::Required, cell(text, said), &mut cells));
        row.describe(cell(text, about.trim_matches(is_mark)), &mut cells);
        let one = of_row(row, cells);
        match &mut whole {
            Some(table) => extend(table, one),
            None => whole = Some(one),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown::inline::plain;
    use crate::syntax::markdown::{Span, offset_in};

    #[test]
    fn parameters_in_brackets_behind_their_names() {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let check = |raw: &str, expect: &[&str]| {
            let lines = raw.lines().map(|line| {
                let start = offset_in(raw, line);
                Line { text: plain(line), span: Span::new(start, start + line.len()) }
            });
            let lines: Vec<Line<'_>> = lines.collect();
            let table = assigned(raw, &lines[1..], lines.first(), &dialect);
            let rows = table.iter().flat_map(|table| table.rows()).map(|row| {
                let text = |column| row.cell(column).map_or("", |cell| cell.text.as_ref());
                [Column::Name, Column::Type, Column::Required].map(text).join(" | ")
            });
            assert_eq!(rows.collect::<Vec<_>>(), expect, "{raw}");
        };
        check(
            "**Required:**\n`id=[integer]`\n`a=[x y]` why",
            &["id | integer | Required", "a | x y | Required"],
        );
        check("Where:\nid=[integer]", &["id | integer | "]);
        for raw in [
            "A:\n",
            "A:\n[",
            "A:\n=[]",
            "A:\nid=[",
            "A:\nid=[]",
            "A:\nid=[a]\nText",
            "A:\n`",
            "A:\n\u{3000}=[a]",
        ] {
            check(raw, &[]);
        }
    }
}
