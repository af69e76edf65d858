//! Tables: each row's cells put into the places that the columns give them.

use super::{RowRepair, Table, TableKind, TableRow, columns, error_codes, levels, rows};
use crate::dialect::words::in_two_scripts;
use crate::dialect::{Column, Dialect, Role, TypeWord};
use crate::syntax::markdown::{self, Cell, Line, Span};
use std::borrow::Cow;

/// Gives a table its columns and its rows their places. `above` is the role of the section it stands in.
pub fn read<'a>(
    mut table: markdown::Table<'a>,
    span: Span,
    caption: Option<Line<'a>>,
    above: Option<Role>,
    dialect: &Dialect,
) -> Table<'a> {
    let mut columns = columns::read(&table, dialect);
    let is_found = above == Some(Role::Errors) && error_codes::find(&mut columns, &table, dialect);
    let kind = if is_found { TableKind::ErrorCodes } else { columns::kind(&columns, &table) };
    if kind == TableKind::ErrorCodes {
        error_codes::describe(&mut columns, &table, dialect);
    }
    let depths = levels::depths(&mut table, &mut columns, dialect);
    levels::join(&mut table, &mut columns);
    title_remarks(&mut table, &columns);
    split_types(&mut table, &columns, dialect);
    plain_marks(&mut table, &columns, dialect);
    let descriptions = table.titles().iter().zip(&columns);
    let mut descriptions = descriptions.filter(|(_, column)| **column == Some(Column::Description));
    let repeated = descriptions.nth(1).map(|(cell, _)| cell.span);
    let has_required = columns.iter().any(|column| says_required(*column));
    let markdown::Table { header, separator, rows: cut, mut cells } = table;
    let mut rows: Vec<TableRow> = Vec::with_capacity(cut.len());
    for (at, row) in cut.into_iter().enumerate() {
        let before = rows.len();
        let (first, second) = split_joined(row, &cells, &columns, dialect);
        place(first, &columns, kind, dialect, &mut rows, &mut cells);
        if let Some(second) = second {
            place(second, &columns, kind, dialect, &mut rows, &mut cells);
        }
        if let (Some(row), Some(depth)) = (rows.get_mut(before), depths.get(at)) {
            row.depth = *depth;
        }
        if rows.len() > before + 1 {
            rows[before + 1].repairs.push(RowRepair::Joined);
        }
    }
    Table {
        kind,
        columns,
        has_required,
        has_separator: separator > 0,
        repeated,
        of_list: false,
        anchors: Vec::new(),
        caption,
        rows,
        cells,
        span,
        header: header.span,
    }
}

/// `string, <br>**Available values:** "a", "b"`: what stands below a type in its cell describes the field.
fn split_types(table: &mut markdown::Table<'_>, columns: &[Option<Column>], dialect: &Dialect) {
    let at = |column| columns.iter().position(|known| *known == Some(column));
    let (Some(ty), Some(description)) =
        (at(Column::Type).or_else(|| at(Column::Schema)), at(Column::Description))
    else {
        return;
    };
    for row in &table.rows {
        let cells = &mut table.cells[row.cells.clone()];
        let Some(cell) = cells.get(ty) else { continue };
        let split = cell.text.split_once('\n').map(|(first, rest)| (first, Cow::Borrowed(rest.trim())));
        let Some((first, rest)) = split.or_else(|| titled_behind(&cell.text)) else { continue };
        let first = first.trim_end_matches([',', ' ']);
        // `[ string, <br>**Available values:** "a", "b" ]`: the elements of a list.
        let inside = first.strip_prefix('[').zip(rest.strip_suffix(']'));
        let (word, rest) = inside.map_or((first, &*rest), |(word, rest)| (word.trim(), rest.trim()));
        if rest.is_empty() || cells.len() <= description || dialect.types.get(word).is_none() {
            continue;
        }
        let first = if inside.is_some() { format!("[{word}]") } else { word.to_owned() };
        let about = cells[description].text.trim();
        let about = if about.is_empty() { rest.to_owned() } else { format!("{about}\n{rest}") };
        cells[ty].text = Cow::Owned(first);
        cells[description].text = Cow::Owned(about);
    }
}

/// `string minLength: 1 maxLength: 90`: a type and facts with titles behind it, each on a line of its own then.
fn titled_behind(text: &str) -> Option<(&str, Cow<'static, str>)> {
    let (first, rest) = text.split_once(' ').filter(|(first, _)| !first.ends_with(','))?;
    let is_title = |word: &str| {
        word.strip_suffix(':')
            .is_some_and(|word| !word.is_empty() && word.bytes().all(|it| it.is_ascii_alphabetic()))
    };
    let mut words = rest.split_whitespace();
    let mut lines = words.next().filter(|word| is_title(word))?.to_owned();
    for word in words {
        lines.push(if is_title(word) { '\n' } else { ' ' });
        lines.push_str(word);
    }
    Some((first, Cow::Owned(lines)))
}

