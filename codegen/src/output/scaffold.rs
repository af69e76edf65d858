//! A new crate: everything around the emitted trees. In: names, doc sets, a first call. Out: files in memory.
//!
//! The texts are templates in `scaffold/`. What they hold is the user's from then on; `emit` keeps no more of it than the
//! features in the manifest.

mod pages;

use super::{manifest, vendored};
use crate::config::{Remote, VENDORED};
use crate::emit::rust::FirstCall;
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Deserialize;
use std::collections::BTreeMap;

pub use pages::{Copies, copy};

/// A file of a new crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaffoldFile {
    /// Path in the crate.
    pub path: &'static str,
    /// The text.
    pub text: String,
    /// Whether it is a program.
    pub executable: bool,
}

/// Where the runtime of a new crate is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeSource {
    /// A copy in the crate.
    Vendored,
    /// A release, as a version requirement.
    Version(String),
    /// A folder.
    Path(String),
}

/// A doc set of a new crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSet {
    /// Module path in the client.
    pub service: String,
    /// Where its pages lie in the crate, or in the repository.
    pub path: String,
    /// The repository that its pages are fetched from.
    pub remote: Option<Remote>,
    /// Its dialect, by name or path.
    pub dialect: String,
    /// Its route table.
    pub routes: Option<String>,
}

/// What a new crate is made of.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// Name of the package.
    pub name: &'a str,
    /// Its doc sets.
    pub sets: &'a [NewSet],
    /// Features of its services.
    pub features: &'a [String],
    /// Where the runtime is from.
    pub runtime: &'a RuntimeSource,
    /// What example and readme show.
    pub call: &'a FirstCall,
}

/// How a client is made, by module of the runtime.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientWords {
    variables: String,
    argument: String,
    settings: String,
    setup: String,
}

const CLIENTS: &str = include_str!("../../scaffold/clients.toml");

/// Paths and templates; the last word says whether the file is a program.
const TEMPLATES: &[(&str, &str, bool)] = &[
    ("Cargo.toml", include_str!("../../scaffold/Cargo.toml.j2"), false),
    ("README.md", include_str!("../../scaffold/README.md.j2"), false),
    ("docwright.toml", include_str!("../../scaffold/docwright.toml.j2"), false),
    ("src/lib.rs", include_str!("../../scaffold/lib.rs.j2"), false),
    ("tests/samples.rs", include_str!("../../scaffold/samples.rs.j2"), false),
    ("examples/first_call.rs", include_str!("../../scaffold/first_call.rs.j2"), false),
    (".github/workflows/client.yml", include_str!("../../scaffold/workflow.yml.j2"), false),
    (".githooks/pre-commit", include_str!("../../scaffold/pre-commit.j2"), true),
    (".gitignore", include_str!("../../scaffold/gitignore.j2"), false),
];

/// The files of a new crate.
///
/// # Errors
/// When a template cannot be filled, which is a fault of this program.
pub fn files(plan: &Plan<'_>) -> Result<Vec<ScaffoldFile>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let context = values(plan)?;
    let file = |(path, template, executable): &(&'static str, &str, bool)| {
        let text = environment.render_str(template, &context)?;
        Ok(ScaffoldFile { path, text: format!("{}\n", text.trim()), executable: *executable })
    };
    TEMPLATES.iter().map(file).collect()
}

fn values(plan: &Plan<'_>) -> Result<minijinja::Value, minijinja::Error> {
    let Plan { name, sets, features, runtime, call } = plan;
    let fault = |message: String| minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, message);
    let mut clients: BTreeMap<String, ClientWords> =
        toml::from_str(CLIENTS).map_err(|error| fault(error.to_string()))?;
    let client = clients
        .remove(&call.runtime)
        .ok_or_else(|| fault(format!("`scaffold/clients.toml` lacks `{}`", call.runtime)))?;
    let remote = sets.iter().find_map(|set| set.remote.as_ref()).map(|remote| remote.git.as_str());
    let sets: Vec<minijinja::Value> = sets.iter().map(set).collect();
    Ok(context! {
        name => *name,
        sets,
        remote,
        client => context! {
            variables => client.variables,
            argument => client.argument,
            settings => client.settings,
            setup => client.setup.replace("CLIENT", &call.client),
        },
        features => manifest::features(features),
        runtime => dependency(runtime),
        vendored => **runtime == RuntimeSource::Vendored,
        version => vendored::version(),
        uses_json => call.statement.contains("json!("),
        call => context! {
            client => call.client.as_str(),
            import => call.import.as_str(),
            statement => call.statement.as_str(),
            responds => call.responds,
            feature => call.feature.as_str(),
            route => call.route.as_str(),
            title => call.title.as_str(),
        },
    })
}

