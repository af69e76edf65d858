//! Stage 2 of 9: markdown. In: text. Out: a flat, spanned [`Document`] of headings, lines, tables and code blocks.
//!
//! Any text gives a document. What is not certain from how its lines begin is left to pulldown-cmark, its tables switched
//! off, because a strict table grammar drops tables whose separator row is wrong; [`tables`] reads them from the
//! paragraph's lines.

mod bytes;
mod certain;
pub mod html;
pub mod inline;
pub mod scan;
pub mod tables;

use std::borrow::Cow;
use std::ops::Range;

pub use scan::read;

/// A byte range of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A page as a flat list of blocks in file order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document<'a> {
    /// The blocks.
    pub blocks: Vec<Block<'a>>,
}

/// One block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Where it stands.
    pub span: Span,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// A heading with its level and its ids (`<div id="filter">`).
    Heading {
        /// 1 to 6, as written; levels lie, so nothing relies on them alone.
        level: u8,
        /// Text without markup.
        text: Cow<'a, str>,
        /// Anchor given in HTML.
        anchor: Option<&'a str>,
    },
    /// Lines of a paragraph or of one list item.
    Lines {
        /// Whether a list marker opens it.
        item: bool,
        /// The lines.
        lines: Vec<Line<'a>>,
    },
    /// A fenced or indented code block.
    Code {
        /// The info string.
        info: &'a str,
        /// The text inside.
        body: Span,
        /// Whether the fence is closed.
        closed: bool,
    },
    /// A table.
    Table(Table<'a>),
}

/// One line of prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    /// Text without markup.
    pub text: Cow<'a, str>,
    /// Where it stands.
    pub span: Span,
}

/// A table as written: rows may be ragged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table<'a> {
    /// The header row.
    pub header: Row,
    /// Number of columns the separator row announces; 0 when there is none.
    pub separator: usize,
    /// The rows below.
    pub rows: Vec<Row>,
    /// The cells of all rows: there are tens of thousands of rows, and few of tables.
    pub cells: Vec<Cell<'a>>,
}

/// One table row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Which cells of the table are its own, as the pipes cut them.
    pub cells: Range<usize>,
    /// What stands behind the closing pipe of the row.
    pub tail: Option<Span>,
    /// The whole row.
    pub span: Span,
}

/// One table cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell<'a> {
    /// Text without markup; `<br>` is a line break.
    pub text: Cow<'a, str>,
    /// Where the trimmed cell stands.
    pub span: Span,
}

impl<'a> Table<'a> {
    /// The cells of one of its rows.
    pub fn cells_of(&self, row: &Row) -> &[Cell<'a>] {
        &self.cells[row.cells.clone()]
    }

    /// The cells of the header.
    pub fn titles(&self) -> &[Cell<'a>] {
        self.cells_of(&self.header)
    }
}

impl Span {
    /// A range.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text of the range.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The position of `part`, which is a slice of `text`.
pub(crate) fn offset_in(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}