/// `Yes 是`, `是(Yes)` and `{check-circle} Yes` in a column that says what must be sent are `Yes`.
fn plain_marks(table: &mut markdown::Table<'_>, columns: &[Option<Column>], dialect: &Dialect) {
    let known = |text: &str| dialect.required.get(text);
    for at in (0..columns.len()).filter(|at| says_required(columns[*at])) {
        for row in &table.rows {
            let Some(cell) = table.cells[row.cells.clone()].get_mut(at) else { continue };
            let text = cell.text.trim();
            if text.is_empty() || known(text).is_some() {
                continue;
            }
            let both = in_two_scripts(text)
                .filter(|(one, other)| known(one).is_some() && known(one) == known(other));
            let behind_icon = || text.strip_prefix('{')?.split_once('}').map(|(_, word)| word.trim());
            let word =
                both.map(|(one, _)| one).or_else(|| behind_icon().filter(|word| known(word).is_some()));
            if let Some(word) = word.map(str::to_owned) {
                cell.text = Cow::Owned(word);
            }
        }
    }
}

/// Of columns that nobody knows, each cell says whose it is; those that nobody wants are emptied.
fn title_remarks(table: &mut markdown::Table<'_>, columns: &[Option<Column>]) {
    if !columns.contains(&Some(Column::Description)) {
        return;
    }
    let titles: Vec<String> = table.titles().iter().map(|cell| cell.text.trim().to_owned()).collect();
    for row in &table.rows {
        let cells = table.cells[row.cells.clone()].iter_mut().zip(columns).zip(&titles);
        for ((cell, column), title) in cells.filter(|((cell, _), _)| !cell.text.trim().is_empty()) {
            if *column == Some(Column::Ignored) {
                cell.text = Cow::Borrowed("");
            } else if rows::is_remark(*column) && !title.is_empty() {
                cell.text = Cow::Owned(format!("{title}: {}", cell.text));
            }
        }
    }
}

/// Whether a column says what must be sent.
fn says_required(column: Option<Column>) -> bool {
    matches!(column, Some(Column::Required | Column::Optional | Column::Nullable | Column::NeverNull))
}

/// How far each name is indented, as the page has it: the reader of cells takes blanks and marks away.
pub fn indent(text: &str, table: &mut Table<'_>, dialect: &Dialect) {
    for row in &mut table.rows {
        let name = row.with(&table.cells).name().span;
        // Most names begin right behind their pipe.
        let first = text.as_bytes().get(name.start).filter(|byte| byte.is_ascii_alphanumeric());
        let is_letter = first.is_some_and(|byte| !dialect.may_indent(*byte));
        if is_letter && (text[..name.start].ends_with("| ") || text[..name.start].ends_with('|')) {
            continue;
        }
        let mut rest = &text[cell_start(text, row.span.start.min(name.start), name)..name.end];
        while !rest.is_empty() {
            if let Some(after) = dialect.strip_indent(rest) {
                (rest, row.depth) = (after, row.depth + 1);
            } else if let Some(after) = rest.strip_prefix([' ', '\t', '*', '`', '\\']) {
                rest = after;
            } else if let Some(end) = rest.strip_prefix('<').and_then(|tag| tag.find('>')) {
                row.depth += padding(&rest[..end + 1]);
                rest = &rest[end + 2..];
            } else {
                break;
            }
        }
    }
}

/// Where the cell of a name begins: behind its pipe, or at the beginning of its line.
fn cell_start(text: &str, start: usize, name: Span) -> usize {
    let (before, whole) = (&text.as_bytes()[start..name.start], &text.as_bytes()[start..name.end]);
    let is_pipe = |at: &usize| *at == 0 || before[at - 1] != b'\\';
    let pipe = memchr::memrchr_iter(b'|', before).find(is_pipe);
    pipe.max(memchr::memrchr(b'\n', whole)).map_or(start, |at| start + at + 1)
}

/// `style="padding-left: 20px"`: how far a tag moves what stands in it.
fn padding(tag: &str) -> usize {
    let Some((_, rest)) = tag.split_once("padding-left:") else { return 0 };
    let rest = rest.trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse::<u16>().map_or(0, usize::from)
}

