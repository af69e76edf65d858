//! Stage 5: lower. In: `page::Endpoint`, `Dialect`, route. Out: [`Draft`]: what each cell *means*, table by table;
//! no table at its field yet, nothing decided between witnesses.

mod anchor;
pub mod answers;
pub mod beside;
pub mod bodies;
pub mod calls;
pub mod content_type;
mod context;
pub mod definitions;
pub mod description;
pub mod draft;
mod elements;
pub mod enums;
pub mod error_codes;
pub mod fields;
mod groups;
pub mod inherits;
pub mod links;
mod listed_values;
mod locations;
pub mod names;
mod numbers;
pub mod operation_names;
pub mod pages;
pub mod presence;
pub mod prose;
pub mod references;
pub mod route;
pub mod row_repairs;
pub mod row_limits;
pub mod row_values;
pub mod samples;
mod schemas;
pub mod shared;
pub mod table_context;
pub mod tables;
pub mod templates;
pub mod titles;
pub mod types;
mod unread;

use crate::model::Endpoint;
use crate::page;
use crate::page::routes::QueryArgument;
pub use anchor::{Anchor, CallName};
pub use context::{Context, side_name};
use draft::Draft;
use table_context::TableContext;

/// Lowers one endpoint of a page, whose tables stand in `tables`. `route` is the decided method and path.
pub fn endpoint<'t>(
    page: &page::Endpoint<'_>,
    tables: &[TableContext<'_, '_>],
    route: Box<Endpoint>,
    context: Context<'t>,
) -> Draft<'t> {
    let mut draft = Draft { endpoint: route, ..Draft::default() };
    draft.query = query(page, &draft.endpoint.path);
    prose::read(page, &mut draft, context);
    draft.endpoint.body = content_type::read(page, context).unwrap_or_default();
    answers::read(page, &mut draft, context);
    for of_page in tables {
        tables::read(of_page, &mut draft, context);
    }
    draft.inherits = inherits::read(page, context);
    references::extend(&mut draft, context);
    draft.notes = prose::open_notes(page, context);
    draft.samples = samples::read(page, &mut draft, context);
    draft.diagnostics.extend(unread::report(page, &draft, context));
    draft
}

/// The arguments that the query of a route names, of the operation whose path this is.
fn query(page: &page::Endpoint<'_>, path: &str) -> Vec<QueryArgument> {
    let told = page.prose.1.as_ref();
    let beside = page.alternates.iter().map(|(_, path)| path);
    let shown = page.shown.as_ref().map(|(_, path)| path);
    let mut paths = page.path.iter().chain(told).chain(beside).chain(shown);
    paths.find(|own| own.path == path).or(page.path.as_ref()).map(|own| own.query.clone()).unwrap_or_default()
}
