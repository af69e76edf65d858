//! The walk through the objects of one side of a call: what is known at each place, and the entries so far.

use super::ends::{End, Ends};
use super::entry::{Entry, Place, Side};
use super::rules::Rule;
use super::{same, witnesses};
use crate::emit::rust::surface::FactKey;
use crate::model::{Fact, Field, Object, Text, Vote};
use std::collections::BTreeSet;

/// A walk through the objects of one side of a call.
pub(super) struct Walk<'a> {
    pub(super) ends: Ends<'a>,
    pub(super) side: Side,
    /// One side has a page of a language that the other lacks, which has an entry of its own.
    pub(super) languages_differ: bool,
    pub(super) seen: BTreeSet<(String, String)>,
    pub(super) entries: Vec<Entry>,
}

/// A field, the object that holds it, and the end that both belong to.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) end: End<'a>,
    pub(super) owner: &'a Object,
    pub(super) field: &'a Field,
}

impl Spot<'_> {
    /// The field and everything below it.
    pub(super) fn keys(&self) -> Vec<FactKey> {
        let mut keys = vec![(self.owner.id.clone(), Some(self.field.name.to_string()))];
        keys.extend(self.end.keys_below(&self.field.ty));
        keys
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(ends: Ends<'a>, side: Side) -> Self {
        let languages_differ = ends.old.languages() != ends.new.languages();
        Self { ends, side, languages_differ, seen: BTreeSet::new(), entries: Vec::new() }
    }

    pub(super) fn entry(&self, rule: &'static Rule, path: &str, message: String) -> Entry {
        Entry::new(rule, self.side, path, message)
    }

    pub(super) fn push(&mut self, mut entry: Entry, keys: Vec<FactKey>) {
        entry.keys = keys;
        self.entries.push(entry);
    }
}

/// One field on both sides.
pub(super) struct FieldPair<'w, 'a> {
    pub(super) walk: &'w mut Walk<'a>,
    pub(super) path: &'w str,
    pub(super) spots: [Spot<'a>; 2],
}

impl<'a> FieldPair<'_, 'a> {
    pub(super) fn fields(&self) -> [&'a Field; 2] {
        self.spots.map(|spot| spot.field)
    }

    pub(super) fn side(&self) -> Side {
        self.walk.side
    }

    /// Adds an entry: `what` is said of the field.
    pub(super) fn push(&mut self, rule: &'static Rule, what: &str, says: [Option<String>; 2]) {
        self.push_with(rule, what, says, &[]);
    }

    /// [`FieldPair::push`] with what says that two names are one field.
    pub(super) fn push_with(
        &mut self,
        rule: &'static Rule,
        what: &str,
        says: [Option<String>; 2],
        evidence: &[String],
    ) {
        let [old, new] = self.spots;
        let [before, after] = says;
        let mut entry = self.walk.entry(rule, self.path, format!("`{}`: {what}", self.path));
        entry.evidence = evidence.to_vec();
        entry.evidence.extend(witnesses::corrections(&old.field.votes, &new.field.votes));
        let entry = entry.says(before, after);
        let entry = entry.at(old.end.place(old.field.origin), new.end.place(new.field.origin));
        let keys = match rule.shape {
            true => [old.keys(), new.keys()].concat(),
            false => {
                [old, new].map(|spot| (spot.owner.id.clone(), Some(spot.field.name.to_string()))).to_vec()
            }
        };
        self.walk.push(entry, keys);
    }

    /// Lets the last entry point to what decided a fact on each side, where that is known: a cell, or a member of a sample.
    pub(super) fn decided(&mut self, fact: Fact) {
        let of = |spot: Spot<'_>| {
            let decides = |vote: &&Vote| vote.fact == fact && vote.won && vote.origin.line > 0;
            spot.field.votes.iter().find(decides).and_then(|vote| spot.end.place(vote.origin))
        };
        let places = self.spots.map(of);
        if let Some(entry) = self.walk.entries.last_mut() {
            point(entry, places);
        }
    }

    /// Lets the entries from a place on point to the descriptions that differ, which tell them.
    pub(super) fn described(&mut self, from: usize) {
        let [old, new] = self.fields();
        let of = |spot: Spot<'_>, others: &[Text]| {
            let differs =
                |text: &&Text| text.origin.line > 0 && !others.iter().any(|other| same::text(text, other));
            spot.field.docs.iter().find(differs).and_then(|text| spot.end.place(text.origin))
        };
        let places = [of(self.spots[0], &new.docs), of(self.spots[1], &old.docs)];
        self.walk.entries[from..].iter_mut().for_each(|entry| point(entry, places.clone()));
    }
}

fn point(entry: &mut Entry, [old, new]: [Option<Place>; 2]) {
    entry.old = old.or(entry.old.take());
    entry.new = new.or(entry.new.take());
}
