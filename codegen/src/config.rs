//! Configuration: `docwright.toml`, and doc sets from bare paths when there is none.

use crate::diagnostic::{Severity, code};
use crate::source;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

mod discover;
mod remote;
mod without;

pub use remote::{LOCK, Lock, PAGES, Pin, Remote, shown};
pub use without::{WITNESSES, Without};

pub use discover::{doc_sets, doc_sets_of, service_of_folder, services_of_folders};

/// Name of the configuration file.
pub const FILE: &str = "docwright.toml";

/// Folder of overrides unless the configuration names another.
pub const OVERRIDES: &str = "overrides";

/// Folder of the cache, beside the configuration.
pub const CACHE: &str = "target/docwright";

/// What `docwright.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The doc sets.
    pub docs: Vec<DocSet>,
    /// What is emitted where.
    pub emit: Emit,
    /// Severity per code (`DW0103` or `shape-conflict`).
    pub severity: BTreeMap<String, Level>,
    /// Base URL that calls of a service go to, by the service's name or the beginning of it: `"vendor.product"`.
    pub base_url: BTreeMap<String, String>,
    /// File of findings that are known; they are not reported again.
    pub baseline: Option<PathBuf>,
    /// Folder of overrides; `overrides` beside the configuration when it is there.
    pub overrides: Option<PathBuf>,
    /// Witnesses that are turned off for this run; the command line alone says so.
    #[serde(skip)]
    pub without: Vec<Without>,
    /// Folder of the cache of `emit`; [`CACHE`] without it.
    pub cache: Option<PathBuf>,
}

/// One doc set: pages of one dialect that become one service, or one service per host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocSet {
    /// Module path in the client, `blueking.cc`. `{host}` stands for the service that a page's host names.
    /// Empty only for doc sets made of bare paths; the dialect or the folder then gives the name.
    pub service: String,
    /// Folder of the pages, or one page; with `git`, in the repository.
    pub path: PathBuf,
    /// Address of the git repository that holds the pages; `docwright sync` fetches them.
    pub git: Option<String>,
    /// Branch or tag of the repository; its main branch when left out.
    pub branch: Option<String>,
    /// The one commit of the repository to use.
    pub rev: Option<String>,
    /// Built-in dialect, or path of a TOML file; detected when left out.
    pub dialect: Option<String>,
    /// Route table: method and path where pages lack them. Found beside the pages when left out.
    pub routes: Option<PathBuf>,
    /// Globs of files below `path` that are left out.
    pub exclude: Vec<String>,
}

/// `[emit]`: outputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Emit {
    /// The Rust client.
    pub rust: Option<Rust>,
}

/// `[emit.rust]`: where the Rust client goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rust {
    /// Folder of the emitted modules.
    pub path: PathBuf,
    /// Folder of the emitted sample tests; none are emitted without it.
    pub tests: Option<PathBuf>,
    /// Address in front of page paths in rustdoc links.
    pub source_url: String,
    /// Manifest of the crate that holds the modules. The crate's name is read from it, and its list of features is
    /// kept what the services are.
    pub manifest: Option<PathBuf>,
    /// Name of the crate as Rust code writes it, where no manifest tells.
    pub crate_name: Option<String>,
    /// Command that emitted files name as the one that wrote them.
    pub command: String,
    /// Where the runtime's source is copied to, if it is.
    pub runtime: Option<Runtime>,
}

impl Default for Rust {
    fn default() -> Self {
        Self {
            path: PathBuf::new(),
            tests: None,
            source_url: String::new(),
            manifest: None,
            crate_name: None,
            command: "docwright emit".to_owned(),
            runtime: None,
        }
    }
}

/// How the runtime comes to the crate, where that is not the manifest's business alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runtime {
    /// As a copy of its source, in [`VENDORED`] beside the manifest.
    Vendored,
}

/// Folder of a copy of the runtime, beside the manifest.
pub const VENDORED: &str = "vendor/docwright-runtime";

/// How a code is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not at all.
    Off,
    /// As a note.
    Note,
    /// As a warning.
    Warning,
    /// As an error.
    Error,
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{0}\nhelp: run in the folder that holds `{FILE}`, or name it with `--config`")]
    Source(#[from] source::Error),
    /// The TOML is wrong.
    #[error("`{path}` is not valid:\n{message}")]
    Toml {
        /// The file.
        path: String,
        /// The parser's words, with line and column.
        message: String,
    },
    /// The pages of a repository are not there yet.
    #[error("the pages of `{git}` are not here\nhelp: `docwright sync` fetches them")]
    NotSynced {
        /// Address of the repository.
        git: String,
    },
    /// The pages of a repository are those of another commit than the lock file pins.
    #[error(
        "the pages of `{git}` are those of commit {here}, and `{LOCK}` pins {pinned}\nhelp: `docwright sync` fetches what is pinned"
    )]
    OtherCommit {
        /// Address of the repository, without credentials.
        git: String,
        /// The commit whose pages are here.
        here: String,
        /// The commit in the lock file.
        pinned: String,
    },
    /// The TOML is right and says something impossible.
    #[error("`{path}`: {message}")]
    Content {
        /// The file.
        path: String,
        /// What is wrong.
        message: String,
    },
}

