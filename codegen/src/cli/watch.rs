//! `docwright emit --watch`: runs again whenever an input changes, and prints what is new.

use super::regen::Regen;
use super::{Failure, output};
use docwright::config::Config;
use docwright::diagnostic::{Diagnostic, render};
use docwright::output::regen::{Mode, Regeneration};
use docwright::source::{SourceFile, Templates};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Editors write in several steps; a run begins when it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(100);

/// Runs until the program is ended.
pub(super) fn run(regen: &Regen) -> Result<ExitCode, Failure> {
    let mut before: Option<Regeneration> = None;
    loop {
        // Watching begins before reading, so that no change in between is missed.
        let config = Config::read(&regen.config);
        let places = places(regen, config.as_ref().ok())?;
        let (_watcher, events) = listen(&places)?;
        match config.map_err(Failure::from).and_then(|config| {
            let regeneration = regen.run(&config, Mode::Write)?;
            output::print(&news(before.as_ref(), &regeneration, &config, &regen.base()))?;
            Ok(regeneration)
        }) {
            Ok(regeneration) => before = Some(regeneration),
            Err(error) => output::note(&format!("error: {error}")),
        }
        wait(&events, &places)?;
    }
}

/// Every file and folder that is read, by its absolute path.
fn places(regen: &Regen, config: Option<&Config>) -> Result<BTreeSet<PathBuf>, Failure> {
    let base = regen.base();
    let mut places = BTreeSet::from([std::path::absolute(&regen.config)?]);
    for set in config.iter().flat_map(|config| &config.docs) {
        let dialect = set.dialect.iter().filter(|dialect| dialect.ends_with(".toml")).map(Path::new);
        let routes = set.routes.iter().map(PathBuf::as_path);
        for path in dialect.chain(routes).chain([set.path.as_path()]) {
            places.insert(std::path::absolute(base.join(path))?);
        }
    }
    for path in config.iter().flat_map(|config| config.overrides.iter()) {
        places.insert(std::path::absolute(base.join(path))?);
    }
    Ok(places)
}

type Events = Receiver<notify::Result<Event>>;

fn listen(places: &BTreeSet<PathBuf>) -> Result<(RecommendedWatcher, Events), Failure> {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    for place in places {
        // Editors replace files, so a file is watched through its folder.
        let (folder, mode) = match place.is_dir() {
            true => (place.as_path(), RecursiveMode::Recursive),
            false => (place.parent().unwrap_or(place), RecursiveMode::NonRecursive),
        };
        watcher
            .watch(folder, mode)
            .map_err(|error| format!("cannot watch `{}`: {error}", folder.display()))?;
    }
    Ok((watcher, events))
}

/// Waits for a change, and for the end of the changes that come with it.
fn wait(events: &Events, places: &BTreeSet<PathBuf>) -> Result<(), Failure> {
    while !is_change(&events.recv()?, places) {}
    let mut last = Instant::now();
    while let Some(left) = QUIET.checked_sub(last.elapsed()) {
        match events.recv_timeout(left) {
            Ok(event) if is_change(&event, places) => last = Instant::now(),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Ok(())
}

/// Whether an event changes an input: reads, hidden files and files beside a watched one do not.
fn is_change(event: &notify::Result<Event>, places: &BTreeSet<PathBuf>) -> bool {
    let hidden =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let matters = |path: &PathBuf| !hidden(path) && places.iter().any(|place| path.starts_with(place));
    match event {
        Ok(event) if event.need_rescan() => true,
        Ok(event) => !event.kind.is_access() && event.paths.iter().any(matters),
        // Events were lost.
        Err(_) => true,
    }
}

/// The findings that were not there before, and what the run changed; nothing, when all is as it was.
fn news(before: Option<&Regeneration>, now: &Regeneration, config: &Config, base: &Path) -> String {
    let report = docwright::output::regen::report(now, config, Mode::Write);
    let Some(before) = before else { return report + "watching for changes; Ctrl-C stops\n" };
    let (known, own) = (findings(before), findings(now));
    let new: Vec<&Diagnostic> =
        own.iter().filter(|(finding, _)| !known.contains_key(*finding)).map(|(_, found)| *found).collect();
    let gone = known.keys().filter(|finding| !own.contains_key(*finding)).count();
    if new.is_empty() && gone == 0 && now.is_fresh() {
        return String::new();
    }
    let gone = if gone > 0 { format!("{gone} findings gone\n") } else { String::new() };
    texts(&new, now, config, base) + &gone + &report
}

/// Findings by what they say, wherever their lines moved; those of the same words by their number.
fn findings(regeneration: &Regeneration) -> BTreeMap<(&str, &str, &str, usize), &Diagnostic> {
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let numbered = regeneration.diagnostics.iter().map(|found| {
        let path = regeneration.files.get(found.place().file as usize).map_or("", |file| file.path.as_str());
        let words = (found.code.id, path, found.message.as_str());
        let number = seen.entry(words).or_default();
        *number += 1;
        ((words.0, words.1, words.2, *number), found)
    });
    numbered.collect()
}

/// Findings as `check` prints them.
fn texts(found: &[&Diagnostic], regeneration: &Regeneration, config: &Config, base: &Path) -> String {
    let needed: BTreeSet<u32> =
        found.iter().flat_map(|found| &found.labels).map(|label| label.origin.file).collect();
    let templates = Templates::default();
    let file = |(id, name): (usize, &docwright::model::SourceName)| {
        let id = id as u32;
        let read = || SourceFile::read(id, &base.join(&name.path), &name.path, &templates).ok();
        let file = needed.contains(&id).then(read).flatten();
        file.map_or_else(|| SourceFile::new(id, name.path.as_str(), ""), |(file, _)| file)
    };
    let files: Vec<SourceFile> = regeneration.files.iter().enumerate().map(file).collect();
    let color = output::color();
    let shown = found.iter().filter_map(|found| Some((found, config.severity(found.code)?)));
    shown.map(|(found, severity)| render::text(found, severity, &files, color) + "\n\n").collect()
}
