//! Rows: cells that are known by what they hold.

use crate::dialect::Column;
use crate::markdown::{self, Cell, Span};
use std::borrow::Cow;
use std::num::NonZeroU8;

/// A row with each cell in its place.
#[derive(Debug, Default)]
pub struct Row<'a> {
    /// The whole row.
    pub span: Span,
    /// How far the name is indented; only more or less counts.
    pub depth: usize,
    /// Rows of the page that this one was put together from.
    pub count: usize,
    /// How the row had to be mended.
    pub mended: Vec<Mend>,
    /// Junk behind the row.
    pub tail: Option<Span>,
    /// The cells that hold one thing each, then the descriptions. There are tens of thousands of rows, and these are
    /// the cells as they were cut.
    cells: Vec<Cell<'a>>,
    /// How many of them are no descriptions.
    placed: usize,
    places: Places,
}

/// How a row was mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// More cells than columns: the overflow joined the description.
    Overflow,
    /// Fewer cells than columns.
    Short,
    /// Two cells stood in each other's columns.
    Swapped(Span, Span),
    /// A cell was left out in front of the one that begins here.
    LeftOut(usize),
    /// Two rows on one line.
    Joined,
}

/// Which cell holds what.
#[derive(Clone, Copy, Debug, Default)]
struct Places([Option<NonZeroU8>; Column::Example as usize + 1]);

/// Stands for a name that is not there.
static NO_CELL: Cell<'static> = Cell { text: Cow::Borrowed(""), span: Span { start: 0, end: 0 } };

impl<'a> Row<'a> {
    /// A row of a table whose columns are known.
    pub(super) fn new(row: markdown::Row<'a>, columns: &[Option<Column>], mended: Vec<Mend>) -> Self {
        let markdown::Row { mut cells, tail, span } = row;
        let overflow = if cells.len() > columns.len() { cells.split_off(columns.len()) } else { Vec::new() };
        let mut row = Row { span, count: 1, tail, cells, mended, ..Row::default() };
        for (at, column) in columns.iter().enumerate().take(row.cells.len()) {
            if let Some(column) = column.and_then(place) {
                row.settle(column, at);
            }
        }
        let goes_on = columns.last() == Some(&Some(Column::Description));
        overflow.into_iter().for_each(|cell| join(&mut row.cells, cell, goes_on));
        row.drop_empty();
        row
    }

    /// A row that a list item makes, as yet without cells.
    pub(super) fn of_item(span: Span) -> Self {
        Self { span, count: 1, ..Self::default() }
    }

    /// The name; an empty one when there is none.
    pub fn name(&self) -> &Cell<'a> {
        self.cell(Column::Name).unwrap_or(&NO_CELL)
    }

    /// The cell that holds this.
    pub fn cell(&self, column: Column) -> Option<&Cell<'a>> {
        self.places.get(column).map(|at| &self.cells[at])
    }

    /// Descriptions and whatever else belongs to them.
    pub fn descriptions(&self) -> &[Cell<'a>] {
        &self.cells[self.placed..]
    }

    /// Puts a cell into its place.
    pub(super) fn put(&mut self, column: Column, cell: Cell<'a>) {
        self.cells.push(cell);
        self.settle(column, self.cells.len() - 1);
    }

    /// Adds a description.
    pub(super) fn describe(&mut self, cell: Cell<'a>) {
        if !cell.text.is_empty() {
            self.cells.push(cell);
        }
    }

    /// Takes over the descriptions of a row that goes on with this one.
    pub(super) fn go_on_with(&mut self, mut next: Row<'a>) {
        self.cells.extend(next.cells.drain(next.placed..));
        self.count += 1;
    }

    /// Takes away descriptions that say nothing.
    fn drop_empty(&mut self) {
        let mut at = self.placed;
        while let Some(cell) = self.cells.get(at) {
            match cell.text.is_empty() {
                true => drop(self.cells.remove(at)),
                false => at += 1,
            }
        }
    }

    /// Makes one of the descriptions what a column holds. The first name counts, and of all else the last.
    fn settle(&mut self, column: Column, at: usize) {
        match self.places.get(column) {
            Some(_) if column == Column::Name => {}
            Some(place) => self.cells.swap(place, at),
            None if self.placed < usize::from(u8::MAX) => {
                // Most tables have their descriptions last, and nothing has to move.
                if self.placed < at {
                    self.cells[self.placed..=at].rotate_right(1);
                }
                self.places.set(column, self.placed);
                self.placed += 1;
            }
            None => {}
        }
    }
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
        Column::Description | Column::Label => None,
        Column::Name | Column::Value => Some(Column::Name),
        column => Some(column),
    }
}

/// Cells behind the last column: a pipe inside the description cut it, so the pipe comes back.
fn join<'a>(cells: &mut Vec<Cell<'a>>, cell: Cell<'a>, goes_on: bool) {
    if cell.text.is_empty() {
        return;
    }
    match cells.last_mut() {
        Some(last) if goes_on && !last.text.is_empty() => {
            last.text = Cow::Owned(format!("{} | {}", last.text, cell.text));
            last.span.end = cell.span.end;
        }
        _ => cells.push(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Option<Column> = Some(Column::Name);
    const TYPE: Option<Column> = Some(Column::Type);
    const DESCRIPTION: Option<Column> = Some(Column::Description);

    #[track_caller]
    fn check(texts: &[&str], columns: &[Option<Column>], name: &str, ty: Option<&str>, about: &[&str]) {
        let cells = texts.iter().map(|text| Cell { text: Cow::Borrowed(*text), span: Span::default() });
        let row = markdown::Row { cells: cells.collect(), ..markdown::Row::default() };
        let row = Row::new(row, columns, Vec::new());
        assert_eq!(row.name().text, name);
        assert_eq!(row.cell(Column::Type).map(|cell| cell.text.as_ref()), ty);
        assert_eq!(row.descriptions().iter().map(|cell| cell.text.as_ref()).collect::<Vec<_>>(), about);
    }

    #[test]
    fn cells_find_their_places_wherever_the_columns_are() {
        check(&["a", "int", "b"], &[NAME, TYPE, DESCRIPTION], "a", Some("int"), &["b"]);
        check(&["b", "c", "int", "a"], &[DESCRIPTION, None, TYPE, NAME], "a", Some("int"), &["b", "c"]);
        check(&["a", "", "c"], &[NAME, DESCRIPTION, None], "a", None, &["c"]);
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
}
