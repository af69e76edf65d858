//! The recipes for GitHub, GitLab and pre-commit, run as they are written over a repository on disk. What they call beside
//! `docwright` and `git` are programs that say what they were called with.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const PAGE: &str = "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/x/\n\n### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| a | int | 是 | b |\n| c | string | 否 | d |\n";

const DOCWRIGHT: &str = env!("CARGO_BIN_EXE_docwright");

/// `cargo` that builds nothing: the program of this test goes where the build would put it.
const CARGO: &str = r#"#!/bin/sh
echo "cargo $*" >> "$LOG"
while [ $# -gt 0 ]; do
  if [ "$1" = --manifest-path ]; then test -f "$2" || exit 9; fi
  if [ "$1" = --target-dir ]; then mkdir -p "$2/release" && cp "$DOCWRIGHT" "$2/release/docwright"; fi
  shift
done
"#;

/// A program that says what it was called with.
const LOGGED: &str = "#!/bin/sh\necho \"${0##*/} $*\" >> \"$LOG\"\n";

/// A folder with a repository `work`, and programs before those of the system.
struct Place {
    folder: TempDir,
    base: String,
}

impl Place {
    fn new() -> Self {
        let mut place = Self { folder: tempfile::tempdir().unwrap(), base: String::new() };
        std::fs::create_dir_all(place.path("bin")).unwrap();
        std::fs::create_dir_all(place.path("work/docs/api")).unwrap();
        for (name, text) in [("cargo", CARGO), ("gh", LOGGED), ("curl", LOGGED)] {
            place.program(name, text);
        }
        std::os::unix::fs::symlink(DOCWRIGHT, place.path("bin/docwright")).unwrap();
        place.git(&["init", "--quiet", "--initial-branch=main"]);
        place.git(&["config", "user.email", "a@example.org"]);
        place.git(&["config", "user.name", "a"]);
        place.page(PAGE);
        place.commit("first");
        place.base = place.git(&["rev-parse", "HEAD"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.path("bin").join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn page(&self, text: &str) {
        std::fs::write(self.path("work/docs/api/x.md"), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let (code, text) = self.run(Command::new("git").args(arguments));
        assert_eq!(code, 0, "git {arguments:?}: {text}");
        text.trim().to_owned()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--no-verify", "--message", message]);
    }

    fn run(&self, command: &mut Command) -> (i32, String) {
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
        command.current_dir(self.path("work")).env("PATH", path).env("DOCWRIGHT", DOCWRIGHT);
        let output = command.env("LOG", self.path("log")).output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (output.status.code().unwrap(), text)
    }

    /// A script as GitHub's runner runs it.
    fn bash(&self, script: &str, variables: &[(String, String)]) -> (i32, String) {
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
        self.run(command.envs(variables.iter().map(|(name, value)| (name, value))))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// The steps of `action.yml`, with the inputs given: the outcome of each one by its name.
fn action(place: &Place, inputs: &[(&str, &str)]) -> Vec<(String, i32, String)> {
    let action = yaml(&std::fs::read_to_string(root().join("action.yml")).unwrap());
    assert_eq!(action["runs"]["using"], "composite");
    let input = |name: &str| match inputs.iter().find(|(known, _)| *known == name) {
        Some((_, value)) => (*value).to_owned(),
        None => action["inputs"][name]["default"]
            .as_str()
            .unwrap_or_else(|| panic!("no input `{name}`"))
            .to_owned(),
    };
    let term = |term: &str| match term.trim() {
        "github.event.pull_request.base.sha" => place.base.clone(),
        "github.event.pull_request.number" => "7".to_owned(),
        "github.token" => "secret".to_owned(),
        other => input(other.strip_prefix("inputs.").unwrap_or_else(|| panic!("`{other}` is not known"))),
    };
    let value = |text: &str| match text.strip_prefix("${{").and_then(|text| text.strip_suffix("}}")) {
        Some(terms) => terms.split("||").map(term).find(|value| !value.is_empty()).unwrap_or_default(),
        None => text.to_owned(),
    };
    let mut outcomes = Vec::new();
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert_eq!(step["shell"], "bash");
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "text of a pull request would be part of a command:\n{script}");
        let own = step["env"].as_object().into_iter().flatten();
        let mut variables: Vec<(String, String)> =
            own.map(|(name, text)| (name.clone(), value(text.as_str().unwrap()))).collect();
        let of_runner = [
            ("GITHUB_ACTION_PATH", root()),
            ("RUNNER_TEMP", place.path("temp")),
            ("GITHUB_STEP_SUMMARY", place.path("summary.md")),
        ];
        variables.extend(of_runner.map(|(name, path)| (name.to_owned(), path.display().to_string())));
        let (code, text) = place.bash(script, &variables);
        outcomes.push((step["name"].as_str().unwrap().to_owned(), code, text));
    }
    outcomes
}

#[track_caller]
fn check(outcomes: &[(String, i32, String)], step: &str, code: i32, parts: &[&str]) {
    let (_, got, text) = outcomes.iter().find(|(name, ..)| name == step).unwrap();
    assert_eq!(*got, code, "{step}\n{text}");
    parts.iter().for_each(|part| assert!(text.contains(part), "{step} lacks `{part}`:\n{text}"));
}

#[test]
fn the_action_annotates_comments_and_fails() {
    let place = Place::new();
    place.page(&PAGE.replace("| a | int |", "| a | string |"));
    place.commit("a type");
    let outcomes = action(&place, &[("path", "docs/api"), ("fail-on", "breaking-rust")]);
    check(&outcomes, "Build", 0, &[]);
    check(&outcomes, "Check", 0, &[]);
    let parts = ["::error file=docs/api/x.md,line=15", "DD0207", "Rust: major"];
    check(&outcomes, "Compare", 1, &parts);
    let log = place.read("log");
    assert!(log.contains("gh pr comment 7 --edit-last --create-if-none --body-file "), "{log}");
    assert!(log.contains("--locked") && log.contains("--release"), "{log}");
    assert!(place.read("summary.md").contains("DD0207"));
    assert_eq!(place.read("summary.md"), place.read("temp/docwright.md"));

    // Nothing fails where nobody asks for it, and a comment is one only if it is wanted.
    std::fs::remove_file(place.path("log")).unwrap();
    let outcomes = action(&place, &[("path", "docs/api"), ("comment", "false")]);
    check(&outcomes, "Compare", 0, &["DD0207"]);
    assert!(!place.read("log").contains("gh "));
    let outcomes = action(&place, &[("path", "docs/api"), ("base", "HEAD"), ("fail-on", "any")]);
    check(&outcomes, "Compare", 0, &["nothing changed"]);
}

#[test]
fn the_action_comments_where_a_page_cannot_be_read() {
    let place = Place::new();
    // Larger than a page may be.
    place.page(&format!("{PAGE}{}", " ".repeat(1 << 24)));
    place.commit("a page that is refused");
    let outcomes = action(&place, &[("path", "docs/api")]);
    check(&outcomes, "Compare", 0, &["DD0124"]);
    assert!(place.read("log").contains("gh pr comment 7"), "{}", place.read("log"));
    assert!(place.read("summary.md").contains("DD0124"));
    let outcomes = action(&place, &[("path", "docs/api"), ("fail-on", "breaking-wire")]);
    check(&outcomes, "Compare", 1, &["DD0124"]);
}

#[test]
fn the_action_takes_a_configuration_and_docs_that_are_new() {
    let place = Place::new();
    place.git(&["mv", "docs/api", "docs/new"]);
    let toml = "[[docs]]\nservice = \"shop.shed\"\npath = \"new\"\n";
    std::fs::write(place.path("work/docs/docwright.toml"), toml).unwrap();
    place.commit("a configuration");
    let outcomes = action(&place, &[("path", "docs"), ("base", "HEAD"), ("fail-on", "any")]);
    check(&outcomes, "Check", 0, &[]);
    check(&outcomes, "Compare", 0, &["nothing changed"]);
    let outcomes = action(&place, &[("path", "docs/new"), ("fail-on", "breaking-wire")]);
    check(&outcomes, "Compare", 0, &["is not there at", "DD0001"]);
    let outcomes = action(&place, &[("path", "docs/nowhere")]);
    check(&outcomes, "Check", 2, &[]);
    check(&outcomes, "Compare", 2, &["docs/nowhere"]);
}

#[test]
fn the_snippet_for_gitlab_compares_and_fails() {
    let place = Place::new();
    let docs = std::fs::read_to_string(root().join("docs/reviewing.md")).unwrap();
    let blocks = docs.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let snippet = blocks.map(yaml).find(|block| !block["docs"]["script"].is_null()).unwrap();
    let lines = snippet["docs"]["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap());
    let script = lines.collect::<Vec<_>>().join("\n");
    let mut variables = vec![
        ("DOCS".to_owned(), snippet["docs"]["variables"]["DOCS"].as_str().unwrap().to_owned()),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA".to_owned(), place.base.clone()),
        ("CI_API_V4_URL".to_owned(), "https://gitlab.example/api/v4".to_owned()),
        ("CI_PROJECT_ID".to_owned(), "3".to_owned()),
        ("CI_MERGE_REQUEST_IID".to_owned(), "7".to_owned()),
    ];
    let (code, text) = place.bash(&script, &variables);
    assert!(code == 0 && text.contains("nothing changed"), "{text}");
    assert!(!place.read("log").contains("curl"));
    place.page(&PAGE.replace("| a | int |", "| a | string |"));
    place.commit("a type");
    variables.push(("DOCS_TOKEN".to_owned(), "secret".to_owned()));
    let (code, text) = place.bash(&script, &variables);
    assert!(code == 1 && text.contains("DD0207"), "{text}");
    assert!(place.read("work/changes.md").contains("DD0207"));
    let log = place.read("log");
    let note =
        "--data-urlencode body@changes.md https://gitlab.example/api/v4/projects/3/merge_requests/7/notes";
    assert!(log.contains(note), "{log}");
}

#[test]
fn the_hooks_refuse_what_nobody_meant() {
    let place = Place::new();
    let hooks = yaml(&std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap());
    let lines = hooks.as_array().unwrap().iter().map(|hook| {
        assert_eq!((&hook["language"], &hook["pass_filenames"]), (&"system".into(), &false.into()));
        format!("{} docs/api\n", hook["entry"].as_str().unwrap())
    });
    let hook = place.path("work/.git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, format!("#!/bin/sh\nset -e\n{}", lines.collect::<String>())).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    let commit = |message: &str| {
        place.git(&["add", "--all"]);
        place.run(Command::new("git").args(["commit", "--quiet", "--message", message]))
    };
    place.page(&PAGE.replace("| c | string | 否 | d |", "| c | string | 否 | d |\n| e | string | 否 | f |"));
    let (code, text) = commit("a field more");
    assert_eq!(code, 0, "{text}");
    place.page(&PAGE.replace("| a | int |", "| a | string |"));
    let (code, text) = commit("a type");
    assert!(code == 1 && text.contains("DD0207"), "{text}");
    // The first commit of a repository has nothing to be compared with.
    place.git(&["update-ref", "-d", "HEAD"]);
    let (code, text) = commit("first");
    assert!(code == 0 && text.contains("is not there at `HEAD`"), "{text}");
}
