//! What each column of a table holds: by its title, unless the cells below show otherwise.
//!
//! 1. the words of the dialect
//! 2. a separator that is wider than the header announces columns of descriptions
//! 3. without a column of types: an unknown one whose cells are
//! 4. of several columns for names, the one of identifiers; without one, an untitled or unknown column of
//!    identifiers, or one for labels
//! 5. without a column that says what must be sent: one whose cells do
//! 6. without a column that says where arguments travel: an unknown one whose cells do
//!
//! Columns of error codes are those of tables that list nothing else: `page/error_codes`.

use super::{Columns, TableKind};
use crate::dialect::words::{half_widths, in_two_scripts};
use crate::dialect::{Column, Dialect, TypeWord, normalize};
use crate::syntax::markdown::{Cell, Table};

/// The columns of a table.
pub fn read(table: &Table<'_>, dialect: &Dialect) -> Columns {
    let mut columns: Columns = table.titles().iter().map(|cell| titled(&cell.text, dialect)).collect();
    while columns.len() < table.separator {
        columns.push(Some(Column::Description));
    }
    // `| Fields | |`: the title stands above both, as in a list of definitions.
    if matches!(columns[..], [Some(Column::Name), None]) && table.titles()[1].text.is_empty() {
        columns[1] = Some(Column::Description);
    }
    codes_alone(&mut columns);
    if !table.rows.is_empty() {
        choose_location(&mut columns, table, dialect);
        choose_type(&mut columns, table, dialect);
        find_type(&mut columns, table, dialect);
        choose_name(&mut columns, table);
        find_name(&mut columns, table, dialect);
        find_required(&mut columns, table, dialect);
        find_location(&mut columns, table, dialect);
        by_status(&mut columns, table);
        of_values(&mut columns, table);
    }
    columns
}

/// Among fields with types, a column for values that holds lists of them says which values a field takes: `Enum`.
fn of_values(columns: &mut Columns, table: &Table<'_>) {
    let has = |column| columns.contains(&Some(column));
    if !has(Column::Name) || !has(Column::Type) || !has(Column::Description) {
        return;
    }
    let is_list = |text: &str| text.contains([',', '，', '/', '|', '、', ';', '；', '\n']);
    // `可选项` beside a column that says what must be sent lists what may be.
    let may_be = |at: usize| {
        let is_second = columns[at] == Some(Column::Optional) && has(Column::Required);
        columns[at] == Some(Column::Value) || is_second
    };
    let is_of_values = |at: &usize| may_be(*at) && cells(table, *at).any(|cell| is_list(&cell.text));
    if let Some(at) = (0..columns.len()).find(is_of_values) {
        columns[at] = None;
    }
}

/// `200 OK | [Boat](#boat)` under `Name | Type`: rows of statuses name the types of bodies.
fn by_status(columns: &mut Columns, table: &Table<'_>) {
    let at = |wanted| columns.iter().position(|column| *column == Some(wanted));
    let (Some(name), Some(ty), None) = (at(Column::Name), at(Column::Type), at(Column::Schema)) else {
        return;
    };
    let is_status = |text: &str| {
        let code = text.split(' ').next().unwrap_or_default();
        code.len() == 3
            && code.starts_with(['1', '2', '3', '4', '5'])
            && code.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_rest =
        |text: &str| ["default", "other"].iter().any(|word| text.to_ascii_lowercase().starts_with(word));
    if cells(table, name).any(|cell| is_status(&cell.text))
        && all(table, name, |text| is_status(text) || is_rest(text))
    {
        (columns[name], columns[ty]) = (None, Some(Column::Schema));
    }
}

/// What a title says: of `Required (Y/N)` the words without the marks that the cells hold.
fn titled(title: &str, dialect: &Dialect) -> Option<Column> {
    let of_presence =
        |column: &Column| matches!(column, Column::Required | Column::Optional | Column::Nullable);
    let without_marks = || {
        let title = half_widths(title);
        let (words, marks) = title.split_once('(')?;
        let is_short = marks.len() <= 16 && !words.trim().is_empty();
        dialect.columns.get(words).filter(of_presence).filter(|_| is_short)
    };
    let in_both = || {
        let (one, other) = in_two_scripts(title)?;
        dialect.columns.get(one).filter(|column| dialect.columns.get(other) == Some(*column))
    };
    dialect.columns.get(title).or_else(without_marks).or_else(in_both)
}

/// Whether a text is one of some words.
pub(super) fn is_word_of(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| normalize(word) == normalize(text))
}

