//! Calls from the docs: `docwright call`, `docwright mcp` and `docwright completions` as programs, against a server on
//! loopback.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "calls/call.rs"]
mod call;
#[path = "calls/completions.rs"]
mod completions;
#[path = "calls/mcp.rs"]
mod mcp;
#[path = "calls/model.rs"]
mod model;
#[path = "calls/server.rs"]
mod server;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository, whose configuration has the five seed pages.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// What no output may show.
const SECRET: &str = "hush-hush-hush";

/// The program with an environment that is known.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    for name in ["API_URL", "API_TOKEN", "APP_CODE", "APP_SECRET", "ACCESS_KEY", "SECRET_KEY", "REGION"] {
        command.env_remove(name);
    }
    command.env("NO_PROXY", "127.0.0.1").current_dir(root());
    command
}
