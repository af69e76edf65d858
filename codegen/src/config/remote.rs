//! Doc sets that live in a git repository: where `sync` puts their pages, and which version of them is pinned.

use super::{DocSet, Error};
use crate::source;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Name of the lock file, beside the configuration.
pub const LOCK: &str = "docwright.lock";

/// Folder of synchronised pages, beside the configuration.
pub const PAGES: &str = ".docwright/docs";

/// What the lock file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Version of its form, 1.
    pub version: u32,
    /// The pinned doc sets, in the order of the configuration.
    #[serde(default)]
    pub docs: Vec<Pin>,
}

/// A pinned version of a doc set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// What the configuration asks for.
    #[serde(flatten)]
    pub remote: Remote,
    /// The commit.
    pub commit: String,
    /// Digest of names and contents of its files.
    pub hash: String,
}

/// A folder of a repository, as the configuration names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// Address of the repository.
    pub git: String,
    /// Branch or tag to follow; the repository's main branch without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// The one commit to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<String>,
    /// Folder of the pages in the repository; all of it when empty.
    #[serde(default)]
    pub path: String,
}

impl Remote {
    /// What a doc set asks for, if it lives in a repository.
    pub fn of(set: &DocSet) -> Option<Self> {
        let path = set.path.to_string_lossy().replace('\\', "/");
        let path = path.trim_matches('/').trim_start_matches("./");
        Some(Self {
            git: set.git.clone()?,
            branch: set.branch.clone(),
            rev: set.rev.clone(),
            path: if path == "." { String::new() } else { path.to_owned() },
        })
    }

    /// Folder below [`PAGES`] that holds the repository's files: its name, and a digest of all that is asked for.
    pub fn folder(&self) -> PathBuf {
        let Self { git, branch, rev, path } = self;
        let last = git.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default();
        let name: String = last
            .trim_end_matches(".git")
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
            .collect();
        let all = format!("{git}\0{branch:?}\0{rev:?}\0{path}");
        let digest = blake3::hash(all.as_bytes()).to_hex();
        Path::new(PAGES).join(format!("{name}-{}", &digest[..12]))
    }

    /// The file beside [`Remote::folder`] that holds the commit its pages were fetched from. Contents alone do not tell
    /// commits apart, so a lock file that was edited is seen by it.
    pub fn fetched_note(&self) -> PathBuf {
        self.folder().with_extension("commit")
    }

    /// Fails when the pages below the folder of a configuration are those of another commit than the lock file pins: the
    /// lock file came with a pull, and the pages did not.
    pub(super) fn is_as_pinned(&self, folder: &Path) -> Result<(), Error> {
        let (lock, note) = (folder.join(LOCK), folder.join(self.fetched_note()));
        let (true, Ok(here)) = (lock.is_file(), source::text(&note)) else { return Ok(()) };
        let fail = |message| Error::Toml { path: lock.display().to_string(), message };
        let pins: Lock = toml::from_str(&source::text(&lock)?).map_err(|error| fail(error.to_string()))?;
        let pin = pins.docs.into_iter().find(|pin| pin.remote == *self);
        match pin.filter(|pin| pin.commit != here.trim()) {
            None => Ok(()),
            Some(pin) => {
                let (git, here) = (shown(&self.git), here.trim().to_owned());
                Err(Error::OtherCommit { git, here, pinned: pin.commit })
            }
        }
    }

    /// Where the pages lie, beside the configuration.
    pub fn place(&self) -> PathBuf {
        self.folder().join(&self.path)
    }

    /// What is wrong with it.
    pub fn complaint(&self) -> Option<String> {
        let Self { git, branch, rev, path } = self;
        let shown = shown(git);
        let is_option = |text: &str| text.starts_with('-');
        if is_option(git) || git.contains("::") || branch.as_deref().is_some_and(is_option) {
            return Some(format!(
                "`git = \"{shown}\"` is no address of a repository, or its `branch` is none"
            ));
        }
        if branch.is_some() && rev.is_some() {
            return Some(format!(
                "`{shown}`: `branch` and `rev` exclude each other; `rev` names one commit for good"
            ));
        }
        if rev
            .as_deref()
            .is_some_and(|rev| rev.len() != 40 || !rev.bytes().all(|byte| byte.is_ascii_hexdigit()))
        {
            return Some(format!(
                "`{shown}`: `rev` has to be a whole commit of 40 digits; `branch` takes names"
            ));
        }
        path.split('/')
            .any(|part| part == "..")
            .then(|| format!("`{shown}`: `path` leads out of the repository"))
    }
}

/// An address as it may be shown: without the name and the password that may stand before the host.
pub fn shown(git: &str) -> String {
    let plain = || {
        let (scheme, rest) = git.split_once("://")?;
        let (secret, _) = rest.split('/').next()?.rsplit_once('@')?;
        Some(format!("{scheme}://{}", &rest[secret.len() + 1..]))
    };
    source::visible(&plain().unwrap_or_else(|| git.to_owned())).into_owned()
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(keys: &str, expect: Option<&str>) {
        let text = format!("[[docs]]\nservice = \"a\"\n{keys}\n");
        let error =
            crate::config::Config::parse("docwright.toml", &text).err().map(|error| error.to_string());
        match expect {
            None => assert_eq!(error, None),
            Some(part) => assert!(error.as_deref().unwrap_or_default().contains(part), "{error:?}"),
        }
    }

    #[test]
    fn addresses_and_revisions() {
        check("git = \"https://host/docs.git\"\npath = \"api\"", None);
        check("git = \"https://host/docs.git\"\nbranch = \"v2\"", None);
        check("git = \"--upload-pack=x\"", Some("no address"));
        check("git = \"ext::sh -c x\"", Some("no address"));
        check("git = \"https://host/d\"\nbranch = \"a\"\nrev = \"b\"", Some("exclude"));
        check("git = \"https://host/d\"\nrev = \"abc\"", Some("40 digits"));
        check("git = \"https://host/d\"\npath = \"../x\"", Some("leads out"));
        check("branch = \"a\"", Some("`git`"));
    }

    #[test]
    fn credentials_of_addresses_are_not_shown() {
        let check = |git: &str, expect: &str| assert_eq!(super::shown(git), expect);
        check("https://gardener:key@docs.example/tools.git", "https://docs.example/tools.git");
        check("https://docs.example/tools@v2", "https://docs.example/tools@v2");
        check("git@docs.example:tools.git", "git@docs.example:tools.git");
        check("../tools", "../tools");
    }
}
