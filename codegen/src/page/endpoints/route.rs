//! The route of a call: what its places say together.

use crate::page::evidence::{Site, Strength};
use crate::page::routes::{self, QueryArgument};
use foldhash::{HashSet, HashSetExt};
use std::borrow::Cow;

/// Operations that share the sections of a call, at most; further routes are named by a finding.
const MAX_ALTERNATES: usize = 16;

/// What the sites of a call say together.
#[derive(Default)]
pub(super) struct Route {
    pub method: Option<routes::Method>,
    pub path: Option<routes::Path>,
    pub prose: (Option<routes::Method>, Option<routes::Path>),
    pub alternates: Vec<(routes::Method, routes::Path)>,
    pub contradictions: Vec<Site>,
}

impl Route {
    /// The strongest site decides, and of several the first. Prose stands apart: a route table says more.
    pub(super) fn of(sites: &[Site]) -> Self {
        let mut strong: Vec<&Site> = sites.iter().filter(|site| site.strength < Strength::Prose).collect();
        strong.sort_by_key(|site| site.strength);
        let mut route = Self::default();
        let prose = sites.iter().find(|site| site.strength == Strength::Prose);
        route.prose = prose.map(|site| (site.method.clone(), site.path.clone())).unwrap_or_default();
        let first = strong.iter().find(|site| site.path.is_some());
        route.method = strong.iter().find_map(|site| site.method.clone());
        if let Some(first) = first {
            route.path.clone_from(&first.path);
            route.method = first.method.clone().or(route.method);
            route.others(first, &strong);
            route.methods_beside(first, &strong);
            route.query(&strong);
        }
        route
    }

    /// Further methods that stand beside the one of the call, where it has its path from elsewhere: `GET/POST`.
    fn methods_beside(&mut self, chosen: &Site, strong: &[&Site]) {
        let Some(path) = self.path.clone().filter(|_| chosen.method.is_none()) else { return };
        let halves = strong.iter().filter(|site| site.path.is_none());
        let mut halves = halves.filter_map(|site| Some((site, site.method.as_ref()?)));
        let Some((first, method)) = halves.next() else { return };
        let mut known = vec![method.name.as_str()];
        for (site, method) in halves.take(MAX_ALTERNATES) {
            let is_beside = site.section == first.section && site.strength == first.strength;
            if is_beside && !known.contains(&method.name.as_str()) {
                known.push(&method.name);
                self.alternates.push((method.clone(), path.clone()));
            }
        }
    }

    /// What the other places of a path say of its query belongs to it.
    fn query(&mut self, strong: &[&Site]) {
        let Some(own) = &mut self.path else { return };
        let others = strong.iter().filter_map(|site| site.path.as_ref());
        let others = others.filter(|path| !path.query.is_empty() && shape(&path.path) == shape(&own.path));
        let arguments: Vec<QueryArgument> = others.flat_map(|path| path.query.iter().cloned()).collect();
        for argument in arguments.into_iter().take(routes::MAX_QUERY) {
            if own.query.iter().all(|known| known.name != argument.name) {
                own.query.push(argument);
            }
        }
    }

    /// Routes beside the one that was chosen: those of its section are alternates, and others contradict it.
    fn others(&mut self, chosen: &Site, strong: &[&Site]) {
        let mut known: HashSet<(&str, Cow<'_, str>)> = HashSet::new();
        let Some(key) = self.method.as_ref().zip(self.path.as_ref()) else { return };
        let (method, path) = (key.0.name.clone(), key.1.path.clone());
        known.insert((&method, shape(&path)));
        let pairs = strong.iter().filter_map(|site| Some((site, site.method.as_ref()?, site.path.as_ref()?)));
        for (site, method, path) in pairs {
            if !known.insert((&method.name, shape(&path.path))) {
                continue;
            }
            let is_beside = site.section == chosen.section && site.strength == chosen.strength;
            if is_beside && chosen.method.is_some() && self.alternates.len() < MAX_ALTERNATES {
                self.alternates.push((method.clone(), path.clone()));
            } else if site.strength <= Strength::Line {
                self.contradictions.push((*site).clone());
            }
        }
    }
}

/// A path without the names of its placeholders and its last slash.
fn shape(path: &str) -> Cow<'_, str> {
    let path = path.trim_end_matches('/');
    if !path.contains('{') {
        return Cow::Borrowed(path);
    }
    let mut depth = 0usize;
    let kept = path.chars().filter(|c| {
        let inside = depth > 0;
        depth = match c {
            '{' => depth + 1,
            '}' => depth.saturating_sub(1),
            _ => depth,
        };
        !inside || *c == '}' && depth == 0
    });
    Cow::Owned(kept.collect())
}
