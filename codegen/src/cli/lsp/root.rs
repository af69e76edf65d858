//! A root: one configuration, the session of the compiler on it, and what was told of its files.

use super::client::Client;
use super::documents::{Document, Documents};
use super::files::Files;
use super::findings;
use super::keys::Form;
use super::toml_findings;
use super::uri;
use docwright::baseline::{self, Baseline};
use docwright::compile::Session;
use docwright::config::{self, Config};
use docwright::diagnostic::{Diagnostic, Severity};
use docwright::dialect::built_in;
use docwright::propose::unknown::{self, Unknown};
use docwright::source::{self, SourceFile};
use lsp_types::PublishDiagnosticsParams;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// One configuration and its pages.
pub(super) struct Root {
    /// Folder of the configuration.
    pub(super) folder: PathBuf,
    /// Pages to read without a configuration.
    paths: Vec<PathBuf>,
    pub(super) config: Config,
    /// What the configuration says now, whether or not the pages could be read by it.
    wanted: Config,
    session: Option<Session>,
    baseline: Baseline,
    ids: BTreeMap<PathBuf, Vec<u32>>,
    /// What keeps it from being compiled: a file and the message.
    problem: Option<(PathBuf, String)>,
    /// What was told of files that have findings.
    told: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>,
    /// Files whose findings are to be told again.
    stale: BTreeSet<PathBuf>,
}

impl Root {
    /// Of a folder with a configuration, or of the pages that the client names.
    pub(super) fn new(folder: PathBuf, paths: &[String]) -> Self {
        let has_config = folder.join(config::FILE).is_file();
        let paths = if has_config { &[][..] } else { paths };
        Self {
            paths: paths.iter().map(|path| uri::plain(&folder.join(path))).collect(),
            folder,
            config: Config::default(),
            wanted: Config::default(),
            session: None,
            baseline: Baseline::default(),
            ids: BTreeMap::new(),
            problem: None,
            told: BTreeMap::new(),
            stale: BTreeSet::new(),
        }
    }

    /// Reads everything again; returns what there is to say of it. What cannot be read leaves the last state as it is.
    pub(super) fn load(&mut self, documents: &Documents) -> String {
        let before = self.problem.take();
        self.stale.extend(before.map(|(path, _)| path));
        self.stale.extend(self.told.keys().cloned());
        let read = catch_unwind(AssertUnwindSafe(|| self.read()))
            .unwrap_or_else(|_| Err((self.configuration(), "internal error; please report it".to_owned())));
        match read {
            Err((path, message)) => {
                self.stale.insert(path.clone());
                let said = format!("{}: {message}", path.display());
                self.problem = Some((path, message));
                said
            }
            Ok((config, session, baseline)) => {
                self.ids.clear();
                for file in session.files() {
                    let path = uri::plain(&self.folder.join(&file.path));
                    self.ids.entry(path).or_default().push(file.id);
                }
                (self.config, self.session, self.baseline) = (config, Some(session), baseline);
                self.stale.extend(self.ids.keys().cloned());
                documents.iter().for_each(|(path, document)| self.edit(path, document));
                format!("{}: {} files", self.folder.display(), self.ids.len())
            }
        }
    }

    fn read(&mut self) -> Result<(Config, Session, Baseline), (PathBuf, String)> {
        let config = self.read_config().map_err(|error| (self.configuration(), error))?;
        self.wanted.clone_from(&config);
        let fail = |error: String| (self.blamed(&config, &error), error);
        let session = Session::open(config.clone(), &self.folder).map_err(|error| fail(error.to_string()))?;
        let path = config.baseline.as_ref().map(|path| self.folder.join(path));
        let baseline = path.map(|path| baseline::read(&path)).transpose();
        Ok((config.clone(), session, baseline.map_err(|error| fail(error.to_string()))?.unwrap_or_default()))
    }

    fn read_config(&self) -> Result<Config, String> {
        if self.paths.is_empty() {
            return Config::read(&self.configuration()).map_err(|error| error.to_string());
        }
        let docs = config::doc_sets(&self.paths).map_err(|error| error.to_string())?;
        Ok(Config { docs, ..Config::default() })
    }

    /// The configuration file.
    fn configuration(&self) -> PathBuf {
        self.folder.join(config::FILE)
    }

