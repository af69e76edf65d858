//! Arguments that travel elsewhere together are one change of the request.

use super::entry::Entry;
use super::rules;
use std::collections::BTreeMap;

/// Puts one entry in the place of several that say the same of arguments of one request.
pub(super) fn join_moved(entries: &mut Vec<Entry>, request: &str) {
    let mut groups: BTreeMap<(Option<String>, Option<String>), Vec<Entry>> = BTreeMap::new();
    let travels = |entry: &mut Entry| {
        entry.code == rules::PARAMETER_LOCATION.code.id && entry.message.contains(": travels ")
    };
    for entry in entries.extract_if(.., travels) {
        groups.entry((entry.before.clone(), entry.after.clone())).or_default().push(entry);
    }
    entries.extend(
        groups
            .into_values()
            .flat_map(|group| if group.len() > 1 { vec![one(&group, request)] } else { group }),
    );
}

fn one(group: &[Entry], request: &str) -> Entry {
    let names = group.iter().map(|entry| format!("`{}`", entry.fact.rsplit('.').next().unwrap_or_default()));
    let what = group[0].message.split_once(": ").map_or("", |(_, what)| what);
    let names = names.collect::<Vec<_>>().join(", ");
    let message = format!("`{request}`: each of {} arguments {what}: {names}", group.len());
    let keys = group.iter().flat_map(|entry| entry.keys.clone()).collect();
    Entry { fact: request.to_owned(), message, keys, ..group[0].clone() }
}
