//! Services: which endpoints are the same on both sides, and what became of the others.

use super::ends::{End, Ends};
use super::entry::{Entry, Side};
use super::shared_types::ChangedTypes;
use super::verdict::Level;
use super::{callers, client_spec, endpoints, error_codes, pairs, rules, same};
use crate::emit::rust::surface::Surfaces;
use crate::model::{Api, Endpoint, Service};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Which shared types differ, by the names of the services of both sides.
type ChangedByService<'a> = BTreeMap<[&'a str; 2], ChangedTypes<'a>>;

/// An endpoint on both sides, and why it is the same.
type EndpointPair<'a> = (Ends<'a>, Vec<String>);

/// Every change, in the order of the new docs.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Entry> {
    let (before, after) = rayon::join(|| Surfaces::new(old), || Surfaces::new(new));
    let diff = Diff { old, new, before, after };
    let pairs = pairs::services(&old.services, &new.services);
    let mut entries = Vec::new();
    let mut joined = Vec::new();
    let mut lone: [Vec<End<'_>>; 2] = Default::default();
    for (before, after, evidence) in &pairs.both {
        let services = (&old.services[*before], &new.services[*after]);
        entries.extend(diff.service(services.0, services.1, evidence));
        entries.extend(error_codes::compare((old, services.0), (new, services.1)));
        let (ours, theirs) = (diff.list(&diff.before, services.0), diff.list(&diff.after, services.1));
        let found = pairs::endpoints(&ours, &theirs);
        for (before, after, evidence) in found.both {
            joined.push((diff.ends((services.0, ours[before]), (services.1, theirs[after])), evidence));
        }
        lone[0].extend(found.removed.iter().map(|at| diff.end(old, services.0, ours[*at])));
        lone[1].extend(found.added.iter().map(|at| diff.end(new, services.1, theirs[*at])));
    }
    for at in pairs.removed {
        let service = &old.services[at];
        entries.push(diff.lone_service(service, false));
        lone[0].extend(
            diff.list(&diff.before, service).into_iter().map(|endpoint| diff.end(old, service, endpoint)),
        );
    }
    for at in pairs.added {
        let service = &new.services[at];
        entries.push(diff.lone_service(service, true));
        lone[1].extend(
            diff.list(&diff.after, service).into_iter().map(|endpoint| diff.end(new, service, endpoint)),
        );
    }
    let (moved, lone) = moved(lone);
    joined.extend(moved);
    let mut changed = diff.changed(&pairs.both);
    let compared = diff.endpoints(&joined, &mut changed);
    let mut by_service: BTreeMap<[&str; 2], Vec<Entry>> = BTreeMap::new();
    for ((ends, _), found) in joined.iter().zip(compared) {
        by_service.entry([&ends.old.service.name, &ends.new.service.name]).or_default().extend(found);
    }
    let of_pair = |(before, after): (usize, usize)| (&old.services[before], &new.services[after]);
    let services: Vec<_> =
        pairs.both.into_iter().map(|(before, after, _)| of_pair((before, after))).collect();
    let mut in_pairs: Vec<Vec<Entry>> = Vec::new();
    for (before, after) in &services {
        in_pairs.push(by_service.remove(&[before.name.as_str(), after.name.as_str()]).unwrap_or_default());
    }
    let mut others = diff.lone_endpoints(&lone);
    others.extend(by_service);
    for ((before, after), own) in services.into_iter().zip(in_pairs) {
        let has_same_types = changed[&[before.name.as_str(), after.name.as_str()]].are_none();
        entries.extend(diff.shared([before, after], has_same_types, own, &mut others));
    }
    entries.extend(others.into_iter().flat_map(|(_, entries)| entries));
    entries
}

/// What endpoints of one service became in another: those of one name.
fn moved<'a>(lone: [Vec<End<'a>>; 2]) -> (Vec<EndpointPair<'a>>, [Vec<End<'a>>; 2]) {
    let [mut old, mut new] = lone;
    let mut moved = Vec::new();
    old.retain(|before| {
        let alike = |after: &&End<'_>| {
            let (a, b) = (before.endpoint, after.endpoint);
            before.service.name != after.service.name
                && a.id == b.id
                && pairs::blanked(&a.path) == pairs::blanked(&b.path)
        };
        let Some(after) = new.iter().find(alike).copied() else { return true };
        new.retain(|end| !std::ptr::eq(end.endpoint, after.endpoint));
        let evidence = vec!["other service, same name and path".to_owned()];
        moved.push((Ends { old: *before, new: after }, evidence));
        false
    });
    (moved, [old, new])
}

