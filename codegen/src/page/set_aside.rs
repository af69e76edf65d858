//! Set aside: tables, samples and routes of a page that no call takes, each with the reason.

use super::evidence::{Site, Strength};
use super::{Endpoint, Item, Section, Side, Table, TableKind, route_forms};
use crate::dialect::{Column, Role};
use crate::syntax::markdown::{Line, Span, offset_in};
use std::borrow::Cow;

/// One piece of a page that is not handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Why no call takes it.
    pub reason: Reason,
}

/// What is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A table.
    Table,
    /// A code block with JSON, a request line, a URL or a command.
    Sample,
    /// A route.
    Route,
}

/// Why something is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The page is skipped by the name of its file.
    Skipped,
    /// The page describes no call.
    NoCall,
    /// It describes error codes or failed calls.
    Errors,
    /// It stands under a heading that the dialect sets aside: change logs, notes.
    Heading,
    /// It gives or lists routes.
    Navigation,
    /// It stands before, between or behind the calls and lists no fields.
    Preamble,
    /// It describes types, and no call refers to it.
    Types,
    /// JSON among parameters, which may be a part of anything, beside samples of their own.
    Part,
    /// A route that running text mentions, or one that another place gives as well.
    Mention,
    /// Nothing says what it is: a finding names it.
    Unknown,
}

impl Reason {
    /// The reason in a few words.
    pub fn text(self) -> &'static str {
        match self {
            Self::Skipped => "the page is skipped by its file name",
            Self::NoCall => "the page describes no call",
            Self::Errors => "error codes and failed calls",
            Self::Heading => "under a heading that the dialect sets aside",
            Self::Navigation => "gives or lists routes",
            Self::Preamble => "outside of the calls, without fields",
            Self::Types => "types that no call refers to",
            Self::Part => "JSON among parameters",
            Self::Mention => "mentions of routes",
            Self::Unknown => "under no known title",
        }
    }
}

/// Everything in sections that belong to no call. `reason` is that of the page as a whole.
pub(super) fn outside(text: &str, section: &Section<'_>, reason: Option<Reason>, into: &mut Vec<SetAside>) {
    for item in &section.items {
        let (span, kind) = match item {
            Item::Table(table) if table.kind == TableKind::ErrorCodes && reason != Some(Reason::Skipped) => {
                continue;
            }
            Item::Table(table) => (table.span, Kind::Table),
            Item::Code { body, .. } if is_sample(body.of(text)) => (*body, Kind::Sample),
            Item::Code { .. } | Item::Lines(_) => continue,
        };
        let reason = reason.or_else(|| by_role(section)).unwrap_or_else(|| match item {
            Item::Table(table) if lists_fields(table) => Reason::Unknown,
            _ => Reason::Preamble,
        });
        into.push(SetAside { span, kind, reason });
    }
}

/// What a call has and does not take.
pub(super) fn inside(text: &str, endpoint: &Endpoint<'_>, sites: &[Site], into: &mut Vec<SetAside>) {
    for section in &endpoint.sections {
        for item in &section.items {
            let (span, kind, reason) = match item {
                Item::Table(table) if !is_taken(section, table) => {
                    (table.span, Kind::Table, table_reason(section, table, sites))
                }
                Item::Code { body, sample: None, .. } if is_sample(body.of(text)) => {
                    (*body, Kind::Sample, sample_reason(text, endpoint, section, *body, sites))
                }
                _ => continue,
            };
            into.push(SetAside { span, kind, reason });
        }
    }
    unused(endpoint, sites, into);
}

/// Whether the rows of a table are read: those of both sides, of placeholders in an address section, of types, and error
/// codes.
fn is_taken(section: &Section<'_>, table: &Table<'_>) -> bool {
    let of_address = matches!(section.role, Role::Url | Role::Method) && table.kind == TableKind::Fields;
    section.side != Side::None
        || of_address
        || section.role == Role::Types
        || table.kind == TableKind::ErrorCodes
}

