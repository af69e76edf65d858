//! What the emitted tree was last written from: the model of each group of doc sets, kept beside the cache. In: the models of
//! two runs. Out: what changed in the docs between them, as entries of `docwright diff`.
//!
//! The models are believed only while the tree is as that run left it, and only by the build that kept them: another build
//! reads pages in another way, and what differs then is no change of the docs.

use super::cache::{self, Cache, Key};
use crate::diff::{self, Report};
use crate::model::{Api, SCHEMA_VERSION};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;

/// Name of the folder in the cache's.
const FOLDER: &str = "models";

/// Name of the list of groups.
const INDEX: &str = "index.json";

/// A group of doc sets as one run read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Names what it was read from.
    pub key: Key,
    /// Names of its services.
    pub services: BTreeSet<String>,
    /// Paths of the pages that could not be read.
    pub unread: Vec<String>,
}

/// The models that a tree was written from.
#[derive(Debug, Serialize, Deserialize)]
pub struct Former {
    build: String,
    /// Names what the tree holds.
    tree: Key,
    groups: Vec<Group>,
    #[serde(skip)]
    folder: PathBuf,
}

/// A group of this run, and its model.
pub type Now<'a> = (&'a Group, &'a Api);

impl Former {
    /// What the tree with this content was written from, if the last run of this build wrote it.
    pub fn open(cache: &Cache, tree: &Key) -> Option<Self> {
        let folder = cache.folder()?.join(FOLDER);
        let former: Self = serde_json::from_slice(&cache::read(&folder.join(INDEX))?).ok()?;
        let is_known = former.build == env!("DOCWRIGHT_BUILD") && former.tree == *tree;
        is_known.then_some(Self { folder, ..former })
    }

    /// Keeps what a tree was written from; models that are there already are not written again.
    pub fn keep(cache: &Cache, tree: Key, groups: &[Group], models: &[Now<'_>]) -> io::Result<()> {
        let Some(folder) = cache.folder().map(|folder| folder.join(FOLDER)) else { return Ok(()) };
        fs::create_dir_all(&folder)?;
        for (group, api) in models {
            let name = name(&group.key);
            if !folder.join(&name).is_file() {
                cache::replace(&folder, &name, &serde_json::to_vec(api)?)?;
            }
        }
        let kept: BTreeSet<String> = groups.iter().map(|group| name(&group.key)).collect();
        let (build, groups) = (env!("DOCWRIGHT_BUILD").to_owned(), groups.to_vec());
        let former = Self { build, tree, groups, folder };
        cache::replace(&former.folder, INDEX, &serde_json::to_vec(&former)?)?;
        for entry in fs::read_dir(&former.folder)? {
            let file = entry?;
            let is_kept = |name: &str| name == INDEX || kept.contains(name);
            if !file.file_name().to_str().is_some_and(is_kept) {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }

    /// Whether it is about this tree and these groups.
    pub fn is_of(&self, tree: &Key, groups: &[Group]) -> bool {
        self.tree == *tree && self.groups == groups
    }

    /// Whether a group was read from the same inputs.
    pub fn has(&self, key: &Key) -> bool {
        self.groups.iter().any(|group| group.key == *key)
    }

    /// What changed in the docs; `changed` are the groups that it does not [have](Self::has), and `keys` those of all groups.
    /// Nothing is said where doc sets are grouped in another way than before, for services then have no counterpart.
    pub fn changes(&self, keys: &BTreeSet<&Key>, changed: &[Now<'_>]) -> Option<Report> {
        let mut gone: Vec<&Group> = self.groups.iter().filter(|group| !keys.contains(&group.key)).collect();
        let heirs = |former: &&Group| {
            changed.iter().filter(|(now, _)| !former.services.is_disjoint(&now.services)).count()
        };
        if gone.iter().any(|former| heirs(former) > 1) {
            return None;
        }
        let (mut parts, mut added) = (Vec::new(), Vec::new());
        for now in changed {
            let is_own = |former: &Group| !former.services.is_disjoint(&now.0.services);
            let own: Vec<&Group> = gone.extract_if(.., |former| is_own(former)).collect();
            match own.as_slice() {
                [] => added.push(*now),
                [former] => parts.push(compare((former, &self.model(former)?), *now)),
                _ => return None,
            }
        }
        // One group in place of another may be the same services under other names.
        if let ([former], [now]) = (gone.as_slice(), added.as_slice()) {
            parts.push(compare((former, &self.model(former)?), *now));
            return Some(Report::of_parts(parts));
        }
        let nothing = (&Group::default(), &Api { schema: SCHEMA_VERSION, ..Api::default() });
        for former in gone {
            parts.push(compare((former, &self.model(former)?), nothing));
        }
        parts.extend(added.into_iter().map(|now| compare(nothing, now)));
        Some(Report::of_parts(parts))
    }

    fn model(&self, group: &Group) -> Option<Api> {
        let api: Api = serde_json::from_slice(&cache::read(&self.folder.join(name(&group.key)))?).ok()?;
        (api.schema == SCHEMA_VERSION).then_some(api)
    }
}

fn compare(old: Now<'_>, new: Now<'_>) -> Report {
    diff::compare(old.1, new.1).with_unread((&old.1.files, &old.0.unread), (&new.1.files, &new.0.unread))
}

fn name(key: &Key) -> String {
    format!("{}.json", key.as_str())
}
