//! `agree`: whether the verdict on Rust callers is what the compiler says, and what cargo-semver-checks says.
//!
//! For each kind of change (`rows`), for the golden cases of `tests/diffs` and for random edits of pages, both versions are
//! emitted, and a caller that uses every public item of the old one is compiled against the new one. All old clients are modules
//! of one crate, and all new ones of another, so that one compiler and one run of cargo-semver-checks see all pairs.

mod caller;
mod crates;
pub(crate) mod edits;
mod judge;
mod rows;
mod semver;
mod sides;

use crate::shell::{list, root, target};
use docwright::compile;
use docwright::config::{Config, DocSet};
use docwright::diff::{self, Level, Report};
use docwright::model::Api;
use std::fs;
use std::path::{Path, PathBuf};

/// Random edits when nobody says how many.
const EDITS: usize = 250;

/// Two versions of some docs.
struct Pair {
    name: String,
    /// The verdict that the pair was made for.
    expect: Option<Level>,
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
    let mut pairs = kinds()?;
    let kinds = pairs.len();
    pairs.extend(cases()?);
    println!(
        "{kinds} kinds of change, {} golden cases, {count} random edits with seed {seed}",
        pairs.len() - kinds
    );
    pairs.extend(random(count, seed as u64)?);
    let crates = crates::write(&pairs)?;
    let broken = crates.broken_callers(&pairs)?;
    let findings = semver::findings(&crates)?;
    judge::judge(&pairs, &broken, findings.as_ref())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn api(docs: Vec<DocSet>, base: &Path) -> Result<Api, String> {
    Ok(compile::run(&Config { docs, ..Config::default() }, base).map_err(text)?.api)
}

fn pair(name: String, expect: Option<Level>, old: Api, new: Api) -> Pair {
    Pair { report: diff::compare(&old, &new), name, expect, old, new }
}

fn doc_set(service: String, path: PathBuf, dialect: &str) -> DocSet {
    DocSet { service, path, dialect: Some(dialect.to_owned()), ..DocSet::default() }
}

/// Each kind of change on small pages.
fn kinds() -> Result<Vec<Pair>, String> {
    let scratch = target().join("emitted/agree-pages");
    let side = |pages: &[rows::Page]| {
        let _ = fs::remove_dir_all(&scratch);
        let mut folders: Vec<&str> = Vec::new();
        for (folder, name, page) in pages {
            fs::create_dir_all(scratch.join(folder)).map_err(text)?;
            fs::write(scratch.join(folder).join(name), page).map_err(text)?;
            if !folders.contains(folder) {
                folders.push(folder);
            }
        }
        let dialect = |folder: &str| if folder == rows::ESB { "blueking-esb" } else { "jdcloud" };
        let vendor = |folder: &str| if folder == rows::ESB { "esb" } else { "vendor" };
        let set = |folder: &&str| {
            doc_set(format!("{}.{folder}", vendor(folder)), PathBuf::from(*folder), dialect(folder))
        };
        api(folders.iter().map(set).collect(), &scratch)
    };
    let made = |row: &rows::Row| {
        let [old, new] = row.sides()?;
        Ok(pair(row.name.to_owned(), Some(row.level), side(&old)?, side(&new)?))
    };
    rows::ROWS.iter().map(made).collect()
}

/// The golden cases.
fn cases() -> Result<Vec<Pair>, String> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut pairs = Vec::new();
    for dialect in list(&root().join("tests/diffs"))? {
        for case in list(&dialect)? {
            let side = |side: &str| {
                let all = list(&case.join(side))?;
                let folders: Vec<PathBuf> = all.into_iter().filter(|path| path.is_dir()).collect();
                let set = |service: &str, path: PathBuf| {
                    doc_set(format!("vendor.{service}"), path, &name(&dialect))
                };
                let sets = match folders.is_empty() {
                    true => vec![set("case", case.join(side))],
                    false => folders.into_iter().map(|path| set(&name(&path), path)).collect(),
                };
                api(sets, Path::new(""))
            };
            pairs.push(pair(name(&case), None, side("old")?, side("new")?));
        }
    }
    Ok(pairs)
}

/// Random edits of the pages of the golden cases.
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
            api(vec![doc_set("vendor.case".to_owned(), "page.md".into(), dialect)], &scratch)
        };
        let (old, new) = (side(before)?, side(&after)?);
        if !old.services.iter().any(|service| !service.endpoints.is_empty()) {
            continue;
        }
        pairs.push(pair(format!("edit {} ({what})", pairs.len()), None, old, new));
    }
    Ok(pairs)
}
