//! Stage 4 of 9: page. In: `markdown::Document` and `Dialect`. Out: [`Page`]: sections, tables with known columns,
//! examples and routes, still textual. Here it is settled what each cell *is*; `lower` says what it means.

pub mod call_titles;
pub mod columns;
mod directions;
pub mod endpoints;
pub mod error_codes;
pub mod evidence;
pub mod findings;
pub mod headings;
pub mod levels;
pub mod lists;
mod members;
mod operation;
pub mod placement;
mod presence;
pub mod regions;
pub mod route_forms;
pub mod routes;
pub mod rows;
pub mod samples;
pub mod sections;
pub mod set_aside;
pub mod tables;
pub mod titled_rows;
pub mod titled_tables;
pub mod titles;

use crate::dialect::{Column, Role};
use crate::syntax::markdown::{Cell, Line, Span};
use smallvec::SmallVec;
use std::borrow::Cow;

pub use endpoints::read;
pub use presence::presence;
pub use rows::{Row, RowRepair, TableRow};
pub use set_aside::SetAside;

/// What one file holds.
#[derive(Debug, Default)]
pub struct Page<'a> {
    /// The endpoints of the page; none when it is a page of another kind.
    pub endpoints: Vec<Endpoint<'a>>,
    /// The names that the page gives its places.
    pub anchors: Vec<&'a str>,
    /// Sections that stand outside of the calls: types and values that any call may refer to.
    pub outside: Vec<Section<'a>>,
    /// Tables, samples and routes that no endpoint takes.
    pub set_aside: Vec<SetAside>,
    /// A route on a page that is skipped by the name of its file.
    pub skipped: Option<evidence::Site>,
}

/// The sections of one endpoint.
#[derive(Debug, Default)]
pub struct Endpoint<'a> {
    /// The heading that carries the name, with its span.
    pub title: Option<(Cow<'a, str>, Span)>,
    /// The sections in file order.
    pub sections: Vec<Section<'a>>,
    /// Whether the page describes this call alone, so that its file may bear the name.
    pub alone: bool,
    /// The method the page names.
    pub method: Option<routes::Method>,
    /// The path the page names.
    pub path: Option<routes::Path>,
    /// The method and the path of the first route in running text, for pages that no route table knows.
    pub prose: (Option<routes::Method>, Option<routes::Path>),
    /// The name that a row of the request gives the operation, where the dialect sends one: `Action`.
    pub operation: Option<(String, Span)>,
    /// Further routes that stand beside the first one: operations of their own with the same sections.
    pub alternates: Vec<(routes::Method, routes::Path)>,
    /// Places that give another route.
    pub contradictions: Vec<evidence::Site>,
    /// The request line of a sample, for pages that name no route otherwise.
    pub shown: Option<(routes::Method, routes::Path)>,
}

impl Endpoint<'_> {
    /// Takes the route from running text where nothing else on the page names one.
    pub fn take_prose(&mut self) {
        let (method, path) = std::mem::take(&mut self.prose);
        self.method = self.method.take().or(method);
        self.path = self.path.take().or(path);
    }
}

/// Which half of the call a section speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Neither.
    #[default]
    None,
    /// What is sent.
    Request,
    /// What comes back.
    Response,
}

/// What stands between two headings.
#[derive(Debug)]
pub struct Section<'a> {
    /// What the last role heading opened.
    pub role: Role,
    /// Whether this heading is no role heading itself but stands below one.
    pub nested: bool,
    /// The half of the call.
    pub side: Side,
    /// The heading's text; empty for what stands before the first.
    pub heading: Cow<'a, str>,
    /// The heading's place.
    pub span: Span,
    /// The heading's level.
    pub level: u8,
    /// The names that links to the heading end in, beside those that renderers make of its words.
    pub anchors: Vec<&'a str>,
    /// The HTTP status that the heading names.
    pub status: Option<u16>,
    /// What stands below it.
    pub items: Vec<Item<'a>>,
}

impl Section<'_> {
    /// Whether it says what the call does.
    pub fn describes_call(&self) -> bool {
        self.role == Role::Description || self.role == Role::Other && self.nested
    }

    /// Whether a table stands in it.
    pub fn has_table(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Table(_)))
    }
}

impl<'a> Section<'a> {
    /// The lines of its prose.
    pub fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        let lines = self.items.iter().filter_map(|item| match item {
            Item::Lines(lines) => Some(lines),
            _ => None,
        });
        lines.flatten()
    }
}

/// A piece of a section.
#[derive(Debug)]
pub enum Item<'a> {
    /// Prose.
    Lines(Vec<Line<'a>>),
    /// A code block.
    Code {
        /// What its fence says it holds.
        info: &'a str,
        /// Its text.
        body: Span,
        /// What it shows; none for a block that is no sample of the call.
        sample: Option<Shown>,
    },
    /// A table.
    Table(Table<'a>),
}

/// What a code block shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The half of the call.
    pub side: Side,
    /// Whether its titles say that the call failed.
    pub failed: bool,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Each row is a field.
    Fields,
    /// Each row is a value of one field.
    Values,
    /// Each row is a value of the field that it names.
    NamedValues,
    /// Each row names the type of a body.
    Bodies,
    /// Each row is an error code.
    ErrorCodes,
    /// Anything else.
    Other,
}

/// What the columns of a table hold, from left to right: there are few, and a table keeps them in itself.
pub type Columns = SmallVec<[Option<Column>; 16]>;

/// A table whose columns are known.
#[derive(Debug)]
pub struct Table<'a> {
    /// What its rows are.
    pub kind: TableKind,
    /// What its columns hold; none for a column of no known title.
    pub columns: Columns,
    /// Whether it has a column that says what must be sent.
    pub has_required: bool,
    /// Whether a separator row stands below the header.
    pub has_separator: bool,
    /// The title of a second column of descriptions.
    pub repeated: Option<Span>,
    /// Whether its rows are the items of a list.
    pub of_list: bool,
    /// The names that links to it end in.
    pub anchors: Vec<&'a str>,
    /// The prose line right above it.
    pub caption: Option<Line<'a>>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// Their cells.
    cells: Vec<Cell<'a>>,
    /// The whole table.
    pub span: Span,
    /// The header row.
    pub header: Span,
}

impl Table<'_> {
    /// The rows with their cells.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|row| row.with(&self.cells))
    }

    /// The rows by which each of them is judged: all for each would cost the square.
    pub fn first_rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows().take(FIRST_ROWS)
    }
}

/// Rows of a table that speak for the others.
const FIRST_ROWS: usize = 128;
