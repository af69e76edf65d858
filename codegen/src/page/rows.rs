//! Rows: cells that are known by what they hold.

use crate::dialect::Column;
use crate::syntax::markdown::{self, Cell, Span};
use std::borrow::Cow;
use std::num::NonZeroU8;
use std::ops::{Deref, Range};

/// A row and its cells, each in its place.
#[derive(Clone, Copy, Debug)]
pub struct Row<'p> {
    row: &'p TableRow,
    cells: &'p [Cell<'p>],
}

/// A row of a table, which has its cells.
#[derive(Debug, Default)]
pub struct TableRow {
    /// The whole row.
    pub span: Span,
    /// How far the name is indented; only more or less counts.
    pub depth: usize,
    /// Rows of the page that this one was put together from.
    pub count: usize,
    /// How the row had to be repaired.
    pub repairs: Vec<RowRepair>,
    /// Junk behind the row.
    pub tail: Option<Span>,
    /// Which cells are its own: those that hold one thing each, then the descriptions.
    cells: Range<usize>,
    /// How many of them are no descriptions.
    placed: usize,
    /// How many at the end are of columns that nobody knows, beside one of descriptions.
    remarks: usize,
    places: Places,
}

/// How a row was repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRepair {
    /// More cells than columns: the overflow joined the description.
    Overflow,
    /// Fewer cells than columns.
    Short,
    /// Two cells stood in each other's columns.
    Swapped(Span, Span),
    /// A cell was left out in front of the one that begins here.
    LeftOut(usize),
    /// A pipe inside of a cell cut it: its pieces joined it again.
    Cut,
    /// Two rows on one line.
    Joined,
}

/// Which cell holds what.
#[derive(Clone, Copy, Debug, Default)]
struct Places([Option<NonZeroU8>; Column::Example as usize + 1]);

/// Stands for a name that is not there.
static NO_CELL: Cell<'static> = Cell { text: Cow::Borrowed(""), span: Span { start: 0, end: 0 } };

impl<'p> Row<'p> {
    /// The name; an empty one when there is none.
    pub fn name(self) -> &'p Cell<'p> {
        self.cell(Column::Name).unwrap_or(&NO_CELL)
    }

    /// The cell that holds this.
    pub fn cell(self, column: Column) -> Option<&'p Cell<'p>> {
        self.row.places.get(column).map(|at| &self.cells[at])
    }

    /// Descriptions and whatever else belongs to them.
    pub fn descriptions(self) -> &'p [Cell<'p>] {
        &self.cells[self.row.placed..self.cells.len() - self.row.remarks]
    }

    /// Cells of columns that nobody knows, each with the title of its column.
    pub fn remarks(self) -> &'p [Cell<'p>] {
        &self.cells[self.cells.len() - self.row.remarks..]
    }
}

impl Deref for Row<'_> {
    type Target = TableRow;

    fn deref(&self) -> &TableRow {
        self.row
    }
}

