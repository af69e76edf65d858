//! The crates: all old clients, all new ones, and the callers of the old ones, one module for each pair.

use super::{Pair, caller, text};
use crate::corpus::package::manifest_in_workspace;
use crate::shell::{root, target};
use docwright::diff::forms;
use docwright::emit::{Tree, rust};
use docwright::model::Api;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Name of both crates, which are two versions of one.
pub(super) const NAME: &str = "agree_client";

/// The crates on disk.
pub(super) struct Crates {
    folder: PathBuf,
}

/// Writes the crates.
pub(super) fn write(pairs: &[Pair]) -> Result<Crates, String> {
    let folder = target().join("emitted/agree");
    let _ = fs::remove_dir_all(&folder);
    let mut features = BTreeSet::new();
    pairs.iter().for_each(|pair| {
        features.extend(rust::features(&pair.old.services));
        features.extend(rust::features(&pair.new.services));
    });
    let features: Vec<String> = features.into_iter().collect();
    let crates = Crates { folder };
    for side in ["old", "new"] {
        let mut library = String::from("//! One module for each pair.\n#![allow(warnings)]\n");
        for (at, pair) in pairs.iter().enumerate() {
            let api = if side == "old" { &pair.old } else { &pair.new };
            library.push_str(&format!("#[path = \"e{at}/clients.rs\"]\npub mod e{at};\n"));
            crates.client(&format!("{side}/src/e{at}"), api)?;
        }
        crates.put(&format!("{side}/src/lib.rs"), &library)?;
        crates.package(side, &(manifest_in_workspace(NAME, &features) + "\n[workspace]\n"))?;
        crates.package(&format!("caller-{side}"), &crates.manifest_of_caller(side))?;
    }
    for (at, pair) in pairs.iter().enumerate() {
        crates.put(&format!("caller/c{at}.rs"), &caller::of(&pair.old, &format!("{NAME}::e{at}")))?;
        // For whoever looks into a pair that the judges see differently.
        let about = format!("{}\n{}", pair.name, forms::text(&pair.report, &forms::Pages::default(), false));
        crates.put(&format!("verdicts/e{at}.txt"), &about)?;
    }
    Ok(crates)
}

impl Crates {
    fn put(&self, path: &str, content: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder)).map_err(text)?;
        fs::write(&path, content).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    }

    fn package(&self, folder: &str, manifest: &str) -> Result<(), String> {
        self.put(&format!("{folder}/Cargo.toml"), manifest)?;
        let lock = self.folder.join(folder).join("Cargo.lock");
        fs::copy(root().join("Cargo.lock"), lock).map(drop).map_err(text)
    }

    fn client(&self, folder: &str, api: &Api) -> Result<(), String> {
        let files = rust::emit(api, &rust::Options { samples: false, ..rust::Options::default() });
        // A side without endpoints has no clients.
        self.put(&format!("{folder}/clients.rs"), "")?;
        files
            .iter()
            .filter(|file| file.tree == Tree::Source)
            .try_for_each(|file| self.put(&format!("{folder}/{}", file.path), &file.text))
    }

    fn manifest_of_caller(&self, side: &str) -> String {
        format!(
            "[package]\nname = \"caller_{side}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"../caller/lib.rs\"\n\n\
             [dependencies]\n{NAME} = {{ path = \"../{side}\" }}\ndocwright-runtime = {{ path = {:?} }}\n\n[profile.dev]\ndebug = false\n\n[workspace]\n",
            root().join("runtime")
        )
    }

    /// `cargo` in one of the crates, with a target folder that all share. The documentation as data needs a compiler that
    /// takes unstable options; all builds are made so, because a part of the dependencies is built anew otherwise.
    pub(super) fn cargo(&self, folder: &str) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(self.folder.join(folder));
        command.env("CARGO_TARGET_DIR", target().join("emitted/agree-build")).env("RUSTC_BOOTSTRAP", "1");
        command
    }

    /// Compiles the callers against the old crate, which has to work, then against the new one. Gives the first error of each
    /// that breaks. The compiler stops early where names are not found, so callers that broke are left out, and the rest is
    /// compiled again, until nothing is left to say.
    pub(super) fn broken_callers(&self, pairs: &[Pair]) -> Result<BTreeMap<usize, String>, String> {
        let mut broken = BTreeMap::new();
        self.callers(pairs.len(), &broken)?;
        let of_old = self.errors("caller-old")?;
        if !of_old.is_empty() {
            return Err(format!(
                "callers do not compile against the crates that they are made for: {of_old:#?}"
            ));
        }
        loop {
            self.callers(pairs.len(), &broken)?;
            let errors = self.errors("caller-new")?;
            if errors.is_empty() {
                return Ok(broken);
            }
            let before = broken.len();
            for (at, error) in errors {
                broken.entry(at).or_insert(error);
            }
            if broken.len() == before {
                return Err("the compiler complains of callers that are left out".to_owned());
            }
        }
    }

    fn callers(&self, count: usize, without: &BTreeMap<usize, String>) -> Result<(), String> {
        let modules = (0..count).filter(|at| !without.contains_key(at)).map(|at| format!("mod c{at};\n"));
        self.put(
            "caller/lib.rs",
            &format!("//! Callers.\n#![allow(warnings)]\n{}", modules.collect::<String>()),
        )
    }

    /// The first error of each module; an error elsewhere is a failure.
    fn errors(&self, folder: &str) -> Result<BTreeMap<usize, String>, String> {
        let output = self.cargo(folder).args(["check", "--quiet", "--message-format=json"]).output();
        let output = output.map_err(|error| format!("cannot run cargo: {error}"))?;
        let mut errors = BTreeMap::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(Value::Object(line)) = serde_json::from_str::<Value>(line) else { continue };
            let Some(message) = line.get("message").filter(|message| message["level"] == "error") else {
                continue;
            };
            let Some(span) =
                message["spans"].as_array().into_iter().flatten().find(|span| span["is_primary"] == true)
            else {
                continue;
            };
            let words = format!(
                "{} {}",
                message["code"]["code"].as_str().unwrap_or("-"),
                message["message"].as_str().unwrap_or_default()
            );
            let file = span["file_name"].as_str().unwrap_or_default();
            let at =
                Path::new(file).file_stem().and_then(|stem| stem.to_str()?.strip_prefix('c')?.parse().ok());
            let Some(at) = at else { return Err(format!("{file} does not compile: {words}")) };
            errors.entry(at).or_insert(words);
        }
        match output.status.success() || !errors.is_empty() {
            true => Ok(errors),
            false => Err(format!("cargo failed:\n{}", String::from_utf8_lossy(&output.stderr))),
        }
    }

    /// The documentation of one side as data.
    pub(super) fn documentation(&self, side: &str) -> Result<PathBuf, String> {
        let mut command = self.cargo(side);
        command.args(["rustdoc", "--quiet", "--lib", "--"]);
        command.args([
            "-Zunstable-options",
            "--output-format",
            "json",
            "--document-hidden-items",
            "--cap-lints",
            "allow",
        ]);
        let output = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
        if !output.status.success() {
            return Err(format!("rustdoc failed:\n{}", String::from_utf8_lossy(&output.stderr)));
        }
        let made = target().join("emitted/agree-build/doc").join(format!("{NAME}.json"));
        let kept = self.folder.join(format!("{side}.json"));
        fs::copy(&made, &kept).map_err(|error| format!("cannot copy `{}`: {error}", made.display()))?;
        Ok(kept)
    }
}
