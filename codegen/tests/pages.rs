//! Pages of a doc set: what is read of each, and what the names of their files and folders mean.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use docwright::compile::{self, Run};
use docwright::config::{Config, DocSet};
use std::path::Path;

/// A page of one call.
fn page(title: &str, route: &str, parameter: &str) -> String {
    format!(
        "# {title}\n\n## Request URL\n\n`{route}`\n\n## Request Parameters\n\n\
         | Name | Type | Required | Description |\n|---|---|---|---|\n| {parameter} | string | yes | About |\n"
    )
}

fn run(pages: &[(&str, &str)], routes: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in pages {
        let path = folder.path().join("docs").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut set = DocSet {
        service: "lamps".to_owned(),
        path: "docs".into(),
        dialect: Some("generic".to_owned()),
        ..DocSet::default()
    };
    if !routes.is_empty() {
        std::fs::write(folder.path().join("routes.yaml"), routes).unwrap();
        set.routes = Some("routes.yaml".into());
    }
    let config = Config { docs: vec![set], ..Config::default() };
    compile::run(&config, Path::new(folder.path())).unwrap()
}

/// The operations with the names of their parameters, and the codes of all findings.
#[track_caller]
fn check(pages: &[(&str, &str)], routes: &str, operations: &[&str], codes: &[&str]) {
    let run = run(pages, routes);
    let endpoints = run.api.services.iter().flat_map(|service| &service.endpoints);
    let shown: Vec<String> = endpoints
        .map(|endpoint| {
            let names: Vec<&str> = endpoint.request.fields.iter().map(|field| field.name.as_str()).collect();
            format!("{}: {} {} {}", endpoint.id, endpoint.method, endpoint.path, names.join(","))
        })
        .collect();
    assert_eq!(shown, operations);
    let found: Vec<&str> = run.diagnostics.iter().map(|found| found.code.id).collect();
    assert_eq!(found, codes);
}

#[test]
fn pages_that_share_a_route_and_differ_are_named_by_their_folders() {
    let (hall, yard) =
        (page("Add lamp", "POST /v1/lamps", "room"), page("Add lamp", "POST /v1/lamps", "pole"));
    check(
        &[("hall/add.md", &hall), ("yard/add.md", &yard)],
        "",
        &["hall_add_lamp: POST /v1/lamps room", "yard_add_lamp: POST /v1/lamps pole"],
        &[],
    );
}

#[test]
fn pages_that_share_a_route_and_differ_are_named_by_their_front_matter() {
    let titled = |title: &str, parameter| {
        format!("---\ntitle: {title}\n---\n\n{}", page("Add lamp", "POST /v1/lamps", parameter))
    };
    check(
        &[("a.md", &titled("Add hall lamp", "room")), ("b.md", &titled("\"Add yard lamp\"", "pole"))],
        "",
        &["add_hall_lamp: POST /v1/lamps room", "add_yard_lamp: POST /v1/lamps pole"],
        &[],
    );
}

#[test]
fn pages_that_say_the_same_are_reported_as_before() {
    let same = page("Add lamp", "POST /v1/lamps", "room");
    check(
        &[("hall/add.md", &same), ("yard/add.md", &same)],
        "",
        &["add_lamp: POST /v1/lamps room"],
        &["DW0206"],
    );
}

#[test]
fn a_route_on_a_page_that_is_skipped_by_its_name_is_reported() {
    let call = page("Add lamp", "POST /v1/lamps", "room");
    check(&[("add.md", &call), ("index.md", &call)], "", &["add_lamp: POST /v1/lamps room"], &["DW0210"]);
    check(
        &[("add.md", &call), ("index.md", "# Lamps\n\nAll calls.\n")],
        "",
        &["add_lamp: POST /v1/lamps room"],
        &[],
    );
}

#[test]
fn a_page_of_the_route_table_that_describes_no_call_is_reported() {
    let unknown =
        "# Lamp\n\n## What it needs\n\n| Name | Type | Required |\n|---|---|---|\n| room | string | yes |\n";
    let call = page("Add lamp", "POST /v1/lamps", "room");
    let routes = "- path: /v1/lamps/find\n  name: find\n  method: GET\n";
    check(
        &[("add.md", &call), ("find.md", unknown)],
        routes,
        &["add_lamp: POST /v1/lamps room"],
        &["DW0211"],
    );
}
