//! The flat list of blocks that a page is read as.

use std::borrow::Cow;
use std::ops::Range;

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
    /// Names that links lead to, in file order.
    pub anchors: Vec<Anchor<'a>>,
    /// What is wrong with the text, in file order.
    pub faults: Vec<Fault>,
}

/// A name that links lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor<'a> {
    /// The name without `#`.
    pub name: &'a str,
    /// Where it stands.
    pub span: Span,
    /// The block that it stands in, or else the next one.
    pub target: Span,
}

/// A piece of text that was read otherwise than a strict reader would, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where.
    pub span: Span,
}

/// What is wrong with a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A table row of several lines that no pipe closes: it is read as its first line.
    OpenRow,
    /// `<!--` without `-->`: read as text.
    OpenComment,
    /// `<table>` without `</table>`: read up to the next blank line.
    OpenTable,
    /// A pipe that does not end its cell and is not escaped.
    PipeInCell,
}

impl FaultKind {
    /// The fault in words.
    pub fn message(self) -> &'static str {
        match self {
            Self::OpenRow => "a table row of several lines is not closed by a pipe",
            Self::OpenComment => "a comment is not closed by `-->`",
            Self::OpenTable => "an HTML table is not closed by `</table>`",
            Self::PipeInCell => "a pipe in a cell is not escaped",
        }
    }
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
    /// A heading.
    Heading {
        /// 1 to 6, as written; many pages have wrong levels.
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
    /// The cells of all rows.
    pub cells: Vec<Cell<'a>>,
}

/// One table row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The indices of its cells.
    pub cells: Range<usize>,
    /// Text behind the closing pipe of the row.
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
