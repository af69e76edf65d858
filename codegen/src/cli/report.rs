//! `docwright report`: a site that shows what was understood, beside the pages and the code.

#[cfg(feature = "serve")]
mod serve;

use super::{Failure, Input, input, output};
use clap::Args;
use docwright::compile;
use docwright::output::write;
use docwright::report;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Arguments of `report`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    input: Input,
    /// Folder of the site. Files that `docwright` did not write are left alone.
    #[arg(short, long, value_name = "DIR", default_value = "docwright-report")]
    out: PathBuf,
    /// Open the site in the system's browser.
    #[arg(long)]
    open: bool,
    /// Serve the site on this machine alone, until Ctrl-C.
    #[cfg(feature = "serve")]
    #[arg(long)]
    serve: bool,
    /// Port of `--serve`; a free one without it.
    #[cfg(feature = "serve")]
    #[arg(long, requires = "serve", default_value = "0")]
    port: u16,
}

/// Runs the command.
pub(super) fn run(report: &Report) -> Result<ExitCode, Failure> {
    let (config, base) = input::config(&report.input)?;
    let files = input::in_pool(report.input.threads, || {
        let run = compile::run(&config, &base)?;
        Ok(report::emit(&run, &config)?)
    })?;
    let summary = write::write(&report.out, &files)?;
    let (written, kept) = (summary.added.len() + summary.changed.len(), summary.unchanged);
    let first = report.out.join("index.html");
    output::print(&format!(
        "{} files, {written} written, {kept} unchanged: {}\n",
        files.len(),
        first.display()
    ))?;
    #[cfg(feature = "serve")]
    if report.serve {
        return serve::run(&files, report.port, report.open);
    }
    if report.open {
        open(&std::path::absolute(&first)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows a file or address in the system's browser. It is an argument of a program, and no shell reads it.
fn open(what: &Path) -> Result<(), Failure> {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let quiet = || Stdio::null();
    let started = Command::new(program).arg(what).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    match started {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(format!("cannot start `{program}`: {error}; open `{}` in a browser", what.display()).into())
        }
    }
}
