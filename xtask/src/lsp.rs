//! `lsp`: what a keystroke in an editor costs, from the message of the editor to the findings, and what many of them leave
//! behind in memory; next to a run of `check` over the same pages.

use crate::shell::{built, root};
use crate::{measure, processor};
use docwright::config::doc_sets;
use docwright::source;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// The pages that are measured on, when nobody names any.
const PAGES: &str = "../shared/corpus";
/// Keystrokes on the largest page, and on each of some others.
const ON_LARGEST: usize = 100;
const ON_OTHERS: usize = 4;
/// Other pages, evenly among all.
const OTHERS: usize = 200;
/// Keystrokes for the memory.
const MANY: usize = 10_000;
/// Milliseconds that a keystroke may take on the largest page, and in the median.
const LIMITS: (f64, f64) = (30.0, 10.0);

/// Measures; fails where memory grows by a tenth.
pub(crate) fn measure(arguments: &[String]) -> Result<(), String> {
    let mut words = arguments.iter();
    let (mut folder, mut named, mut edits) = (root().join(PAGES), None, MANY);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--program" => named = Some(PathBuf::from(words.next().ok_or("`--program` needs a path")?)),
            "--edits" => {
                let count = words.next().and_then(|count| count.parse().ok());
                edits = count.ok_or("`--edits` needs a number")?;
            }
            word => folder = std::path::absolute(word).map_err(|error| error.to_string())?,
        }
    }
    let program = named.map_or_else(built, Ok)?;
    if !folder.is_dir() {
        folder = root().join("docs-src");
    }
    let pages = pages(&folder)?;
    let (size, largest) = pages.last().cloned().ok_or("no pages")?;
    let check = measure::usage(
        Command::new(&program).args(["check", "--summary"]).arg(&folder).stdout(Stdio::null()),
    )?;
    let check = check.seconds * 1e3;
    println!("check of {} pages               {check:>9.1} ms of processor time", pages.len());
    let mut editor = Editor::start(&program, &folder)?;
    let begun = processor::time(&editor.process());
    let times = editor.keystrokes(&largest, ON_LARGEST)?;
    let ended = processor::time(&editor.process());
    let name = largest.strip_prefix(&folder).unwrap_or(&largest).display();
    line(&format!("largest page ({name}, {} KB)", size / 1000), median(&times), check, LIMITS.0);
    let processor = begun.zip(ended).map(|(begun, ended)| (ended - begun).as_secs_f64() * 1e3);
    let processor = processor.unwrap_or_default() / ON_LARGEST as f64;
    println!("  of processor time {processor:>37.1} ms, {:>5.1} % of check", 100.0 * processor / check);
    let step = (pages.len() / OTHERS).max(1);
    let (mut all, mut slowest) = (Vec::new(), (Duration::ZERO, &largest));
    for (_, page) in pages.iter().step_by(step) {
        let times = editor.keystrokes(page, ON_OTHERS)?;
        slowest = slowest.max((times.iter().max().copied().unwrap_or_default(), page));
        all.extend(times);
    }
    line(&format!("median of {} keystrokes", all.len()), median(&all), check, LIMITS.1);
    line("95 of 100 are below", quantile(&all, 95), check, LIMITS.0);
    let name = slowest.1.strip_prefix(&folder).unwrap_or(slowest.1).display();
    line(&format!("worst ({name})"), quantile(&all, 100), check, LIMITS.0);
    let (_, middle) = &pages[pages.len() / 2];
    editor.keystrokes(middle, edits / 10)?;
    let before = editor.size();
    editor.keystrokes(middle, edits)?;
    let after = editor.size();
    let counts = (edits / 10, edits + edits / 10);
    println!("memory after {} and {} edits: {} and {} MB", counts.0, counts.1, before / 1000, after / 1000);
    editor.end()?;
    match after * 10 > before * 11 {
        true => Err("memory grows with the edits".to_owned()),
        false => Ok(()),
    }
}

/// The pages of the doc sets of a folder, the smallest first.
fn pages(folder: &Path) -> Result<Vec<(u64, PathBuf)>, String> {
    let sets = doc_sets(&[folder.to_owned()]).map_err(|error| error.to_string())?;
    let mut pages = Vec::new();
    for set in sets {
        let found = source::find(&set.path, &source::is_page).map_err(|error| error.to_string())?;
        pages.extend(
            found.into_iter().map(|(path, _)| (fs::metadata(&path).map_or(0, |about| about.len()), path)),
        );
    }
    pages.sort();
    Ok(pages)
}

