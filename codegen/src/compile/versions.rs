//! Two versions of the same docs: the pages that both have with the same text are read once.

use super::session::Session;
use super::sources::{self, Sources};
use super::{Error, Run, UNREAD, of_sources};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::Api;
use crate::source::SourceFile;
use std::path::Path;

/// The decided model of one version.
#[derive(Debug)]
pub struct Version {
    /// The decided model.
    pub api: Api,
    /// The files, by id.
    pub files: Vec<SourceFile>,
    /// Paths of the pages that could not be read, so that nothing of them is in the model.
    pub unread: Vec<String>,
}

/// Versions of the same docs, read one after the other: one that has the files of the version before costs what differs.
#[derive(Default)]
pub struct Versions(Option<Session>);

impl Versions {
    /// Runs stages 1 to 7 on the next version; the paths of the configuration count from the folder beside it.
    pub fn read(&mut self, config: &Config, base: &Path) -> Result<Version, Error> {
        self.take(read((config, base))?, (config, base))
    }

    fn take(&mut self, sources: Sources, (config, base): (&Config, &Path)) -> Result<Version, Error> {
        // One that failed halfway is not kept.
        let kept = self.0.take().filter(|session| session.is_alike(&sources, config));
        let session = match kept {
            Some(mut session) => {
                session.replace(sources, config.clone(), base)?;
                session
            }
            None => Session::of_sources(sources, config.clone(), base)?,
        };
        Ok(Version::of_session(self.0.insert(session)))
    }
}

/// Runs stages 1 to 7 on both versions; the paths of each configuration count from the folder beside it. Where the versions
/// have the same files, the second one costs what differs.
pub fn versions(old: (&Config, &Path), new: (&Config, &Path)) -> Result<(Version, Version), Error> {
    let (before, after) = rayon::join(|| read(old), || read(new));
    let (before, after) = (before?, after?);
    if old.0.is_alike(new.0) && before.is_alike(&before.files, &after) {
        let mut versions = Versions::default();
        return Ok((versions.take(before, old)?, versions.take(after, new)?));
    }
    let run = |sources, (config, base)| of_sources(sources, config, base, None).map(Version::from);
    let (before, after) = rayon::join(|| run(before, old), || run(after, new));
    Ok((before?, after?))
}

fn read((config, base): (&Config, &Path)) -> Result<Sources, Error> {
    sources::read(&config.docs, base)
}

impl Config {
    /// Whether pages are read alike under both configurations, as far as these say without a look at further files.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        self.without == other.without && [self, other].iter().all(|config| config.overrides.is_none())
    }
}

impl Version {
    fn of_session(session: &Session) -> Self {
        let files = session.files().to_vec();
        let unread = files.iter().flat_map(|file| {
            let found = unread(session.findings(file.id).into_iter());
            // A finding that was made when another version was read has the path that the page had there.
            found.map(|found| if found.labels.is_empty() { found.subject.clone() } else { file.path.clone() })
        });
        let unread = unread.filter(|page| !page.is_empty()).collect();
        Self { api: session.api().clone(), unread, files }
    }
}

impl From<Run> for Version {
    fn from(run: Run) -> Self {
        Self { unread: run.unread(), api: run.api, files: run.files }
    }
}

/// Those findings that say of a page that it could not be read.
pub(super) fn unread<'d>(
    found: impl Iterator<Item = &'d Diagnostic>,
) -> impl Iterator<Item = &'d Diagnostic> {
    found.filter(|found| UNREAD.contains(&found.code.id))
}
