//! `consumers`: exported OpenAPI documents before the tools that people give them to. The tools are installed below
//! `target`, at pinned versions; node, npm, python3, curl and java have to be there.

mod crates;

use crate::manual;
use crate::shell::{built, list, root, run, target};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const REDOCLY: &str = "@redocly/cli@2.77.0";
const SPECTRAL: &str = "@stoplight/spectral-cli@6.16.3";
const PRISM: &str = "@stoplight/prism-cli@5.14.2";
const VALIDATOR: &str = "openapi-spec-validator==0.9.0";
/// A style rule that contradicts pages whose paths end in a slash.
const REDOCLY_SKIPPED: &str = "no-path-trailing-slash";

/// Versions of OpenAPI that are exported.
const VERSIONS: &[&str] = &["3.0", "3.1"];
/// The manual with the table of the last run.
const MANUAL: &str = "docs/openapi.md";

/// One tool over all documents of some versions.
struct Tool {
    name: &'static str,
    versions: &'static [&'static str],
    check: fn(&Path, &Path) -> Result<Verdict, String>,
}

/// What a tool says about a document.
struct Verdict {
    errors: usize,
    first: String,
}

const TOOLS: &[Tool] = &[
    Tool { name: VALIDATOR, versions: VERSIONS, check: validator },
    Tool { name: REDOCLY, versions: VERSIONS, check: redocly },
    Tool { name: SPECTRAL, versions: VERSIONS, check: spectral },
    Tool { name: PRISM, versions: VERSIONS, check: prism },
    Tool { name: crates::PROGENITOR, versions: &["3.0"], check: crates::of_progenitor },
    Tool { name: crates::GENERATOR, versions: VERSIONS, check: crates::of_generator },
];

/// Exports documents for the pages at paths (the seed pages without any) and shows what the tools say; `--only WORD` takes
/// the tools whose names have the word, and `--write` puts the table into the manual.
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
    let asked = |tool: &&Tool| only.is_none_or(|only| tool.name.contains(only.as_str()));
    let tools: Vec<&Tool> = TOOLS.iter().filter(asked).collect();
    let (home, program) = (install()?, built()?);
    let mut table = String::from("| tool | OpenAPI | documents | with errors |\n|---|---|---|---|\n");
    let mut failed = 0;
    for version in VERSIONS {
        let documents = export(&program, version, &paths)?;
        for tool in tools.iter().filter(|tool| tool.versions.contains(version)) {
            let wrong = refused(tool, &home, &documents);
            failed += wrong;
            let _ = writeln!(table, "| {} | {version} | {} | {wrong} |", tool.name, documents.len());
        }
    }
    println!("\n{table}");
    if writes {
        manual::write(MANUAL, "consumers", &table)?;
    }
    if failed > 0 { Err(format!("{failed} documents are not accepted")) } else { Ok(()) }
}

/// How many documents a tool does not take; says what it says of each.
fn refused(tool: &Tool, home: &Path, documents: &[PathBuf]) -> usize {
    let mut wrong = 0;
    for document in documents {
        // What does not start, or says nothing that can be read, does not take the document.
        let verdict = (tool.check)(home, document).unwrap_or_else(|first| Verdict { errors: 1, first });
        let Verdict { errors, first } = verdict;
        if errors > 0 {
            wrong += 1;
            println!("{} {}: {errors} errors, first: {first}", tool.name, document.display());
        }
    }
    wrong
}

fn export(program: &Path, version: &str, paths: &[String]) -> Result<Vec<PathBuf>, String> {
    let folder = target().join("consumers").join(version);
    let _ = std::fs::remove_dir_all(&folder);
    let mut command = Command::new(program);
    command.args(["export", "openapi", "--version", version, "--out"]).arg(&folder).args(paths);
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

fn validator(tools: &Path, document: &Path) -> Result<Verdict, String> {
    let output = Command::new(tools.join("python/bin/openapi-spec-validator")).arg(document).output();
    let output = output.map_err(|error| error.to_string())?;
    Ok(Verdict { errors: usize::from(!output.status.success()), first: first_line(&output) })
}

fn redocly(tools: &Path, document: &Path) -> Result<Verdict, String> {
    let mut command = Command::new(tools.join("node_modules/.bin/redocly"));
    command
        .args(["lint", "--extends", "recommended", "--format", "json", "--skip-rule", REDOCLY_SKIPPED])
        .arg(document);
    findings(command, "problems", |problem| problem["severity"] == "error")
}

fn spectral(tools: &Path, document: &Path) -> Result<Verdict, String> {
    let rules = tools.join("spectral.json");
    std::fs::write(&rules, "{\"extends\":[\"spectral:oas\"]}").map_err(|error| error.to_string())?;
    let mut command = Command::new(tools.join("node_modules/.bin/spectral"));
    command.args(["lint", "--format", "json", "--ruleset"]).arg(rules).arg(document);
    findings(command, "", |problem| problem["severity"] == 0)
}

/// Counts what a linter prints as JSON; what stands around the JSON is skipped.
fn findings(
    mut command: Command,
    member: &str,
    is_error: fn(&serde_json::Value) -> bool,
) -> Result<Verdict, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let start = text.find(['{', '[']).ok_or_else(|| format!("no answer: {}", first_line(&output)))?;
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<serde_json::Value>();
    let value = values.next().and_then(Result::ok).ok_or("the answer is not JSON")?;
    let problems = if member.is_empty() { &value } else { &value[member] };
    let errors: Vec<&serde_json::Value> =
        problems.as_array().into_iter().flatten().filter(|it| is_error(it)).collect();
    let first =
        errors.first().map(|error| format!("{} {}", error["message"], error["path"])).unwrap_or_default();
    Ok(Verdict { errors: errors.len(), first })
}

/// Every operation answers a call with its own example: not 404 and not a failure of the server.
fn prism(tools: &Path, document: &Path) -> Result<Verdict, String> {
    let script = root().join("xtask/src/consumers/prism.sh");
    let output = Command::new("bash").arg(script).arg(tools).arg(document).output();
    let output = output.map_err(|error| error.to_string())?;
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(format!("prism: {}", first_line(&output)));
    }
    Ok(Verdict { errors: lines.lines().count(), first: lines.lines().next().unwrap_or_default().to_owned() })
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
