//! Witnesses turned off one by one: a field vanishes when nobody else speaks for it or for what leads to it, and stays
//! where somebody does.

use crate::support::{self, root};
use docwright::compile::{self, Run};
use docwright::config::{Config, DocSet, WITNESSES, Without, doc_sets};
use docwright::model::{Fact, Field, Location, Type, Vote, Witness, address};
use docwright::policy::POLICY;
use docwright::source;
use std::collections::BTreeMap;
use std::path::Path;

fn compile(docs: &[DocSet], base: &Path, without: Vec<Without>) -> Run {
    compile::run(&Config { docs: docs.to_owned(), without, ..Config::default() }, base).unwrap()
}

/// The fields of a run by path, each with its votes.
fn fields(run: &Run) -> BTreeMap<String, Vec<Vote>> {
    let mut fields = BTreeMap::new();
    for service in &run.api.services {
        for endpoint in &service.endpoints {
            address::each_field(service, endpoint, &mut |path, _, _, field| {
                // The path itself speaks for its placeholders.
                if field.location == Location::Path {
                    return;
                }
                fields.insert(format!("{}.{path}", endpoint.id), field.votes.clone());
            });
        }
    }
    fields
}

/// Whether a vote is one of the witness that is turned off.
fn is_off(run: &Run, vote: &Vote, off: Without) -> bool {
    let language = || &*run.api.files[vote.origin.file as usize].language;
    match off {
        Without::Table => matches!(vote.witness, Witness::Table | Witness::OtherLanguage),
        Without::Example => matches!(vote.witness, Witness::RequestExample | Witness::ResponseExample),
        Without::RequestExample => vote.witness == Witness::RequestExample,
        Without::ResponseExample => vote.witness == Witness::ResponseExample,
        Without::InlineRoute => vote.witness == Witness::InlineRoute,
        Without::Routes => vote.witness == Witness::RouteTable,
        Without::Overrides => vote.witness == Witness::Override,
        Without::Zh => language() == "zh",
        Without::En => language() == "en",
    }
}

/// The field and every field that leads to it.
fn line<'p>(path: &'p str, fields: &'p BTreeMap<String, Vec<Vote>>) -> Vec<&'p [Vote]> {
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
    ends.filter_map(|end| fields.get(&path[..end])).map(Vec::as_slice).collect()
}

#[track_caller]
fn check(docs: &[DocSet], base: &Path) {
    let full = compile(docs, base, Vec::new());
    let before = fields(&full);
    for &(name, off) in WITNESSES {
        let run = compile(docs, base, vec![off]);
        let after = fields(&run);
        let gone = |endpoint: &str| {
            !run.api.services.iter().any(|service| service.endpoints.iter().any(|one| one.id == endpoint))
        };
        let heard = after.iter().find(|(_, votes)| votes.iter().any(|vote| is_off(&run, vote, off)));
        assert!(heard.is_none(), "{}: {name} is turned off and speaks: {heard:?}", base.display());
        for (path, votes) in &before {
            let silent = |vote: &Vote| is_off(&full, vote, off);
            let alone = !votes.is_empty() && votes.iter().all(silent);
            let there = after.contains_key(path);
            // Query strings are asked only for what no table describes.
            let others = after.get(path).is_some_and(|votes| !votes.is_empty());
            assert!(
                !(alone && there) || others,
                "{}: without {name} nobody speaks for `{path}`, and it is there",
                base.display()
            );
            // Tables and samples say as well which object a field belongs to, and whether it is one.
            let leads =
                |vote: &Vote| matches!(vote.fact, Fact::Presence | Fact::Parent | Fact::Type) && silent(vote);
            let explained =
                line(path, &before).iter().any(|votes| votes.iter().any(leads) || votes.is_empty());
            let id = path.split(".re").next().unwrap();
            assert!(
                there || explained || gone(id),
                "{}: without {name} `{path}` vanished, and nobody knows why",
                base.display()
            );
        }
    }
}

#[test]
fn what_vanishes_had_no_other_witness() {
    let config = crate::support::config();
    check(&config.docs, &root());
    let cases = root().join("tests/cases");
    for dialect in source::entries(&cases).unwrap().folders {
        for case in source::entries(&dialect).unwrap().folders {
            let set = DocSet {
                service: "case".to_owned(),
                path: ".".into(),
                dialect: Some(support::dialect_of(&case)),
                ..DocSet::default()
            };
            check(&[set], &case);
        }
    }
}

