//! `bench --scale`: what large inputs cost, and how the cost grows: one kind of thing, 1,000 to 100,000 times.

mod cliffs;
mod guard;
mod page;

use crate::manual;
use crate::measure::{self, Usage};
use crate::shell::{built, target};
use cliffs::{CLIFFS, Cliff};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// How many of each kind.
const SIZES: [usize; 5] = [1_000, 3_000, 10_000, 30_000, 100_000];

/// What costs less than this much time says nothing about growth.
const NOISE: f64 = 0.03;

/// What one kind may cost at the largest size, in seconds, MB, and as the exponent of its growth.
const BOUNDS: (f64, u64, f64) = (0.5, 300, 1.2);

/// The page of the manual that has the tables.
const MANUAL: &str = "docs/scale.md";

/// Measures all kinds, or those whose names hold the given word, and prints a table in Markdown. With `--pages`, whole
/// doc sets instead, through `check`, `emit` and `model`; with `--guard`, two sizes of each kind, which must not grow like
/// a square. `--write` puts the table into the manual.
pub(super) fn all(arguments: &[String]) -> Result<(), String> {
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let only = arguments.iter().find(|argument| !argument.starts_with("--"));
    if has("--write") && only.is_some() {
        return Err("`--write` takes the table of all kinds".to_owned());
    }
    let program = built()?;
    if has("--guard") {
        return guard::all(&program);
    }
    let (name, table) = match has("--pages") {
        true => ("bench --scale --pages", doc_sets(&program)?),
        false => ("bench --scale", kinds(&program, only)?),
    };
    if has("--write") { manual::write(MANUAL, name, &table) } else { Ok(()) }
}

/// A table that is shown line by line.
#[derive(Default)]
struct Table(String);

impl Table {
    fn line(&mut self, line: &str) {
        println!("{line}");
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "{line}");
    }
}

fn kinds(program: &Path, only: Option<&String>) -> Result<String, String> {
    let mut table = Table::default();
    table.line("| kind | N | input | time | peak memory | exponent | |");
    table.line("|---|---|---|---|---|---|---|");
    let wanted = |cliff: &&Cliff| only.is_none_or(|word| cliff.name.contains(word.as_str()));
    for cliff in CLIFFS.iter().filter(wanted) {
        table.line(&row(program, cliff)?);
    }
    Ok(table.0)
}

/// One kind at growing sizes.
fn row(program: &Path, cliff: &Cliff) -> Result<String, String> {
    let mut seen: Vec<(usize, Usage)> = Vec::new();
    let mut bytes = 0;
    for size in SIZES.into_iter().filter(|size| *size <= cliff.most) {
        let (usage, of_input) = measured(program, cliff, size)?;
        bytes = of_input;
        seen.push((size, usage));
    }
    let (size, last) = seen.last().copied().ok_or("no size is small enough")?;
    let exponent = exponent(&seen);
    let (time, memory, growth) = BOUNDS;
    let fits = last.seconds <= time && last.peak_mb() <= memory && exponent.is_none_or(|it| it <= growth);
    Ok(format!(
        "| {} | {size} | {:.1} MB | {:.2} s | {} MB | {} | {} |",
        cliff.name,
        bytes as f64 / 1e6,
        last.seconds,
        last.peak_mb(),
        exponent.map_or("below noise".to_owned(), |exponent| format!("{exponent:.2}")),
        if fits { "" } else { "over" },
    ))
}

/// What `check` of so many costs, and the size of the input.
fn measured(program: &Path, cliff: &Cliff, size: usize) -> Result<(Usage, usize), String> {
    let folder = target().join("bench/scale");
    let bytes = put(&folder, &(cliff.make)(size))?;
    let usage = check(program, &folder)?;
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok((usage, bytes))
}

/// Runs `check` on one thread; findings of severity error are expected.
fn check(program: &Path, folder: &Path) -> Result<Usage, String> {
    let mut command = Command::new(program);
    command.args(["check", "--summary", "--threads", "1"]).current_dir(folder);
    let usage = measure::usage(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
    match usage.code {
        Some(0 | 1) => Ok(usage),
        code => Err(format!("`docwright check` ended with {code:?} in {}", folder.display())),
    }
}

/// Writes the files of an input and tells their size.
fn put(folder: &Path, files: &[(String, String)]) -> Result<usize, String> {
    let _ = fs::remove_dir_all(folder);
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    Ok(files.iter().map(|(_, text)| text.len()).sum())
}

/// The slope of time over size, both as logarithms, where time says anything: over the last two steps, where a square
/// would show most.
fn exponent(seen: &[(usize, Usage)]) -> Option<f64> {
    let told: Vec<(f64, f64)> = seen
        .iter()
        .filter(|(_, usage)| usage.seconds >= NOISE)
        .map(|(size, usage)| ((*size as f64).ln(), usage.seconds.ln()))
        .collect();
    let ([.., first, _, last] | [first, last]) = *told.as_slice() else { return None };
    Some((last.1 - first.1) / (last.0 - first.0))
}

/// Whole doc sets: `check`, `emit` and `model` of so many pages.
fn doc_sets(program: &Path) -> Result<String, String> {
    let mut table = Table::default();
    table.line("| pages | command | time | peak memory |");
    table.line("|---|---|---|---|");
    for size in SIZES {
        let folder = target().join("bench/scale-pages");
        put(&folder, &cliffs::pages(size))?;
        for words in [&["check", "--summary"][..], &["emit"], &["model"]] {
            let mut command = Command::new(program);
            command.args(words).current_dir(&folder);
            let usage = measure::usage(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
            let what = words.join(" ");
            table.line(&match usage.code {
                Some(0 | 1) => {
                    format!("| {size} | `{what}` | {:.2} s | {} MB |", usage.seconds, usage.peak_mb())
                }
                code => format!("| {size} | `{what}` | ended with {code:?} | |"),
            });
        }
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    Ok(table.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_told_by_the_last_steps() {
        let at = |size: usize, seconds: f64| (size, Usage { seconds, ..Usage::default() });
        let square = [at(1_000, 0.001), at(10_000, 0.1), at(30_000, 0.9), at(100_000, 10.0)];
        assert!((exponent(&square).unwrap() - 2.0).abs() < 0.01);
        let line = [at(10_000, 0.04), at(100_000, 0.4)];
        assert!((exponent(&line).unwrap() - 1.0).abs() < 0.01);
        assert_eq!(exponent(&[at(100_000, 0.01)]), None);
    }
}
