//! `docwright completions`.

use super::program;
use std::process::{Command, Stdio};

/// The commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = program().arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn every_shell_knows_every_command() {
    let commands = commands();
    assert!(commands.len() > 15 && commands.iter().any(|command| command == "call"), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "nushell", "powershell"] {
        let output = program().args(["completions", shell]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success());
        for command in &commands {
            assert!(text.contains(command.as_str()), "{shell} lacks `{command}`");
        }
    }
}

#[test]
fn bash_reads_its_completions() {
    let output = program().args(["completions", "bash"]).output().unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), output.stdout).unwrap();
    // Not every machine has bash.
    let Ok(status) = Command::new("bash").arg("-n").arg(file.path()).stderr(Stdio::inherit()).status() else {
        return;
    };
    assert!(status.success());
}
