//! Fixed queries: where calls of a doc set share method, host and path, a word in the query of their routes tells them
//! apart (`/api?Action=ListLamps`). It is no argument then: it belongs to the path, as clients send it.

use crate::diagnostic::code;
use crate::infer::Decided;
use crate::model::{Endpoint, Fact, Location, Method};
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Moves the words that tell calls apart into their paths.
pub fn settle(mut endpoints: Vec<&mut Decided>, files: &[SourceFile]) {
    for group in groups(&endpoints) {
        let members: Vec<&Decided> = group.iter().map(|at| &*endpoints[*at]).collect();
        let names = telling(&members, files);
        for at in group {
            names.iter().for_each(|name| fix(endpoints[at], name));
        }
    }
}

/// Calls of one route, where one of them has a word in its query.
fn groups(endpoints: &[&mut Decided]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(Method, &str, &str), Vec<usize>> = BTreeMap::new();
    if endpoints.iter().all(|decided| decided.query.is_empty()) {
        return Vec::new();
    }
    for (at, decided) in endpoints.iter().enumerate() {
        let Endpoint { method, host, path, .. } = &*decided.endpoint;
        groups.entry((*method, host, path)).or_default().push(at);
    }
    let has_word = |at: &usize| endpoints[*at].query.iter().any(|argument| !argument.word.is_empty());
    groups.into_values().filter(|group| group.len() > 1 && group.iter().any(has_word)).collect()
}

/// The names in the query whose words differ from call to call. Where pages of several languages describe the calls, all
/// of them have to show the word: else it may be that one page of a call leaves it out.
fn telling(members: &[&Decided], files: &[SourceFile]) -> Vec<String> {
    let languages: BTreeSet<&str> = members
        .iter()
        .map(|decided| files[decided.endpoint.origins[0].file as usize].page_language())
        .collect();
    let arguments = members.iter().flat_map(|decided| &decided.query);
    let names: BTreeSet<&str> = arguments.map(|argument| argument.name.as_str()).collect();
    let tells = |name: &&str| {
        let words: BTreeSet<Option<&str>> = members.iter().map(|decided| word(decided, name)).collect();
        words.len() > 1 && !words.contains(&Some("")) && (languages.len() == 1 || !words.contains(&None))
    };
    names.into_iter().filter(tells).map(str::to_owned).collect()
}

/// The word of an argument; empty where the call has the argument without one, `None` where it has none of the name.
fn word<'d>(decided: &'d Decided, name: &str) -> Option<&'d str> {
    let shown = decided.query.iter().find(|argument| argument.name == name);
    let documented = || decided.endpoint.request.fields.iter().any(|field| field.name == name).then_some("");
    shown.map(|argument| argument.word.as_str()).or_else(documented)
}

/// The path of the call gets the pair; the argument goes, and what was found because no row describes it.
fn fix(decided: &mut Decided, name: &str) {
    let Some(at) = decided.query.iter().position(|argument| argument.name == name) else { return };
    let argument = decided.query.remove(at);
    let endpoint = Arc::make_mut(&mut decided.endpoint);
    let joint = if endpoint.path.contains('?') { '&' } else { '?' };
    endpoint.path = format!("{}{joint}{name}={}", endpoint.path, argument.word);
    for vote in endpoint.votes.iter_mut().filter(|vote| vote.fact == Fact::Path && vote.won) {
        vote.says = endpoint.path.as_str().into();
    }
    endpoint.request.fields.retain(|field| field.name != name || field.location != Location::Query);
    decided.diagnostics.retain(|found| *found.code != code::PATH_PARAM_MISSING || found.subject != name);
}
