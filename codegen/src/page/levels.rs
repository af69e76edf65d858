//! Levels: names in two columns beside each other, of which the second holds the fields of what the first one names.

use super::Columns;
use super::columns::is_identifier;
use crate::dialect::Column;
use crate::syntax::markdown::Table;
use std::borrow::Cow;

/// Makes one dotted name of both columns. A cell that spans both stands in each.
pub fn join(table: &mut Table<'_>, columns: &mut Columns) {
    let titles = table.titles();
    // A title that spans both columns stands above the first one.
    let is_untitled = |at: usize| titles.get(at).is_some_and(|title| title.text.is_empty());
    let first = (1..columns.len()).find(|&at| {
        columns[at - 1] == Some(Column::Name)
            && (columns[at] == Some(Column::Name) || columns[at].is_none() && is_untitled(at))
    });
    let Some(first) = first.map(|at| at - 1).filter(|&first| are_levels(table, first)) else { return };
    let mut above = String::new();
    for row in &table.rows {
        let Some([outer, inner]) = table.cells[row.cells.clone()].get_mut(first..first + 2) else { continue };
        if !outer.text.is_empty() {
            above = outer.text.to_string();
        }
        if !inner.text.is_empty() && inner.text != above && !above.is_empty() {
            outer.text = Cow::Owned(format!("{above}.{}", inner.text));
            outer.span = inner.span;
        }
        inner.text = Cow::Borrowed("");
    }
    columns[first + 1] = Some(Column::Ignored);
}

/// Whether each row has a name in one of the columns, or the name of the row above again in the first, and both come.
fn are_levels(table: &Table<'_>, first: usize) -> bool {
    let (mut above, mut outer, mut inner) = ("", 0, 0);
    for row in &table.rows {
        let Some([one, two]) = table.cells_of(row).get(first..first + 2) else { return false };
        match (one.text.as_ref(), two.text.as_ref()) {
            (name, "") if is_identifier(name) => (above, outer) = (name, outer + 1),
            (name, field)
                if is_identifier(field) && !above.is_empty() && (name.is_empty() || name == above) =>
            {
                inner += 1
            }
            _ => return false,
        }
    }
    outer > 0 && inner > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::page::columns;
    use crate::syntax::markdown::{self, Kind};

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let document = markdown::read(text);
        let tables = document.blocks.into_iter().find_map(|block| match block.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        });
        let mut table = tables.unwrap();
        let mut columns = columns::read(&table, &dialect);
        join(&mut table, &mut columns);
        let names = table.rows.iter().map(|row| table.cells_of(row)[0].text.to_string());
        assert_eq!(names.collect::<Vec<_>>(), expect, "{text}");
    }

    #[test]
    fn names_of_two_levels_are_paths() {
        let rows = "|---|---|---|\n| home | | object |\n| | city | string |\n| home | road | string |\n| age | | int |\n";
        check(&format!("| 参数 | 子参数 | 类型 |\n{rows}"), &["home", "home.city", "home.road", "age"]);
        check("| 参数 | 子参数 | 类型 |\n|---|---|---|\n| a | b | int |\n", &["a"]);
        let spanned = "<table><tr><th colspan=2>Name</th><th>Type</th></tr><tr><td colspan=2>home</td><td>object</td></tr>\
            <tr><td rowspan=2>home</td><td>city</td><td>string</td></tr><tr><td>road</td><td>string</td></tr></table>\n";
        check(spanned, &["home", "home.city", "home.road"]);
    }
}
