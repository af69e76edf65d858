//! What `docwright dialect propose` writes for vendors that have a built-in dialect, unedited, held against that dialect.

use crate::support::{corpus, root};
use docwright::compile::{self, Run};
use docwright::config::{Config, doc_sets};
use docwright::dialect::{Dialect, built_in};
use docwright::model::{Field, Object, Type};
use docwright::propose;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Facts of rows by their places.
type Rows = BTreeMap<(u32, u32), BTreeSet<String>>;

fn run(path: &Path, dialect: &Arc<Dialect>) -> Run {
    let config = Config { docs: doc_sets(&[path.to_owned()]).unwrap(), ..Config::default() };
    compile::run_with(&config, Path::new(""), Some(dialect)).unwrap()
}

/// A type without the names of objects, which depend on where they are first met.
fn shape(ty: &Type) -> String {
    match ty {
        Type::Object(_) => "object".to_owned(),
        Type::Array(inner) => format!("array of {}", shape(inner)),
        Type::Map(inner) => format!("map of {}", shape(inner)),
        other => other.to_string(),
    }
}

fn rows(run: &Run) -> Rows {
    let mut rows = Rows::new();
    let mut add = |side: &str, field: &Field| {
        let Field { name, ty, required, location, origin, .. } = field;
        // Only requests say what must be sent.
        let required = side == "request" && *required;
        let fact =
            format!("{side} {name}: {} {required} {location:?} {:?}", shape(ty), field.meaning.default);
        rows.entry((origin.file, origin.start)).or_default().insert(fact);
    };
    for service in &run.api.services {
        let shared = service.types.values();
        let own = service.endpoints.iter().flat_map(|endpoint| &endpoint.types);
        let mut object = |side, object: &Object| object.fields.iter().for_each(|field| add(side, field));
        shared.chain(own).for_each(|ty| object("type", ty));
        service.endpoints.iter().for_each(|endpoint| object("request", &endpoint.request));
    }
    rows
}

fn without_width(rows: &Rows) -> Rows {
    let facts =
        |facts: &BTreeSet<String>| facts.iter().map(|fact| fact.replace("int32", "integer")).collect();
    rows.iter().map(|(place, have)| (*place, facts(have))).collect()
}

/// Of the rows that the built-in dialect models, at least nine of ten are modelled, and of those 95 of 100 say the same.
#[track_caller]
fn check(path: &Path, built_in: &str, facts: fn(&Rows) -> Rows) {
    let config = Config { docs: doc_sets(&[path.to_owned()]).unwrap(), ..Config::default() };
    let (pages, table) = compile::pages(&config, Path::new("")).unwrap();
    let text = propose::propose("proposed", &pages, &table).unwrap();
    let proposed = Arc::new(built_in::parse("proposed", &text).unwrap());
    let expect = facts(&rows(&run(path, &built_in::builtin(built_in).unwrap())));
    let found = facts(&rows(&run(path, &proposed)));
    let both: Vec<_> = expect.iter().filter_map(|(place, facts)| Some((facts, found.get(place)?))).collect();
    let same = both.iter().filter(|(expect, found)| expect == found).count();
    assert!(!expect.is_empty(), "{built_in}: no rows");
    assert!(
        both.len() * 10 >= expect.len() * 9,
        "{built_in}: {} of {} rows\n{text}",
        both.len(),
        expect.len()
    );
    let other: Vec<_> = both.iter().filter(|(expect, found)| expect != found).take(5).collect();
    let count = both.len();
    assert!(same * 100 >= count * 95, "{built_in}: {same} of {count} rows say the same\n{other:#?}\n{text}");
}

#[test]
fn a_proposal_says_what_the_built_in_dialect_says() {
    // One page has no `Long` that tells how wide its `Integer` is: the widths are left to the sets below.
    check(&root().join("docs-src/jdcloud"), "jdcloud", without_width);
    for (folder, dialect) in [
        ("blueking/cmdb/apigw-open", "blueking-apigw"),
        ("jdcloud", "jdcloud"),
        ("other/kook", "kook"),
        ("other/ucloud", "ucloud"),
        ("other/binance-en", "binance"),
    ] {
        if let Some(path) = corpus(folder) {
            check(&path, dialect, Rows::clone);
        }
    }
}
