//! Claims: what the stages say of the places of a page.

use super::{End, overlap};
use crate::account::Reason;
use crate::diagnostic::Diagnostic;
use crate::infer::Decided;
use crate::lower::error_codes::{End as Ended, Listed};
use crate::lower::shared::Definition;
use crate::lower::table_context::TableContext;
use crate::page::{Endpoint, Item, SetAside, set_aside};
use crate::syntax::markdown::Span;
use std::cell::OnceCell;

/// What the stages claim of a page, each kind in file order once [`Claims::sort`] was called.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// Tables whose rows are read.
    pub(super) tables: Vec<Table>,
    /// Places that were set aside with a reason, that a finding names, or that the page stage says nothing of.
    pub(super) pieces: Vec<(Span, End)>,
}

/// A table whose rows are read.
#[derive(Debug)]
pub(super) struct Table {
    pub span: Span,
    pub header: Span,
    /// Its rows, and how many of the page each was put together from.
    pub rows: Vec<(Span, usize)>,
}

impl Claims {
    /// Takes those of another part of the page.
    pub(crate) fn add(&mut self, other: Self) {
        self.tables.extend(other.tables);
        self.pieces.extend(other.pieces);
    }

    /// The tables of an endpoint.
    pub(crate) fn tables(&mut self, groups: &[TableContext<'_, '_>]) {
        self.tables.extend(groups.iter().map(|group| Table {
            span: group.table.span,
            header: group.table.header,
            rows: group.table.rows.iter().map(|row| (row.span, row.count)).collect(),
        }));
    }

    /// A definition that calls use.
    pub(crate) fn definition(&mut self, definition: &Definition) {
        self.tables.extend(definition.places.iter().map(|place| Table {
            span: place.span,
            header: place.header,
            rows: place.rows.clone(),
        }));
    }

    /// An endpoint that a finding leaves out as a whole.
    pub(crate) fn left_out(&mut self, endpoint: &Endpoint<'_>) {
        let items = endpoint.sections.iter().flat_map(|section| &section.items);
        self.pieces.extend(items.filter_map(|item| match item {
            Item::Code { body, .. } => Some((*body, End::Diagnosed)),
            Item::Lines(lines) => {
                Some((Span::new(lines.first()?.span.start, lines.last()?.span.end), End::Diagnosed))
            }
            Item::Table(_) => None,
        }));
        self.pieces.extend(endpoint.sections.iter().map(|section| (section.span, End::Diagnosed)));
    }

    /// Tables of error codes, row by row.
    pub(crate) fn error_codes(&mut self, listed: &Listed) {
        self.pieces.extend(listed.rows.iter().map(|(span, ended)| {
            let end = match ended {
                Ended::Code => End::Modelled,
                Ended::NoError => End::Aside(Reason::ErrorCodes),
                Ended::Unreadable => End::Diagnosed,
            };
            (*span, end)
        }));
    }

    /// What the page stage hands to no call.
    pub(crate) fn set_aside(&mut self, pieces: &[SetAside]) {
        self.pieces.extend(pieces.iter().map(|piece| (piece.span, end(piece))));
    }

    /// Puts everything into file order; a table that several endpoints read is one.
    pub(crate) fn sort(&mut self) {
        self.tables.sort_by_key(|table| table.span);
        // A table may be read for each side, a part of its rows for one.
        self.tables.dedup_by(|next, table| {
            let is_same = next.span == table.span;
            if is_same {
                table.rows.append(&mut next.rows);
                table.rows.sort_unstable();
                table.rows.dedup();
            }
            is_same
        });
        self.pieces.sort_by_key(|(span, _)| *span);
    }

