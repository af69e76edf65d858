//! `story`: what a user does outside of this repository, from pages of one's own to calls over HTTP, in a temporary folder.

use crate::shell::{root, run, target};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The pages, and a test of calls over HTTP for the new crate.
const PAGES: &str = "xtask/story/pages";
const CALLS: &str = "xtask/story/calls.rs";

/// The manual whose walk-through is told.
const MANUAL: &str = "docs/dialects.md";

/// Features that a new crate passes on to the runtime or has of its own.
const FEATURES: &[&str] = &["rustls-tls", "native-tls", "gzip", "blocking", "mock", "jiff", "both-ways"];

/// Target of browsers.
const WASM: &str = "wasm32-unknown-unknown";

/// The whole story.
pub(crate) fn all() -> Result<(), String> {
    // As the tests have built it: without them, and for a package alone, dependencies have other features and are built anew.
    run("cargo test -q --workspace --no-run")?;
    let folder = std::env::temp_dir().join(format!("docwright-story-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let told = with_copy(&folder).and_then(|()| with_package(&folder)).and_then(|()| with_proposal(&folder));
    let removed = fs::remove_dir_all(&folder).map_err(|error| error.to_string());
    told.and(removed)
}

/// A crate with a copy of the runtime: emitted, built, tested, called, with each feature alone, and after a change.
fn with_copy(folder: &Path) -> Result<(), String> {
    let krate = Crate::new(folder, "shop-client", &[])?;
    krate.docwright("emit --check")?;
    krate.docwright("check --deny warnings")?;
    fs::copy(root().join(CALLS), krate.0.join("tests/calls.rs")).map_err(|error| error.to_string())?;
    krate.cargo("test")?;
    krate.cargo("test --features jiff --test calls times")?;
    krate.first_call()?;
    for feature in FEATURES {
        krate.cargo(&format!("check --no-default-features --features shop,{feature}"))?;
    }
    krate.cargo("check --no-default-features")?;
    wasm(|command| krate.cargo(command), "check --no-default-features --features shop")?;
    krate.changes()
}

/// A crate that depends on the packaged runtime. `cargo package` builds nothing (`--no-verify`): this crate does, with
/// dependencies that are built already.
fn with_package(folder: &Path) -> Result<(), String> {
    run("cargo package -q -p docwright-runtime -p docwright --no-verify --allow-dirty")?;
    let runtime = unpacked(folder, "docwright-runtime")?;
    unpacked(folder, "docwright")?;
    let krate = Crate::new(folder, "packaged-client", &["--runtime", &runtime.to_string_lossy()])?;
    krate.cargo("check --all-targets")
}

/// The folder of a package that was just made, unpacked; it holds what a reader of a registry looks for.
fn unpacked(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let name = format!("{name}-{}", env!("CARGO_PKG_VERSION"));
    let package = target().join("package").join(&name).with_added_extension("crate");
    let status = Command::new("tar").arg("-xzf").arg(&package).current_dir(folder).status();
    if !status.is_ok_and(|status| status.success()) {
        return Err(format!("cannot unpack `{}`", package.display()));
    }
    let files = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];
    match files.iter().find(|file| !folder.join(&name).join(file).is_file()) {
        Some(file) => Err(format!("the package `{name}` lacks `{file}`")),
        None => Ok(folder.join(name)),
    }
}

/// The walk-through of `docs/dialects.md`: from pages that no dialect reads to a crate whose tests pass.
fn with_proposal(folder: &Path) -> Result<(), String> {
    let manual = fs::read_to_string(root().join(MANUAL)).map_err(|error| error.to_string())?;
    let page = manual.split("\n````md\n").nth(1).and_then(|rest| rest.split("\n````\n").next());
    let page = page.ok_or_else(|| format!("`{MANUAL}` has no page for the walk-through"))?;
    let grove = folder.join("grove");
    fs::create_dir_all(&grove).map_err(|error| error.to_string())?;
    let other = page.replace("PlantTree", "FellTree").replace("/trees", "/stumps");
    for (name, text) in [("plant.md", page), ("fell.md", &other)] {
        fs::write(grove.join(name), text).map_err(|error| error.to_string())?;
    }
    let mut propose = Command::new(program());
    let proposed = succeed(propose.args(["dialect", "propose", "grove"]).current_dir(folder))?;
    fs::write(folder.join("grove.toml"), proposed.stdout).map_err(|error| error.to_string())?;
    let krate = Crate::of(folder, "grove-client", Path::new("grove"), &["--dialect", "grove.toml"])?;
    krate.docwright("emit --check")?;
    krate.cargo("test")
}

/// Checks something for browsers where their target is installed.
pub(crate) fn wasm(cargo: impl Fn(&str) -> Result<(), String>, command: &str) -> Result<(), String> {
    let installed = Command::new("rustup").args(["target", "list", "--installed"]).output();
    if !installed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).lines().any(|line| line == WASM))
    {
        println!("{WASM} is not installed: `{command}` is left out for it (`rustup target add {WASM}`)");
        return Ok(());
    }
    cargo(&format!("{command} --target {WASM}"))
}

