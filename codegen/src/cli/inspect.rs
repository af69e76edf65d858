//! `docwright inspect`: one page as a stage sees it.

use super::{Failure, Input, input, output};
use clap::{Args, ValueEnum};
use docwright::source::SourceFile;
use docwright::{compile, dialect, markdown, page};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `inspect`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Inspect {
    /// The stage.
    #[arg(long, value_enum)]
    stage: Stage,
    /// The page.
    page: PathBuf,
    /// Dialect; detected without it.
    #[arg(long)]
    dialect: Option<String>,
    /// Route table.
    #[arg(long)]
    routes: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Stage {
    /// Headings, lines, tables, code blocks.
    Markdown,
    /// Sections, known columns, routes.
    Page,
    /// The decided model.
    Model,
}

/// Runs the command.
pub(super) fn run(inspect: &Inspect) -> Result<ExitCode, Failure> {
    let Inspect { stage, page, dialect, routes } = inspect;
    let input = Input {
        paths: vec![page.clone()],
        config: PathBuf::new(),
        dialect: dialect.clone(),
        routes: routes.clone(),
        service: None,
        overrides: None,
        without: Vec::new(),
        threads: None,
    };
    let (config, base) = input::config(&input)?;
    let run = compile::run(&config, &base)?;
    let (Some(report), Some(file)) = (run.sets.first(), run.files.last()) else {
        return Err("there is no such page".into());
    };
    let dialect = dialect::load(dialect.as_deref().unwrap_or(&report.dialect), Path::new(""))?;
    match stage {
        Stage::Markdown => show_markdown(file)?,
        Stage::Page => show_page(file, &dialect)?,
        Stage::Model => return output::json(&run.api),
    }
    Ok(ExitCode::SUCCESS)
}

fn show_markdown(file: &SourceFile) -> Result<(), Failure> {
    output::print(&format!("{:#?}\n", markdown::read(&file.text).blocks))
}

fn show_page(file: &SourceFile, dialect: &dialect::Dialect) -> Result<(), Failure> {
    let read = page::read(&file.text, markdown::read(&file.text), file.stem(), dialect);
    output::print(&format!("{:#?}\n", read.endpoints))
}