fn line(what: &str, time: f64, check: f64, limit: f64) {
    let verdict = if time <= limit { "" } else { "  above the limit" };
    println!(
        "{what:<50} {time:>7.1} ms, {:>5.1} % of check, limit {limit} ms{verdict}",
        100.0 * time / check
    );
}

fn median(times: &[Duration]) -> f64 {
    quantile(times, 50)
}

/// The time that so many of 100 are not above, in milliseconds.
fn quantile(times: &[Duration], percent: usize) -> f64 {
    let mut times: Vec<Duration> = times.to_vec();
    times.sort();
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

/// An editor with a server.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn start(program: &Path, folder: &Path) -> Result<Self, String> {
        let mut server = Command::new(program)
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot run `{}`: {error}", program.display()))?;
        let (Some(input), Some(output)) = (server.stdin.take(), server.stdout.take()) else {
            return Err("no pipes".to_owned());
        };
        let mut editor = Self { server, input, output: BufReader::new(output) };
        let params = json!({
            "capabilities": { "general": { "positionEncodings": ["utf-8"] } },
            "workspaceFolders": [{ "uri": uri(folder), "name": "pages" }],
            "initializationOptions": { "paths": ["."] },
        });
        editor.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }))?;
        editor.until(|message| message["id"] == 1)?;
        editor.tell("initialized", &json!({}))?;
        editor.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "docwright/none" }))?;
        editor.until(|message| message["id"] == 2)?;
        Ok(editor)
    }

    fn send(&mut self, message: &Value) -> Result<(), String> {
        let body = message.to_string();
        let sent = write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len());
        sent.and_then(|()| self.input.flush()).map_err(|error| error.to_string())
    }

    fn tell(&mut self, method: &str, params: &Value) -> Result<(), String> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Reads up to a message.
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Result<(), String> {
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                let read = self.output.read_line(&mut line).map_err(|error| error.to_string())?;
                match line.trim_end() {
                    _ if read == 0 => return Err("the server has ended".to_owned()),
                    "" => break,
                    line => length = line.rsplit(' ').next().and_then(|it| it.parse().ok()).unwrap_or(0),
                }
            }
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).map_err(|error| error.to_string())?;
            if is_it(&serde_json::from_slice(&body).map_err(|error| error.to_string())?) {
                return Ok(());
            }
        }
    }

    /// Types and deletes a character in the last cell of a row in the middle of a page, so many times; how long each time
    /// its findings take.
    fn keystrokes(&mut self, page: &Path, count: usize) -> Result<Vec<Duration>, String> {
        let text = String::from_utf8_lossy(&fs::read(page).map_err(|error| error.to_string())?).into_owned();
        let lines: Vec<&str> = text.split('\n').collect();
        let rows =
            || (0..lines.len()).filter(|at| lines[*at].trim_end().ends_with('|') && lines[*at].len() > 9);
        let line = rows().min_by_key(|at| at.abs_diff(lines.len() / 2)).unwrap_or(0);
        let column = lines[line].trim_end().len().saturating_sub(1);
        let uri = uri(page);
        let item = json!({ "uri": uri, "languageId": "markdown", "version": 0, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": item }))?;
        let is_told = |message: &Value, version: usize| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && message["params"]["version"] == version
        };
        self.until(|message| is_told(message, 0))?;
        let mut times = Vec::new();
        for version in 1..=count {
            let start = json!({ "line": line, "character": column });
            let (end, new) = match version % 2 {
                1 => (start.clone(), "x"),
                _ => (json!({ "line": line, "character": column + 1 }), ""),
            };
            let change = json!({ "range": { "start": start, "end": end }, "text": new });
            let document = json!({ "uri": uri, "version": version });
            let begun = Instant::now();
            let params = json!({ "textDocument": document, "contentChanges": [change] });
            self.tell("textDocument/didChange", &params)?;
            self.until(|message| is_told(message, version))?;
            times.push(begun.elapsed());
        }
        self.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }))?;
        Ok(times)
    }

    /// Where the system tells of the server.
    fn process(&self) -> PathBuf {
        Path::new("/proc").join(self.server.id().to_string())
    }

    /// Resident KiB of the server; 0 where the system does not tell.
    fn size(&self) -> u64 {
        let status = fs::read_to_string(self.process().join("status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
    }

    fn end(mut self) -> Result<(), String> {
        self.send(&json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }))?;
        self.until(|message| message["id"] == 3)?;
        self.tell("exit", &json!(null))?;
        let status = self.server.wait().map_err(|error| error.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}")) }
    }
}

fn uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let bytes = path.to_string_lossy().into_owned().into_bytes();
    let encoded = bytes
        .into_iter()
        .map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") });
    format!("file://{}", encoded.collect::<String>())
}
