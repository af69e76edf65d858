//! The package around emitted trees: manifest, roots of the library and of the tests.

use crate::shell::{root, target};
use docwright::emit::{File, Tree, rust};
use docwright::model::Api;
use docwright::output::write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An emitted package on disk.
pub(crate) struct Package {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its name, as a crate.
    pub(crate) name: String,
}

const LIBRARY: &str = "\
//! A client emitted from documentation pages.
#![deny(warnings, missing_docs)]

#[path = \"generated/clients.rs\"]
mod generated;

pub use generated::*;
";

const TESTS: &str = "\
//! Every sample of the pages, through the client's types and back.

#[path = \"generated/samples.rs\"]
mod generated;
";

impl Package {
    /// Writes the package into `target/emitted/<name>`.
    pub(crate) fn write(name: &str, api: &Api, files: Vec<File>) -> Result<Self, String> {
        let folder = target().join("emitted").join(name);
        let package = Self { folder, name: name.to_owned() };
        let (sources, tests): (Vec<File>, Vec<File>) =
            files.into_iter().partition(|file| file.tree == Tree::Source);
        for (path, files) in [("src/generated", sources), ("tests/generated", tests)] {
            write::write(&package.folder.join(path), &files).map_err(|error| error.to_string())?;
        }
        package.put("Cargo.toml", &manifest(name, &rust::features(&api.services)))?;
        package.put("src/lib.rs", LIBRARY)?;
        package.put("tests/samples.rs", TESTS)?;
        // The versions that this repository builds with.
        let lock = fs::read_to_string(root().join("Cargo.lock")).map_err(|error| error.to_string())?;
        package.put("Cargo.lock", &lock)?;
        Ok(package)
    }

    /// Writes a file that is not emitted; one that is as it should be keeps its time stamp.
    pub(crate) fn put(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        fs::write(&path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    }

    /// `cargo <arguments>` in the package; built with the repository's own target folder, so that dependencies
    /// are shared.
    pub(crate) fn cargo(&self, arguments: &str) -> Command {
        cargo(&self.folder, arguments)
    }

    /// Arguments by which the compiler of the library is known among processes.
    pub(crate) fn marks(&self) -> [&str; 2] {
        ["--crate-name", &self.name]
    }

    /// Makes the next build compile the library again.
    pub(crate) fn touch(&self) -> Result<(), String> {
        let path = self.folder.join("src/lib.rs");
        let file = fs::File::options().append(true).open(&path).map_err(|error| error.to_string())?;
        file.set_modified(std::time::SystemTime::now()).map_err(|error| error.to_string())
    }
}

/// `cargo <arguments>` in a folder below `target`.
pub(crate) fn cargo(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments.split_whitespace()).arg("--quiet").current_dir(folder);
    command.env("CARGO_TARGET_DIR", target());
    command
}

/// The manifest of a package that is one of many in a workspace and has no tests.
pub(crate) fn manifest_in_workspace(name: &str, features: &[String]) -> String {
    let whole = manifest(name, features);
    whole.split("[dev-dependencies]").next().unwrap_or_default().to_owned()
}

fn manifest(name: &str, features: &[String]) -> String {
    let runtime = root().join("runtime");
    let list: Vec<String> = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    format!(
        "[package]
name = \"{name}\"
version = \"0.0.0\"
edition = \"2024\"

[features]
default = [\"full\"]
full = {features:?}
both-ways = []
{list}
[dependencies]
docwright-runtime = {{ path = {runtime:?} }}

[dev-dependencies]
{name} = {{ path = \".\", features = [\"both-ways\"] }}

[workspace]

# Nobody steps through it.
[profile.dev]
debug = false
",
        list = list.concat()
    )
}
