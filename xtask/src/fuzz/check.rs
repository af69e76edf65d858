//! What has to hold for every input: no fault of the program, no more time and memory than its size is worth, an account
//! that balances, the same bytes for one thread and for two, and code that parses.

use super::inputs::{self, Input};
use crate::processor;
use docwright::account;
use docwright::compile::{self, Run};
use docwright::config::Config;
use docwright::diagnostic::code;
use docwright::emit::{openapi, outline, rust};
use docwright::source;
use std::cell::RefCell;
use std::fmt;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which check: two faults of one are taken for the same.
    pub check: &'static str,
    /// What was seen.
    pub seen: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.check, self.seen)
    }
}

/// Processor time for 100 KB of input; builds with debug assertions are slower.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

/// Memory for 100 KB of input, in KiB.
const MEMORY: u64 = 256 << 10;

thread_local! {
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Panics are kept for the fault instead of being printed.
pub fn be_quiet() {
    panic::set_hook(Box::new(|info| {
        let text = info.payload_as_str().unwrap_or("a panic without a message");
        let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        SAID.set(format!("{text}{}", place.unwrap_or_default()));
    }));
}

/// A folder for the files of an input, and pools of one and of two threads.
pub struct Scratch {
    folder: PathBuf,
    pools: [rayon::ThreadPool; 2],
}

impl Scratch {
    /// Below a folder that is made.
    ///
    /// # Errors
    /// When no folder or no thread can be made.
    pub fn new(below: &Path) -> Result<Self, String> {
        let folder = below.join(std::process::id().to_string());
        fs::create_dir_all(&folder)
            .map_err(|error| format!("cannot make `{}`: {error}", folder.display()))?;
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = |threads| pool(threads).map_err(|error| error.to_string());
        Ok(Self { folder, pools: [pool(1)?, pool(2)?] })
    }

    /// Runs inputs of one kind together, up to the model or up to what is emitted.
    ///
    /// # Errors
    /// What does not hold.
    pub fn check(&self, inputs: &[Input], emits: bool) -> Result<(), Fault> {
        let files = inputs::files(inputs);
        let put = |error: std::io::Error| Fault { check: "input", seen: error.to_string() };
        let _ = fs::remove_dir_all(&self.folder);
        for (name, text) in &files {
            let path = self.folder.join(name);
            fs::create_dir_all(path.parent().unwrap_or(&self.folder)).map_err(put)?;
            fs::write(path, text).map_err(put)?;
        }
        let size = files.iter().map(|(_, text)| text.len()).sum::<usize>();
        let worth = 1 + size as u32 / 100_000;
        let (start, begun, before) = (Instant::now(), processor_time(), peak());
        let one = self.run(0, emits)?;
        let (ended, after) = (processor_time(), peak());
        let time = begun.zip(ended).map_or(start.elapsed(), |(begun, ended)| ended - begun);
        if time > TIME * worth {
            return Err(Fault { check: "time", seen: format!("{time:.1?} for {size} bytes") });
        }
        if after > before + MEMORY * u64::from(worth) {
            return Err(Fault {
                check: "memory",
                seen: format!("{} MB for {size} bytes", (after - before) >> 10),
            });
        }
        // One page is the work of one thread, however many there are.
        if files.iter().filter(|(name, _)| name.ends_with(".md")).nth(1).is_none() {
            return Ok(());
        }
        let two = self.run(1, emits)?;
        if one != two {
            return Err(Fault {
                check: "determinism",
                seen: "one thread and two give different bytes".to_owned(),
            });
        }
        Ok(())
    }

    /// All that a run gives.
    fn run(&self, pool: usize, emits: bool) -> Result<Given, Fault> {
        let work = || {
            self.pools[pool].install(|| {
                panic::catch_unwind(AssertUnwindSafe(|| outcome(&self.folder, emits)))
                    .map_err(|_| SAID.take())
            })
        };
        work().unwrap_or_else(|said| Err(Fault { check: "panic", seen: said }))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What a run gave, as text.
#[derive(Default, PartialEq, Eq)]
struct Given {
    /// Model and findings; what is no configuration gives its error.
    decided: String,
    /// Code and documents.
    emitted: String,
}

impl Given {
    fn error(error: impl fmt::Display) -> Self {
        Self { decided: error.to_string(), emitted: String::new() }
    }
}

fn outcome(folder: &Path, emits: bool) -> Result<Given, Fault> {
    let config = match Config::read(&folder.join(docwright::config::FILE)) {
        Ok(config) => config,
        Err(error) => return Ok(Given::error(error)),
    };
    let run = match compile::run(&config, folder) {
        Ok(run) => run,
        Err(error) => return Ok(Given::error(error)),
    };
    balance(&run)?;
    let (mut decided, mut emitted) = (String::new(), String::new());
    decided += &serde_json::to_string(&run.api).unwrap_or_else(|error| error.to_string());
    decided += &serde_json::to_string(&run.diagnostics).unwrap_or_else(|error| error.to_string());
    if !emits {
        return Ok(Given { decided, emitted });
    }
    for file in rust::emit(&run.api, &rust::Options::default()) {
        syn::parse_file(&file.text)
            .map_err(|error| Fault { check: "emitted code", seen: format!("{}: {error}", file.path) })?;
        emitted += &file.text;
    }
    for (service, document) in openapi::emit(&run.api, &openapi::Options::default()) {
        emitted.extend([service, document.to_string()]);
    }
    emitted += &outline::emit(&run.api);
    Ok(Given { decided, emitted })
}

/// Everything on the pages is accounted for, and no page had a fault.
fn balance(run: &Run) -> Result<(), Fault> {
    if let Some(fault) = run.diagnostics.iter().find(|found| *found.code == code::PAGE_FAULT) {
        return Err(Fault { check: "page fault", seen: fault.message.clone() });
    }
    for report in &run.sets {
        let (mut rows, mut headers, mut samples, mut routes) = (0, 0, 0, 0);
        for file in run.files[report.files.clone()].iter().filter(|file| source::is_page(&file.path)) {
            let text = account::read(&file.text);
            rows += text.rows.len();
            headers += text.tables.len();
            samples += text.samples.len();
            routes += text.routes.len();
        }
        let ledger = &report.counts.ledger;
        let is_whole = ledger.rows.total() + headers >= rows
            && (ledger.samples.total(), ledger.routes.total()) == (samples, routes);
        if !is_whole {
            let seen = format!("{rows} rows, {samples} samples, {routes} routes; {ledger:?}");
            return Err(Fault { check: "account", seen });
        }
    }
    Ok(())
}

/// What this process has computed so far.
fn processor_time() -> Option<Duration> {
    processor::time(Path::new("/proc/self"))
}

/// The peak size of this process in KiB since it was last asked for; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let _ = fs::write("/proc/self/clear_refs", "5");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
}