struct Diff<'a> {
    old: &'a Api,
    new: &'a Api,
    before: Surfaces<'a>,
    after: Surfaces<'a>,
}

impl<'a> Diff<'a> {
    fn end(&self, api: &'a Api, service: &'a Service, endpoint: &'a Endpoint) -> End<'a> {
        End { api, service, endpoint }
    }

    fn ends(&self, old: (&'a Service, &'a Endpoint), new: (&'a Service, &'a Endpoint)) -> Ends<'a> {
        Ends { old: self.end(self.old, old.0, old.1), new: self.end(self.new, new.0, new.1) }
    }

    /// The endpoints that are emitted; one that is described twice counts once.
    fn list(&self, surfaces: &Surfaces<'_>, service: &'a Service) -> Vec<&'a Endpoint> {
        let own = service.endpoints.iter().map(|endpoint| &**endpoint);
        own.filter(|endpoint| surfaces.names(&service.name, endpoint).is_some()).collect()
    }

    /// Name, client and names in the crate of a service.
    fn service(&self, old: &Service, new: &Service, evidence: &[String]) -> Vec<Entry> {
        let mut entries = Vec::new();
        if old.name != new.name {
            let message = format!("the service `{}` is called `{}`", old.name, new.name);
            let mut entry = Entry::new(&rules::SERVICE_RENAMED, Side::Request, new.name.clone(), message);
            entry.evidence = evidence.to_vec();
            entries.push(entry.says(Some(old.name.clone()), Some(new.name.clone())));
        }
        entries.extend(client_spec::compare(old, new));
        let names = (self.before.service(&old.name), self.after.service(&new.name));
        if let (Some(before), Some(after)) = names {
            let parts = [
                ("client", &before.client, &after.client),
                ("builder", &before.builder, &after.builder),
                ("module", &before.module, &after.module),
                ("handle", &before.handle, &after.handle),
                ("feature", &before.feature, &after.feature),
            ];
            let changed: Vec<String> = parts
                .into_iter()
                .filter(|(_, before, after)| before != after)
                .map(|(what, before, after)| format!("the {what} is `{after}` instead of `{before}`"))
                .collect();
            if !changed.is_empty() && entries.is_empty() {
                entries
                    .push(callers::cascade(&new.name, "its names in the crate change with other services"));
            }
            changed
                .iter()
                .for_each(|reason| entries.iter_mut().for_each(|entry| entry.rust(Level::Major, reason)));
        }
        entries
    }

    fn lone_service(&self, service: &Service, is_new: bool) -> Entry {
        let (rule, what, level, surfaces) = match is_new {
            true => (&rules::SERVICE_ADDED, "new", Level::Minor, &self.after),
            false => (&rules::SERVICE_REMOVED, "gone", Level::Major, &self.before),
        };
        let count = service.endpoints.len();
        let message = format!("the service `{}` with {count} endpoints is {what}", service.name);
        let mut entry = Entry::new(rule, Side::Request, service.name.clone(), message);
        if let Some(names) = surfaces.service(&service.name) {
            entry.rust(
                level,
                &format!("module `{}` and feature `{}` are {what}", names.module, names.feature),
            );
        }
        entry
    }

    /// Endpoints that one side alone has, in the order of their names.
    fn lone_endpoints(&self, lone: &[Vec<End<'a>>; 2]) -> Vec<([&'a str; 2], Vec<Entry>)> {
        let [removed, added] = lone;
        let ends = removed.iter().map(|end| (end, false)).chain(added.iter().map(|end| (end, true)));
        let entry = |(end, is_new): (&End<'a>, bool)| {
            let service = end.service.name.as_str();
            ([service, service], vec![self.lone_endpoint(end, is_new)])
        };
        ends.map(entry).collect()
    }

    fn lone_endpoint(&self, end: &End<'a>, is_new: bool) -> Entry {
        let (rule, what, level, surfaces) = match is_new {
            true => (&rules::ENDPOINT_ADDED, "new", Level::Minor, &self.after),
            false => (&rules::ENDPOINT_REMOVED, "gone", Level::Major, &self.before),
        };
        let fact = end.fact();
        let route = format!("{} {}", end.endpoint.method, end.endpoint.path);
        let mut entry =
            Entry::new(rule, Side::Request, fact.clone(), format!("`{fact}` ({route}) is {what}"));
        if let Some(path) = self.path(surfaces, end) {
            entry.rust(level, &format!("`{path}`, its module and its types are {what}"));
        }
        // Shared types come and go with the endpoints that use them.
        entry.keys = end.keys();
        match is_new {
            true => entry.says(None, Some(route)).at(None, end.home()),
            false => entry.says(Some(route), None).at(end.home(), None),
        }
    }

    /// `module::Handle::method`
    fn path(&self, surfaces: &Surfaces<'_>, end: &End<'_>) -> Option<String> {
        let service = surfaces.service(&end.service.name)?;
        let names = surfaces.names(&end.service.name, end.endpoint)?;
        Some(format!("{}::{}::{}", service.module, service.handle, names.method))
    }

    /// The shared types that differ in services of both sides.
    fn changed(&self, both: &[(usize, usize, Vec<String>)]) -> ChangedByService<'a> {
        let services =
            both.par_iter().map(|(old, new, _)| [&self.old.services[*old], &self.new.services[*new]]);
        services.map(|both| (both.map(|it| it.name.as_str()), self.changed_types(both))).collect()
    }

    fn changed_types(&self, services: [&'a Service; 2]) -> ChangedTypes<'a> {
        ChangedTypes::between(services, [&self.before, &self.after])
    }

    /// What each pair differs in.
    fn endpoints(&self, joined: &[EndpointPair<'a>], changed: &mut ChangedByService<'a>) -> Vec<Vec<Entry>> {
        // Shared types are held against each other once, and not for each endpoint that may use them.
        for (Ends { old, new }, _) in joined {
            let services = [old.service, new.service];
            let names = services.map(|service| service.name.as_str());
            changed.entry(names).or_insert_with(|| self.changed_types(services));
        }
        let has_same_types = |Ends { old, new }: &Ends<'a>| {
            !changed[&[&*old.service.name, &*new.service.name]].has_one_of([old, new].map(|end| end.endpoint))
        };
        joined.par_iter().map(|pair| self.endpoint(pair, has_same_types(&pair.0))).collect()
    }

    /// What two descriptions of an endpoint differ in. The types that it shares with others are its own as well.
    fn endpoint(&self, (ends, evidence): &EndpointPair<'a>, has_same_types: bool) -> Vec<Entry> {
        let Ends { old, new } = ends;
        let names = |surfaces: &Surfaces<'_>, end: &End<'_>| surfaces.names(&end.service.name, end.endpoint);
        let (before, after) = (names(&self.before, old), names(&self.after, new));
        let same = same::endpoints(old.endpoint, new.endpoint) && before == after;
        let is_as_it_was = same && evidence.is_empty() && has_same_types;
        if is_as_it_was && old.service.name == new.service.name {
            return Vec::new();
        }
        let mut entries = if is_as_it_was { Vec::new() } else { endpoints::compare(*ends, evidence) };
        if before != after {
            let path = |surfaces: &Surfaces<'_>, end: &End<'_>| self.path(surfaces, end).unwrap_or_default();
            let reason = format!(
                "`{}` is now `{}`, and its types are named after it",
                path(&self.before, old),
                path(&self.after, new)
            );
            let named = [rules::ENDPOINT_RENAMED.code.id, rules::ENDPOINT_MOVED.code.id];
            match entries.iter_mut().find(|entry| named.contains(&entry.code)) {
                Some(entry) => entry.rust(Level::Major, &reason),
                None => {
                    let mut entry = callers::cascade(
                        &new.fact(),
                        "its method is named otherwise, because of another endpoint",
                    );
                    entry.rust(Level::Major, &reason);
                    entries.push(entry.at(old.home(), new.home()));
                }
            }
        }
        if let Some(entry) = entries.iter_mut().find(|entry| entry.code == rules::ENDPOINT_MOVED.code.id) {
            let path = |surfaces: &Surfaces<'_>, end: &End<'_>| self.path(surfaces, end).unwrap_or_default();
            entry.rust(
                Level::Major,
                &format!("`{}` is now `{}`", path(&self.before, old), path(&self.after, new)),
            );
        }
        // Where words alone are others, nothing that is emitted is, but documentation.
        if has_same_types && before == after && entries.iter().all(|entry| entry.rule.is_of_words()) {
            return entries;
        }
        let surfaces = (
            self.before.endpoint(&old.service.name, old.endpoint),
            self.after.endpoint(&new.service.name, new.endpoint),
        );
        // Types that are named after the call are told by the call's own entry.
        let surfaces = match (&before, &after) {
            (Some(before), Some(after)) if before.operation != after.operation => {
                (surfaces.0.renamed(&before.operation, &after.operation), surfaces.1)
            }
            _ => surfaces,
        };
        let module = after.map(|names| names.module).unwrap_or_default();
        deprecation(&mut entries, &module);
        callers::judge_file(&mut entries, Some(*ends), &module, &surfaces.0, &surfaces.1);
        entries
    }

    /// The types that endpoints share: their changes were found through the endpoints that use them, `others` among them,
    /// which only one side has or which moved.
    fn shared(
        &self,
        [old, new]: [&Service; 2],
        has_same_types: bool,
        mut own: Vec<Entry>,
        others: &mut [([&str; 2], Vec<Entry>)],
    ) -> Vec<Entry> {
        once_each(&mut own);
        let of_service = |names: &[&str; 2]| names[0] == old.name || names[1] == new.name;
        let mut borrowed = Vec::new();
        for (names, entries) in others.iter_mut().filter(|(names, _)| of_service(names)) {
            once_each(entries);
            borrowed.push((*names, entries.len()));
            own.append(entries);
        }
        let is_same = has_same_types && self.before.shares_alike(&self.after, [&old.name, &new.name]);
        if !is_same {
            let surfaces = rayon::join(|| self.before.shared(&old.name), || self.after.shared(&new.name));
            let module = format!("{}.types", new.name);
            let cascades = callers::judge_file(&mut own, None, &module, &surfaces.0, &surfaces.1);
            let at = own.len() - borrowed.iter().map(|(_, count)| count).sum::<usize>() - cascades;
            let mut back = own.drain(at..own.len() - cascades).collect::<Vec<_>>().into_iter();
            let lenders = others.iter_mut().filter(|(names, _)| of_service(names));
            for ((_, entries), (_, count)) in lenders.zip(&borrowed) {
                entries.extend(back.by_ref().take(*count));
            }
        }
        own
    }
}

fn deprecation(entries: &mut [Entry], module: &str) {
    for entry in entries.iter_mut().filter(|entry| entry.code == rules::DEPRECATED.code.id) {
        entry.rust(Level::Minor, &format!("uses of the method `{module}` warn"));
    }
}

/// A change of a shared type is found once for each endpoint that uses it; the first one tells it. Fields that no row
/// describes have the place of what names them, so the name counts as well.
fn once_each(entries: &mut Vec<Entry>) {
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries.drain(..) {
        let places = (entry.old.as_ref().map(|it| it.origin), entry.new.as_ref().map(|it| it.origin));
        let says = (entry.before.clone(), entry.after.clone(), entry.wire);
        let is_field = !entry.keys.is_empty()
            && entry.code >= rules::PARAMETER_ADDED.code.id
            && places.0.is_some()
            && places.1.is_some();
        let name = entry.keys.iter().find_map(|(_, field)| field.clone());
        let key = (entry.code, places, name, says);
        match seen.get(&key).filter(|_| is_field) {
            Some(first) => {
                let kept: &mut Entry = &mut kept[*first];
                entry.rust.reasons.iter().for_each(|reason| kept.rust(entry.rust.level, reason));
            }
            None => {
                seen.insert(key, kept.len());
                kept.push(entry);
            }
        }
    }
    *entries = kept;
}
