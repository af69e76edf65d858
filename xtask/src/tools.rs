//! `tools`: schemas and definitions of tools before the SDKs of the vendors that take them, and `docwright mcp` before the
//! client of the protocol's own SDK. The SDKs are installed below `target`, at pinned versions; python3 has to be there.

use crate::shell::{built, root, run, target};
use std::process::Command;

/// The SDKs that know the forms, and the validator of schemas.
const PACKAGES: &[&str] =
    &["openai==3.57.0", "anthropic==2.14.0", "google-genai==3.6.1", "mcp==2.3.0", "jsonschema==4.26.0"];

/// Checks the pages at `paths`, each a folder; the seed pages without any.
pub(crate) fn check(paths: &[String]) -> Result<(), String> {
    let python = install()?;
    let program = built()?;
    let seeds = ["docs-src/blueking/cc".to_owned(), "docs-src/jdcloud/bastion".to_owned()];
    let paths = if paths.is_empty() { &seeds } else { paths };
    let script = root().join("xtask/src/tools/check.py");
    let status = Command::new(python).arg(script).arg(program).args(paths).current_dir(root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("an SDK does not take what is emitted".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn install() -> Result<String, String> {
    let home = target().join("tools");
    let python = home.join("bin/python").display().to_string();
    if !home.join("bin/installed").exists() {
        run(&format!("python3 -m venv {}", home.display()))?;
        run(&format!("{python} -m pip install --quiet {}", PACKAGES.join(" ")))?;
        std::fs::write(home.join("bin/installed"), "").map_err(|error| error.to_string())?;
    }
    Ok(python)
}
