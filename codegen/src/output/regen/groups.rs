//! Groups: doc sets that are read together because they may share a service. The result of a group depends on its own
//! files alone, so a change in one leaves the others cached.

use crate::compile::{self, Run};
use crate::config::{Config, DocSet, Emit};
use crate::emit::{Memory, Output, rust};
use crate::model::Service;
use crate::output::cache::{Cache, Facts, Key};
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
    let all = config.overrides.iter().next().is_some();
    let mut groups: Vec<Vec<DocSet>> = Vec::new();
    for set in sets {
        // Names that begin alike stand together, so the groups to join are the last ones.
        let joins = |group: &mut Vec<DocSet>| all || group.iter().any(|other| may_share(other, &set));
        let mut group: Vec<DocSet> = Vec::new();
        while let Some(earlier) = groups.pop_if(joins) {
            group.splice(0..0, earlier);
        }
        group.push(set);
        groups.push(group);
    }
    groups.into_iter().map(|docs| Config { docs, ..config.clone() }).collect()
}

/// Whether two doc sets may have a service in common: their names are alike as far as both are fixed.
fn may_share(one: &DocSet, other: &DocSet) -> bool {
    let fixed = |set: &DocSet| set.service.find('{').unwrap_or(set.service.len());
    let (one, other) = ((&one.service, fixed(one)), (&other.service, fixed(other)));
    let alike = |a: (&String, usize), b: (&String, usize)| a.1 < a.0.len() && b.0.starts_with(&a.0[..a.1]);
    one.0 == other.0 || alike(one, other) || alike(other, one)
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
        if self.run.is_none() {
            self.compile(fingerprint(&self.config, &self.base)?)?;
        }
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
