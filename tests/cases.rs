//! Golden cases: `cases/<dialect>/<case>/page.md` gives `model.snap` and `diagnostics.snap` beside it. Where the emitted
//! code is the subject, the case holds a `client.snap` too; to ask for one, create it empty and run the test.
//!
//! A `dialect.toml` beside the page is its dialect, whatever the folder above is called; a `routes.yaml` is its route
//! table. A case of two languages holds `zh/page.md` and `en/page.md`.

use crate::support;
use docwright::compile::Run;
use docwright::config::DocSet;
use docwright::emit::outline;
use std::path::Path;

#[test]
fn every_case_gives_what_stands_beside_it() {
    insta::glob!("cases/*/*/page.md*", |page| check(page.parent().unwrap(), page.file_name().unwrap()));
}

#[test]
fn pages_of_two_languages_give_what_stands_beside_them() {
    insta::glob!("cases/*/*/zh/page.md", |page| check(page.ancestors().nth(2).unwrap(), ".".as_ref()));
}

/// Compiles the page or folder at `path` below the folder of a case.
fn check(folder: &Path, path: &std::ffi::OsStr) {
    let dialect = support::dialect_of(folder);
    let path = path.into();
    let set = DocSet { service: "case".to_owned(), path, dialect: Some(dialect), ..DocSet::default() };
    let run = support::compile(vec![set], folder);
    snapshot(folder, "model", &outline::emit(&run.api));
    snapshot(folder, "diagnostics", &support::findings(&run, run.diagnostics.iter()));
    if folder.join("client.snap").is_file() {
        snapshot(folder, "client", &client(&run));
    }
}

/// The emitted files of the case's service: types and calls, without what every crate has.
fn client(run: &Run) -> String {
    let own = |path: &str| path.matches('/').count() >= 2;
    let files = support::emit(run)
        .into_iter()
        .filter(|file| own(&file.path) && file.tree == docwright::emit::Tree::Source);
    files.map(|file| format!("// {}\n{}", file.path, file.text)).collect::<Vec<_>>().join("\n")
}

fn snapshot(folder: &Path, stage: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.remove_input_file();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stage, text));
}
