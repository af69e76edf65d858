//! What calls share: tables outside of the calls and on other pages of the doc set, and what one call takes over from
//! another one.
//!
//! A definition is lowered once, for all that refer to it. A call takes copies whose rows count nothing; the rows count
//! once, on their own page, when any call has the definition in its model.

use super::anchor::Anchor;
use super::calls::{Call, Calls};
use super::draft::{DefinitionId, Table};
use super::pages::Pages;
use super::titles::Titles;
use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;
use crate::syntax::markdown::Span;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What the calls of a doc set share.
#[derive(Debug, Default)]
pub struct Shared {
    /// The pages.
    pub pages: Pages,
    definitions: Vec<Definition>,
    anchors: BTreeMap<Anchor, DefinitionId>,
    names: BTreeMap<String, Vec<DefinitionId>>,
    /// The calls that others take over.
    pub calls: Calls,
    /// Names of all places of the pages that were read for others, as [`loose`] has them.
    places: BTreeSet<Anchor>,
    read: BTreeSet<u32>,
}

/// What a page offers to others.
#[derive(Debug, Default)]
pub struct Offer {
    /// Id of its file.
    pub page: u32,
    /// Its definitions.
    pub definitions: Vec<Definition>,
    /// Those of its calls that others take over.
    pub calls: Vec<Call>,
    /// Every name that links to it may end in.
    pub places: Vec<Anchor>,
}

/// The tables under one heading.
#[derive(Debug, Default)]
pub struct Definition {
    /// Id of its file.
    pub page: u32,
    /// Language of the page.
    pub language: &'static str,
    /// The tables.
    pub tables: Vec<Table>,
    /// What links to it end in.
    pub anchors: Vec<Anchor>,
    /// Whether type names lead to it.
    pub is_type: bool,
    /// What was found in its rows.
    pub diagnostics: Vec<Diagnostic>,
    /// Its tables on the page; none where a call has them itself.
    pub places: Vec<Place>,
}

/// A table on its page.
#[derive(Clone, Debug)]
pub struct Place {
    /// The whole table.
    pub span: Span,
    /// The header row.
    pub header: Span,
    /// Its rows, and how many of the page each was put together from.
    pub rows: Vec<(Span, usize)>,
}

impl Shared {
    /// Of these pages, as yet nothing.
    pub fn new(pages: Pages) -> Self {
        Self { pages, ..Self::default() }
    }

    /// Adds what a page offers. Of two places with one name the first counts.
    pub fn add(&mut self, Offer { page, definitions, calls, places }: Offer) {
        self.read.insert(page);
        self.places
            .extend(places.into_iter().map(|Anchor { page, name }| Anchor { page, name: loose(&name) }));
        for definition in definitions {
            let id = self.definitions.len();
            for anchor in &definition.anchors {
                self.anchors.entry(anchor.clone()).or_insert(id);
            }
            if definition.is_type {
                for name in definition.tables.iter().flat_map(|table| names(&table.titles)) {
                    self.names.entry(name.to_lowercase()).or_default().push(id);
                }
            }
            self.definitions.push(definition);
        }
        self.calls.replace(page, calls);
    }

    /// Puts what a page offers now in place of what it offered. False, and nothing is changed, where it offers under other
    /// names, or something that is used elsewhere.
    pub fn replace(&mut self, offer: Offer, is_used: &dyn Fn(DefinitionId) -> bool) -> bool {
        let Offer { page, definitions, calls, places } = offer;
        let own: Vec<DefinitionId> =
            (0..self.definitions.len()).filter(|id| self.definitions[*id].page == page).collect();
        let known = |Anchor { page, name }: &Anchor| Anchor { page: *page, name: loose(name) };
        let places: BTreeSet<Anchor> = places.iter().map(known).collect();
        let before = self.places.range(Anchor { page, name: "".into() }..).take_while(|it| it.page == page);
        let is_alike = own.len() == definitions.len()
            && own.iter().zip(&definitions).all(|(id, new)| self.definitions[*id].is_named_as(new))
            && before.eq(&places);
        if !is_alike || own.iter().any(|id| is_used(*id)) {
            return false;
        }
        self.calls.replace(page, calls);
        own.into_iter().zip(definitions).for_each(|(id, new)| self.definitions[id] = new);
        true
    }

    /// The definitions of a page that are among `used`.
    pub fn used<'s>(
        &'s self,
        page: u32,
        used: &BTreeSet<DefinitionId>,
    ) -> impl Iterator<Item = &'s Definition> {
        used.iter().map(|id| &self.definitions[*id]).filter(move |definition| definition.page == page)
    }

    /// Whether a page offers anything.
    pub fn is_offered_by(&self, page: u32) -> bool {
        self.definitions.iter().any(|definition| definition.page == page && !definition.places.is_empty())
    }

    /// A definition.
    pub fn definition(&self, id: DefinitionId) -> &Definition {
        &self.definitions[id]
    }

    /// Whether any page was read for others.
    pub fn has_offers(&self) -> bool {
        !self.read.is_empty()
    }

    /// The definition that a link leads to.
    pub fn linked(&self, anchor: &Anchor) -> Option<DefinitionId> {
        self.anchors.get(anchor).copied()
    }

    /// Whether a link leads to a page that was read and has no such place.
    pub fn is_broken(&self, link: &Anchor) -> bool {
        let place = Anchor { page: link.page, name: loose(&link.name) };
        self.read.contains(&link.page)
            && !link.is_number()
            && !place.name.is_empty()
            && !self.anchors.contains_key(link)
            && !self.places.contains(&place)
    }

    /// The definition that a type name means on a page: one of the page itself, else of its language; several pages
    /// that define it leave it open.
    pub fn named(&self, name: &str, on: &SourceFile) -> Option<DefinitionId> {
        let ids = self.names.get(&name.to_lowercase())?;
        let rank = |id: &DefinitionId| {
            let definition = &self.definitions[*id];
            (definition.page != on.id, definition.language != on.page_language())
        };
        let best = ids.iter().map(rank).min()?;
        let mut same = ids.iter().filter(|id| rank(id) == best);
        let first = *same.next()?;
        let page = |id: &DefinitionId| self.definitions[*id].page;
        same.all(|other| page(other) == page(&first)).then_some(first)
    }
}

impl Definition {
    /// Whether links and names lead to both alike.
    fn is_named_as(&self, other: &Self) -> bool {
        let names = |definition: &Self| -> Vec<String> {
            definition.tables.iter().flat_map(|table| names(&table.titles)).map(str::to_lowercase).collect()
        };
        self.anchors == other.anchors
            && self.is_type == other.is_type
            && self.language == other.language
            && self.places.is_empty() == other.places.is_empty()
            && names(self) == names(other)
    }
}

/// A name without what renderers differ in: marks, and the number behind a heading that comes twice.
fn loose(name: &str) -> SmolStr {
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '_']);
    let bare = if bare.is_empty() { name } else { bare };
    bare.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into()
}

/// The titles of one segment.
pub fn names(titles: &Titles) -> impl Iterator<Item = &str> {
    titles.iter().filter(|path| path.len() == 1).map(|path| path[0].as_str())
}
