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

/// Index of a definition among those that calls share.
pub type DefinitionId = usize;
