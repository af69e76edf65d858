//! What stands in `sh` blocks: each command of docwright is run as it is written, in a folder that has what it names.

use super::{chapters, copy, read, root};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the pages name: pages, two versions of them, a repository with both, a saved model and an accepted state.
const SETUP: &str = r#"set -e
mkdir -p docs bin
cp -r docs-src/blueking/cc docs/api
cp -r docs/api old-docs
git init --quiet --initial-branch=main
git config user.email a@example.org
git config user.name a
git add --all
git commit --quiet --message first
git tag v1.0
sed -i.bak '/^|bk_capacity/s/否/是/' docs/api/zh/create_set.md
rm docs/api/zh/create_set.md.bak
cp -r docs/api new-docs
git add --all
git commit --quiet --message second
docwright model old-docs > saved.json
docwright review --accept-all
for name in open xdg-open; do printf '#!/bin/sh\n' > bin/$name; chmod +x bin/$name; done
"#;

/// Commands that need what no folder has, and the tests that run them.
const ELSEWHERE: &[(&str, &str)] =
    &[("docwright diff --rev main docwright.lock", "codegen/tests/changes/versions.rs")];

/// Seconds until a server says where it is.
const PATIENCE: Duration = Duration::from_secs(120);

/// The commands of the `sh` blocks of a page.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            is_inside = line == "```sh";
        } else if is_inside && line.starts_with("docwright ") {
            // A remark stands behind spaces.
            found.push(line.split("  #").next().unwrap_or(line).trim().to_owned());
        }
    }
    found
}

fn shell(folder: &Path, command: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_docwright")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("bash");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", format!("{}:{}:{path}", folder.join("bin").display(), program.display()))
        .env_remove("RUST_BACKTRACE");
    shell
}

/// Runs a command as it is written; what went wrong.
fn run(folder: &Path, command: &str) -> Result<(), String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    if words[1] == "mock" || words.contains(&"--serve") {
        return serves(folder, command);
    }
    // An assistant says hello and goes.
    let hello = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"a","version":"1"}}}"#;
    let line = match words[1] {
        "mcp" => format!("printf '%s\\n' '{hello}' | {command}"),
        _ => command.to_owned(),
    };
    let output = shell(folder, &line).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.code() {
        // Findings, or calls that break.
        Some(0 | 1) => Ok(()),
        code => {
            Err(format!("`{command}` ends with {code:?}\n{}{}", text(&output.stdout), text(&output.stderr)))
        }
    }
}

/// A server is there when it says where.
fn serves(folder: &Path, command: &str) -> Result<(), String> {
    let log = folder.join("server.log");
    let file = fs::File::create(&log).unwrap();
    // A free port: another test may have the usual one.
    let port = if command.contains("mock") { " --port 0" } else { "" };
    let mut shell = shell(folder, &format!("exec {command}{port}"));
    let mut child =
        shell.stdout(file.try_clone().unwrap()).stderr(file).stdin(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    let mut said = String::new();
    while begun.elapsed() < PATIENCE
        && !said.contains("http://127.0.0.1")
        && child.try_wait().unwrap().is_none()
    {
        std::thread::sleep(Duration::from_millis(50));
        said = read(&log);
    }
    child.kill().ok();
    child.wait().unwrap();
    match read(&log).contains("http://127.0.0.1") {
        true => Ok(()),
        false => Err(format!("`{command}` says\n{said}")),
    }
}

#[test]
fn commands_in_sh_blocks_run() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("docs-src"), &folder.path().join("docs-src"));
    fs::write(folder.path().join("docwright.toml"), super::sets()).unwrap();
    let output = shell(folder.path(), SETUP).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut complaints = Vec::new();
    let mut count = 0;
    for page in chapters().into_iter().chain([root().join("README.md")]) {
        for command in commands(&read(&page)) {
            if let Some((_, test)) = ELSEWHERE.iter().find(|(known, _)| *known == command) {
                assert!(read(&root().join(test)).contains("docwright.lock"), "{test}");
                continue;
            }
            count += 1;
            complaints
                .extend(run(folder.path(), &command).err().map(|said| format!("{}: {said}", page.display())));
        }
    }
    super::check(&complaints);
    assert!(count > 20, "{count}");
}

#[test]
fn commands_with_outputs_stand_in_console_blocks() {
    let mut complaints = Vec::new();
    for page in chapters().into_iter().chain([root().join("README.md")]) {
        let text = read(&page);
        let mut language = "";
        for (at, line) in text.lines().enumerate() {
            if let Some(fence) = line.trim_start().strip_prefix("```") {
                language = fence;
            } else if language != "console" && line.trim_start().starts_with("$ docwright") {
                complaints.push(format!("{}:{}: `{line}` is run by no test", page.display(), at + 1));
            }
        }
    }
    super::check(&complaints);
}
