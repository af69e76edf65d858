//! Findings: what the division of a page leaves in doubt.

use super::set_aside::{Kind, Reason};
use super::{Endpoint, Page, SetAside, routes};
use crate::diagnostic::{Diagnostic, code};
use crate::model::Origin;
use crate::source::SourceFile;
use crate::syntax::markdown::Span;

/// The findings of a page.
pub fn of(page: &Page<'_>, file: &SourceFile) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> =
        page.endpoints.iter().filter_map(|endpoint| contradiction(endpoint, file)).collect();
    found.extend(skipped(page, file));
    found.extend(
        page.set_aside
            .iter()
            .filter(|piece| piece.reason == Reason::Unknown)
            .map(|piece| unread(piece, file)),
    );
    found
}

/// A page that the route table knows, and that no section makes a call of.
pub fn unread_call(page: &Page<'_>, file: &SourceFile, row: Origin) -> Diagnostic {
    let message = format!("the route table has `{}`, and its page describes no call", file.stem());
    let found = Diagnostic::new(&code::CALL_UNREAD, message).label(row, "the route table's entry");
    let table = page.set_aside.iter().find(|piece| piece.kind == Kind::Table);
    let found = match table {
        Some(table) => {
            let end = first_line_end(table.span, &file.text);
            label(found, file, Span::new(table.span.start, end), "this table stands under no known heading")
        }
        None => found.label(file.origin(0, 0), "no heading of this page is a section of the dialect"),
    };
    found.subject(file.stem()).help("add the headings of the page to the dialect's `[sections]`")
}

fn label(
    found: Diagnostic,
    file: &SourceFile,
    span: Span,
    text: impl Into<std::borrow::Cow<'static, str>>,
) -> Diagnostic {
    found.label(file.origin(span.start, span.end), text)
}

/// Places of one call that give different routes.
fn contradiction(endpoint: &Endpoint<'_>, file: &SourceFile) -> Option<Diagnostic> {
    let other = endpoint.contradictions.first()?;
    let path = endpoint.path.as_ref()?;
    let theirs = route(other.method.as_ref(), other.path.as_ref()?);
    let message = format!(
        "the page gives two routes for one call: `{}` and `{theirs}`",
        route(endpoint.method.as_ref(), path)
    );
    let found = Diagnostic::new(&code::ROUTES_DIFFER, message);
    let found = label(found, file, path.span, "this one is taken");
    let found = label(found, file, other.path.as_ref()?.span, "this one is not in the model");
    let more = endpoint.contradictions.len() - 1;
    let found = if more > 0 { found.note(format!("{more} further places give other routes")) } else { found };
    Some(found.help("give each call a heading of its own, and correct the route that is wrong"))
}

fn route(method: Option<&routes::Method>, path: &routes::Path) -> String {
    method.map_or_else(|| path.path.clone(), |method| format!("{} {}", method.name, path.path))
}

/// A route on a page that is skipped by the name of its file.
fn skipped(page: &Page<'_>, file: &SourceFile) -> Option<Diagnostic> {
    let site = page.skipped.as_ref()?;
    let path = site.path.as_ref()?;
    let message = format!("the page is skipped by its file name `{}` and has a route", file.stem());
    let found = Diagnostic::new(&code::SKIPPED_ROUTE, message);
    let text = format!("`{}` is not in the model", route(site.method.as_ref(), path));
    let found = label(found, file, path.span, text);
    Some(found.help("rename the file, or take its name out of the dialect's `pages.skip`"))
}

/// A table of fields or a sample that nothing says the meaning of.
fn unread(piece: &SetAside, file: &SourceFile) -> Diagnostic {
    let span = Span::new(piece.span.start, first_line_end(piece.span, &file.text));
    match piece.kind {
        Kind::Sample => {
            let found = Diagnostic::new(
                &code::SAMPLE_UNREAD,
                "a sample stands under no title that says what it shows",
            );
            label(found, file, span, "it is no witness")
                .help("put it under a heading for requests or for responses")
        }
        Kind::Table | Kind::Route => {
            let found = Diagnostic::new(
                &code::TABLE_UNREAD,
                "a table of fields stands under no title that says whose they are",
            );
            label(found, file, span, "its rows are not in the model")
                .help("put it under a heading for requests or for responses, or add its title to the dialect's `[sections]`")
        }
    }
}

/// The end of the first line of a span that is not blank.
fn first_line_end(span: Span, text: &str) -> usize {
    let piece = span.of(text);
    let start = piece.len() - piece.trim_start().len();
    span.start + piece[start..].find('\n').map_or(piece.len(), |at| start + at)
}
