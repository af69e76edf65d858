//! Rows that had to be repaired before they could be read: each one is reported.

use super::context::Context;
use super::draft::{Draft, TableEnd};
use super::table_context::TableContext;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Role;
use crate::model::Origin;
use crate::page::{Row, RowRepair, Table};
use crate::syntax::markdown::Span;

/// Reports what was repaired in a row.
pub fn report(row: Row<'_>, draft: &mut Draft<'_>, context: Context<'_>) {
    for repair in &row.repairs {
        let origin = context.origin(row.span);
        draft.diagnostics.push(match repair {
            RowRepair::Overflow => Diagnostic::new(
                &code::ROW_OVERFLOW,
                format!("the row of `{}` has more cells than the header", row.name().text),
            )
            .label(origin, "the cells behind the last column joined the description")
            .help("write a pipe inside a cell as `\\|`"),
            RowRepair::Cut => Diagnostic::new(
                &code::ROW_OVERFLOW,
                format!("the row of `{}` has more cells than the header", row.name().text),
            )
            .label(origin, "the pieces of its description were joined: so the other cells fit their columns")
            .help("write a pipe inside a cell as `\\|`"),
            RowRepair::Short => Diagnostic::new(
                &code::ROW_SHORT,
                format!("the row of `{}` has fewer cells than the header", row.name().text),
            )
            .label(origin, "missing cells are read as empty"),
            RowRepair::Swapped(..) | RowRepair::LeftOut(_) => shifted(row, *repair, origin, context),
            RowRepair::Joined => {
                Diagnostic::new(&code::ROW_SHIFTED, "two rows stand on one line").label(origin, "split here")
            }
        });
    }
    if let Some(tail) = row.tail {
        let origin = context.origin(tail);
        draft.diagnostics.push(
            Diagnostic::new(
                &code::ROW_TAIL,
                format!("`{}` stands behind the last pipe of `{}`", context.text(tail), row.name().text),
            )
            .label(origin, "belongs to no column")
            .help("delete it")
            .fix(origin, ""),
        );
    }
}

/// Cells that stand in each other's columns; the correction puts them where their content belongs.
fn shifted(row: Row<'_>, repair: RowRepair, origin: Origin, context: Context<'_>) -> Diagnostic {
    let found = Diagnostic::new(
        &code::ROW_SHIFTED,
        format!("cells of `{}` stand in each other's columns", row.name().text),
    )
    .label(origin, "put into place by their content");
    match repair {
        RowRepair::Swapped(one, other) => {
            let (first, second) = if one <= other { (one, other) } else { (other, one) };
            let between = Span::new(first.end, second.start);
            let text = [second, between, first].map(|span| context.text(span)).concat();
            found.fix(context.origin(Span::new(first.start, second.end)), text)
        }
        // Where pipes cut the cells, one more pipe makes the empty cell.
        RowRepair::LeftOut(at) if before(at, context).ends_with('|') => {
            found.fix(context.origin(Span::new(at, at)), "| ")
        }
        _ => found,
    }
}

fn before(at: usize, context: Context<'_>) -> &str {
    context.file.text[..at].trim_end_matches([' ', '\t'])
}

/// A table without a separator row; the correction writes one.
pub fn no_separator(table: &Table<'_>, context: Context<'_>) -> Diagnostic {
    let found = Diagnostic::new(&code::NO_SEPARATOR, "the table has no separator row")
        .label(context.origin(table.header), "read as the header")
        .help("put a row of dashes under it");
    let (text, Span { start, end }) = (context.file.text.as_str(), table.header);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..start];
    if !context.text(table.header).starts_with('|') || !indent.trim().is_empty() {
        return found;
    }
    let at = end + (text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len());
    let line_end = if text[at..].starts_with("\r\n") { "\r\n" } else { "\n" };
    let row = format!("{line_end}{indent}|{}", "---|".repeat(table.columns.len()));
    found.fix(context.origin(Span::new(at, at)), row)
}

/// The place for one more row of a body parameter or result; other tables say where their parameters travel.
pub fn takes_rows(of_page: &TableContext<'_, '_>) -> Option<TableEnd> {
    let last = of_page.table.rows.last()?.span;
    let elsewhere = matches!(
        of_page.role,
        Role::Url | Role::PathParams | Role::QueryParams | Role::HeaderParams | Role::Auth
    );
    (!elsewhere && !of_page.table.of_list && of_page.variant.is_none())
        .then(|| TableEnd { columns: of_page.table.columns.clone(), last: (last.start, last.end) })
}
