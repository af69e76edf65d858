//! `agree`: whether the verdict on Rust callers is what the compiler says.
//!
//! For every golden case of `tests/diffs` and for random edits of pages, both versions are emitted, a caller that uses
//! every public item of the old crate is compiled against the new one, and the outcome is compared with the verdict. Each
//! edit is a package of one workspace, so that one cargo goes through all of them.

mod caller;
mod edits;

use crate::corpus;
use crate::shell::{list, root, target};
use docwright::compile;
use docwright::config::{Config, DocSet};
use docwright::diff::{self, Level, Report, forms};
use docwright::emit::{Tree, rust};
use docwright::model::Api;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Random edits when nobody says how many.
const EDITS: usize = 200;

/// Two versions of some docs.
struct Pair {
    name: String,
    report: Report,
    old: Api,
    new: Api,
}

/// Runs the comparison; `--edits N` and `--seed S` say how many random edits, and which.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let number = |name: &str, default: usize| match arguments.iter().position(|word| word == name) {
        None => Ok(default),
        Some(at) => {
            arguments.get(at + 1).and_then(|word| word.parse().ok()).ok_or(format!("`{name}` takes a number"))
        }
    };
    let (count, seed) = (number("--edits", EDITS)?, number("--seed", 1)?);
    let mut pairs = cases()?;
    println!("{} golden cases, {count} random edits with seed {seed}", pairs.len());
    pairs.extend(random(count, seed as u64)?);
    let folder = target().join("emitted/agree");
    write(&folder, &pairs)?;
    let broken = compile_all(&folder)?;
    judge(&pairs, &broken)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn api(docs: Vec<DocSet>, base: &Path) -> Result<Api, String> {
    Ok(compile::run(&Config { docs, ..Config::default() }, base).map_err(text)?.api)
}

fn pair(name: String, old: Api, new: Api) -> Pair {
    Pair { report: diff::compare(&old, &new), name, old, new }
}

/// The golden cases.
fn cases() -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    for dialect in list(&root().join("tests/diffs"))? {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for case in list(&dialect)? {
            let side = |side: &str| {
                let folders: Vec<PathBuf> =
                    list(&case.join(side))?.into_iter().filter(|path| path.is_dir()).collect();
                let set = |service: String, path: PathBuf| DocSet {
                    service,
                    path,
                    dialect: Some(name(&dialect)),
                    ..DocSet::default()
                };
                let sets = match folders.is_empty() {
                    true => vec![set("vendor.case".to_owned(), case.join(side))],
                    false => {
                        folders.into_iter().map(|path| set(format!("vendor.{}", name(&path)), path)).collect()
                    }
                };
                api(sets, Path::new(""))
            };
            pairs.push(pair(name(&case), side("old")?, side("new")?));
        }
    }
    Ok(pairs)
}

/// Random edits of the pages of the golden cases and of this repository.
fn random(count: usize, seed: u64) -> Result<Vec<Pair>, String> {
    let pages = edits::pages(&root())?;
    let mut random = edits::Random::new(seed);
    let scratch = target().join("emitted/agree-pages");
    let mut pairs = Vec::new();
    while pairs.len() < count {
        let edits::Page { dialect, text: before } = &pages[random.below(pages.len())];
        let (after, what) = edits::edit(before, &mut random);
        if after == *before {
            continue;
        }
        let side = |page: &str| {
            fs::create_dir_all(&scratch).map_err(text)?;
            fs::write(scratch.join("page.md"), page).map_err(text)?;
            let set = DocSet {
                service: "vendor.case".to_owned(),
                path: "page.md".into(),
                dialect: Some(dialect.clone()),
                ..DocSet::default()
            };
            api(vec![set], &scratch)
        };
        let (old, new) = (side(before)?, side(&after)?);
        if !old.services.iter().any(|service| !service.endpoints.is_empty()) {
            continue;
        }
        pairs.push(pair(format!("edit {} ({what})", pairs.len()), old, new));
    }
    Ok(pairs)
}

