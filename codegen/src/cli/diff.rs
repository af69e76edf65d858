//! `docwright diff`: two versions of the docs, and what becomes of callers.

use super::side::{self, Compiled, Reading};
use super::{Failure, git, input, output};
use clap::{Args, ValueEnum};
use docwright::diff::{self, Bump, Level, Report, Wire, forms};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `diff`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Diff {
    /// The old docs and the new ones: each a folder of pages, a folder with `docwright.toml`, `docwright.lock`,
    /// `git:REV:PATH` of any of them, or a JSON file that `docwright model` printed. With `--rev` or `--history` one path.
    #[arg(required_unless_present = "schema", num_args = 0..=2)]
    sides: Vec<String>,
    /// Two revisions of the path, `A..B`; without `B` the files on disk.
    #[arg(long, value_name = "A..B")]
    rev: Option<String>,
    /// One line per commit that touched the path, the newest first.
    #[arg(long, conflicts_with = "rev")]
    history: bool,
    /// Commits to go back in the history.
    #[arg(long, default_value_t = 30, requires = "history")]
    limit: usize,
    /// How changes are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Only the counts and the verdicts.
    #[arg(long)]
    summary: bool,
    /// Exit with 1 when something breaks.
    #[arg(long, value_enum)]
    fail_on: Option<FailOn>,
    /// The version of the client that the new docs follow; the next one is printed.
    #[arg(long, value_name = "X.Y.Z")]
    version: Option<String>,
    /// Print the JSON Schema of the report instead.
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As rustc prints findings, with both pages.
    Text,
    /// One JSON document.
    Json,
    /// A comment on a pull request.
    Markdown,
    /// Workflow commands of GitHub Actions.
    Github,
    /// One SARIF log.
    Sarif,
    /// A section of a change log.
    Changelog,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A caller does not compile.
    BreakingRust,
    /// Calls of callers that do nothing break.
    BreakingWire,
    /// Anything changed.
    Any,
}

/// Runs the command.
pub(super) fn run(arguments: &Diff) -> Result<ExitCode, Failure> {
    if arguments.schema {
        output::print(&diff::schema())?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.history {
        return history(arguments);
    }
    let bump = arguments.version.as_deref().map(|version| {
        Bump::parse(version).ok_or_else(|| format!("`{version}` is no version; it has the form `1.2.3`"))
    });
    let bump = bump.transpose()?;
    let (mut old, new) = sides(arguments)?;
    side::align(&mut old, &new);
    let report = diff::compare(&old.api, &new.api);
    let next = bump.zip(report.bump).map(|(version, level)| version.after(level).to_string());
    let pages = forms::Pages::new(old.files, new.files);
    let text = match arguments.format {
        Format::Json => serde_json::to_string_pretty(&report)? + "\n",
        _ if arguments.summary => forms::summary(&report),
        Format::Text => forms::text(&report, &pages, output::color()),
        Format::Markdown => forms::markdown(&report),
        Format::Github => forms::github(&report, &pages),
        Format::Sarif => forms::sarif(&report, &pages),
        Format::Changelog => forms::changelog(&report, next.as_deref()),
    };
    output::print(&text)?;
    if let (Format::Text, Some(level)) = (arguments.format, report.bump) {
        let next = next.map(|next| format!(": {next}")).unwrap_or_default();
        output::print(&format!("suggested version: {level}{next}\n"))?;
    }
    Ok(if fails(&report, arguments.fail_on) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn fails(report: &Report, on: Option<FailOn>) -> bool {
    match on {
        None => false,
        Some(FailOn::BreakingRust) => report.verdicts.rust == Some(Level::Major),
        Some(FailOn::BreakingWire) => report.verdicts.wire == Wire::BreaksOld,
        Some(FailOn::Any) => !report.entries.is_empty(),
    }
}

fn sides(arguments: &Diff) -> Result<(Compiled, Compiled), Failure> {
    let reading = &arguments.reading;
    match (&arguments.rev, arguments.sides.as_slice()) {
        (None, [old, new]) => both([old, new], reading),
        (Some(range), [path]) => {
            // Docs that one revision does not have yet, or no longer, are no failure of whoever compares them.
            let (old, new) = range.split_once("..").unwrap_or((range, ""));
            let before = side::at_revision_if_there(old, path, reading)?;
            let after = match new {
                "" => Some(side::compile(path, reading)?),
                new => side::at_revision_if_there(new, path, reading)?,
            };
            match (before, after) {
                (None, None) => Err(format!("neither `{old}` nor `{new}` has `{path}`").into()),
                (before, after) => Ok((
                    before.unwrap_or_else(|| side::nothing(path, old)),
                    after.unwrap_or_else(|| side::nothing(path, new)),
                )),
            }
        }
        (None, _) => Err("name two sides, `docwright diff OLD NEW`, or one path with `--rev A..B`".into()),
        (Some(_), _) => Err("with `--rev` name one path, `docwright diff --rev A..B PATH`".into()),
    }
}

/// Compiles both sides at once: while one of them needs one thread, the other threads are the other's.
fn both(words: [&str; 2], reading: &Reading) -> Result<(Compiled, Compiled), Failure> {
    input::in_pool(reading.threads, || {
        let reading = Reading { threads: None, ..reading.clone() };
        let (old, new) =
            rayon::join(|| side::compile(words[0], &reading), || side::compile(words[1], &reading));
        Ok((old?, new?))
    })
}

/// One line per commit, each against the one before it that touched the path.
fn history(arguments: &Diff) -> Result<ExitCode, Failure> {
    let [path] = arguments.sides.as_slice() else {
        return Err("with `--history` name one path, `docwright diff --history PATH`".into());
    };
    let folder = PathBuf::from(path);
    let repository = git::Repository::at(&folder);
    let limit = format!("--max-count={}", arguments.limit + 1);
    let log = repository.ask(&["log", "--first-parent", &limit, "--format=%H%x09%as%x09%s", "--", "."])?;
    let commits: Vec<Vec<&str>> = log.lines().map(|line| line.splitn(3, '\t').collect()).collect();
    let compile = |commit: &str| side::at_revision(&folder, commit, ".", &arguments.reading);
    let mut newer: Option<(&[&str], Compiled)> = None;
    let mut breaks = false;
    for commit in &commits {
        let [hash, ..] = commit.as_slice() else { continue };
        let older = compile(hash);
        if let Some((head, newer)) = newer.take() {
            let line = match &older {
                Ok(older) => {
                    let report = diff::compare(&older.api, &newer.api);
                    breaks |= fails(&report, arguments.fail_on);
                    forms::line(&report)
                }
                Err(_) => "the first version that can be read".to_owned(),
            };
            output::print(&one_commit(head, &line))?;
        }
        match older {
            Ok(older) => newer = Some((commit, older)),
            Err(error) => output::note(&format!("note: {}: {error}", &hash[..hash.len().min(10)])),
        }
    }
    if let Some((head, _)) = newer.filter(|_| commits.len() <= arguments.limit) {
        output::print(&one_commit(head, "the first version"))?;
    }
    Ok(if breaks { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn one_commit(head: &[&str], line: &str) -> String {
    let [hash, date, subject] = head else { return String::new() };
    let subject: String = subject.chars().take(60).collect();
    docwright::source::visible(&format!("{} {date} {line}  ({subject})\n", &hash[..hash.len().min(10)]))
        .into_owned()
}
