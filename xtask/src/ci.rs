//! `ci` and `review`.

use crate::regen;
use crate::shell::{root, run, run_with};
use std::process::Command;

/// Where the development corpus lies when it is there.
const SHARED: &str = "../shared";

/// Everything that has to pass.
pub(crate) fn all() -> Result<(), String> {
    run("cargo fmt --all --check")?;
    run("cargo clippy --workspace --all-targets -- -D warnings")?;
    run("cargo test --workspace")?;
    runtime_features()?;
    run_with("cargo doc --workspace --no-deps", &[("RUSTDOCFLAGS", "-D warnings")])?;
    regen::check()?;
    corpus()
}

/// The runtime with all features, and with each one alone.
fn runtime_features() -> Result<(), String> {
    run("cargo test -p client-runtime --all-features")?;
    for feature in ["", "rustls-tls", "native-tls", "gzip", "blocking", "mock"] {
        run(&format!("cargo check -p client-runtime --no-default-features --features={feature}"))?;
    }
    Ok(())
}

/// The ledger over the corpus, and the score against the official SDK.
fn corpus() -> Result<(), String> {
    if !root().join(SHARED).join("corpus").is_dir() {
        println!("{SHARED}/corpus is not there: the steps on the corpus are left out");
        return Ok(());
    }
    run("cargo build --release -p docwright")?;
    for docs in ["jdcloud", "blueking", "other"] {
        // Findings of severity error are expected there; only a failure of the program counts.
        ledger(&format!("target/release/docwright check --summary {SHARED}/corpus/{docs}"))?;
    }
    score()
}

fn ledger(line: &str) -> Result<(), String> {
    println!("$ {line}");
    let mut words = line.split_whitespace();
    let program = words.next().ok_or("no command")?;
    let status = Command::new(root().join(program)).args(words).current_dir(root()).status();
    match status.map_err(|error| error.to_string())?.code() {
        Some(0 | 1) => Ok(()),
        code => Err(format!("`{line}` ended with {code:?}")),
    }
}

fn score() -> Result<(), String> {
    let facts = "target/facts-jdcloud.json";
    let output = Command::new(root().join("target/release/docwright"))
        .args(["export", "facts", &format!("{SHARED}/corpus/jdcloud")])
        .current_dir(root())
        .output()
        .map_err(|error| error.to_string())?;
    std::fs::write(root().join(facts), &output.stdout).map_err(|error| error.to_string())?;
    run(&format!(
        "python3 {SHARED}/tools/score_facts.py {SHARED}/truth/jdcloud.json {facts} --universe {SHARED}/truth/jdcloud-pages.json --per-service"
    ))
}

/// Runs the tests and goes through the snapshots that changed.
pub(crate) fn review() -> Result<(), String> {
    run_with("cargo test --workspace", &[("INSTA_UPDATE", "new"), ("INSTA_FORCE_PASS", "1")])?;
    run("cargo insta review")
        .map_err(|error| format!("{error}\nhelp: `cargo install cargo-insta` installs the reviewer"))
}
