//! `consumers`: exported OpenAPI documents before the tools that people give them to. The tools are installed below
//! `target`, at pinned versions; node, npm, python3 and java have to be there.

mod crates;
mod linters;
mod prism;

use crate::manual;
use crate::shell::{built, list, root, run, target};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const REDOCLY: &str = "@redocly/cli@2.77.0";
const SPECTRAL: &str = "@stoplight/spectral-cli@6.16.3";
const PRISM: &str = "@stoplight/prism-cli@5.14.2";
const VALIDATOR: &str = "openapi-spec-validator==0.9.0";

/// Versions of OpenAPI that are exported.
const VERSIONS: &[&str] = &["3.0", "3.1"];
/// The manual with the table of the last run.
const MANUAL: &str = "docs/openapi.md";

/// One tool over all documents of some versions.
struct Tool {
    name: &'static str,
    versions: &'static [&'static str],
    /// What it says about each document, in their order.
    check: fn(&Path, &[PathBuf]) -> Result<Vec<Verdict>, String>,
}

/// What a tool says about a document.
#[derive(Clone, Debug, Default)]
struct Verdict {
    errors: usize,
    first: String,
}

impl Verdict {
    /// One error.
    fn bad(first: impl ToString) -> Self {
        Self { errors: 1, first: first.to_string() }
    }

    /// Errors with a message and a path.
    fn of<'e>(errors: impl Iterator<Item = &'e Value>) -> Self {
        let errors: Vec<&Value> = errors.collect();
        let first = errors.first().map(|error| format!("{} {}", error["message"], error["path"]));
        Self { errors: errors.len(), first: first.unwrap_or_default() }
    }
}

const TOOLS: &[Tool] = &[
    Tool { name: VALIDATOR, versions: VERSIONS, check: linters::validator },
    Tool { name: REDOCLY, versions: VERSIONS, check: linters::redocly },
    Tool { name: SPECTRAL, versions: VERSIONS, check: linters::spectral },
    Tool { name: PRISM, versions: VERSIONS, check: prism::check },
    Tool { name: crates::PROGENITOR, versions: &["3.0"], check: crates::of_progenitor },
    Tool { name: crates::GENERATOR, versions: VERSIONS, check: crates::of_generator },
];

/// Exports documents for the pages at paths (the seed pages without any) and shows what the tools say; `--only WORD` takes
/// the tools whose names, with the version of the format behind them, have the word, and `--write` puts the table into the manual.
pub(crate) fn check(arguments: &[String]) -> Result<(), String> {
    let (mut paths, mut only, mut writes) = (Vec::new(), None, false);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--only" => only = Some(words.next().ok_or("`--only` needs a part of a tool's name")?),
            "--write" => writes = true,
            word if word.starts_with("--") => return Err(format!("there is no option `{word}`")),
            path => paths.push(path.to_owned()),
        }
    }
    let asked = |tool: &Tool, version: &str| {
        let name = format!("{} {version}", tool.name);
        tool.versions.contains(&version) && only.is_none_or(|only| name.contains(only.as_str()))
    };
    let (home, program) = (install()?, built()?);
    let mut failed = 0;
    for version in VERSIONS {
        let tools: Vec<&Tool> = TOOLS.iter().filter(|tool| asked(tool, version)).collect();
        let documents = if tools.is_empty() { Vec::new() } else { export(&program, version, &paths)? };
        for tool in tools {
            let wrong = refused(tool, &home, &documents);
            failed += wrong;
            let row = format!("| {} | {version} | {} | {wrong} |", tool.name, documents.len());
            println!("{row}");
            // At once: the whole takes long, and what is known stays when it is ended.
            if writes {
                write(&[row])?;
            }
        }
    }
    if failed > 0 { Err(format!("{failed} documents are not accepted")) } else { Ok(()) }
}

/// How many documents a tool does not take; says what it says of each.
fn refused(tool: &Tool, home: &Path, documents: &[PathBuf]) -> usize {
    // What does not start, or says nothing that can be read, takes no document.
    let verdicts = (tool.check)(home, documents)
        .unwrap_or_else(|error| documents.iter().map(|_| Verdict::bad(&error)).collect());
    let wrong = documents.iter().zip(&verdicts).filter(|(_, verdict)| verdict.errors > 0);
    let show = |(document, Verdict { errors, first }): (&PathBuf, &Verdict)| {
        println!("{} {}: {errors} errors, first: {first}", tool.name, document.display());
    };
    wrong.map(show).count()
}

/// The verdicts in the order of the documents; there is nothing wrong with others.
fn in_order(documents: &[PathBuf], mut verdicts: BTreeMap<PathBuf, Verdict>) -> Vec<Verdict> {
    documents.iter().map(|document| verdicts.remove(document).unwrap_or_default()).collect()
}

/// Puts rows into the table of the manual; the rows of other tools stay.
fn write(rows: &[String]) -> Result<(), String> {
    manual::update(MANUAL, "consumers", |known| merged(known, rows))
}

/// The table in the order of the tools, with new rows before known ones.
fn merged(known: &str, rows: &[String]) -> String {
    let mut table = String::from("| tool | OpenAPI | documents | with errors |\n|---|---|---|---|\n");
    for tool in TOOLS {
        for version in tool.versions {
            let front = format!("| {} | {version} |", tool.name);
            let mut all = rows.iter().map(String::as_str).chain(known.lines());
            if let Some(row) = all.find(|row| row.starts_with(&front)) {
                let _ = writeln!(table, "{row}");
            }
        }
    }
    table
}

fn export(program: &Path, version: &str, paths: &[String]) -> Result<Vec<PathBuf>, String> {
    let folder = target().join("consumers").join(version);
    let _ = std::fs::remove_dir_all(&folder);
    let mut command = Command::new(program);
    command.args(["export", "openapi", "--portable", "--version", version, "--out"]).arg(&folder).args(paths);
    text(command.current_dir(root()).output())?;
    list(&folder)
}

fn install() -> Result<PathBuf, String> {
    let home = target().join("consumers/tools");
    if !home.join("node_modules/.bin/prism").exists() {
        std::fs::create_dir_all(&home).map_err(|error| error.to_string())?;
        let prefix = home.display();
        run(&format!(
            "npm install --silent --no-audit --no-fund --prefix {prefix} {REDOCLY} {SPECTRAL} {PRISM}"
        ))?;
    }
    if !home.join("python/bin/openapi-generator-cli").exists() {
        run(&format!("python3 -m venv {}/python", home.display()))?;
        run(&format!("{}/python/bin/pip install --quiet {VALIDATOR} {}", home.display(), crates::GENERATOR))?;
    }
    Ok(home)
}

fn first_line(output: &Output) -> String {
    let both = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    both.iter()
        .flat_map(|text| text.lines())
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .to_owned()
}

fn text(output: std::io::Result<Output>) -> Result<String, String> {
    let output = output.map_err(|error| error.to_string())?;
    if !output.status.success() && output.status.code() != Some(1) {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_other_tools_stay() {
        let row = |name: &str, version: &str, wrong: usize| format!("| {name} | {version} | 33 | {wrong} |");
        let known = [row(PRISM, "3.0", 4), row(VALIDATOR, "3.0", 1), row("a tool that is no more", "3.0", 1)];
        let table = merged(&known.join("\n"), &[row(REDOCLY, "3.0", 2), row(PRISM, "3.0", 0)]);
        let expect = [row(VALIDATOR, "3.0", 1), row(REDOCLY, "3.0", 2), row(PRISM, "3.0", 0)];
        assert_eq!(table.lines().skip(2).collect::<Vec<_>>(), expect);
    }
}
