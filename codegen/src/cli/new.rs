//! `docwright new`: a crate for the client of some pages.

use super::interrupt::Temporary;
use super::{Failure, input, output, sync};
use clap::Args;
use docwright::compile::{self, Run};
use docwright::config::{self, CACHE, Config, DocSet, FILE, Remote};
use docwright::emit::rust::{self, FirstCall};
use docwright::output::cache::Cache;
use docwright::output::regen::Mode;
use docwright::output::scaffold::{self, Copies, NewSet, Plan, RuntimeSource};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `new`.
#[derive(Clone, Debug, Args)]
pub(crate) struct New {
    /// Folder of the crate, which is created; its last part is the name of the crate.
    name: PathBuf,
    /// Pages or folders of pages, which are copied into the crate; or the address of one git repository, whose pages
    /// are pinned in `docwright.lock`.
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|GIT")]
    docs: Vec<PathBuf>,
    /// Folder of the pages in the repository; all of it without it.
    #[arg(long, value_name = "FOLDER")]
    path: Option<PathBuf>,
    /// Branch or tag of the repository to follow; its main branch without it.
    #[arg(long)]
    branch: Option<String>,
    /// Dialect of the pages: a built-in one or a TOML file; detected without it.
    #[arg(long)]
    dialect: Option<String>,
    /// Route table of the pages.
    #[arg(long)]
    routes: Option<PathBuf>,
    /// Name of the service in the client; the name of the crate without it.
    #[arg(long)]
    service: Option<String>,
    /// Where the runtime is from: `vendored` copies its source into the crate, a version names a release, and a path
    /// (with a `/`) a folder.
    #[arg(long, default_value = "vendored", value_name = "vendored|VERSION|PATH")]
    runtime: String,
}

/// Folder of the pages in the crate.
const PAGES: &str = "docs-src";

/// Runs the command.
pub(super) fn run(new: &New) -> Result<ExitCode, Failure> {
    let name = new.checked_name()?;
    let remote = new.remote()?;
    // What is half done lies beside, so that a failure leaves nothing.
    let parent = new.name.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)
        .map_err(|error| format!("cannot create `{}`: {error}", parent.display()))?;
    let work = Temporary::new(Some((parent, ".docwright-new-")))?;
    let folder = work.path().join("crate");
    let docs = match &remote {
        None => new.doc_sets(&new.docs)?,
        Some(remote) => {
            sync::pin(remote, &folder)?;
            new.doc_sets(&[folder.join(remote.place())])?
        }
    };
    let found = Config { docs, ..Config::default() };
    let run = compile::run(&found, Path::new(""))?;
    let (copies, sets) = new.sets(&name, remote.as_ref(), &found, &run)?;
    scaffold::copy(&copies, &folder)?;
    let config = Config { docs: sets.iter().map(doc_set).collect(), ..Config::default() };
    let run = compile::run(&config, &folder)?;
    write(&folder, &new.plan(&name, &sets, &run)?)?;
    let config = Config::read(&folder.join(FILE))?;
    let cache = Cache::open(&folder.join(CACHE));
    let regeneration = docwright::output::regen::run(&config, &folder, Mode::Write, &cache, &())?;
    if new.name.is_dir() {
        std::fs::remove_dir(&new.name)?;
    }
    std::fs::rename(&folder, &new.name)
        .map_err(|error| format!("cannot create `{}`: {error}", new.name.display()))?;
    let shown = new.name.display();
    output::print(&format!(
        "{}created `{shown}`; try\n\n    cd {shown}\n    docwright check\n    cargo test\n    cargo run --example first_call\n",
        docwright::output::regen::report(&regeneration, &config, Mode::Write)
    ))?;
    Ok(ExitCode::SUCCESS)
}

impl New {
    /// The name of the crate, when it can be created.
    fn checked_name(&self) -> Result<String, Failure> {
        let name = self.name.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(complaint) = scaffold::name_complaint(&name) {
            return Err(complaint.into());
        }
        let is_empty = || std::fs::read_dir(&self.name).is_ok_and(|mut entries| entries.next().is_none());
        if self.name.symlink_metadata().is_ok() && !is_empty() {
            let shown = self.name.display();
            return Err(format!(
                "`{shown}` exists; name a folder that does not, or run `docwright emit` in it"
            )
            .into());
        }
        Ok(name)
    }

