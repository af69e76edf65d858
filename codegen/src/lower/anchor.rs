//! Anchors: what links lead to, and what names a call elsewhere.

use crate::model::Origin;
use crate::page::Side;
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

/// A line that takes over what another call sends or returns.
#[derive(Clone, Debug)]
pub struct Inherit {
    /// The half of the call.
    pub side: Side,
    /// What names the other call: its route, its title, or a link.
    pub call: CallName,
    /// What is said of otherwise on the same line, and not taken over.
    pub without: Vec<SmolStr>,
    /// Whether the line speaks of a call and of nothing else.
    pub is_certain: bool,
    /// Whether it is all that its section says.
    pub is_all: bool,
    /// The line.
    pub origin: Origin,
}

/// What names a call on a page that speaks of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallName {
    /// As the page writes it.
    pub text: SmolStr,
    /// Where its link leads.
    pub link: Option<Anchor>,
}

/// Index of a definition among those that calls share.
pub type DefinitionId = usize;
