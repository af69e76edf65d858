//! Doc sets as a lock file pins them, whatever `sync` put in place since.

use super::interrupt::Temporary;
use super::{Failure, sync};
use docwright::config::{self, Config};
use docwright::model::SourceName;
use docwright::source::SourceFile;
use std::path::{Path, PathBuf};

/// A configuration whose doc sets of repositories are those of a lock file.
pub(super) struct Locked {
    /// The configuration.
    pub(super) config: Config,
    /// Folders with pages of repositories, and what they are called in reports.
    names: Vec<(String, String)>,
    /// Holds what was fetched.
    _fetched: Temporary,
}

/// Reads the configuration beside a lock file; `synced` is the folder where `sync` may have put the pinned pages.
pub(super) fn read(lock: &Path, synced: &Path) -> Result<Locked, Failure> {
    if !lock.is_file() {
        return Err(format!("cannot read `{}`: there is no such file", lock.display()).into());
    }
    let pins = sync::read(lock)?;
    let fetched = Temporary::new(None)?;
    let mut names = Vec::new();
    let place = |remote: &config::Remote| -> Result<PathBuf, Failure> {
        let pin = sync::pinned(&pins, remote).ok_or_else(|| {
            let git = config::shown(&remote.git);
            format!("`{}` does not pin `{git}` {}\nhelp: `docwright sync` does", lock.display(), remote.path)
        })?;
        let into = fetched.path().join(names.len().to_string());
        let folder = sync::pages_of(pin, synced, &into)?;
        names.push((format!("{}/", folder.display()), format!("{}:", sync::short(&pin.commit))));
        Ok(folder)
    };
    let config = Config::read_placed(&lock.with_file_name(config::FILE), place)?;
    Ok(Locked { config, names, _fetched: fetched })
}

impl Locked {
    /// Calls pages of repositories by commit and path; `own` goes before the paths of all others.
    pub(super) fn rename(&self, own: &str, pages: &mut [SourceFile], files: &mut [SourceName]) {
        let name = |path: &mut String| {
            let of = self
                .names
                .iter()
                .find_map(|(folder, name)| Some((name, path.strip_prefix(folder.as_str())?)));
            *path = match of {
                Some((name, rest)) => format!("{name}{rest}"),
                None => format!("{own}{path}"),
            };
        };
        pages.iter_mut().for_each(|file| name(&mut file.path));
        files.iter_mut().for_each(|file| name(&mut file.path));
    }
}