impl TableRow {
    /// A row of a table whose columns are known. `cells` are those of the table.
    pub(super) fn new(
        row: markdown::Row,
        columns: &[Option<Column>],
        repairs: Vec<RowRepair>,
        cells: &mut [Cell<'_>],
    ) -> Self {
        let markdown::Row { cells: range, tail, span } = row;
        let cells = &mut cells[range.clone()];
        let unknown = unknown(columns, cells);
        let mut row = Self { span, count: 1, tail, repairs, ..Self::default() };
        for (at, column) in columns.iter().enumerate().take(cells.len()) {
            if let Some(column) = column.and_then(place) {
                row.settle(column, at, cells);
            }
        }
        let goes_on = columns.last() == Some(&Some(Column::Description));
        let length = join(cells, columns.len(), goes_on);
        let length = row.placed + without_empty(&mut cells[row.placed..length]);
        let described = &mut cells[row.placed..length];
        described.sort_by_key(|cell| unknown.contains(&cell.span));
        let remarks = described.iter().filter(|cell| unknown.contains(&cell.span)).count();
        Self { cells: range.start..range.start + length, remarks, ..row }
    }

    /// A row that a list item makes, as yet without cells.
    pub(super) fn of_item(span: Span) -> Self {
        Self { span, count: 1, ..Self::default() }
    }

    /// The row behind so many cells of others.
    pub(super) fn shifted(mut self, cells: usize) -> Self {
        self.cells = self.cells.start + cells..self.cells.end + cells;
        self
    }

    /// The row with its cells, of those of the table.
    pub(super) fn with<'p>(&'p self, cells: &'p [Cell<'p>]) -> Row<'p> {
        Row { row: self, cells: &cells[self.cells.clone()] }
    }

    /// Puts a cell into its place. The row is the last one.
    pub(super) fn put<'a>(&mut self, column: Column, cell: Cell<'a>, cells: &mut Vec<Cell<'a>>) {
        cells.push(cell);
        self.cells.end = cells.len();
        let own = &mut cells[self.cells.clone()];
        self.settle(column, own.len() - 1, own);
    }

    /// Adds a description. The row is the last one.
    pub(super) fn describe<'a>(&mut self, cell: Cell<'a>, cells: &mut Vec<Cell<'a>>) {
        if !cell.text.is_empty() {
            cells.push(cell);
            self.cells.end = cells.len();
        }
    }

    /// Takes over the descriptions of a row that goes on with this one.
    pub(super) fn go_on_with(&mut self, mut next: Self, cells: &mut Vec<Cell<'_>>) {
        if next.cells.start < self.cells.end {
            next.cells = moved(next.cells, cells);
        }
        for at in next.cells.start + next.placed..next.cells.end {
            cells.swap(self.cells.end, at);
            self.cells.end += 1;
        }
        let added = next.cells.end.saturating_sub(next.cells.start + next.placed);
        cells[self.cells.end - added - self.remarks..self.cells.end].rotate_left(self.remarks);
        self.count += 1;
    }

    /// Makes one of the descriptions what a column holds. The first name counts, and of all else the last.
    fn settle(&mut self, column: Column, at: usize, cells: &mut [Cell<'_>]) {
        match self.places.get(column) {
            Some(_) if column == Column::Name => {}
            Some(place) => cells.swap(place, at),
            None if self.placed < usize::from(u8::MAX) => {
                // Most tables have their descriptions last, and nothing has to move.
                if self.placed < at {
                    cells[self.placed..=at].rotate_right(1);
                }
                self.places.set(column, self.placed);
                self.placed += 1;
            }
            None => {}
        }
    }
}

/// Moves cells of a row behind those of all others, where there is room for more.
pub(super) fn moved(row: Range<usize>, cells: &mut Vec<Cell<'_>>) -> Range<usize> {
    let start = cells.len();
    for at in row {
        let cell = std::mem::take(&mut cells[at]);
        cells.push(cell);
    }
    start..cells.len()
}

impl Places {
    fn get(&self, column: Column) -> Option<usize> {
        self.0[column as usize].map(|at| usize::from(at.get()) - 1)
    }

    fn set(&mut self, column: Column, at: usize) {
        self.0[column as usize] = u8::try_from(at + 1).ok().and_then(NonZeroU8::new);
    }
}

/// The place of a column; descriptions have none, and a value stands for a name.
fn place(column: Column) -> Option<Column> {
    match column {
        Column::Description | Column::Label | Column::ReadOnly | Column::Ignored => None,
        Column::Name | Column::Value => Some(Column::Name),
        column => Some(column),
    }
}

