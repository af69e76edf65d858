//! `cases`: pages written by hand that lie beside the repository, each with the right result. A case that passed once
//! has to pass ever after.

use crate::shell::{built, root};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Where the cases and their runner lie when they are there.
const CASES: &str = "../shared/cases";
const RUNNER: &str = "../shared/tools/run_cases.py";

/// Names of the cases that have to pass, one a line.
const PASSING: &str = "xtask/passing-cases.txt";

/// Runs all cases against a program.
pub(crate) fn run_all(program: &Path, update: bool) -> Result<(), String> {
    if !root().join(CASES).is_dir() {
        println!("{CASES} is not there: the handed cases are left out");
        return Ok(());
    }
    let output = Command::new("python3")
        .args([RUNNER, "--docwright"])
        .arg(program)
        .arg(CASES)
        .current_dir(root())
        .output()
        .map_err(|error| format!("cannot run python3: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let passed: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("ok ")).map(str::trim).collect();
    if passed.is_empty() {
        return Err(format!("no case passed: {text}{}", String::from_utf8_lossy(&output.stderr)));
    }
    let listed = fs::read_to_string(root().join(PASSING))
        .map_err(|error| format!("cannot read `{PASSING}`: {error}"))?;
    let listed: BTreeSet<&str> = listed.lines().filter(|line| !line.is_empty()).collect();
    println!("handed cases: {}", text.lines().last().unwrap_or_default());
    let fallen: Vec<&str> = listed.difference(&passed).copied().collect();
    if !fallen.is_empty() {
        let lines = text.lines().filter(|line| fallen.iter().any(|name| line.contains(*name)));
        return Err(format!("cases that passed before:\n{}", lines.collect::<Vec<_>>().join("\n")));
    }
    if update {
        let all: Vec<&str> = listed.union(&passed).copied().collect();
        fs::write(root().join(PASSING), all.join("\n") + "\n").map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The task.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    run_all(&built()?, arguments.iter().any(|argument| argument == "--update"))
}
