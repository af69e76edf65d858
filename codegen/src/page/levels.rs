//! Levels: columns that say which row stands below which. Names may stand in several columns, one for each level, or a
//! column beside the names gives numbers such as `1.2.1`, the level, or the name of the row above.

use super::Columns;
use super::columns::{is_identifier, is_word_of};
use crate::dialect::{Column, Dialect};
use crate::syntax::markdown::Table;
use std::borrow::Cow;

/// How deep each row stands, by a column that says so; empty where none does. That column says nothing else.
pub fn depths(table: &mut Table<'_>, columns: &mut Columns, dialect: &Dialect) -> Vec<usize> {
    if table.rows.is_empty() || !columns.contains(&Some(Column::Type)) {
        return Vec::new();
    }
    if let Some(depths) = stairs(table, columns) {
        return depths;
    }
    let free = |at: &usize| matches!(columns[*at], None | Some(Column::Ignored));
    let found = (0..columns.len()).filter(free).find_map(|at| {
        let title = table.titles().get(at).map_or("", |cell| cell.text.as_ref());
        let nesting = &dialect.nesting;
        let depths = numbered(table, at);
        let depths = depths.or_else(|| leveled(table, at).filter(|_| is_word_of(title, &nesting.levels)));
        let depths = depths.or_else(|| {
            let name = columns.iter().position(|column| *column == Some(Column::Name))?;
            below_names(table, (at, name), dialect).filter(|_| is_word_of(title, &nesting.parents))
        });
        Some((at, depths?))
    });
    let Some((at, depths)) = found else { return Vec::new() };
    columns[at] = Some(Column::Ignored);
    depths
}

/// The text of a cell of each row.
fn texts<'t>(table: &'t Table<'_>, at: usize) -> impl Iterator<Item = &'t str> {
    table.rows.iter().map(move |row| table.cells_of(row).get(at).map_or("", |cell| cell.text.trim()))
}

/// Whether depths begin at the top and never go down more than a step at once.
fn are_steps(depths: &[usize]) -> bool {
    let goes_down = depths.windows(2).any(|pair| pair[1] > pair[0]);
    goes_down && depths.first() == Some(&0) && depths.windows(2).all(|pair| pair[1] <= pair[0] + 1)
}

/// Names in several columns, each row with one: `一级参数 | 二级参数 | 三级参数`. The names go into the first of them.
fn stairs(table: &mut Table<'_>, columns: &mut Columns) -> Option<Vec<usize>> {
    let may_be = |at: usize| matches!(columns[at], None | Some(Column::Name));
    let first = (0..columns.len()).find(|at| columns[*at] == Some(Column::Name))?;
    let end = (first..columns.len()).find(|at| !may_be(*at)).unwrap_or(columns.len());
    let step = |row: &crate::syntax::markdown::Row| {
        let own = table.cells_of(row).get(first..end)?;
        let mut named = own.iter().enumerate().filter(|(_, cell)| !cell.text.trim().is_empty());
        let (depth, cell) = named.next()?;
        (named.next().is_none() && is_identifier(&cell.text)).then_some(depth)
    };
    let depths: Vec<usize> = table.rows.iter().map(step).collect::<Option<_>>()?;
    if end < first + 2 || !are_steps(&depths) {
        return None;
    }
    for (row, depth) in table.rows.iter().zip(&depths) {
        table.cells[row.cells.clone()].swap(first, first + depth);
    }
    columns[first + 1..end].fill(Some(Column::Ignored));
    Some(depths)
}

/// Numbers of which each one below another begins with that: `1`, `1.1`, `1-2-1`.
fn numbered(table: &Table<'_>, at: usize) -> Option<Vec<usize>> {
    let parts = |text: &str| {
        let parts: Vec<String> = text.trim_end_matches('.').split(['.', '-']).map(str::to_owned).collect();
        let is_number = |part: &String| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.iter().all(is_number).then_some(parts)
    };
    let mut above: Vec<String> = Vec::new();
    let mut depths = Vec::with_capacity(table.rows.len());
    for text in texts(table, at) {
        let own = parts(text)?;
        let outer = &own[..own.len() - 1];
        if !above.starts_with(outer) {
            return None;
        }
        depths.push(outer.len());
        above = own;
    }
    are_steps(&depths).then_some(depths)
}

/// Levels that count up by one: `1`, `2`, `2`, `3`.
fn leveled(table: &Table<'_>, at: usize) -> Option<Vec<usize>> {
    let levels: Vec<usize> = texts(table, at).map(|text| text.parse().ok()).collect::<Option<_>>()?;
    let top = *levels.first()?;
    let depths: Vec<usize> = levels.iter().map(|level| level.checked_sub(top)).collect::<Option<_>>()?;
    are_steps(&depths).then_some(depths)
}

/// Names of the rows that others stand below, which come before them.
fn below_names(table: &Table<'_>, (at, name): (usize, usize), dialect: &Dialect) -> Option<Vec<usize>> {
    let mut open: Vec<&str> = Vec::new();
    let mut depths = Vec::with_capacity(table.rows.len());
    for (parent, name) in texts(table, at).zip(texts(table, name)) {
        let depth = match parent {
            parent if dialect.is_no_value(parent) => 0,
            parent => open.iter().rposition(|above| *above == parent)? + 1,
        };
        open.truncate(depth);
        open.push(name);
        depths.push(depth);
    }
    are_steps(&depths).then_some(depths)
}

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
    // A cell that spans the rows of its members needs no row of its own.
    let begins_next = |at: usize, name: &str| {
        let next = table.rows.get(at + 1).and_then(|row| table.cells_of(row).get(first));
        next.is_some_and(|next| next.text == name)
    };
    for (at, row) in table.rows.iter().enumerate() {
        let Some([one, two]) = table.cells_of(row).get(first..first + 2) else { return false };
        match (one.text.as_ref(), two.text.as_ref()) {
            (name, "") if is_identifier(name) => (above, outer) = (name, outer + 1),
            (name, field)
                if is_identifier(field) && !above.is_empty() && (name.is_empty() || name == above) =>
            {
                inner += 1
            }
            (name, field) if is_identifier(name) && is_identifier(field) && begins_next(at, name) => {
                (above, inner) = (name, inner + 1);
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
        let rows = "|---|---|---|\n| age | | int |\n| home | city | string |\n| home | road | string |\n";
        check(&format!("| 参数 | 子参数 | 类型 |\n{rows}"), &["age", "home.city", "home.road"]);
        let spanned = "<table><tr><th colspan=2>Name</th><th>Type</th></tr><tr><td colspan=2>home</td><td>object</td></tr>\
            <tr><td rowspan=2>home</td><td>city</td><td>string</td></tr><tr><td>road</td><td>string</td></tr></table>\n";
        check(spanned, &["home", "home.city", "home.road"]);
    }
}