/// Columns of codes and statuses are those only where one of them holds codes and no column says that the rows are fields.
fn codes_alone(columns: &mut Columns) {
    let of_fields = [Column::Type, Column::Required, Column::Schema, Column::Location];
    let is_of_fields = columns.iter().flatten().any(|column| of_fields.contains(column));
    let codes = columns.iter().filter(|column| **column == Some(Column::Code)).count();
    for column in columns.iter_mut() {
        if matches!(column, Some(Column::Code | Column::Status)) && (is_of_fields || codes != 1) {
            *column = None;
        }
    }
}

/// Columns that only tables of fields have.
const OF_FIELDS: &[Column] =
    &[Column::Type, Column::Required, Column::Optional, Column::Nullable, Column::Location, Column::Schema];

/// Whether titles alone say that a table lists fields.
pub fn list_fields(columns: &[Option<Column>]) -> bool {
    let has = |column: &Column| columns.contains(&Some(*column));
    let is_short = has(&Column::Description) && columns.len() <= 3;
    has(&Column::Name) && (OF_FIELDS.iter().any(has) || is_short)
}

/// What a table with these columns lists.
pub fn kind(columns: &[Option<Column>], table: &Table<'_>) -> TableKind {
    let has = |column| columns.contains(&Some(column));
    match () {
        () if has(Column::Code) => TableKind::ErrorCodes,
        () if has(Column::Name) && OF_FIELDS.iter().any(|column| has(*column)) => TableKind::Fields,
        () if repeats_names(columns, table) => TableKind::NamedValues,
        () if has(Column::Schema) => TableKind::Bodies,
        () if columns.first() == Some(&Some(Column::Value)) => TableKind::Values,
        () if list_fields(columns) => TableKind::Fields,
        () => TableKind::Other,
    }
}

/// Whether a table has a column of names before one of values, and nothing but values can stand in it: a name comes twice,
/// or no column describes a field.
fn repeats_names(columns: &[Option<Column>], table: &Table<'_>) -> bool {
    let at = |column| columns.iter().position(|have| *have == Some(column));
    let (Some(name), Some(value)) = (at(Column::Name), at(Column::Value)) else { return false };
    let names: Vec<&str> = cells(table, name).map(|cell| cell.text.as_ref()).collect();
    let is_twice = names.windows(2).any(|pair| pair[0] == pair[1]);
    name < value && !names.is_empty() && (is_twice || columns.len() == 2)
}

/// The cells of a column that are not empty.
pub(super) fn cells<'t>(table: &'t Table<'_>, at: usize) -> impl Iterator<Item = &'t Cell<'t>> {
    let cells = table.rows.iter().filter_map(move |row| table.cells_of(row).get(at));
    cells.filter(|cell| !cell.text.trim().is_empty())
}

/// Whether a column has cells and all of them are so.
pub(super) fn all(table: &Table<'_>, at: usize, is_so: impl Fn(&str) -> bool) -> bool {
    let mut cells = cells(table, at).peekable();
    cells.peek().is_some() && cells.all(|cell| is_so(&cell.text))
}

/// Whether a text can be a name on the wire: a letter first, and one word of ASCII.
pub fn is_identifier(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '@' | ']'));
    text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$' | '@'))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.[]{}$@:".contains(c))
}

