//! `docwright sync`: pages of git repositories, pinned in the lock file.
//!
//! Everything is fetched and checked beside its place first; then folders and lock file are exchanged. What fails leaves
//! pages and lock file as they were.

use super::git::Repository;
use super::interrupt::{self, Temporary};
use super::{Failure, output};
use clap::Args;
use docwright::config::{Config, FILE, LOCK, Lock, PAGES, Pin, Remote, shown};
use docwright::source::{self, visible};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `sync`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Sync {
    /// Configuration file.
    #[arg(long, default_value = FILE)]
    config: PathBuf,
    /// Say what is new and touch nothing; exit with 1 when something is.
    #[arg(long)]
    check: bool,
    /// Move the pins to what the branches hold now.
    #[arg(long, conflicts_with = "check")]
    update: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &Sync) -> Result<ExitCode, Failure> {
    let config = Config::parse(&arguments.config.display().to_string(), &source::text(&arguments.config)?)?;
    let base = arguments.config.parent().unwrap_or(Path::new("")).to_owned();
    let mut remotes: Vec<Remote> = Vec::new();
    for remote in config.docs.iter().filter_map(Remote::of) {
        if !remotes.contains(&remote) {
            remotes.push(remote);
        }
    }
    let lock = read(&base.join(LOCK))?;
    if remotes.is_empty() && lock.docs.is_empty() {
        output::note("no doc set has `git`; there is nothing to fetch");
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.check {
        return check(&remotes, &lock, &base);
    }
    let mut fetched = Vec::new();
    for remote in &remotes {
        fetched.push(fetch(remote, &lock, &base, arguments.update)?);
    }
    let mut lines: Vec<String> =
        remotes.iter().zip(&fetched).map(|(remote, it)| line(remote, &lock, it)).collect();
    exchange(&base, &remotes, fetched, &lock)?;
    for Pin { remote, .. } in lock.docs.iter().filter(|pin| !remotes.contains(&pin.remote)) {
        remove(remote, &base)?;
        lines.push(format!(
            "{} {}: no longer in the configuration, removed\n",
            shown(&remote.git),
            remote.path
        ));
    }
    output::print(&visible(&lines.concat()))?;
    Ok(ExitCode::SUCCESS)
}

/// Fetches the pages of a repository into a new folder, and pins them there.
pub(super) fn pin(remote: &Remote, base: &Path) -> Result<(), Failure> {
    fs::create_dir_all(base)?;
    let fetched = fetch(remote, &EMPTY, base, false)?;
    exchange(base, std::slice::from_ref(remote), vec![fetched], &EMPTY)
}

/// A lock file that is not there yet.
const EMPTY: Lock = Lock { version: 1, docs: Vec::new() };

/// Reads a lock file; one that is not there pins nothing.
pub(super) fn read(path: &Path) -> Result<Lock, Failure> {
    if !path.exists() {
        return Ok(EMPTY);
    }
    let fail = |error: String| {
        format!(
            "`{}` is not valid: {error}\nhelp: delete it, and `docwright sync` writes a new one",
            path.display()
        )
    };
    let lock: Lock = toml::from_str(&source::text(path)?).map_err(|error| fail(error.to_string()))?;
    if lock.version != 1 {
        return Err(fail(format!("its form has version {}, and this program reads 1", lock.version)).into());
    }
    Ok(lock)
}

pub(super) fn pinned<'l>(lock: &'l Lock, remote: &Remote) -> Option<&'l Pin> {
    lock.docs.iter().find(|pin| pin.remote == *remote)
}

/// The first digits of a commit.
pub(super) fn short(commit: &str) -> &str {
    &commit[..commit.len().min(12)]
}

fn line(remote: &Remote, lock: &Lock, fetched: &Fetched) -> String {
    let (git, path) = (shown(&remote.git), &remote.path);
    let what = match (pinned(lock, remote), &fetched.pages) {
        (Some(pin), _) if pin.commit != fetched.pin.commit => {
            format!("{} -> {}", short(&pin.commit), short(&fetched.pin.commit))
        }
        (_, None) => format!("{}, as it is", short(&fetched.pin.commit)),
        (_, Some(_)) => format!("{}, fetched", short(&fetched.pin.commit)),
    };
    format!("{git} {path}: {what}\n")
}

/// Removes the pages of a doc set that left the configuration.
fn remove(remote: &Remote, base: &Path) -> Result<(), Failure> {
    let folder = base.join(remote.folder());
    if folder.is_dir() {
        fs::remove_dir_all(&folder)
            .map_err(|error| format!("cannot remove `{}`: {error}", folder.display()))?;
    }
    let note = base.join(remote.fetched_note());
    if note.is_file() { Ok(fs::remove_file(note)?) } else { Ok(()) }
}

