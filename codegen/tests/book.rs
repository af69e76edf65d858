//! The documentation is a book: each page is a chapter, links lead somewhere, what a `console` block shows is what its
//! commands print, and the commands of `sh` blocks run.
//!
//! `UPDATE_DOCS=1 cargo test -p docwright --test book` writes the outputs as they are.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "book/commands.rs"]
mod commands;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages below `docs`, in order.
fn chapters() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("docs")).unwrap();
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages
}

#[track_caller]
fn check(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_page_is_a_chapter() {
    let summary = root().join("docs/SUMMARY.md");
    let listed: BTreeSet<String> = links(&read(&summary)).into_iter().collect();
    let name = |page: &PathBuf| page.file_name().unwrap().to_string_lossy().into_owned();
    let missing = chapters()
        .iter()
        .map(name)
        .filter(|name| name != "SUMMARY.md" && !listed.contains(name))
        .collect::<Vec<_>>();
    check(
        &missing
            .iter()
            .map(|name| format!("docs/{name} is no chapter of docs/SUMMARY.md"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn links_lead_somewhere() {
    let mut complaints = Vec::new();
    let front = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(|name| root().join(name));
    for page in chapters().into_iter().chain(front) {
        let text = read(&page);
        for link in links(&text).iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            // The book has no files but its own.
            if path.starts_with("../") && page.starts_with(root().join("docs")) {
                complaints.push(format!("{}: `{link}` leads out of the book", page.display()));
            }
            let is_page = target.extension().is_some_and(|extension| extension == "md");
            let is_found = target.exists()
                && (anchor.is_empty() || !is_page || anchors(&read(&target)).contains(anchor));
            if !is_found {
                complaints.push(format!("{}: `{link}` leads nowhere", page.display()));
            }
        }
    }
    check(&complaints);
}

fn links(text: &str) -> Vec<String> {
    let targets = Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    targets.collect()
}

/// The anchors of the headings, as forges and mdBook write them.
fn anchors(text: &str) -> BTreeSet<String> {
    let (mut found, mut title) = (BTreeSet::new(), None::<String>);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match (event, &mut title) {
            (Event::Start(Tag::Heading { .. }), title) => *title = Some(String::new()),
            (Event::Text(text) | Event::Code(text), Some(title)) => title.push_str(&text),
            (Event::End(TagEnd::Heading(_)), Some(whole)) => {
                let kept = whole.to_lowercase().replace(' ', "-");
                let plain = kept.chars().filter(|char| char.is_alphanumeric() || matches!(char, '-' | '_'));
                found.insert(plain.collect());
                title = None;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_key_of_the_configuration_is_explained() {
    let reference = read(&root().join("docs/configuration.md"));
    let mut complaints = Vec::new();
    for table in ["", "[[docs]]\n", "[emit]\n", "[emit.rust]\n"] {
        let error =
            docwright::config::Config::parse("x", &format!("{table}no-key = 1\n")).unwrap_err().to_string();
        let known = error.split("expected").nth(1).unwrap().lines().next().unwrap().to_owned();
        let keys = known
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|key| !["docs", "emit", "rust", "severity"].contains(key));
        let missing = keys.filter(|key| !reference.contains(&format!("`{key}` |")));
        complaints.extend(
            missing
                .map(|key| format!("docs/configuration.md does not explain `{key}` of `{}`", table.trim())),
        );
    }
    check(&complaints);
}

#[test]
fn the_reference_of_commands_is_fresh() {
    let mut text = "# Commands\n\nWhat `docwright help` and `docwright help COMMAND` print.\n".to_owned();
    help(&[], &mut text);
    let page = root().join("docs/commands.md");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&page, &text).unwrap();
    }
    assert!(
        read(&page) == text,
        "stale docs/commands.md: `UPDATE_DOCS=1 cargo test -p docwright --test book` writes it"
    );
}

/// The limits as a table: name, value and what the source says of each.
fn limits() -> String {
    let (mut table, mut about) = ("| limit | value | |\n|---|---|---|\n".to_owned(), String::new());
    for line in read(&root().join("codegen/src/limits.rs")).lines() {
        if let Some(text) = line.strip_prefix("/// ") {
            about = [about.as_str(), text].join(" ");
        } else if let Some((name, value)) =
            line.strip_prefix("pub const ").and_then(|rest| rest.split_once(": "))
        {
            let value = value.split_once(" = ").unwrap().1.trim_end_matches(';').replace('_', " ");
            let value = value.replace(" << 20", " MiB");
            writeln!(table, "| `{name}` | {value} | {} |", about.trim()).unwrap();
            about.clear();
        }
    }
    table
}

#[test]
fn the_limits_are_those_of_the_source() {
    let (page, limits) = (root().join("docs/scale.md"), limits());
    let text = read(&page);
    let begin = text.find("| limit |").unwrap();
    let end = text[begin..].find("\n\n").map_or(text.len(), |at| begin + at + 1);
    let fresh = [&text[..begin], &limits, &text[end..]].concat();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&page, &fresh).unwrap();
    }
    assert!(limits.lines().count() > 20);
    assert!(
        text == fresh,
        "stale docs/scale.md: `UPDATE_DOCS=1 cargo test -p docwright --test book` writes it"
    );
}

/// The help of a command, and of those below it.
fn help(command: &[&str], text: &mut String) {
    let output = Command::new(env!("CARGO_BIN_EXE_docwright")).arg("help").args(command).output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let name = ["docwright"].iter().chain(command).copied().collect::<Vec<_>>().join(" ");
    write!(text, "\n## `{name}`\n\n```text\n{}\n```\n", shown.trim_end()).unwrap();
    let below = shown.split("\nCommands:\n").nth(1).unwrap_or_default();
    for line in below.lines().take_while(|line| line.starts_with("  ")) {
        // Further lines of a description are indented more.
        let Some(name) = line.strip_prefix("  ").filter(|line| !line.starts_with(' ')) else { continue };
        let name = name.split(' ').next().unwrap();
        if name != "help" {
            help(&[command, &[name]].concat(), text);
        }
    }
}

/// A command of a `console` block, and the lines of the page that show its output.
struct Shown {
    command: String,
    output: std::ops::Range<usize>,
}

impl Shown {
    /// Whether nothing was printed yet, so that a line behind `> ` goes on with the command.
    fn is_silent(&self) -> bool {
        self.output.is_empty()
    }
}

#[test]
fn console_blocks_show_what_their_commands_print() {
    let mut complaints = Vec::new();
    for page in chapters().into_iter().chain([root().join("README.md")]) {
        let text = read(&page);
        let lines: Vec<&str> = text.lines().collect();
        let shown = console(&lines);
        let outputs = run(&shown);
        let mut whole = String::new();
        let mut at = 0;
        for (shown, output) in shown.iter().zip(&outputs) {
            let expected = &lines[shown.output.clone()];
            let printed: Vec<&str> = output.lines().collect();
            if !agrees(expected, &printed) {
                complaints.push(format!("{}: `{}` prints\n{output}", page.display(), shown.command));
            }
            lines[at..shown.output.start].iter().for_each(|line| writeln!(whole, "{line}").unwrap());
            let kept = if agrees(expected, &printed) { expected } else { &printed };
            kept.iter().for_each(|line| writeln!(whole, "{line}").unwrap());
            at = shown.output.end;
        }
        lines[at..].iter().for_each(|line| writeln!(whole, "{line}").unwrap());
        if env::var_os("UPDATE_DOCS").is_some() && whole != text {
            fs::write(&page, whole).unwrap();
        }
    }
    check(&complaints);
}

/// Commands behind `$ ` in blocks of the language `console`; they go on behind a trailing `\`, and in lines behind `> `.
fn console(lines: &[&str]) -> Vec<Shown> {
    let (mut found, mut is_inside): (Vec<Shown>, bool) = (Vec::new(), false);
    let mut is_continued = false;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with("```") {
            is_inside = *line == "```console";
        } else if let Some(more) =
            line.strip_prefix("> ").filter(|_| is_inside && found.last().is_some_and(Shown::is_silent))
        {
            let last = found.last_mut().unwrap();
            write!(last.command, "\n{more}").unwrap();
            last.output = at + 1..at + 1;
        } else if is_inside && is_continued {
            let last = found.last_mut().unwrap();
            writeln!(last.command).unwrap();
            last.command.push_str(line);
            last.output = at + 1..at + 1;
            is_continued = line.ends_with('\\');
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| is_inside) {
            found.push(Shown { command: command.to_owned(), output: at + 1..at + 1 });
            is_continued = command.ends_with('\\');
        } else if let Some(last) = found.last_mut().filter(|_| is_inside) {
            last.output.end = at + 1;
        }
    }
    found
}

/// A line of three dots stands for any lines.
fn agrees(expected: &[&str], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((&"...", rest)) => (0..=printed.len()).any(|at| agrees(rest, &printed[at..])),
        Some((line, rest)) => printed.first() == Some(line) && agrees(rest, &printed[1..]),
    }
}

