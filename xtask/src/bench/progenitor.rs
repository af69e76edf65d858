//! The rival: what progenitor makes of the OpenAPI documents of the same endpoints. It is installed below
//! `target`, and no dependency of the workspace.

use super::ROUNDS;
use crate::corpus::package::Package;
use crate::measure::{self, Cost};
use crate::shell::{root, run};
use docwright::emit::openapi;
use docwright::model::Api;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The version that is compared with.
const VERSION: &str = "0.15.1";

/// Its crate, and what making it cost.
pub(super) struct Rival {
    pub(super) package: Package,
    pub(super) generation: Cost,
    pub(super) lines: usize,
    pub(super) calls: usize,
}

/// Generates one module per service and puts them into one crate.
pub(super) fn generate(api: &Api) -> Result<Rival, String> {
    let program = install()?;
    let folder = root().join("target/bench/progenitor");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let (mut modules, mut lines, mut calls) = (Vec::new(), 0, 0);
    let (mut dependencies, mut total) = (BTreeSet::new(), Cost::default());
    for (service, document) in openapi::emit(api) {
        let module = service.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let input = folder.join(format!("{module}.json"));
        fs::write(&input, document.to_string()).map_err(|error| error.to_string())?;
        let output = folder.join(&module);
        total.time += best(&program, &input, &output, &module)?.time;
        let code = read(&output.join("src/lib.rs"))?;
        lines += code.lines().count();
        calls += code.matches("pub async fn ").count();
        let manifest = read(&output.join("Cargo.toml"))?;
        let listed = manifest.split_once("[dependencies]").map_or("", |(_, rest)| rest);
        dependencies.extend(listed.lines().filter(|line| line.contains('=')).map(str::to_owned));
        modules.push((module, code));
    }
    let package = package(&modules, &dependencies)?;
    Ok(Rival { package, generation: total, lines, calls })
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

fn install() -> Result<PathBuf, String> {
    let home = root().join("target/progenitor");
    let program = home.join("bin/cargo-progenitor");
    if !program.is_file() {
        run(&format!(
            "cargo install -q --locked --version {VERSION} --root target/progenitor cargo-progenitor"
        ))?;
    }
    Ok(program)
}

fn best(program: &Path, input: &Path, output: &Path, name: &str) -> Result<Cost, String> {
    let mut best = Cost::WORST;
    for _ in 0..ROUNDS {
        let mut command = Command::new(program);
        command.args(["progenitor", "--version", "0.0.0", "--name", name]);
        command.arg("--input").arg(input).arg("--output").arg(output);
        best = best.better(measure::run(command.stdout(Stdio::null()).stderr(Stdio::null()), &[])?);
    }
    Ok(best)
}

fn package(modules: &[(String, String)], dependencies: &BTreeSet<String>) -> Result<Package, String> {
    let name = "progenitor_client_of_bench";
    let folder = root().join("target/emitted").join(name);
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
