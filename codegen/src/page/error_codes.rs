//! Error codes: the columns of tables that list them.
//!
//! 1. the words of the dialect for columns of codes, where no column says that the rows are fields
//! 2. under a heading for errors: a column of statuses, of values, of names or of no known title that holds codes
//! 3. all other columns describe the codes

use super::{Columns, columns};
use crate::dialect::{Column, Dialect};
use crate::syntax::markdown::Table;

/// Longest code in characters.
const MAX_CODE: usize = 128;

/// What a cell of a column of codes says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code<'t> {
    /// The code as it is sent.
    pub text: &'t str,
    /// What stands behind it in the cell.
    pub rest: &'t str,
}

/// The codes of a cell, several where they are listed: `1001/1002`; none where something in it is no code.
pub fn codes(cell: &str) -> Option<Vec<Code<'_>>> {
    let cell = unmarked(cell);
    if let Some(code) = one(cell) {
        return Some(vec![code]);
    }
    let parts = cell.split(['/', ',', '，', '、', '\n', ';', '；']).map(unmarked);
    let codes: Option<Vec<Code<'_>>> =
        parts.filter(|part| !part.is_empty()).map(|part| one(part).filter(|it| it.rest.is_empty())).collect();
    codes.filter(|codes| !codes.is_empty())
}

/// A word without blanks, or a number with words behind it: `404 (Not found)`.
fn one(cell: &str) -> Option<Code<'_>> {
    if is_code(cell) {
        return Some(Code { text: cell, rest: "" });
    }
    let end = cell.find(|c: char| c.is_whitespace() || matches!(c, '(' | '（' | ':' | '：'))?;
    let (number, rest) = cell.split_at(end);
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "()（）:：-–".contains(c));
    let is_word = rest.starts_with(char::is_alphabetic);
    (number.parse::<i64>().is_ok() && is_word).then_some(Code { text: number, rest })
}

/// Whether a text is a code: one word of ASCII letters, digits and the marks between them.
fn is_code(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_word = || {
        text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:#$".contains(c))
            && text.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
            && !is_range(text)
    };
    let is_number =
        !number.is_empty() && number.len() <= 18 && number.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= MAX_CODE && (is_number || is_word())
}

/// `1000-1999`, `4xx`: many codes, none of which the cell names.
fn is_range(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(from, to)| digits(from) && digits(to))
        || text.len() > 1 && digits(&text[..1]) && text[1..].trim_end_matches(['x', 'X']).is_empty()
}

/// A cell without the marks around it.
fn unmarked(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || "`*\"'“”".contains(c))
}

/// The HTTP status of a cell: `404`, `404 Not Found`, `HTTP 404`.
pub fn status(cell: &str) -> Option<u16> {
    let text = unmarked(cell);
    let text = text.strip_prefix("HTTP").unwrap_or(text).trim_start();
    let number = text.split(|c: char| !c.is_ascii_digit()).next()?;
    number.parse().ok().filter(|status| number.len() == 3 && (100..600).contains(status))
}

/// Finds the column of codes of a table under a heading for errors, where no title names it. One of HTTP statuses alone
/// stays one of statuses. Whether there is one.
pub(super) fn find(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) -> bool {
    let has = |column| columns.contains(&Some(column));
    if has(Column::Code) || has(Column::Type) || has(Column::Schema) || columns.len() < 2 {
        return false;
    }
    let may_hold = |at: &usize| {
        matches!(
            columns[*at],
            None | Some(Column::Value | Column::Name | Column::Label | Column::Description)
        )
    };
    let title = |at: usize| table.titles().get(at).and_then(|cell| dialect.columns.get(&cell.text));
    let holds = |at: &usize| {
        let is_state = matches!(title(*at), Some(Column::Status | Column::Value));
        // A first column of words that nobody knows lists what the heading announces.
        let is_first = *at == 0 && title(0).is_none();
        let of_errors = |code: &Code<'_>| is_first || is_of_errors(code.text, is_state);
        columns::all(table, *at, |text| codes(text).is_some_and(|codes| codes.iter().all(of_errors)))
    };
    let Some(at) = (0..columns.len()).filter(may_hold).find(holds) else { return false };
    let is_status =
        |text: &str| codes(text).is_some_and(|codes| codes.iter().all(|code| status(code.text).is_some()));
    let are_statuses = columns::all(table, at, is_status);
    columns[at] = Some(if are_statuses { Column::Status } else { Column::Code });
    if !are_statuses {
        let holds = |at: &usize| title(*at) == Some(Column::Status) && columns::all(table, *at, is_status);
        let of_statuses = (0..columns.len()).filter(|other| *other != at).find(holds);
        of_statuses.into_iter().for_each(|at| columns[at] = Some(Column::Status));
    }
    true
}

