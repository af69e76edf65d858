//! cargo-semver-checks over both crates: what it calls major, pair by pair.

use super::crates::Crates;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The version that the figures are of; its lints change from one to the next.
const VERSION: &str = "0.51.0";

/// Names of lints, by the pairs that they speak of.
pub(super) type Findings = BTreeMap<usize, BTreeSet<String>>;

/// Its findings; `None` where it is not installed.
pub(super) fn findings(crates: &Crates) -> Result<Option<Findings>, String> {
    let version = Command::new("cargo-semver-checks").args(["semver-checks", "--version"]).output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let Ok(version) = version else {
        println!(
            "cargo-semver-checks is not installed: not compared with it (`cargo install --locked cargo-semver-checks@{VERSION}`)"
        );
        return Ok(None);
    };
    if !version.ends_with(VERSION) {
        return Err(format!("`{version}` is installed, and the comparison is written for {VERSION}"));
    }
    let (old, new) = (crates.documentation("old")?, crates.documentation("new")?);
    let output = check(&old, &new)?;
    let found = read(&output);
    match output.contains("Summary") {
        true => Ok(Some(found)),
        false => Err(format!("cargo-semver-checks gave no summary:\n{output}")),
    }
}

/// A release that may be minor is checked, so all that is said is major.
fn check(old: &Path, new: &Path) -> Result<String, String> {
    let mut command = Command::new("cargo-semver-checks");
    command.args(["semver-checks", "--color", "never", "--release-type", "minor", "--baseline-rustdoc"]);
    command.arg(old).arg("--current-rustdoc").arg(new);
    let output = command.output().map_err(|error| format!("cannot run cargo-semver-checks: {error}"))?;
    Ok([output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat())
}

/// `--- failure NAME: ...`, then one line for each place, which ends with its file.
fn read(output: &str) -> Findings {
    let mut findings = Findings::new();
    let mut lint = "";
    for line in output.lines() {
        if let Some(rest) = line.strip_prefix("--- failure ") {
            lint = rest.split(':').next().unwrap_or_default();
        } else if let Some(at) = pair(line).filter(|_| !lint.is_empty()) {
            findings.entry(at).or_default().insert(lint.to_owned());
        }
    }
    findings
}

/// The pair whose file or module a line names.
fn pair(line: &str) -> Option<usize> {
    let number = |text: &str| {
        let digits = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        digits.parse().ok().filter(|_| matches!(text.as_bytes().get(digits.len()), Some(b'/' | b':' | b',')))
    };
    let marks = ["src/e", "agree_client::e"];
    marks.iter().find_map(|mark| line.split_once(mark).and_then(|(_, rest)| number(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_given_to_their_pairs() {
        let output = "--- failure struct_missing: pub struct removed or renamed ---\n\nFailed in:\n  struct agree_client::e3::vendor::case::A, previously in file /x/old/src/e3/vendor/case/a.rs:8\n  struct B, previously in file src/e12/b.rs:8\n\n     Summary semver requires new major version\n";
        let found = read(output);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [3, 12]);
        assert!(found[&3].contains("struct_missing"));
    }
}
