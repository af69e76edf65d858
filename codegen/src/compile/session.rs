//! A session: a run that is kept, so that a page with a new text does not cost all the others. What it finds is what
//! [`run`](super::run) finds on the same texts.
//!
//! Doc sets that add to one service are assembled together, and only those of an edited page are assembled again. Where
//! there are overrides, all are one: an override may lead anywhere.

use super::pages::Documents;
use super::readings::{self, Readings};
use super::services::{self, Part};
use super::sources::{self, Detected, Set, Sources};
use super::{Error, guard};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::lint;
use crate::lower::description::Memo;
use crate::model::{Api, SCHEMA_VERSION, Service};
use crate::overrides::Overrides;
use crate::source::{SourceFile, Templates};
use crate::syntax::markdown::{self, Document};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A run whose pages can be edited.
pub struct Session {
    config: Config,
    base: PathBuf,
    templates: Templates,
    overrides: Overrides,
    /// All but the files.
    sources: Sources,
    sets: Vec<State>,
    parts: Vec<Kept>,
    edited: BTreeSet<u32>,
    /// The decided model.
    api: Api,
    files: Vec<SourceFile>,
    /// By file, in the order of places.
    findings: Vec<Vec<Diagnostic>>,
    /// Findings that look at all services.
    between: Vec<Diagnostic>,
    /// The paths under which the pages were read, once another version took their place.
    paths: Vec<String>,
}

/// A doc set and what its pages gave.
struct State {
    set: Set,
    readings: Readings,
    /// The services that the pages add to.
    services: BTreeSet<String>,
    /// Grows with every change.
    version: usize,
}

/// Places of doc sets, and their versions.
type Versions = Vec<(usize, usize)>;

/// Doc sets that were assembled together.
struct Kept {
    of: Versions,
    services: BTreeSet<String>,
}

impl Session {
    /// Reads and compiles everything, as [`run`](super::run) does.
    pub fn open(config: Config, base: &Path) -> Result<Self, Error> {
        let sources = sources::read(&config.docs, base)?;
        Self::of_sources(sources, config, base)
    }

    /// [`open`](Self::open) with files that were read.
    pub(super) fn of_sources(sources: Sources, config: Config, base: &Path) -> Result<Self, Error> {
        let overrides = sources::overrides(&config, base, &sources)?;
        let mut session = Self {
            config,
            base: base.to_owned(),
            templates: Templates::default(),
            overrides,
            sources,
            sets: Vec::new(),
            parts: Vec::new(),
            edited: BTreeSet::new(),
            api: Api { schema: SCHEMA_VERSION, ..Api::default() },
            files: Vec::new(),
            findings: Vec::new(),
            between: Vec::new(),
            paths: Vec::new(),
        };
        session.read()?;
        session.assemble();
        Ok(session)
    }

    /// The decided model.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// The files, by id; those of overrides last.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The doc sets.
    pub fn sets(&self) -> impl Iterator<Item = &Set> {
        self.sets.iter().map(|state| &state.set)
    }

    /// What was found in a file, in the order of places.
    pub fn findings(&self, file: u32) -> Vec<&Diagnostic> {
        let between = self.between.iter().filter(|found| found.place().file == file);
        let mut found: Vec<&Diagnostic> =
            self.findings.get(file as usize).into_iter().flatten().chain(between).collect();
        found.sort_by_key(|found| (found.place().start, found.code.id, &found.message));
        found
    }

    /// Gives a page a new text. What that changes is worked out by [`update`](Self::update).
    pub fn edit(&mut self, file: u32, text: String) {
        let Some(page) = self.files.get(file as usize) else { return };
        if !self.sets.iter().any(|state| state.set.pages.contains(&(file as usize))) {
            return;
        }
        let path = self.base.join(&page.path);
        let (page, found) = SourceFile::of_text(file, &path, &page.path, text, &self.templates);
        self.sources.diagnostics.retain(|found| found.place().file != file);
        self.sources.diagnostics.extend(found);
        self.files[file as usize] = page;
        self.edited.insert(file);
    }

    /// Whether another version has the same files, so that it can take the place of this one.
    pub(super) fn is_alike(&self, sources: &Sources, config: &Config) -> bool {
        self.config.is_alike(config) && self.sources.is_alike(&self.files, sources)
    }

