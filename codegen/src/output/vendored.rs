//! A copy of the runtime for crates that cannot depend on it otherwise: its source as it was when this program was built.

use crate::emit::{MARKER, Output, Tree};
use toml::{Table, Value};

/// Path and text of every file of the runtime that a copy holds; the build script lists them. None in a build without
/// the runtime at its side.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// Tables of the manifest that only the runtime's own repository needs.
const OWN: &[&str] = &["dev-dependencies", "bench", "lints"];

/// Keys of the package that say where it is published.
const PUBLISHING: &[&str] = &["readme", "exclude", "include", "repository", "documentation", "homepage"];

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
#[error(
    "this build of docwright holds no copy of the runtime; leave out `runtime = \"vendored\"` and depend on `docwright-runtime` by version or path"
)]
pub struct Missing;

/// The files of the copy, in the order of their paths.
///
/// # Errors
/// When this program was built without the runtime.
pub fn files() -> Result<Vec<Output>, Missing> {
    if FILES.is_empty() {
        return Err(Missing);
    }
    let file = |(path, text): &(&str, &str)| {
        let (comment, text) = match *path {
            "Cargo.toml" => ("#", manifest(text)),
            path if path.ends_with(".rs") => ("//", (*text).to_owned()),
            _ => ("", (*text).to_owned()),
        };
        let head = format!("{comment} {MARKER}: a copy of docwright-runtime. Do not edit.");
        Output {
            tree: Tree::Runtime,
            path: (*path).to_owned(),
            text: Some(format!("{}\n{text}", head.trim_start())),
        }
    };
    Ok(FILES.iter().filter(|(path, _)| *path != "workspace").map(file).collect())
}

/// The version of the runtime that this program emits for.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The runtime's manifest without its workspace.
fn manifest(text: &str) -> String {
    let read = |text: &str| toml::from_str::<Table>(text).unwrap_or_default();
    let workspace = FILES.iter().find(|(path, _)| *path == "workspace").map(|(_, text)| read(text));
    let shared = workspace.and_then(|mut it| it.remove("workspace")).unwrap_or(Value::Table(Table::new()));
    let mut own = read(text);
    own.retain(|key, _| !OWN.contains(&key));
    if let Some(Value::Table(package)) = own.get_mut("package") {
        package.retain(|key, _| !PUBLISHING.contains(&key));
        package.insert("publish".to_owned(), Value::Boolean(false));
        resolve(package, shared.get("package"));
    }
    if let Some(Value::Table(dependencies)) = own.get_mut("dependencies") {
        resolve(dependencies, shared.get("dependencies"));
    }
    toml::to_string(&own).unwrap_or_default()
}

/// Puts what the workspace says where a key leaves it to that.
fn resolve(table: &mut Table, shared: Option<&Value>) {
    for (key, value) in table.iter_mut() {
        let inherits = value.get("workspace").and_then(Value::as_bool) == Some(true);
        if let (true, Some(from)) = (inherits, shared.and_then(|shared| shared.get(key))) {
            *value = from.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_is_whole_and_stands_alone() {
        let files = files().unwrap();
        let text = |path: &str| files.iter().find(|file| file.path == path).unwrap().text.as_deref().unwrap();
        for path in ["LICENSE-APACHE", "LICENSE-MIT", "src/lib.rs", "src/wire/writer.rs"] {
            assert!(text(path).lines().next().unwrap().contains(MARKER), "{path}");
        }
        let manifest = text("Cargo.toml");
        let table: Table = toml::from_str(manifest).unwrap();
        assert!(!manifest.contains("workspace") && !manifest.contains("dev-dependencies"), "{manifest}");
        assert_eq!(table["package"]["version"].as_str(), Some(version()));
        assert_eq!(table["dependencies"]["serde"]["version"].as_str(), Some("1"));
        // Every module that a file declares is there.
        for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
            let own = file.text.as_deref().unwrap();
            let folder = file.path.trim_end_matches("lib.rs").trim_end_matches(".rs");
            let folder = if folder.ends_with('/') { folder.to_owned() } else { format!("{folder}/") };
            for line in own.lines().filter(|line| !line.starts_with(' ')) {
                let Some(module) =
                    line.trim_start_matches("pub ").strip_prefix("mod ").and_then(|it| it.strip_suffix(';'))
                else {
                    continue;
                };
                let path = format!("{folder}{module}.rs");
                assert!(files.iter().any(|file| file.path == path), "{path}");
            }
        }
    }
}