    /// The repository that the pages are in, if it is one.
    fn remote(&self) -> Result<Option<Remote>, Failure> {
        let address = self.docs.iter().map(|docs| docs.to_string_lossy()).find(|docs| is_address(docs));
        let Some(address) = address else {
            let unused = self.path.is_some() || self.branch.is_some();
            let complaint = "`--path` and `--branch` need the address of a git repository in `--docs`";
            return if unused { Err(complaint.into()) } else { Ok(None) };
        };
        if self.docs.len() > 1 {
            return Err("`--docs` takes one repository; add further `[[docs]]` to `docwright.toml`".into());
        }
        let is_local = !address.contains(':');
        let git =
            if is_local { std::path::absolute(&*address)?.display().to_string() } else { address.into() };
        let path = self.path.clone().unwrap_or_default();
        let set = DocSet { git: Some(git), branch: self.branch.clone(), path, ..DocSet::default() };
        let remote = Remote::of(&set);
        match remote.as_ref().and_then(Remote::complaint) {
            Some(complaint) => Err(complaint.into()),
            None => Ok(remote),
        }
    }

    /// The doc sets of the pages where they are.
    fn doc_sets(&self, paths: &[PathBuf]) -> Result<Vec<DocSet>, Failure> {
        let mut sets = input::doc_sets(paths, self.dialect.as_deref())?;
        if let Some(complaint) = self.service.as_deref().and_then(config::service_complaint) {
            return Err(complaint.into());
        }
        for set in &mut sets {
            set.dialect.clone_from(&self.dialect);
            set.routes.clone_from(&self.routes);
            set.service = self.service.clone().unwrap_or_default();
        }
        Ok(sets)
    }

    /// What is copied where, and the doc sets of the crate.
    fn sets(
        &self,
        name: &str,
        remote: Option<&Remote>,
        found: &Config,
        run: &Run,
    ) -> Result<(Copies, Vec<NewSet>), Failure> {
        let mut copies = Copies::default();
        let folders: Vec<&Path> = found.docs.iter().map(|set| set.path.as_path()).collect();
        let of_folders = config::services_of_folders(&folders);
        let mut sets = Vec::new();
        for (set, of_folder) in found.docs.iter().zip(of_folders) {
            let report = run.sets.iter().find(|report| report.set.path == set.path);
            let report = report.ok_or("a doc set was not read")?;
            // Several sets are told apart by their folders.
            let below = match found.docs.len() {
                1 => PathBuf::from(PAGES),
                _ => Path::new(PAGES).join(&of_folder),
            };
            let own = Config { docs: vec![set.clone()], ..Config::default() };
            for file in compile::inputs(&own, Path::new(""))? {
                if remote.is_some() && file.starts_with(&set.path) {
                    continue;
                }
                let is_beside =
                    Some(&file) == set.routes.as_ref() || self.dialect_file().as_ref() == Some(&file);
                copies.below(&set.path, &file, if is_beside { Path::new("") } else { &below });
            }
            let beside = |file: Option<PathBuf>| Some(copies.target(&file?)?.to_string_lossy().into_owned());
            let named = report.set.service != of_folder || self.service.is_some();
            let service = match (named, found.docs.len()) {
                (true, _) => report.set.service.clone(),
                (false, 1) => of_crate(name),
                (false, _) => format!("{}.{of_folder}", of_crate(name)),
            };
            let page = copies.target(&set.path).filter(|_| set.path.is_file());
            let path = match remote {
                Some(remote) => remote.path.clone(),
                None => page.unwrap_or(&below).to_string_lossy().replace('\\', "/"),
            };
            let dialect = beside(self.dialect_file()).unwrap_or_else(|| report.dialect.clone());
            sets.push(NewSet {
                service,
                path,
                dialect,
                routes: beside(set.routes.clone()),
                remote: remote.cloned(),
            });
        }
        match copies.clash() {
            Some((one, other)) => {
                Err(format!("`{}` and `{}` would be one file", one.display(), other.display()).into())
            }
            None => Ok((copies, sets)),
        }
    }

