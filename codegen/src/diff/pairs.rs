//! Pairs: what of the old docs is what of the new docs, and why.

use crate::model::{Endpoint, Field, Location, Service, Text, Type};
use std::collections::{BTreeMap, BTreeSet};

/// Things of one side that the other side has, by index, and what says so where names differ.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub(super) both: Vec<(usize, usize, Vec<String>)>,
    pub(super) removed: Vec<usize>,
    pub(super) added: Vec<usize>,
}

/// Takes pairs out of what is left on both sides.
struct Pairing {
    both: Vec<(usize, usize, Vec<String>)>,
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Pairing {
    fn new(old: usize, new: usize) -> Self {
        Self { both: Vec::new(), old: (0..old).collect(), new: (0..new).collect() }
    }

    fn take(&mut self, old: usize, new: usize, evidence: Vec<String>) {
        self.old.retain(|at| *at != old);
        self.new.retain(|at| *at != new);
        self.both.push((old, new, evidence));
    }

    /// Pairs what has a key that is unique on both sides.
    fn by_key<K: Ord>(&mut self, old: impl Fn(usize) -> K, new: impl Fn(usize) -> K, why: &[&str]) {
        let index = |list: &[usize], key: &dyn Fn(usize) -> K| {
            let mut index: BTreeMap<K, Vec<usize>> = BTreeMap::new();
            list.iter().for_each(|at| index.entry(key(*at)).or_default().push(*at));
            index
        };
        let (ours, theirs) = (index(&self.old, &old), index(&self.new, &new));
        let (mut gone, mut found) = (BTreeSet::new(), BTreeSet::new());
        for (key, old) in &ours {
            if let ([old], Some([new])) = (old.as_slice(), theirs.get(key).map(Vec::as_slice)) {
                gone.insert(*old);
                found.insert(*new);
                self.both.push((*old, *new, why.iter().map(|&why| why.to_owned()).collect()));
            }
        }
        self.old.retain(|at| !gone.contains(at));
        self.new.retain(|at| !found.contains(at));
    }

    /// Pairs the most alike first, as long as something speaks for it.
    fn by_likeness(&mut self, alike: impl Fn(usize, usize) -> Option<(u32, Vec<String>)>) {
        let mut candidates = Vec::new();
        for old in &self.old {
            for new in &self.new {
                candidates.extend(alike(*old, *new).map(|(score, evidence)| (score, *old, *new, evidence)));
            }
        }
        candidates.sort_by(|a, b| (b.0, a.1, a.2).cmp(&(a.0, b.1, b.2)));
        for (_, old, new, evidence) in candidates {
            if self.old.contains(&old) && self.new.contains(&new) {
                self.take(old, new, evidence);
            }
        }
    }

    fn finish(mut self) -> Pairs {
        self.both.sort_by_key(|(old, new, _)| (*new, *old));
        Pairs { both: self.both, removed: self.old, added: self.new }
    }
}

/// Pairs services: by name, then by most of their endpoints.
pub(super) fn services(old: &[Service], new: &[Service]) -> Pairs {
    let mut pairing = Pairing::new(old.len(), new.len());
    pairing.by_key(|at| &old[at].name, |at| &new[at].name, &[]);
    let ids = |service: &Service| -> BTreeSet<String> {
        service.endpoints.iter().map(|endpoint| endpoint.id.clone()).collect()
    };
    pairing.by_likeness(|before, after| {
        let (before, after) = (ids(&old[before]), ids(&new[after]));
        let (common, least) = (before.intersection(&after).count(), before.len().min(after.len()));
        let enough = common > 0 && common * 2 >= least;
        enough.then(|| (common as u32, vec![format!("{common} of {least} endpoints have the same names")]))
    });
    pairing.finish()
}

/// Pairs endpoints: by name and route, by either, then by what they are made of.
pub(super) fn endpoints(old: &[&Endpoint], new: &[&Endpoint]) -> Pairs {
    let mut pairing = Pairing::new(old.len(), new.len());
    let whole = |endpoint: &Endpoint| (endpoint.id.clone(), endpoint.method, endpoint.path.clone());
    pairing.by_key(|at| whole(old[at]), |at| whole(new[at]), &[]);
    pairing.by_key(
        |at| (&old[at].id, old[at].method),
        |at| (&new[at].id, new[at].method),
        &["same name and method"],
    );
    pairing.by_key(|at| &old[at].id, |at| &new[at].id, &["same name"]);
    let route = |endpoint: &Endpoint| (endpoint.method, blanked(&endpoint.path));
    pairing.by_key(|at| route(old[at]), |at| route(new[at]), &["same method and path"]);
    let shared = shared_segments(old.iter().chain(new));
    let before: Vec<Parts> = old.iter().map(|endpoint| Parts::of(endpoint, &shared)).collect();
    let after: Vec<Parts> = new.iter().map(|endpoint| Parts::of(endpoint, &shared)).collect();
    pairing.by_likeness(|old, new| before[old].alike(&after[new]));
    pairing.finish()
}

/// Segments that all paths of a service have, so that they tell no call from another; of two calls alone nothing is known.
fn shared_segments<'e>(endpoints: impl Iterator<Item = &'e &'e Endpoint>) -> BTreeSet<&'e str> {
    let mut paths = endpoints.map(|endpoint| segments(endpoint).collect::<BTreeSet<_>>());
    let mut shared = paths.next().unwrap_or_default();
    let mut others = 0;
    for path in paths {
        shared.retain(|part| path.contains(part));
        others += 1;
    }
    if others > 1 { shared } else { BTreeSet::new() }
}

fn segments(endpoint: &Endpoint) -> impl Iterator<Item = &str> {
    endpoint.path.split('/').filter(|part| !part.is_empty())
}

/// The path with its placeholders' names left out.
pub(super) fn blanked(path: &str) -> String {
    let (mut blanked, mut rest) = (String::new(), path);
    while let Some((before, name)) = rest.split_once('{') {
        let Some((_, behind)) = name.split_once('}') else { break };
        blanked.extend([before, "{}"]);
        rest = behind;
    }
    blanked + rest
}

/// Whether the placeholders of two paths are the same ones in another order.
pub(super) fn are_reordered(old: &str, new: &str) -> bool {
    let names = |path: &str| -> Vec<String> {
        let parts = path.split('{').skip(1).filter_map(|part| part.split_once('}'));
        parts.map(|(name, _)| plain(name)).collect()
    };
    let (mut before, mut after) = (names(old), names(new));
    let is_other = before != after;
    before.sort();
    after.sort();
    is_other && before == after
}

/// What an endpoint is made of.
struct Parts {
    path: BTreeSet<String>,
    request: BTreeSet<String>,
    response: BTreeSet<String>,
    title: Vec<String>,
}

impl Parts {
    fn of(endpoint: &Endpoint, shared: &BTreeSet<&str>) -> Self {
        let names = |fields: &[Field]| fields.iter().map(|field| field.name.to_string()).collect();
        let payload = match endpoint.response.ty.leaf() {
            Type::Object(id) => endpoint.types.iter().find(|object| object.id == *id),
            _ => None,
        };
        Self {
            path: segments(endpoint).filter(|part| !shared.contains(part)).map(str::to_owned).collect(),
            request: names(&endpoint.request.fields),
            response: payload.map(|object| names(&object.fields)).unwrap_or_default(),
            title: endpoint.title.iter().map(|title| title.text.to_string()).collect(),
        }
    }

