//! `docwright lsp`: the findings in an editor, over the Language Server Protocol.
//!
//! A server has one root per `docwright.toml`; each keeps a session of the compiler, which works out again only what a
//! keystroke changed. What an editor asks for (hover, definitions, symbols, …) is a function of the root and a place.

mod actions;
mod capabilities;
mod client;
mod completion;
mod definition;
mod documents;
mod facts;
mod files;
mod findings;
mod hover;
mod keys;
mod places;
mod positions;
mod requests;
mod root;
mod rpc;
mod samples;
mod server;
mod symbols;
mod toml_findings;
mod twins;
mod uri;

use super::Failure;
use clap::Args;
use std::io::{BufReader, stdin, stdout};
use std::process::ExitCode;

/// Arguments of `lsp`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Lsp {
    /// Speak over standard input and output, as it does anyway; editors pass it.
    #[arg(long)]
    stdio: bool,
}

/// Runs the command.
pub(super) fn run(_lsp: &Lsp) -> Result<ExitCode, Failure> {
    let incoming = rpc::listen(BufReader::new(stdin()));
    let mut server = server::Server::new(rpc::Outgoing::new(Box::new(stdout())));
    Ok(server.run(&incoming)?)
}
