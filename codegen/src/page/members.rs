//! Members of an object that the cell of its description lists: `Boat:<br>- name (string, required): its name`.

use super::{Table, TableKind, TableRow, lists};
use crate::dialect::{Column, Dialect, TypeWord};
use crate::syntax::markdown::inline::plain;
use crate::syntax::markdown::{Cell, Line, Span, offset_in};

/// Adds a row below each object for every member that its description lists, and leaves what stands before the list.
pub(super) fn add<'a>(text: &'a str, table: &mut Table<'a>, dialect: &Dialect) {
    if table.kind != TableKind::Fields {
        return;
    }
    let mut at = 0;
    while at < table.rows.len() {
        let found = told(text, &table.rows[at], &table.cells, dialect);
        let Some((cell, lead, members)) = found else {
            at += 1;
            continue;
        };
        table.cells[cell].text = lead.into();
        let mut rows = Vec::with_capacity(members.len());
        for (depth, member) in members {
            for mut row in member.rows {
                row.depth = table.rows[at].depth + depth;
                row.count = 0;
                rows.push(row.shifted(table.cells.len()));
            }
            table.cells.extend(member.cells);
        }
        let count = rows.len();
        table.rows.splice(at + 1..at + 1, rows);
        at += 1 + count;
    }
}

/// The description that lists members, what it says before them, and the members with their depths.
type Told<'a> = (usize, String, Vec<(usize, Table<'a>)>);

fn told<'a>(text: &'a str, row: &TableRow, cells: &[Cell<'_>], dialect: &Dialect) -> Option<Told<'a>> {
    let own = row.with(cells);
    let about = own.descriptions().iter().find(|cell| cell.text.contains('\n'))?;
    let ty = &own.cell(Column::Type)?.text;
    let mut words = ty.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let holds =
        |word| matches!(dialect.types.get(word), Some(TypeWord::Object | TypeWord::Map | TypeWord::List));
    if !words.any(holds) {
        return None;
    }
    let raw = about.span.of(text);
    let (mut lead, mut members, mut depth) = (Vec::new(), Vec::new(), 1usize);
    for piece in pieces(raw) {
        depth = (depth + piece.opened).saturating_sub(piece.closed_before);
        let line = piece.text;
        let start = offset_in(text, line);
        let line = [Line { text: plain(line), span: Span::new(start, start + line.len()) }];
        match member(text, &line, dialect) {
            Some(member) => members.push((depth.max(1), member)),
            None if members.is_empty() => lead.push(plain(piece.text).into_owned()),
            None => return None,
        }
    }
    let is_announced = lead.last().is_some_and(|line| line.trim_end().ends_with([':', '：']));
    if members.len() < 2 && !(is_announced && members.len() == 1) {
        return None;
    }
    let at = cells.iter().position(|cell| cell.span == about.span)?;
    Some((at, lead.join("\n"), members))
}

fn member<'a>(text: &'a str, line: &[Line<'a>], dialect: &Dialect) -> Option<Table<'a>> {
    let member = lists::table(text, line, dialect).or_else(|| lists::loose(text, line, dialect));
    member.or_else(|| lists::trailing(text, line, dialect))
}

/// A line of a cell, without the mark of an item, and the lists that open and close in front of it.
struct Piece<'t> {
    text: &'t str,
    opened: usize,
    closed_before: usize,
}

/// The lines and items of a cell that say something.
fn pieces(raw: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut opened, mut closed, mut outermost) = (0, 0, true);
    let mut from = 0;
    let mut at = 0;
    let mut cut = |range: std::ops::Range<usize>, opened: &mut usize, closed: &mut usize| {
        let line = raw[range].trim().trim_start_matches(['-', '•', '·', '+', ' ', '\u{a0}']).trim();
        if !line.is_empty() {
            pieces.push(Piece { text: line, opened: *opened, closed_before: *closed });
            (*opened, *closed) = (0, 0);
        }
    };
    while let Some(found) = raw[at..].find(['<', '\n']).map(|found| at + found) {
        if raw[found..].starts_with('\n') {
            cut(from..found, &mut opened, &mut closed);
            (from, at) = (found + 1, found + 1);
            continue;
        }
        let Some(end) = raw[found..].find('>').map(|end| found + end + 1) else { break };
        let tag = raw[found + 1..end - 1].trim_end_matches(['/', ' ']).to_ascii_lowercase();
        let name = tag.split(' ').next().unwrap_or_default();
        if matches!(name, "br" | "li" | "/li" | "ul" | "/ul" | "ol" | "/ol" | "p" | "/p") {
            cut(from..found, &mut opened, &mut closed);
            match name {
                "ul" | "ol" if outermost => outermost = false,
                "ul" | "ol" => opened += 1,
                "/ul" | "/ol" => closed += 1,
                _ => {}
            }
            from = end;
        }
        at = end;
    }
    cut(from..raw.len(), &mut opened, &mut closed);
    pieces
}
