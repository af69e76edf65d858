//! Routes: from the target of a request to the operations it can be a call of.

use super::operation::Operation;
use super::target::{Target, decode};
use std::collections::{BTreeSet, HashMap};

/// A path template, and the query that is part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Route {
    segments: Vec<Segment>,
    /// Arguments of one value, which name the call: `?Action=DescribeHosts`.
    pub(super) fixed: Vec<(String, String)>,
    /// A slash at the end means nothing.
    is_lenient: bool,
}

/// A segment: literals with placeholders between them, `{id}:start`.
type Segment = Vec<Part>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Placeholder(String),
}

/// Values of the placeholders by name.
pub(super) type Captures = Vec<(String, String)>;

impl Route {
    /// Reads a documented path.
    pub(super) fn read(path: &str, is_lenient: bool) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut segments: Vec<Segment> = path.trim_start_matches('/').split('/').map(segment).collect();
        if is_lenient {
            drop_slash(&mut segments, Vec::is_empty);
        }
        let fixed = query.split('&').filter(|pair| !pair.is_empty() && !pair.contains('{'));
        let fixed = fixed.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let fixed = fixed.map(|(name, value)| (decode(name), decode(value))).collect();
        Self { segments, fixed, is_lenient }
    }

    /// The values of the placeholders where the segments are a path of this route.
    pub(super) fn captures(&self, segments: &[String]) -> Option<Captures> {
        let empty_end = segments.len() > 1 && segments.last().is_some_and(String::is_empty);
        let segments = if self.is_lenient && empty_end { &segments[..segments.len() - 1] } else { segments };
        if segments.len() != self.segments.len() {
            return None;
        }
        let mut captures = Captures::new();
        let mut pairs = self.segments.iter().zip(segments);
        pairs.all(|(pattern, text)| fits(pattern, text, &mut captures)).then_some(captures)
    }

    /// Letters that stand in it: of two routes that fit, the one with more is meant.
    fn weight(&self) -> usize {
        let parts = self.segments.iter().flatten();
        parts.map(|part| if let Part::Literal(text) = part { text.len() } else { 0 }).sum()
    }

    fn first(&self) -> &str {
        match self.segments.first().map(Vec::as_slice) {
            Some([Part::Literal(text)]) => text,
            _ => "",
        }
    }
}

fn drop_slash<T>(segments: &mut Vec<T>, is_empty: fn(&T) -> bool) {
    if segments.len() > 1 && segments.last().is_some_and(is_empty) {
        segments.pop();
    }
}

fn segment(text: &str) -> Segment {
    let mut parts = Segment::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        if !before.is_empty() {
            parts.push(Part::Literal(decode(before)));
        }
        parts.push(Part::Placeholder(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(decode(rest)));
    }
    parts
}

/// Whether a text is of a segment. A placeholder takes at least one letter, and as few as possible unless it is the last
/// part.
fn fits(pattern: &[Part], text: &str, captures: &mut Captures) -> bool {
    match pattern {
        [] => text.is_empty(),
        [Part::Literal(literal), rest @ ..] => {
            text.strip_prefix(literal.as_str()).is_some_and(|text| fits(rest, text, captures))
        }
        [Part::Placeholder(name)] => {
            captures.push((name.clone(), text.to_owned()));
            !text.is_empty()
        }
        [Part::Placeholder(name), rest @ ..] => {
            let ends = text.char_indices().skip(1).map(|(at, _)| at);
            for end in ends {
                let known = captures.len();
                captures.push((name.clone(), text[..end].to_owned()));
                if fits(rest, &text[end..], captures) {
                    return true;
                }
                captures.truncate(known);
            }
            false
        }
    }
}

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
            add(route.segments.len());
            if route.is_lenient {
                add(route.segments.len() + 1);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(route: &str, path: &str, expect: Option<&[(&str, &str)]>) {
        let found = Route::read(route, false).captures(&Target::read(path, None).segments);
        let expect = expect.map(|pairs| {
            let owned = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            owned.collect::<Captures>()
        });
        assert_eq!(found, expect, "{route} {path}");
    }

    #[test]
    fn templates() {
        check("/a/{id}", "/a/x%2Fy", Some(&[("id", "x/y")]));
        check("/a/{id}:start", "/a/i-1%3Astart", Some(&[("id", "i-1")]));
        check("/a/{id}:start", "/a/i-1:stop", None);
        check("/a/{x}.{y}", "/a/1.2.3", Some(&[("x", "1"), ("y", "2.3")]));
        check("/a/{id}", "/a/", None);
        check("/a/{id}/", "/a/1/", Some(&[("id", "1")]));
        check("/a/{id}/", "/a/1", None);
        check("/?Action=X", "/", Some(&[]));
        check("/a/{open", "/a/{open", Some(&[]));
    }

    #[test]
    fn fixed_queries_and_lenient_slashes() {
        let route = Route::read("/api/x/?Action=Do%20it&v={v}", true);
        assert_eq!(route.fixed, [("Action".to_owned(), "Do it".to_owned())]);
        for path in ["/api/x", "/api/x/"] {
            assert!(route.captures(&Target::read(path, None).segments).is_some(), "{path}");
        }
        let weight = |path: &str| Route::read(path, false).weight();
        assert!(weight("/a/{id}:start") > weight("/a/{id}"));
    }
}
