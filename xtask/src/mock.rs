//! `mock`: the mock server before every sample of folders of pages, and what it carries, beside Prism on the same document.

mod load;

use crate::processor;
use crate::shell::{built, root, run, target};
use load::{Load, Measured};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Pages that the load is on, and the call of it.
const PAGES: &str = "docs-src/blueking/cc";
const PATH: &str = "/api/c/compapi/v2/cc/create_set/";
const BODY: &str = r#"{"bk_supplier_account":"123456789","bk_biz_id":1,"data":{"bk_parent_id":1,"bk_set_name":"test-set","default":0,"bk_set_desc":"test-set","bk_capacity":1000,"description":"description","set_template_id":1}}"#;

/// Connections that are kept, and calls: of the measurement, and of the other server, which is slower.
const CONNECTIONS: usize = 32;
const CALLS: usize = 1_000_000;
const OF_OTHER: usize = 10_000;
/// A server answers so many calls in a second, or so many times what the other answers.
const RATE: f64 = 20_000.0;
const TIMES: f64 = 3.0;

/// A server that ends with its measurement.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends the samples of pages, or measures with `--bench`.
pub(crate) fn run_task(arguments: &[String]) -> Result<(), String> {
    let (options, paths): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|word| word.starts_with("--"));
    let is_set = |name: &str| options.iter().any(|option| *option == name);
    if let Some(unknown) = options.iter().find(|option| !["--bench", "--debug"].contains(&option.as_str())) {
        return Err(format!("there is no option `{unknown}`; there are `--bench` and `--debug`"));
    }
    let program = if is_set("--debug") {
        run("cargo build --quiet -p docwright")?;
        target().join("debug/docwright").with_extension(std::env::consts::EXE_EXTENSION)
    } else {
        built()?
    };
    if is_set("--bench") {
        let count =
            paths.first().map(|count| count.parse().map_err(|_| format!("`{count}` is no number of calls")));
        return bench(&program, count.transpose()?.unwrap_or(CALLS));
    }
    check(&program, &paths)
}

/// Starts the server over each folder and sends every sample of its pages.
fn check(program: &Path, paths: &[&String]) -> Result<(), String> {
    let seeds = "docs-src".to_owned();
    let paths = if paths.is_empty() { vec![&seeds] } else { paths.to_vec() };
    let mut refused = Vec::new();
    for path in paths {
        let status = Command::new(program).args(["mock", "--check"]).arg(path).current_dir(root()).status();
        if !status.map_err(|error| error.to_string())?.success() {
            refused.push(path.as_str());
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(format!("calls are refused: {}", refused.join(", "))) }
}

/// What the server carries, and whether its memory grows with the calls.
fn bench(program: &Path, calls: usize) -> Result<(), String> {
    let (server, address) = start(program)?;
    let load = Load { address: &address, path: PATH, body: BODY, connections: CONNECTIONS, calls };
    // The first calls fill buffers that stay.
    Load { calls: calls / 10, ..load }.run()?;
    let before = memory(server.0.id());
    let (own, cost) = measured(load, server.0.id())?;
    let after = memory(server.0.id());
    println!("docwright mock: {}, {cost:.0} µs of processor time each", own.text());
    println!("memory before {before} KiB, after {after} KiB");
    drop(server);
    if after * 10 > before * 11 {
        return Err("memory grows with the calls".to_owned());
    }
    let Some(prism) = prism() else {
        println!("no Prism: `cargo xtask consumers` installs it, or `PRISM` names its program");
        return Ok(());
    };
    let (other, cost_of_other) = of_prism(program, &prism)?;
    println!("{}: {}, {cost_of_other:.0} µs of processor time each", prism.display(), other.text());
    let times = own.rate() / other.rate();
    println!("ratio {times:.1}; of processor time {:.1}", cost_of_other / cost);
    match own.rate() >= RATE || times >= TIMES {
        true => Ok(()),
        false => Err(format!("neither {RATE} answers/s nor {TIMES} times the other")),
    }
}

/// Makes the calls; also microseconds of the server's processor time for each.
fn measured(load: Load<'_>, server: u32) -> Result<(Measured, f64), String> {
    let process = Path::new("/proc").join(server.to_string());
    let begun = processor::time(&process);
    let measured = load.run()?;
    let ended = processor::time(&process);
    let time = begun.zip(ended).map_or(Duration::ZERO, |(begun, ended)| ended - begun);
    Ok((measured, time.as_secs_f64() * 1e6 / load.calls as f64))
}

fn start(program: &Path) -> Result<(Running, String), String> {
    let mut command = Command::new(program);
    command.args(["mock", "--port", "0", PAGES]).current_dir(root()).stdout(Stdio::piped());
    let mut child = Running(command.spawn().map_err(|error| error.to_string())?);
    let mut line = String::new();
    let output = child.0.stdout.take().ok_or("no output")?;
    BufReader::new(output).read_line(&mut line).map_err(|error| error.to_string())?;
    let address = line.trim().rsplit("http://").next().unwrap_or_default().to_owned();
    Ok((child, address))
}

/// Kibibytes that a process holds; 0 where the system does not say.
fn memory(process: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn prism() -> Option<PathBuf> {
    let installed = || target().join("consumers/tools/node_modules/.bin/prism");
    let path = std::env::var_os("PRISM").map_or_else(installed, PathBuf::from);
    path.exists().then_some(path)
}

/// The same call on the exported document of the same pages.
fn of_prism(program: &Path, prism: &Path) -> Result<(Measured, f64), String> {
    let folder = target().join("mock");
    let mut export = Command::new(program);
    export.args(["export", "openapi", PAGES, "--out"]).arg(&folder).current_dir(root()).stdout(Stdio::null());
    let status = export.status().map_err(|error| error.to_string())?;
    let document = crate::shell::list(&folder)?.into_iter().next().filter(|_| status.success());
    let document = document.ok_or("no document was exported")?;
    let mut command = Command::new(prism);
    command.args(["mock", "-p", "4019", "-h", "127.0.0.1"]).arg(document).stdout(Stdio::null());
    let server = Running(command.spawn().map_err(|error| error.to_string())?);
    let address = "127.0.0.1:4019";
    let until = Instant::now() + Duration::from_secs(120);
    while std::net::TcpStream::connect(address).is_err() {
        if Instant::now() > until {
            return Err("Prism does not answer".to_owned());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    let load = Load { address, path: PATH, body: BODY, connections: CONNECTIONS, calls: OF_OTHER };
    Load { calls: OF_OTHER / 10, ..load }.run()?;
    measured(load, server.0.id())
}