/// Expects that whoever lost a vote lost it to a witness that a line of the policy prefers, and that the model shows it.
/// Returns the lost votes.
#[track_caller]
fn check_policy(run: &Run) -> usize {
    let mut lost = 0;
    for service in &run.api.services {
        for endpoint in &service.endpoints {
            address::each_field(service, endpoint, &mut |path, _, _, field| {
                for vote in field.votes.iter().filter(|vote| !vote.won) {
                    lost += 1;
                    assert!(
                        follows(field, vote),
                        "{path}: no line of the policy explains {vote:?} in {field:?}"
                    );
                }
            });
        }
    }
    lost
}

fn follows(field: &Field, lost: &Vote) -> bool {
    let winners: Vec<Witness> = field
        .votes
        .iter()
        .filter(|vote| vote.fact == lost.fact && vote.won)
        .map(|vote| vote.witness)
        .collect();
    let is_sample = |witness| matches!(witness, Witness::RequestExample | Witness::ResponseExample);
    let preferred = |winner: &Witness| {
        let mut rules = POLICY.iter().filter(|rule| rule.facts.contains(&lost.fact));
        rules.any(|rule| rule.prefers(*winner, lost.witness))
    };
    match (lost.fact, winners.is_empty()) {
        // What a page does not ask for has no vote.
        (Fact::Required, true) => lost.witness == Witness::OtherLanguage,
        // A default that is no value of the type.
        (Fact::Default, true) => field.meaning.default.is_none(),
        // Of witnesses that cannot be reconciled nobody wins.
        (Fact::Type, true) => *field.ty.leaf() == Type::Any,
        // What a sample shows against the table is taken on decoding, or the type leaves it open.
        (Fact::Type, false) if is_sample(lost.witness) && !winners.iter().copied().any(is_sample) => {
            !field.accepts.is_empty() || *field.ty.leaf() == Type::Any
        }
        _ => winners.iter().any(preferred),
    }
}

#[test]
fn every_lost_vote_follows_the_policy() {
    let own = compile::run(&support::config(), &root()).unwrap();
    assert!(check_policy(&own) > 0);
    if let Some(path) = support::corpus("blueking") {
        assert!(check_policy(&compile(&doc_sets(&[path]).unwrap(), Path::new(""), Vec::new())) > 100);
    }
}

const FELL: &str = r#"# Fell a tree

`POST /v1/parks/{park_id}/fell`

## Path parameters

| Name | Type | Required | Description |
|---|---|---|---|
| park_id | string | yes | where it stands |
| ghost | string | no | in no path |

## Query parameters

| Name | Type | Required | In | Description |
|---|---|---|---|---|
| dry | boolean | no | | only ask |
| axe | string | no | header | which axe |

## Response

| Name | Type | Description |
|---|---|---|
| height | number | how high it was |

```json
{"code": 0, "data": {"height": 3.5}}
```
"#;

#[test]
fn places_and_payloads_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("fell.md"), FELL).unwrap();
    let docs = [DocSet {
        service: "parks".to_owned(),
        path: ".".into(),
        dialect: Some("generic".to_owned()),
        ..DocSet::default()
    }];
    let run = compile(&docs, folder.path(), Vec::new());
    let service = &run.api.services[0];
    let id = &service.endpoints[0].id;
    let check = |path: &str, expect: &[&str]| {
        let said = docwright::emit::votes::explain(&run.api, &format!("parks.{id}.{path}")).unwrap();
        let places = said.lines().filter(|line| line.contains("location: ") || line.contains("member: "));
        assert_eq!(places.map(str::trim).collect::<Vec<_>>(), expect, "{said}");
    };
    check(
        "request.park_id",
        &[
            "location: heading says `path` (counts) fell.md:5",
            "location: inline route says `path` (counts) fell.md:3",
        ],
    );
    check(
        "request.ghost",
        &[
            "location: heading says `path` (outvoted) fell.md:5",
            "location: inline route says `query` (counts) fell.md:3",
        ],
    );
    check("request.dry", &["location: heading says `query` (counts) fell.md:12"]);
    check(
        "request.axe",
        &[
            "location: table says `header` (counts) fell.md:17",
            "location: heading says `query` (outvoted) fell.md:12",
        ],
    );
    check(
        "response",
        &[
            "member: dialect says `the whole answer` (outvoted) fell.md:19",
            "member: response example says `data` (counts) fell.md:26",
        ],
    );
}
