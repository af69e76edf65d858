//! `bench --diff`: what a comparison of two versions of the docs costs, next to one `check` of them.

use super::{copy_tree, trees};
use crate::agree::edits::{Random, edit};
use crate::measure::{self, Cost};
use crate::shell::built;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One page of so many is edited.
const EVERY: usize = 5;

/// Rounds; both programs run in turns, and the best of each counts.
const ROUNDS: usize = 7;

/// How much longer than a check a comparison may take.
const LIMIT: f64 = 2.2;

/// Measures on a folder of pages.
pub(super) fn ratio(pages: &Path) -> Result<(), String> {
    let program = built()?;
    let other = trees().join("diff");
    let _ = fs::remove_dir_all(&other);
    copy_tree(pages, &other).map_err(|error| format!("cannot copy `{}`: {error}", pages.display()))?;
    println!("{} pages edited", edit_some(&other)?);
    let cost = |arguments: &[&Path], name: &str| {
        let mut command = Command::new(&program);
        command.args([name, "--summary"]).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        // Findings of severity error fail a check, and its time counts all the same.
        measure::to_the_end(&mut command, &[]).map(|(cost, _)| cost)
    };
    let (mut check, mut diff) = (Cost::WORST, Cost::WORST);
    for _ in 0..ROUNDS {
        check = check.better(cost(&[pages], "check")?);
        diff = diff.better(cost(&[pages, &other], "diff")?);
    }
    let ratio = diff.time.as_secs_f64() / check.time.as_secs_f64();
    println!("check {}\ndiff  {}\n{ratio:.2} times a check; at most {LIMIT}", check.text(), diff.text());
    Ok(())
}

/// Edits some pages, the same ones every time; gives their number.
fn edit_some(folder: &Path) -> Result<usize, String> {
    let pages =
        docwright::source::find(folder, &docwright::source::is_page).map_err(|error| error.to_string())?;
    let mut random = Random::new(1);
    let mut count = 0;
    let chosen: Vec<PathBuf> = pages.into_iter().map(|(path, _)| path).step_by(EVERY).collect();
    for path in chosen {
        let Ok(before) = fs::read_to_string(&path) else { continue };
        let (after, _) = edit(&before, &mut random);
        if after != before {
            fs::write(&path, after).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
            count += 1;
        }
    }
    Ok(count)
}
