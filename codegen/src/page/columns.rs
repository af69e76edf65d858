//! Columns: what the cells of a table hold, by the titles above them and by what stands below.

use super::{Columns, TableKind};
use crate::dialect::{Column, Dialect};
use crate::syntax::markdown;

/// What each column holds: by its title, unless the cells below show otherwise.
pub fn read(table: &markdown::Table<'_>, dialect: &Dialect) -> Columns {
    let mut columns: Columns = table.titles().iter().map(|cell| dialect.columns.get(&cell.text)).collect();
    // A separator wider than the header announces columns without a title.
    while columns.len() < table.separator {
        columns.push(Some(Column::Description));
    }
    correct_by_content(&mut columns, table, dialect);
    columns
}

/// What the rows of a table with these columns are.
pub fn kind(columns: &[Option<Column>]) -> TableKind {
    let has = |column| columns.contains(&Some(column));
    let titled = has(Column::Type) || has(Column::Required) || has(Column::Location) || has(Column::Schema);
    match () {
        () if has(Column::Name) && titled => TableKind::Fields,
        () if columns.first() == Some(&Some(Column::Value)) => TableKind::Values,
        () if has(Column::Name) && has(Column::Description) && columns.len() <= 3 => TableKind::Fields,
        () => TableKind::Other,
    }
}

/// A title can be wrong, the cells below are not: a "description" column full of yes and no says what is required.
fn correct_by_content(columns: &mut [Option<Column>], table: &markdown::Table<'_>, dialect: &Dialect) {
    if columns.contains(&Some(Column::Required)) || table.rows.is_empty() {
        return;
    }
    let descriptions = columns.iter().filter(|column| **column == Some(Column::Description)).count();
    let all_yes_no = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| table.cells_of(row).get(at));
        let mut cells = cells.filter(|cell| !cell.text.is_empty()).peekable();
        cells.peek().is_some()
            && cells.all(|cell| {
                cell.text.chars().any(char::is_alphabetic) && dialect.required.get(&cell.text).is_some()
            })
    };
    let wrong = (0..columns.len()).find(|&at| match columns[at] {
        Some(Column::Description) => descriptions > 1 && all_yes_no(at),
        None => {
            columns.contains(&Some(Column::Name)) && columns.contains(&Some(Column::Type)) && all_yes_no(at)
        }
        _ => false,
    });
    if let Some(at) = wrong {
        columns[at] = Some(Column::Required);
    }
}
