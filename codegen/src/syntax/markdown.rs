//! Stage 2 of 9: markdown. In: text. Out: a flat, spanned [`Document`] of headings, lines, tables and code blocks.
//!
//! Any text gives a document. pulldown-cmark finds the blocks, with its tables switched off, because a strict table
//! grammar drops tables whose separator row is wrong; the table reader works on the lines of a paragraph.

mod blocks;
mod document;
mod html;
pub mod inline;
mod tables;

pub(crate) use crate::syntax::text::offset_in;
pub use blocks::read;
pub use document::{Block, Cell, Document, Kind, Line, Row, Span, Table};
pub use tables::row as cut_row;
