//! The mock server: every operation answers a call with its own example with 2xx.

use super::{Verdict, first_line};
use crate::shell::root;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Two servers at a time: each is one thread of node and one that calls it.
const AT_A_TIME: usize = 2;

pub(super) fn check(tools: &Path, documents: &[PathBuf]) -> Result<Vec<Verdict>, String> {
    let mut verdicts = Vec::new();
    for some in documents.chunks(AT_A_TIME) {
        let of_some: Vec<Verdict> = std::thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|document| scope.spawn(|| one(tools, document))).collect();
            running
                .into_iter()
                .map(|it| it.join().unwrap_or_else(|_| Verdict::bad("a thread failed")))
                .collect()
        });
        verdicts.extend(of_some);
    }
    Ok(verdicts)
}

fn one(tools: &Path, document: &Path) -> Verdict {
    let mut command = Command::new("python3");
    command.arg(root().join("xtask/src/consumers/prism.py")).arg(tools.join("node_modules/.bin/prism"));
    let output = match command.arg(document).output() {
        Ok(output) => output,
        Err(error) => return Verdict::bad(error),
    };
    if !output.status.success() {
        return Verdict::bad(first_line(&output));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Verdict { errors: text.lines().count(), first: text.lines().next().unwrap_or_default().to_owned() }
}
