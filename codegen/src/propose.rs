//! Propose: a first dialect for pages that no dialect reads. In: the files of a folder. Out: a commented TOML.
//!
//! What the shared words know needs no line. Whatever else the pages repeat is given a meaning by what it holds: a
//! column of identifiers beside types is the name, a heading above a block that parses as a request shows requests, a
//! member that all answers share and that holds an object is the payload. Where content leaves several meanings open,
//! the shared words that the text is made of decide. Each line says how many pages and rows speak for it.
//!
//! Four passes, each reading with what the ones before it found: `columns`, `sections`, `cells`, `calls`.

mod association;
mod call;
mod calls;
mod cells;
mod columns;
mod draft;
mod envelope;
mod paging;
mod sections;
mod survey;
pub mod unknown;
#[cfg(test)]
mod tests;

use crate::dialect::built_in;
use crate::routes::RouteTable;
use crate::source::SourceFile;
use draft::Draft;

/// The TOML of a dialect for some pages. `table` has the routes that stand beside them.
pub fn propose(name: &str, files: &[SourceFile], table: &RouteTable) -> Result<String, built_in::Error> {
    let pages = survey::read(files);
    let mut draft = Draft::new(name, pages.len());
    columns::propose(&pages, &mut draft)?;
    sections::propose(&pages, &mut draft)?;
    cells::propose(&pages, &mut draft)?;
    calls::propose(&pages, table, &mut draft)?;
    Ok(draft.text())
}