impl Config {
    /// Reads a configuration file. Doc sets of repositories are read where `sync` puts them.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::read_placed(path, |remote| {
            if !folder.join(remote.place()).exists() {
                return Err(Error::NotSynced { git: remote::shown(&remote.git) });
            }
            remote.is_as_pinned(folder)?;
            Ok(remote.folder())
        })
    }

    /// Reads a configuration file; `place` gives the folder that holds the files of a repository.
    pub fn read_placed<E: From<Error>>(
        path: &Path,
        mut place: impl FnMut(&Remote) -> Result<PathBuf, E>,
    ) -> Result<Self, E> {
        let name = path.display().to_string();
        let mut config = Self::parse(&name, &source::text(path).map_err(Error::from)?)?;
        let beside = path.with_file_name(OVERRIDES).is_dir();
        config.overrides = config.overrides.or_else(|| beside.then(|| OVERRIDES.into()));
        for set in &mut config.docs {
            if let Some(remote) = Remote::of(set) {
                set.path = place(&remote)?.join(&remote.path);
            }
        }
        Ok(config)
    }

    /// Reads a configuration from text; `name` is for messages.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let fail = |message| Error::Toml { path: name.to_owned(), message };
        let config: Self = toml::from_str(text).map_err(|error| fail(error.to_string()))?;
        match config.complaint() {
            Some(message) => Err(Error::Content { path: name.to_owned(), message }),
            None => Ok(config),
        }
    }

    fn complaint(&self) -> Option<String> {
        if self.docs.is_empty() {
            return Some("no `[[docs]]` table; add one for each doc set".to_owned());
        }
        if let Some(unknown) = self.severity.keys().find(|key| code::find(key).is_none()) {
            return Some(format!(
                "unknown code `{unknown}` in `[severity]`; `docwright explain` lists all codes"
            ));
        }
        let is_url = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        if let Some((service, url)) = self.base_url.iter().find(|(_, url)| !is_url(url)) {
            return Some(format!(
                "`[base_url]`: `{service} = \"{url}\"` begins with neither `https://` nor `http://`"
            ));
        }
        self.docs
            .iter()
            .find_map(|set| service_complaint(&set.service).or_else(|| set.complaint()))
            .or_else(|| self.emit.complaint())
    }

    /// How a code is reported: `None` when it is switched off.
    pub fn severity(&self, code: &crate::diagnostic::Code) -> Option<Severity> {
        match self.severity.get(code.id).or_else(|| self.severity.get(code.name)) {
            None => Some(code.severity),
            Some(Level::Off) => None,
            Some(Level::Note) => Some(Severity::Note),
            Some(Level::Warning) => Some(Severity::Warning),
            Some(Level::Error) => Some(Severity::Error),
        }
    }
}

impl DocSet {
    fn complaint(&self) -> Option<String> {
        match Remote::of(self) {
            Some(remote) => remote.complaint(),
            None if self.branch.is_some() || self.rev.is_some() => Some(format!(
                "`branch` and `rev` of `{}` need `git`, the address of a repository",
                self.service
            )),
            None => None,
        }
    }
}

/// What is wrong with the name of a service.
pub fn service_complaint(name: &str) -> Option<String> {
    let bad = name.is_empty() || name.split('.').any(|part| !is_module(part));
    bad.then(|| {
        format!(
            "invalid module path `service = \"{name}\"`; write lower-case words with dots, `vendor.product`"
        )
    })
}

impl Emit {
    /// Each tree is written as a whole, so none may hold another.
    fn complaint(&self) -> Option<String> {
        let Rust { path, tests, manifest, runtime, command, .. } = self.rust.as_ref()?;
        if runtime.is_some() && manifest.is_none() {
            return Some(
                "`[emit.rust]`: `runtime = \"vendored\"` needs `manifest`, beside which the copy lies"
                    .to_owned(),
            );
        }
        if command.is_empty() || command.chars().any(|c| c.is_control() || c == '`') {
            return Some("`[emit.rust]`: `command` is one line that a user can type".to_owned());
        }
        let tests = tests.as_ref()?;
        let (own, other) = (plain(path), plain(tests));
        let overlap = own.starts_with(&other) || other.starts_with(&own);
        overlap.then(|| {
            format!(
                "`[emit.rust]`: `path = \"{}\"` and `tests = \"{}\"` overlap; name two folders side by side",
                path.display(),
                tests.display()
            )
        })
    }
}

/// The path without `.` and, where it says where from, without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

fn is_module(part: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    part == "{host}" || part.starts_with(|c: char| c.is_ascii_lowercase()) && part.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<usize, &str>) {
        match (Config::parse("docwright.toml", text), expect) {
            (Ok(config), Ok(sets)) => assert_eq!(config.docs.len(), sets),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (got, _) => panic!("{got:?}"),
        }
    }

    #[test]
    fn right_and_wrong_files() {
        check("[[docs]]\nservice = \"a.b\"\npath = \"x\"\n", Ok(1));
        check("[[docs]]\nservice = \"a.{host}\"\npath = \"x\"\n", Ok(1));
        check("[[docs]]\nservice = \"A/b\"\npath = \"x\"\n", Err("invalid module path"));
        check("[[docs]]\nservise = \"a\"\n", Err("servise"));
        check("", Err("[[docs]]"));
        let trees = |path: &str, tests: &str| {
            format!("[[docs]]\nservice = \"a\"\n[emit.rust]\npath = \"{path}\"\ntests = \"{tests}\"\n")
        };
        check(&trees("o/src", "o/tests"), Ok(1));
        check(&trees("o", "o2"), Ok(1));
        for (path, tests) in [("o", "o/tests"), ("o/src", "o"), ("o", "./x/../o"), ("o", "o")] {
            check(&trees(path, tests), Err("overlap"));
        }
        check("[[docs]]\nservice = \"a\"\n[base_url]\na = \"x.com\"\n", Err("neither `https://`"));
        check("[[docs]]\nservice = \"a\"\n[severity]\nDW9999 = \"off\"\n", Err("DW9999"));
        check("[[docs]]\nservice = \"a\"\n[severity]\nDW0103 = \"loud\"\n", Err("loud"));
    }
}
