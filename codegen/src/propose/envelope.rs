//! Envelope: members that all answers share. One that holds an object is the payload, those beside it are the envelope.

use super::call::{Call, Member};
use super::draft::{Draft, quoted};
use crate::dialect::built_in;
use std::collections::{BTreeMap, BTreeSet};

/// What answers show of a member.
#[derive(Debug, Default)]
struct Stats {
    calls: usize,
    /// Calls where it holds an object or a list, or nothing.
    holds: usize,
    nulls: usize,
    /// Values of one that holds no more.
    values: BTreeSet<String>,
    /// Calls whose name is a part of the value.
    names: usize,
}

/// Distinct values that are remembered.
const VALUES: usize = 8;

/// Proposes `[envelope]`.
pub(super) fn propose(calls: &[Call], draft: &mut Draft) {
    let shown: Vec<&Call> = calls.iter().filter(|call| has_answer(call)).collect();
    let mut found: BTreeMap<&str, Stats> = BTreeMap::new();
    shown.iter().for_each(|call| count(call, &mut found));
    let total = shown.len();
    let common = |stats: &Stats| stats.calls * 10 >= total * 6;
    let payload = found.iter().filter(|(_, stats)| common(stats) && stats.holds > 0 && is_holder(stats));
    let payload = payload.max_by_key(|(name, stats)| (stats.holds, std::cmp::Reverse(**name)));
    let beside = |name: &str, stats: &Stats| {
        common(stats) && stats.holds * 4 < stats.calls && payload.is_none_or(|(payload, _)| name != *payload)
    };
    let members: Vec<(&str, &Stats)> = found
        .iter()
        .filter(|(name, stats)| beside(name, stats))
        .map(|(name, stats)| (*name, stats))
        .collect();
    match payload.filter(|_| !members.is_empty()) {
        Some((name, stats)) => {
            let why = format!("{} of {total} calls with an answer", stats.calls);
            draft.value("envelope", "payload", &quoted(name), why);
            if stats.calls * 20 < total * 19 {
                draft.value(
                    "envelope",
                    "optional",
                    "true",
                    format!("{} calls without it", total - stats.calls),
                );
            }
            members.iter().for_each(|(name, stats)| {
                draft.word("envelope", "members", name, format!("{} of {total} calls", stats.calls));
            });
            is_payload(calls, name, draft);
        }
        None => bare(&members, total, draft),
    }
    rare(&found, draft);
}

/// Where the body is the payload, members are only those that say nothing of what was asked for: they are the same in all
/// answers, name the call, or have a name that envelopes usually have.
fn bare(members: &[(&str, &Stats)], total: usize, draft: &mut Draft) {
    let usual = built_in::builtin(built_in::GENERIC).map(|generic| generic.envelope.members.clone());
    let usual = usual.unwrap_or_default();
    for (name, stats) in members.iter().filter(|(_, stats)| stats.calls * 10 >= total * 8) {
        let is_usual = usual.iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_constant = total > 4 && stats.values.len() == 1 && !stats.values.contains("");
        if is_usual || is_constant || stats.names * 2 > stats.calls {
            draft.word("envelope", "members", name, format!("{} of {total} calls", stats.calls));
        }
    }
}

/// Members that few answers have and envelopes usually do, where there is an envelope at all.
fn rare(found: &BTreeMap<&str, Stats>, draft: &mut Draft) {
    let Ok(generic) = built_in::builtin(built_in::GENERIC) else { return };
    if !draft.has("envelope", "payload") {
        return;
    }
    for name in &generic.envelope.members {
        if let Some(stats) = found.get(name.as_str()) {
            draft.word("envelope", "members", name, format!("{} calls", stats.calls));
        }
    }
}

fn has_answer(call: &Call) -> bool {
    !call.rows.is_empty() || call.answers.iter().any(|answer| !answer.is_empty())
}

/// Whether a member mostly holds an object, a list or nothing.
fn is_holder(stats: &Stats) -> bool {
    (stats.holds + stats.nulls) * 2 > stats.calls
}

fn count<'c>(call: &'c Call, found: &mut BTreeMap<&'c str, Stats>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let members = call.answers.iter().flatten();
    for Member { name, holds, is_null, value, .. } in members {
        let stats = found.entry(name).or_default();
        if seen.insert(name) {
            stats.calls += 1;
            stats.holds += usize::from(*holds);
            stats.nulls += usize::from(*is_null);
            let name_of_call = call.title.rsplit([' ', '-']).next().unwrap_or_default();
            stats.names += usize::from(name_of_call.len() > 3 && value.contains(name_of_call));
        }
        if !holds && stats.values.len() < VALUES {
            stats.values.insert(value.clone());
        }
    }
    for (name, holds) in call.rows.iter().filter(|(name, _)| !name.contains(['.', '['])) {
        if seen.insert(name) {
            let stats = found.entry(name).or_default();
            stats.calls += 1;
            stats.holds += usize::from(*holds);
        }
    }
}

/// Whether tables of responses list what is in the payload: names that samples show inside of it.
fn is_payload(calls: &[Call], payload: &str, draft: &mut Draft) {
    let (mut inside, mut around) = (0, 0);
    for call in calls.iter().filter(|call| !call.rows.is_empty() && !call.answers.is_empty()) {
        if call.rows.iter().any(|(name, _)| name == payload || name.starts_with(&format!("{payload}."))) {
            around += 1;
            continue;
        }
        let members = call.answers.iter().flatten().filter(|member| member.name == payload);
        let names: BTreeSet<&str> = members.flat_map(|member| &member.inside).map(String::as_str).collect();
        let known = call.rows.iter().filter(|(name, _)| names.contains(name.as_str())).count();
        inside += usize::from(known * 2 >= call.rows.len());
    }
    if inside > around && inside > 1 {
        let why = format!("{inside} tables list what samples show inside of it, {around} the member itself");
        draft.value("nesting", "response_is_payload", "true", why);
    }
}