    /// Takes the files of another version, which are the same ones with other texts.
    pub(super) fn replace(&mut self, sources: Sources, config: Config, base: &Path) -> Result<(), Error> {
        let Sources { files, diagnostics, sets } = sources;
        for ((state, found), of_folder) in self.sets.iter_mut().zip(&sets).zip(sources::folders(&sets)) {
            let spec = sources::named(&found.spec, &state.set.dialect, of_folder);
            if std::mem::replace(&mut state.set.spec, spec) != state.set.spec {
                state.version += 1;
                state.services = services::names(&state.set, &state.readings);
            }
        }
        if self.paths.is_empty() {
            self.paths = self.files.iter_mut().map(|file| std::mem::take(&mut file.path)).collect();
        }
        let mut now = Vec::with_capacity(files.len());
        for ((have, mut file), path) in self.files.iter_mut().zip(files).zip(&self.paths) {
            if have.text != file.text {
                self.edited.insert(file.id);
            }
            // Links, names and patterns go by paths: until all is read, every page stands where those stand that stay.
            now.push(std::mem::replace(&mut file.path, path.clone()));
            *have = file;
        }
        (self.config, self.base) = (config, base.to_owned());
        (self.sources.diagnostics, self.sources.sets) = (diagnostics, sets);
        self.update()?;
        self.files.iter_mut().zip(now).for_each(|(file, path)| file.path = path);
        self.api.files = services::source_names(&self.files);
        Ok(())
    }

    /// Works out what the edits changed; returns the files whose findings may have changed.
    pub fn update(&mut self) -> Result<BTreeSet<u32>, Error> {
        let (edited, files) = (std::mem::take(&mut self.edited), &self.files);
        let read = self.sets.par_iter_mut().map(|state| state.take(&edited, files));
        let speak_as_before = read.collect::<Result<Vec<bool>, Error>>()?;
        if speak_as_before.contains(&false) {
            let count = self.files.len() - self.overrides.files.len();
            self.files.truncate(count);
            self.sources.files = std::mem::take(&mut self.files);
            self.read()?;
        }
        // A page that nobody says the language of is in that of most of its words.
        for file in edited {
            self.api.files[file as usize] = services::source_name(&self.files[file as usize]);
        }
        Ok(self.assemble())
    }

    /// Reads all pages, with the texts that they have.
    fn read(&mut self) -> Result<(), Error> {
        let meanings = Memo::default();
        let Self { config, base, overrides, sources, .. } = self;
        let read = sources::dialects(sources, overrides, config, base, None, |set, documents, files| {
            readings::read(set, documents, files, &meanings)
        })?;
        let version = self.sets.iter().map(|state| state.version).max().unwrap_or_default() + 1;
        let state = |(set, readings)| {
            let services = services::names(&set, &readings);
            State { set, readings, services, version }
        };
        self.sets = read.into_iter().map(state).collect();
        self.files = std::mem::take(&mut self.sources.files);
        self.files.extend(self.overrides.files.iter().cloned());
        self.findings.resize_with(self.files.len(), Vec::new);
        self.api.files = services::source_names(&self.files);
        Ok(())
    }

    /// Assembles the doc sets that changed, each with those that it shares a service with.
    fn assemble(&mut self) -> BTreeSet<u32> {
        let groups = self.groups();
        let (kept, gone): (Vec<Kept>, Vec<Kept>) =
            std::mem::take(&mut self.parts).into_iter().partition(|part| groups.contains(&part.of));
        let names: BTreeSet<&String> = gone.iter().flat_map(|part| &part.services).collect();
        let old = self.api.services.extract_if(.., |service| names.contains(&service.name));
        let old: Vec<Service> = old.collect();
        // Many small pieces, for which nobody has to wait.
        rayon::spawn(move || drop(old));
        let new: Vec<Versions> =
            groups.into_iter().filter(|group| kept.iter().all(|part| part.of != *group)).collect();
        self.parts = kept;
        let mut touched = BTreeSet::new();
        for of in new {
            self.part(of, &mut touched);
        }
        self.api.services.sort_by(|a, b| a.name.cmp(&b.name));
        let between = lint::between_services(&self.api);
        let before = std::mem::replace(&mut self.between, between);
        touched.extend(before.iter().chain(&self.between).map(|found| found.place().file));
        touched
    }

