//! The history of docs: one verdict per commit that touched a folder, each against the commit before it that did.

use super::super::side::{self, Compiled, Reading};
use super::super::{Failure, git};
use docwright::compile::Versions;
use docwright::diff::{Report, forms};
use docwright::source::visible;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Where the history is read, and how far back.
pub(super) struct History {
    folder: PathBuf,
    /// The folder that is asked for, from the one above.
    inner: String,
    /// The same from the root of the repository.
    path: String,
    limit: usize,
}

/// What is said of the oldest commit of a clone without the ones before it.
const CUT: &str = "the oldest version of this shallow clone; `git fetch --unshallow` gets those before it";

/// One commit and what it did.
#[derive(Serialize)]
pub(super) struct Commit {
    commit: String,
    date: String,
    subject: String,
    /// The verdict in a line.
    verdict: String,
    /// The changes; none for the first version, and where one of the two versions cannot be read.
    pub(super) report: Option<Report>,
    /// What it did is not known; the commit after it is compared with the one before it.
    #[serde(skip)]
    pub(super) is_unread: bool,
}

/// The folder at a commit.
enum Version {
    There(Box<Compiled>),
    Gone,
    Unread(String),
}

impl History {
    /// The history of a folder, which may be one that is no longer there.
    pub(super) fn new(path: &str, limit: usize) -> Result<Self, Failure> {
        let asked = Path::new(path);
        if asked.is_file() {
            let help = match asked.extension().is_some_and(|extension| extension == "lock") {
                true => "`docwright diff --rev A..B FILE` compares two revisions of a lock file",
                false => {
                    "name the folder of the page, or compare two revisions with `docwright diff --rev A..B FILE`"
                }
            };
            return Err(format!(
                "`--history` walks through the commits of a folder, and `{path}` is a file\nhelp: {help}"
            )
            .into());
        }
        let above = asked.ancestors().find(|folder| folder.as_os_str().is_empty() || folder.is_dir());
        let folder = above.unwrap_or(Path::new("")).to_owned();
        let prefix = git::Repository::at(&folder).ask(&["rev-parse", "--show-prefix"])?;
        let inner = asked.strip_prefix(&folder).unwrap_or(asked).to_string_lossy().replace('\\', "/");
        Ok(Self { path: side::rooted(prefix.trim(), &inner), folder, inner, limit })
    }

    /// Gives each commit to `next`, the newest first.
    pub(super) fn walk(
        &self,
        reading: &Reading,
        mut next: impl FnMut(Commit) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let spec = format!(":(top){}", self.path);
        let form = "--format=%H%x09%as%x09%s";
        let log = git::Repository::at(&self.folder).ask(&["log", "--first-parent", form, "--", &spec])?;
        let commits: Vec<Vec<&str>> = log.lines().map(|line| line.splitn(3, '\t').collect()).collect();
        let mut left = self.limit.min(commits.len());
        let mut newer: Option<(Vec<&str>, Version)> = None;
        // Commits that cannot be read, between the newer one and the next one that can.
        let mut unread: Vec<Commit> = Vec::new();
        // Most commits touch few pages, and the others are read once.
        let mut versions = Versions::default();
        for commit in &commits {
            if left == 0 {
                return Ok(());
            }
            let Some(hash) = commit.first() else { continue };
            let older = match self.version(hash, reading, &mut versions)? {
                Version::Unread(error) => {
                    unread.push(Commit::unread(commit, &error));
                    continue;
                }
                older => older,
            };
            let told = newer.map(|(head, version)| one(&head, Some(&older), &version));
            for told in told.into_iter().chain(unread.drain(..)).take(left) {
                left -= 1;
                next(told)?;
            }
            newer = Some((commit.clone(), older));
        }
        if commits.is_empty() {
            return Err(self.untouched());
        }
        let is_cut = git::Repository::at(&self.folder).ask(&["rev-parse", "--is-shallow-repository"])?;
        let mut told = newer.map(|(head, version)| one(&head, None, &version));
        if let Some(told) = told.as_mut().filter(|_| is_cut.trim() == "true") {
            CUT.clone_into(&mut told.verdict);
        }
        told.into_iter().chain(unread).take(left).try_for_each(next)
    }

    fn version(&self, commit: &str, reading: &Reading, versions: &mut Versions) -> Result<Version, Failure> {
        if !git::Repository::at(&self.folder).has_at(commit, &self.path)? {
            return Ok(Version::Gone);
        }
        let docs = side::at_revision(&self.folder, commit, &self.inner, reading);
        Ok(match docs.and_then(|docs| docs.compile_next(versions, reading)) {
            Ok(compiled) => Version::There(Box::new(compiled)),
            Err(error) => Version::Unread(error.to_string()),
        })
    }

    fn untouched(&self) -> Failure {
        let path = if self.path.is_empty() { "." } else { &self.path };
        let help = "`--history` takes a folder of a git repository, by the name that it has or had there";
        format!("no commit touched `{path}`\nhelp: {help}").into()
    }
}

/// What a commit did, next to the one before it that can be read.
fn one(head: &[&str], older: Option<&Version>, newer: &Version) -> Commit {
    let compare = |older: &Compiled, newer: &Compiled| side::compare(older.known(), newer.known());
    let (what, report) = match (older, newer) {
        (Some(Version::There(older)), Version::There(newer)) => ("", Some(compare(older, newer))),
        (Some(_), Version::There(newer)) => ("the folder appears; ", Some(compare(&side::empty(), newer))),
        (Some(Version::There(older)), _) => ("the folder is gone; ", Some(compare(older, &side::empty()))),
        (None, Version::There(_)) => ("the first version", None),
        (None | Some(_), _) => ("the folder is not there", None),
    };
    let verdict = format!("{what}{}", report.as_ref().map(forms::line).unwrap_or_default());
    Commit::new(head, verdict, report)
}

impl Commit {
    fn new(head: &[&str], verdict: String, report: Option<Report>) -> Self {
        let part = |at: usize| head.get(at).copied().unwrap_or_default().to_owned();
        Self { commit: part(0), date: part(1), subject: part(2), verdict, report, is_unread: false }
    }

    fn unread(head: &[&str], error: &str) -> Self {
        let why: Vec<&str> =
            error.lines().map(str::trim).take_while(|line| !line.starts_with("help:")).collect();
        Self { is_unread: true, ..Self::new(head, format!("cannot be read: {}", why.join(" ")), None) }
    }

    /// One line of text.
    pub(super) fn line(&self) -> String {
        let Self { commit, date, subject, verdict, .. } = self;
        let subject: String = subject.chars().take(60).collect();
        visible(&format!("{} {date} {verdict}  ({subject})\n", &commit[..commit.len().min(10)])).into_owned()
    }

    /// One row of a table in Markdown.
    pub(super) fn row(&self) -> String {
        let Self { commit, date, subject, verdict, .. } = self;
        let [subject, verdict] = [subject, verdict].map(|text| forms::plain(text));
        format!("| {} | {date} | {verdict} | {subject} |\n", &commit[..commit.len().min(10)])
    }
}
