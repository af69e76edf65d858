//! Versions of one call: `/v1/loaves` and `/v2/loaves` under one name. The lowest keeps it, so that a new version renames
//! nothing; the others are called by their version.

use crate::model::Endpoint;
use std::collections::BTreeMap;

/// The numbers of a version, and what stands behind them.
type Version<'p> = (Vec<u64>, &'p str);

/// What each endpoint is called: its id, with the version of its path behind it where the same call has a lower one.
pub(in crate::emit::rust) fn ids(endpoints: &[&Endpoint]) -> Vec<String> {
    let mut calls: BTreeMap<_, Vec<(Option<Version<'_>>, usize)>> = BTreeMap::new();
    for (at, endpoint) in endpoints.iter().enumerate() {
        let (version, rest) = parts(&endpoint.path);
        calls.entry((super::alike(&endpoint.id), endpoint.method, rest)).or_default().push((version, at));
    }
    let mut ids: Vec<String> = endpoints.iter().map(|endpoint| endpoint.id.clone()).collect();
    for versions in calls.values_mut() {
        versions.sort();
        for (_, at) in &versions[1..] {
            if let Some(version) = segments(&endpoints[*at].path).find(|part| version(part).is_some()) {
                ids[*at] = format!("{} {version}", ids[*at]);
            }
        }
    }
    ids
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

/// The version in a path, and the path without it.
fn parts(path: &str) -> (Option<Version<'_>>, Vec<&str>) {
    let found = segments(path).position(|part| version(part).is_some());
    let rest = segments(path).enumerate().filter(|(at, _)| Some(*at) != found).map(|(_, part)| part);
    (segments(path).find_map(version), rest.collect())
}

/// `v1`, `v2.1`, `v1beta`.
fn version(part: &str) -> Option<Version<'_>> {
    let rest = part.strip_prefix(['v', 'V'])?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(rest.len());
    let (numbers, stage) = rest.split_at(end);
    let numbers =
        numbers.split(['.', '_']).map(|number| number.parse().ok()).collect::<Option<Vec<u64>>>()?;
    stage.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some((numbers, stage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], expect: &[&str]) {
        let endpoint =
            |path: &&str| Endpoint { id: "find".to_owned(), path: (*path).to_owned(), ..Endpoint::default() };
        let endpoints: Vec<Endpoint> = paths.iter().map(endpoint).collect();
        assert_eq!(ids(&endpoints.iter().collect::<Vec<_>>()), expect, "{paths:?}");
    }

    #[test]
    fn the_lowest_version_keeps_the_name() {
        check(&["/v1/loaves", "/v2/loaves"], &["find", "find v2"]);
        check(&["/v10/loaves", "/v2/loaves"], &["find v10", "find"]);
        check(&["/api/v1/loaves", "/api/v1.1/loaves", "/api/loaves"], &["find v1", "find v1.1", "find"]);
        check(&["/v1beta1/loaves", "/v1/loaves"], &["find v1beta1", "find"]);
        check(&["/v1/loaves", "/v2/pans"], &["find", "find"]);
    }
}
