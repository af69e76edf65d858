//! The comparison of the judges: the verdict, the compiler, cargo-semver-checks.

use super::Pair;
use super::semver::Findings;
use docwright::diff::{Level, Report, forms};
use std::collections::BTreeMap;

/// Compares, and fails where the verdict is not the compiler's, or not that of cargo-semver-checks on what it sees.
pub(super) fn judge(
    pairs: &[Pair],
    broken: &BTreeMap<usize, String>,
    findings: Option<&Findings>,
) -> Result<(), String> {
    let major: Vec<bool> = pairs.iter().map(|pair| pair.report.verdicts.rust == Some(Level::Major)).collect();
    let line = |at: usize| format!("  e{at} {}: {}", pairs[at].name, forms::line(&pairs[at].report));
    let all = |holds: &dyn Fn(usize) -> bool| (0..pairs.len()).filter(|at| holds(*at)).collect::<Vec<_>>();
    let mut wrong = 0;
    let mut show = |what: &str, found: Vec<usize>, more: &dyn Fn(usize) -> String| {
        println!("{what}: {}", found.len());
        found.iter().for_each(|at| println!("{}{}", line(*at), more(*at)));
        wrong += found.len();
    };
    let both = all(&|at| major[at] && broken.contains_key(&at)).len();
    let neither = all(&|at| !major[at] && !broken.contains_key(&at)).len();
    println!("{} pairs: {both} break for verdict and compiler, {neither} for neither", pairs.len());
    show("major, and the caller compiles", all(&|at| major[at] && !broken.contains_key(&at)), &|_| {
        String::new()
    });
    let missed = all(&|at| !major[at] && broken.contains_key(&at));
    show("a break that is not called major", missed, &|at| format!("; rustc: {}", broken[&at]));
    let other = all(&|at| {
        let level = pairs[at].report.verdicts.rust.unwrap_or_default();
        pairs[at].expect.is_some_and(|expect| expect != level)
    });
    show("a kind of change with another verdict than it was written for", other, &|at| {
        format!("; expected {}", pairs[at].expect.unwrap_or_default())
    });
    if let Some(findings) = findings {
        let only = all(&|at| findings.contains_key(&at) && !major[at]);
        show("major for cargo-semver-checks alone", only, &|at| format!("; {:?}", findings[&at]));
        let silent = all(&|at| major[at] && !findings.contains_key(&at));
        let (blind, unknown): (Vec<usize>, Vec<usize>) =
            silent.into_iter().partition(|at| is_blind(&pairs[*at].report));
        println!("major for both: {}", all(&|at| major[at] && findings.contains_key(&at)).len());
        println!("missed by cargo-semver-checks, where it is blind: {}", blind.len());
        blind.iter().for_each(|at| println!("{}", line(*at)));
        show("missed by cargo-semver-checks elsewhere", unknown, &|_| String::new());
    }
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} disagreements")) }
}

/// Whether all that breaks is of the kinds that cargo-semver-checks has no lints for: types that change in place, and
/// implementations that are gone.
fn is_blind(report: &Report) -> bool {
    let majors = report.entries.iter().filter(|entry| entry.rust.level == Level::Major);
    let mut reasons =
        majors.flat_map(|entry| &entry.rust.reasons).filter(|reason| !reason.contains("` is new"));
    reasons.all(|reason| {
        let in_place =
            reason.starts_with('`') && reason.contains("` is `") && reason.contains("` instead of `");
        let implementation = reason.ends_with("` is gone") && reason.contains(": ");
        in_place || implementation
    })
}
