//! Rows that had to be mended before they could be read: each one is reported.

use super::draft::Draft;
use super::fields::Context;
use crate::diagnostic::{Diagnostic, code};
use crate::page::{Mend, Row};

/// Reports what was mended in a row.
pub fn report(row: &Row<'_>, draft: &mut Draft, context: Context<'_>) {
    let origin = context.origin(row.span);
    for mend in &row.mended {
        draft.diagnostics.push(match mend {
            Mend::Overflow => Diagnostic::new(
                &code::ROW_OVERFLOW,
                format!("the row of `{}` has more cells than the header", row.name.text),
            )
            .label(origin, "the cells behind the last column joined the description")
            .help("write a pipe inside a cell as `\\|`"),
            Mend::Short => Diagnostic::new(
                &code::ROW_SHORT,
                format!("the row of `{}` has fewer cells than the header", row.name.text),
            )
            .label(origin, "missing cells are read as empty"),
            Mend::Shifted => Diagnostic::new(
                &code::ROW_SHIFTED,
                format!("cells of `{}` stand in each other's columns", row.name.text),
            )
            .label(origin, "put into place by their content"),
            Mend::Joined => {
                Diagnostic::new(&code::ROW_SHIFTED, "two rows stand on one line").label(origin, "split here")
            }
        });
    }
    if let Some(tail) = row.tail {
        let origin = context.origin(tail);
        draft.diagnostics.push(
            Diagnostic::new(
                &code::ROW_TAIL,
                format!("`{}` stands behind the last pipe of `{}`", context.text(tail), row.name.text),
            )
            .label(origin, "belongs to no column")
            .help("delete it")
            .fix(origin, ""),
        );
    }
}