/// The doc sets of this repository, without what it emits.
fn sets() -> String {
    let configuration = read(&root().join("docwright.toml"));
    let sets = configuration.split("[emit.rust]").next().unwrap();
    format!("{}\n", sets[sets.find("[[docs]]").unwrap()..].trim_end())
}

/// Runs the commands of a page in one shell, in a folder that holds the pages of this repository and its configuration.
fn run(shown: &[Shown]) -> Vec<String> {
    const END: char = '\u{1e}';
    if shown.is_empty() {
        return Vec::new();
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("docs-src"), &folder.path().join("docs-src"));
    copy(&root().join("xtask/story/pages"), &folder.path().join("pages"));
    fs::write(folder.path().join("docwright.toml"), sets()).unwrap();
    let mut script = "trap 'kill $(jobs -p) 2>/dev/null' EXIT\n".to_owned();
    shown.iter().for_each(|shown| writeln!(script, "{}\nprintf '{END}'", shown.command).unwrap());
    let program = Path::new(env!("CARGO_BIN_EXE_docwright")).parent().unwrap();
    let path = format!("{}:{}", program.display(), env::var("PATH").unwrap_or_default());
    let output = Command::new("bash")
        .args(["-c", &format!("exec 2>&1\n{script}")])
        .current_dir(folder.path())
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut outputs: Vec<String> = text.split(END).map(str::to_owned).collect();
    outputs.resize(shown.len(), String::new());
    outputs
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).unwrap();
        }
    }
}
