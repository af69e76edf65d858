//! Input: doc sets from paths or from the configuration.

use super::{Failure, Input};
use docwright::compile::{self, Run};
use docwright::config::{self, Config, DocSet};
use docwright::diagnostic::{Code, code};
use docwright::dialect::built_in;
use docwright::model::Api;
use docwright::source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Compiles what the arguments name.
pub(super) fn compile(input: &Input) -> Result<Run, Failure> {
    let (config, base) = config(input)?;
    in_pool(input.threads, || Ok(compile::run(&config, &base)?))
}

/// Runs something with a number of threads.
pub(super) fn in_pool<T: Send>(
    threads: Option<usize>,
    work: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    match threads {
        None => work(),
        Some(threads) => rayon::ThreadPoolBuilder::new().num_threads(threads).build()?.install(work),
    }
}

/// The configuration and the folder that its paths count from.
pub(super) fn config(input: &Input) -> Result<(Config, PathBuf), Failure> {
    if input.paths.is_empty() {
        let folder = input.config.parent().unwrap_or(Path::new("")).to_owned();
        let mut config = Config::read(&input.config)?;
        // What is named on the command line counts from here, not from the configuration.
        if let Some(overrides) = &input.overrides {
            let here = folder.as_os_str().is_empty();
            config.overrides = Some(if here { overrides.clone() } else { std::path::absolute(overrides)? });
        }
        config.without.clone_from(&input.without);
        return Ok((config, folder));
    }
    let mut docs = doc_sets(&input.paths, input.dialect.as_deref())?;
    for set in &mut docs {
        set.dialect.clone_from(&input.dialect);
        set.routes.clone_from(&input.routes);
        if let Some(service) = &input.service {
            if let Some(complaint) = config::service_complaint(service) {
                return Err(complaint.into());
            }
            set.service.clone_from(service);
        }
    }
    let (overrides, without) = (input.overrides.clone(), input.without.clone());
    Ok((Config { docs, overrides, without, ..Config::default() }, PathBuf::new()))
}

/// The doc sets of paths; a dialect may know pages by other ends of names too.
pub(super) fn doc_sets(paths: &[PathBuf], dialect: Option<&str>) -> Result<Vec<DocSet>, Failure> {
    let Some(dialect) = dialect else { return Ok(config::doc_sets(paths)?) };
    let dialect = built_in::load(dialect, Path::new(""))?;
    Ok(config::doc_sets_of(paths, &dialect.pages.extensions)?)
}

/// Codes by number or name.
pub(super) fn codes(names: &[String]) -> Result<Vec<&'static Code>, Failure> {
    let code = |name: &String| {
        code::find(name)
            .ok_or_else(|| format!("unknown code `{name}`; `docwright explain` lists all codes").into())
    };
    names.iter().map(code).collect()
}

/// A language, as the pages spell it; where a text has none in it, another one is taken. One that no text can be in would be
/// taken for the first one.
pub(super) fn language(api: &Api, wanted: Option<&str>) -> Result<Option<String>, String> {
    let Some(wanted) = wanted else { return Ok(None) };
    let of_pages = api.files.iter().map(|file| &*file.language).filter(|language| !language.is_empty());
    let of_pages: BTreeSet<&str> = of_pages.collect();
    let of_page = of_pages.iter().find(|language| language.eq_ignore_ascii_case(wanted)).copied();
    if let Some(language) = of_page.or_else(|| source::language_of_folder(wanted)) {
        return Ok(Some(language.to_owned()));
    }
    let all: Vec<String> = of_pages.iter().map(|language| format!("`{language}`")).collect();
    Err(format!("no page is in the language `{wanted}`\nhelp: the pages have {}", all.join(", ")))
}