/// The cells of columns that nobody knows, where another one holds descriptions.
fn unknown(columns: &[Option<Column>], cells: &[Cell<'_>]) -> Vec<Span> {
    if !columns.contains(&Some(Column::Description)) {
        return Vec::new();
    }
    let cells = columns.iter().zip(cells);
    cells.filter(|(column, _)| is_remark(**column)).map(|(_, cell)| cell.span).collect()
}

/// Whether the cells of a column are kept as text that nothing is read from.
pub(super) fn is_remark(column: Option<Column>) -> bool {
    matches!(column, None | Some(Column::ReadOnly))
}

/// Cells behind the last column: a pipe inside the description cut it, so the pipe comes back. Returns how many are left.
fn join(cells: &mut [Cell<'_>], columns: usize, goes_on: bool) -> usize {
    let columns = columns.min(cells.len());
    let mut kept = columns;
    for at in columns..cells.len() {
        let cell = std::mem::take(&mut cells[at]);
        match cells[..kept].last_mut() {
            _ if cell.text.is_empty() => {}
            Some(last) if goes_on && !last.text.is_empty() => {
                last.text = Cow::Owned(format!("{} | {}", last.text, cell.text));
                last.span.end = cell.span.end;
            }
            _ => {
                cells[kept] = cell;
                kept += 1;
            }
        }
    }
    kept
}

/// Descriptions that say nothing go to the end; returns how many say something.
fn without_empty(descriptions: &mut [Cell<'_>]) -> usize {
    let mut kept = 0;
    for at in 0..descriptions.len() {
        if !descriptions[at].text.is_empty() {
            descriptions.swap(kept, at);
            kept += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Option<Column> = Some(Column::Name);
    const TYPE: Option<Column> = Some(Column::Type);
    const DESCRIPTION: Option<Column> = Some(Column::Description);

    #[track_caller]
    fn check(
        texts: &[&'static str],
        columns: &[Option<Column>],
        name: &str,
        ty: Option<&str>,
        about: &[&str],
    ) {
        let cell =
            |(at, text): (usize, &&'static str)| Cell { text: Cow::Borrowed(*text), span: Span::new(at, at) };
        let mut cells: Vec<Cell<'_>> = texts.iter().enumerate().map(cell).collect();
        let row = markdown::Row { cells: 0..cells.len(), ..markdown::Row::default() };
        let row = TableRow::new(row, columns, Vec::new(), &mut cells);
        let row = row.with(&cells);
        assert_eq!(row.name().text, name);
        assert_eq!(row.cell(Column::Type).map(|cell| cell.text.as_ref()), ty);
        assert_eq!(row.descriptions().iter().map(|cell| cell.text.as_ref()).collect::<Vec<_>>(), about);
    }

    #[test]
    fn cells_find_their_places_wherever_the_columns_are() {
        check(&["a", "int", "b"], &[NAME, TYPE, DESCRIPTION], "a", Some("int"), &["b"]);
        check(
            &["b", "c", "int", "a"],
            &[DESCRIPTION, DESCRIPTION, TYPE, NAME],
            "a",
            Some("int"),
            &["b", "c"],
        );
        check(&["a", "", "c"], &[NAME, DESCRIPTION, DESCRIPTION], "a", None, &["c"]);
        check(&["a", "c"], &[NAME, None], "a", None, &["c"]);
    }

    #[test]
    fn what_nobody_knows_is_a_remark() {
        let cell = |at: usize, text| Cell { text: Cow::Borrowed(text), span: Span::new(at, at) };
        let mut cells = vec![cell(0, "a"), cell(1, "odd"), cell(2, "b")];
        let row = markdown::Row { cells: 0..3, ..markdown::Row::default() };
        let row = TableRow::new(row, &[NAME, None, DESCRIPTION], Vec::new(), &mut cells);
        let texts = |cells: &[Cell<'_>]| cells.iter().map(|cell| cell.text.to_string()).collect::<Vec<_>>();
        assert_eq!(texts(row.with(&cells).descriptions()), ["b"]);
        assert_eq!(texts(row.with(&cells).remarks()), ["odd"]);
    }

    #[test]
    fn no_cell_is_lost() {
        check(&["a"], &[NAME, TYPE, DESCRIPTION], "a", None, &[]);
        check(&["a", "b"], &[NAME, NAME], "a", None, &["b"]);
        check(&["a", "int", "text"], &[NAME, TYPE, TYPE], "a", Some("text"), &["int"]);
        check(&["a", "b", "", "c"], &[NAME, DESCRIPTION], "a", None, &["b | c"]);
        check(&["a", "int", "c", "d"], &[NAME, TYPE], "a", Some("int"), &["c", "d"]);
        check(&["a", "b"], &[], "", None, &["a", "b"]);
    }

    #[test]
    fn a_row_goes_on_with_one_below_even_if_it_was_moved() {
        for is_moved in [false, true] {
            let texts = ["a", "int", "b", "", "", "c", "", "", "d"];
            let mut cells: Vec<Cell<'_>> =
                texts.map(|text| Cell { text: Cow::Borrowed(text), span: Span::default() }).into();
            let row = |start: usize, cells: &mut Vec<Cell<'_>>| {
                let own = if is_moved && start == 0 { moved(0..3, cells) } else { start..start + 3 };
                let row = markdown::Row { cells: own, ..markdown::Row::default() };
                TableRow::new(row, &[NAME, TYPE, DESCRIPTION], Vec::new(), cells)
            };
            let mut first = row(0, &mut cells);
            for below in [3, 6] {
                let below = row(below, &mut cells);
                first.go_on_with(below, &mut cells);
            }
            let first = first.with(&cells);
            assert_eq!((first.name().text.as_ref(), first.count), ("a", 3));
            assert_eq!(first.descriptions().iter().map(|cell| cell.text.as_ref()).collect::<String>(), "bcd");
        }
    }
}
