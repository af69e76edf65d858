//! `docwright export`: the model in another form.

use super::{Failure, Form, output};
use clap::{Args, ValueEnum};
use docwright::emit::{self as emitters, openapi};
use docwright::model::Api;
use docwright::source::visible;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the documents of `openapi` are like; the other forms have no use for it.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Folder for the documents of `openapi`, one per service.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Version of OpenAPI.
    #[arg(long, value_enum, default_value = "3.0")]
    version: Version,
    /// Language of summaries and descriptions where a page has it (`zh`, `en`); all languages without it.
    #[arg(long)]
    language: Option<String>,
    /// One OpenAPI document for all services.
    #[arg(long)]
    bundle: bool,
}

/// The versions of OpenAPI.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Version {
    #[value(name = "3.0")]
    V3_0,
    #[value(name = "3.1")]
    V3_1,
}

/// Runs the command.
pub(super) fn run(form: Form, options: &Options, api: &Api) -> Result<ExitCode, Failure> {
    match form {
        Form::Facts => output::json(&emitters::facts::emit(api)),
        Form::Outline => output::print(&visible(&emitters::outline::emit(api))).map(|()| ExitCode::SUCCESS),
        Form::Openapi => documents(options.out.as_deref(), &openapi::emit(api, &options.of_openapi())),
    }
}

impl Options {
    fn of_openapi(&self) -> openapi::Options {
        openapi::Options {
            version: match self.version {
                Version::V3_0 => openapi::Version::V3_0,
                Version::V3_1 => openapi::Version::V3_1,
            },
            language: self.language.clone(),
            bundle: self.bundle,
        }
    }
}

fn documents(out: Option<&Path>, documents: &[(String, Value)]) -> Result<ExitCode, Failure> {
    match (out, documents) {
        (None, [(_, document)]) => output::json(document),
        (None, _) => {
            let count = documents.len();
            Err(format!(
                "the pages have {count} services, and a document describes one; name a folder with `--out DIR`, \
                 or write one document for all with `--bundle`"
            )
            .into())
        }
        (Some(folder), _) => {
            std::fs::create_dir_all(folder)?;
            for (service, document) in documents {
                let path = folder.join(openapi::file_name(service));
                std::fs::write(&path, serde_json::to_string_pretty(document)? + "\n")
                    .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
                output::print(&format!("{}\n", path.display()))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}
