//! Objects: their fields in pairs, all the way down.

use super::ends::Ends;
use super::entry::{Place, Side};
use super::rules::{self, Rule};
use super::walk::{Spot, Walk};
use super::{fields, pairs, types};
use crate::model::{Field, Object, Type};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Walk<'a> {
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
        let both: Vec<[&Field; 2]> =
            pairs.both.iter().map(|(was, is, _)| [&old.fields[*was], &new.fields[*is]]).collect();
        let exchanged = exchanged(&both);
        for (at, (.., evidence)) in pairs.both.iter().enumerate() {
            let [was, is] = both[at];
            let spots =
                [Spot { end: before, owner: old, field: was }, Spot { end: after, owner: new, field: is }];
            let path = format!("{path}.{}", is.name);
            fields::compare(
                self,
                &path,
                spots,
                evidence,
                exchanged.get(&at).map(|other| &*both[*other][0].name),
            );
            self.below(&path, &spots[0].field.ty, &spots[1].field.ty);
        }
        for at in pairs.removed {
            let beside =
                beside(at, pairs.both.iter().map(|(was, is, _)| (*was, *is))).map(|is| new.fields[is].origin);
            let there = after.place(beside.unwrap_or(new.origin));
            self.lone(path, Spot { end: before, owner: old, field: &old.fields[at] }, false, there);
        }
        for at in pairs.added {
            let beside = beside(at, pairs.both.iter().map(|(was, is, _)| (*is, *was)))
                .map(|was| old.fields[was].origin);
            let there = before.place(beside.unwrap_or(old.origin));
            self.lone(path, Spot { end: after, owner: new, field: &new.fields[at] }, true, there);
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

    /// A field that one side alone has; on the other side it would stand `there`.
    fn lone(&mut self, path: &str, spot: Spot<'a>, is_new: bool, there: Option<Place>) {
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
            true => entry.says(None, says).at(there.or_else(|| self.ends.old.home()), place),
            false => entry.says(says, None).at(place, there.or_else(|| self.ends.new.home())),
        };
        self.push(entry, spot.keys());
    }
}

/// The other side's field beside which a lone one would stand: the partner of the last one before it, else of the first one
/// behind it.
fn beside(at: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Option<usize> {
    let (before, behind): (Vec<_>, Vec<_>) = pairs.partition(|(own, _)| *own < at);
    let nearest = before.into_iter().max().or_else(|| behind.into_iter().min());
    nearest.map(|(_, other)| other)
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

/// The fields that have exchanged their descriptions, two of them or more in a circle, and for each the one that had the
/// description which it has now: what callers send under one name means what another one meant.
fn exchanged(both: &[[&Field; 2]]) -> BTreeMap<usize, usize> {
    let languages = both.iter().flatten().flat_map(|field| field.docs.iter().map(|text| &*text.language));
    let languages: BTreeSet<&str> = languages.collect();
    languages.into_iter().flat_map(|language| exchanged_in(language, both)).collect()
}

/// Fields of a circle of exchanged descriptions, at most.
const CIRCLE: usize = 16;

fn exchanged_in(language: &str, both: &[[&Field; 2]]) -> BTreeMap<usize, usize> {
    let words = |field: &Field| -> String {
        let texts = field.docs.iter().filter(|text| text.language == language);
        texts.map(|text| text.text.trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let changed = both.iter().enumerate().map(|(at, [old, new])| (at, words(old), words(new)));
    let changed = changed.filter(|(_, old, new)| old != new && !old.is_empty() && !new.is_empty());
    let mut before: BTreeMap<String, Option<usize>> = BTreeMap::new();
    let mut becomes: BTreeMap<usize, String> = BTreeMap::new();
    for (at, old, new) in changed {
        // A description that several fields share tells nothing of one of them.
        before.entry(old).and_modify(|at| *at = None).or_insert(Some(at));
        becomes.insert(at, new);
    }
    let partner = |at: usize| becomes.get(&at).and_then(|words| before.get(words).copied().flatten());
    let is_in_circle = |at: usize| {
        let mut next = partner(at);
        for _ in 1..CIRCLE {
            match next {
                Some(it) if it == at => return true,
                Some(it) => next = partner(it),
                None => return false,
            }
        }
        false
    };
    becomes.keys().filter(|at| is_in_circle(**at)).filter_map(|at| Some((*at, partner(*at)?))).collect()
}
