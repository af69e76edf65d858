//! Error codes: rows of tables that list them, by what their cells say.

use super::context::Context;
use super::prose;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Column;
use crate::limits::ERROR_CODES;
use crate::model::{ErrorCode, Text, add_error_codes};
use crate::page::columns::is_identifier;
use crate::page::error_codes::{self, Code};
use crate::page::{Item, Row, Section, Table, TableKind};
use crate::syntax::markdown::Span;

/// What the tables of some sections give.
#[derive(Debug, Default)]
pub struct Listed {
    /// The codes, one for each.
    pub codes: Vec<ErrorCode>,
    /// How each row ended.
    pub rows: Vec<(Span, End)>,
    /// What was found.
    pub found: Vec<Diagnostic>,
}

/// How a row of error codes ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// In the model.
    Code,
    /// It says how a success looks, or is a header.
    NoError,
    /// A finding names it.
    Unreadable,
}

/// Reads all tables of error codes of some sections.
pub fn read(sections: &[Section<'_>], context: Context<'_>) -> Listed {
    let mut listed = Listed::default();
    let mut codes = Vec::new();
    for item in sections.iter().flat_map(|section| &section.items) {
        if let Item::Table(table) = item
            && table.kind == TableKind::ErrorCodes
        {
            self::table(table, &mut codes, &mut listed, context);
        }
    }
    add_error_codes(&mut listed.codes, codes);
    listed
}

fn table(table: &Table<'_>, codes: &mut Vec<ErrorCode>, listed: &mut Listed, context: Context<'_>) {
    listed.rows.push((table.header, End::NoError));
    // The codes of the row above, which a row without a code goes on with.
    let mut above = codes.len()..codes.len();
    for row in table.rows() {
        let before = codes.len();
        let end = match read_row(row, context) {
            _ if codes.len() >= ERROR_CODES => End::Unreadable,
            Read::Codes(read) => {
                codes.extend(read);
                above = before..codes.len();
                End::Code
            }
            Read::Success => End::NoError,
            Read::GoesOn(text) if !above.is_empty() => {
                codes[above.clone()].iter_mut().for_each(|code| code.docs.push(text.clone()));
                End::Code
            }
            Read::GoesOn(_) | Read::Unreadable => End::Unreadable,
        };
        if end == End::Unreadable {
            listed.found.push(unreadable(row, before >= ERROR_CODES, context));
        }
        listed.rows.push((row.span, end));
    }
}

/// What a row says.
enum Read {
    /// These codes.
    Codes(Vec<ErrorCode>),
    /// How a success looks.
    Success,
    /// More of the codes above.
    GoesOn(Text),
    /// It has no code, or what stands for one is none.
    Unreadable,
}

fn read_row(row: Row<'_>, context: Context<'_>) -> Read {
    let cell = |column| row.cell(column).map_or("", |cell| cell.text.trim());
    let (said, status_cell) = (cell(Column::Code), cell(Column::Status));
    let status = error_codes::status(status_cell);
    let text = text(row, context);
    if said.is_empty() && status.is_none() {
        return match text {
            Some(text) if status_cell.is_empty() => Read::GoesOn(text),
            _ => Read::Unreadable,
        };
    }
    let codes = if said.is_empty() { of_status(status_cell) } else { error_codes::codes(said) };
    let Some(codes) = codes else { return Read::Unreadable };
    let has_code = !said.is_empty();
    let words = text.as_ref().map(|text| text.text.as_str()).unwrap_or_default();
    if codes.iter().all(|code| is_success(code, words, has_code, context)) {
        return Read::Success;
    }
    let name = name(row);
    let one = |read: Code<'_>| {
        let own = prose::text(read.rest, context.origin(row.span), context);
        let docs = (!read.rest.is_empty()).then_some(own).into_iter().chain(text.clone()).collect();
        let status = if has_code { status } else { error_codes::status(read.text) };
        let code = if has_code { literal(read.text) } else { String::new() };
        ErrorCode { code, name: name.to_owned(), status, docs, origin: context.origin(row.span) }
    };
    Read::Codes(codes.into_iter().map(one).collect())
}

/// The statuses of a cell that holds nothing else.
fn of_status(cell: &str) -> Option<Vec<Code<'_>>> {
    let codes = error_codes::codes(cell)?;
    codes.iter().all(|code| error_codes::status(code.text).is_some()).then_some(codes)
}

/// The name of a code beside it.
fn name(row: Row<'_>) -> &str {
    let named = row.cell(Column::Name).map_or("", |cell| cell.text.trim().trim_matches(['`', '*', '"']));
    if is_identifier(named) && named.len() <= 128 { named } else { "" }
}

/// Everything that describes the row.
fn text(row: Row<'_>, context: Context<'_>) -> Option<Text> {
    let is_name = |text: &str| text == name(row);
    let named = row.cell(Column::Name).filter(|cell| !is_name(cell.text.trim()));
    let cells = named.into_iter().chain(row.descriptions()).chain(row.remarks());
    let texts = cells.map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    let mut lines: Vec<&str> = Vec::new();
    for text in texts {
        if !lines.contains(&text) {
            lines.push(text);
        }
    }
    (!lines.is_empty()).then(|| prose::text(&lines.join("\n"), context.origin(row.span), context))
}

/// Whether a code says that a call did not fail: 0, 200, a word for success, or a status below 400.
fn is_success(code: &Code<'_>, words: &str, has_code: bool, context: Context<'_>) -> bool {
    let number = code.text.parse::<i64>().ok();
    match number {
        Some(0 | 200) => true,
        Some(number) if !has_code => number < 400,
        Some(201..=299) => says_success(words, context) || says_success(code.rest, context),
        Some(_) => false,
        None => says_success(code.text, context),
    }
}

fn says_success(words: &str, context: Context<'_>) -> bool {
    let words = words.trim().trim_end_matches(['。', '.', '!', '！']);
    context.dialect.notes.success.iter().any(|word| word.eq_ignore_ascii_case(words))
}

/// The code as a JSON literal: a number where it is written as JSON writes one.
fn literal(code: &str) -> String {
    let is_number = code.parse::<i64>().is_ok_and(|number| number.to_string() == code);
    if is_number { code.to_owned() } else { serde_json::Value::from(code).to_string() }
}

fn unreadable(row: Row<'_>, is_beyond: bool, context: Context<'_>) -> Diagnostic {
    let said = row.cell(Column::Code).or_else(|| row.cell(Column::Status));
    let place = said.filter(|cell| !cell.text.is_empty()).map_or(row.span, |cell| cell.span);
    let (message, label) = match is_beyond {
        true => (format!("there are more than {ERROR_CODES} error codes"), "this one is not in the model"),
        false => ("a row of error codes has no code".to_owned(), "no number and no single word"),
    };
    Diagnostic::new(&code::ERROR_CODE_UNREAD, message).label(context.origin(place), label)
}