    /// The file that an error is about: the dialect or the file of overrides that it names, else the configuration.
    fn blamed(&self, config: &Config, message: &str) -> PathBuf {
        let first = message.lines().next().unwrap_or_default();
        let dialects = config.docs.iter().filter_map(|set| set.dialect.clone());
        let overrides = source::entries(&self.overrides_of(config)).map(|entries| entries.files);
        let overrides = overrides.unwrap_or_default();
        let relative = |path: &PathBuf| path.strip_prefix(&self.folder).unwrap_or(path).display().to_string();
        let mut names = dialects.chain(overrides.iter().map(relative)).filter(|name| name.ends_with(".toml"));
        // One that is not there is a fault of the key that names it, and one that it extends a fault of its own.
        let is_there = |name: &String| self.folder.join(name).is_file();
        let fails = |name: &String| {
            built_in::load(name, &self.folder).is_err_and(|error| error.to_string() == message)
        };
        let named = names.find(|name| is_there(name) && (first.contains(name.as_str()) || fails(name)));
        named.map_or_else(|| self.configuration(), |name| uri::plain(&self.folder.join(name)))
    }

    fn overrides_of(&self, config: &Config) -> PathBuf {
        let folder = config.overrides.clone().unwrap_or_else(|| config::OVERRIDES.into());
        uri::plain(&self.folder.join(folder))
    }

    /// The folder of overrides.
    pub(super) fn overrides(&self) -> PathBuf {
        self.overrides_of(&self.config)
    }

    /// The session, when there is one.
    pub(super) fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The file of a path, where it is one of the root.
    pub(super) fn file(&self, path: &Path) -> Option<&SourceFile> {
        let id = self.ids.get(path)?.first()?;
        self.session.as_ref()?.files().get(*id as usize)
    }

