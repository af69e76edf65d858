//! Stage 2 of 9: markdown. In: text. Out: a flat, spanned [`Document`] of headings, lines, tables and code blocks.
//!
//! Any text gives a document. pulldown-cmark finds the blocks, with its tables switched off, because a strict table
//! grammar drops tables whose separator row is wrong; the table reader works on the lines of a paragraph.

mod anchors;
mod blocks;
mod definitions;
mod document;
mod html;
mod brackets;
pub mod inline;
mod links;
mod next;
mod prepare;
mod shown;
mod tables;
mod tabs;
mod tags;
#[cfg(test)]
mod tests;

pub(crate) use crate::syntax::text::offset_in;
pub use blocks::read;
pub use document::{Anchor, Block, Cell, Document, Fault, FaultKind, Kind, Line, Row, Span, Table};
pub use links::{Link, links, may_hold as may_hold_link};
pub use shown::shown;
pub use tables::cut_row;
pub use tabs::{Tab, tabs};
pub use tags::{Component, component};