    /// Assembles some doc sets.
    fn part(&mut self, of: Versions, touched: &mut BTreeSet<u32>) {
        let states: Vec<&State> = of.iter().map(|(at, _)| &self.sets[*at]).collect();
        let sets: Vec<&Set> = states.iter().map(|state| &state.set).collect();
        let read = states.iter().map(|state| state.readings.copy()).collect();
        let mut part = services::assemble(&self.files, &sets, read);
        services::finish(&mut part, &self.overrides, &sets);
        let Part { services, diagnostics, reasons, .. } = part;
        let mut files: BTreeSet<u32> =
            sets.iter().flat_map(|set| set.files.clone()).map(|file| file as u32).collect();
        files.extend(self.overrides.files.iter().map(|file| file.id));
        let before: Vec<Vec<Diagnostic>> =
            files.iter().map(|file| std::mem::take(&mut self.findings[*file as usize])).collect();
        let of_text = self.sources.diagnostics.iter().filter(|found| files.contains(&found.place().file));
        for found in of_text.cloned().chain(diagnostics) {
            self.findings[found.place().file as usize].push(found);
        }
        for (file, before) in files.into_iter().zip(before) {
            let now = &mut self.findings[file as usize];
            diagnostic::sort(now);
            if *now != before {
                touched.insert(file);
            }
        }
        let names = services.iter().map(|service| service.name.clone()).collect();
        self.parts.push(Kept { of, services: names });
        self.api.services.extend(services);
        self.api.overrides = reasons;
    }

    /// The doc sets that have to be assembled together.
    fn groups(&self) -> Vec<Versions> {
        let sets = self.sets.iter().enumerate();
        if !self.overrides.files.is_empty() {
            return vec![sets.map(|(at, state)| (at, state.version)).collect()];
        }
        let mut groups: Vec<(BTreeSet<&String>, Versions)> = Vec::new();
        for (at, state) in sets {
            let mut own = (state.services.iter().collect(), vec![(at, state.version)]);
            for other in groups.extract_if(.., |(names, _)| !names.is_disjoint(&own.0)).collect::<Vec<_>>() {
                own.0.extend(other.0);
                own.1.extend(other.1);
            }
            own.1.sort_unstable();
            groups.push(own);
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

impl State {
    /// Reads the pages of the doc set that were edited, and what hangs on them. False where they speak another dialect now.
    fn take(&mut self, edited: &BTreeSet<u32>, files: &[SourceFile]) -> Result<bool, Error> {
        let pages = self.set.pages.start as u32..self.set.pages.end as u32;
        let edited: Vec<u32> = edited.range(pages).copied().collect();
        let mut is_whole = false;
        for file in &edited {
            self.version += 1;
            let document = OnceLock::new();
            if !self.speaks_as_before(*file, &document, files)? {
                return Ok(false);
            }
            if is_whole {
                continue;
            }
            let document = document.into_inner();
            let Self { set, readings, .. } = self;
            if guard::run(|| readings.change((*file, document), set, files)) != Ok(true) {
                let meanings = Memo::default();
                *readings = readings::read(set, Documents::new(&files[set.pages.clone()]), files, &meanings);
                is_whole = true;
            }
        }
        if !edited.is_empty() {
            self.services = services::names(&self.set, &self.readings);
        }
        Ok(true)
    }

    /// Detects the dialect once more, where a page was edited that is asked for it; false when it is another one. The
    /// document of the page is left for those who read the page next.
    fn speaks_as_before<'f>(
        &mut self,
        file: u32,
        edited: &OnceLock<Document<'f>>,
        files: &'f [SourceFile],
    ) -> Result<bool, Error> {
        let Set { dialect, detected, .. } = &mut self.set;
        let Some(Detected { points, .. }) = detected.as_mut().filter(|it| it.points.contains_key(&file))
        else {
            return Ok(true);
        };
        let (mut points, page) = (std::mem::take(points), &files[file as usize]);
        points.insert(file, sources::points(page, || edited.get_or_init(|| markdown::read(&page.text))));
        let (found, now) = sources::detected(points)?;
        *detected = now;
        Ok(found.name == dialect.name)
    }
}
