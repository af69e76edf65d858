//! `diff`, `sync` and `review` over repositories that are made on disk.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "changes/http.rs"]
mod http;
#[path = "changes/told.rs"]
mod told;
#[path = "changes/versions.rs"]
mod versions;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PAGE: &str = "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/x/\n\n### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| a | int | 是 | b |\n| c | string | 否 | d |\n";

/// A folder with a repository `docs` and a configuration that follows it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.git(&["init", "--quiet", "--initial-branch=main", "docs"], "");
        place.git(&["config", "user.email", "a@example.org"], "docs");
        place.git(&["config", "user.name", "a"], "docs");
        place.write("docs/api/x.md", PAGE);
        place.write("docs/other/big.md", "# not asked for\n");
        place.commit("first");
        place.configure("path = \"api\"");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn url(&self) -> String {
        format!("file://{}", self.path("docs").display())
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    fn configure(&self, keys: &str) {
        let text = format!("[[docs]]\nservice = \"shop.shed\"\ngit = \"{}\"\n{keys}\n", self.url());
        self.write("docwright.toml", &text);
    }

    fn git(&self, arguments: &[&str], folder: &str) -> String {
        let output = Command::new("git").args(arguments).current_dir(self.path(folder)).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"], "docs");
        self.git(&["commit", "--quiet", "--message", message], "docs");
    }

    fn run(&self, folder: &str, arguments: &[&str], input: &str) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
        command.args(arguments).current_dir(self.path(folder));
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (output.status.code().unwrap(), text)
    }

    /// Runs `docwright` and expects an exit code and a part of what it prints.
    #[track_caller]
    fn check(&self, folder: &str, arguments: &[&str], code: i32, part: &str) {
        let (got, text) = self.run(folder, arguments, "");
        assert_eq!(got, code, "{arguments:?}\n{text}");
        assert!(text.contains(part), "{arguments:?} lacks `{part}`:\n{text}");
    }

    /// Paths of all files of the configuration's folder, without the repository.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        walk(self.0.path(), &mut files);
        files.retain(|path| !path.starts_with(self.path("docs")));
        files.sort();
        files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

#[test]
fn pages_are_fetched_pinned_and_read() {
    let place = Place::new();
    place.check("", &["check"], 2, "docwright sync");
    place.check("", &["sync", "--check"], 1, "not pinned yet");
    place.check("", &["sync"], 0, "fetched");
    let names: Vec<String> = place.files().iter().map(|(path, _)| path.display().to_string()).collect();
    assert!(
        names.iter().any(|name| name.ends_with("api/x.md"))
            && !names.iter().any(|name| name.ends_with("big.md"))
    );
    let first = place.read("docwright.lock");
    assert!(first.contains(&place.git(&["rev-parse", "HEAD"], "docs")), "{first}");
    place.check("", &["check"], 0, "1 endpoints");
    place.check("", &["sync", "--check"], 0, "nothing new");

    place.write("docs/api/x.md", &PAGE.replace("| c |", "| e |"));
    place.commit("second");
    let before = place.files();
    place.check("", &["sync", "--check"], 1, "new: ");
    place.check("", &["sync"], 0, "as it is");
    assert!(place.files() == before, "nothing but `--update` moves the pin");
    place.check("", &["sync", "--update"], 0, " -> ");
    assert!(place.read("docwright.lock") != first);
    place.check("", &["model"], 0, "\"e\"");
}

#[test]
fn the_lock_is_enough_when_the_repository_is_out_of_reach() {
    let place = Place::new();
    place.check("", &["sync"], 0, "fetched");
    std::fs::rename(place.path("docs"), place.path("gone")).unwrap();
    place.check("", &["sync"], 0, "as it is");
    place.check("", &["check"], 0, "1 endpoints");
    let before = place.files();
    place.check("", &["sync", "--check"], 2, "git ls-remote");
    place.check("", &["sync", "--update"], 2, "git ls-remote");
    assert!(place.files() == before, "nothing is written on failure");
}

#[test]
fn a_first_fetch_that_fails_leaves_nothing() {
    let place = Place::new();
    let config = place.read("docwright.toml").replace("path = \"api\"", "path = \"nowhere\"");
    place.write("docwright.toml", &config);
    place.check("", &["sync"], 2, "nowhere");
    assert!(!place.path(".docwright").exists() && !place.path("docwright.lock").exists());
}