/// Whether a folder beside the configuration holds the pages of a pin.
fn holds(base: &Path, pin: &Pin) -> bool {
    let note = base.join(pin.remote.fetched_note());
    let is_of_commit = fs::read_to_string(note).map_or(true, |commit| commit.trim() == pin.commit);
    is_of_commit && digest(&base.join(pin.remote.folder())).as_ref() == Some(&pin.hash)
}

/// What is new, by the names of branches alone.
fn check(remotes: &[Remote], lock: &Lock, base: &Path) -> Result<ExitCode, Failure> {
    let mut news = false;
    for Pin { remote, .. } in lock.docs.iter().filter(|pin| !remotes.contains(&pin.remote)) {
        let (git, path) = (shown(&remote.git), &remote.path);
        output::print(&visible(&format!("{git} {path}: pinned, and no longer in the configuration\n")))?;
        news = true;
    }
    for remote in remotes {
        let (git, path, now) = (shown(&remote.git), &remote.path, newest(remote)?);
        let (what, is_new) = match pinned(lock, remote) {
            None => (format!("not pinned yet; {}", short(&now)), true),
            Some(pin) if pin.commit != now => (format!("new: {}..{}", short(&pin.commit), short(&now)), true),
            Some(pin) if !holds(base, pin) => {
                (format!("{}, and its pages are not here as they were pinned", short(&now)), true)
            }
            Some(_) => (format!("{}, nothing new", short(&now)), false),
        };
        news |= is_new;
        output::print(&visible(&format!("{git} {path}: {what}\n")))?;
    }
    Ok(if news { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The commit that the configuration asks for now.
fn newest(remote: &Remote) -> Result<String, Failure> {
    let Remote { git, branch, rev, .. } = remote;
    if let Some(rev) = rev {
        return Ok(rev.to_ascii_lowercase());
    }
    let name = branch.as_deref().unwrap_or("HEAD");
    let list = Repository::at(Path::new("")).ask(&["ls-remote", "--", git, name]);
    let list = list.map_err(|error| out_of_reach(git, &*error))?;
    // Of a name that is a branch and a tag, the branch counts; of a tag, the commit that it leads to.
    let wanted = [
        format!("refs/heads/{name}"),
        format!("refs/tags/{name}^{{}}"),
        format!("refs/tags/{name}"),
        name.to_owned(),
    ];
    let rows: Vec<(&str, &str)> = list.lines().filter_map(|line| line.split_once('\t')).collect();
    let found = wanted.iter().find_map(|name| rows.iter().find(|(_, known)| known == name));
    match found {
        Some((commit, _)) => Ok((*commit).to_owned()),
        None => Err(format!("`{}` has no branch or tag `{}`", shown(git), visible(name)).into()),
    }
}

/// A doc set as it is to be, and its pages where they are not in place yet.
struct Fetched {
    pin: Pin,
    pages: Option<Temporary>,
}

fn fetch(remote: &Remote, lock: &Lock, base: &Path, update: bool) -> Result<Fetched, Failure> {
    let pin = pinned(lock, remote);
    let commit = match pin.filter(|_| !update) {
        Some(pin) => pin.commit.clone(),
        None => newest(remote)?,
    };
    if let Some(pin) = pin.filter(|pin| pin.commit == commit && holds(base, pin)) {
        return Ok(Fetched { pin: pin.clone(), pages: None });
    }
    let above = base.join(PAGES);
    fs::create_dir_all(&above).map_err(|error| format!("cannot make `{}`: {error}", above.display()))?;
    let pages = Temporary::new(Some((&above, ".fetched-")))?;
    let hash = match download(remote, &commit, pages.path()) {
        Ok(hash) => hash,
        Err(error) => {
            drop(pages);
            leave(&above);
            return Err(error);
        }
    };
    if let Some(pin) = pin.filter(|pin| !update && pin.commit == commit && pin.hash != hash) {
        return Err(other_digest(pin, &hash));
    }
    Ok(Fetched { pin: Pin { remote: remote.clone(), commit, hash }, pages: Some(pages) })
}

/// Removes the folder of the pages and the one above it where nothing is in them.
fn leave(folder: &Path) {
    for folder in folder.ancestors().take(2) {
        // One that holds something stays.
        _ = fs::remove_dir(folder);
    }
}

/// Writes the pages of a pin into a folder: from where `sync` put them, if they are that version, else from the repository.
pub(super) fn pages_of(pin: &Pin, synced: &Path, into: &Path) -> Result<PathBuf, Failure> {
    if holds(synced, pin) {
        return Ok(std::path::absolute(synced.join(pin.remote.folder()))?);
    }
    let hash = download(&pin.remote, &pin.commit, into)?;
    if hash == pin.hash { Ok(into.to_owned()) } else { Err(other_digest(pin, &hash)) }
}

fn other_digest(pin: &Pin, hash: &str) -> Failure {
    let Pin { remote, commit, hash: pinned } = pin;
    let git = shown(&remote.git);
    format!(
        "`{git}` at {} is not what was pinned: its files have the digest {hash} instead of {pinned}\nhelp: the lock \
         file was edited, or merged from two; restore `{LOCK}`, or pin what is there now with `docwright sync --update`",
        short(commit)
    )
    .into()
}

/// Fetches one commit without the files of other folders, and writes those of the path.
fn download(remote: &Remote, commit: &str, into: &Path) -> Result<String, Failure> {
    let scratch = Temporary::new(None)?;
    let repository = Repository::at(scratch.path());
    let git = absolute(&remote.git)?;
    repository.ask(&["init", "--quiet"])?;
    repository.ask(&["remote", "add", "origin", "--", &git])?;
    repository.ask(&["config", "remote.origin.promisor", "true"])?;
    repository.ask(&["config", "remote.origin.partialclonefilter", "blob:none"])?;
    let one = ["fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none", "origin", commit];
    if repository.ask(&one).is_err() {
        // Some servers give no single commits.
        let all = ["fetch", "--quiet", "--filter=blob:none", "origin", "+refs/heads/*:refs/remotes/origin/*"];
        repository.ask(&all).map_err(|error| out_of_reach(&remote.git, &*error))?;
        repository.commit(commit).map_err(|_| lacks(remote, commit))?;
    }
    repository.prefetch(commit, &remote.path)?;
    repository.write(commit, &remote.path, into)
}

fn out_of_reach(git: &str, error: &dyn std::error::Error) -> Failure {
    // git repeats the address as it was given.
    let error = error.to_string().replace(git, &shown(git));
    format!(
        "`{}` cannot be reached: {error}\nhelp: check the address, the network and your access; pages that were fetched \
         before are read from `{PAGES}` without it",
        shown(git)
    )
    .into()
}

fn lacks(remote: &Remote, commit: &str) -> Failure {
    let (git, short) = (shown(&remote.git), short(commit));
    match remote.rev {
        Some(_) => format!(
            "`{git}` has no commit {short} that a branch leads to\nhelp: `rev` of the doc set names it; name a commit of \
             the repository there, or follow a `branch`"
        ),
        None => format!(
            "`{git}` no longer has commit {short}; its history was rewritten\nhelp: `docwright sync --update` moves the pin"
        ),
    }
    .into()
}

/// A path on disk counts from here; `git` would count it from the scratch folder.
fn absolute(git: &str) -> Result<String, Failure> {
    if git.contains(':') {
        return Ok(git.to_owned());
    }
    Ok(std::path::absolute(git)?.display().to_string())
}

/// Digest of a folder of pages; `None` when it is not there.
fn digest(folder: &Path) -> Option<String> {
    let mut files = Vec::new();
    walk(folder, folder, &mut files).ok()?;
    files.sort();
    let mut digest = blake3::Hasher::new();
    for (name, path) in files {
        digest.update(name.as_bytes());
        digest.update(&[0]);
        digest.update(blake3::hash(&fs::read(path).ok()?).as_bytes());
    }
    Some(digest.finalize().to_hex().to_string())
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let (entry, root) = (entry?, root);
        let path = entry.path();
        match entry.file_type()?.is_dir() {
            true => walk(root, &path, files)?,
            false => {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push((name, path));
            }
        }
    }
    Ok(())
}

/// Puts pages and lock file in place; the lock file last, so that it never names pages that are not here.
fn exchange(base: &Path, remotes: &[Remote], fetched: Vec<Fetched>, old: &Lock) -> Result<(), Failure> {
    let _whole = interrupt::hold();
    let mut docs = Vec::new();
    for (remote, Fetched { pin, pages }) in remotes.iter().zip(fetched) {
        if let Some(pages) = pages {
            let place = base.join(remote.folder());
            let aside = place.with_extension("old");
            if place.exists() {
                fs::rename(&place, &aside)?;
            }
            fs::rename(pages.path(), &place).inspect_err(|_| _ = fs::rename(&aside, &place))?;
            if aside.exists() {
                fs::remove_dir_all(&aside)?;
            }
            output::whole(&base.join(remote.fetched_note()), format!("{}\n", pin.commit).as_bytes())?;
        }
        docs.push(pin);
    }
    let lock = Lock { version: 1, docs };
    if lock == *old {
        return Ok(());
    }
    let text = format!(
        "# Written by `docwright sync`; commit it. `docwright sync --update` moves the pins.\n\n{}",
        toml::to_string(&lock)?
    );
    output::whole(&base.join(LOCK), text.as_bytes())
}
