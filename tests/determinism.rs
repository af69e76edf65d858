//! Same input, same bytes: however often, in whatever order, on however many threads.

use crate::support;
use docwright::config::{Config, DocSet};
use std::path::Path;

/// Everything that a run gives, as bytes.
fn output(config: &Config, base: &Path, threads: usize) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let run = docwright::compile::run(config, base).unwrap();
        let model = serde_json::to_string(&run.api).unwrap();
        let findings = support::findings(&run, run.diagnostics.iter());
        let files = support::emit(&run).into_iter().map(|file| format!("{}\n{}", file.path, file.text));
        format!("{model}\n{findings}\n{}", files.collect::<String>())
    })
}

#[test]
fn twice_and_on_any_number_of_threads() {
    let (config, root) = (support::config(), support::root());
    let once = output(&config, &root, 1);
    for threads in [1, 2, 7] {
        assert!(once == output(&config, &root, threads), "{threads} threads give other bytes");
    }
}

#[test]
fn pages_in_any_order() {
    let root = support::root();
    let mut docs: Vec<DocSet> = Vec::new();
    for set in support::config().docs {
        for (file, _) in docwright::source::find(&root.join(&set.path), &docwright::source::is_page).unwrap()
        {
            docs.push(DocSet { path: file.strip_prefix(&root).unwrap().to_owned(), ..set.clone() });
        }
    }
    assert_eq!(docs.len(), 5);
    let once = output(&Config { docs: docs.clone(), ..Config::default() }, &root, 2);
    for shift in 0..docs.len() {
        docs.rotate_left(1);
        docs.swap(0, shift);
        let shuffled = Config { docs: docs.clone(), ..Config::default() };
        assert!(once == output(&shuffled, &root, 2), "order {shift} gives other bytes");
    }
}

#[test]
fn the_model_survives_its_json_form() {
    let run = docwright::compile::run(&support::config(), &support::root()).unwrap();
    let text = serde_json::to_string(&run.api).unwrap();
    let read: docwright::model::Api = serde_json::from_str(&text).unwrap();
    assert_eq!(read, run.api);
}
