//! `docwright inspect`: one page as a stage sees it.

mod words;

use super::{Failure, Input, input, output};
use clap::{Args, ValueEnum};
use docwright::lower::description::{self, Memo, Patterns};
use docwright::model::{Api, Endpoint, Field, Meaning, Object, Service, Text};
use docwright::source::SourceFile;
use docwright::syntax::markdown;
use docwright::{compile, dialect, page};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `inspect`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Inspect {
    /// The stage.
    #[arg(long, value_enum)]
    stage: Stage,
    /// The page; for `meaning` and `model` also a folder of pages.
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
    /// The words that a dialect has to know, and what each is read as.
    Words,
    /// Sections, known columns, routes.
    Page,
    /// What was read from each description, one JSON object a line.
    Meaning,
    /// The decided model.
    Model,
}

/// A description and what was read from it.
#[derive(Serialize)]
struct Reading<'a> {
    service: &'a str,
    endpoint: &'a str,
    object: &'a str,
    field: &'a str,
    r#type: String,
    language: &'a str,
    text: &'a str,
    meaning: Meaning,
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
        return Err(format!("no page found at `{}`", page.display()).into());
    };
    let dialect = dialect::load(dialect.as_deref().unwrap_or(&report.dialect), Path::new(""))?;
    match stage {
        Stage::Markdown => show_markdown(file)?,
        Stage::Words => output::print(&words::show(file, &dialect))?,
        Stage::Page => show_page(file, &dialect)?,
        Stage::Meaning => show_meanings(&run.api, &dialect)?,
        Stage::Model => return output::json(&run.api),
    }
    Ok(ExitCode::SUCCESS)
}

fn show_markdown(file: &SourceFile) -> Result<(), Failure> {
    output::print(&format!("{:#?}\n", markdown::read(&file.text).blocks))
}

fn show_page(file: &SourceFile, dialect: &dialect::Dialect) -> Result<(), Failure> {
    let read = page::read(&file.text, markdown::read(&file.text), &file.path, dialect);
    output::print(&format!("{:#?}\n", read.endpoints))
}

fn show_meanings(api: &Api, dialect: &dialect::Dialect) -> Result<(), Failure> {
    let memo = Memo::of(dialect).unwrap_or_default();
    for service in &api.services {
        let shared = service.types.values().map(|object| ("", object));
        let own = service.endpoints.iter().flat_map(|endpoint| objects(endpoint));
        for (endpoint, object) in shared.chain(own) {
            for (field, text) in described(object) {
                output::line(&reading(service, endpoint, object, (field, text), memo.patterns()))?;
            }
        }
    }
    Ok(())
}

fn objects(endpoint: &Endpoint) -> impl Iterator<Item = (&str, &Object)> {
    std::iter::once(&endpoint.request).chain(&endpoint.types).map(|object| (endpoint.id.as_str(), object))
}

fn described(object: &Object) -> impl Iterator<Item = (&Field, &Text)> {
    object.fields.iter().flat_map(|field| field.docs.iter().map(move |text| (field, text)))
}

fn reading<'a>(
    service: &'a Service,
    endpoint: &'a str,
    object: &'a Object,
    (field, text): (&'a Field, &'a Text),
    patterns: &Patterns,
) -> Reading<'a> {
    let context = description::Context { name: &field.name, ty: &field.ty };
    Reading {
        service: &service.name,
        endpoint,
        object: &object.id,
        field: &field.name,
        r#type: field.ty.to_string(),
        language: &text.language,
        text: &text.text,
        meaning: description::read(patterns, &text.text, context),
    }
}
