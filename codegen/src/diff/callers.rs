//! The verdict on Rust callers: what changes on the emitted surfaces, and which change of the docs it comes from.
//!
//! Nothing is decided by rules here: an item that is gone or has another type breaks its users, an item more does not.
//! A change of the surface that no change of the docs explains gets an entry of its own, so none is lost.

use super::ends::Ends;
use super::entry::{Entry, Side};
use super::rules;
use super::verdict::{Level, Wire};
use crate::emit::rust::surface::{FactKey, Surface};
use crate::emit::rust::{DEPRECATED, Item};
use std::collections::BTreeSet;

/// One change of the surface.
struct Change<'a> {
    level: Level,
    reason: String,
    facts: Vec<&'a FactKey>,
    /// It is of a type as a whole, or of the chain of its required fields, so that any field of it may be the cause.
    of_object: bool,
}

/// Compares the surfaces of a file; `module` is its path in the crate.
fn changes<'a>(module: &str, old: &'a Surface, new: &'a Surface) -> Vec<Change<'a>> {
    let names: BTreeSet<&String> = old.items.keys().chain(new.items.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        let (before, after) = (old.items.get(name), new.items.get(name));
        if before == after || is_told_by_type(name, old, new) {
            continue;
        }
        let facts: Vec<&FactKey> = old.facts_of(name).iter().chain(new.facts_of(name)).collect();
        let is_chain = name.contains("Needs") || name.contains("Required") || name.ends_with("::new()");
        let of_object = is_chain || facts.iter().all(|(_, field)| field.is_none());
        if let Some((level, reason)) = judge(&format!("{module}::{name}"), before, after) {
            changes.push(Change { level, reason, facts, of_object });
        }
    }
    changes
}

/// Whether the item's type appears or disappears with it, so that the type's own line says enough.
fn is_told_by_type(name: &str, old: &Surface, new: &Surface) -> bool {
    let Some(end) = name.find(['.', ':', ' ']) else { return false };
    old.items.contains_key(&name[..end]) != new.items.contains_key(&name[..end])
}

fn judge(name: &str, before: Option<&Item>, after: Option<&Item>) -> Option<(Level, String)> {
    let warns = name.strip_suffix(DEPRECATED);
    Some(match (before, after, warns) {
        (None, _, Some(name)) => (Level::Minor, format!("uses of `{name}` warn")),
        (_, _, Some(_)) => return None,
        (None, Some(after), _) => (Level::Minor, format!("`{name}` is new{}", as_it_is(&after.text))),
        (Some(_), None, _) => (Level::Major, format!("`{name}` is gone")),
        (Some(before), Some(after), _) => {
            (Level::Major, format!("`{name}` is `{}` instead of `{}`", after.text, before.text))
        }
        (None, None, _) => return None,
    })
}

fn as_it_is(text: &str) -> String {
    if ["", "struct", "enum"].contains(&text) { String::new() } else { format!(": `{text}`") }
}

/// Gives the entries their verdicts by the surfaces of one file, and adds an entry for what none of them explains. Gives
/// the number of entries that were added.
pub(super) fn judge_file(
    entries: &mut Vec<Entry>,
    ends: Option<Ends<'_>>,
    module: &str,
    old: &Surface,
    new: &Surface,
) -> usize {
    let mut unexplained: Vec<(Level, String)> = Vec::new();
    for change in changes(module, old, new) {
        let causes = causes(entries, &change);
        causes.iter().for_each(|at| entries[*at].rust(change.level, &change.reason));
        if causes.is_empty() {
            unexplained.push((change.level, change.reason));
        }
    }
    let mut taken = Vec::new();
    for (name, reason) in taken_over(module, old, new) {
        // What callers send for it is told already.
        let facts = new.facts_of(name);
        let has = |entry: &&mut Entry| entry.keys.iter().any(|key| facts.contains(key));
        match entries.iter_mut().filter(|entry| entry.wire == Wire::BreaksOld).find(has) {
            Some(entry) => entry.rust(Level::Patch, &reason),
            None => taken.push((Level::Patch, reason)),
        }
    }
    let kinds = [
        ("names of emitted items change with their neighbours", unexplained),
        (
            "an emitted name stands for something else, so callers that compile send or read another member",
            taken,
        ),
    ];
    let before = entries.len();
    for ((what, reasons), is_taken) in
        kinds.into_iter().zip([false, true]).filter(|((_, it), _)| !it.is_empty())
    {
        let fact = ends.map_or_else(|| module.to_owned(), |ends| ends.new.fact());
        let mut entry = cascade(&fact, what);
        if let Some(Ends { old, new }) = ends {
            entry = entry.at(old.home(), new.home());
        }
        if is_taken {
            entry.wire = Wire::BreaksOld;
        }
        reasons.iter().for_each(|(level, reason)| entry.rust(*level, reason));
        entries.push(entry);
    }
    entries.len() - before
}

