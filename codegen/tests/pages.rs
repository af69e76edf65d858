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

/// A page of one call with one row of parameters.
fn with_row(title: &str, route: &str, row: &str) -> String {
    format!(
        "# {title}\n\n## Request URL\n\n`{route}`\n\n## Request Parameters\n\n\
         | Name | Type | Required | Description |\n|---|---|---|---|\n{row}\n"
    )
}

/// A page of types, each with one row.
fn types(types: &[(&str, &str)]) -> String {
    let table = |(title, row): &(&str, &str)| {
        format!("## {title}\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n{row}\n\n")
    };
    format!("# Models\n\n{}", types.iter().map(table).collect::<String>())
}

/// The types of all calls with their fields, the rows, and the codes of all findings.
#[track_caller]
fn check_types(pages: &[(&str, &str)], expect: &[&str], rows: (usize, usize), codes: &[&str]) {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let run = run(pages, "");
    assert_eq!(one.install(|| self::run(pages, "")).api, run.api, "whatever the number of threads");
    let service = &run.api.services[0];
    let own =
        service.endpoints.iter().flat_map(|endpoint| endpoint.types.iter().map(|ty| (&*endpoint.id, ty)));
    let shown: Vec<String> = own
        .map(|(call, ty)| {
            let fields: Vec<String> =
                ty.fields.iter().map(|field| format!("{} {}", field.name, field.ty)).collect();
            let page = &run.files[ty.origin.file as usize].path;
            format!("{call}: {} of {page}: {}", ty.id, fields.join(", "))
        })
        .collect();
    assert_eq!(shown, expect);
    let counts = run.counts();
    assert_eq!((counts.ledger.rows.modelled, counts.ledger.rows.diagnosed), rows);
    let found: Vec<&str> = run.diagnostics.iter().map(|found| found.code.id).collect();
    assert_eq!(found, codes);
}

#[test]
fn types_of_another_page_count_once_for_all_that_use_them() {
    let shapes = types(&[("Bulb", "| watts | int | yes | Power |")]);
    let add =
        with_row("Add lamp", "POST /lamps", "| bulb | [Bulb](../shapes.md#bulb) object | yes | The bulb |");
    let swap = with_row("Swap bulb", "POST /swaps", "| bulb | Bulb | yes | The new one |");
    check_types(
        &[("a/add.md", &add), ("a/swap.md", &swap), ("shapes.md", &shapes)],
        &[
            "add_lamp: Bulb of docs/shapes.md: watts integer",
            "swap_bulb: Bulb of docs/shapes.md: watts integer",
        ],
        (3, 0),
        &[],
    );
}

#[test]
fn types_that_refer_to_each_other_end() {
    let left = types(&[("Left", "| right | [Right](right.md#right) object | yes | Beside |")]);
    let right = types(&[("Right", "| left | [Left](left.md#left) object | yes | Beside |")]);
    let add = with_row("Add pair", "POST /pairs", "| left | [Left](left.md#left) object | yes | One |");
    check_types(
        &[("add.md", &add), ("left.md", &left), ("right.md", &right)],
        &["add_pair: Left of docs/left.md: right `Right`", "add_pair: Right of docs/right.md: left `Left`"],
        (3, 0),
        &[],
    );
}

#[test]
fn links_that_lead_nowhere_and_types_that_nobody_uses_are_told() {
    let shapes = types(&[("Bulb", "| watts | int | yes | Power |")]);
    let add =
        with_row("Add lamp", "POST /lamps", "| bulb | [Globe](shapes.md#globe) object | yes | The bulb |");
    check_types(&[("add.md", &add), ("shapes.md", &shapes)], &[], (1, 1), &["DW0304", "DW0115"]);
}

#[test]
fn pages_that_define_one_name_leave_it_open() {
    let shapes = types(&[("Bulb", "| watts | int | yes | Power |")]);
    let others = types(&[("Bulb", "| roots | int | yes | Below |")]);
    let add = with_row("Add lamp", "POST /lamps", "| bulb | Bulb | yes | The bulb |");
    check_types(
        &[("add.md", &add), ("lamps.md", &shapes), ("tulips.md", &others)],
        &[],
        (1, 2),
        &["DW0304", "DW0115", "DW0115"],
    );
}

#[test]
fn parameters_of_a_call_on_another_page_are_taken_over() {
    let add = with_row("Add lamp", "POST /lamps/{room}", "| watts | int | yes | Power |");
    let test = with_row("Test lamp", "POST /tests", "| dry | bool | no | Only look |").replace(
        "## Request Parameters\n",
        "## Request Parameters\n\nAll parameters of `POST /lamps/{id}` plus:\n",
    );
    let lost = test.replace("/lamps/{id}", "/torches").replace("/tests", "/trials").replace("Test", "Try");
    check(
        &[("add.md", &add), ("test.md", &test), ("try.md", &lost)],
        "",
        &[
            "add_lamp: POST /lamps/{room} watts,room",
            "test_lamp: POST /tests dry,watts",
            "try_lamp: POST /trials dry",
        ],
        &["DW0203", "DW0307"],
    );
}
