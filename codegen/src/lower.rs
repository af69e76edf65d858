//! Stage 5: lower. In: `page::Endpoint`, `Dialect`, route. Out: [`Draft`]: what each cell *means*, table by table;
//! no table at its field yet, nothing decided between witnesses.

pub mod answers;
mod context;
pub mod description;
pub mod draft;
pub mod enums;
pub mod fields;
pub mod links;
mod names;
pub mod presence;
pub mod prose;
pub mod route;
pub mod row_repairs;
pub mod row_values;
pub mod samples;
pub mod table_context;
pub mod titles;
pub mod types;

use crate::diagnostic::{Diagnostic, code};
use crate::model::Endpoint;
use crate::page::{self, TableKind};
pub use context::Context;
pub use draft::side_name;
use draft::{Content, Draft, Table};
use table_context::TableContext;

/// Lowers one endpoint of a page, whose tables stand in `tables`. `route` is the decided method and path.
pub fn endpoint<'t>(
    page: &page::Endpoint<'_>,
    tables: &[TableContext<'_, '_>],
    route: Box<Endpoint>,
    context: Context<'t>,
) -> Draft<'t> {
    let mut draft = Draft { endpoint: route, ..Draft::default() };
    prose::read(page, &mut draft, context);
    answers::read(page, &mut draft, context);
    for of_page in tables {
        table(of_page, &mut draft, context);
    }
    draft.notes = prose::open_notes(page, context);
    draft.samples = samples::read(page, &mut draft, context);
    draft
}

/// One table: its rows as fields or values, or a diagnostic.
fn table(of_page: &TableContext<'_, '_>, draft: &mut Draft<'_>, context: Context<'_>) {
    if !of_page.table.has_separator {
        draft.diagnostics.push(row_repairs::no_separator(of_page.table, context));
    }
    if let Some(column) = of_page.table.repeated {
        let found = Diagnostic::new(&code::COLUMN_REPEATED, "two columns describe the fields");
        draft.diagnostics.push(found.label(context.origin(column), "joined with the first"));
    }
    let content = match of_page.kind {
        TableKind::Fields => fields::read(of_page, draft, context),
        TableKind::Values => enums::read(of_page.table, context),
        TableKind::Other => return draft.diagnostics.push(unknown_table(of_page, context)),
    };
    draft.tables.push(described(of_page, content, context));
}

/// A table with what is said about its place.
fn described(of_page: &TableContext<'_, '_>, content: Content, context: Context<'_>) -> Table {
    Table {
        side: of_page.side,
        titles: of_page.titles.clone(),
        title: of_page.title.to_owned(),
        origin: context.origin(of_page.origin),
        continues: of_page.continues,
        variant: of_page.variant.clone(),
        anchors: of_page.anchors.clone(),
        is_list_body: of_page.is_list_body,
        content,
    }
}

fn unknown_table(of_page: &TableContext<'_, '_>, context: Context<'_>) -> Diagnostic {
    Diagnostic::new(&code::TABLE_UNKNOWN, "a table of this section lists no fields")
        .label(context.origin(of_page.table.header), "no column of names and types")
        .rows(of_page.table.rows.iter().map(|row| row.count).sum())
}
