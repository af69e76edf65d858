//! Readings: what the pages of a doc set gave, kept so that a page with a new text does not cost all the others.

use super::Set;
use super::pages::{self, Common, Documents, Read, Stage};
use super::shared::{self, Gathered};
use super::work::Work;
use crate::lower::description::Memo;
use crate::lower::draft::DefinitionId;
use crate::source::SourceFile;
use crate::syntax::markdown::Document;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// What the pages of a doc set gave.
pub(super) struct Readings {
    /// Ids of the pages, those of one name side by side, and the languages in which they were read.
    order: Vec<(u32, &'static str)>,
    /// Places in `order` of the pages of one name.
    groups: Vec<Range<usize>>,
    gathered: Gathered,
    /// What each group gave, and the definitions that it uses.
    read: Vec<Read>,
    uses: Vec<BTreeSet<DefinitionId>>,
    used: BTreeSet<DefinitionId>,
    /// What the descriptions of edited pages mean: most are the same at the next edit.
    meanings: Option<Memo>,
}

/// Meanings that are kept between edits; texts that were typed on the way are among them.
const MEANINGS: usize = 10_000;

/// Reads the pages of a doc set. `files` are those of the run.
pub(super) fn read(set: &Set, documents: Documents<'_>, files: &[SourceFile], meanings: &Memo) -> Readings {
    let own = Memo::of(&set.dialect);
    let meanings = own.as_ref().unwrap_or(meanings);
    let of_set = documents.files;
    let pages = documents.into_pages();
    let mut work: Vec<Work<'_>> = pages.map(|(file, document)| Work { file, document, page: None }).collect();
    work.sort_by_cached_key(|work| work.file.stem());
    let order: Vec<_> = work.iter().map(|work| (work.file.id, work.file.page_language())).collect();
    let gathered = shared::gather(&mut work, of_set, set, meanings);
    let common = Common { set, files, meanings, shared: &gathered.shared };
    let mut groups = Vec::new();
    for pages in work.chunk_by(|a, b| a.is_of_one_name(b)) {
        let start = groups.last().map_or(0, |before: &Range<usize>| before.end);
        groups.push(start..start + pages.len());
    }
    let of_one_name = work.par_chunk_by_mut(|a, b| a.is_of_one_name(b));
    let decided: Vec<Stage<'_>> = of_one_name.map(|pages| pages::decide(pages, common)).collect();
    let uses: Vec<BTreeSet<DefinitionId>> =
        decided.iter().map(|stage| stage.definitions().copied().collect()).collect();
    let used: BTreeSet<DefinitionId> = uses.iter().flatten().copied().collect();
    let read = decided.into_par_iter().map(|stage| pages::settle(stage, &used, common)).collect();
    Readings { order, groups, gathered, read, uses, used, meanings: None }
}

impl Readings {
    /// What the pages gave.
    pub(super) fn into_read(self) -> Vec<Read> {
        let Self { mut read, used, .. } = self;
        pages::once(&mut read, &used);
        pages::listed(&mut read);
        read
    }

    /// A copy of what the pages gave.
    pub(super) fn copy(&self) -> Vec<Read> {
        let mut read: Vec<Read> = self.read.par_iter().cloned().collect();
        pages::once(&mut read, &self.used);
        pages::listed(&mut read);
        read
    }

    /// What the pages gave, as it was read.
    pub(super) fn read(&self) -> &[Read] {
        &self.read
    }

    /// Reads a page in its new text, and those of its name; its document where that was read already. False where that may
    /// change what other pages give: then the whole doc set has to be read again.
    pub(super) fn change<'f>(
        &mut self,
        (page, document): (u32, Option<Document<'f>>),
        set: &'f Set,
        files: &'f [SourceFile],
    ) -> bool {
        let kept = self.meanings.take().filter(|kept| kept.len() <= MEANINGS);
        let meanings = kept.or_else(|| Memo::of(&set.dialect)).unwrap_or_default();
        let Some(at) = self.order.iter().position(|(id, _)| *id == page) else { return false };
        let Some(group) = self.groups.iter().position(|group| group.contains(&at)) else { return false };
        let pages = self.groups[group].clone();
        let file = |(id, _): &(u32, &'static str)| &files[*id as usize];
        let mut work: Vec<Work<'_>> = self.order[pages.clone()]
            .iter()
            .map(|page| Work { file: file(page), document: None, page: None })
            .collect();
        let changed = &mut work[at - pages.start];
        changed.document = document;
        if changed.file.page_language() != self.order[at].1 {
            return false;
        }
        let others = self.uses.iter().enumerate().filter(|(other, _)| *other != group);
        let by_others: BTreeSet<DefinitionId> = others.flat_map(|(_, used)| used).copied().collect();
        if !self.gathered.change((at, changed), set, &meanings, &|id| by_others.contains(&id)) {
            return false;
        }
        let common = Common { set, files, meanings: &meanings, shared: &self.gathered.shared };
        let stage = pages::decide(&mut work, common);
        let uses: BTreeSet<DefinitionId> = stage.definitions().copied().collect();
        if by_others.union(&uses).ne(&self.used) {
            return false;
        }
        self.read[group] = pages::settle(stage, &self.used, common);
        self.uses[group] = uses;
        self.meanings = Some(meanings);
        true
    }
}