/// Whether a code that no title announces can be one: a number, or a word that is written as no field is. Small numbers
/// under `Status` are states of something.
fn is_of_errors(code: &str, is_state: bool) -> bool {
    match code.parse::<i64>() {
        Ok(number) => !is_state || number == 0 || number.abs() >= 100,
        Err(_) => !is_state && code.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()),
    }
}

/// Columns that nobody knows describe the codes, unless they say yes or no.
pub(super) fn describe(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) {
    for at in 0..columns.len() {
        let says_yes_or_no = || columns::all(table, at, |text| dialect.required.get(text).is_some());
        if columns[at].is_none() && !says_yes_or_no() {
            columns[at] = Some(Column::Description);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown::{self, Kind};

    #[track_caller]
    fn check(cell: &str, expect: &[(&str, &str)]) {
        let found: Vec<(&str, &str)> =
            codes(cell).unwrap_or_default().iter().map(|code| (code.text, code.rest)).collect();
        assert_eq!(found, expect, "{cell}");
    }

    #[test]
    fn cells_hold_codes() {
        check("17000", &[("17000", "")]);
        check("`-1`", &[("-1", "")]);
        check("InvalidDisk.NotFound", &[("InvalidDisk.NotFound", "")]);
        check("**0042**", &[("0042", "")]);
        check("A-100", &[("A-100", "")]);
        check("404 (Not found)", &[("404", "Not found")]);
        check("404 - Not found", &[("404", "Not found")]);
        check("1001/1002、1003", &[("1001", ""), ("1002", ""), ("1003", "")]);
        for none in ["", "-", "1000-1999", "4xx", "5XX", "any other code", "其他", "1001 1002", "a/b c"] {
            check(none, &[]);
        }
    }

    #[test]
    fn cells_hold_statuses() {
        for (cell, expect) in [
            ("404", Some(404)),
            ("HTTP 404", Some(404)),
            ("404 Not Found", Some(404)),
            ("4040", None),
            ("42", None),
            ("", None),
        ] {
            assert_eq!(status(cell), expect, "{cell}");
        }
    }

    /// Which column of a table under a heading for errors is that of codes.
    #[track_caller]
    fn column(table: &str, expect: Option<(usize, Column)>) {
        let document = markdown::read(table);
        let table = document.blocks.iter().find_map(|block| match &block.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        });
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let mut columns = columns::read(table.unwrap(), &dialect);
        let found = find(&mut columns, table.unwrap(), &dialect);
        let is_code = |column: &Option<Column>| matches!(column, Some(Column::Code | Column::Status));
        let at = columns.iter().position(is_code).filter(|_| found);
        assert_eq!(at.and_then(|at| Some((at, columns[at]?))), expect);
    }

    #[test]
    fn the_column_of_codes_is_found_by_what_it_holds() {
        column("| Code | Meaning |\n|---|---|\n| 1 | full |\n", Some((0, Column::Code)));
        column("| 返回码 | 描述 |\n|---|---|\n| 404 | x |\n", Some((0, Column::Status)));
        column("| 描述 | 代码 |\n|---|---|\n| 满 | E1 |\n", Some((1, Column::Code)));
        column("| Status | Meaning |\n|---|---|\n| 1 | it is built |\n", None);
        column(
            "| Code | Status | Meaning |\n|---|---|---|\n| not_found | 404 | x |\n",
            Some((0, Column::Code)),
        );
        column("| 状态码 | 描述 |\n|---|---|\n| 10001 | 满 |\n", Some((0, Column::Code)));
        column("| Name | Description |\n|---|---|\n| message | what went wrong |\n", None);
        column("| Code | Type |\n|---|---|\n| 1 | int |\n", None);
    }
}
