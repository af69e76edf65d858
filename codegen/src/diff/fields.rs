//! Fields: everything that two descriptions of one field can differ in.

use super::entry::{Entry, Side};
use super::reworded::Reworded;
use super::rules::{self, Rule};
use super::verdict::Wire;
use super::walk::{FieldPair, Spot, Walk};
use super::{contrasts, meaning, pairs, same, types, witnesses, wording};
use crate::emit::operations;
use crate::model::{Fact, Field, Location, Type};

/// Compares two descriptions of one field; what is below it is compared apart. `exchanged` is the field that had the
/// description which this one has now, and the other way round.
pub(super) fn compare<'a>(
    walk: &mut Walk<'a>,
    path: &str,
    spots: [Spot<'a>; 2],
    evidence: &[String],
    exchanged: Option<&str>,
) {
    let [old, new] = spots;
    let before = walk.entries.len();
    let mut at = FieldPair { walk, path, spots };
    at.name(evidence);
    at.presence();
    at.types();
    at.place_and_forms();
    let reworded = wording::texts(&old.field.docs, &new.field.docs, counts(old.field) && counts(new.field));
    meaning::compare(&mut at, &reworded);
    let words = at.walk.entries.len();
    at.wording(before, reworded);
    at.described(words);
    at.row();
    let changed = at.walk.entries.len() > before;
    at.witnesses();
    let (before, after) = (&old.field.docs, &new.field.docs);
    let is_told = at.walk.languages_differ && wording::same_in_common(before, after);
    let says = || wording::both(before, after);
    let words = at.walk.entries.len();
    if let Some(other) = exchanged {
        at.push(&rules::DESCRIPTIONS_EXCHANGED, &format!("is described as `{other}` was"), says());
    } else if !changed && !is_told && !same::texts(before, after) {
        at.push(&rules::TEXT_CHANGED, &wording::languages(before, after), says());
    }
    at.described(words);
}

/// Whether a field is a number, so that a unit in its description is its own.
fn counts(field: &Field) -> bool {
    matches!(field.ty.leaf(), Type::Integer { .. } | Type::Number)
}

impl FieldPair<'_, '_> {
    /// What the description says otherwise, unless an entry of a fact tells it; those of the field begin at `from`.
    fn wording(&mut self, from: usize, reworded: Vec<Reworded>) {
        let told = &self.walk.entries[from..];
        let is_told =
            |rules: &[&Rule]| rules.iter().any(|rule| told.iter().any(|it| it.code == rule.code.id));
        let is_open = |it: &Reworded| match it.rule.code.id {
            id if [rules::UNIT_CHANGED.code.id, rules::FORMAT_CHANGED.code.id].contains(&id) => false,
            id if id == rules::FIRST_NUMBER.code.id => {
                !is_told(&[&rules::BOUNDS_NARROWED, &rules::BOUNDS_WIDENED])
            }
            id if TELLING.iter().any(|rule| rule.code.id == id) => {
                !told.iter().any(|entry| tells(entry, it)) && (told.is_empty() || !it.says.contains(&None))
            }
            id if id == rules::CONDITION_CHANGED.code.id => told.is_empty() && !self.spots[1].field.required,
            // A default that is read is compared as a value.
            id if [rules::DEFAULT_CHANGED.code.id, rules::DEFAULT_STATED.code.id].contains(&id) => {
                let is_read = self.fields().iter().any(|field| field.meaning.default.is_some());
                told.is_empty() && !is_read && self.side() == Side::Request
            }
            _ => told.is_empty(),
        };
        for Reworded { rule, what, says } in reworded.into_iter().filter(is_open).collect::<Vec<_>>() {
            let is_stated = says.contains(&None);
            self.push(rule, &format!("its description {what}"), says);
            // What one side does not say is not known to have changed.
            let is_duty =
                [rules::CONDITION_CHANGED.code.id, rules::NUMBER_IN_WORDS.code.id].contains(&rule.code.id);
            if let Some(entry) = self.walk.entries.last_mut().filter(|_| is_stated && !is_duty) {
                entry.wire = Wire::Compatible;
            }
        }
    }

