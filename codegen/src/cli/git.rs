//! Reading a repository through the user's `git`: trees of a revision, written out as plain files.

use super::Failure;
use docwright::source::visible;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository on disk.
pub(super) struct Repository {
    folder: PathBuf,
}

/// A file of a tree.
struct Blob {
    mode: String,
    object: String,
    path: String,
}

impl Repository {
    /// The repository that a folder belongs to.
    pub(super) fn at(folder: &Path) -> Self {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self { folder: folder.to_owned() }
    }

    /// `git` in the repository. Neither hooks nor credentials that would have to be typed take part.
    pub(super) fn git(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(["-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"]);
        command.arg("-C").arg(&self.folder).args(arguments);
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").stdin(Stdio::null());
        command
    }

    /// What a command prints; its own words where it fails.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<String, Failure> {
        let output = self
            .git(arguments)
            .output()
            .map_err(|error| format!("cannot run `git`: {error}; is it installed?"))?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            if words.contains("not a git repository") {
                return Err(self.outside());
            }
            return Err(format!("`git {}` failed: {}", arguments.join(" "), visible(words.trim())).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn outside(&self) -> Failure {
        let folder = std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        format!(
            "`{}` is in no git repository\nhelp: run the command inside of the repository of the docs; two folders \
             are compared without git, `docwright diff OLD NEW`",
            folder.display()
        )
        .into()
    }

    /// The commit that a revision names.
    pub(super) fn commit(&self, revision: &str) -> Result<String, Failure> {
        if revision.starts_with('-') {
            return Err(format!("`{revision}` is no revision").into());
        }
        let commit = self.ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]);
        if commit.is_err() {
            self.ask(&["rev-parse", "--git-dir"])?;
        }
        let commit =
            commit.map_err(|_| format!("`{revision}` is no commit of `{}`", self.folder.display()))?;
        Ok(commit.trim().to_owned())
    }

    /// Whether a commit has a path, which counts from the root of the repository.
    pub(super) fn has_at(&self, commit: &str, path: &str) -> Result<bool, Failure> {
        let mut arguments = vec!["ls-tree", "--name-only", "--full-tree", commit, "--"];
        arguments.extend((!path.is_empty()).then_some(path));
        Ok(!self.ask(&arguments)?.is_empty())
    }

    /// Whether a revision has a path, which counts from the folder. A repository without a commit has nothing at `HEAD`.
    pub(super) fn has(&self, revision: &str, path: &str) -> Result<bool, Failure> {
        if revision == "HEAD" && self.ask(&["rev-parse", "--verify", "--quiet", revision]).is_err() {
            self.ask(&["rev-parse", "--git-dir"])?;
            return Ok(false);
        }
        let commit = self.commit(revision)?;
        Ok(!self.ask(&["ls-tree", "--name-only", &commit, "--", path])?.is_empty())
    }

    /// Writes the files below `path` at a commit into a folder, each at its path from the root of the repository.
    /// Gives a digest of names and contents. Nothing that leads out of the tree is written.
    pub(super) fn write(&self, commit: &str, path: &str, into: &Path) -> Result<String, Failure> {
        let blobs = self.blobs(commit, path)?;
        if blobs.is_empty() {
            return Err(self.missing(commit, path));
        }
        let texts = self.read(&blobs)?;
        let by_path: BTreeMap<&str, usize> =
            blobs.iter().enumerate().map(|(at, blob)| (blob.path.as_str(), at)).collect();
        let mut digest = blake3::Hasher::new();
        for (at, blob) in blobs.iter().enumerate() {
            let text = match blob.mode.as_str() {
                "120000" => &texts[followed(at, &blobs, &texts, &by_path)?],
                _ => &texts[at],
            };
            let file = into.join(safe(&blob.path)?);
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&file, text).map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
            digest.update(blob.path.as_bytes());
            digest.update(&[0]);
            digest.update(blake3::hash(text).as_bytes());
        }
        Ok(digest.finalize().to_hex().to_string())
    }

    /// What to say of a path that a commit does not have.
    fn missing(&self, commit: &str, path: &str) -> Failure {
        const SHOWN: usize = 12;
        let list = self.ask(&["ls-tree", "-r", "-d", "-z", "--name-only", "--full-tree", commit]);
        let list = list.unwrap_or_default();
        let folders: Vec<String> = list
            .split('\0')
            .filter(|folder| !folder.is_empty())
            .map(|folder| format!("`{folder}`"))
            .collect();
        let more = if folders.len() > SHOWN { ", ..." } else { "" };
        let names = folders[..folders.len().min(SHOWN)].join(", ");
        let commit = &commit[..commit.len().min(12)];
        visible(&format!("commit {commit} has no `{path}`\nhelp: its folders are {names}{more}"))
            .into_owned()
            .into()
    }

    fn blobs(&self, commit: &str, path: &str) -> Result<Vec<Blob>, Failure> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit, "--"];
        arguments.extend((!path.is_empty() && path != ".").then_some(path));
        blobs(&self.ask(&arguments)?)
    }

    /// Fetches the files below `path` at once, where the repository was cloned without files; what fails here is
    /// fetched one by one when it is read.
    pub(super) fn prefetch(&self, commit: &str, path: &str) -> Result<(), Failure> {
        let blobs = self.blobs(commit, path)?;
        let mut command =
            self.git(&["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--stdin", "origin"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let files = blobs.iter().filter(|blob| blob.mode != "160000");
        let names: String = files.map(|blob| format!("{}\n", blob.object)).collect();
        if let Some(mut input) = child.stdin.take() {
            let _ = input.write_all(names.as_bytes());
        }
        child.wait()?;
        Ok(())
    }

    /// The contents of files, by one process.
    fn read(&self, blobs: &[Blob]) -> Result<Vec<Vec<u8>>, Failure> {
        let mut command = self.git(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let names: String = blobs.iter().map(|blob| format!("{}\n", blob.object)).collect();
        let input = child.stdin.take().ok_or("git takes no input")?;
        // The answers fill the pipe while the names are still written.
        let writer = std::thread::spawn(move || {
            let mut input = input;
            input.write_all(names.as_bytes())
        });
        let mut output = BufReader::new(child.stdout.take().ok_or("git gives no output")?);
        let mut texts = Vec::with_capacity(blobs.len());
        for blob in blobs {
            texts.push(one(&mut output).map_err(|error| format!("cannot read `{}`: {error}", blob.path))?);
        }
        let _ = writer.join();
        child.wait()?;
        Ok(texts)
    }
}

/// One answer: a line with kind and size, the content, a line break.
fn one(output: &mut impl BufRead) -> Result<Vec<u8>, Failure> {
    let mut head = String::new();
    output.read_line(&mut head)?;
    let size: usize =
        head.split_whitespace().nth(2).and_then(|size| size.parse().ok()).ok_or("git does not have it")?;
    let mut text = vec![0; size];
    output.read_exact(&mut text)?;
    output.read_exact(&mut [0])?;
    Ok(text)
}

fn blobs(list: &str) -> Result<Vec<Blob>, Failure> {
    let mut blobs = Vec::new();
    for line in list.split('\0').filter(|line| !line.is_empty()) {
        let (head, path) = line.split_once('\t').ok_or("git lists a tree in an unknown form")?;
        let mut words = head.split(' ');
        let (Some(mode), Some(_), Some(object)) = (words.next(), words.next(), words.next()) else {
            return Err("git lists a tree in an unknown form".into());
        };
        if mode == "160000" {
            return Err(
                format!("`{path}` is a submodule; name its repository as a doc set of its own").into()
            );
        }
        blobs.push(Blob { mode: mode.to_owned(), object: object.to_owned(), path: path.to_owned() });
    }
    Ok(blobs)
}

/// The path of a file, if it stays below its root.
fn safe(path: &str) -> Result<&Path, Failure> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let is_git = Path::new(path).components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git"));
    if plain && !is_git {
        Ok(Path::new(path))
    } else {
        Err(format!("`{}` leads out of the tree", visible(path)).into())
    }
}

/// Links that are followed one after the other, as systems do.
const LINKS: usize = 40;

/// The file that a symbolic link leads to in the end.
fn followed(
    link: usize,
    blobs: &[Blob],
    texts: &[Vec<u8>],
    by_path: &BTreeMap<&str, usize>,
) -> Result<usize, Failure> {
    let mut at = link;
    for _ in 0..LINKS {
        at = target(&blobs[at], &texts[at], by_path)?;
        if blobs[at].mode != "120000" {
            return Ok(at);
        }
    }
    let path = visible(&blobs[link].path);
    Err(format!("`{path}` is a link that leads to no file, but round in a circle of links\nhelp: remove the link from the repository, or name a folder without it as `path`").into())
}

/// What a symbolic link names, which has to be a file of the tree.
fn target(link: &Blob, text: &[u8], by_path: &BTreeMap<&str, usize>) -> Result<usize, Failure> {
    let text = String::from_utf8_lossy(text);
    let mut parts: Vec<&str> = link.path.split('/').collect();
    parts.pop();
    let leads_out = || -> Failure {
        format!("`{}` is a link to `{}`, which is no file of the tree", visible(&link.path), visible(&text))
            .into()
    };
    if text.starts_with('/') {
        return Err(leads_out());
    }
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop().ok_or_else(leads_out)?,
            part => parts.push(part),
        }
    }
    by_path.get(parts.join("/").as_str()).copied().ok_or_else(leads_out)
}
