//! `docwright export`: the model in another form.

use super::{Failure, Form, output};
use docwright::emit as emitters;
use docwright::model::Api;
use docwright::source::visible;
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command.
pub(super) fn run(form: Form, out: Option<&Path>, api: &Api) -> Result<ExitCode, Failure> {
    match form {
        Form::Facts => output::json(&emitters::facts::emit(api)),
        Form::Outline => output::print(&visible(&emitters::outline::emit(api))).map(|()| ExitCode::SUCCESS),
        Form::Openapi => openapi(out, &emitters::openapi::emit(api)),
    }
}

fn openapi(out: Option<&Path>, documents: &[(String, Value)]) -> Result<ExitCode, Failure> {
    match (out, documents) {
        (None, [(_, document)]) => output::json(document),
        (None, _) => {
            let count = documents.len();
            Err(format!(
                "the pages have {count} services, and a document describes one; name a folder with `--out DIR`"
            )
            .into())
        }
        (Some(folder), _) => {
            std::fs::create_dir_all(folder)?;
            for (service, document) in documents {
                let path = folder.join(emitters::openapi::file_name(service));
                std::fs::write(&path, serde_json::to_string_pretty(document)? + "\n")
                    .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
                output::print(&format!("{}\n", path.display()))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}
