//! Routes: those of operations, those that samples and sentences show, and those that became nothing.

use super::{End, Outcome, Touched, overlap};
use crate::account::{Form, Ledger, Reason, Route, same_path};
use crate::diagnostic::{Diagnostic, code};
use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;

/// Accounts for the routes of a page.
pub(super) fn balance(
    outcome: &Outcome<'_>,
    touched: &Touched<'_>,
    ledger: &mut Ledger,
    found: &mut Vec<Diagnostic>,
    listed: &mut Vec<Listed>,
) {
    if outcome.text.routes.is_empty() {
        return;
    }
    let operations = Operations::new(outcome);
    for route in &outcome.text.routes {
        match end(route, outcome, touched, &operations) {
            End::Modelled => ledger.routes.modelled += 1,
            End::Diagnosed => ledger.routes.diagnosed += 1,
            // A line that begins with a route is about that call, whatever else it says.
            End::Aside(Reason::Mention) if begins_line(route, &outcome.file.text) => {
                listed.push(self::listed(route, outcome));
            }
            End::Aside(reason) => ledger.routes.set(reason, 1),
            // Another page may describe the call; a sample may show one of those.
            End::Unread if matches!(route.form, Form::Row | Form::Code) => {
                listed.push(self::listed(route, outcome))
            }
            End::Unread => {
                ledger.routes.diagnosed += 1;
                found.push(finding(route, outcome));
            }
        }
    }
}

fn end(route: &Route, outcome: &Outcome<'_>, touched: &Touched<'_>, operations: &Operations<'_>) -> End {
    let samples = &outcome.text.samples;
    let is_sample = || {
        let above = samples.partition_point(|sample| sample.span.start < route.path.end);
        samples[..above].last().is_some_and(|sample| overlap(sample.span, route.path))
    };
    match () {
        () if operations.has(route.method, route.path.of(&outcome.file.text)) => End::Modelled,
        () if outcome.text.is_comment(route.path.start) => End::Aside(Reason::Comment),
        () if route.form == Form::Row => row(route, outcome),
        () if touched.touches(route.line) => End::Diagnosed,
        // A sample of another call of the same path, which may have no other place.
        () if route.form == Form::Code && operations.has_path(route.path.of(&outcome.file.text)) => {
            End::Unread
        }
        () => {
            // A route that stands alone is a call, whatever else the page gives and whatever the page is taken for.
            let alone = matches!(route.form, Form::Line | Form::Heading);
            let holds = |end: &End| match end {
                End::Aside(Reason::Mention | Reason::OtherPage) => !alone,
                end => *end != End::Unread,
            };
            let piece = outcome.claims.piece(route.path).filter(holds);
            let said = piece.or(outcome.whole.map(End::Aside).filter(holds));
            said.unwrap_or(match route.form {
                Form::Code | Form::Row => End::Aside(Reason::OfSample),
                Form::Sentence => End::Aside(Reason::Mention),
                Form::Address => End::Aside(Reason::NoMethod),
                Form::Line | Form::Heading if is_sample() => End::Aside(Reason::OfSample),
                Form::Line | Form::Heading => End::Unread,
            })
        }
    }
}

/// A row that gives a route. In a table of fields it is an example of values.
fn row(route: &Route, outcome: &Outcome<'_>) -> End {
    match outcome.whole {
        Some(reason @ (Reason::SkippedPage | Reason::TurnedOff)) => End::Aside(reason),
        _ if outcome.claims.table_at(route.path.start).is_some() => End::Aside(Reason::Mention),
        _ => End::Unread,
    }
}

/// A row of a route table whose call is not on its page.
#[derive(Clone, Debug)]
pub(in crate::compile) struct Listed {
    method: &'static str,
    path: String,
    found: Diagnostic,
}

fn listed(route: &Route, outcome: &Outcome<'_>) -> Listed {
    let path = route.path.of(&outcome.file.text).to_owned();
    Listed { method: route.method, path, found: finding(route, outcome) }
}

/// Whether a line begins with the method of its route, the mark of a list or of code aside.
fn begins_line(route: &Route, text: &str) -> bool {
    let line = route.line.of(text).trim_start_matches(|c: char| c.is_whitespace() || "-*+>`".contains(c));
    route.form == Form::Sentence && !route.method.is_empty() && line.starts_with(route.method)
}

/// Settles the listed routes of some pages, now that the operations of all are known: those of other pages are navigation,
/// and a finding names the rest.
pub(in crate::compile) fn settle<'e>(
    listed: Vec<Listed>,
    operations: &HashMap<String, Vec<(&'e str, &'e str)>>,
    ledgers: &mut BTreeMap<u32, Ledger>,
    found: &mut Vec<Diagnostic>,
) {
    for Listed { method, path, found: finding } in listed {
        let file = finding.labels.first().map_or(0, |label| label.origin.file);
        let ledger = ledgers.entry(file).or_default();
        let alike = operations.get(&key(&path)).map(Vec::as_slice).unwrap_or_default();
        let is_known = alike.iter().any(|(own, own_path)| *own == method && same_path(own_path, &path));
        match is_known {
            true => ledger.routes.set(Reason::Navigation, 1),
            false => {
                ledger.routes.diagnosed += 1;
                found.push(finding);
            }
        }
    }
}

/// What paths that are alike have in common: their last segment that is no placeholder.
pub(in crate::compile) fn key(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fixed = |segment: &&str| {
        !segment.is_empty() && !segment.contains(['{', '<', '$', '[']) && !segment.starts_with(':')
    };
    path.rsplit('/').find(fixed).unwrap_or_default().to_ascii_lowercase()
}

/// The routes of the operations of a page.
struct Operations<'o> {
    /// Method and path of each.
    routes: Vec<(&'o str, &'o str)>,
    /// The same, to find those that are written alike.
    known: HashSet<(&'o str, &'o str)>,
}

/// Operations that each route is compared with, placeholders and prefixes aside; a page of more writes them alike.
const COMPARED: usize = 256;

impl<'o> Operations<'o> {
    fn new(outcome: &Outcome<'o>) -> Self {
        let endpoints = outcome.endpoints.iter().map(|decided| &decided.endpoint);
        let routes: Vec<_> =
            endpoints.map(|endpoint| (endpoint.method.as_str(), endpoint.path.as_str())).collect();
        Self { known: routes.iter().copied().collect(), routes }
    }

    fn has(&self, method: &str, path: &str) -> bool {
        let is_same = |(own, own_path): &(&str, &str)| {
            (method.is_empty() || *own == method) && same_path(own_path, path)
        };
        self.known.contains(&(method, path)) || self.routes.iter().take(COMPARED).any(is_same)
    }

    /// Whether one of them has the path, whatever its method.
    fn has_path(&self, path: &str) -> bool {
        self.routes.iter().take(COMPARED).any(|(_, own)| same_path(own, path))
    }
}

fn finding(route: &Route, outcome: &Outcome<'_>) -> Diagnostic {
    let path = route.path.of(&outcome.file.text);
    Diagnostic::new(&code::ROUTE_UNREAD, format!("`{} {path}` became no operation", route.method))
        .label(outcome.file.origin(route.line.start, route.line.end), "no call of the page has this route")
        .help("give the call a heading of its own, or say with the dialect's `pages.endpoints` how many calls a page holds")
}
