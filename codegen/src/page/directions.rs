//! Tables for both sides: a column says of each row whether it is sent or comes back.

use super::{Table, TableKind, TableRow};
use crate::dialect::words::normalize;
use crate::dialect::{Dialect, Role};

/// Takes the rows that come back out of a table of parameters, as a table of their own.
pub(super) fn split<'a>(table: &mut Table<'a>, dialect: &Dialect) -> Option<Table<'a>> {
    if table.kind != TableKind::Fields || table.of_list {
        return None;
    }
    let count = table.rows().next()?.remarks().len();
    let sides = (0..count).find_map(|at| {
        let sides: Vec<bool> =
            table.rows().map(|row| returned(&row.remarks().get(at)?.text, dialect)).collect::<Option<_>>()?;
        (sides.contains(&true) && sides.contains(&false)).then_some(sides)
    })?;
    let (mut own, mut theirs): (Vec<TableRow>, Vec<TableRow>) = (Vec::new(), Vec::new());
    for (row, is_returned) in std::mem::take(&mut table.rows).into_iter().zip(sides) {
        if is_returned { theirs.push(row) } else { own.push(row) }
    }
    table.rows = own;
    Some(Table {
        kind: table.kind,
        columns: table.columns.clone(),
        has_required: table.has_required,
        has_separator: table.has_separator,
        repeated: None,
        of_list: false,
        anchors: Vec::new(),
        caption: None,
        rows: theirs,
        cells: table.cells.clone(),
        span: table.span,
        header: table.header,
    })
}

/// Whether a cell says that its row comes back; none where it says neither. The title of the column stands before it.
fn returned(text: &str, dialect: &Dialect) -> Option<bool> {
    let (_, word) = text.rsplit_once(": ")?;
    let is = |words: &[String]| words.iter().any(|known| normalize(known) == normalize(word));
    match dialect.sections.get(word) {
        Some(Role::Request) => Some(false),
        Some(Role::Response) => Some(true),
        _ if is(&dialect.nesting.sent) => Some(false),
        _ if is(&dialect.nesting.returned) => Some(true),
        _ => None,
    }
}