#[test]
fn a_rewritten_history_and_changed_pages_are_told() {
    let place = Place::new();
    place.check("", &["sync"], 0, "fetched");
    let page = place.files().into_iter().find(|(path, _)| path.ends_with("api/x.md")).unwrap().0;
    std::fs::write(&page, "changed by hand").unwrap();
    place.check("", &["sync", "--check"], 1, "not here as they were pinned");
    place.check("", &["sync"], 0, "fetched");
    assert_eq!(std::fs::read_to_string(&page).unwrap(), PAGE);
    place.write("docs/api/x.md", "# other\n");
    place.git(&["add", "--all"], "docs");
    place.git(&["commit", "--quiet", "--amend", "--message", "rewritten"], "docs");
    place.git(&["reflog", "expire", "--expire=now", "--all"], "docs");
    place.git(&["gc", "--quiet", "--prune=now"], "docs");
    std::fs::remove_file(&page).unwrap();
    let lock = place.read("docwright.lock");
    place.check("", &["sync"], 2, "--update");
    assert_eq!(place.read("docwright.lock"), lock);
    place.check("", &["sync", "--update"], 0, " -> ");
}

#[test]
#[cfg(unix)]
fn links_out_of_the_tree_and_submodules_are_refused() {
    let place = Place::new();
    std::os::unix::fs::symlink("x.md", place.path("docs/api/same.md")).unwrap();
    place.commit("a link inside");
    place.check("", &["sync"], 0, "fetched");
    let before = place.files();
    assert!(before.iter().any(|(path, text)| path.ends_with("api/same.md") && text == PAGE.as_bytes()));
    std::os::unix::fs::symlink("../../../etc/passwd", place.path("docs/api/out.md")).unwrap();
    place.commit("a link that leads out");
    place.check("", &["sync", "--update"], 2, "no file of the tree");
    place.git(&["rm", "--quiet", "api/out.md"], "docs");
    let head = place.git(&["rev-parse", "HEAD"], "docs");
    let entry = format!("160000,{head},api/sub");
    place.git(&["update-index", "--add", "--cacheinfo", &entry], "docs");
    place.git(&["commit", "--quiet", "--message", "a submodule"], "docs");
    place.check("", &["sync", "--update"], 2, "is a submodule");
    assert!(place.files() == before, "nothing is written on failure");
}

#[test]
fn revisions_of_a_repository_are_compared() {
    let place = Place::new();
    place.write(
        "docs/api/x.md",
        &PAGE.replace("| a | int |", "| a | string |").replace("| 否 | d |", "| 否 | d，默认为1 |"),
    );
    place.commit("second");
    place.write("docs/api/x.md", PAGE);
    place.commit("back again");
    let verdicts = "Rust: major, wire: breaking for callers that do nothing";
    place.check("docs", &["diff", "--rev", "HEAD~2..HEAD~1", "api"], 0, verdicts);
    place.check("docs", &["diff", "git:HEAD~2:api", "git:HEAD~1:api"], 0, "HEAD~1:api/x.md:15");
    place.check("docs", &["diff", "--rev", "HEAD~2..HEAD", "api"], 0, "nothing changed");
    let rev = ["diff", "--rev", "HEAD~2..HEAD~1", "api", "--format"];
    place.check("docs", &[&rev[..], &["github"]].concat(), 0, "file=api/x.md,");
    place.check("docs", &[&rev[..], &["sarif"]].concat(), 0, "\"uri\":\"api/x.md\"");
    place.check("docs", &["diff", "--rev", "HEAD~1", "api", "--fail-on", "breaking-rust"], 1, "DD0207");
    place.check(
        "docs",
        &["diff", "--rev", "HEAD~1", "api", "--fail-on", "breaking-wire", "--version", "1.2.3"],
        1,
        "2.0.0",
    );
    place.check("docs", &["diff", "--rev", "nothing", "api"], 2, "no commit");
    place.check("docs", &["diff", "api"], 2, "name two sides");
    let (_, text) = place.run("docs", &["diff", "--history", "api"], "");
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.lines().last().unwrap().contains("the first version"), "{text}");
    place.git(&["clone", "--quiet", "--depth", "2", &place.url(), "cut"], "");
    let (_, text) = place.run("cut", &["diff", "--history", "api"], "");
    assert!(text.lines().last().unwrap().contains("git fetch --unshallow"), "{text}");
    let (_, model) = place.run("docs", &["model", "api"], "");
    place.write("old.json", &model);
    place.write("docs/api/x.md", &PAGE.replace("| c |", "| e |"));
    place.check("docs", &["diff", "../old.json", "api"], 0, "`api.x.request.e`");
    for (format, part) in [
        ("json", "\"verdicts\""),
        ("sarif", "\"DD0204\""),
        ("github", "::error file="),
        ("markdown", "<details open>"),
        ("changelog", "### Breaking"),
    ] {
        place.check("docs", &["diff", "../old.json", "api", "--format", format], 0, part);
    }
    place.write("bad.json", "{}");
    place.check("docs", &["diff", "../bad.json", "api"], 2, "no saved model");
}

