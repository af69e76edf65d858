//! Running commands that are measured: wall time, and the peak memory of the compiler.

use crate::processor;
use crate::shell::root;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// What a command cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) time: Duration,
    /// Largest resident size in KiB; 0 where the system does not tell.
    pub(crate) peak: u64,
}

impl Cost {
    /// What any measurement is better than.
    pub(crate) const WORST: Self = Self { time: Duration::MAX, peak: 0 };

    /// The better time and the larger size of two rounds.
    pub(crate) fn better(self, other: Self) -> Self {
        Self { time: self.time.min(other.time), peak: self.peak.max(other.peak) }
    }

    /// `12.3 s, 456 MB`
    pub(crate) fn text(&self) -> String {
        let seconds = self.time.as_secs_f64();
        match self.peak {
            0 => format!("{seconds:.2} s"),
            peak => format!("{seconds:.2} s, {} MB", peak * 1024 / 1_000_000),
        }
    }
}

/// How often a running compiler is asked for its size.
const POLL: Duration = Duration::from_millis(10);

/// Runs a command and measures the process below it whose arguments have `marks` in a row.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn run(command: &mut Command, marks: &[&str]) -> Result<Cost, String> {
    println!("$ {}", shown(command));
    run_quietly(command, marks)
}

/// [`run`] without a line on it.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn run_quietly(command: &mut Command, marks: &[&str]) -> Result<Cost, String> {
    let (cost, status) = to_the_end(command, marks)?;
    if status.success() { Ok(cost) } else { Err(format!("`{}` failed: {status}", shown(command))) }
}

/// [`run_quietly`] of a command that may fail.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn to_the_end(command: &mut Command, marks: &[&str]) -> Result<(Cost, ExitStatus), String> {
    let line = shown(command);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| format!("cannot run `{line}`: {error}"))?;
    let peak = peak_until_end(&mut child, marks);
    let status = child.wait().map_err(|error| error.to_string())?;
    Ok((Cost { time: start.elapsed(), peak }, status))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    words.join(" ").replace(&format!("{}/", root().display()), "")
}

fn peak_until_end(child: &mut Child, marks: &[&str]) -> u64 {
    let mut peak = 0;
    while let Ok(None) = child.try_wait() {
        peak = sizes(marks).into_iter().fold(peak, u64::max);
        std::thread::sleep(POLL);
    }
    peak
}

/// Peak sizes of the running processes with these arguments.
fn sizes(marks: &[&str]) -> Vec<u64> {
    if marks.is_empty() {
        return Vec::new();
    }
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.filter_map(|process| size(&process.path(), marks)).collect()
}

fn size(process: &Path, marks: &[&str]) -> Option<u64> {
    let arguments = std::fs::read_to_string(process.join("cmdline")).ok()?;
    arguments.contains(&marks.join("\0")).then_some(())?;
    high_water(process)
}

/// What one process cost by itself, whatever else the machine was doing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// Seconds of processor time, of user and system; wall time where the system does not tell.
    pub(crate) seconds: f64,
    /// Largest resident size in KiB; 0 where the system does not tell.
    pub(crate) peak: u64,
    /// How it ended.
    pub(crate) code: Option<i32>,
}

impl Usage {
    /// The largest size in MB.
    pub(crate) fn peak_mb(self) -> u64 {
        self.peak * 1024 / 1_000_000
    }
}

/// Runs a command and asks the system every two milliseconds what it has used.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn usage(command: &mut Command) -> Result<Usage, String> {
    let line = shown(command);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| format!("cannot run `{line}`: {error}"))?;
    let process = Path::new("/proc").join(child.id().to_string());
    let (mut time, mut peak) = (None, 0);
    let status = loop {
        time = processor::time(&process).or(time);
        peak = peak.max(high_water(&process).unwrap_or(0));
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let time = time.unwrap_or_else(|| start.elapsed());
    Ok(Usage { seconds: time.as_secs_f64(), peak, code: status.code() })
}

/// The peak size of a process.
fn high_water(process: &Path) -> Option<u64> {
    let status = std::fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}