    /// A row that is gone while samples still show the field.
    fn row(&mut self) {
        let [old, new] = self.fields();
        if witnesses::is_shown_alone(new) && !witnesses::is_shown_alone(old) {
            let what = "no table names it any longer, and a sample still shows it";
            let says = ["a row of a table", "a sample alone"].map(|says| Some(says.to_owned()));
            self.push(&rules::ROW_GONE, what, says);
        }
    }

    /// Witnesses that say something else, while the fact is what it was.
    fn witnesses(&mut self) {
        let [old, new] = self.spots;
        let mut facts = Vec::new();
        facts.extend((old.field.ty == new.field.ty).then_some(Fact::Type));
        facts.extend((old.field.required == new.field.required).then_some(Fact::Required));
        facts.extend((old.field.nullable == new.field.nullable).then_some(Fact::Nullable));
        for changed in witnesses::changed(&facts, &old.field.votes, &new.field.votes) {
            let says = [changed.old, changed.new].map(|vote| Some(vote.says.to_string()));
            self.push(&rules::WITNESS_CHANGED, &changed.words(), says);
            let places = (old.end.place(changed.old.origin), new.end.place(changed.new.origin));
            if let (Some(entry), (Some(was), Some(is))) = (self.walk.entries.last_mut(), places) {
                (entry.old, entry.new) = (Some(was), Some(is));
            }
        }
    }

    fn name(&mut self, evidence: &[String]) {
        let [old, new] = self.fields();
        if old.name == new.name {
            return;
        }
        let rule = rename_rule(self.side(), old, new);
        let what = match pairs::plain(&old.name) == pairs::plain(&new.name) {
            true => format!("is written `{}` instead of `{}`", new.name, old.name),
            false => format!("is called `{}` instead of `{}`", new.name, old.name),
        };
        let says = [old, new].map(|field| Some(field.name.to_string()));
        self.push_with(rule, &what, says, evidence);
        // Names of headers do not depend on case.
        let is_header = old.location == Location::Header && new.location == Location::Header;
        if let Some(entry) =
            self.walk.entries.last_mut().filter(|_| is_header && old.name.eq_ignore_ascii_case(&new.name))
        {
            entry.wire = Wire::Compatible;
        }
    }

    fn presence(&mut self) {
        let [old, new] = self.fields();
        let side = self.side();
        let required = match (side, old.required, new.required) {
            (Side::Request, false, true) => Some((&rules::PARAMETER_REQUIRED, "is required now")),
            (Side::Request, true, false) => Some((&rules::PARAMETER_OPTIONAL, "is optional now")),
            (Side::Response, false, true) => Some((&rules::FIELD_PROMISED, "is always there now")),
            (Side::Response, true, false) => Some((&rules::FIELD_UNPROMISED, "is no longer always there")),
            _ => None,
        };
        if let Some((rule, what)) = required {
            let says = |field: &Field| Some(if field.required { "required" } else { "optional" }.to_owned());
            self.push(rule, what, [says(old), says(new)]);
            self.decided(Fact::Required);
        }
        let nullable = match (side, old.nullable, new.nullable) {
            (Side::Request, false, true) => Some((&rules::PARAMETER_NULLABLE, "may be null now")),
            (Side::Request, true, false) => Some((&rules::PARAMETER_NOT_NULL, "may no longer be null")),
            (Side::Response, false, true) => Some((&rules::FIELD_NULLABLE, "may be null now")),
            (Side::Response, true, false) => Some((&rules::FIELD_NOT_NULL, "is no longer null")),
            _ => None,
        };
        if let Some((rule, what)) = nullable {
            let says =
                |field: &Field| Some(if field.nullable { "nullable" } else { "never null" }.to_owned());
            self.push(rule, what, [says(old), says(new)]);
            self.decided(Fact::Nullable);
            // What may be missing anyway is decoded from `null` too.
            let is_optional = if new.nullable { !old.required } else { !new.required };
            if let Some(entry) =
                self.walk.entries.last_mut().filter(|_| side == Side::Response && is_optional)
            {
                entry.wire = Wire::Compatible;
            }
        }
    }