    /// The files of the session.
    pub(super) fn files(&self) -> Option<Files<'_>> {
        Some(Files { session: self.session.as_ref()?, folder: &self.folder })
    }

    /// The words that a dialect lacks for the pages that are read by it.
    pub(super) fn unread_words(&self, path: &Path) -> Vec<Unknown> {
        let Some(session) = &self.session else { return Vec::new() };
        let is_own = |name: &String| uri::plain(&self.folder.join(name)) == path;
        let sets = session.sets().filter(|set| set.spec.dialect.as_ref().is_some_and(is_own));
        sets.flat_map(|set| unknown::list(&session.files()[set.pages.clone()], &set.dialect)).collect()
    }

    /// What a TOML file of the root is.
    pub(super) fn form(&self, path: &Path) -> Option<Form> {
        let is_dialect =
            |name: &String| name.ends_with(".toml") && uri::plain(&self.folder.join(name)) == path;
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        match () {
            () if path == self.configuration() => Some(Form::Config),
            () if self.wanted.docs.iter().filter_map(|set| set.dialect.as_ref()).any(is_dialect) => {
                Some(Form::Dialect)
            }
            () if is_toml && path.parent() == Some(&self.overrides()) => Some(Form::Overrides),
            () => None,
        }
    }

    /// Whether everything has to be read again when a file has changed on disk.
    pub(super) fn depends_on(&self, path: &Path) -> bool {
        // What could not be read may be read now, whatever it is called.
        if self.problem.is_some() && path.starts_with(&self.folder) {
            return true;
        }
        let sets = self.config.docs.iter();
        let tables = sets.clone().filter_map(|set| set.routes.as_ref());
        let mut inputs = sets.map(|set| &set.path).chain(tables).chain(&self.config.baseline);
        self.form(path).is_some()
            || inputs.any(|input| path.starts_with(uri::plain(&self.folder.join(input))))
    }

    /// Takes the text that a document has in the editor.
    pub(super) fn edit(&mut self, path: &Path, document: &Document) {
        if self.form(path).is_some() {
            self.stale.insert(path.to_owned());
        }
        let (Some(ids), Some(session)) = (self.ids.get(path), &mut self.session) else { return };
        for id in ids {
            session.edit(*id, document.text.clone());
        }
        self.stale.insert(path.to_owned());
    }

    /// Takes the text on disk, when a document is closed.
    pub(super) fn close(&mut self, path: &Path) {
        self.stale.insert(path.to_owned());
        let (Some(ids), Some(session)) = (self.ids.get(path), &mut self.session) else { return };
        let Ok(bytes) = source::bytes(path) else { return };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        ids.iter().for_each(|id| session.edit(*id, text.clone()));
    }

    /// Works out what edits changed, and returns what is new to tell. Documents that were edited are always told of.
    pub(super) fn refresh(
        &mut self,
        documents: &Documents,
        client: &Client,
    ) -> Result<Vec<PublishDiagnosticsParams>, String> {
        let edited = std::mem::take(&mut self.stale);
        let mut paths = edited.clone();
        if let Some(session) = &mut self.session {
            let Ok(touched) = catch_unwind(AssertUnwindSafe(|| session.update())) else {
                (self.session, self.stale) = (None, std::mem::take(&mut self.told).into_keys().collect());
                let again = format!("save `{}` to read everything again", self.configuration().display());
                return Err(format!("internal error; please report it, and {again}"));
            };
            let touched = touched.map_err(|error| error.to_string())?;
            let files = self.files();
            paths.extend(touched.iter().filter_map(|file| files?.path(*file)));
        }
        let known = self.known();
        let found = paths.into_iter().map(|path| {
            let found = self.findings_of(&path, documents, known.as_ref(), client);
            (path, found)
        });
        let is_news = |(path, found): &(PathBuf, Vec<lsp_types::Diagnostic>)| {
            let is_new = self.told.get(path).map_or(&[][..], Vec::as_slice) != found;
            is_new || documents.contains_key(path) && edited.contains(path)
        };
        let news: Vec<(PathBuf, Vec<lsp_types::Diagnostic>)> = found.filter(is_news).collect();
        Ok(news.into_iter().filter_map(|(path, found)| self.tell(path, found, documents)).collect())
    }

    /// Remembers what is told of a file.
    fn tell(
        &mut self,
        path: PathBuf,
        diagnostics: Vec<lsp_types::Diagnostic>,
        documents: &Documents,
    ) -> Option<PublishDiagnosticsParams> {
        let document = documents.get(&path);
        let uri = document.map(|document| document.uri.clone()).or_else(|| uri::of(&path));
        let version = document.map(|document| document.version);
        match diagnostics.is_empty() {
            true => drop(self.told.remove(&path)),
            false => drop(self.told.insert(path, diagnostics.clone())),
        }
        Some(PublishDiagnosticsParams { uri: uri?, diagnostics, version })
    }

    /// The findings that the baseline does not know, by file and place, where there is a baseline.
    fn known(&self) -> Option<BTreeSet<(u32, u32, &str, &str)>> {
        let session = self.session.as_ref().filter(|_| self.config.baseline.is_some())?;
        let all: Vec<&Diagnostic> =
            session.files().iter().flat_map(|file| session.findings(file.id)).collect();
        let shown = all.iter().filter_map(|found| Some((*found, self.config.severity(found.code)?)));
        let (new, _) = self.baseline.clone().split(shown.collect(), session.files());
        Some(new.iter().map(|(found, _)| key(found)).collect())
    }

    fn findings_of(
        &self,
        path: &Path,
        documents: &Documents,
        new: Option<&BTreeSet<(u32, u32, &str, &str)>>,
        client: &Client,
    ) -> Vec<lsp_types::Diagnostic> {
        let document = documents.get(path);
        let mut told = Vec::new();
        let problem = self.problem.as_ref().filter(|(of, _)| of == path);
        let form = self.form(path);
        let fault = |text: &str| toml_findings::of_text(form?, text, (path, &self.folder), client.encoding);
        told.extend(document.and_then(|document| fault(&document.text)));
        // A fault of the text on disk that the text in the editor has no more waits to be saved.
        let is_mended = |message: &str| {
            let Some((document, saved)) = document.zip(source::text(path).ok()) else { return false };
            let is_still_in = || toml_findings::is_still_in(&saved, message, &document.text, client.encoding);
            fault(&saved).is_some() || !is_still_in()
        };
        if let Some((_, message)) = problem.filter(|(_, said)| told.is_empty() && !is_mended(said)) {
            let text = document.map(|document| document.text.clone());
            let text = text.or_else(|| source::text(path).ok()).unwrap_or_default();
            told.push(toml_findings::at_place(message, &text, client.encoding));
        }
        let shown =
            self.shown(path).into_iter().filter(|(found, _)| new.is_none_or(|new| new.contains(&key(found))));
        let Some(files) = self.files() else { return told };
        // A finding on a line of overrides that is edited has no place until the file is saved.
        let view = self.file(path).filter(|_| form == Some(Form::Overrides));
        let view = view.map(|file| files.view(file, document, client));
        let shown = shown
            .filter(|(found, _)| view.as_ref().is_none_or(|view| view.shows(found.place().start as usize)));
        let mut converter = findings::Converter::new(files, documents, client);
        told.extend(shown.map(|(found, severity)| converter.diagnostic(found, severity)));
        told
    }

    /// The findings of a file that the configuration shows.
    pub(super) fn shown(&self, path: &Path) -> Vec<(&Diagnostic, Severity)> {
        let (Some(ids), Some(session)) = (self.ids.get(path), &self.session) else { return Vec::new() };
        let found = ids.iter().flat_map(|id| session.findings(*id));
        found.filter_map(|found| Some((found, self.config.severity(found.code)?))).collect()
    }

    /// Everything that was told is taken back.
    pub(super) fn forget(&mut self) -> Vec<PublishDiagnosticsParams> {
        let told = std::mem::take(&mut self.told).into_keys().filter_map(|path| uri::of(&path));
        told.map(|uri| PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None }).collect()
    }
}

/// What tells findings apart.
fn key(found: &Diagnostic) -> (u32, u32, &str, &str) {
    let place = found.place();
    (place.file, place.start, found.code.id, &found.message)
}
