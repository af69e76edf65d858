//! `docwright explain`: the manual page of a code, or the votes on a fact.

use super::{Failure, Input, input, output};
use clap::Args;
use docwright::compile::Run;
use docwright::diagnostic::code;
use docwright::diff::rules::{self, Rule};
use docwright::emit::votes;
use docwright::model::Witness;
use docwright::policy::{self, POLICY, Tie};
use std::fmt::Write;
use std::process::ExitCode;

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Explain {
    /// A code (`DW0103`, `shape-conflict`), the path of a fact, or `policy`; without it, the list of codes.
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
    if what == "policy" {
        output::print(&policy())?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(code) = code::find(what) {
        let severity = format!("{:?}", code.severity).to_lowercase();
        output::print(&format!(
            "{} {} ({severity})\n{}.\n\n{}\n",
            code.id, code.name, code.summary, code.manual
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(rule) = rules::find(what) {
        let (code, Rule { request, response, .. }) = (&rule.code, rule);
        output::print(&format!(
            "{} {}\n{}.\nwire: in requests {request}, in answers {response}\n\n{}\n",
            code.id, code.name, code.summary, code.manual
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    if !what.contains('.') {
        return Err(format!("unknown code `{what}`; `docwright explain` lists the codes. The path of a fact has dots: `cc.create_set.request.data`").into());
    }
    let run: Run = input::compile(&explain.input)?;
    output::print(&votes::explain(&run.api, what)?)?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let codes = code::ALL.iter().copied().chain(rules::ALL.iter().map(|rule| &rule.code));
    codes.fold(String::new(), |mut text, code| {
        let _ = writeln!(text, "{} {:<20} {}", code.id, code.name, code.summary);
        text
    })
}

/// Who wins among witnesses that are trusted alike.
fn tied(tie: Tie) -> String {
    match tie {
        Tie::First => "the first witness".to_owned(),
        Tie::Last => "the last witness".to_owned(),
        Tie::Says(word) => format!("the witness that says `{word}`"),
    }
}

/// Whom the compiler believes on which fact.
fn policy() -> String {
    let group = |group: &&[Witness]| {
        group.iter().map(|witness| votes::words(&format!("{witness:?}"))).collect::<Vec<_>>().join(" = ")
    };
    POLICY.iter().fold(
        String::new(),
        |mut text, policy::Rule { facts, about, trust, tie, decision, codes }| {
            let facts: Vec<String> = facts.iter().map(|fact| votes::words(&format!("{fact:?}"))).collect();
            let trust: Vec<String> = trust.iter().map(group).collect();
            let codes: Vec<&str> = codes.iter().map(|code| code.id).collect();
            let _ = writeln!(text, "{about} ({})", facts.join(", "));
            let _ = writeln!(text, "  trust     {}", trust.join(" > "));
            let _ = writeln!(text, "  tie       {}", tied(*tie));
            let _ = writeln!(text, "  decision  {decision}");
            if !codes.is_empty() {
                let _ = writeln!(text, "  findings  {}", codes.join(", "));
            }
            text
        },
    )
}
