//! Pages of one endpoint in two languages: what they say alike, and that each difference is said with both places.

use crate::support::corpus;
use docwright::compile::Run;
use docwright::config::{Config, DocSet, Without, doc_sets};
use docwright::diagnostic::code::{DUPLICATE_ENDPOINT, LANGUAGES_DIFFER};
use docwright::model::{Endpoint, Fact, Field, Origin, Service, Type, Witness, address};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the tables of one page say: by path of the field, its type in words and its required mark.
type Said = BTreeMap<String, (String, bool)>;

/// Service, name, method and path of an endpoint.
type Name = [String; 4];

/// What each endpoint's page says, and the file it is.
fn said(run: &Run) -> BTreeMap<Name, (Said, String)> {
    let services = run.api.services.iter();
    let endpoints =
        services.flat_map(|service| service.endpoints.iter().map(move |endpoint| (service, &**endpoint)));
    let one = |(service, endpoint): (&Service, &Endpoint)| {
        let name = [&service.name, &endpoint.id, endpoint.method.as_str(), &endpoint.path].map(str::to_owned);
        let mut said = Said::new();
        address::each_field(service, endpoint, &mut |path, _, _, field| {
            if is_from_table(field) {
                said.insert(path, (words(&field.ty), field.required || is_broken(field)));
            }
        });
        (name, (said, run.files[endpoint.origins[0].file as usize].path.clone()))
    };
    endpoints.map(one).collect()
}

fn is_from_table(field: &Field) -> bool {
    field.votes.iter().any(|vote| vote.witness == Witness::Table)
}

/// Whether a table requires the field, and a sample lacks it: which samples a page has is no matter of languages.
fn is_broken(field: &Field) -> bool {
    field.votes.iter().any(|vote| vote.fact == Fact::Required && vote.says == "absent")
}

/// The type without names and widths; nothing for one that leaves its values open.
fn words(ty: &Type) -> String {
    match ty {
        Type::Any | Type::AnyObject => String::new(),
        Type::Array(inner) => format!("array of {}", words(inner)),
        Type::Map(inner) => format!("map of {}", words(inner)),
        Type::Object(_) => "object".to_owned(),
        Type::Integer { .. } => "integer".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Expects a finding that names both pages for every difference between them. Returns the number of pairs.
#[track_caller]
fn check(docs: Vec<DocSet>) -> usize {
    let without = |without: Vec<Without>| {
        let config = Config { docs: docs.clone(), without, ..Config::default() };
        docwright::compile::run(&config, Path::new("")).unwrap()
    };
    let both = without(Vec::new());
    let found = findings(&both);
    let (zh, en) = (said(&without(vec![Without::En])), said(&without(vec![Without::Zh])));
    let mut pairs = 0;
    for (name, (zh, zh_file)) in &zh {
        let Some((en, en_file)) = en.get(name).filter(|(_, file)| file != zh_file) else { continue };
        pairs += 1;
        for path in zh.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
            let (a, b) = (zh.get(path), en.get(path));
            let open = |said: Option<&(String, bool)>| {
                said.is_some_and(|(words, _)| words.ends_with("of ") || words.is_empty())
            };
            let alike = match (a, b) {
                (Some(a), Some(b)) => (a.0 == b.0 || open(Some(a)) || open(Some(b))) && a.1 == b.1,
                _ => false,
            };
            let named = path
                .split('.')
                .any(|segment| found.contains(&(zh_file.clone(), en_file.clone(), segment.to_owned())));
            assert!(
                alike || named,
                "{name:?}: `{path}` is {a:?} in {zh_file} and {b:?} in {en_file}, and nothing says so"
            );
        }
    }
    pairs
}

/// The fields that a finding on two languages names, each with the two files, in both orders.
fn findings(run: &Run) -> BTreeSet<(String, String, String)> {
    let found = run.diagnostics.iter().filter(|found| found.code == &LANGUAGES_DIFFER);
    let mut all = BTreeSet::new();
    for found in found {
        let field = found.message.split('`').nth(1).unwrap_or_default();
        let file = |at: usize| run.files[found.labels[at].origin.file as usize].path.clone();
        all.insert((file(0), file(1), field.to_owned()));
        all.insert((file(1), file(0), field.to_owned()));
    }
    all
}

fn page(rows: &str) -> String {
    format!(
        "### 请求地址\n\n/api/v2/x/get_x/\n\n### 请求方法\n\nPOST\n\n### 请求参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n{rows}\n\n### 返回结果示例\n\n```json\n{{\"result\": true, \"data\": null}}\n```\n"
    )
}

fn write(folder: &Path, name: &str, rows: &str) {
    let file = folder.join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, page(rows)).unwrap();
}

fn set(folder: &Path) -> DocSet {
    DocSet {
        service: "x".to_owned(),
        path: folder.to_owned(),
        dialect: Some("blueking-esb".to_owned()),
        ..DocSet::default()
    }
}

#[test]
fn differences_between_languages_are_said() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "zh/get_x.md",
        "| a | int | 是 | 甲 |\n| b | int | 是 | 乙 |\n| c | int | 是 | 丙 |",
    );
    write(
        folder.path(),
        "en/get_x.md",
        "| a | string | 是 | one |\n| b | int | 否 | two |\n| d | int | 是 | three |",
    );
    assert_eq!(check(vec![set(folder.path())]), 1);
    if let Some(path) = corpus("blueking") {
        assert!(check(doc_sets(&[path]).unwrap()) > 100);
    }
}

/// Each page of a pair that describes what another pair does is left out, and says so with its rows.
#[test]
fn a_second_pair_of_pages_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    for (name, rows) in [
        ("zh/a.md", "| a | int | 是 | 甲 |"),
        ("en/a.md", "| a | int | 是 | one |"),
        ("zh/b.md", "| a | int | 是 | 乙 |"),
        ("en/b.md", "| a | int | 是 | two |"),
    ] {
        write(folder.path(), name, rows);
    }
    let config = Config { docs: vec![set(folder.path())], ..Config::default() };
    let run = docwright::compile::run(&config, Path::new("")).unwrap();
    let endpoint = &run.api.services[0].endpoints[0];
    let pages = |origins: &[Origin]| -> Vec<String> {
        let path = |origin: &Origin| run.files[origin.file as usize].path.clone();
        origins
            .iter()
            .map(|origin| path(origin).rsplit('/').take(2).collect::<Vec<_>>().join(" in "))
            .collect()
    };
    assert_eq!(pages(&endpoint.origins), ["a.md in zh", "a.md in en"]);
    assert_eq!(endpoint.request.fields[0].docs.len(), 2);
    let left_out = run.diagnostics.iter().filter(|found| found.code == &DUPLICATE_ENDPOINT);
    let left_out: Vec<_> = left_out.map(|found| (pages(&[found.place()]).remove(0), found.rows)).collect();
    assert_eq!(left_out, [("b.md in en".to_owned(), 1), ("b.md in zh".to_owned(), 1)]);
    let counts = run.counts();
    let rows = counts.ledger.rows;
    assert_eq!((counts.endpoints, rows.modelled, rows.diagnosed), (1, 2, 2));
}
