//! `exports`: pages that export tools make of OpenAPI documents of this repository, read back and held against the
//! documents. The tools are installed below `target`, at pinned versions; node, npm, python3 and java have to be there.

mod expected;
mod found;

use crate::shell::{built, list, root, run, target};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const WIDDERSHINS: &str = "widdershins@4.0.1";
const SWAGGER_MARKDOWN: &str = "swagger-markdown@3.0.0";
const GENERATOR: &str = "openapi-generator-cli==7.14.0";

/// The documents.
const DOCUMENTS: &str = "xtask/exports";

/// One tool, and the least that its pages have to give back, in per cent: in the order of [`Score::parts`]. What must be sent
/// of a body that a cell spells out is not shown by swagger-markdown; openapi-generator does not show what lists hold, and
/// the fields of an answer that is the body as well are read with the request alone.
struct Tool {
    name: &'static str,
    /// Makes pages of a document in a folder.
    make: fn(tools: &Path, document: &Path, folder: &Path) -> Result<(), String>,
    least: [usize; 6],
}

const TOOLS: &[Tool] = &[
    Tool { name: WIDDERSHINS, make: widdershins, least: [100, 99, 99, 99, 99, 97] },
    Tool { name: SWAGGER_MARKDOWN, make: swagger_markdown, least: [100, 99, 99, 95, 99, 97] },
    Tool { name: GENERATOR, make: generator, least: [100, 99, 94, 99, 99, 97] },
];

/// What an operation is known by: method and path without the names of its placeholders.
type Key = String;

/// A parameter or a field of an answer.
#[derive(Debug, PartialEq, Eq)]
struct Fact {
    ty: String,
    /// Of arguments only.
    required: Option<bool>,
}

/// The facts of an operation by place: `request limit`, `request care.water`, `response trees.id`.
type Operation = BTreeMap<String, Fact>;

/// All tools, or those whose names begin with the words.
pub(crate) fn check(words: &[String]) -> Result<(), String> {
    let tools = install()?;
    let docwright = built()?;
    println!(
        "| tool | operations | parameters | types | required | nesting | answers |\n|---|---|---|---|---|---|---|"
    );
    let asked =
        |tool: &&Tool| words.is_empty() || words.iter().any(|word| tool.name.starts_with(word.as_str()));
    let mut short = Vec::new();
    for tool in TOOLS.iter().filter(asked) {
        let mut score = Score::default();
        for document in list(&root().join(DOCUMENTS))? {
            score.add(&docwright, tool, &tools, &document)?;
        }
        let cells = score.parts.map(|(hit, all)| format!("{hit} of {all}"));
        println!("| {} | {} |", tool.name, cells.join(" | "));
        let is_short = score.parts.iter().zip(tool.least).any(|((hit, all), least)| hit * 100 < all * least);
        short.extend(is_short.then_some(tool.name));
    }
    if short.is_empty() { Ok(()) } else { Err(format!("less than before: {}", short.join(", "))) }
}

/// Operations, parameters, types, required marks, nested parameters, fields of answers: how many were found, and of how
/// many.
#[derive(Default)]
struct Score {
    parts: [(usize, usize); 6],
}

impl Score {
    fn add(&mut self, docwright: &Path, tool: &Tool, tools: &Path, document: &Path) -> Result<(), String> {
        let stem = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = tool.name.split(['@', '=']).next().unwrap_or_default();
        let folder = target().join("exports/pages").join(name).join(stem);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        (tool.make)(tools, document, &folder)?;
        let text = std::fs::read_to_string(document).map_err(|error| error.to_string())?;
        let document: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let mut export = Command::new(docwright);
        export.args(["export", "facts"]).current_dir(&folder);
        if !folder.join("docwright.toml").is_file() {
            export.arg(&folder);
        }
        let facts = output(&mut export)?;
        let facts: Value = serde_json::from_str(&facts).map_err(|error| error.to_string())?;
        let found = found::operations(&facts);
        for (key, expected) in expected::operations(&document) {
            self.operation(tool.name, &key, &expected, found.get(&key));
        }
        Ok(())
    }

    fn operation(&mut self, tool: &str, key: &str, expected: &Operation, found: Option<&Operation>) {
        self.count(0, found.is_some());
        let Some(found) = found else { return println!("{tool}: {key} is missing") };
        for (place, fact) in expected {
            let part = match place.strip_prefix("request ") {
                Some(name) if name.contains('.') => 4,
                Some(_) => 1,
                None => 5,
            };
            let same = found.get(place);
            self.count(part, same.is_some());
            let Some(same) = same else {
                println!("{tool}: {key}: {place} is missing");
                continue;
            };
            self.count(2, same.ty == fact.ty);
            if same.ty != fact.ty {
                println!("{tool}: {key}: {place} is {} and not {}", same.ty, fact.ty);
            }
            if fact.required.is_some() {
                self.count(3, same.required == fact.required);
                if same.required != fact.required {
                    println!("{tool}: {key}: {place} has another mark of what must be sent");
                }
            }
        }
        for place in found.keys().filter(|place| !expected.contains_key(*place)) {
            println!("{tool}: {key}: {place} is in no document");
        }
    }

    fn count(&mut self, part: usize, is_hit: bool) {
        self.parts[part].0 += usize::from(is_hit);
        self.parts[part].1 += 1;
    }
}

/// A path without the names of its placeholders.
fn key(method: &str, path: &str) -> Key {
    let mut bare = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        bare.push(c);
    }
    format!("{} {}", method.to_uppercase(), bare.trim_end_matches('/'))
}

fn install() -> Result<PathBuf, String> {
    let home = target().join("exports/tools");
    let prefix = home.display();
    if !home.join("node_modules/.bin/widdershins").exists() {
        std::fs::create_dir_all(&home).map_err(|error| error.to_string())?;
        run(&format!(
            "npm install --silent --no-audit --no-fund --prefix {prefix} {WIDDERSHINS} {SWAGGER_MARKDOWN}"
        ))?;
    }
    if !home.join("python/bin/openapi-generator-cli").exists() {
        run(&format!("python3 -m venv {prefix}/python"))?;
        run(&format!("{prefix}/python/bin/pip install --quiet {GENERATOR}"))?;
    }
    Ok(home)
}

fn widdershins(tools: &Path, document: &Path, folder: &Path) -> Result<(), String> {
    let mut command = Command::new(tools.join("node_modules/.bin/widdershins"));
    command.arg(document).arg("-o").arg(folder.join("api.md")).args(["--language_tabs", "shell:Shell"]);
    succeed(&mut command)
}

fn swagger_markdown(tools: &Path, document: &Path, folder: &Path) -> Result<(), String> {
    let mut command = Command::new(tools.join("node_modules/.bin/swagger-markdown"));
    succeed(command.arg("-i").arg(document).arg("-o").arg(folder.join("api.md")))
}

fn generator(tools: &Path, document: &Path, folder: &Path) -> Result<(), String> {
    let mut command = Command::new(tools.join("python/bin/openapi-generator-cli"));
    succeed(command.args(["generate", "-g", "markdown", "-i"]).arg(document).arg("-o").arg(folder))?;
    // Two folders and a readme would be two doc sets, and links lead from one to the other.
    let config = "[[docs]]\nservice = \"orchard\"\npath = \".\"\n";
    std::fs::write(folder.join("docwright.toml"), config).map_err(|error| error.to_string())
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// What a program prints.
fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.stdout.is_empty() {
        return Err(format!("{command:?} printed nothing: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