    fn alike(&self, other: &Self) -> Option<(u32, Vec<String>)> {
        let mut evidence = Vec::new();
        let mut score = 0;
        let sets = [
            ("path", &self.path, &other.path, 30),
            ("parameters", &self.request, &other.request, 40),
            ("fields of the answer", &self.response, &other.response, 30),
        ];
        for (what, own, theirs, weight) in sets {
            let (common, all) = (own.intersection(theirs).count(), own.union(theirs).count());
            // One common name says little.
            if common >= 2 || common == all && common > 0 {
                score += weight * common / all;
                evidence.push(format!("{common} of {all} {what} are the same"));
            }
        }
        if !self.title.is_empty() && self.title == other.title {
            score += 40;
            evidence.push("same title".to_owned());
        }
        (score >= 65).then_some((score as u32, evidence))
    }
}

/// Pairs the fields of two objects: by name, then by what speaks for a rename.
pub(super) fn fields(old: &[Field], new: &[Field], kind: impl Fn(&Field, &Field) -> bool) -> Pairs {
    let mut pairing = Pairing::new(old.len(), new.len());
    // An argument of the path may have the name of another one.
    let placed = |field: &Field| (field.name.clone(), field.location == Location::Path);
    pairing.by_key(|at| placed(&old[at]), |at| placed(&new[at]), &[]);
    pairing.by_key(|at| &old[at].name, |at| &new[at].name, &[]);
    let same_place: BTreeMap<usize, usize> = neighbours(&pairing.both, old.len(), new.len());
    pairing.by_likeness(|before, after| {
        let (a, b) = (&old[before], &new[after]);
        if !kind(a, b) {
            return None;
        }
        let mut evidence = vec!["same type".to_owned()];
        let mut score = 1;
        if plain(&a.name) == plain(&b.name) {
            score += 5;
            evidence.push("the names differ in case or punctuation alone".to_owned());
        } else if likeness(&a.name, &b.name) > 0.8 {
            score += 2;
            evidence.push("the names are alike".to_owned());
        }
        if same_place.get(&before) == Some(&after) {
            score += 2;
            evidence.push("same position".to_owned());
        }
        let (words, others) = (words(&a.docs), words(&b.docs));
        if !words.is_empty() && words == others {
            score += 3;
            evidence.push("same description".to_owned());
        } else if !words.is_empty() && likeness(&words, &others) > 0.7 {
            score += 2;
            evidence.push("the descriptions are alike".to_owned());
        }
        if a.required != b.required {
            score -= 1;
        }
        (score >= 5).then_some((score as u32, evidence))
    });
    pairing.finish()
}

/// Old fields and the new ones that stand behind the same neighbour.
fn neighbours(both: &[(usize, usize, Vec<String>)], old: usize, new: usize) -> BTreeMap<usize, usize> {
    let partner: BTreeMap<usize, usize> = both.iter().map(|(old, new, _)| (*old, *new)).collect();
    let taken: BTreeSet<usize> = partner.values().copied().collect();
    let mut found = BTreeMap::new();
    let mut next = 0;
    for at in 0..old {
        match partner.get(&at) {
            Some(after) => next = after + 1,
            None if next < new && !taken.contains(&next) => {
                found.insert(at, next);
                next += 1;
            }
            None => {}
        }
    }
    found
}

fn words(docs: &[Text]) -> String {
    docs.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The name without case and punctuation.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Longest texts that are compared letter by letter.
const COMPARED: usize = 400;

fn likeness(a: &str, b: &str) -> f32 {
    if a.len() > COMPARED || b.len() > COMPARED { 0.0 } else { similar::TextDiff::from_chars(a, b).ratio() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether two paths are one to the service, but for the names of placeholders.
    #[track_caller]
    fn check(old: &str, new: &str, is_same: bool) {
        assert_eq!(blanked(old) == blanked(new) && !are_reordered(old, new), is_same, "{old} => {new}");
    }

    #[test]
    fn paths() {
        check("/shops/{id}", "/shops/{shop_id}", true);
        check("/shops/{shop}/{id}", "/shops/{shopId}/{id}", true);
        check("/keys/{id}:disable", "/keys/{id}:suspend", false);
        check("/shops/{id}.json", "/shops/{id}.xml", false);
        check("/shops/{shop}/{depot}", "/shops/{depot}/{shop}", false);
        check("/shops/{shop", "/shops/{depot", false);
    }
}
