//! Anchors: what links lead to.

use smol_str::SmolStr;

/// What a link leads to: a heading, a table or a named place of a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// Id of its file.
    pub page: u32,
    /// Its name, in small letters; empty for the page as a whole.
    pub name: SmolStr,
}

impl Anchor {
    /// The table of that number on a page. A blank is in the name of no place that a page names.
    pub fn numbered(page: u32, number: &str) -> Self {
        Self { page, name: format!("table {number}").into() }
    }

    /// Whether it is the number of a table.
    pub fn is_number(&self) -> bool {
        self.name.contains(' ')
    }
}

/// Index of a definition among those that calls share.
pub type DefinitionId = usize;
