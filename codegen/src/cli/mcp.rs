//! `docwright mcp`: the operations of the docs as tools of an assistant, over the Model Context Protocol on standard
//! input and output.

mod catalog;
mod exchange;
mod server;

use super::call::client::Clients;
use super::call::docs::Docs;
use super::{Failure, input, output};
use catalog::Catalog;
use clap::Args;
use docwright::emit::tools;
use exchange::Exchange;
use rmcp::ServiceExt;
use server::Server;
use std::process::ExitCode;
use std::time::Duration;

/// Which operations are offered, and how far.
///
/// Credentials come from the environment alone; docs/assistants.md lists the variables and shows the setup of assistants.
#[derive(Debug, Args)]
pub(crate) struct Mcp {
    #[command(flatten)]
    docs: Docs,
    /// Base URL of the documented paths; without it `API_URL`, `[base_url]` of the configuration, or the pages say.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Offer operations that change something too, and not only those that read.
    #[arg(long)]
    allow_writes: bool,
    /// Offer only operations whose `SERVICE.OPERATION`, operation alone, or name of the tool fits one of these patterns
    /// (`*`, `?`).
    #[arg(long, value_name = "PATTERN")]
    allow: Vec<glob::Pattern>,
    /// Offer no operation that fits one of these patterns; one that fits none is an error.
    #[arg(long, value_name = "PATTERN")]
    deny: Vec<glob::Pattern>,
    /// With more operations than this, offer tools that search, describe and call operations in place of one for each.
    #[arg(long, value_name = "N", default_value_t = 40)]
    max_tools: usize,
    /// Greatest size of a result in bytes; what is cut is said.
    #[arg(long, value_name = "BYTES", default_value_t = 48 << 10, value_parser = result_bytes)]
    max_bytes: usize,
    /// Seconds that an attempt of a call may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// Language of titles and descriptions where a page has it (`zh`, `en`).
    #[arg(long)]
    language: Option<String>,
}

/// Least size of a result: what is cut has to be said in it.
const LEAST_BYTES: usize = 256;

fn result_bytes(text: &str) -> Result<usize, String> {
    let bytes = text.parse().ok().filter(|bytes| *bytes >= LEAST_BYTES);
    bytes.ok_or_else(|| format!("expected a whole number from {LEAST_BYTES} on"))
}

/// Runs the command until the assistant closes the connection.
pub(super) fn run(mcp: &Mcp) -> Result<ExitCode, Failure> {
    // It is there until the program ends, and so are all that borrow from it.
    let source = Box::leak(Box::new(mcp.docs.read()?));
    let clients = Clients::new(source, mcp.base_url.clone(), false);
    clients.check()?;
    let options = tools::Options {
        form: tools::Form::Mcp,
        language: input::language(&source.api, mcp.language.as_deref())?,
        ..tools::Options::default()
    };
    let catalog = Catalog::new(source.operations(), mcp, options);
    let (offered, all) = catalog.count();
    for idle in catalog.idle_patterns()? {
        output::note(&format!("warning: {idle}"));
    }
    if offered == 0 {
        let help = match catalog.lacks_writes() {
            _ if all == 0 => "the pages document no operation; `docwright check` says what was read of them",
            true => "`--allow-writes` offers operations that change something; `docwright call` lists all",
            false => catalog::PATTERNS,
        };
        return Err(format!("none of {all} operations is offered\nhelp: {help}").into());
    }
    output::note(&format!("note: {offered} of {all} operations are offered"));
    let exchange = Exchange { clients, max_bytes: mcp.max_bytes, timeout: Duration::from_secs(mcp.timeout) };
    let server = Server::new(catalog, exchange, mcp.max_tools)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let running = server.serve(rmcp::transport::stdio()).await?;
        running.waiting().await?;
        Ok::<(), Failure>(())
    })?;
    // A read of standard input that is under way would hold the program.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}
