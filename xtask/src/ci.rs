//! `ci` and `review`.

use crate::regen;
use crate::shell::{program, root, run, run_with, start, target};
use crate::{cases, story, vendors};
use serde_json::Value;
use std::process::Command;

/// Where the development corpus lies when it is there.
const SHARED: &str = "../shared";

/// One commit, one verdict: properties are tried with the same inputs every time. Everybody's `cargo test` draws new ones, and
/// `cargo xtask fuzz` goes on for as long as one likes.
const ONE_VERDICT: &[(&str, &str)] = &[("PROPTEST_RNG_SEED", "1"), ("PROPTEST_CASES", "96")];

/// Everything that has to pass.
pub(crate) fn all() -> Result<(), String> {
    run("cargo fmt --all --check")?;
    run("cargo clippy --workspace --all-targets -- -D warnings")?;
    run_with("cargo test --workspace", ONE_VERDICT)?;
    // Both programs at once, so that the library is built once; what speaks HTTP is tested above. Builds of two profiles do not
    // wait for each other, and one crate alone leaves a core idle.
    let release = start(
        "cargo build --release -q -p docwright -p xtask --no-default-features --features docwright/cli",
    )?;
    runtime_features()?;
    run_with("cargo doc --workspace --no-deps", &[("RUSTDOCFLAGS", "-D warnings")])?;
    crate::book::build()?;
    regen::check()?;
    story::all()?;
    release.finish()?;
    // Two minutes of the same inputs every time.
    run(&format!("{} fuzz --minutes 2 --seed 1", target().join("release/xtask").display()))?;
    // Whatever squares were mended stay so.
    let program = program().display().to_string();
    let guard = format!("{} bench --scale --guard", target().join("release/xtask").display());
    run_with(&guard, &[("DOCWRIGHT", program.as_str())])?;
    licences()?;
    crate::corpus::limits::run()?;
    corpus()
}

/// Licences, sources and duplicates of the dependencies; advisories need the network and have a job of their own.
fn licences() -> Result<(), String> {
    if Command::new("cargo-deny").arg("--version").output().is_err() {
        println!(
            "cargo-deny is not installed: licences are not checked (`cargo install --locked cargo-deny`)"
        );
        return Ok(());
    }
    run("cargo deny check bans licenses sources")
}

/// The runtime with all features, runtime and client with each one alone, and both for browsers.
fn runtime_features() -> Result<(), String> {
    run_with("cargo test -p docwright-runtime --all-features", ONE_VERDICT)?;
    for feature in ["", "rustls-tls", "native-tls", "gzip", "blocking", "mock", "jiff"] {
        run(&format!("cargo check -p docwright-runtime --no-default-features --features={feature}"))?;
    }
    for feature in ["rustls-tls", "native-tls", "gzip", "blocking", "mock", "jiff"] {
        run(&format!("cargo check -p generated-client --no-default-features --features=full,{feature}"))?;
    }
    for features in ["", " --features=jiff"] {
        story::wasm(run, &format!("cargo check -p docwright-runtime --no-default-features{features}"))?;
    }
    story::wasm(run, "cargo check -p generated-client --no-default-features --features=full")?;
    Ok(())
}

/// The ledger over the corpus, and the score against the official SDK.
fn corpus() -> Result<(), String> {
    if !root().join(SHARED).join("corpus").is_dir() {
        println!("{SHARED}/corpus is not there: the steps on the corpus are left out");
        return Ok(());
    }
    for docs in ["jdcloud", "blueking", "other"] {
        // Findings of severity error are expected there; only a failure of the program counts.
        ledger(&["check", "--summary", &format!("{SHARED}/corpus/{docs}")])?;
    }
    cases::run_all(&program(), false)?;
    vendors::run_all(&program())?;
    score()?;
    crate::corpus::gate(&format!("{SHARED}/corpus"))
}

fn ledger(arguments: &[&str]) -> Result<(), String> {
    let line = format!("docwright {}", arguments.join(" "));
    println!("$ {line}");
    let status = Command::new(program()).args(arguments).current_dir(root()).status();
    match status.map_err(|error| error.to_string())?.code() {
        Some(0 | 1) => Ok(()),
        code => Err(format!("`{line}` ended with {code:?}")),
    }
}

/// Services whose pages and official SDK are of one state.
const SETTLED: &str = "baseanti,cps,cr,datastar,iam,kms,mongodb,redis,sop,xdata";

/// Facts of the pages against those of the SDK: all services are printed, the settled ones have to agree in all.
fn score() -> Result<(), String> {
    let (facts, scores) = (target().join("facts-jdcloud.json"), target().join("scores-jdcloud.json"));
    let output = Command::new(program())
        .args(["export", "facts", &format!("{SHARED}/corpus/jdcloud")])
        .current_dir(root())
        .output()
        .map_err(|error| error.to_string())?;
    std::fs::write(&facts, &output.stdout).map_err(|error| error.to_string())?;
    let scorer = format!(
        "python3 {SHARED}/tools/score_facts.py {SHARED}/truth/jdcloud.json {} --universe {SHARED}/truth/jdcloud-pages.json",
        facts.display()
    );
    run(&format!("{scorer} --per-service"))?;
    run(&format!("{scorer} --services {SETTLED} --json {}", scores.display()))?;
    let text = std::fs::read_to_string(&scores).map_err(|error| error.to_string())?;
    let scores: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let wrong = LEVELS.iter().filter(|level| {
        let count = |kind: &str| scores["total"][level][kind].as_u64();
        (count("fp"), count("fn")) != (Some(0), Some(0))
    });
    match wrong.copied().collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => Ok(()),
        levels => Err(format!("the settled services ({SETTLED}) disagree with the SDK at {levels}")),
    }
}

/// Levels of the scorer at which a page can be right or wrong.
const LEVELS: &[&str] = &[
    "endpoint",
    "param.name",
    "param.type",
    "param.required",
    "param.in",
    "nested.name",
    "nested.type",
    "nested.required",
    "type.field",
    "type.field_type",
    "type.field_required",
    "result.name",
    "result.type",
    "resp.name",
    "resp.type",
];

/// Runs the tests and goes through the snapshots that changed.
pub(crate) fn review() -> Result<(), String> {
    run_with("cargo test --workspace", &[("INSTA_UPDATE", "new"), ("INSTA_FORCE_PASS", "1")])?;
    run("cargo insta review")
        .map_err(|error| format!("{error}\nhelp: `cargo install cargo-insta` installs the reviewer"))
}
