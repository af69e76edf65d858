//! Groups: doc sets that are read together because they may share a service. The result of a group depends on its own
//! files alone, so a change in one leaves the others cached.

use crate::compile::{self, Run};
use crate::config::{Config, DocSet, Emit};
use crate::emit::{Memory, Output, rust};
use crate::model::{Api, Service};
use crate::output::cache::{Cache, Facts, Key};
use crate::output::former::Group;
use crate::source;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Doc sets that are read together, and what they gave.
pub(super) struct DocSetGroup {
    config: Config,
    base: PathBuf,
    /// Names everything that the group was read from; absent when that changed meanwhile.
    key: Option<Key>,
    pub(super) facts: Arc<Facts>,
    /// The model, when it was needed.
    run: Option<Run>,
}

/// Splits a configuration; the doc sets stay in the order in which they are read.
pub(super) fn split(config: &Config) -> Vec<Config> {
    let config =
        Config { emit: Emit::default(), severity: BTreeMap::new(), baseline: None, ..config.clone() };
    let mut sets = config.docs.clone();
    sets.sort_by(|a, b| (&a.service, &a.path).cmp(&(&b.service, &b.path)));
    // An override may name any service.
    if config.overrides.is_some() {
        return vec![Config { docs: sets, ..config }];
    }
    let mut groups: Vec<Vec<DocSet>> = Vec::new();
    // The shortest fixed beginning of the names in each group: a name that begins so may be any of them.
    let mut starts: Vec<Option<String>> = Vec::new();
    for set in sets {
        let own = set.service.find('{').map(|at| set.service[..at].to_owned());
        let mut group: Vec<DocSet> = Vec::new();
        let mut start = own.clone();
        // Names that begin alike stand together, so the groups to join are the last ones.
        while let Some(earlier) = groups.last()
            && joins(earlier, starts.last().and_then(Option::as_deref), &set, own.as_deref())
        {
            let mut earlier = groups.pop().unwrap_or_default();
            let theirs = starts.pop().flatten();
            start = [start, theirs].into_iter().flatten().min_by_key(String::len);
            earlier.append(&mut group);
            group = earlier;
        }
        group.push(set);
        groups.push(group);
        starts.push(start);
    }
    groups.into_iter().map(|docs| Config { docs, ..config.clone() }).collect()
}

/// Whether a doc set may have a service in common with a group: their names are alike as far as they are fixed. Of a
/// group without open names the last one is enough, because names are in order.
fn joins(group: &[DocSet], start: Option<&str>, set: &DocSet, own: Option<&str>) -> bool {
    let begins = |name: &str, start: Option<&str>| start.is_some_and(|start| name.starts_with(start));
    let last = group.last().map_or("", |last| last.service.as_str());
    last == set.service || begins(&set.service, start) || begins(last, own)
}

impl DocSetGroup {
    /// Reads a group, or finds it in the cache.
    pub(super) fn read(config: Config, base: &Path, cache: &Cache) -> Result<Self, compile::Error> {
        let key = fingerprint(&config, base)?;
        let mut group = Self { config, base: base.to_owned(), key: None, facts: Arc::default(), run: None };
        match cache.facts(&key) {
            Some(facts) => (group.facts, group.key) = (facts, Some(key)),
            None => group.compile(key)?,
        }
        if let Some(key) = &group.key {
            cache.keep_facts(key.clone(), Arc::clone(&group.facts));
        }
        Ok(group)
    }

    /// Compiles the group; it gets no key when files changed meanwhile, because the key would name other content.
    fn compile(&mut self, key: Key) -> Result<(), compile::Error> {
        let run = compile::run(&self.config, &self.base)?;
        self.facts = Arc::new(facts(&run));
        self.run = Some(run);
        self.key = (fingerprint(&self.config, &self.base)? == key).then_some(key);
        Ok(())
    }

    /// What a later run has to know of it; nothing when its files changed meanwhile.
    pub(super) fn group(&self) -> Option<Group> {
        let services = self.facts.services.iter().map(|service| service.name.clone()).collect();
        Some(Group { key: self.key.clone()?, services, unread: self.facts.unread.clone() })
    }

    /// The model, if it was needed.
    pub(super) fn model(&self) -> Option<&Api> {
        self.run.as_ref().map(|run| &run.api)
    }

    /// Makes the model, unless it is there.
    pub(super) fn need_model(&mut self) -> Result<(), compile::Error> {
        match self.run {
            Some(_) => Ok(()),
            None => self.compile(fingerprint(&self.config, &self.base)?),
        }
    }

    /// Names all that the emitted files depend on.
    pub(super) fn output_key(&self, heads: &[u8], options: &rust::Options) -> Option<Key> {
        let options = format!("{options:?}");
        Some(Key::of(&[self.key.as_ref()?.as_bytes(), heads, options.as_bytes()]))
    }

    /// Emits the group's files; what `memory` knows is not made again.
    pub(super) fn emit(
        &mut self,
        heads: &[Service],
        options: &rust::Options,
        memory: &dyn Memory,
    ) -> Result<Vec<Output>, compile::Error> {
        self.need_model()?;
        let emit = |run: &Run| rust::services(&run.api, heads, options, memory);
        Ok(self.run.as_ref().map(emit).unwrap_or_default())
    }
}

fn facts(run: &Run) -> Facts {
    let services = &run.api.services;
    let head = |service: &Service| Service {
        name: service.name.clone(),
        dialect: service.dialect.clone(),
        client: service.client.clone(),
        ..Service::default()
    };
    let own =
        |service: &Service| service.endpoints.iter().map(|endpoint| endpoint.types.len()).sum::<usize>();
    Facts {
        files: run.api.files.clone(),
        services: services.iter().map(head).collect(),
        types: services.iter().map(|service| service.types.len() + own(service)).sum(),
        diagnostics: run.diagnostics.clone(),
        counts: run.counts(),
        unread: run.unread(),
    }
}

/// Names all that a group is read from: its configuration, where it lies, and the bytes of its files.
fn fingerprint(config: &Config, base: &Path) -> Result<Key, compile::Error> {
    let files = compile::inputs(config, base)?;
    let place = std::path::absolute(base).unwrap_or_else(|_| base.to_owned());
    let head = format!("{config:?} {}", place.display());
    let content = |file: &PathBuf| {
        let bytes = source::bytes(file).unwrap_or_else(|error| error.to_string().into_bytes());
        Key::of(&[file.as_os_str().as_encoded_bytes(), &bytes])
    };
    let keys: Vec<Key> = files.par_iter().map(content).collect();
    let pieces = std::iter::once(head.as_bytes()).chain(keys.iter().map(Key::as_bytes));
    Ok(Key::of(&pieces.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expects the services of each group.
    #[track_caller]
    fn check(services: &[&str], expect: &[&[&str]]) {
        let set = |service: &&str| DocSet { service: (*service).to_owned(), ..DocSet::default() };
        let config = Config { docs: services.iter().map(set).collect(), ..Config::default() };
        let groups = split(&config);
        let names = |group: &Config| group.docs.iter().map(|set| set.service.clone()).collect::<Vec<_>>();
        assert_eq!(groups.iter().map(names).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn doc_sets_of_one_service_are_read_together() {
        check(&["b.x", "a.x", "b.x", "b.xy"], &[&["a.x"], &["b.x", "b.x"], &["b.xy"]]);
        check(&["a.{host}", "a.vm", "b.vm", "a.{host}"], &[&["a.vm", "a.{host}", "a.{host}"], &["b.vm"]]);
        check(&["{host}", "a", "z.y"], &[&["a", "z.y", "{host}"]]);
    }
}
