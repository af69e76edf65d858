//! `docwright call`: an operation of the docs as a command.

mod answer;
pub(super) mod arguments;
pub(super) mod checks;
pub(super) mod client;
pub(super) mod docs;
pub(super) mod endpoint;
mod help;
mod place;
pub(super) mod target;
mod values;

use super::{Failure, input, output};
use arguments::Given;
use clap::Args;
use client::Clients;
use docs::{Docs, Source};
use docwright::emit::operations::Operation;
use docwright::model::AnswerFormat;
use docwright_runtime::dynamic::DynamicCall;
use std::process::ExitCode;
use std::time::Duration;

/// Which call to make.
///
/// Exit codes: 0 when the call succeeded, 1 when the service refused it or failed, 2 when it could not be made:
/// arguments, credentials, connection, or an answer that is not what the protocol says.
#[derive(Debug, Args)]
pub(crate) struct Call {
    #[command(flatten)]
    docs: Docs,
    /// Base URL of the documented paths; without it `API_URL`, `[base_url]` of the configuration, or the pages say.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// List the operations that have most of these words in name, path or text, those with more of them first.
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// Language of titles and help where a page has it (`zh`, `en`).
    #[arg(long)]
    language: Option<String>,
    /// The operation, `SERVICE.OPERATION`, and behind it its arguments: `--NAME VALUE`. `--help` behind it describes
    /// them, and other options stand in front of it. Without an operation, all are listed.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPERATION")]
    words: Vec<String>,
}

/// What stands behind the operation and is no argument of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Options {
    /// Describe the operation.
    pub(super) help: bool,
    /// Print the request; nothing is sent.
    pub(super) dry_run: bool,
    /// Print it as a command.
    pub(super) curl: bool,
    /// Print the body of the answer as it came, where the call succeeds.
    pub(super) raw: bool,
    /// Send what lacks required arguments.
    pub(super) unchecked: bool,
    /// Base URL.
    pub(super) base_url: Option<String>,
    /// Pages of a long result.
    pub(super) pages: Option<usize>,
    /// Seconds that an attempt may take.
    pub(super) timeout: Option<u64>,
}

/// Runs the command.
pub(super) fn run(call: &Call) -> Result<ExitCode, Failure> {
    let source = call.docs.read()?;
    let operations = source.operations();
    let language = input::language(&source.api, call.language.as_deref())?;
    let language = language.as_deref();
    let Some((word, words)) = call.words.split_first().filter(|_| call.search.is_none()) else {
        return list(&operations, call.search.as_deref().unwrap_or_default(), language);
    };
    let operation = target::find(&operations, word)?;
    // Nothing but the option is written like this: who asks for help gets it, whatever else is wrong.
    if words.iter().any(|word| word == "--help") {
        return describe(&source, operation, language);
    }
    let read = |place: &str| arguments::read_file(place).map_err(|error| error.to_string());
    let given = arguments::parse(operation, words, &read)?;
    if given.options.help {
        return describe(&source, operation, language);
    }
    send(call, &source, operation, given)
}

fn describe(source: &Source, operation: &Operation<'_>, language: Option<&str>) -> Result<ExitCode, Failure> {
    output::print(&help::of(&source.api, operation, language))?;
    Ok(ExitCode::SUCCESS)
}

fn list(operations: &[Operation<'_>], words: &str, language: Option<&str>) -> Result<ExitCode, Failure> {
    let found = target::search(operations, words);
    if operations.is_empty() {
        return Err(
            "the pages document no operation\nhelp: `docwright check` says what was read of them".into()
        );
    }
    if found.is_empty() {
        return Err(format!("no operation has `{words}` in its name, path or text").into());
    }
    let lines = found.iter().map(|operation| help::line(operations, operation, language));
    output::print(&lines.collect::<String>())?;
    Ok(ExitCode::SUCCESS)
}

fn send(call: &Call, source: &Source, operation: &Operation<'_>, given: Given) -> Result<ExitCode, Failure> {
    let Given { arguments, files, options } = given;
    let preview = options.dry_run || options.curl;
    let base_url = options.base_url.clone().or_else(|| call.base_url.clone());
    let clients = Clients::new(source, base_url, preview);
    let mut found = checks::missing(operation, &arguments, &files, &clients.provided(operation));
    let values = checks::values(operation, &arguments);
    found.extend(values.wrong);
    found.extend(checks::unknown(operation, &arguments));
    if !found.is_empty() && !options.unchecked {
        let help = format!(
            "help: `docwright call {} --help` describes them; `--unchecked` sends the call all the same",
            target::word(&source.operations(), operation)
        );
        return Err(format!("{}\n{help}", arguments::with_flags(&found.join("\n"))).into());
    }
    for remark in values.remarks {
        output::note(&format!("note: {remark}"));
    }
    let client = clients.of(operation)?;
    let mut dynamic = client.call_dynamic(endpoint::of(operation), arguments);
    for (name, file) in files {
        dynamic = dynamic.file(endpoint::leak(&name), file);
    }
    if let Some(seconds) = options.timeout {
        dynamic = dynamic.timeout(Duration::from_secs(seconds));
    }
    if preview {
        return answer::preview(dynamic, options.curl);
    }
    exchange(dynamic, operation, &options)
}

/// Sends the call and prints what comes back.
fn exchange(call: DynamicCall, operation: &Operation<'_>, options: &Options) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match options.pages {
        None => {
            // A file is in no value, and it stays one where it holds JSON.
            let is_file = operation.endpoint.answer == AnswerFormat::Binary;
            answer::print(runtime.block_on(call.send()), options.raw || is_file)
        }
        Some(_) if options.raw => {
            Err("`--raw` prints one answer as it came, and `--pages` joins several; leave one out".into())
        }
        Some(pages) => {
            let paging = endpoint::paging(operation).ok_or_else(|| {
                format!("the docs of `{}` know no pages; call it without `--pages`", operation.key())
            })?;
            let items = runtime.block_on(answer::collect(call.by_page(paging), pages));
            answer::print_items(items)
        }
    }
}