    fn types(&mut self) {
        let [old, new] = self.spots;
        let other = match self.side() {
            Side::Request => &rules::PARAMETER_TYPE,
            Side::Response => &rules::FIELD_TYPE,
        };
        let types = ((&old.end, &old.field.ty), (&new.end, &new.field.ty));
        let rule = types::rule(self.side(), types.0, types.1, other);
        // A file is a part of its own kind, whatever its type is called.
        let is_other_file = old.field.is_binary() != new.field.is_binary();
        if let Some(rule) = if is_other_file { Some(other) } else { rule } {
            let [before, after] = self.spots.map(types::words);
            let what = format!("is {after} instead of {before}");
            self.push(rule, &what, [Some(before), Some(after)]);
            self.decided(Fact::Type);
            let is_read = match self.side() {
                // A server that reads numbers reads whole ones.
                Side::Request => types::reads(&new.field.ty, &[], &old.field.ty),
                Side::Response => types::reads(&old.field.ty, &old.field.accepts, &new.field.ty),
            };
            if let Some(entry) = self.walk.entries.last_mut().filter(|_| is_read) {
                entry.wire = Wire::Compatible;
            }
        }
    }

    fn place_and_forms(&mut self) {
        let [old, new] = self.fields();
        let [before, after] = self.spots.map(|spot| types::kind(&spot.end, &spot.field.ty));
        let same_kind = before == after;
        // Another method is told by itself, and what follows it as well.
        let methods = self.spots.map(|spot| spot.end.endpoint.method);
        let places = self.spots.map(|spot| match methods[0] == methods[1] {
            true => operations::location(spot.end.service, spot.end.endpoint, spot.field),
            false => spot.field.location,
        });
        // What is below a field travels with it.
        let is_argument = self.spots.iter().all(|spot| std::ptr::eq(spot.owner, &spot.end.endpoint.request));
        if places[0] != places[1] && is_argument {
            let says = places.map(|place| format!("{place:?}").to_lowercase());
            let what = format!("travels in the {} instead of the {}", says[1], says[0]);
            self.push(&rules::PARAMETER_LOCATION, &what, says.map(Some));
            self.decided(Fact::Location);
        }
        if old.joined != new.joined && same_kind {
            let form = |field: &Field| if field.joined { "one argument" } else { "an argument each" };
            let says = [form(old), form(new)].map(str::to_owned);
            let what = format!("its values travel as {} instead of {}", says[1], says[0]);
            self.push(&rules::PARAMETER_LOCATION, &what, says.map(Some));
        }
        // A client of another type is told by the entry on the type.
        if old.accepts != new.accepts && same_kind {
            let says = [old, new].map(|field| Some(types::forms(&field.accepts)));
            let is_less = new.accepts.iter().all(|form| old.accepts.contains(form));
            match is_less {
                true => self.push(&rules::TOLERANCE_REMOVED, "is decoded from fewer forms", says),
                false => self.push(&rules::TOLERANCE_ADDED, "is decoded from other forms as well", says),
            }
        }
    }
}

/// Rules of words that an entry of a fact beside them tells only where it shows them.
const TELLING: [&Rule; 4] =
    [&rules::OPPOSITE_WORD, &rules::NUMBER_IN_WORDS, &rules::BOUNDS_NARROWED, &rules::BOUNDS_WIDENED];

/// Whether an entry shows the words or the numbers that were exchanged; a bound may be the number beside it (`less than 10`).
fn tells(entry: &Entry, it: &Reworded) -> bool {
    let shows = |said: &Option<String>, words: &Option<String>| {
        let (Some(said), Some(words)) = (said, words) else { return false };
        let (said, words) = (said.to_lowercase(), words.to_lowercase().replace(',', ""));
        let near =
            words.parse::<i64>().ok().into_iter().flat_map(|it| [it.saturating_sub(1), it.saturating_add(1)]);
        let is_number = words.bytes().all(|byte| byte.is_ascii_digit());
        let says = match is_number {
            true => contrasts::has_word(&said, &words),
            false => said.contains(&words),
        };
        says || near.into_iter().any(|it| contrasts::has_word(&said, &it.to_string()))
    };
    shows(&entry.before, &it.says[0]) && shows(&entry.after, &it.says[1])
}

/// The rule of a rename.
fn rename_rule(side: Side, old: &Field, new: &Field) -> &'static Rule {
    let is_placeholder = old.location == Location::Path && new.location == Location::Path;
    match side {
        Side::Request if is_placeholder => &rules::PATH_PARAMETER_RENAMED,
        Side::Request => &rules::PARAMETER_RENAMED,
        Side::Response => &rules::FIELD_RENAMED,
    }
}