/// The values of a doc set, as TOML.
fn set(set: &NewSet) -> minijinja::Value {
    context! {
        service => quoted(&set.service),
        path => quoted(&set.path),
        git => set.remote.as_ref().map(|remote| quoted(&remote.git)),
        branch => set.remote.as_ref().and_then(|remote| remote.branch.as_deref()).map(quoted),
        dialect => quoted(&set.dialect),
        routes => set.routes.as_deref().map(quoted),
    }
}

/// Text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The runtime in `[dependencies]`.
fn dependency(runtime: &RuntimeSource) -> String {
    let of = |key: &str, text: &str| format!("{{ {key} = {}, default-features = false }}", quoted(text));
    match runtime {
        RuntimeSource::Vendored => of("path", VENDORED),
        RuntimeSource::Version(version) => of("version", version),
        RuntimeSource::Path(path) => of("path", path),
    }
}

/// What is wrong with a name of a package, and what to do.
pub fn name_complaint(name: &str) -> Option<String> {
    let is_plain =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    let is_word = is_plain && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() <= 64;
    if !is_word {
        return Some(format!(
            "`{name}` is no name for a crate; write lower-case letters, digits and `-`, beginning with a letter"
        ));
    }
    let is_keyword = syn_keyword(&name.replace('-', "_"));
    let is_taken = TAKEN.contains(&name) || is_keyword;
    is_taken.then(|| format!("a crate cannot be called `{name}`, which is a word of the language or of cargo; write `{name}-client`"))
}

/// Names that mean something else to cargo or in the emitted code.
const TAKEN: &[&str] = &[
    "alloc",
    "build",
    "core",
    "deps",
    "docwright-runtime",
    "docwright_runtime",
    "examples",
    "incremental",
    "proc-macro",
    "proc_macro",
    "std",
    "test",
    "tokio",
];

/// Keywords of Rust that are lower-case words.
fn syn_keyword(word: &str) -> bool {
    const WORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern false \
                         final fn for gen if impl in let loop macro match mod move mut override priv pub ref return \
                         self static struct super trait true try type typeof unsafe unsized use virtual where while \
                         yield";
    WORDS.split(' ').any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan<'a>(
        sets: &'a [NewSet],
        features: &'a [String],
        runtime: &'a RuntimeSource,
        call: &'a FirstCall,
    ) -> Plan<'a> {
        Plan { name: "my-api", sets, features, runtime, call }
    }

    #[test]
    fn values_are_data_in_every_file() {
        let path = "docs-src/a\"b\n[evil]".to_owned();
        let sets = [NewSet {
            service: "shop".into(),
            path: path.clone(),
            dialect: "generic".into(),
            routes: Some(path.clone()),
            remote: None,
        }];
        let features = ["shop".to_owned()];
        for runtime in ["plain", "blueking", "jdcloud"] {
            let call = FirstCall { runtime: runtime.to_owned(), ..FirstCall::default() };
            let version = RuntimeSource::Version("1.0".to_owned());
            let files = files(&plan(&sets, &features, &version, &call)).unwrap();
            let text = |path: &str| files.iter().find(|file| file.path == path).unwrap().text.clone();
            let config = crate::config::Config::parse("docwright.toml", &text("docwright.toml")).unwrap();
            assert_eq!(config.docs[0].path.to_str(), Some(path.as_str()));
            let manifest: toml::Table = toml::from_str(&text("Cargo.toml")).unwrap();
            assert_eq!(manifest["dependencies"]["docwright-runtime"]["version"].as_str(), Some("1.0"));
            assert_eq!(manifest["features"]["full"].as_array().unwrap().len(), 1);
        }
    }

    #[test]
    fn names() {
        for good in ["a", "my-api", "k8s_client"] {
            assert_eq!(name_complaint(good), None);
        }
        for bad in ["", "1a", "My", "a b", "../x", "match", "std", "docwright-runtime"] {
            assert!(name_complaint(bad).is_some(), "{bad}");
        }
    }
}
