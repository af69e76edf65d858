//! Tasks of this repository: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program prints")]

mod bench;
mod ci;
mod corpus;
mod measure;
mod regen;
mod shell;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask TASK

  regen     write the generated client from the pages in docs-src; `--watch` does so at every change
  check     fail when the generated client is not what the pages say
  review    run the tests, then go through changed snapshots (needs cargo-insta)
  corpus DIR...  emit a crate for folders of pages, check it, run its samples and examples
  bench [--progenitor] [DIR]  measure the pipeline and the emitted crate
  schema    write the JSON Schema of the model
  ci        everything that has to pass: format, lints, tests, docs, freshness, scores
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = arguments.first().map(String::as_str).unwrap_or_default();
    let outcome = match task {
        "regen" => regen::write(&arguments[1..]),
        "check" => regen::check(),
        "review" => ci::review(),
        "corpus" => corpus::run(&arguments[1..]),
        "bench" => bench::all(&arguments[1..]),
        "schema" => regen::schema(),
        "ci" => ci::all(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no task `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
