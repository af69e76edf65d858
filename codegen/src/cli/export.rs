//! `docwright export`: the model in another form.

use super::{Failure, Form, input, output};
use clap::{Args, ValueEnum};
use docwright::emit::operations::Operation;
use docwright::emit::{self as emitters, openapi, schema, tools};
use docwright::model::Api;
use docwright::source::visible;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the documents are like; one that a form has no use for is refused.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Folder for the documents of `openapi` and `schema`, one per service.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Version of OpenAPI; 3.0 without it.
    #[arg(long, value_enum)]
    version: Option<Version>,
    /// Language of summaries and descriptions where a page has it (`zh`, `en`); all languages without it.
    #[arg(long)]
    language: Option<String>,
    /// One OpenAPI document for all services.
    #[arg(long)]
    bundle: bool,
    /// In `openapi`: works around what linters refuse and generators of clients fail at; the query of a path becomes
    /// arguments, and of properties whose names differ in case and separators only all but the first are additional properties.
    #[arg(long)]
    portable: bool,
    /// In `schema`: the documented values are the only ones.
    #[arg(long)]
    closed: bool,
    /// Of `tools`: the API that takes them; `openai` without it.
    #[arg(long = "form", value_enum)]
    tools: Option<ToolForm>,
    /// In `tools`: operations of which `SERVICE.OPERATION`, the operation alone or the name of the tool fits one of
    /// these patterns (`*`, `?`).
    #[arg(long, value_name = "PATTERN")]
    only: Vec<glob::Pattern>,
    /// In `tools`: greatest size of one schema in bytes; 16384 without it.
    #[arg(long, value_name = "BYTES")]
    max_bytes: Option<usize>,
}

/// The APIs of language models.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ToolForm {
    /// OpenAI's Chat Completions, and what is compatible with it.
    Openai,
    /// OpenAI's Responses.
    OpenaiResponses,
    /// Anthropic's Messages.
    Anthropic,
    /// Google's Gemini.
    Gemini,
    /// The Model Context Protocol, as `docwright mcp` offers them.
    Mcp,
}

impl ToolForm {
    /// What the API takes in one request, where it says so.
    fn most(self) -> Option<usize> {
        match self {
            ToolForm::Openai | ToolForm::OpenaiResponses | ToolForm::Gemini => Some(128),
            ToolForm::Anthropic | ToolForm::Mcp => None,
        }
    }
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
    let language = input::language(api, options.language.as_deref())?;
    options.complain(form)?;
    let options = &Options { language, ..options.clone() };
    match form {
        Form::Facts => output::json(&emitters::facts::emit(api)),
        Form::Outline => output::print(&visible(&emitters::outline::emit(api))).map(|()| ExitCode::SUCCESS),
        Form::Openapi => {
            let help = "; name a folder with `--out DIR`, or write one document for all with `--bundle`";
            let all = openapi::emit(api, &options.of_openapi());
            documents(options.out.as_deref(), &all, openapi::file_name, help)
        }
        Form::Schema => {
            let of_schema = schema::Options { language: options.language.clone(), closed: options.closed };
            let all = schema::emit(api, &of_schema);
            documents(options.out.as_deref(), &all, schema::file_name, "; name a folder with `--out DIR`")
        }
        Form::Tools => definitions(options, api),
    }
}

fn definitions(options: &Options, api: &Api) -> Result<ExitCode, Failure> {
    let api_of_tools = options.tools.unwrap_or(ToolForm::Openai);
    let form = match api_of_tools {
        ToolForm::Openai => tools::Form::OpenAi,
        ToolForm::OpenaiResponses => tools::Form::OpenAiResponses,
        ToolForm::Anthropic => tools::Form::Anthropic,
        ToolForm::Gemini => tools::Form::Gemini,
        ToolForm::Mcp => tools::Form::Mcp,
    };
    let of_tools = tools::Options {
        form,
        language: options.language.clone(),
        schema_bytes: options.max_bytes.unwrap_or(tools::SCHEMA_BYTES),
    };
    let fits = |operation: &Operation<'_>| {
        options.only.is_empty() || options.only.iter().any(|pattern| operation.fits(pattern))
    };
    let tools = tools::emit(api, &of_tools, &fits);
    for cut in &tools.cuts {
        output::note(&format!("note: {cut}"));
    }
    if tools.count == 0 {
        return Err("no operation fits; `docwright call` lists them".into());
    }
    if let Some(most) = api_of_tools.most().filter(|most| tools.count > *most) {
        let count = tools.count;
        output::note(&format!(
            "note: {count} tools, and the API takes {most} in one request; choose some with `--only PATTERN`"
        ));
    }
    output::json(&tools.value)
}

impl Options {
    /// Refuses an option that would change nothing.
    fn complain(&self, form: Form) -> Result<(), Failure> {
        let forms: [(&str, bool, &[Form]); 9] = [
            ("--out", self.out.is_some(), &[Form::Openapi, Form::Schema]),
            ("--version", self.version.is_some(), &[Form::Openapi]),
            ("--bundle", self.bundle, &[Form::Openapi]),
            ("--portable", self.portable, &[Form::Openapi]),
            ("--language", self.language.is_some(), &[Form::Openapi, Form::Schema, Form::Tools]),
            ("--closed", self.closed, &[Form::Schema]),
            ("--form", self.tools.is_some(), &[Form::Tools]),
            ("--only", !self.only.is_empty(), &[Form::Tools]),
            ("--max-bytes", self.max_bytes.is_some(), &[Form::Tools]),
        ];
        let name = |form: &Form| {
            form.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
        };
        match forms.iter().find(|(_, is_given, of)| *is_given && !of.contains(&form)) {
            None => Ok(()),
            Some((option, _, of)) => {
                let of: Vec<String> = of.iter().map(|form| format!("`export {}`", name(form))).collect();
                let (of, form) = (of.join(", "), name(&form));
                Err(format!("`{option}` is an option of {of}; `export {form}` has no use for it").into())
            }
        }
    }

    fn of_openapi(&self) -> openapi::Options {
        openapi::Options {
            version: match self.version {
                None | Some(Version::V3_0) => openapi::Version::V3_0,
                Some(Version::V3_1) => openapi::Version::V3_1,
            },
            language: self.language.clone(),
            bundle: self.bundle,
            portable: self.portable,
        }
    }
}

fn documents(
    out: Option<&Path>,
    documents: &[(String, Value)],
    file_name: fn(&str) -> String,
    help: &str,
) -> Result<ExitCode, Failure> {
    match (out, documents) {
        (None, [(_, document)]) => output::json(document),
        (None, _) => {
            let count = documents.len();
            Err(format!("the pages have {count} services, and a document describes one{help}").into())
        }
        (Some(folder), _) => {
            std::fs::create_dir_all(folder)?;
            for (service, document) in documents {
                let path = folder.join(file_name(service));
                std::fs::write(&path, serde_json::to_string_pretty(document)? + "\n")
                    .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
                output::print(&format!("{}\n", path.display()))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}
