//! `docwright mock`: a server that answers as the pages say.
//!
//! The model is worked out once, into [`operation::Operation`]s; [`call`] is what happens at a request.

mod answer;
mod arguments;
mod call;
mod check;
mod excuses;
mod faults;
mod index;
mod log;
mod multipart;
mod operation;
mod prepare;
mod random;
mod record;
mod refusal;
mod reply;
mod route;
mod routes;
mod scenario;
mod server;
mod synthesis;
mod target;
mod typed;
mod validate;

use super::{Failure, Input, input, output};
use call::Mock;
use clap::Args;
use docwright_runtime::server::Keys;
use faults::{Fault, Latency};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `mock`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Port; 0 takes a free one and prints it.
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// Address to listen on; any other than a loopback address lets other machines in.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Seed of made-up values and of faults.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Refuse values that a page does not list, and bounds that its own samples break.
    #[arg(long)]
    strict: bool,
    /// Answer without looking at the arguments.
    #[arg(long, conflicts_with = "strict")]
    no_validation: bool,
    /// Accept only callers with this id and secret: an application, or an access key that signs; may be repeated.
    #[arg(long, value_name = "ID=SECRET")]
    key: Vec<String>,
    /// Accept only callers with this token; may be repeated.
    #[arg(long)]
    token: Vec<String>,
    /// Sequences of answers, and states; docs/mock.md describes the file.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Wait before each answer: `50ms`, or `50ms..200ms`.
    #[arg(long, value_name = "TIME")]
    latency: Option<Latency>,
    /// Fail some calls: an HTTP status, `refusal` (in the vendor's way), `reset`, `cut` or `slow`, with a share of 0 to 1;
    /// may be repeated.
    #[arg(long, value_name = "WHAT:SHARE")]
    fail: Vec<Fault>,
    /// Append a line of JSON per call to this file, without credentials.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Write the accepted calls as samples into this folder.
    #[arg(long, value_name = "FOLDER")]
    record: Option<PathBuf>,
    /// Largest body of a request, in bytes.
    #[arg(long, default_value_t = 8 << 20, value_name = "BYTES")]
    max_body: usize,
    /// Most connections at a time.
    #[arg(long, default_value_t = 1024, value_name = "COUNT")]
    max_connections: usize,
    /// Send every request sample of the pages, as a client would, to the server; print what is refused, and end.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let run = input::compile(&arguments.input)?;
    if run.api.services.iter().all(|service| service.endpoints.is_empty()) {
        return Err("the pages have no operation to serve; `docwright check` says what they lack".into());
    }
    // The server runs until the program ends.
    let api = Box::leak(Box::new(run.api));
    let mock = Mock::new(api, arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if arguments.check {
        return runtime.block_on(check::run(mock));
    }
    if !arguments.host.is_loopback() {
        let host = arguments.host;
        output::note(&format!(
            "warning: `{host}` is no loopback address: other machines can call this server"
        ));
    }
    let address = SocketAddr::new(arguments.host, arguments.port);
    let limits = server::Limits { connections: arguments.max_connections, ..server::Limits::default() };
    runtime.block_on(server::run(mock, address, limits))?;
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    /// What callers have to know.
    fn keys(&self) -> Result<Keys, Failure> {
        let mut keys = Keys::default();
        for pair in &self.key {
            // The text may be a secret, so the complaint does not show it.
            let (id, secret) =
                pair.split_once('=').ok_or("`--key` takes an id and a secret: `--key ID=SECRET`")?;
            keys.pair(id, secret);
        }
        self.token.iter().for_each(|token| keys.token(token.as_str()));
        Ok(keys)
    }
}
