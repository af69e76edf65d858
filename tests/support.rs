//! What the tests share: the root of the repository, runs over configurations, findings as text.

use docwright::compile::{self, Run};
use docwright::config::{Config, DocSet};
use docwright::diagnostic::{Diagnostic, render};
use docwright::emit::{File, rust};
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
#[allow(clippy::print_stderr, reason = "a step that is left out says so")]
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    let path = root().parent()?.join("shared/corpus").join(folder);
    if !path.is_dir() {
        eprintln!("../shared/corpus/{folder} is not there: left out");
        return None;
    }
    Some(path)
}

/// Compiles doc sets below `base`.
pub(crate) fn compile(docs: Vec<DocSet>, base: &Path) -> Run {
    compile::run(&Config { docs, ..Config::default() }, base).unwrap()
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
