//! Pages of one operation in several languages. The model has the rows of the leading page; of the others it has what they
//! testify, cell by cell. Here the cells lead back to the rows and samples of their own page.

use super::samples::{self, Known};
use docwright::model::address::{self, Place};
use docwright::model::{Api, Endpoint, Field, Origin, Service, Vote, Witness};
use docwright::source::SourceFile;
use docwright::syntax::markdown::{self, Kind, Span};

/// What a page says in its own places.
pub(super) struct Page<'a> {
    file: &'a SourceFile,
    /// Rows with the texts of their cells.
    rows: Vec<(Span, Vec<String>)>,
    /// Bodies of code blocks.
    code: Vec<Span>,
}

/// The one field of some operations that a cell names: its row is not that of the field, which another row describes.
fn only_field<'m>(own: impl Iterator<Item = Known<'m>>, cells: &[String]) -> Option<String> {
    let mut found = Vec::new();
    for (service, endpoint) in own {
        address::each_field(service, endpoint, &mut |path, _, _, field| {
            if found.len() < 2 && cells.iter().any(|cell| field.name == cell) {
                found.push(format!("{}.{}.{path}", service.name, endpoint.id));
            }
        });
    }
    if found.len() == 1 { found.pop() } else { None }
}

impl<'a> Page<'a> {
    pub(super) fn read(file: &'a SourceFile) -> Self {
        let mut page = Self { file, rows: Vec::new(), code: Vec::new() };
        for block in markdown::read(&file.text).blocks {
            match block.kind {
                Kind::Table(table) => page.rows.extend(table.rows.iter().map(|row| {
                    let cells = table.cells_of(row).iter();
                    (row.span, cells.map(|cell| cell.text.trim().trim_matches('`').to_owned()).collect())
                })),
                Kind::Code { body, .. } => page.code.push(body),
                _ => {}
            }
        }
        page
    }

    fn is_here(&self, origin: Origin, span: Span) -> bool {
        origin.file == self.file.id && span.start <= origin.start as usize && origin.end as usize <= span.end
    }

    fn origin(&self, span: Span) -> Origin {
        self.file.origin(span.start, span.end)
    }

    /// Whether a cell of a row testifies.
    fn testifies(&self, votes: &[Vote], row: Span) -> bool {
        let mut cells = votes.iter().filter(|vote| is_cell(vote));
        cells.any(|vote| self.is_here(vote.origin, row))
    }

    /// The fact of the row at a byte, and the row.
    pub(super) fn fact_of_row<'m>(
        &self,
        own: impl Iterator<Item = Known<'m>> + Clone,
        offset: usize,
    ) -> Option<(String, Origin)> {
        let holds = |(span, _): &&(Span, Vec<String>)| (span.start..=span.end).contains(&offset);
        let (row, cells) = self.rows.iter().find(holds)?;
        let by_cells = own.clone().find_map(|(service, endpoint)| {
            let base = format!("{}.{}", service.name, endpoint.id);
            let path = self.field_of_row(service, endpoint, *row)?;
            Some(format!("{base}.{path}"))
        });
        let by_name = || {
            own.clone().find_map(|(service, endpoint)| {
                let field =
                    endpoint.envelope.iter().find(|field| cells.iter().any(|cell| field.name == cell))?;
                Some(format!("{}.{}.response.{}", service.name, endpoint.id, field.name))
            })
        };
        let once_more = || only_field(own.clone(), cells);
        Some((by_cells.or_else(by_name).or_else(once_more)?, self.origin(*row)))
    }

    fn field_of_row(&self, service: &Service, endpoint: &Endpoint, row: Span) -> Option<String> {
        let mut found = None;
        address::each_field(service, endpoint, &mut |path, _, _, field| {
            if found.is_none() && self.testifies(&field.votes, row) {
                found = Some(path);
            }
        });
        let payload = || self.testifies(&endpoint.response.votes, row).then(|| "response".to_owned());
        found.or_else(payload)
    }

    /// The fact of a member of a sample that the leading page has too: such a sample is in the model once.
    pub(super) fn fact_of_sample<'m>(
        &self,
        api: &Api,
        own: impl Iterator<Item = Known<'m>>,
        offset: usize,
    ) -> Option<(String, Origin)> {
        let body = *self.code.iter().find(|body| (body.start..=body.end).contains(&offset))?;
        let members = samples::member(body.of(&self.file.text), offset - body.start)?;
        let mut paths = own.filter_map(|(service, endpoint)| {
            let side = self.side_of(service, endpoint, body)?;
            samples::fact(api, (service, endpoint), side, &members)
        });
        Some((paths.next()?, self.origin(body)))
    }

    /// Which sample of an operation a code block is, by what it testifies.
    fn side_of(&self, service: &Service, endpoint: &Endpoint, body: Span) -> Option<&'static str> {
        let mut side = None;
        let mut see = |votes: &[Vote]| {
            let mut here = votes.iter().filter(|vote| self.is_here(vote.origin, body));
            side = side.or_else(|| {
                here.find_map(|vote| match vote.witness {
                    Witness::RequestExample => Some("request"),
                    Witness::ResponseExample => Some("response"),
                    _ => None,
                })
            });
        };
        address::each_field(service, endpoint, &mut |_, _, _, field| see(&field.votes));
        see(&endpoint.response.votes);
        side
    }

    /// The row of this page that a place of the model is declared in.
    pub(super) fn row_of(&self, (service, endpoint): Known<'_>, place: &Place) -> Option<Origin> {
        let (votes, origin) = match place {
            Place::Payload => (&endpoint.response.votes, endpoint.response.origin),
            Place::Envelope(at) => return self.row_of_envelope(service, endpoint, &endpoint.envelope[*at]),
            Place::Field(holder, at) => {
                let field = holder.object(service, endpoint)?.fields.get(*at)?;
                (&field.votes, field.origin)
            }
            Place::Endpoint | Place::Request => return None,
        };
        self.row(votes, origin)
    }

    /// The row of this page that declares a field.
    pub(super) fn row_of_field(&self, field: &Field) -> Option<Origin> {
        self.row(&field.votes, field.origin)
    }

    fn row(&self, votes: &[Vote], origin: Origin) -> Option<Origin> {
        let is_own = |vote: &&Vote| is_cell(vote) && vote.origin.file == self.file.id;
        if origin.file == self.file.id && (votes.iter().any(is_cell) || votes.is_empty()) {
            return Some(origin);
        }
        let cell = votes.iter().find(is_own)?.origin;
        let row = self.rows.iter().map(|(span, _)| *span).find(|row| self.is_here(cell, *row));
        Some(row.map_or(cell, |row| self.origin(row)))
    }

    fn row_of_envelope(&self, service: &Service, endpoint: &Endpoint, field: &Field) -> Option<Origin> {
        if field.origin.file == self.file.id {
            return Some(field.origin);
        }
        let named = self.rows.iter().filter(|(_, cells)| cells.iter().any(|cell| field.name == cell));
        let mut free = named.filter(|(row, _)| self.field_of_row(service, endpoint, *row).is_none());
        free.next().map(|(row, _)| self.origin(*row))
    }
}

/// Whether a cell of a table says it.
fn is_cell(vote: &Vote) -> bool {
    matches!(vote.witness, Witness::Table | Witness::OtherLanguage)
}