/// Why a call does not take one of its tables.
fn table_reason(section: &Section<'_>, table: &Table<'_>, sites: &[Site]) -> Reason {
    let gives_route = |site: &Site| {
        let spans =
            [site.path.as_ref().map(|path| path.span), site.method.as_ref().map(|method| method.span)];
        spans.into_iter().flatten().any(|span| table.span.start <= span.start && span.end <= table.span.end)
    };
    if sites.iter().any(gives_route) {
        return Reason::Navigation;
    }
    by_role(section).unwrap_or(Reason::Unknown)
}

/// Why a call does not take one of its blocks of code. JSON that nothing else of the call shows may be all that there is of
/// its side.
fn sample_reason(
    text: &str,
    endpoint: &Endpoint<'_>,
    section: &Section<'_>,
    body: Span,
    sites: &[Site],
) -> Reason {
    let gives_route = |site: &Site| {
        site.path.as_ref().is_some_and(|path| body.start <= path.span.start && path.span.end <= body.end)
    };
    match section.role {
        _ if sites.iter().any(gives_route) && !has_body(body.of(text)) => Reason::Navigation,
        Role::Request | Role::Response | Role::BodyParams if !has_sample(endpoint, section.side) => {
            Reason::Unknown
        }
        Role::Request | Role::Response | Role::BodyParams | Role::QueryParams => Reason::Part,
        Role::HeaderParams | Role::PathParams | Role::Auth | Role::Types => Reason::Part,
        _ => by_role(section).unwrap_or(Reason::Unknown),
    }
}

/// Whether a line of a block opens JSON.
fn has_body(code: &str) -> bool {
    code.lines().skip(1).any(|line| line.trim_start().starts_with(['{', '[']))
}

/// Whether the call has a sample of one side.
fn has_sample(endpoint: &Endpoint<'_>, side: Side) -> bool {
    endpoint
        .sections
        .iter()
        .flat_map(|section| &section.items)
        .any(|item| matches!(item, Item::Code { sample: Some(shown), .. } if shown.side == side))
}

/// Routes that the call does not use; those that contradict it have a finding.
fn unused(endpoint: &Endpoint<'_>, sites: &[Site], into: &mut Vec<SetAside>) {
    let alternates = endpoint.alternates.iter().map(|(_, path)| path);
    let contradictions = endpoint.contradictions.iter().filter_map(|site| site.path.as_ref());
    let used: Vec<Span> =
        endpoint.path.iter().chain(alternates).chain(contradictions).map(|path| path.span).collect();
    for site in sites {
        let Some(path) = site.path.as_ref().filter(|path| !used.contains(&path.span)) else { continue };
        let is_taken = endpoint.path.is_none() && site.strength == Strength::Prose;
        if !is_taken {
            into.push(SetAside { span: path.span, kind: Kind::Route, reason: Reason::Mention });
        }
    }
}

/// Routes that no call takes.
pub(super) fn routes(sites: &[Site], reason: Reason, into: &mut Vec<SetAside>) {
    let paths = sites.iter().filter_map(|site| site.path.as_ref());
    into.extend(paths.map(|path| SetAside { span: path.span, kind: Kind::Route, reason }));
}

fn by_role(section: &Section<'_>) -> Option<Reason> {
    match section.role {
        Role::Errors => Some(Reason::Errors),
        Role::Types => Some(Reason::Types),
        Role::Note => Some(Reason::Heading),
        Role::Other if !section.nested && section.level > 0 => Some(Reason::Heading),
        _ => None,
    }
}

/// A table whose columns are those of fields and of nothing else.
fn lists_fields(table: &Table<'_>) -> bool {
    table.kind == TableKind::Fields && table.columns.contains(&Some(Column::Type))
}

/// Whether a code block holds JSON, a request line, a URL or a command that sends a request.
pub(super) fn is_sample(code: &str) -> bool {
    let code = code.trim_start();
    if code.starts_with(['{', '[']) || code.starts_with("curl ") || code.starts_with("http") {
        return true;
    }
    let first = code.lines().next().unwrap_or_default();
    let start = offset_in(code, first);
    let line = Line { text: Cow::Borrowed(first), span: Span::new(start, start + first.len()) };
    route_forms::alone(&line).is_some()
}
