//! `vendors`: pages of vendors without a built-in dialect that lie beside the repository, read with the dialects of
//! `tests/vendors` and held against the vendors' own specifications. A score that was reached once has to be held.

use crate::shell::{built, root, target};
use std::path::Path;
use std::process::Command;

const VENDORS: &str = "../shared/vendors";
const SCORER: &str = "../shared/tools/score_spec.py";
const TRUTH: &str = "../shared/truth/specs";

/// What a vendor's pages have reached. What separates it from the specification is counted by kind in docs/vendors.md.
struct Floor {
    vendor: &'static str,
    /// Arguments of the scorer.
    options: &'static [&'static str],
    precision: f64,
    recall: f64,
    required: f64,
    operations: u32,
}

const FLOORS: &[Floor] = &[
    Floor {
        vendor: "aliyun",
        options: &["--rpc"],
        precision: 0.98,
        recall: 0.71,
        required: 0.0,
        operations: 197,
    },
    Floor { vendor: "discord", options: &[], precision: 0.94, recall: 0.76, required: 0.95, operations: 222 },
    Floor {
        vendor: "opensearch",
        options: &[],
        precision: 0.885,
        recall: 0.84,
        required: 0.97,
        operations: 391,
    },
];

/// Scores all vendors with a program.
pub(crate) fn run_all(program: &Path) -> Result<(), String> {
    if !root().join(VENDORS).is_dir() {
        println!("{VENDORS} is not there: the scores of vendors are left out");
        return Ok(());
    }
    FLOORS.iter().try_for_each(|floor| score(program, floor))
}

/// The task.
pub(crate) fn run() -> Result<(), String> {
    run_all(&built()?)
}

fn score(program: &Path, floor: &Floor) -> Result<(), String> {
    let Floor { vendor, options, .. } = floor;
    let dialect = format!("tests/vendors/{vendor}.toml");
    let facts = output(Command::new(program).args([
        "export",
        "facts",
        &format!("{VENDORS}/{vendor}"),
        "--dialect",
        &dialect,
    ]))?;
    let file = target().join(format!("{vendor}.facts.json"));
    std::fs::write(&file, facts).map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    let truth = format!("{TRUTH}/{vendor}.json");
    let line = output(Command::new("python3").arg(SCORER).arg(truth).arg(file).args(*options))?;
    println!("{vendor}: {}", line.trim());
    let number = |word: &str| -> f64 {
        let behind = line.split_once(&format!("{word} ")).map(|(_, rest)| rest).unwrap_or_default();
        let digits = behind.split(|c: char| !c.is_ascii_digit() && c != '.').next();
        digits.and_then(|digits| digits.parse().ok()).unwrap_or_default()
    };
    let held = [
        ("precision", floor.precision),
        ("recall", floor.recall),
        ("required", floor.required),
        ("in both", f64::from(floor.operations)),
    ];
    match held.into_iter().find(|(word, least)| number(word) < *least) {
        Some((word, least)) => Err(format!("{vendor}: {word} is {}, less than {least}", number(word))),
        None => Ok(()),
    }
}

/// What a program prints.
fn output(command: &mut Command) -> Result<String, String> {
    let output = command.current_dir(root()).output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.stdout.is_empty() {
        return Err(format!("{command:?} printed nothing: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
