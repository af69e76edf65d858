//! Docs to decided model, next to a bare Markdown pass over the same pages in the same run:
//! `cargo bench -p docwright --bench corpus [PATH]...`. Without paths: the corpus beside the repository, or `docs-src`.
#![allow(clippy::print_stdout, reason = "a bench prints")]

use docwright::compile::{self, Run};
use docwright::config::{Config, DocSet, doc_sets};
use docwright::source;
use pulldown_cmark::{Options, Parser};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The allocator of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds of each contender, in turns; the best of each counts.
const ROUNDS: usize = 7;

/// Argument under which the program runs itself to measure the peak memory of one pass.
const ONCE: &str = "--once";

fn main() {
    let arguments = || std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let mut paths: Vec<PathBuf> = arguments().map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(default_path());
    }
    let docs = doc_sets(&paths).expect("pages to measure on");
    if std::env::args().any(|argument| argument == ONCE) {
        black_box(model(&docs));
        println!("{}", peak());
        return;
    }
    let pages = pages(&paths);
    let bytes: usize = pages.iter().map(|page| source::text(page).unwrap_or_default().len()).sum();
    println!("{} pages, {:.1} MB, best of {ROUNDS} rounds", pages.len(), bytes as f64 / 1e6);

    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let many = rayon::ThreadPoolBuilder::new().build().expect("threads");
    let (mut bare, mut single, mut multi) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        bare = bare.min(time(|| markdown(&pages)));
        single = single.min(one.install(|| time(|| model(&docs))));
        multi = multi.min(many.install(|| time(|| model(&docs))));
    }
    let ratio = |time: Duration| time.as_secs_f64() / bare.as_secs_f64();
    println!("bare Markdown pass, 1 thread   {:>7.1} ms  1.00", bare.as_secs_f64() * 1e3);
    println!("docs to model, 1 thread        {:>7.1} ms  {:.2}", single.as_secs_f64() * 1e3, ratio(single));
    let threads = many.current_num_threads();
    println!(
        "docs to model, {threads} threads       {:>7.1} ms  {:.2}",
        multi.as_secs_f64() * 1e3,
        ratio(multi)
    );
    match peak_of_one_pass(&paths) {
        Some(kib) => println!("peak memory of one pass        {:>7.1} MB", kib as f64 * 1024.0 / 1e6),
        None => println!("peak memory: this system does not tell"),
    }
}

fn default_path() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let corpus = root.join("../shared/corpus");
    if corpus.is_dir() {
        return corpus;
    }
    println!("../shared/corpus is not there: measuring on docs-src");
    root.join("docs-src")
}

fn pages(paths: &[PathBuf]) -> Vec<PathBuf> {
    let found = paths.iter().flat_map(|path| source::find(path, &source::is_page).unwrap_or_default());
    found.map(|(path, _)| path).collect()
}

/// What it takes until the result is there; giving it back to the allocator is not part of it.
fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let time = start.elapsed();
    drop(result);
    time
}

/// What any Markdown tool has to do: read the files, walk the events.
fn markdown(pages: &[PathBuf]) -> usize {
    let texts = pages.iter().map(|page| source::text(page).unwrap_or_default());
    texts.map(|text| Parser::new_ext(&text, Options::ENABLE_TABLES).count()).sum()
}

/// Stages 1 to 7.
fn model(docs: &[DocSet]) -> Run {
    let config = Config { docs: docs.to_vec(), ..Config::default() };
    compile::run(&config, Path::new("")).expect("the pages compile")
}

fn peak_of_one_pass(paths: &[PathBuf]) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).arg(ONCE).args(paths).output().ok()?;
    String::from_utf8(output.stdout).ok()?.lines().last()?.parse().ok().filter(|kib| *kib > 0)
}

/// The largest resident size of this process so far, in KiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
}