/// Writes the workspace: per pair the new crate, and the caller of the old one inside of it.
fn write(folder: &Path, pairs: &[Pair]) -> Result<(), String> {
    let _ = fs::remove_dir_all(folder);
    let put = |path: PathBuf, text_: &str| {
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(text)?;
        fs::write(&path, text_).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    };
    let mut members = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        let name = format!("e{at}");
        let files = rust::emit(&pair.new, &rust::Options { samples: false, ..rust::Options::default() });
        for file in files.iter().filter(|file| file.tree == Tree::Source) {
            put(folder.join(&name).join("src/generated").join(&file.path), &file.text)?;
        }
        put(
            folder.join(&name).join("Cargo.toml"),
            &corpus::package::manifest_in_workspace(&name, &rust::features(&pair.new.services)),
        )?;
        let library = "//! One edit.\n#![allow(warnings)]\n#[path = \"generated/clients.rs\"]\npub mod generated;\nmod caller;\n";
        put(folder.join(&name).join("src/lib.rs"), library)?;
        put(folder.join(&name).join("src/caller.rs"), &caller::of(&pair.old))?;
        // For whoever looks into a package that the two judges see differently.
        let about = format!("{}\n{}", pair.name, forms::text(&pair.report, &forms::Pages::default(), false));
        put(folder.join(&name).join("verdict.txt"), &about)?;
        members.push(name);
    }
    put(folder.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).map(drop).map_err(text)
}

/// Goes through all packages; gives the first error of each that does not compile.
fn compile_all(folder: &Path) -> Result<BTreeMap<usize, String>, String> {
    let mut command = Command::new("cargo");
    command.args(["check", "--workspace", "--keep-going", "--quiet", "--message-format=json"]);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target());
    let output = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
    let (mut broken, mut known) = (BTreeMap::new(), BTreeSet::new());
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let name = message["target"]["name"].as_str().unwrap_or_default();
        let Some(at) = name.strip_prefix('e').and_then(|at| at.parse().ok()) else { continue };
        known.insert(at);
        if message["message"]["level"] == "error" {
            let text = format!(
                "{} {}",
                message["message"]["code"]["code"].as_str().unwrap_or("-"),
                message["message"]["message"].as_str().unwrap_or_default()
            );
            broken.entry(at).or_insert(text);
        }
    }
    if known.is_empty() {
        return Err(format!("cargo compiled nothing:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(broken)
}

/// Compares, and fails when a break is called less than major.
fn judge(pairs: &[Pair], broken: &BTreeMap<usize, String>) -> Result<(), String> {
    let (mut both, mut neither, mut missed, mut strict) = (0, 0, Vec::new(), Vec::new());
    for (at, pair) in pairs.iter().enumerate() {
        let is_major = pair.report.verdicts.rust == Some(Level::Major);
        match (broken.get(&at), is_major) {
            (Some(_), true) => both += 1,
            (None, false) => neither += 1,
            (Some(error), false) => {
                missed.push(format!("e{at} {}: {}; rustc: {error}", pair.name, forms::line(&pair.report)))
            }
            (None, true) => strict.push(format!("e{at} {}: {}", pair.name, forms::line(&pair.report))),
        }
    }
    println!("{} pairs: {both} break for both, {neither} for neither", pairs.len());
    println!("major, and the caller compiles: {}\n{}", strict.len(), strict.join("\n"));
    println!("a break that is not called major: {}\n{}", missed.len(), missed.join("\n"));
    semver_checks();
    if missed.is_empty() && strict.is_empty() {
        Ok(())
    } else {
        Err("verdict and compiler disagree".to_owned())
    }
}

/// Says whether the other judge is there.
fn semver_checks() {
    let there = Command::new("cargo")
        .args(["semver-checks", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !there {
        println!("cargo-semver-checks is not installed: not compared with it");
    }
}