/// A crate that `docwright new` made.
struct Crate(PathBuf);

impl Crate {
    fn new(folder: &Path, name: &str, arguments: &[&str]) -> Result<Self, String> {
        Self::of(folder, name, &root().join(PAGES), arguments)
    }

    fn of(folder: &Path, name: &str, docs: &Path, arguments: &[&str]) -> Result<Self, String> {
        let mut command = Command::new(program());
        command.args(["new", name, "--docs"]).arg(docs).args(arguments).current_dir(folder);
        succeed(&mut command)?;
        let krate = Self(folder.join(name));
        // The versions that this repository builds with.
        fs::copy(root().join("Cargo.lock"), krate.0.join("Cargo.lock")).map_err(|error| error.to_string())?;
        Ok(krate)
    }

    fn docwright(&self, arguments: &str) -> Result<(), String> {
        let mut command = Command::new(program());
        succeed(command.args(arguments.split_whitespace()).current_dir(&self.0)).map(drop)
    }

    fn cargo(&self, arguments: &str) -> Result<(), String> {
        succeed(&mut self.command(arguments)).map(drop)
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments.split_whitespace()).current_dir(&self.0);
        command.env("CARGO_TARGET_DIR", target());
        command
    }

    /// Runs the example against a server on loopback.
    fn first_call(&self) -> Result<(), String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        // The example closes its connection at the end, so what it waits for is the answer alone.
        let server = std::thread::spawn(move || answer(&listener));
        let mut example = self.command("run -q --example first_call");
        let output = succeed(example.env("API_URL", format!("http://{address}")).env("API_TOKEN", "t"))?;
        let request = server.join().map_err(|_| "the server failed")?.map_err(|error| error.to_string())?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if request.starts_with("GET /v1/orders HTTP/1.1\r\n") && printed.contains("id: Some(\n") {
            return Ok(());
        }
        Err(format!("the first call sent:\n{request}\nand printed:\n{printed}"))
    }

    /// A page that is new: the crate is stale, then it is whole again, with the features of its services.
    fn changes(&self) -> Result<(), String> {
        let page =
            fs::read_to_string(self.0.join("docs-src/list_orders.md")).map_err(|error| error.to_string())?;
        let config = fs::read_to_string(self.0.join("docwright.toml")).map_err(|error| error.to_string())?;
        let more = "[[docs]]\nservice = \"stock\"\npath = \"stock\"\ndialect = \"generic\"\n\n[emit.rust]";
        let put =
            |path: &str, text: String| fs::write(self.0.join(path), text).map_err(|error| error.to_string());
        fs::create_dir_all(self.0.join("stock")).map_err(|error| error.to_string())?;
        put("stock/list_goods.md", page.replace("orders", "goods"))?;
        put("docwright.toml", config.replacen("[emit.rust]", more, 1))?;
        if self.docwright("emit --check").is_ok() {
            return Err("a new service left the crate fresh".to_owned());
        }
        self.docwright("emit")?;
        self.docwright("emit --check")?;
        self.cargo("check --no-default-features --features stock")
    }
}

/// Takes one request and answers it.
fn answer(listener: &TcpListener) -> std::io::Result<String> {
    let (mut stream, _) = listener.accept()?;
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut bytes = [0; 1024];
        let read = stream.read(&mut bytes)?;
        request.extend_from_slice(&bytes[..read]);
        if read == 0 {
            break;
        }
    }
    let body = r#"{"orders": [{"id": 7, "state": "open"}], "total": 1}"#;
    write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
    Ok(String::from_utf8_lossy(&request).into_owned())
}

/// The debug build of the program.
fn program() -> PathBuf {
    target().join("debug/docwright").with_extension(std::env::consts::EXE_EXTENSION)
}

/// Runs a command; its failure is an error with what it printed.
fn succeed(command: &mut Command) -> Result<Output, String> {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    println!("$ {line}");
    let output = command.output().map_err(|error| format!("cannot run `{line}`: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(output),
        false => Err(format!(
            "`{line}` failed: {}\n{}{}",
            output.status,
            text(&output.stdout),
            text(&output.stderr)
        )),
    }
}
