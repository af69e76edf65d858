//! The rival: what progenitor makes of the OpenAPI documents of the same endpoints. It is installed below
//! `target`, and no dependency of the workspace.

use crate::corpus::package::Package;
use crate::measure::{self, Cost};
use crate::shell::{run, target};
use docwright::emit::openapi;
use docwright::model::Api;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The version that is compared with.
const VERSION: &str = "0.15.1";

/// What it is given and what it makes.
pub(super) struct Rival {
    program: PathBuf,
    folder: PathBuf,
    modules: Vec<String>,
}

/// Writes the documents, one per service.
pub(super) fn prepare(api: &Api) -> Result<Rival, String> {
    let program = install()?;
    let folder = target().join("bench/progenitor");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut modules = Vec::new();
    for (service, document) in openapi::emit(api, &openapi::Options::default()) {
        let module = service.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let input = folder.join(format!("{module}.json"));
        fs::write(&input, document.to_string()).map_err(|error| error.to_string())?;
        modules.push(module);
    }
    Ok(Rival { program, folder, modules })
}

impl Rival {
    /// Generates a crate for every service.
    pub(super) fn generate(&self) -> Result<Cost, String> {
        println!("$ cargo-progenitor progenitor … ({} times)", self.modules.len());
        let mut total = Cost::default();
        for module in &self.modules {
            let mut command = Command::new(&self.program);
            command.args(["progenitor", "--version", "0.0.0", "--name", module]);
            command.arg("--input").arg(self.folder.join(format!("{module}.json")));
            command.arg("--output").arg(self.folder.join(module)).stdout(Stdio::null()).stderr(Stdio::null());
            total.time += measure::run_quietly(&mut command, &[])?.time;
        }
        Ok(total)
    }

    /// One crate with a module per service, and its lines and calls.
    pub(super) fn package(&self) -> Result<(Package, usize, usize), String> {
        let (mut lines, mut calls, mut dependencies) = (0, 0, BTreeSet::new());
        let mut sources = Vec::new();
        for module in &self.modules {
            let code = read(&self.folder.join(module).join("src/lib.rs"))?;
            lines += code.lines().count();
            calls += code.matches("pub async fn ").count();
            let manifest = read(&self.folder.join(module).join("Cargo.toml"))?;
            let listed = manifest.split_once("[dependencies]").map_or("", |(_, rest)| rest);
            dependencies.extend(listed.lines().filter(|line| line.contains('=')).map(str::to_owned));
            sources.push((module.clone(), code));
        }
        Ok((package(&sources, &dependencies)?, lines, calls))
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

/// The program, installed where it is not there yet.
pub(crate) fn install() -> Result<PathBuf, String> {
    let home = target().join("progenitor");
    let program = home.join("bin/cargo-progenitor");
    if !program.is_file() {
        let home = home.display();
        run(&format!("cargo install -q --locked --version {VERSION} --root {home} cargo-progenitor"))?;
    }
    Ok(program)
}

fn package(modules: &[(String, String)], dependencies: &BTreeSet<String>) -> Result<Package, String> {
    let name = "progenitor_client_of_bench";
    let folder = target().join("emitted").join(name);
    let package = Package { folder, name: name.to_owned() };
    let lines: Vec<&str> = dependencies.iter().map(String::as_str).collect();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\n[workspace]\n",
        lines.join("\n")
    );
    let declared: String = modules.iter().map(|(name, _)| format!("pub mod {name};\n")).collect();
    fs::create_dir_all(package.folder.join("src")).map_err(|error| error.to_string())?;
    package.put("Cargo.toml", &manifest)?;
    package.put("src/lib.rs", &format!("#![allow(warnings)]\n{declared}"))?;
    modules.iter().try_for_each(|(name, code)| package.put(&format!("src/{name}.rs"), code))?;
    Ok(package)
}
