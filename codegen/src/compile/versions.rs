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

/// Runs stages 1 to 7 on both versions; the paths of each configuration count from the folder beside it. Where the versions
/// have the same files, the second one costs what differs.
pub fn versions(old: (&Config, &Path), new: (&Config, &Path)) -> Result<(Version, Version), Error> {
    let (before, after) = rayon::join(|| read(old), || read(new));
    let (before, after) = (before?, after?);
    if old.0.is_alike(new.0) && before.is_alike(&after) {
        let mut session = Session::of_sources(before, old.0.clone(), old.1)?;
        let first = Version::of_session(&session);
        session.replace(after, new.0.clone(), new.1)?;
        return Ok((first, Version::of_session(&session)));
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
    fn is_alike(&self, other: &Self) -> bool {
        self.without == other.without && [self, other].iter().all(|config| config.overrides.is_none())
    }
}

impl Version {
    fn of_session(session: &Session) -> Self {
        let files = session.files().to_vec();
        let found = files.iter().flat_map(|file| session.findings(file.id));
        Self { api: session.api().clone(), unread: unread(found), files }
    }
}

impl From<Run> for Version {
    fn from(run: Run) -> Self {
        Self { unread: run.unread(), api: run.api, files: run.files }
    }
}

/// Paths of the pages that findings say could not be read.
pub(super) fn unread<'d>(found: impl Iterator<Item = &'d Diagnostic>) -> Vec<String> {
    let found = found.filter(|found| UNREAD.contains(&found.code.id));
    found.map(|found| found.subject.clone()).filter(|page| !page.is_empty()).collect()
}
