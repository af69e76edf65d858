//! The pages of `docs-src`: model, findings and emitted file of each, as snapshots.

use crate::support;
use docwright::compile::Run;
use docwright::emit::{Tree, outline};
use docwright::model::Endpoint;

#[test]
fn every_page_gives_its_model_findings_and_client() {
    let run = docwright::compile::run(&support::config(), &support::root()).unwrap();
    let emitted = support::emit(&run);
    let endpoints = run
        .api
        .services
        .iter()
        .flat_map(|service| service.endpoints.iter().map(move |endpoint| (service, endpoint)));
    for (service, endpoint) in endpoints {
        let name = format!("{}.{}", service.name, endpoint.id);
        snapshot(&name, "model", &outline::endpoint(&run.api, endpoint));
        snapshot(&name, "diagnostics", &findings(&run, endpoint));
        // The emitted file of an endpoint links to its page.
        let page = &run.files[endpoint.origins[0].file as usize].path;
        let is_own = |file: &&docwright::emit::File| {
            file.tree == Tree::Source
                && file
                    .text
                    .lines()
                    .take_while(|line| line.starts_with("//"))
                    .any(|line| line.contains(page.as_str()))
        };
        let file = emitted.iter().find(is_own).unwrap();
        snapshot(&name, "client", &file.text);
    }
}

#[test]
fn types_that_pages_share() {
    let run = docwright::compile::run(&support::config(), &support::root()).unwrap();
    for file in support::emit(&run).iter().filter(|file| file.path.ends_with("/types.rs")) {
        snapshot(&file.path.replace(['/', '.'], "_"), "client", &file.text);
    }
}

fn findings(run: &Run, endpoint: &Endpoint) -> String {
    let files: Vec<u32> = endpoint.origins.iter().map(|origin| origin.file).collect();
    support::findings(run, run.diagnostics.iter().filter(|found| files.contains(&found.place().file)))
}

fn snapshot(page: &str, stage: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("{page}.{stage}"), text));
}