    /// The dialect, where it is a file.
    fn dialect_file(&self) -> Option<PathBuf> {
        self.dialect.as_ref().filter(|name| name.ends_with(".toml")).map(PathBuf::from)
    }

    fn runtime(&self) -> Result<RuntimeSource, Failure> {
        if self.runtime == "vendored" {
            return Ok(RuntimeSource::Vendored);
        }
        if self.runtime.contains(['/', '\\']) {
            let path = std::path::absolute(&self.runtime)?;
            if !path.join("Cargo.toml").is_file() {
                return Err(format!("`{}` is no folder of a crate", path.display()).into());
            }
            return Ok(RuntimeSource::Path(path.to_string_lossy().into_owned()));
        }
        if self.runtime.starts_with(|c: char| c.is_ascii_digit() || "=^~".contains(c)) {
            return Ok(RuntimeSource::Version(self.runtime.clone()));
        }
        Err(format!("unknown runtime `{}`; write `vendored`, a version, or a path with a `/`", self.runtime)
            .into())
    }
}

impl New {
    /// What the files around the emitted trees are made of.
    fn plan(&self, name: &str, sets: &[NewSet], run: &Run) -> Result<Ready, Failure> {
        let options = rust::Options { crate_name: name.replace('-', "_"), ..rust::Options::default() };
        let call = FirstCall::find(&run.api, &options).ok_or_else(|| {
            let docs: Vec<String> = self.docs.iter().map(|path| path.display().to_string()).collect();
            format!("the pages describe no call; `docwright check {}` says why", docs.join(" "))
        })?;
        Ok(Ready {
            name: name.to_owned(),
            sets: sets.to_vec(),
            features: rust::features(&run.api.services),
            runtime: self.runtime()?,
            call,
        })
    }
}

/// What a [`Plan`] borrows.
struct Ready {
    name: String,
    sets: Vec<NewSet>,
    features: Vec<String>,
    runtime: RuntimeSource,
    call: FirstCall,
}

/// Writes the files around the emitted trees.
fn write(folder: &Path, ready: &Ready) -> Result<(), Failure> {
    let Ready { name, sets, features, runtime, call } = ready;
    for file in scaffold::files(&Plan { name, sets, features, runtime, call })? {
        let path = folder.join(file.path);
        let failed = |error: std::io::Error| format!("cannot write `{}`: {error}", path.display());
        std::fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        std::fs::write(&path, &file.text).map_err(failed)?;
        if file.executable {
            make_executable(&path).map_err(failed)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))
}

/// Other systems know no such mark.
#[cfg(not(unix))]
fn make_executable(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Whether `--docs` names a repository.
fn is_address(docs: &str) -> bool {
    docs.contains("://") || docs.ends_with(".git") || (docs.contains('@') && docs.contains(':'))
}

fn doc_set(set: &NewSet) -> DocSet {
    DocSet {
        service: set.service.clone(),
        path: set.remote.as_ref().map_or_else(|| PathBuf::from(&set.path), Remote::place),
        dialect: Some(set.dialect.clone()),
        routes: set.routes.as_ref().map(PathBuf::from),
        ..DocSet::default()
    }
}

/// The name of a crate as a service, without the words that say that it is a client.
fn of_crate(name: &str) -> String {
    let words: Vec<&str> = name.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    let more: Vec<&str> =
        words.iter().copied().filter(|word| !["client", "sdk", "api", "rs", "rust"].contains(word)).collect();
    let kept = if more.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase())) {
        more
    } else {
        words
    };
    kept.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_called_as_the_crate() {
        for (name, service) in [
            ("shop-client", "shop"),
            ("shop", "shop"),
            ("api", "api"),
            ("x-api-2", "x_2"),
            ("client-7", "client_7"),
        ] {
            assert_eq!(of_crate(name), service);
        }
    }
}
