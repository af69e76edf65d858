//! The account: what the text of a page holds, counted before any dialect is asked. In: text. Out: [`Account`].
//!
//! Whatever is counted here has to end in one place: in the model, in a finding, or in a count of what was set aside and
//! why ([`Reason`]). So that a fault of the readers cannot hide what it loses, this one shares no code with them and knows
//! no section, no dialect and no word of a heading. It reads lines:
//!
//! - A **row** is a line that begins with a pipe and is neither a separator (`|---|`) nor a header. A header is the line
//!   right above a separator, or the first of several rows that have none. A line whose pipes are all inside is a row too
//!   where it follows a table without a gap. A row that its last line leaves open goes on until a line ends with a pipe:
//!   what stands between, blank lines and lists included, is no row, and a line that begins with a pipe is the next one.
//!   After a blank line a table goes on with rows of as many cells. In HTML a row is a `<tr>` with a `<td>` that is not
//!   the first of its table.
//! - A **sample** is a fenced or indented block, or a `<pre>`, that holds JSON, a request line with what is sent, a URL
//!   or a call of curl. Other code is none.
//! - A **route** is `METHOD /path` wherever it stands, a row or a tag that has both, or a line that is a path or a URL and
//!   no more. [`Form`] says where. A block of code that is a route and no more is a route and no sample.
//!
//! One pass over the lines; time and memory grow with the text.

mod blocks;
mod code;
mod html;
mod lines;
mod listed;
mod outcome;
mod routes;
#[cfg(test)]
mod tests;

use crate::syntax::markdown::Span;
use std::ops::Range;

pub use outcome::{Ledger, Reason, Tally};
pub use routes::{Form, Route, same_path};

/// What the text of a page holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Rows of all tables, in file order.
    pub rows: Vec<Span>,
    /// The tables that they belong to, in file order.
    pub tables: Vec<Table>,
    /// Samples, in file order.
    pub samples: Vec<Sample>,
    /// Routes, in file order.
    pub routes: Vec<Route>,
    /// The titles, in file order: messages name what something stands under.
    pub headings: Vec<Span>,
    /// Comments of HTML that take whole lines: whoever sees the page does not see them.
    pub comments: Vec<Span>,
}

/// A run of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The row that names its columns.
    pub header: Option<Span>,
    /// Which rows are its own.
    pub rows: Range<usize>,
}

/// A block that shows a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The text inside of its fence.
    pub span: Span,
    /// Whether there is JSON in it.
    pub json: bool,
}

/// Counts what a text holds.
pub fn read(text: &str) -> Account {
    let mut account = Account::default();
    let fences = lines::read(text, &mut account);
    html::read(text, &fences, &mut account);
    routes::read(text, &fences, &mut account);
    listed::read(text, &fences, &mut account);
    account
}

impl Account {
    /// The heading that something stands under.
    pub fn heading_above(&self, at: usize) -> Option<Span> {
        let above = self.headings.partition_point(|heading| heading.start <= at);
        above.checked_sub(1).map(|last| self.headings[last])
    }

    /// Whether a place is in a comment.
    pub fn is_comment(&self, at: usize) -> bool {
        let above = self.comments.partition_point(|comment| comment.start <= at);
        above.checked_sub(1).is_some_and(|last| at < self.comments[last].end)
    }
}
