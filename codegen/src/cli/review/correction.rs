//! A correction that a reader types: an entry of a file of overrides, which is written only if a run with it does what it
//! says.

use super::super::interrupt::Temporary;
use super::super::{Failure, input, output};
use docwright::compile;
use docwright::config::Config;
use docwright::diagnostic::{Diagnostic, code, render};
use docwright::model::address;
use docwright::overrides;
use docwright::source::visible;
use std::path::{Path, PathBuf};

/// File of overrides that a review writes.
const FILE: &str = "review.toml";

/// Where overrides go, and the run that reads them.
pub(super) struct Corrections {
    pub(super) config: Config,
    pub(super) base: PathBuf,
    /// The folder of overrides, as the user names it.
    pub(super) folder: PathBuf,
    pub(super) threads: Option<usize>,
}

impl Corrections {
    /// Writes an override of a fact; `false` where it is none, or would do nothing, and why is printed.
    pub(super) fn write(
        &self,
        api: &docwright::model::Api,
        fact: &str,
        key: &str,
        reason: &str,
    ) -> Result<bool, Failure> {
        let refuse = |why: &str| {
            output::note(&format!("nothing was written: {why}"));
            Ok(false)
        };
        if let Err(unknown) = address::find(api, fact) {
            return refuse(&unknown.to_string());
        }
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let entry = format!("\n[[override]]\nfact = {}\nreason = {}\n{key}\n", quoted(fact), quoted(reason));
        let path = self.folder.join(FILE);
        let before = match path.exists() {
            true => docwright::source::text(&path)?,
            false => "# Written by `docwright review`.\n".to_owned(),
        };
        let scratch = self.scratch(&(before.clone() + &entry))?;
        // It is read as a run would read it before anything is written.
        if let Err(error) = overrides::read(scratch.path(), "overrides", 0) {
            return refuse(&error.to_string());
        }
        if let Some(complaint) = self.complaint(scratch.path(), before.lines().count())? {
            return refuse(&complaint);
        }
        std::fs::create_dir_all(&self.folder)?;
        output::whole(&path, (before + &entry).as_bytes())?;
        output::note(&format!("wrote `{}`", path.display()));
        Ok(true)
    }

    /// The overrides as they would be, in a folder of their own.
    fn scratch(&self, text: &str) -> Result<Temporary, Failure> {
        let scratch = Temporary::new(None)?;
        if self.folder.is_dir() {
            for entry in std::fs::read_dir(&self.folder)? {
                let path = entry?.path();
                if let Some(name) = path.file_name().filter(|_| path.is_file()) {
                    std::fs::copy(&path, scratch.path().join(name))?;
                }
            }
        }
        std::fs::write(scratch.path().join(FILE), text)?;
        Ok(scratch)
    }

    /// What a run with the overrides says of those below a line of the file.
    fn complaint(&self, folder: &Path, line: usize) -> Result<Option<String>, Failure> {
        let config = Config { overrides: Some(folder.to_owned()), ..self.config.clone() };
        let run = input::in_pool(self.threads, || Ok(compile::run(&config, &self.base)?))?;
        let codes = [code::OVERRIDE_UNMATCHED.id, code::OVERRIDE_STALE.id, code::OVERRIDE_INVALID.id];
        let is_own = |found: &&Diagnostic| {
            let place = found.place();
            let file = run.files.get(place.file as usize).map_or("", |file| &file.path);
            codes.contains(&found.code.id) && file.ends_with(FILE) && place.line as usize > line
        };
        let found = run.diagnostics.iter().find(is_own);
        Ok(found.map(|found| {
            let text = render::text(found, found.code.severity, &run.files, false);
            visible(&text.replace(&*folder.to_string_lossy(), &self.folder.to_string_lossy())).into_owned()
        }))
    }
}
