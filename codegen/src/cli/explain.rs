//! `docwright explain`: the manual page of a code, or the votes on a fact.

use super::{Failure, Input, input, output};
use clap::Args;
use docwright::compile::Run;
use docwright::diagnostic::code;
use docwright::emit::votes;
use std::fmt::Write;
use std::process::ExitCode;

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Explain {
    /// A code (`DW0103`, `shape-conflict`) or the path of a fact; without it, the list of codes.
    what: Option<String>,
    #[command(flatten)]
    input: Input,
}

/// Runs the command.
pub(super) fn run(explain: &Explain) -> Result<ExitCode, Failure> {
    let Some(what) = &explain.what else {
        output::print(&list())?;
        return Ok(ExitCode::SUCCESS);
    };
    if let Some(code) = code::find(what) {
        let severity = format!("{:?}", code.severity).to_lowercase();
        output::print(&format!(
            "{} {} ({severity})\n{}.\n\n{}\n",
            code.id, code.name, code.summary, code.manual
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    if !what.contains('.') {
        return Err(format!("`{what}` is no code; `docwright explain` lists them. The path of a fact has dots: `cc.create_set.request.data`").into());
    }
    let run: Run = input::compile(&explain.input)?;
    output::print(&votes::explain(&run.api, what)?)?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    code::ALL.iter().fold(String::new(), |mut text, code| {
        let _ = writeln!(text, "{} {:<20} {}", code.id, code.name, code.summary);
        text
    })
}
