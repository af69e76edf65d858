//! `docwright dialect`: proposes a dialect for a folder of pages, and says what one still lacks.

use super::{Failure, input, ledger, output};
use clap::{Args, Subcommand};
use docwright::compile;
use docwright::config::{self, Config};
use docwright::dialect::built_in;
use docwright::propose::{
    self,
    unknown::{self, Unknown},
};
use docwright::source::{self, SourceFile};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Commands on dialects.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Dialect {
    /// Read a folder of pages and print a dialect for them, each line with what speaks for it.
    ///
    /// The account of the pages before and after goes to the standard error.
    Propose(Propose),
    /// List what a dialect lacks for a folder of pages: the words that most rows are lost to first.
    Check(Check),
}

/// Arguments of `dialect check`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Check {
    /// Folder of the pages.
    folder: PathBuf,
    /// The dialect: a built-in one or a TOML file.
    #[arg(long)]
    dialect: String,
    /// Lines to print.
    #[arg(long, default_value_t = 40)]
    limit: usize,
}

/// Arguments of `dialect propose`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Propose {
    /// Folder of the pages.
    folder: PathBuf,
    /// Name of the dialect; the folder's without it.
    #[arg(long)]
    name: Option<String>,
}

/// Pages that the accounts before and after are made of, at most; they lie evenly among all.
const COUNTED: usize = 100;

/// Of a folder of this many pages the accounts are made of every third one: they are an estimate, and each costs as much
/// as checking its pages.
const MANY: usize = 12;

/// Runs a command.
pub(super) fn run(dialect: &Dialect) -> Result<ExitCode, Failure> {
    match dialect {
        Dialect::Propose(arguments) => self::propose(arguments),
        Dialect::Check(arguments) => check(arguments),
    }
}

fn propose(Propose { folder, name }: &Propose) -> Result<ExitCode, Failure> {
    let name = name.clone().unwrap_or_else(|| config::service_of_folder(folder));
    let config = Config { docs: config::doc_sets(std::slice::from_ref(folder))?, ..Config::default() };
    let (pages, table) = compile::pages(&config, Path::new(""))?;
    let text = propose::propose(&name, &pages, &table)?;
    let step = pages.len().div_ceil(COUNTED).max(if pages.len() < MANY { 1 } else { 3 });
    let counted: Vec<SourceFile> = pages.iter().step_by(step).cloned().collect();
    let of = if step > 1 { format!(" (one page of {step})") } else { String::new() };
    let after = Arc::new(built_in::parse(&name, &text)?);
    for (when, dialect) in [("before", built_in::builtin(built_in::GENERIC)?), ("after", after)] {
        let counts = compile::count(counted.clone(), &table, &dialect)?;
        output::note(&format!("{when}{of}:\n  {}", ledger::text(counts)));
    }
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// One line per word: rows, pages, what it is, the word, a place.
fn check(Check { folder, dialect, limit }: &Check) -> Result<ExitCode, Failure> {
    let mut docs = input::doc_sets(std::slice::from_ref(folder), Some(dialect))?;
    docs.iter_mut().for_each(|set| set.dialect = Some(dialect.clone()));
    let config = Config { docs, ..Config::default() };
    let dialect = built_in::load(dialect, Path::new(""))?;
    let (pages, table) = compile::pages(&config, Path::new(""))?;
    let found = unknown::list(&pages, &dialect);
    let is_routed = |found: &&Unknown| found.what != "route" || table.is_empty();
    let found: Vec<&Unknown> = found.iter().filter(is_routed).collect();
    let mut text = String::from("  rows  pages  what      word, and where it stands\n");
    for Unknown { what, word, rows, lost, pages, place } in found.iter().take(*limit) {
        let mark = if *lost { ' ' } else { '*' };
        text.push_str(&format!(
            "{rows:>6}{mark}{pages:>6}  {what:<8}  `{word}` at {}:{}\n",
            place.0, place.1
        ));
    }
    if found.len() > *limit {
        text.push_str(&format!("{} more; `--limit` shows them\n", found.len() - limit));
    }
    if found.iter().take(*limit).any(|unknown| !unknown.lost) {
        text.push_str("* the rows are read, and their cell is not understood\n");
    }
    output::print(&source::visible(if found.is_empty() { "nothing is unknown\n" } else { &text }))?;
    Ok(ExitCode::SUCCESS)
}
