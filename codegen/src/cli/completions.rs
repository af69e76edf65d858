//! `docwright completions`: what a shell needs to complete the command line.

use super::{Failure, output};
use clap::{Args, Command, ValueEnum};
use clap_complete::generate;
use std::process::ExitCode;

/// Which shell.
#[derive(Clone, Debug, Args)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// The shells.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    /// `docwright completions bash > ~/.local/share/bash-completion/completions/docwright`
    Bash,
    /// `docwright completions zsh > "${fpath[1]}/_docwright"`
    Zsh,
    /// `docwright completions fish > ~/.config/fish/completions/docwright.fish`
    Fish,
    /// `docwright completions nushell | save -f ($nu.user-autoload-dirs.0)/docwright.nu`
    Nushell,
    /// `docwright completions powershell >> $PROFILE`
    Powershell,
}

/// Runs the command.
pub(super) fn run(completions: &Completions, mut command: Command) -> Result<ExitCode, Failure> {
    let mut text = Vec::new();
    let name = "docwright";
    match completions.shell {
        Shell::Bash => generate(clap_complete::Shell::Bash, &mut command, name, &mut text),
        Shell::Zsh => generate(clap_complete::Shell::Zsh, &mut command, name, &mut text),
        Shell::Fish => generate(clap_complete::Shell::Fish, &mut command, name, &mut text),
        Shell::Nushell => generate(clap_complete_nushell::Nushell, &mut command, name, &mut text),
        Shell::Powershell => generate(clap_complete::Shell::PowerShell, &mut command, name, &mut text),
    }
    output::print(&String::from_utf8(text)?)?;
    Ok(ExitCode::SUCCESS)
}
