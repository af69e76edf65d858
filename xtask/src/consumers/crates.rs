//! The generators of Rust clients: a crate for each document, and whether the compiler takes it. The crates of a
//! generator are one workspace, which is checked once.

use super::{Verdict, first_line, in_order};
use crate::bench::progenitor;
use crate::shell::target;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(super) const PROGENITOR: &str = "progenitor 0.15.1";
pub(super) const GENERATOR: &str = "openapi-generator-cli==7.26.0";

/// What progenitor makes of documents; it reads 3.0 only.
pub(super) fn of_progenitor(_: &Path, documents: &[PathBuf]) -> Result<Vec<Verdict>, String> {
    let program = progenitor::install()?;
    let crates = Crates::new("progenitor", documents)?;
    let mut verdicts = BTreeMap::new();
    for (name, document) in &crates.documents {
        let input = crates.folder.join(format!("{name}.json"));
        without_multipart(document, &input)?;
        let mut command = Command::new(&program);
        command.args(["progenitor", "--version", "0.0.0", "--name", name]);
        command.arg("--input").arg(input).arg("--output").arg(crates.folder.join(name));
        let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
        if !output.status.success() {
            crates.remove(name)?;
            verdicts.insert(document.clone(), Verdict::bad(reason(&output)));
        }
    }
    crates.check(&mut verdicts)?;
    Ok(in_order(documents, verdicts))
}

/// Copies a document without the operations that have a body of several parts: progenitor knows no such bodies, and refuses
/// the whole document for one.
fn without_multipart(document: &Path, copy: &Path) -> Result<(), String> {
    let text = fs::read_to_string(document).map_err(|error| error.to_string())?;
    let mut value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    for (path, item) in value["paths"].as_object_mut().into_iter().flatten() {
        let Some(item) = item.as_object_mut() else { continue };
        item.retain(|method, operation| {
            let is_in_parts = operation.pointer("/requestBody/content/multipart~1form-data").is_some();
            if is_in_parts {
                println!("{PROGENITOR} is not given {method} {path}: a body of several parts");
            }
            !is_in_parts
        });
    }
    fs::write(copy, value.to_string()).map_err(|error| error.to_string())
}

/// What openapi-generator makes of documents: one process makes the crates of all.
pub(super) fn of_generator(tools: &Path, documents: &[PathBuf]) -> Result<Vec<Verdict>, String> {
    let crates = Crates::new("generator", documents)?;
    let mut command = Command::new(tools.join("python/bin/openapi-generator-cli"));
    command.args(["batch", "--threads", "2", "--"]);
    for (name, document) in &crates.documents {
        let config = json!({
            "generatorName": "rust",
            "inputSpec": document,
            "outputDir": crates.folder.join(name),
            "additionalProperties": { "packageName": name },
        });
        let path = crates.folder.join(format!("{name}.json"));
        fs::write(&path, config.to_string()).map_err(|error| error.to_string())?;
        command.arg(path);
    }
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let mut verdicts = BTreeMap::new();
    for (name, document) in &crates.documents {
        if !crates.folder.join(name).join("Cargo.toml").is_file() {
            crates.remove(name)?;
            verdicts.insert(document.clone(), Verdict::bad(format!("no crate: {}", reason(&output))));
        }
    }
    crates.check(&mut verdicts)?;
    Ok(in_order(documents, verdicts))
}

/// What a failed generator says: a panic stands below a line that names its place.
fn reason(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let mut lines = text.lines();
    match lines.find(|line| line.contains(" panicked at ")) {
        Some(_) => lines.next().unwrap_or_default().to_owned(),
        None => first_line(output),
    }
}

/// Crates of documents by name, in a workspace of their own.
struct Crates {
    folder: PathBuf,
    documents: BTreeMap<String, PathBuf>,
}

impl Crates {
    fn new(generator: &str, documents: &[PathBuf]) -> Result<Self, String> {
        let version =
            documents.first().and_then(|document| document.parent()?.file_name()).unwrap_or_default();
        let version = version.to_string_lossy().replace('.', "_");
        let folder = target().join("consumers/crates").join(generator).join(&version);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let name = |document: &PathBuf| {
            let stem = document.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            let stem = stem.split(".openapi").next().unwrap_or_default();
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            format!("v{version}_{stem}").chars().map(plain).collect()
        };
        let documents = documents.iter().map(|document| (name(document), document.clone())).collect();
        Ok(Self { folder, documents })
    }

    fn remove(&self, name: &str) -> Result<(), String> {
        match fs::remove_dir_all(self.folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.to_string()),
            _ => Ok(()),
        }
    }

    /// Adds what the compiler says about each crate that is there.
    fn check(&self, verdicts: &mut BTreeMap<PathBuf, Verdict>) -> Result<(), String> {
        let made = self.documents.iter().filter(|(_, document)| !verdicts.contains_key(*document));
        let made: Vec<&String> = made.map(|(name, _)| name).collect();
        if made.is_empty() {
            return Ok(());
        }
        let manifest =
            format!("[workspace]\nmembers = {made:?}\nresolver = \"3\"\n\n[profile.dev]\ndebug = false\n");
        fs::write(self.folder.join("Cargo.toml"), manifest).map_err(|error| error.to_string())?;
        let mut check = Command::new("cargo");
        // Without features: those of the generators choose a library for TLS.
        check.args(["check", "--workspace", "--keep-going", "--no-default-features"]);
        check.args(["--quiet", "--message-format", "json"]).current_dir(&self.folder);
        // Warnings are the generator's.
        check.env("CARGO_TARGET_DIR", target().join("consumers/crates/target"));
        check.env("CARGO_INCREMENTAL", "0").env("RUSTFLAGS", "-Awarnings");
        let output = check.output().map_err(|error| error.to_string())?;
        let mut done = 0;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let name = message["target"]["name"].as_str().unwrap_or_default();
            let Some(document) = self.documents.get(name) else { continue };
            done += usize::from(message["reason"] == "compiler-artifact");
            let said = &message["message"];
            // The last message of a crate only counts its errors.
            if said["level"] == "error" && said["spans"].as_array().is_some_and(|spans| !spans.is_empty()) {
                let verdict = verdicts.entry(document.clone()).or_default();
                if verdict.errors == 0 {
                    verdict.first = said["rendered"].as_str().unwrap_or_default().lines().take(2).collect();
                }
                verdict.errors += 1;
            }
        }
        match done + verdicts.len() >= self.documents.len() {
            true => Ok(()),
            false => Err(format!("crates were not checked: {}", first_line(&output))),
        }
    }
}