/// Two rows on one line: twice the columns, an empty cell at the seam or none.
fn split_joined(
    mut row: markdown::Row,
    cells: &[Cell<'_>],
    columns: &[Option<Column>],
    dialect: &Dialect,
) -> (markdown::Row, Option<markdown::Row>) {
    let width = columns.len();
    let extra = row.cells.len().saturating_sub(width);
    let ty = columns.iter().position(|column| *column == Some(Column::Type)).filter(|_| extra >= width);
    let Some(ty) = ty else { return (row, None) };
    let own = &cells[row.cells.clone()];
    let seam = usize::from(own.get(width).is_some_and(|cell| cell.text.is_empty()));
    let is_type = own.get(width + seam + ty).is_some_and(|cell| dialect.types.get(&cell.text).is_some());
    if width < 3 || extra != width + seam || !is_type {
        return (row, None);
    }
    let middle = own[width + seam].span.start;
    let end = std::mem::replace(&mut row.span.end, own[width - 1].span.end);
    let second = row.cells.start + width + seam..row.cells.end;
    row.cells.end = row.cells.start + width;
    let other = markdown::Row { cells: second, tail: row.tail.take(), span: Span::new(middle, end) };
    (row, Some(other))
}

fn place<'a>(
    mut row: markdown::Row,
    columns: &[Option<Column>],
    kind: TableKind,
    dialect: &Dialect,
    rows: &mut Vec<TableRow>,
    cells: &mut Vec<Cell<'a>>,
) {
    let mut repairs = Vec::new();
    if kind == TableKind::Fields {
        repairs.extend(repair_cut(&mut row, cells, columns, dialect));
        repairs.extend(repair_shift(&mut row, cells, columns, dialect));
    }
    let overflow = cells[row.cells.clone()].get(columns.len()..).unwrap_or_default();
    if overflow.iter().any(|cell| !cell.text.is_empty()) {
        repairs.push(RowRepair::Overflow);
    } else if row.cells.len() < columns.len() && repairs.is_empty() {
        repairs.push(RowRepair::Short);
    }
    let placed = TableRow::new(row, columns, repairs, cells);
    let row = placed.with(cells);
    // A row without a name goes on with the description above it.
    let goes_on = kind == TableKind::Fields
        && row.name().text.is_empty()
        && !row.descriptions().is_empty()
        && row.cell(Column::Type).is_none_or(|cell| cell.text.is_empty());
    match rows.last_mut().filter(|_| goes_on) {
        Some(above) => above.go_on_with(placed, cells),
        None => rows.push(placed),
    }
}

/// Pipes in a description cut it, so that the cells behind it stand too far right: with its pieces joined, each of them is
/// what its column holds.
fn repair_cut(
    row: &mut markdown::Row,
    cells: &mut [Cell<'_>],
    columns: &[Option<Column>],
    dialect: &Dialect,
) -> Option<RowRepair> {
    let own = &mut cells[row.cells.clone()];
    let extra = own.len().checked_sub(columns.len()).filter(|extra| *extra > 0)?;
    let cut = columns.iter().position(|column| *column == Some(Column::Description))?;
    let is_type = |word: &str| dialect.types.get(word).is_some() || dialect.formats.get(word).is_some();
    let fits = |column: &Option<Column>, text: &str| match column {
        Some(Column::Type) => Some(is_type(text.split(['(', '<', '[']).next().unwrap_or(text))),
        Some(Column::Required) => Some(dialect.required.get(text).is_some()),
        Some(Column::Location) => Some(dialect.locations.get(text).is_some()),
        _ => None,
    };
    let behind = |shift: usize| {
        let told = columns.iter().zip(own.iter().skip(shift)).skip(cut + 1);
        told.filter_map(|(column, cell)| fits(column, &cell.text)).collect::<Vec<_>>()
    };
    let (now, then) = (behind(0), behind(extra));
    if then.is_empty() || !then.iter().all(|fits| *fits) || now.iter().all(|fits| *fits) {
        return None;
    }
    let pieces: Vec<&str> = own[cut..=cut + extra].iter().map(|cell| cell.text.as_ref()).collect();
    let text = pieces.join(" | ");
    own[cut].span.end = own[cut + extra].span.end;
    own[cut].text = Cow::Owned(text);
    own[cut + 1..].rotate_left(extra);
    row.cells.end -= extra;
    Some(RowRepair::Cut)
}

/// Type and required cells that changed places, and a required cell that is missing so that all shift left.
fn repair_shift<'a>(
    row: &mut markdown::Row,
    cells: &mut Vec<Cell<'a>>,
    columns: &[Option<Column>],
    dialect: &Dialect,
) -> Option<RowRepair> {
    let at = |column| columns.iter().position(|have| *have == Some(column));
    let (ty, required) = (at(Column::Type)?, at(Column::Required)?);
    let own = &mut cells[row.cells.clone()];
    if required >= own.len() || ty >= own.len() {
        return None;
    }
    let is_type = |cell: &Cell<'_>| {
        dialect.types.get(&cell.text).is_some_and(|word| !matches!(word, TypeWord::Any | TypeWord::Null))
    };
    let is_mark = |cell: &Cell<'_>| dialect.required.get(&cell.text).is_some();
    // Most cells in a column of types are types; a word is found faster than it is missed.
    if !is_type(&own[ty]) && is_mark(&own[ty]) && is_type(&own[required]) {
        own.swap(ty, required);
        return Some(RowRepair::Swapped(own[required].span, own[ty].span));
    }
    let is_left_out = own.len() + 1 == columns.len()
        && !own[required].text.is_empty()
        && !is_mark(&own[required])
        && required == ty + 1;
    if !is_left_out {
        return None;
    }
    let start = own[required].span.start;
    row.cells = rows::moved(row.cells.clone(), cells);
    let empty = Cell { text: Cow::Borrowed(""), span: Span::new(start, start) };
    cells.insert(row.cells.start + required, empty);
    row.cells.end += 1;
    Some(RowRepair::LeftOut(start))
}
