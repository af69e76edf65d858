//! `docwright diff`: two versions of the docs, and what becomes of callers.

mod history;

use super::side::{self, Compiled, Reading};
use super::{Failure, output};
use clap::{Args, ValueEnum};
use docwright::diff::{self, Bump, Level, Report, Wire, forms};
use history::History;
use std::process::ExitCode;

/// Arguments of `diff`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Diff {
    /// The old docs and the new ones: each a folder of pages, a folder with `docwright.toml`, `docwright.lock`,
    /// `git:REV:PATH` of any of them, or a JSON file that `docwright model` printed. With `--rev` or `--history` one path, or
    /// none for the current folder.
    #[arg(required_unless_present_any = ["schema", "rev", "history"], num_args = 0..=2)]
    sides: Vec<String>,
    /// Two revisions of the path, `A..B`; without `B` the files on disk.
    #[arg(long, value_name = "A..B")]
    rev: Option<String>,
    /// One verdict per commit that touched the folder, the newest first; as `text`, `json` or `markdown`.
    #[arg(long, conflicts_with = "rev")]
    history: bool,
    /// Commits to go back in the history.
    #[arg(long, default_value_t = 30, requires = "history", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// How changes are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Only the counts and the verdicts, as text.
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

impl Format {
    /// As it is written behind `--format`.
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
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
    if arguments.summary && !arguments.history && arguments.format != Format::Text {
        let name = arguments.format.name();
        return Err(format!("a summary has no form `{name}`\nhelp: leave out `--summary` for the whole comparison as `{name}`, or `--format` for a summary as text").into());
    }
    if arguments.history {
        return history(arguments);
    }
    let bump = arguments.version.as_deref().map(|version| {
        Bump::parse(version).ok_or_else(|| format!("`{version}` is no version; it has the form `1.2.3`"))
    });
    let bump = bump.transpose()?;
    let (mut old, new) = sides(arguments)?;
    // Within one folder another name of a folder is another name of its service.
    if arguments.rev.is_none() {
        side::align(&mut old, &new);
    }
    let report = side::compare(old.known(), new.known());
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
    Ok(if report.unread() > 0 || fails(&report, arguments.fail_on) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
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
        (None, [old, new]) => side::both([old, new], reading),
        (Some(range), [path]) => side::at_revisions(range, path, reading),
        (Some(range), []) => side::at_revisions(range, ".", reading),
        (None, _) => Err("name two sides, `docwright diff OLD NEW`, or one path with `--rev A..B`".into()),
        (Some(_), _) => Err("with `--rev` name one path, `docwright diff --rev A..B PATH`".into()),
    }
}

/// One verdict per commit, each against the one before it that touched the path.
fn history(arguments: &Diff) -> Result<ExitCode, Failure> {
    let path = match arguments.sides.as_slice() {
        [] => ".",
        [path] => path,
        _ => return Err("with `--history` name one path, `docwright diff --history PATH`".into()),
    };
    let format = arguments.format;
    if ![Format::Text, Format::Json, Format::Markdown].contains(&format) {
        let name = format.name();
        return Err(format!("a history has no form `{name}`\nhelp: with `--history` choose `text`, `json` or `markdown`; `docwright diff --rev A..B --format {name}` prints one comparison").into());
    }
    let history = History::new(path, arguments.limit as usize)?;
    if format == Format::Markdown {
        output::print("| commit | date | verdict | subject |\n|---|---|---|---|\n")?;
    }
    let (mut breaks, mut commits) = (false, Vec::new());
    history.walk(&arguments.reading, |commit| {
        let report = commit.report.as_ref();
        breaks |= commit.is_unread && arguments.fail_on.is_some();
        breaks |= report.is_some_and(|report| report.unread() > 0 || fails(report, arguments.fail_on));
        match format {
            Format::Json => commits.push(commit),
            Format::Markdown => output::print(&commit.row())?,
            _ => output::print(&commit.line())?,
        }
        Ok(())
    })?;
    if format == Format::Json {
        output::print(&(serde_json::to_string_pretty(&commits)? + "\n"))?;
    }
    Ok(if breaks { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
