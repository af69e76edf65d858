//! What changes alike for every call of a service is one change of the service: its host.

use super::entry::Entry;
use super::rules;
use crate::model::{Api, Service};

/// Puts one entry in the place of those that say the same of each call of a service.
pub(super) fn join(entries: &mut Vec<Entry>, new: &Api) {
    for service in &new.services {
        let is_own = |entry: &Entry, code: &str| {
            let rest = entry.fact.strip_prefix(service.name.as_str());
            entry.code == code && rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let is_moved = |entry: &Entry| is_own(entry, rules::HOST_CHANGED.code.id);
        let added = entries.iter().filter(|entry| is_own(entry, rules::ENDPOINT_ADDED.code.id)).count();
        let moved: Vec<&Entry> = entries.iter().filter(|entry| is_moved(entry)).collect();
        let Some(whole) = of_all(&moved, service, added) else { continue };
        let first = entries.iter().position(is_moved).unwrap_or(entries.len());
        entries.retain(|entry| !is_moved(entry));
        entries.insert(first, whole);
    }
}

/// The entry of the service, where all of its calls that were there before say the same.
fn of_all(moved: &[&Entry], service: &Service, added: usize) -> Option<Entry> {
    let (first, rest) = moved.split_first()?;
    let says = |entry: &Entry| (entry.before.clone(), entry.after.clone(), entry.wire);
    let is_all = moved.len() + added == service.endpoints.len() && !rest.is_empty();
    if !is_all || rest.iter().any(|entry| says(entry) != says(first)) {
        return None;
    }
    let mut entry = (*first).clone();
    rest.iter().flat_map(|it| &it.rust.reasons).for_each(|reason| entry.rust(first.rust.level, reason));
    let what = first.message.split_once(": its host").map_or("", |(_, what)| what);
    entry.message = format!("`{}`: the host of its {} endpoints{what}", service.name, moved.len());
    entry.fact.clone_from(&service.name);
    Some(entry)
}
