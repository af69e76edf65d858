//! Objects: their fields in pairs, all the way down.

use super::ends::Ends;
use super::entry::Side;
use super::rules::{self, Rule};
use super::walk::{Spot, Walk};
use super::{fields, pairs, types};
use crate::model::{Field, Object, Type};

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
        for (was, is, evidence) in &pairs.both {
            let spots = [
                Spot { end: before, owner: old, field: &old.fields[*was] },
                Spot { end: after, owner: new, field: &new.fields[*is] },
            ];
            let path = format!("{path}.{}", spots[1].field.name);
            fields::compare(self, &path, spots, evidence);
            self.below(&path, &spots[0].field.ty, &spots[1].field.ty);
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
