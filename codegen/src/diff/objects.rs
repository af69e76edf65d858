//! Objects: their fields in pairs, all the way down.

use super::ends::{End, Ends};
use super::entry::{Entry, Side};
use super::rules::{self, Rule};
use super::{fields, pairs, types};
use crate::emit::rust::surface::FactKey;
use crate::model::{Field, Location, Object, Type};
use std::collections::BTreeSet;

/// A walk through the objects of one side of a call.
pub(super) struct Walk<'a> {
    pub(super) ends: Ends<'a>,
    pub(super) side: Side,
    seen: BTreeSet<(String, String)>,
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
        Self { ends, side, seen: BTreeSet::new(), entries: Vec::new() }
    }

    /// Compares two objects and what is below them.
    pub(super) fn objects(&mut self, path: &str, old: &'a Object, new: &'a Object) {
        if !self.seen.insert((old.id.clone(), new.id.clone())) {
            return;
        }
        self.object(path, old, new);
        let Ends { old: before, new: after } = self.ends;
        let kind = |a: &Field, b: &Field| types::kind(&before, &a.ty) == types::kind(&after, &b.ty);
        let pairs = pairs::fields(&old.fields, &new.fields, kind);
        let order: Vec<usize> = pairs.both.iter().map(|(old, ..)| *old).collect();
        for (was, is, evidence) in &pairs.both {
            let spots = [
                Spot { end: before, owner: old, field: &old.fields[*was] },
                Spot { end: after, owner: new, field: &new.fields[*is] },
            ];
            fields::compare(self, path, spots, evidence);
        }
        for at in pairs.removed {
            self.lone(path, Spot { end: before, owner: old, field: &old.fields[at] }, false);
        }
        for at in pairs.added {
            self.lone(path, Spot { end: after, owner: new, field: &new.fields[at] }, true);
        }
        if order.windows(2).any(|pair| pair[0] > pair[1]) {
            let names = |object: &Object| {
                object.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
            };
            let message = format!("the fields of `{path}` stand in another order");
            let entry = self.entry(&rules::ORDER_CHANGED, path, message);
            let entry = entry.says(Some(names(old)), Some(names(new)));
            self.push(entry.at(before.place(old.origin), after.place(new.origin)), Vec::new());
        }
    }

    fn object(&mut self, path: &str, old: &Object, new: &Object) {
        let Ends { old: before, new: after } = self.ends;
        let places = (before.place(old.origin), after.place(new.origin));
        let keys = || vec![(old.id.clone(), None), (new.id.clone(), None)];
        let rule = match (&old.open, &new.open) {
            (None, Some(_)) => Some((&rules::OPENED, "takes further attributes")),
            (Some(_), None) => Some((&rules::CLOSED, "takes no further attributes")),
            _ => None,
        };
        if let Some((rule, what)) = rule {
            let reason = |object: &Object| object.open.as_ref().map(|open| open.reason.clone());
            let entry = self.entry(rule, path, format!("`{path}` {what}")).says(reason(old), reason(new));
            self.push(entry.at(places.0.clone(), places.1.clone()), keys());
        }
        if old.name != new.name {
            let name = |object: &Object| object.name.clone().unwrap_or_else(|| "no name".to_owned());
            let message = format!("the type of `{path}` is called {} instead of {}", name(new), name(old));
            let entry =
                self.entry(&rules::TYPE_RENAMED, path, message).says(old.name.clone(), new.name.clone());
            self.push(entry.at(places.0, places.1), keys());
        }
    }

    /// Compares what two types lead to.
    pub(super) fn below(&mut self, path: &str, old: &'a Type, new: &'a Type) {
        let (Type::Object(before), Type::Object(after)) = (old.leaf(), new.leaf()) else { return };
        let objects = (self.ends.old.object(before), self.ends.new.object(after));
        if let (Some(before), Some(after)) = objects {
            self.objects(path, before, after);
        }
    }

    /// A field that one side alone has.
    fn lone(&mut self, path: &str, spot: Spot<'a>, is_new: bool) {
        let field = spot.field;
        let path = format!("{path}.{}", field.name);
        let rule = lone_rule(self.side, field, is_new);
        let words = spot.end.words(&field.ty);
        let presence = match (self.side, field.required) {
            (Side::Request, true) => "required",
            (Side::Response, true) => "always there",
            (_, false) => "optional",
        };
        let says = Some(format!("{words}, {presence}"));
        let place = spot.end.place(field.origin);
        let message = if is_new {
            format!("`{path}` is new: {words}, {presence}")
        } else {
            format!("`{path}` is gone")
        };
        let entry = self.entry(rule, &path, message);
        let entry = match is_new {
            true => entry.says(None, says).at(self.ends.old.home(), place),
            false => entry.says(says, None).at(place, self.ends.new.home()),
        };
        self.push(entry, spot.keys());
    }

    pub(super) fn entry(&self, rule: &'static Rule, path: &str, message: String) -> Entry {
        Entry::new(rule, self.side, path, message)
    }

    pub(super) fn push(&mut self, mut entry: Entry, keys: Vec<FactKey>) {
        entry.keys = keys;
        self.entries.push(entry);
    }
}

fn lone_rule(side: Side, field: &Field, is_new: bool) -> &'static Rule {
    match (side, is_new, field.required) {
        (Side::Request, true, true) => &rules::PARAMETER_ADDED_REQUIRED,
        (Side::Request, true, false) => &rules::PARAMETER_ADDED,
        (Side::Request, false, _) => &rules::PARAMETER_REMOVED,
        (Side::Response, true, true) => &rules::FIELD_ADDED_PROMISED,
        (Side::Response, true, false) => &rules::FIELD_ADDED,
        (Side::Response, false, _) => &rules::FIELD_REMOVED,
    }
}

/// The rule of a rename.
pub(super) fn rename_rule(side: Side, old: &Field, new: &Field) -> &'static Rule {
    let is_placeholder = old.location == Location::Path && new.location == Location::Path;
    match side {
        Side::Request if is_placeholder => &rules::PATH_PARAMETER_RENAMED,
        Side::Request => &rules::PARAMETER_RENAMED,
        Side::Response => &rules::FIELD_RENAMED,
    }
}
