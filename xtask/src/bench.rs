//! `bench`: what the pipeline and its output cost. Nothing here fails because something is slow.

mod diff;
pub(crate) mod progenitor;
mod scale;

use crate::corpus::package::Package;
use crate::corpus::{self, Emitted};
use crate::measure::{self, Cost};
use crate::shell::{program, root, run, target};
use docwright::config::{DocSet, doc_sets, services_of_folders};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rounds of each measurement; the best counts.
const ROUNDS: usize = 5;

/// Name of the emitted crate.
const NAME: &str = "bench_client";

/// The pages that are measured on, when nobody names any.
const PAGES: &str = "../shared/corpus/jdcloud";

/// Runs all measurements; `--progenitor` adds the comparison with what it makes of the same endpoints.
pub(crate) fn all(arguments: &[String]) -> Result<(), String> {
    if arguments.iter().any(|argument| argument == "--scale") {
        return scale::all(arguments);
    }
    let (options, paths): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| argument.starts_with("--"));
    if options.iter().any(|option| *option == "--diff") {
        return diff::ratio(&pages(&paths)?);
    }
    if let Some(unknown) = options.iter().find(|option| **option != "--progenitor") {
        return Err(format!("there is no option `{unknown}`; `--progenitor` is the only one"));
    }
    let pages = pages(&paths)?;
    let _ = fs::remove_dir_all(trees());
    run(&format!("cargo bench -q -p docwright --bench corpus -- {}", pages.display()))?;
    run("cargo build -q --release -p docwright")?;
    println!("\nRegeneration, all cores");
    regeneration(&pages)?;
    println!("\nThe emitted crate");
    let docs = doc_sets(std::slice::from_ref(&pages)).map_err(|error| error.to_string())?;
    let emitted = corpus::emit(NAME, docs, Path::new(""))?;
    println!("{}", corpus::counts(&emitted)?);
    let Emitted { run, files, .. } = emitted;
    let package = Package::write(NAME, &run.api, files)?;
    if options.is_empty() {
        println!("generation, one core: {}", generation(&pages, None)?.0.text());
        println!("cargo check: {}", checks(&[&package])?[0].text());
        return Ok(());
    }
    compare(&package, &pages, &progenitor::prepare(&run.api)?)
}

/// The one folder to measure on.
fn pages(paths: &[&String]) -> Result<PathBuf, String> {
    match paths {
        [path] => std::path::absolute(path).map_err(|error| error.to_string()),
        [] if root().join(PAGES).is_dir() => Ok(root().join(PAGES)),
        [] => {
            println!("{PAGES} is not there: measuring on docs-src");
            Ok(root().join("docs-src"))
        }
        _ => Err("name one folder of pages".to_owned()),
    }
}

/// Where each measurement gets a folder of its own.
fn trees() -> PathBuf {
    target().join("bench/trees")
}

/// A copy of the pages and a configuration beside it, in a folder with nothing of former runs. The folders stay until
/// the next bench: where many files were just deleted, some file systems are slow to make new ones.
fn fresh(pages: &Path, name: &str) -> Result<(PathBuf, Vec<DocSet>), String> {
    let folder = trees().join(name);
    let copy = folder.join("pages");
    copy_tree(pages, &copy).map_err(|error| format!("cannot copy `{}`: {error}", pages.display()))?;
    let docs = doc_sets(&[copy]).map_err(|error| error.to_string())?;
    let config = folder.join("docwright.toml");
    fs::write(&config, configuration(&docs)).map_err(|error| error.to_string())?;
    Ok((config, docs))
}

/// `docwright emit`: from nothing, unchanged, with one page changed.
fn regeneration(pages: &Path) -> Result<(), String> {
    let (config, docs) = fresh(pages, "regeneration")?;
    println!("from nothing        {}", emit(&config, "")?.text());
    println!("nothing changed     {}", emit(&config, "")?.text());
    let page = first_page(&docs[0].path).ok_or("the first doc set has no page")?;
    let text = fs::read_to_string(&page).map_err(|error| error.to_string())?;
    fs::write(&page, text + "\n\nOne more sentence.\n").map_err(|error| error.to_string())?;
    println!("one page changed    {}", emit(&config, "")?.text());
    Ok(())
}

/// Docs in, files out, on one core; in turns with the rival's.
fn generation(pages: &Path, rival: Option<&progenitor::Rival>) -> Result<(Cost, Cost), String> {
    let (mut ours, mut theirs) = (Cost::WORST, Cost::WORST);
    for round in 0..ROUNDS {
        let (config, _) = fresh(pages, &format!("generation-{round}"))?;
        ours = ours.better(emit(&config, "--threads 1")?);
        if let Some(rival) = rival {
            theirs = theirs.better(rival.generate()?);
        }
    }
    Ok((ours, theirs))
}

fn emit(config: &Path, options: &str) -> Result<Cost, String> {
    let mut command = Command::new(program());
    command.arg("emit").arg("--config").arg(config).args(options.split_whitespace());
    measure::run(command.stdout(std::process::Stdio::null()), &[])
}

fn configuration(docs: &[DocSet]) -> String {
    let paths: Vec<&Path> = docs.iter().map(|set| set.path.as_path()).collect();
    let sets = docs.iter().zip(services_of_folders(&paths));
    let sets =
        sets.map(|(set, name)| format!("[[docs]]\nservice = \"bench.{name}\"\npath = {:?}\n\n", set.path));
    format!("{}[emit.rust]\npath = \"src\"\ntests = \"tests\"\n", sets.collect::<String>())
}

fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_tree(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn first_page(path: &Path) -> Option<PathBuf> {
    let pages = docwright::source::find(path, &docwright::source::is_page).ok()?;
    pages.into_iter().next().map(|(path, _)| path)
}

/// `cargo check` of each crate alone, in turns, dependencies built before.
fn checks(packages: &[&Package]) -> Result<Vec<Cost>, String> {
    for package in packages {
        measure::run(&mut package.cargo("check"), &[])?;
    }
    let mut best = vec![Cost::WORST; packages.len()];
    for _ in 0..ROUNDS {
        for (best, package) in best.iter_mut().zip(packages) {
            package.touch()?;
            *best = best.better(measure::run(&mut package.cargo("check"), &package.marks())?);
        }
    }
    Ok(best)
}

fn compare(package: &Package, pages: &Path, rival: &progenitor::Rival) -> Result<(), String> {
    let generation = generation(pages, Some(rival))?;
    let (theirs, lines, calls) = rival.package()?;
    let costs = checks(&[package, &theirs])?;
    println!("\nNext to progenitor, best of {ROUNDS}; its crate has {lines} lines and {calls} calls");
    for (what, (ours, theirs)) in [("generation", generation), ("cargo check", (costs[0], costs[1]))] {
        let ratio = ours.time.as_secs_f64() / theirs.time.as_secs_f64();
        println!("{what:<12} {:>18}  to {:>18}  {ratio:.2}", ours.text(), theirs.text());
    }
    println!("peak memory of the check: {:.2}", costs[0].peak as f64 / costs[1].peak as f64);
    Ok(())
}