    /// The rows that were read.
    pub(super) fn rows(&self) -> impl Iterator<Item = Span> + '_ {
        self.tables.iter().flat_map(|table| &table.rows).map(|(span, _)| *span)
    }

    /// The table that a place is in.
    pub(super) fn table_at(&self, at: usize) -> Option<&Table> {
        let above = self.tables.partition_point(|table| table.span.start <= at);
        self.tables[..above].last().filter(|table| at < table.span.end)
    }

    /// What was said of a place; the nearest piece that begins before its end decides.
    pub(super) fn piece(&self, place: Span) -> Option<End> {
        self.pieces_at(place).next()
    }

    /// What was said of a row or a sample. That a route in it is mentioned says nothing of the rest.
    pub(super) fn piece_of_whole(&self, place: Span) -> Option<End> {
        self.pieces_at(place).find(|end| *end != End::Aside(Reason::Mention))
    }

    fn pieces_at(&self, place: Span) -> impl Iterator<Item = End> + '_ {
        let above = self.pieces.partition_point(|(piece, _)| piece.start < place.end);
        let near = self.pieces[..above].iter().rev().take(8);
        near.filter(move |(piece, _)| overlap(*piece, place)).map(|(_, end)| *end)
    }
}

/// What a reason of the page stage comes to. What nothing is known of gets a finding; so does a sample outside of the
/// calls, which may be one of theirs.
fn end(piece: &SetAside) -> End {
    use set_aside::{Kind, Reason as Of};
    End::Aside(match piece.reason {
        Of::Skipped => Reason::SkippedPage,
        Of::NoCall => Reason::OtherPage,
        Of::Errors => Reason::ErrorCodes,
        Of::Heading => Reason::OtherSection,
        Of::Navigation => Reason::Navigation,
        Of::Types => Reason::Types,
        Of::Part => Reason::AmongParameters,
        Of::Mention => Reason::Mention,
        Of::Preamble if piece.kind == Kind::Table => Reason::OutsideCalls,
        Of::Preamble | Of::Unknown => return End::Unread,
    })
}

/// Places that findings and the model point at, to ask for what overlaps; they are collected when somebody asks.
#[derive(Debug)]
pub(crate) struct Touched<'o> {
    found: &'o [Diagnostic],
    endpoints: &'o [Decided],
    file: u32,
    /// Begin, and the farthest end of this and all before, by begin.
    spans: OnceCell<Vec<(usize, usize)>>,
}

impl<'o> Touched<'o> {
    /// The labels of findings, and the origins of fields.
    pub(super) fn new(found: &'o [Diagnostic], endpoints: &'o [Decided], file: u32) -> Self {
        Self { found, endpoints, file, spans: OnceCell::new() }
    }

    fn collect(&self) -> Vec<(usize, usize)> {
        let inside = self.endpoints.iter().flat_map(|decided| &decided.diagnostics);
        let labels = self.found.iter().chain(inside).flat_map(|found| &found.labels);
        let objects = self
            .endpoints
            .iter()
            .flat_map(|decided| std::iter::once(&decided.endpoint.request).chain(&decided.endpoint.types));
        let fields = objects.flat_map(|object| &object.fields).map(|field| field.origin);
        let origins = labels.map(|label| label.origin).chain(fields);
        let own = origins.filter(|origin| origin.file == self.file);
        farthest(own.map(|origin| (origin.start as usize, origin.end as usize)).collect())
    }

    /// Whether one of them overlaps a place.
    pub(super) fn touches(&self, place: Span) -> bool {
        is_touched(self.spans.get_or_init(|| self.collect()), place)
    }
}

/// Sorts ranges and gives each the farthest end of those up to it.
fn farthest(mut spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    spans.sort_unstable();
    let mut farthest = 0;
    for (_, end) in &mut spans {
        farthest = farthest.max(*end);
        *end = farthest;
    }
    spans
}

fn is_touched(spans: &[(usize, usize)], place: Span) -> bool {
    let above = spans.partition_point(|(start, _)| *start < place.end);
    spans[..above].last().is_some_and(|(_, farthest)| *farthest > place.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_overlap() {
        let spans = farthest(vec![(10, 20), (2, 30), (40, 50)]);
        for (start, end, expect) in
            [(0, 2, false), (1, 3, true), (25, 26, true), (30, 40, false), (45, 46, true)]
        {
            assert_eq!(is_touched(&spans, Span::new(start, end)), expect, "{start}..{end}");
        }
    }
}
