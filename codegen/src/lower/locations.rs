//! Where arguments travel: what rows say, and the titles above their tables.

use super::context::Context;
use super::draft::{Draft, Field, Row as FieldRow};
use super::row_values;
use super::table_context::TableContext;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Column, Role};
use crate::model::{Fact, Location, Witness};
use crate::page::{Row, Side, routes};
use crate::policy::{Claim, LOCATION, Votes};

/// The names of the placeholders of a call's path.
pub(super) fn placeholders(draft: &Draft<'_>) -> Vec<String> {
    routes::placeholders(&draft.endpoint.path).into_iter().map(str::to_owned).collect()
}

/// Where a parameter travels: what its row says, which is returned, else what the title above the table says.
pub(super) fn locate(
    row: Row<'_>,
    of_page: &TableContext<'_, '_>,
    placeholders: &[String],
    field: &mut Field,
    context: Context<'_>,
) -> Option<Location> {
    let said = row_values::location(row, context);
    if let Some((location, place)) = said {
        field.location = location;
        field.votes.cast(Fact::Location, Witness::Table, location.as_str(), place);
    }
    let titled = match of_page.role {
        // Below an address stand all arguments of some pages.
        Role::Url if placeholders.iter().any(|name| *name == field.name) => Location::Path,
        Role::PathParams => Location::Path,
        Role::QueryParams => Location::Query,
        Role::HeaderParams => Location::Header,
        // `公共请求头`: headers of every call.
        Role::Auth if context.dialect.compounds.role(of_page.title) == Some(Role::HeaderParams) => {
            Location::Header
        }
        _ => return said.map(|(location, _)| location),
    };
    let (votes, place) = (&mut field.votes, context.origin(of_page.origin));
    match said {
        Some((location, _)) if location != titled => {
            votes.decide(&LOCATION, Claim::new(Fact::Location, Witness::Heading, titled.as_str(), place));
        }
        _ => {
            field.location = titled;
            votes.cast(Fact::Location, Witness::Heading, titled.as_str(), place);
        }
    }
    said.map(|(location, _)| location)
}

/// An argument that travels where no client sends it: one in a cookie is left out, as is what comes back in a header, and
/// another place says nothing.
pub(super) fn elsewhere(row: Row<'_>, name: &str, side: Side, context: Context<'_>) -> Option<Diagnostic> {
    let cell = row.cell(Column::Location)?;
    let text = cell.text.trim();
    if side == Side::Response {
        let is_header = context.dialect.locations.get(text) == Some(Location::Header);
        let found = Diagnostic::new(&code::PLACE_UNKNOWN, format!("`{name}` comes back in a header"))
            .label(context.origin(cell.span), "no part of the body")
            .note("it is not in the model: a result holds what the body says");
        return is_header.then(|| found.rows(row.count));
    }
    let says_nothing = text.is_empty() || context.dialect.is_no_value(text);
    if says_nothing || context.dialect.locations.get(text).is_some() {
        return None;
    }
    let found = Diagnostic::new(&code::PLACE_UNKNOWN, format!("`{name}` travels in `{text}`"))
        .label(context.origin(cell.span), "none of path, query, header and body");
    Some(match context.dialect.is_cookie(text) {
        true => found
            .note("it is not in the model: a client that needs the cookie sets the header `Cookie`")
            .rows(row.count),
        false => found
            .note("it is sent as if the cell said nothing")
            .help(format!("correct the cell, or add `{text}` to `[locations]` of the dialect")),
    })
}

/// Beside a row that is the whole body, arguments that stand in no column of places travel in the query.
pub(super) fn beside_body(rows: &mut [FieldRow], draft: &Draft<'_>) {
    let placeholders = routes::placeholders(&draft.endpoint.path);
    let is_free = |row: &&mut FieldRow| {
        let field = &row.field;
        !row.in_body && field.location == Location::Body && !placeholders.contains(&field.name.as_str())
    };
    rows.iter_mut().filter(is_free).for_each(|row| row.field.location = Location::Query);
    let in_path = rows.iter_mut().filter(|row| placeholders.contains(&row.field.name.as_str()));
    in_path.for_each(|row| row.field.location = Location::Path);
}
