//! Routes: from the target of a request to the operations it can be a call of.

use super::operation::Operation;
use super::route::Captures;
use super::target::Target;
use std::collections::{BTreeSet, HashMap};

/// The routes of all operations.
pub(super) struct Routes {
    /// Numbers of operations by the count of their segments and the first one, empty where it has placeholders.
    by_shape: HashMap<(usize, String), Vec<usize>>,
    services: BTreeSet<&'static str>,
}

/// What a target leads to.
pub(super) enum Found {
    /// Operations, the likeliest ones; all have the same weight.
    Operations(Vec<(usize, Captures)>),
    /// There are operations, of other methods.
    Methods(BTreeSet<&'static str>),
    /// Nothing.
    Nothing,
}

impl Routes {
    pub(super) fn new(operations: &[Operation]) -> Self {
        let mut by_shape: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (at, operation) in operations.iter().enumerate() {
            let route = &operation.route;
            let mut add = |count: usize| {
                by_shape.entry((count, route.first().to_owned())).or_default().push(at);
            };
            add(route.count());
            if route.is_lenient {
                add(route.count() + 1);
            }
        }
        let services = operations.iter().map(|operation| operation.service.name.as_str()).collect();
        Self { by_shape, services }
    }

    /// The operations that a request can be a call of. A first segment that is the name of a service leads to that
    /// service alone.
    pub(super) fn find(&self, operations: &[Operation], method: &str, target: &Target) -> Found {
        let all = |_: &Operation| true;
        if let [first, rest @ ..] = target.segments.as_slice()
            && !rest.is_empty()
            && self.services.contains(first.as_str())
        {
            let own = |operation: &Operation| operation.service.name == *first;
            match self.among(operations, method, rest, own) {
                Found::Nothing => {}
                found => return found,
            }
        }
        self.among(operations, method, &target.segments, all)
    }

    fn among(
        &self,
        operations: &[Operation],
        method: &str,
        segments: &[String],
        is_wanted: impl Fn(&Operation) -> bool,
    ) -> Found {
        let first = segments.first().map_or("", String::as_str);
        let firsts = if first.is_empty() { vec![""] } else { vec![first, ""] };
        let mut found: Vec<(usize, Captures)> = Vec::new();
        let (mut best, mut methods) = (0, BTreeSet::new());
        for first in firsts {
            let known = self.by_shape.get(&(segments.len(), first.to_owned()));
            for &at in known.into_iter().flatten() {
                let operation = &operations[at];
                if !is_wanted(operation) {
                    continue;
                }
                let Some(captures) = operation.route.captures(segments) else { continue };
                if !operation.takes(method) {
                    methods.insert(operation.endpoint.method.as_str());
                    continue;
                }
                let weight = operation.route.weight();
                if found.is_empty() || weight > best {
                    (best, found) = (weight, vec![(at, captures)]);
                } else if weight == best {
                    found.push((at, captures));
                }
            }
        }
        match (found.is_empty(), methods.is_empty()) {
            (false, _) => Found::Operations(found),
            (true, false) => Found::Methods(methods),
            (true, true) => Found::Nothing,
        }
    }
}