/// Of several columns for names, the first that holds identifiers is it; the others say what the field is called.
fn choose_name(columns: &mut Columns, table: &Table<'_>) {
    let names: Vec<usize> = (0..columns.len()).filter(|at| columns[*at] == Some(Column::Name)).collect();
    let [first, ..] = names[..] else { return };
    if let Some(at) = name_beside_label(columns, table, first).filter(|_| names.len() == 1) {
        (columns[first], columns[at]) = (Some(Column::Description), Some(Column::Name));
    }
    if names.len() < 2 || all(table, first, is_identifier) {
        return;
    }
    let Some(chosen) = names.iter().find(|at| all(table, **at, is_identifier)) else { return };
    for at in &names {
        columns[*at] = Some(if at == chosen { Column::Name } else { Column::Description });
    }
}

/// Beside a column for names that holds what people call the fields, one of identifiers under a title of no such meaning.
fn name_beside_label(columns: &Columns, table: &Table<'_>, label: usize) -> Option<usize> {
    let is_of_fields = OF_FIELDS.iter().any(|column| columns.contains(&Some(*column)));
    let is_label = all(table, label, |text| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
    let is_name = |at: &usize| {
        let mut texts: Vec<&str> = cells(table, *at).map(|cell| cell.text.as_ref()).collect();
        let count = texts.len();
        texts.sort_unstable();
        texts.dedup();
        matches!(columns[*at], None | Some(Column::Value | Column::Label))
            && count == table.rows.len()
            && texts.len() == count
            && all(table, *at, is_identifier)
    };
    (is_of_fields && is_label).then(|| (0..columns.len()).find(is_name))?
}

/// Beside another column for types, one that holds places is for those: `Type | Name | Schema` over `Query | dry | boolean`.
fn choose_location(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) {
    let types = columns.iter().filter(|column| matches!(column, Some(Column::Type | Column::Schema)));
    if types.count() < 2 || columns.contains(&Some(Column::Location)) {
        return;
    }
    let is_place = |text: &str| dialect.locations.get(text).is_some() || dialect.is_cookie(text);
    let is_location = |at: &usize| columns[*at] == Some(Column::Type) && all(table, *at, is_place);
    if let Some(at) = (0..columns.len()).find(is_location) {
        columns[at] = Some(Column::Location);
    }
}

/// Of several columns for types, one whose cells say what must be sent is for that: `type | data type` over `required | string`.
fn choose_type(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) {
    let types: Vec<usize> = (0..columns.len()).filter(|at| columns[*at] == Some(Column::Type)).collect();
    if types.len() < 2 || columns.contains(&Some(Column::Required)) {
        return;
    }
    let says = |at: &&usize| all(table, **at, |text| dialect.marks.get(text).is_some());
    if let Some(at) = types.iter().find(says) {
        columns[*at] = Some(Column::Required);
    }
}

/// An unknown column of types, beside one for names or where all its cells are types: half of them are words for types, and
/// the others can be names of structures.
fn find_type(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) {
    let has = |column| columns.contains(&Some(column));
    if has(Column::Type) || has(Column::Schema) {
        return;
    }
    let is_word = |text: &str| {
        let head = text.split(['[', '<', '(', ',']).next().unwrap_or(text);
        let says = |text: &str| {
            let word = dialect.types.get(text);
            word.is_some_and(|word| !matches!(word, TypeWord::Any | TypeWord::Null))
                || dialect.formats.get(text).is_some()
        };
        text.chars().any(char::is_alphabetic) && (says(text) || !head.is_empty() && says(head))
    };
    let is_named = has(Column::Name);
    // `Name | Value` over `title | string`: the values are said by their types.
    let is_open = |at: usize| match columns[at] {
        None => !has(Column::Value),
        Some(Column::Value) => is_named && has(Column::Description) && all(table, at, is_word),
        Some(_) => false,
    };
    let is_type = |at: &usize| {
        let words = cells(table, *at).filter(|cell| is_word(&cell.text)).count();
        let is_half = || words * 2 >= cells(table, *at).count();
        let can_be = |text: &str| is_word(text) || is_named && is_identifier(text);
        is_open(*at) && words > 0 && is_half() && all(table, *at, can_be)
    };
    if let Some(at) = (0..columns.len()).find(is_type) {
        columns[at] = Some(Column::Type);
    }
}

/// Beside a column of types, an unknown one that holds identifiers is the name where no other is.
fn find_name(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) {
    let has = |column| columns.contains(&Some(column));
    if has(Column::Name) || has(Column::Value) || !has(Column::Type) {
        return;
    }
    let is_name = |at: &usize| {
        matches!(columns[*at], None | Some(Column::Label))
            && all(table, *at, |text| is_identifier(text) && dialect.required.get(text).is_none())
    };
    if let Some(at) = (0..columns.len()).find(is_name) {
        columns[at] = Some(Column::Name);
    }
}

/// A column whose cells say what must be sent, whatever its title: of `required` and `optional` anywhere, of yes and no
/// where it is a second one of descriptions.
fn find_required(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) {
    if columns.contains(&Some(Column::Required)) {
        return;
    }
    let descriptions = columns.iter().filter(|column| **column == Some(Column::Description)).count();
    let says = |text: &str| dialect.marks.get(text).is_some();
    let ends_in_mark = |text: &str| {
        let mut ends = text.char_indices().map(|(at, _)| at).filter(|at| text.len() - at <= MAX_MARK);
        ends.any(|at| says(&text[at..]))
    };
    let yes_no = |text: &str| text.chars().any(char::is_alphabetic) && dialect.required.get(text).is_some();
    let is_required = |at: &usize| match columns[*at] {
        // Where some rows say nothing, the mark is one of descriptions, and the rows without it are told by that.
        Some(Column::Description) => {
            descriptions > 1 && all(table, *at, yes_no) && cells(table, *at).count() == table.rows.len()
        }
        Some(Column::Optional | Column::Nullable) => all(table, *at, says),
        None => {
            let flags = |text: &str| is_flag(text) && dialect.required.get(text).is_some() || text == "C";
            let counts = |text: &str| dialect.required.get(text).is_some();
            // `必填`, `选填` and `当 a 为空时必填`
            let is_mostly = |at: usize| {
                let said = cells(table, at).filter(|cell| says(&cell.text)).count();
                let can_be =
                    |text: &str| says(text) || counts(text) || !text.is_ascii() && ends_in_mark(text);
                said * 2 >= table.rows.len() && said > 1 && all(table, at, can_be)
            };
            let is_counted = || cells(table, *at).any(|cell| cell.text.contains(".."));
            columns.contains(&Some(Column::Name))
                && (all(table, *at, says)
                    || is_mostly(*at)
                    || all(table, *at, flags)
                    || is_counted() && all(table, *at, counts))
        }
        _ => false,
    };
    if let Some(at) = (0..columns.len()).find(is_required) {
        columns[at] = Some(Column::Required);
    }
}

/// Longest mark of another script, in bytes.
const MAX_MARK: usize = 12;

/// `M`, `O` and `R`: mandatory, optional, required.
fn is_flag(text: &str) -> bool {
    matches!(text.trim(), "M" | "O" | "R")
}

/// An unknown column beside one for names, each cell of which names a place where arguments travel.
fn find_location(columns: &mut Columns, table: &Table<'_>, dialect: &Dialect) {
    let has = |column| columns.contains(&Some(column));
    if !has(Column::Name) || has(Column::Location) {
        return;
    }
    let is_place = |text: &str| dialect.locations.get(text).is_some() || dialect.is_cookie(text);
    let is_location = |at: &usize| columns[*at].is_none() && all(table, *at, is_place);
    if let Some(at) = (0..columns.len()).find(is_location) {
        columns[at] = Some(Column::Location);
    }
}

#[cfg(test)]
mod tests;
