//! Rows: those that were read, those that were set aside, and tables that nobody read.

use super::{End, Outcome, Touched, overlap, under};
use crate::account::{Ledger, Reason, Table};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Column;
use crate::syntax::markdown::Span;
use std::ops::Range;

/// Accounts for the rows that no table of an endpoint has.
pub(super) fn balance(
    outcome: &Outcome<'_>,
    touched: &Touched<'_>,
    ledger: &mut Ledger,
    found: &mut Vec<Diagnostic>,
) {
    let is_read = read(outcome);
    for Table { header, rows } in &outcome.text.tables {
        let mut unread: Option<(Range<usize>, usize)> = None;
        let has_fields = || outcome.whole == Some(Reason::OtherPage) && lists_fields(outcome, *header);
        for at in rows.clone().filter(|at| !is_read[*at]) {
            let ended = match end(outcome, touched, outcome.text.rows[at]) {
                // Fields are worth a finding wherever they stand.
                End::Aside(Reason::OtherPage) if has_fields() => {
                    match header.is_some_and(|it| touched.touches(it)) {
                        true => End::Diagnosed,
                        false => End::Unread,
                    }
                }
                ended => ended,
            };
            match ended {
                End::Aside(reason) => ledger.rows.set(reason, 1),
                End::Modelled => ledger.rows.modelled += 1,
                End::Diagnosed => ledger.rows.diagnosed += 1,
                End::Unread => {
                    let (range, count) = unread.get_or_insert((at..at, 0));
                    (range.end, *count) = (at + 1, *count + 1);
                }
            }
        }
        found.extend(unread.map(|(rows, count)| finding(outcome, *header, rows, count)));
    }
}

/// Which rows of the text the tables of the endpoints have: those that a row which was read overlaps, and as many behind
/// it as it was put together from. A row of a table in a cell begins where one that was read does. The header of a table
/// that was read is no row.
fn read(outcome: &Outcome<'_>) -> Vec<bool> {
    let mut read = outcome.claims.tables.iter().flat_map(|table| &table.rows).peekable();
    let mut starts: Vec<usize> = outcome.claims.rows().map(|row| row.start).collect();
    starts.sort_unstable();
    let mut at_hand: Option<(Span, usize)> = None;
    let is_read = |row: &Span| {
        let mut is_new = false;
        while let Some((span, count)) = read.next_if(|(span, _)| span.start < row.end) {
            if overlap(*span, *row) {
                (at_hand, is_new) = (Some((*span, *count)), true);
            }
        }
        let table = outcome.claims.table_at(row.start);
        let goes_on = |(span, left): &mut (Span, usize)| {
            let is_one = *left > 0 && table.is_some_and(|table| overlap(table.span, *span));
            *left = left.saturating_sub(1);
            is_one
        };
        at_hand.as_mut().is_some_and(goes_on)
            || is_new
            || starts.binary_search(&row.start).is_ok()
            || table.is_some_and(|table| overlap(table.header, *row))
    };
    outcome.text.rows.iter().map(is_read).collect()
}

fn end(outcome: &Outcome<'_>, touched: &Touched<'_>, row: Span) -> End {
    match () {
        () if outcome.text.is_comment(row.start) => End::Aside(Reason::Comment),
        () if outcome.claims.table_at(row.start).is_some() => End::Unread,
        () => {
            let said = outcome.claims.piece_of_whole(row).or(outcome.whole.map(End::Aside));
            said.unwrap_or(if touched.touches(row) { End::Diagnosed } else { End::Unread })
        }
    }
}

/// The finding on rows of one table that nobody read.
fn finding(outcome: &Outcome<'_>, header: Option<Span>, rows: Range<usize>, count: usize) -> Diagnostic {
    let first = outcome.text.rows[rows.start];
    let (file, place) = (outcome.file, header.unwrap_or(first));
    let under = under(outcome, first.start);
    if outcome.claims.table_at(first.start).is_some() {
        let message = format!("a row of the table {under} goes on over {count} others");
        return Diagnostic::new(&code::ROW_UNREAD, message)
            .label(file.origin(first.start, first.end), "the row above has no end of its own")
            .help("close the row above with a pipe")
            .rows(count);
    }
    let origin = file.origin(place.start, place.end);
    let found = match lists_fields(outcome, header) {
        true => Diagnostic::new(&code::TABLE_UNREAD, format!("a table of fields {under} belongs to no call"))
            .label(origin, "nothing says whose fields these are")
            .help("put it under a heading for requests or for responses, or add its heading to the dialect's `[sections]`"),
        false => Diagnostic::new(&code::TABLE_UNKNOWN, format!("a table {under} lists no fields"))
            .label(origin, "no column of names and types")
            .help("if it does, add the titles of its columns to the dialect's `[columns]`, and its heading to `[sections]`"),
    };
    found.rows(count)
}

/// Whether the header of a table has a column of names and one of types.
fn lists_fields(outcome: &Outcome<'_>, header: Option<Span>) -> bool {
    let text = header.map(|header| header.of(&outcome.file.text)).unwrap_or_default();
    let columns: Vec<Column> = text
        .split(['|', '｜', '<', '>'])
        .filter_map(|cell| outcome.dialect.columns.get(cell.trim().trim_matches('*')))
        .collect();
    columns.contains(&Column::Name) && columns.contains(&Column::Type)
}