/// Fields and variants whose names stand for something else of the docs now, while what they stood for is still there under
/// another name.
fn taken_over<'o>(module: &str, old: &'o Surface, new: &Surface) -> Vec<(&'o str, String)> {
    let is_left = |name: &str, was: &str| {
        let ty = name.split(['.', ':']).next();
        new.wire.iter().any(|(other, wire)| wire == was && other.split(['.', ':']).next() == ty)
    };
    let both = old.wire.iter().filter_map(|(name, was)| Some((name, was, new.wire.get(name)?)));
    let taken = both.filter(|(name, was, is)| was != is && is_left(name, was));
    let reason = |name, was, is| format!("`{module}::{name}` stands for `{is}` instead of `{was}`");
    taken.map(|(name, was, is)| (name.as_str(), reason(name, was, is))).collect()
}

/// An entry for a change of the emitted code that the docs of the item do not explain.
pub(super) fn cascade(fact: &str, what: &str) -> Entry {
    Entry::new(&rules::CASCADE, Side::Request, fact, format!("`{fact}`: {what}"))
}

/// The entries that a change of the surface comes from: those on the same field; else those that rename a type that it
/// names; else, where the whole object is concerned, those that change the shape of the object.
fn causes(entries: &[Entry], change: &Change<'_>) -> Vec<usize> {
    let by = |is_cause: &dyn Fn(&Entry) -> bool| -> Vec<usize> {
        let words = rules::CASCADE.code.id;
        let found = entries.iter().enumerate().filter(|(_, entry)| entry.code < words && is_cause(entry));
        fitting(entries, found.map(|(at, _)| at).collect(), change.level)
    };
    let has = |entry: &Entry| entry.keys.iter().any(|key| change.facts.contains(&key));
    let renames = |entry: &Entry| {
        let names = [&entry.before, &entry.after].into_iter().flatten();
        entry.code == rules::TYPE_RENAMED.code.id
            && names.into_iter().any(|name| change.reason.contains(name.as_str()))
    };
    let of_object = |entry: &Entry| {
        change.of_object
            && entry.rule.shape
            && entry.keys.iter().any(|(object, _)| change.facts.iter().any(|(other, _)| other == object))
    };
    let stages: [&dyn Fn(&Entry) -> bool; 4] = [
        &|entry| entry.rule.shape && has(entry),
        &|entry| !entry.rule.shape && has(entry),
        &renames,
        &of_object,
    ];
    stages.into_iter().map(by).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether callers have to give what is new.
fn is_asked_for(entry: &Entry) -> bool {
    entry.code == rules::PARAMETER_ADDED_REQUIRED.code.id
}

/// Of several causes, what is new does not break unless it has to be given, and what is gone adds nothing, unless there is
/// no other cause.
fn fitting(entries: &[Entry], found: Vec<usize>, level: Level) -> Vec<usize> {
    let fits = |at: &&usize| match level {
        Level::Major => entries[**at].before.is_some() || is_asked_for(&entries[**at]),
        _ => entries[**at].after.is_some(),
    };
    let fitting: Vec<usize> = found.iter().filter(fits).copied().collect();
    if fitting.is_empty() { found } else { fitting }
}
