//! `corpus`: a crate emitted from a folder of pages, and everything that a crate has to pass.

pub(crate) mod limits;
pub(crate) mod package;

use crate::measure::{self, Cost};
use docwright::compile::{self, Run};
use docwright::config::{Config, DocSet, doc_sets};
use docwright::emit::{File, Tree, rust};
use package::Package;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Name of the emitted crate.
const NAME: &str = "corpus_client";

/// Emits a crate for the pages at `paths`, measures `cargo check`, and does what [`pass`] does.
pub(crate) fn run(paths: &[String]) -> Result<(), String> {
    if paths.is_empty() {
        return Err("name a folder of pages: `cargo xtask corpus DIR...`".to_owned());
    }
    let package = write(NAME, sets(paths)?)?;
    println!("checked in {}", checked(&package)?.text());
    pass(&package)
}

/// Emits a crate for the pages below `folder` and does what [`pass`] does.
pub(crate) fn gate(folder: &str) -> Result<(), String> {
    pass(&write(NAME, sets(&[folder.to_owned()])?)?)
}

fn sets(paths: &[String]) -> Result<Vec<DocSet>, String> {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    doc_sets(&paths).map_err(|error| error.to_string())
}

/// What one emission gave.
pub(crate) struct Emitted {
    pub(crate) run: Run,
    pub(crate) files: Vec<File>,
    pub(crate) compiled: Duration,
    pub(crate) emitted: Duration,
}

/// Docs in, files out.
pub(crate) fn emit(name: &str, docs: Vec<DocSet>, base: &Path) -> Result<Emitted, String> {
    let start = Instant::now();
    let run = compile::run(&Config { docs, ..Config::default() }, base).map_err(|error| error.to_string())?;
    let compiled = start.elapsed();
    let options = rust::Options { crate_name: name.to_owned(), ..rust::Options::default() };
    let files = rust::emit(&run.api, &options);
    Ok(Emitted { run, files, compiled, emitted: start.elapsed() - compiled })
}

/// Emits the crate `name`, and says what it is.
pub(crate) fn write(name: &str, docs: Vec<DocSet>) -> Result<Package, String> {
    let emitted = emit(name, docs, Path::new(""))?;
    println!("{}", counts(&emitted)?);
    println!("docs to model {:.2?}, model to files {:.2?}", emitted.compiled, emitted.emitted);
    Package::write(name, &emitted.run.api, emitted.files)
}

/// Lints a crate, runs its samples and examples, documents it.
pub(crate) fn pass(package: &Package) -> Result<(), String> {
    for arguments in ["clippy --all-targets -- --deny warnings", "test"] {
        // Arguments behind `--` are the compiler's, so `--quiet` has to stand before them.
        let (own, rest) = arguments.split_once(" -- ").unwrap_or((arguments, ""));
        let mut command = package.cargo(own);
        if !rest.is_empty() {
            command.arg("--").args(rest.split_whitespace());
        }
        println!("{}", measure::run(&mut command, &[])?.text());
    }
    let mut doc = package.cargo("doc --no-deps");
    println!("{}", measure::run(doc.env("RUSTDOCFLAGS", "--deny warnings"), &[])?.text());
    Ok(())
}

/// `cargo check` of the crate alone.
pub(crate) fn checked(package: &Package) -> Result<Cost, String> {
    measure::run(&mut package.cargo("check"), &[])?;
    package.touch()?;
    measure::run(&mut package.cargo("check"), &package.marks())
}

/// Calls of the crate; a long name stands on a line of its own.
fn impls(of: &impl Fn(Tree, &str) -> usize) -> usize {
    [" ", "\n"].iter().map(|end| of(Tree::Source, &format!("impl docwright_runtime::Operation{end}"))).sum()
}

/// What was emitted. Every endpoint of the model must be a call of the crate.
pub(crate) fn counts(emitted: &Emitted) -> Result<String, String> {
    let Emitted { run, files, .. } = emitted;
    let of = |tree: Tree, text: &str| -> usize {
        files.iter().filter(|file| file.tree == tree).map(|file| file.text.matches(text).count()).sum()
    };
    let lines = |tree: Tree| of(tree, "\n");
    let (counts, calls) = (run.counts(), impls(&of));
    if calls != counts.endpoints {
        return Err(format!("the model has {} endpoints, the crate has {calls} calls", counts.endpoints));
    }
    Ok(format!(
        "{} pages, {} services, {calls} endpoints, {} structs, {} enums, {} files\n\
         {} lines, {} per endpoint; {} lines of tests with {} samples; {} examples",
        counts.pages,
        run.api.services.len(),
        of(Tree::Source, "\npub struct "),
        of(Tree::Source, "\npub enum "),
        files.len(),
        lines(Tree::Source),
        lines(Tree::Source) / calls.max(1),
        lines(Tree::Tests),
        of(Tree::Tests, "    check("),
        of(Tree::Source, "/// ```no_run\n"),
    ))
}
