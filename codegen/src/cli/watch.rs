//! `docwright emit --watch`: runs again whenever something that was read changes, and says what is new.

use super::emit::{self, Emit};
use super::{Failure, output};
use docwright::config::Config;
use docwright::diagnostic::{Diagnostic, render};
use docwright::output::regen::{Mode, Outcome};
use docwright::source::{SourceFile, Templates};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Editors write in several steps; a run begins when it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(100);

/// Runs until the program is ended.
pub(super) fn run(emit: &Emit) -> Result<ExitCode, Failure> {
    let mut before: Option<Outcome> = None;
    loop {
        // Whoever changes something from here on is heard, so nothing is missed while the run reads.
        let config = Config::read(&emit.config);
        let places = places(emit, config.as_ref().ok())?;
        let (_watcher, events) = listen(&places)?;
        match config.map_err(Failure::from).and_then(|config| {
            let outcome = emit::once(emit, &config, Mode::Write)?;
            output::print(&news(before.as_ref(), &outcome, &config, &emit::base(emit)))?;
            Ok(outcome)
        }) {
            Ok(outcome) => before = Some(outcome),
            Err(error) => eprintln!("error: {error}"),
        }
        wait(&events, &places)?;
    }
}

/// Every file and folder that is read, by its absolute path.
fn places(emit: &Emit, config: Option<&Config>) -> Result<BTreeSet<PathBuf>, Failure> {
    let base = emit::base(emit);
    let mut places = BTreeSet::from([std::path::absolute(&emit.config)?]);
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

/// Reading is no change, hidden files are nobody's pages, and what lies beside a watched file is not read.
fn is_change(event: &notify::Result<Event>, places: &BTreeSet<PathBuf>) -> bool {
    let hidden =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let matters = |path: &PathBuf| !hidden(path) && places.iter().any(|place| path.starts_with(place));
    match event {
        Ok(event) if event.need_rescan() => true,
        Ok(event) => !event.kind.is_access() && event.paths.iter().any(matters),
        // The system lost track of what happened.
        Err(_) => true,
    }
}

/// The findings that were not there before, and what the run changed; nothing, when all is as it was.
fn news(before: Option<&Outcome>, now: &Outcome, config: &Config, base: &Path) -> String {
    let report = emit::report(now, config);
    let Some(before) = before else { return report + "watching; Ctrl-C ends this\n" };
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
fn findings(outcome: &Outcome) -> BTreeMap<(&str, &str, &str, usize), &Diagnostic> {
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let numbered = outcome.diagnostics.iter().map(|found| {
        let path = outcome.files.get(found.place().file as usize).map_or("", |file| file.path.as_str());
        let words = (found.code.id, path, found.message.as_str());
        let number = seen.entry(words).or_default();
        *number += 1;
        ((words.0, words.1, words.2, *number), found)
    });
    numbered.collect()
}

/// Findings as `check` prints them.
fn texts(found: &[&Diagnostic], outcome: &Outcome, config: &Config, base: &Path) -> String {
    let needed: BTreeSet<u32> =
        found.iter().flat_map(|found| &found.labels).map(|label| label.origin.file).collect();
    let templates = Templates::default();
    let file = |(id, name): (usize, &docwright::model::SourceName)| {
        let id = id as u32;
        let read = || SourceFile::read(id, &base.join(&name.path), &name.path, &templates).ok();
        let file = needed.contains(&id).then(read).flatten();
        file.map_or_else(|| SourceFile::new(id, name.path.as_str(), ""), |(file, _)| file)
    };
    let files: Vec<SourceFile> = outcome.files.iter().enumerate().map(file).collect();
    let color = std::io::stdout().is_terminal();
    let shown = found.iter().filter_map(|found| Some((found, config.severity(found.code)?)));
    shown.map(|(found, severity)| render::text(found, severity, &files, color) + "\n\n").collect()
}
