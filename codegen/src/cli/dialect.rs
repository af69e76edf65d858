//! `docwright dialect`: proposes a dialect for a folder of pages, and says what one still lacks.

use super::{Failure, ledger, output};
use clap::{Args, Subcommand};
use docwright::compile;
use docwright::config::{self, Config};
use docwright::dialect::built_in;
use docwright::propose;
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

/// Runs a command.
pub(super) fn run(dialect: &Dialect) -> Result<ExitCode, Failure> {
    match dialect {
        Dialect::Propose(arguments) => self::propose(arguments),
    }
}

fn propose(Propose { folder, name }: &Propose) -> Result<ExitCode, Failure> {
    let name = name.clone().unwrap_or_else(|| config::service_of_folder(folder));
    let config = Config { docs: config::doc_sets(std::slice::from_ref(folder))?, ..Config::default() };
    let (pages, table) = compile::pages(&config, Path::new(""))?;
    let text = propose::propose(&name, &pages, &table)?;
    for (when, dialect) in [("before", built_in::builtin(built_in::GENERIC)?), ("after", Arc::new(built_in::parse(&name, &text)?))] {
        let run = compile::run_with(&config, Path::new(""), Some(&dialect))?;
        output::note(&format!("{when}: {}", ledger::text(run.counts())));
    }
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
