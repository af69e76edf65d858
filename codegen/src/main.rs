//! The `docwright` command.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program prints")]

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(cli::Arguments::parse())
}
