//! Balance: everything that the account of a page counted is in the model, named by a finding, or set aside with a
//! reason; what no stage claims is named here.

mod claims;
mod routes;
mod rows;
mod samples;

use super::Counts;
use crate::account::{Account, Ledger, Reason};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Dialect;
use crate::infer::Decided;
use crate::page::Page;
use crate::source::SourceFile;
use crate::syntax::markdown::Span;

pub(super) use claims::{Claims, Touched};
pub(super) use routes::{Listed, key, settle};

/// A page and what its stages made of it.
pub(super) struct Outcome<'o> {
    /// The page.
    pub file: &'o SourceFile,
    /// What its text holds.
    pub text: &'o Account,
    /// Its words.
    pub dialect: &'o Dialect,
    /// Tables that were read, samples that were kept, and what the page stage set aside.
    pub claims: Claims,
    /// The endpoints that were made of it.
    pub endpoints: &'o [Decided],
    /// Rows that are in the model for calls of other pages, or for several.
    pub rows: usize,
    /// Why nothing of the page is read, when nothing is.
    pub whole: Option<Reason>,
}

/// How one thing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Modelled,
    Diagnosed,
    Aside(Reason),
    /// No stage knows of it.
    Unread,
}

/// Balances a page. Rows that were read count as `counts` has them; what nobody claims becomes a finding.
pub(super) fn page(
    outcome: &Outcome<'_>,
    counts: &mut Counts,
    found: &mut Vec<Diagnostic>,
    listed: &mut Vec<Listed>,
) {
    let read = counts.read;
    let ended = counts_of(outcome.endpoints, found) + outcome.rows;
    if read != ended {
        found.push(fault(outcome, read, ended, found));
    }
    let mut named = Vec::new();
    let touched = Touched::new(found, outcome.endpoints, outcome.file.id);
    let ledger = &mut counts.ledger;
    rows::balance(outcome, &touched, ledger, &mut named);
    samples::balance(outcome, &touched, ledger, &mut named);
    routes::balance(outcome, &touched, ledger, &mut named, listed);
    found.append(&mut named);
}

/// A page of which nothing was read, for one reason.
pub(super) fn aside(text: &Account, reason: Reason) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.rows.set(reason, text.rows.len());
    ledger.samples.set(reason, text.samples.len());
    ledger.routes.set(reason, text.routes.len());
    ledger
}

/// A page of which nothing was read; a finding accounts for its rows.
pub(super) fn diagnosed(text: &Account) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.samples.diagnosed = text.samples.len();
    ledger.routes.diagnosed = text.routes.len();
    ledger
}

/// Rows that are in the model or in findings.
fn counts_of(endpoints: &[Decided], found: &[Diagnostic]) -> usize {
    let modelled = endpoints.iter().flat_map(|decided| &decided.modelled).sum::<usize>();
    let inside = endpoints.iter().flat_map(|decided| &decided.diagnostics);
    modelled + found.iter().chain(inside).map(|found| found.rows as usize).sum::<usize>()
}

/// Rows that a stage read and lost, or has twice: a defect of this program.
fn fault(outcome: &Outcome<'_>, read: usize, ended: usize, found: &[Diagnostic]) -> Diagnostic {
    let file = outcome.file;
    let message = format!(
        "internal error: {read} table rows of `{}` were read, and {ended} are in the model or in findings",
        file.path
    );
    let touched = Touched::new(found, outcome.endpoints, file.id);
    let lost = outcome.claims.rows().find(|row| !touched.touches(*row));
    let place = lost.map_or(file.origin(0, 0), |row| file.origin(row.start, row.end));
    let label = if lost.is_some() { "this row is in neither" } else { "on this page" };
    Diagnostic::new(&code::PAGE_FAULT, message)
        .label(place, label)
        .help("this is a defect of docwright; please report it with the page")
        .rows(read.saturating_sub(ended))
}

/// The line that names a place in a message: the heading above it, without its marks.
fn title<'t>(outcome: &Outcome<'t>, at: usize) -> &'t str {
    let heading = outcome.text.heading_above(at).map(|heading| heading.of(&outcome.file.text));
    heading.unwrap_or_default().trim_matches(['#', ' ', '*'])
}

/// `under `title``, or where the page has none.
fn under(outcome: &Outcome<'_>, at: usize) -> String {
    match title(outcome, at) {
        "" => "before the first heading".to_owned(),
        title => format!("under `{title}`"),
    }
}

/// Whether a page describes no call.
pub(super) fn whole(page: &Page<'_>, is_skipped: bool, is_off: bool) -> Option<Reason> {
    match () {
        () if is_off => Some(Reason::TurnedOff),
        () if is_skipped => Some(Reason::SkippedPage),
        () if page.endpoints.is_empty() => Some(Reason::OtherPage),
        () => None,
    }
}

/// Whether two ranges have a byte in common.
fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}