#[test]
fn a_review_accepts_or_corrects() {
    let place = Place::new();
    place.write("shop/x.md", PAGE);
    place.write("docwright.toml", "[[docs]]\nservice = \"shop.shed\"\npath = \"shop\"\n");
    place.check("", &["review"], 2, "--accept-all");
    place.check("", &["review", "--accept-all"], 0, "accepted");
    place.check("", &["review"], 0, "nothing changed");
    place.write("shop/x.md", &PAGE.replace("| c | string | 否 |", "| c | string | 是 |"));
    let state = place.read("docwright.accepted.json");
    let (code, text) = place.run("", &["review"], "q\n");
    assert!(code == 1 && text.contains("DD0205") && text.contains("+    pub c: String"), "{text}");
    let (code, text) = place.run("", &["review"], "o\n\nrequired = maybe\nbecause\n");
    assert!(code == 1 && text.contains("nothing was written"), "{text}");
    assert!(!place.path("overrides/review.toml").exists());
    assert_eq!(place.read("docwright.accepted.json"), state);
    let (code, text) =
        place.run("", &["review"], "o\n\nrequired = false\nthe server takes calls without it\n");
    assert_eq!(code, 0, "{text}");
    assert!(place.read("overrides/review.toml").contains("fact = \"shop.shed.x.request.c\""));
    let (code, text) = place.run("", &["review"], "a\n");
    assert_eq!(code, 0, "{text}");
    place.check("", &["review"], 0, "nothing changed");
    let of_pages = ["diff", "shop", "docwright.toml", "--service", "shop.shed"];
    place.check("", &of_pages, 0, "an override decides its presence: `optional`");
}

#[test]
fn a_new_crate_follows_a_repository() {
    let place = Place::new();
    let url = place.url();
    fn new<'a>(rest: &[&'a str]) -> Vec<&'a str> {
        [&["new", "shed-client", "--docs"][..], rest].concat()
    }
    place.check("", &new(&["docs", "--branch", "main"]), 2, "need the address of a git repository");
    place.check("", &new(&[&url, "docs"]), 2, "takes one repository");
    place.check("", &new(&[&url, "--path", "../x"]), 2, "leads out of the repository");
    place.check("", &new(&[&url, "--branch", "gone"]), 2, "no branch or tag `gone`");
    assert!(!place.path("shed-client").exists());

    place.check("", &new(&[&url, "--path", "api", "--branch", "main"]), 0, "created `shed-client`");
    let config = place.read("shed-client/docwright.toml");
    for part in [&format!("git = \"{url}\""), "branch = \"main\"", "path = \"api\""] {
        assert!(config.contains(part), "{config}");
    }
    let head = place.git(&["rev-parse", "HEAD"], "docs");
    assert!(place.read("shed-client/docwright.lock").contains(&head));
    assert!(place.read("shed-client/.gitignore").contains("/.docwright\n"));
    assert!(place.read("shed-client/.github/workflows/client.yml").contains("docwright sync\n"));
    assert!(!place.path("shed-client/docs-src").exists());
    place.check("shed-client", &["emit", "--check"], 0, "");

    place.write("docs/api/x.md", &PAGE.replace("| c |", "| e |"));
    place.commit("second");
    place.check("shed-client", &["sync"], 0, "as it is");
    place.check("shed-client", &["sync", "--update"], 0, " -> ");
    place.check("shed-client", &["emit", "--check"], 1, "");
    place.check("shed-client", &["emit"], 0, "");
    place.check("shed-client", &["emit", "--check"], 0, "");
}
