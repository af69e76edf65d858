//! The command line: arguments, exit codes, and one function per command.

#[cfg(feature = "serve")]
mod call;
mod check;
mod completions;
mod dialect;
mod diff;
mod emit;
mod explain;
mod export;
mod fix;
mod git;
mod inspect;
mod input;
mod interrupt;
mod ledger;
mod locked;
#[cfg(feature = "serve")]
mod mock;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(feature = "lsp")]
mod lsp;
mod new;
mod output;
mod overrides;
#[cfg(feature = "serve")]
mod problem;
mod progress;
mod regen;
mod report;
mod review;
mod side;
mod sync;
mod verify;
#[cfg(feature = "serve")]
mod validate;
mod watch;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use docwright::config::Without;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads vendor API pages in Markdown, builds a typed model, and emits clients.
///
/// Exit codes: 0 when all is well, 1 when findings of severity `error` remain (or any, with `--deny`), 2 when
/// the program could not do its work.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report what is wrong with the pages, and the ledger of rows.
    Check(check::Check),
    /// Create a crate for the client of some pages: complete, with the pages, and ready for `cargo test`.
    New(new::New),
    /// Write the trees that the configuration asks for.
    Emit(emit::Emit),
    /// Print the decided model as JSON.
    Model {
        #[command(flatten)]
        input: Input,
        /// Print the JSON Schema of the model instead.
        #[arg(long)]
        schema: bool,
    },
    /// Print the model in another form.
    Export {
        /// The form.
        #[arg(value_enum)]
        form: Form,
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        options: export::Options,
    },
    /// Show one page as a stage of the pipeline sees it.
    Inspect(inspect::Inspect),
    /// Check every sample of every page against the model.
    Verify(verify::Verify),
    /// Print the manual page of a code, or the votes on a fact of the model.
    ///
    /// A fact is named by its path: `cc.create_set.request.data.bk_set_name`.
    Explain(explain::Explain),
    /// Print the certain corrections of the pages as a patch (`patch -p1`, `git apply`); nothing is written.
    Fix(fix::Fix),
    /// Propose a dialect for a folder of pages, or list what one lacks; docs/dialects.md describes them.
    #[command(subcommand)]
    Dialect(dialect::Dialect),
    /// Compare two versions of the docs: every change, and whether callers or calls break.
    ///
    /// `docwright explain DD0204` prints what a kind of change means; docs/changes.md lists them.
    Diff(diff::Diff),
    /// Fetch the doc sets that live in git repositories, and pin what was fetched in docwright.lock.
    Sync(sync::Sync),
    /// Write a site that shows what was understood, beside the pages and the code; docs/report.md describes it.
    Report(report::Report),
    /// Serve the documented operations: a server that checks calls and answers with the samples of the pages.
    #[cfg(feature = "serve")]
    Mock(mock::Arguments),
    /// Go through what changed since the docs were last accepted, endpoint by endpoint.
    Review(review::Review),
    /// Corrections that people wrote, each with a reason; docs/overrides.md describes them.
    #[command(subcommand)]
    Override(overrides::Override),
    /// Call an operation of the docs, or list them; docs/call.md describes it.
    #[cfg(feature = "serve")]
    Call(call::Call),
    /// Offer the operations of the docs to an assistant (Model Context Protocol); docs/assistants.md describes it.
    #[cfg(feature = "mcp")]
    Mcp(mcp::Mcp),
    /// Print the completions of a shell.
    Completions(completions::Completions),
    /// Show the findings in an editor, over the Language Server Protocol; docs/editors.md says how to set it up.
    #[cfg(feature = "lsp")]
    Lsp(lsp::Lsp),
}

/// The forms of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Flat facts for scoring.
    Facts,
    /// Every fact as text that reads well in a review.
    Outline,
    /// OpenAPI, one document per service: printed when there is one, else written below `--out`.
    Openapi,
    /// JSON Schema 2020-12 of the types, one document per service: printed when there is one, else written below `--out`.
    Schema,
    /// Definitions of tools for language models, one list of all operations; docs/assistants.md describes them.
    Tools,
}

/// Which pages to read.
#[derive(Clone, Debug, Args)]
pub(crate) struct Input {
    /// Pages or folders; without any, the doc sets of the configuration.
    paths: Vec<PathBuf>,
    /// Configuration file.
    #[arg(long, default_value = docwright::config::FILE)]
    config: PathBuf,
    /// Dialect of the given paths: a built-in one or a TOML file; detected without it.
    #[arg(long)]
    dialect: Option<String>,
    /// Route table of the given paths.
    #[arg(long)]
    routes: Option<PathBuf>,
    /// Service name of the given paths; `{host}` stands for what the pages' hosts name.
    #[arg(long)]
    service: Option<String>,
    /// Folder of overrides, over the one of the configuration.
    #[arg(long, value_name = "FOLDER")]
    overrides: Option<PathBuf>,
    /// Turn a witness off and see what the others say: `example`, `request-example`, `response-example`, `table`,
    /// `inline-route`, `routes`, `overrides`, or a language (`zh`, `en`).
    #[arg(long, value_name = "WITNESS")]
    without: Vec<Without>,
    /// Threads to use; all cores without it.
    #[arg(long)]
    threads: Option<usize>,
}

/// What ends a command: its message is for the user.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs a command.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let outcome = match arguments.command {
        Command::Check(check) => check::run(&check),
        Command::New(new) => new::run(&new),
        Command::Emit(emit) => emit::run(&emit),
        Command::Model { schema: true, .. } => {
            output::print(&docwright::model::schema()).map(|()| ExitCode::SUCCESS)
        }
        Command::Model { input, .. } => input::compile(&input).and_then(|run| output::json(&run.api)),
        Command::Export { form, input, options } => {
            input::compile(&input).and_then(|run| export::run(form, &options, &run.api))
        }
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Verify(verify) => verify::run(&verify),
        Command::Explain(explain) => explain::run(&explain),
        Command::Fix(fix) => fix::run(&fix),
        Command::Dialect(command) => dialect::run(&command),
        Command::Diff(diff) => diff::run(&diff),
        Command::Sync(sync) => sync::run(&sync),
        Command::Report(report) => report::run(&report),
        #[cfg(feature = "serve")]
        Command::Mock(mock) => mock::run(&mock),
        Command::Review(review) => review::run(&review),
        Command::Override(command) => overrides::run(&command),
        #[cfg(feature = "serve")]
        Command::Call(call) => call::run(&call),
        #[cfg(feature = "mcp")]
        Command::Mcp(mcp) => mcp::run(&mcp),
        Command::Completions(shell) => completions::run(&shell, Arguments::command()),
        #[cfg(feature = "lsp")]
        Command::Lsp(lsp) => lsp::run(&lsp),
    };
    outcome.unwrap_or_else(|error| {
        output::note(&format!("error: {error}"));
        ExitCode::from(2)
    })
}
