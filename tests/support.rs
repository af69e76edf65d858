//! What the tests share: the root of the repository, runs over configurations, findings as text.

use docwright::account;
use docwright::compile::{self, Run};
use docwright::config::{Config, DocSet};
use docwright::diagnostic::{Diagnostic, code, render};
use docwright::emit::{File, rust};
use docwright::source;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The repository's own configuration.
pub(crate) fn config() -> Config {
    Config::read(&root().join(docwright::config::FILE)).unwrap()
}

/// The corpus folder below `../shared`, or a remark that the step is left out.
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    shared(&format!("corpus/{folder}"))
}

/// The pages of a vendor that no dialect reads, below `../shared`, or a remark that the step is left out.
pub(crate) fn vendor(folder: &str) -> Option<PathBuf> {
    shared(&format!("vendors/{folder}"))
}

#[allow(clippy::print_stderr, reason = "a step that is left out says so")]
fn shared(folder: &str) -> Option<PathBuf> {
    let path = root().parent()?.join("shared").join(folder);
    if !path.is_dir() {
        eprintln!("../shared/{folder} is not there: left out");
        return None;
    }
    Some(path)
}

/// The dialect of a golden case: the one beside its page, or the one that the folder above is called after.
pub(crate) fn dialect_of(case: &Path) -> String {
    let own = case.join("dialect.toml");
    let name = if own.is_file() { own.as_os_str() } else { case.parent().unwrap().file_name().unwrap() };
    name.to_str().unwrap().to_owned()
}

/// Compiles doc sets below `base`.
pub(crate) fn compile(docs: Vec<DocSet>, base: &Path) -> Run {
    compile::run(&Config { docs, ..Config::default() }, base).unwrap()
}

/// Everything that the pages of a run hold is accounted for, and no page had a fault.
#[track_caller]
pub(crate) fn check_account(run: &Run) {
    let faults = run.diagnostics.iter().filter(|found| *found.code == code::PAGE_FAULT);
    assert_eq!(findings(run, faults), "no findings");
    for report in &run.sets {
        let (mut rows, mut headers, mut samples, mut routes) = (0, 0, 0, 0);
        for file in run.files[report.files.clone()].iter().filter(|file| source::is_page(&file.path)) {
            let text = account::read(&file.text);
            rows += text.rows.len();
            headers += text.tables.len();
            samples += text.samples.len();
            routes += text.routes.len();
        }
        let ledger = &report.counts.ledger;
        let path = report.set.path.display();
        // A reader may take a row for the header of a table; rows that only readers see (list items) come on top.
        assert!(ledger.rows.total() + headers >= rows, "{path}: {rows} rows, {:?}", ledger.rows);
        assert_eq!((ledger.samples.total(), ledger.routes.total()), (samples, routes), "{path}");
    }
}

/// The emitted Rust of a run.
pub(crate) fn emit(run: &Run) -> Vec<File> {
    rust::emit(&run.api, &rust::Options::default())
}

/// Findings as the command line prints them, without colour.
pub(crate) fn findings<'a>(run: &Run, found: impl Iterator<Item = &'a Diagnostic>) -> String {
    let texts = found.map(|found| render::text(found, found.code.severity, &run.files, false));
    let text = texts.collect::<Vec<_>>().join("\n\n");
    if text.is_empty() { "no findings".to_owned() } else { text }
}
